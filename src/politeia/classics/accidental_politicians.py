"""Accidental politicians: how many legislators chosen by lot make a parliament work best.

N legislators have a personal interest x and a public interest y in [-1, 1].  Independents, drawn by lot, are uniform.
Two parties have uniform centres and members uniform in a disc of radius r around them; party 1 has a share P1 of the
partisans.  In each bill a random legislator proposes with the own y.  A partisan votes for every bill of the own party;
on any other bill, yes if y is at least that of the party's centre and a personal draw from U(-1, 1) is at least the
centre's x.  An independent does so by the own (x, y).  A bill passes with N/2 + 1 votes.  Efficiency is the share of bills
passed, in percent, times their mean y.  The golden number of independents lets party 1 and a quarter of the independents
pass a bill: N* = (2N - 4N P1 + 4) / (1 - 4 P1).
"""

from __future__ import annotations

import math

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run, one_of
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

NEAR = 0.97  #: of the best efficiency: the plateau
ROOT = 1.1673039782614187  #: of x^5 = x + 1: its powers fill four dimensions evenly (Roberts 2018)


@kernel
def approves(y, x, standard, uniform):
    """A vote on a bill of others, of public interest ``y``, by the standard of a person or a party's centre."""
    return y >= standard and 2.0 * uniform - 1.0 >= x


@kernel
def even(shift, run, step):
    """Numbers of successive runs that fill [-1, 1] evenly, from a random beginning (Cranley and Patterson 1976)."""
    place = shift + run * step
    return 2.0 * (place - math.floor(place)) - 1.0


@kernel
def golden(N, P1):
    """The number of independents at which party 1 and a quarter of them are a majority."""
    return (2.0 * N - 4.0 * N * P1 + 4.0) / (1.0 - 4.0 * P1)


def seat(people, independents, large, radius, run, salts, party, x, y, centre):
    """Draw a legislature: the first are independent (party 2), then those of party 0, then of party 1."""
    key = of_run(run, salts[0])
    step = 1.0
    for p in range(2):
        for axis in range(2):
            step /= ROOT
            centre[p, axis] = even(draw(2 * p + axis, salts[3]), run, step)
    for i in range(people):
        if i < independents:
            party[i] = 2
            x[i] = 2.0 * draw(2 * i, key) - 1.0
            y[i] = 2.0 * draw(2 * i + 1, key) - 1.0
        else:
            party[i] = 0 if i < independents + large else 1
            y[i] = min(max(centre[party[i], 1] + within(radius, 2 * people + 2 * i, key), -1.0), 1.0)


def within(radius, who, key):
    """One coordinate of a point that is uniform in a disc."""
    turn = 0
    while True:
        a = 2.0 * draw(who, of_run(turn, key)) - 1.0
        b = 2.0 * draw(who + 1, of_run(turn, key)) - 1.0
        if a * a + b * b <= 1.0:
            return radius * a
        turn += 1


@standalone
def legislatures(people, independents, large, radius, bills, runs, keys, party, x, y, centre, score):
    """``score[run]``: efficiency of one legislature."""
    for run in range(runs):
        seat(people, independents, large, radius, run, keys, party, x, y, centre)
        propose = of_run(run, keys[1])
        ballots = of_run(run, keys[2])
        good = 0.0
        for bill in range(bills):
            proposer = one_of(people, bill, propose)
            worth, own = y[proposer], party[proposer]
            key = of_run(bill, ballots)
            votes = 0
            for i in range(people):
                p = party[i]
                if i == proposer or (p < 2 and p == own):
                    votes += 1
                elif p == 2:
                    if approves(worth, x[i], y[i], draw(i, key)):
                        votes += 1
                elif approves(worth, centre[p, 0], centre[p, 1], draw(i, key)):
                    votes += 1
            if 2 * votes >= people + 2:
                good += worth
        score[run] = 100.0 * good / bills  # share passed x mean worth of those passed


def efficiencies(N: int, P1: float, r: float, runs: int, bills: int, grid: np.ndarray) -> np.ndarray:
    """Mean efficiency for each number of independents, with the same luck."""
    means = np.zeros(len(grid))
    keys = luck.salts("accidental.seat", "accidental.bill", "accidental.vote", "accidental.centre")
    party, x, y, centre = np.zeros(N, dtype=np.int64), np.zeros(N), np.zeros(N), np.zeros((2, 2))
    score = np.zeros(runs)
    for k, independents in enumerate(grid):
        large = round(P1 * (N - int(independents)))
        legislatures(N, int(independents), large, r, bills, runs, keys, party, x, y, centre, score)
        means[k] = score.mean()
    return means


def best(*, N: int, P1: float, r: float, runs: int, bills: int = 200, step: int = 10) -> Found:
    """The least and the largest number of independents that reach 97 % of the best efficiency, and the best of all."""
    grid = np.arange(0, N + 1, step)
    means = efficiencies(N, P1, r, runs, bills, grid)
    good = grid[means >= NEAR * means.max()]
    return found.exact(float(good.min()), float(good.max()), float(grid[means.argmax()]))


def formula(*, N: int, P1: float) -> Found:
    """The golden number."""
    return found.exact(float(golden(N, P1)))


CLASSIC = Classic(
    name="accidental-politicians",
    title="Accidental politicians: legislators by lot",
    text=__doc__,
    cite=(
        "A. Pluchino and others 2011, Accidental politicians, Physica A 390:3944, arXiv:1103.1224",
        "A. Kononovicius (a transcription of the formula of the golden number)",
    ),
    quantities={"best number of independents": best, "golden number": formula},
    conventions={
        "step": "independents are tried in steps of ten, all with the same luck, so that chance does not move the optimum",
        "centres": "legislatures are spread evenly over the four coordinates of the parties' centres, not at random",
        "r": "radius of a party; the efficiency hardly depends on it",
    },
    fails="The optimum is flat: numbers some 25 to either side are as good within 3 %.",
)
