"""Hierarchy and polyarchy: must all bureaux approve, or does one suffice?

Each of several bureaux approves a project with probability p, independently.  A hierarchy accepts what every bureau
approves, p^n; a polyarchy what any bureau approves, 1 - (1 - p)^n.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw


@kernel
def accepted(approvals, bureaux, hierarchy):
    """Whether the organisation takes the project."""
    return approvals == bureaux if hierarchy else approvals > 0


@standalone
def screen(bureaux, p, runs, salt, counts):
    """``counts``: projects that a hierarchy, and that a polyarchy accepts."""
    for run in range(runs):
        key = of_run(run, salt)
        approvals = 0
        for i in range(bureaux):
            if draw(i, key) < p:
                approvals += 1
        if accepted(approvals, bureaux, True):
            counts[0] += 1
        if accepted(approvals, bureaux, False):
            counts[1] += 1


def accepts(*, bureaux: int, p: float, runs: int) -> Found:
    """Probability that a hierarchy, and that a polyarchy accepts."""
    counts = np.zeros(2, dtype=np.int64)
    (salt,) = luck.salts("sah-stiglitz.bureau")
    screen(bureaux, p, runs, salt, counts)
    return found.joined([found.frequency(int(c), runs) for c in counts])


CLASSIC = Classic(
    name="sah-stiglitz",
    title="Hierarchies and polyarchies",
    text=__doc__,
    cite=("R. Sah and J. Stiglitz 1986, The architecture of economic systems, Am. Econ. Rev. 76:716",),
    quantities={"P(accept) in hierarchy and polyarchy": accepts},
    conventions={"bureaux": "all of the same quality; each sees the project unless it was decided before"},
)
