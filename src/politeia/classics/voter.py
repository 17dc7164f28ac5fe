"""The voter model: a person copies a random other.

N people with opinion 0 or 1, all acquainted.  In one event a random person copies a random other.  The mean opinion is
a martingale, so P(all 1) is the first share; events to consensus follow from the chain of the number k of ones, which
goes up or down with probability k (N - k) / (N (N - 1)) each.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run, one_of
from politeia.declare import kernel
from politeia.engine.standalone import standalone


@kernel
def other(i, j):
    """Person ``j`` of all but ``i``, numbered among all."""
    return j + 1 if j >= i else j


@standalone
def elections(people, start, runs, salt, opinions, ends, events):
    """Copy until all agree; ``ends[run]`` is the common opinion, ``events[run]`` the number of events."""
    for run in range(runs):
        key = of_run(run, salt)
        for i in range(people):
            opinions[i] = 1 if i < start else 0
        ones, event = start, 0
        while 0 < ones < people:
            i = one_of(people, 2 * event, key)
            j = other(i, one_of(people - 1, 2 * event + 1, key))
            ones += opinions[j] - opinions[i]
            opinions[i] = opinions[j]
            event += 1
        ends[run] = opinions[0]
        events[run] = event


def _run(N: int, start: int, runs: int) -> tuple[np.ndarray, np.ndarray]:
    opinions, ends, events = (np.zeros(size, dtype=np.int64) for size in (N, runs, runs))
    (salt,) = luck.salts("voter.event")
    elections(N, start, runs, salt, opinions, ends, events)
    return ends, events


def wins(*, N: int, start: int, runs: int) -> Found:
    """Probability that all come to hold opinion 1."""
    return found.shares(_run(N, start, runs)[0])


def duration(*, N: int, start: int, runs: int) -> Found:
    """Mean number of events to consensus."""
    return found.mean(_run(N, start, runs)[1])


CLASSIC = Classic(
    name="voter",
    title="The voter model",
    text=__doc__,
    cite=(
        "P. Clifford and A. Sudbury 1973, A model for spatial conflict, Biometrika 60:581",
        "R. Holley and T. Liggett 1975, Ergodic theorems for weakly interacting systems, Ann. Probab. 3:643",
    ),
    quantities={"P(consensus on 1)": wins, "mean events to consensus": duration},
    conventions={
        "event": "the other is drawn among the N - 1 others; drawing among all N makes it slower by N / (N - 1)"
    },
)
