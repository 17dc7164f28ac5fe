"""The dissemination of culture: likeness breeds likeness, and yet regions remain.

A square of sites with bounded edges; each has F features of q traits, uniform at first.  In one event a random site
looks at a random neighbour; with probability (shared features)/F, unless they are identical, the site copies one random
feature in which they differ.  It ends when every pair of neighbours is identical or has nothing in common.  A region is
a connected set of identical sites.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run, one_of
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

STEPS = {
    4: ((0, 1), (1, 0), (0, -1), (-1, 0)),
    8: tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1) if (i, j) != (0, 0)),
    12: tuple((i, j) for i in range(-2, 3) for j in range(-2, 3) if 0 < abs(i) + abs(j) <= 2),
}
CELLS = tuple((F, q) for F in (5, 10, 15) for q in (5, 10, 15))  #: of the published table


@kernel
def interacts(shared, features, uniform):
    """Whether a site takes over a feature from a neighbour with whom it shares some."""
    return shared < features and uniform * features < shared


def shared_features(culture, a, b):
    """Features in which two sites agree."""
    same = 0
    for f in range(culture.shape[1]):
        if culture[a, f] == culture[b, f]:
            same += 1
    return same


def copy_one(culture, site, other, which):
    """Take over the ``which``-th of the features that differ."""
    for f in range(culture.shape[1]):
        if culture[site, f] != culture[other, f]:
            if which == 0:
                culture[site, f] = culture[other, f]
                return
            which -= 1


def stable(culture, neighbours, degree):
    """Every pair of neighbours is identical or has nothing in common."""
    for site in range(culture.shape[0]):
        for k in range(degree[site]):
            same = shared_features(culture, site, neighbours[site, k])
            if 0 < same < culture.shape[1]:
                return False
    return True


def regions(culture, neighbours, degree, seen, stack):
    """Number of connected sets of identical sites."""
    sites, features = culture.shape
    for site in range(sites):
        seen[site] = 0
    count = 0
    for first in range(sites):
        if seen[first] == 0:
            count += 1
            seen[first] = 1
            stack[0] = first
            top = 1
            while top > 0:
                top -= 1
                site = stack[top]
                for k in range(degree[site]):
                    other = neighbours[site, k]
                    if seen[other] == 0 and shared_features(culture, site, other) == features:
                        seen[other] = 1
                        stack[top] = other
                        top += 1
    return count


@standalone
def worlds(traits, runs, first, event, culture, neighbours, degree, seen, stack, final):
    """``final[run]``: number of regions when nothing can change any more."""
    sites, features = culture.shape
    for run in range(runs):
        start, key = of_run(run, first), of_run(run, event)
        for site in range(sites):
            for f in range(features):
                culture[site, f] = one_of(traits, site * features + f, start)
        turn = 0
        while turn % (50 * sites) != 0 or not stable(culture, neighbours, degree):
            site = one_of(sites, 4 * turn, key)
            other = neighbours[site, one_of(degree[site], 4 * turn + 1, key)]
            shared = shared_features(culture, site, other)
            if interacts(shared, features, draw(4 * turn + 2, key)):
                copy_one(culture, site, other, one_of(features - shared, 4 * turn + 3, key))
            turn += 1
        final[run] = regions(culture, neighbours, degree, seen, stack)


def square(side: int, neighbours: int) -> tuple[np.ndarray, np.ndarray]:
    """The neighbours of each site of a bounded square, and how many there are."""
    table = np.zeros((side * side, neighbours), dtype=np.int64)
    degree = np.zeros(side * side, dtype=np.int64)
    for site in range(side * side):
        row, column = divmod(site, side)
        for i, j in STEPS[neighbours]:
            if 0 <= row + i < side and 0 <= column + j < side:
                table[site, degree[site]] = (row + i) * side + column + j
                degree[site] += 1
    return table, degree


def _run(F: int, q: int, runs: int, side: int, neighbours: int) -> np.ndarray:
    sites = side * side
    final, seen, stack = (np.zeros(size, dtype=np.int64) for size in (runs, sites, sites))
    first, event = luck.salts("axelrod.start", "axelrod.event")
    culture = np.zeros((sites, F), dtype=np.int64)
    worlds(q, runs, first, event, culture, *square(side, neighbours), seen, stack, final)
    return final


def mean_regions(*, F: int, q: int, runs: int, side: int = 10, neighbours: int = 4) -> Found:
    """Mean number of stable regions."""
    return found.mean(_run(F, q, runs, side, neighbours))


def median_regions(*, F: int, q: int, runs: int, side: int = 10, neighbours: int = 4) -> Found:
    """Median number of stable regions."""
    final = _run(F, q, runs, side, neighbours)
    return Found((float(np.median(final)),), (0.0,), final)


def one_region(*, F: int, q: int, runs: int, side: int = 10, neighbours: int = 4) -> Found:
    """Share of runs that end in one region."""
    return found.shares(_run(F, q, runs, side, neighbours) == 1)


def many_regions(*, F: int, q: int, runs: int, side: int = 10, neighbours: int = 4) -> Found:
    """Share of runs that end in more than six regions."""
    return found.shares(_run(F, q, runs, side, neighbours) > 6)


def over_cells(*, neighbours: int, runs: int, side: int = 10) -> Found:
    """Mean number of regions over the nine published pairs of F and q."""
    parts = [found.mean(_run(F, q, runs, side, neighbours)) for F, q in CELLS]
    value = float(np.mean([part.values[0] for part in parts]))
    return Found((value,), (float(np.linalg.norm([part.errors[0] for part in parts])) / len(parts),))


CLASSIC = Classic(
    name="axelrod",
    title="The dissemination of culture",
    text=__doc__,
    cite=(
        "R. Axelrod 1997, The dissemination of culture, J. Conflict Resolution 41:203, doi:10.1177/0022002797041002001",
        "R. Axtell, R. Axelrod, J. Epstein and M. Cohen 1996, Aligning simulation models, Comp. Math. Org. Theory 1:123",
    ),
    quantities={
        "mean number of regions": mean_regions,
        "median number of regions": median_regions,
        "share with one region": one_region,
        "share with more than six": many_regions,
        "mean over the nine cells": over_cells,
    },
    conventions={
        "neighbours": "4, 8 or 12 (all within two steps)",
        "event": "sites act in random order with replacement; sweeps in shuffled order leave fewer regions",
    },
    fails="Nothing beyond chance: the printed means are those of ten runs and scatter by up to 0.85.",
)
