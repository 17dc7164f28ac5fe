"""Growth in proportion to size: how large cells become.

Each newcomer founds a cell with probability alpha, else joins the cell of a random member.  In the long run a share
rho B(k, rho + 1) of the cells has k members, rho = 1/(1 - alpha), B the beta function: many of one, a heavy tail.
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


@kernel
def founds(alpha, uniform):
    """Whether a newcomer founds a cell."""
    return uniform < alpha


@standalone
def grow(alpha, run, salts, cell, size):
    """The sizes of all cells after as many newcomers as ``cell`` has places; returns how many cells there are."""
    choice, friend = of_run(run, salts[0]), of_run(run, salts[1])
    cells = 0
    for i in range(cell.shape[0]):
        if i == 0 or founds(alpha, draw(i, choice)):
            cell[i] = cells
            cells += 1
        else:
            cell[i] = cell[one_of(i, i, friend)]
        size[cell[i]] += 1
    return cells


def sizes(*, alpha: float, entrants: int, runs: int) -> Found:
    """Shares of cells with one, two and three members."""
    shares = np.zeros((runs, 3))
    salts = luck.salts("simon-yule.found", "simon-yule.join")
    cell = np.zeros(entrants, dtype=np.int64)
    for run in range(runs):
        size = np.zeros(entrants, dtype=np.int64)
        cells = grow(alpha, run, salts, cell, size)
        shares[run] = np.bincount(size[:cells], minlength=4)[1:4] / cells
    return found.means(shares)


CLASSIC = Classic(
    name="simon-yule",
    title="Growth in proportion to size",
    text=__doc__,
    cite=("H. A. Simon 1955, On a class of skew distribution functions, Biometrika 42:425",),
    quantities={"share of cells of 1, 2, 3": sizes},
    conventions={"entrants": "the first founds a cell; the law is that of infinitely many"},
)
