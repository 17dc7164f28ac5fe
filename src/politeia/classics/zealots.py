"""The voter model with zealots: permanent minorities that are copied and never change.

N free people and z+ and z- zealots of opinions 1 and 0.  In one event a random free person copies a random other,
zealots included.  The number of free ones is beta-binomial(N, z+, z-): with one zealot a side every split is equally
likely, and numbers on both sides hold the share near z+ / (z+ + z-).
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run, one_of
from politeia.classics.voter import other
from politeia.declare import kernel
from politeia.engine.standalone import standalone

CHAIN = 200_000  #: events that a chain is observed for, after a quarter as many


@kernel
def view(j, people, pro, opinion):
    """What person ``j`` shows: the free come first, then ``pro`` zealots of 1, then those of 0."""
    if j < people:
        return opinion
    return 1 if j < people + pro else 0


@standalone
def chains(people, pro, contra, before, during, runs, salt, opinions, moments):
    """``moments[run]``: mean share of free ones and mean of its square over ``during`` events after ``before``."""
    for run in range(runs):
        key = of_run(run, salt)
        ones = 0
        for i in range(people):
            opinions[i] = i % 2
            ones += opinions[i]
        first, second = 0, 0
        for event in range(before + during):
            i = one_of(people, 2 * event, key)
            j = other(i, one_of(people + pro + contra - 1, 2 * event + 1, key))
            copied = view(j, people, pro, opinions[j] if j < people else 0)
            ones += copied - opinions[i]
            opinions[i] = copied
            if event >= before:
                first += ones
                second += ones * ones
        moments[run, 0] = first / during / people
        moments[run, 1] = second / during / (people * people)


def share(*, N: int, z: tuple[int, int], runs: int, events: int = CHAIN) -> Found:
    """Mean and variance of the share of 1 among the free, over independent chains."""
    moments = np.zeros((runs, 2))
    (salt,) = luck.salts("zealots.event")
    chains(N, z[0], z[1], events // 4, events, runs, salt, np.zeros(N, dtype=np.int64), moments)
    centre = moments[:, 0].mean()
    variances = moments[:, 1] - 2.0 * centre * moments[:, 0] + centre * centre
    return found.means(np.column_stack([moments[:, 0], variances]))


CLASSIC = Classic(
    name="zealots",
    title="The voter model with zealots",
    text=__doc__,
    cite=(
        "M. Mobilia, A. Petersen and S. Redner 2007, On the role of zealotry in the voter model, J. Stat. Mech. P08029",
    ),
    quantities={"mean and variance of the share": share},
    conventions={"event": "the one who copies is free; the one copied is any of the others"},
)
