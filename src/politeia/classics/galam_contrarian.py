"""Majority votes with contrarians: a share of the people does the opposite of what its group decided.

In each round all people are shuffled into groups of r (odd), every group adopts its majority, then each person flips
with probability a.  In expectation p' = (1 - 2a) P_r(p) + a, with P_r the majority share of :mod:`galam`.  Below a
critical share a_c two camps persist; above it the vote always ends at one half.  a_c is where the slope at one half is 1.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.arithmetic import crossing
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.galam import elects, next_share
from politeia.classics.luck import of_run, one_of
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw


@kernel
def flipped(opinion, a, uniform):
    """The opinion after a chance ``a`` of doing the opposite."""
    return 1 - opinion if uniform < a else opinion


@standalone
def rounds(size, a, p0, people, first, last, run, start, shuffle, contrary, opinions, shares):
    """Shuffle, vote and flip ``last`` times; ``shares[t - first]`` is the share of 1 after round ``t >= first``."""
    who = of_run(run, start)
    for i in range(people):
        opinions[i] = 1 if draw(i, who) < p0 else 0
    for t in range(last):
        cards, against = of_run(t, of_run(run, shuffle)), of_run(t, of_run(run, contrary))
        for i in range(people - 1, 0, -1):
            j = one_of(i + 1, i, cards)
            opinions[i], opinions[j] = opinions[j], opinions[i]
        total = 0
        for group in range(people // size):
            votes = 0
            for i in range(size):
                votes += opinions[group * size + i]
            winner = elects(votes, size, 0.0, 0.5)
            for i in range(group * size, group * size + size):
                opinions[i] = flipped(winner, a, draw(i, against))
                total += opinions[i]
        if t >= first:
            shares[t - first] = total / people


def critical(*, r: int) -> Found:
    """The share of contrarians at which two camps merge."""
    step = 1e-5
    slope = (next_share(0.5 + step, r, 0.0) - next_share(0.5 - step, r, 0.0)) / (2.0 * step)
    return found.exact(crossing(lambda a: (1.0 - 2.0 * a) * slope < 1.0, 0.0, 0.5))


def stationary(*, r: int, a: float, p0: float, N: int, votes: int = 200, runs: int) -> Found:
    """Share of the larger camp, averaged over the second half of the rounds."""
    half = votes // 2
    levels = np.zeros((runs, votes - half))
    salts = luck.salts("galam.start", "galam.shuffle", "galam.contrary")
    for run in range(runs):
        rounds(r, a, p0, N - N % r, half, votes, run, *salts, np.zeros(N, dtype=np.int64), levels[run])
    return found.mean(levels.mean(axis=1))


CLASSIC = Classic(
    name="galam-contrarian",
    title="Majority votes with contrarians",
    text=__doc__,
    cite=("S. Galam 2004, Contrarian deterministic effects on opinion dynamics, Physica A 333:453",),
    quantities={"critical share": critical, "stationary share": stationary},
    conventions={"a": "every person flips with probability a after each vote (not a fixed set of people)"},
)
