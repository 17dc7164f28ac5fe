"""The Moran process: who reproduces faster takes over, by chance.

N people; one holds a new trait of fitness r, the others the old of fitness 1.  In one event somebody reproduces with
probability proportional to fitness, and the offspring replaces a random person, perhaps its parent.  The new trait takes
over with probability (1 - 1/r) / (1 - r^-N).
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
def reproduces(trait, r, uniform):
    """Whether the person asked reproduces, so that parents are chosen in proportion to fitness."""
    if r >= 1.0:
        return trait == 1 or uniform * r < 1.0
    return trait == 0 or uniform < r


@standalone
def takeovers(people, r, runs, salt, traits, ends):
    """``ends[run]`` is 1 if the new trait took over."""
    for run in range(runs):
        key = of_run(run, salt)
        for i in range(people):
            traits[i] = 1 if i == 0 else 0
        ones, turn = 1, 0
        while 0 < ones < people:
            parent = one_of(people, turn, key)
            while not reproduces(traits[parent], r, draw(turn + 1, key)):
                turn += 2
                parent = one_of(people, turn, key)
            child = one_of(people, turn + 2, key)
            ones += traits[parent] - traits[child]
            traits[child] = traits[parent]
            turn += 3
        ends[run] = traits[0]


def fixation(*, N: int, r: float, runs: int) -> Found:
    """Probability that the new trait takes over."""
    ends = np.zeros(runs, dtype=np.int64)
    (salt,) = luck.salts("moran.event")
    takeovers(N, r, runs, salt, np.zeros(N, dtype=np.int64), ends)
    return found.shares(ends)


CLASSIC = Classic(
    name="moran",
    title="The Moran process",
    text=__doc__,
    cite=("P. A. P. Moran 1958, Random processes in genetics, Math. Proc. Cambridge Phil. Soc. 54:60",),
    quantities={"P(takeover)": fixation},
    conventions={
        "replacement": "the offspring may replace its parent; forbidding it changes durations, not the probability"
    },
)
