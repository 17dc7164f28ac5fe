"""Majority votes through levels: how an incumbent with a small minority stays at the top.

The bottom holds r^n people, each for the challenger with probability p0.  Groups of r elect one representative by
majority; the representatives form groups in turn, until one president is left.  An even group may tie: a tie elects
the challenger with probability k (0: the incumbent stays).  In expectation

    p' = sum over m > r/2 of C(r, m) p^m (1 - p)^(r - m)  +  k C(r, r/2) (p (1 - p))^(r/2)

whose unstable point is the support that a challenger needs.  People are independent, so groups need no shuffling.
Not modelled: persuasion between votes, defections, sizes of groups that differ.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.arithmetic import crossing, power
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw


@kernel
def elects(votes, size, k, uniform):
    """1 if a group of ``size`` with ``votes`` for the challenger elects him."""
    if 2 * votes == size:
        return 1 if uniform < k else 0
    return 1 if 2 * votes > size else 0


@kernel
def next_share(p, size, k):
    """Expected share of the challenger among representatives, from his share ``p`` among voters."""
    total = 0.0
    ways = 1.0  # C(size, m)
    for m in range(size + 1):
        chance = ways * power(p, m) * power(1.0 - p, size - m)
        if 2 * m > size:
            total += chance
        elif 2 * m == size:
            total += k * chance
        ways = ways * (size - m) / (m + 1)
    return total


@standalone
def pyramids(size, levels, p0, k, runs, bottom, tie, votes, counts):
    """Vote through all levels, ``runs`` times; ``counts[run, level]``: representatives for the challenger."""
    for run in range(runs):
        who, ties = of_run(run, bottom), of_run(run, tie)
        n = size**levels
        for i in range(n):
            votes[i] = 1 if draw(i, who) < p0 else 0
        ballot = 0
        for level in range(levels):
            n = n // size
            for group in range(n):
                total = 0
                for i in range(size):
                    total += votes[group * size + i]
                votes[group] = elects(total, size, k, draw(ballot, ties))
                counts[run, level] += votes[group]
                ballot += 1


@standalone
def iterate(p, size, k, rounds, out):
    """The expected shares of ``rounds`` votes."""
    for t in range(rounds):
        p = next_share(p, size, k)
        out[t] = p


def shares(*, r: int, p0: float, levels: int, runs: int, tie: float = 0.0) -> Found:
    """Share of the challenger among the representatives of each level."""
    counts = _vote(r, p0, levels, runs, tie)
    posts = r ** np.arange(levels - 1, -1, -1)
    return found.joined(
        [found.frequency(int(c), runs * int(n)) for c, n in zip(counts.sum(axis=0), posts, strict=True)]
    )


def top(*, r: int, p0: float, levels: int, runs: int, tie: float = 0.0) -> Found:
    """Probability that the challenger is elected at the top."""
    return found.shares(_vote(r, p0, levels, runs, tie)[:, -1])


def _vote(r: int, p0: float, levels: int, runs: int, tie: float) -> np.ndarray:
    counts = np.zeros((runs, levels), dtype=np.int64)
    bottom, ties = luck.salts("galam.bottom", "galam.tie")
    pyramids(r, levels, p0, float(tie), runs, bottom, ties, np.zeros(r**levels, dtype=np.int64), counts)
    return counts


def expected(*, r: int, p0: float, levels: int, tie: float = 0.0) -> Found:
    """The expected share after each vote."""
    out = np.zeros(levels)
    iterate(p0, r, float(tie), levels, out)
    return found.exact(*map(float, out))


def threshold(*, r: int, tie: float = 0.0) -> Found:
    """The unstable point: the support from which the challenger gains at each vote."""
    return found.exact(crossing(lambda p: next_share(p, r, float(tie)) > p, 0.4, 0.95))


CLASSIC = Classic(
    name="galam",
    title="Majority votes through levels",
    text=__doc__,
    cite=(
        "S. Galam 1986, Majority rule, hierarchical structures and democratic totalitarianism, J. Math. Psychol. 30:426",
        "S. Galam 1990, Social paradoxes of majority rule voting, J. Stat. Phys. 61:943",
        "S. Galam 2007, arXiv:physics/0703081 (an opposition of 77 % that changes nothing at the top)",
    ),
    quantities={
        "unstable point": threshold,
        "expected share after each vote": expected,
        "share after each vote": shares,
        "P(challenger at the top)": top,
    },
    conventions={"tie": "probability that a tie elects the challenger; 0 keeps the incumbent and moves 1/2 to 0.77"},
    fails="The printed row from 0.45 is cut to two digits, not rounded. Seven levels up the outcome near the threshold "
    "is still a matter of chance: at p0 = 0.7607 the challenger wins half of the time.",
)
