"""Consensus by averaging: everybody moves to the weighted mean of those listened to.

x(t+1) = W x(t), W row-stochastic.  The consensus is the left unit eigenvector of W times the first opinions: what each
person weighs in it is where the debate ends when that person alone begins with 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from politeia.classics import found
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.declare import kernel
from politeia.engine.standalone import standalone

ROUNDS = 5_000  #: far more than these small groups need


@kernel
def opinion(susceptibility, heard, first):
    """The new opinion of a person who hears the mean ``heard``, and holds on to the ``first`` the less the more susceptible."""
    return susceptibility * heard + (1.0 - susceptibility) * first


@standalone
def debate(weights, susceptibility, start, rounds, now, after):
    """Opinions after ``rounds`` of debate in which all speak at once, in ``now``."""
    people = start.shape[0]
    for i in range(people):
        now[i] = start[i]
    for _ in range(rounds):
        for i in range(people):
            heard = 0.0
            for j in range(people):
                heard += weights[i, j] * now[j]
            after[i] = opinion(susceptibility[i], heard, start[i])
        for i in range(people):
            now[i] = after[i]


def limit(weights: np.ndarray, susceptibility: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Where the debate ends."""
    now, after = np.zeros(len(start)), np.zeros(len(start))
    debate(weights, susceptibility, start, ROUNDS, now, after)
    return now


def square(numbers: Sequence[float]) -> np.ndarray:
    """A square matrix from its rows."""
    side = math.isqrt(len(numbers))
    return np.array(numbers, dtype=np.float64).reshape(side, side)


def influence(*, W: tuple[float, ...]) -> Found:
    """What each person weighs in the consensus."""
    weights = square(W)
    people = len(weights)
    ends = [limit(weights, np.ones(people), one) for one in np.eye(people)]
    return found.exact(*(float(end[0]) for end in ends))


CLASSIC = Classic(
    name="degroot",
    title="Consensus by averaging",
    text=__doc__,
    cite=(
        "M. H. DeGroot 1974, Reaching a consensus, J. Am. Stat. Assoc. 69:118, doi:10.1080/01621459.1974.10480137",
        "B. Golub and M. O. Jackson 2010, Naive learning in social networks, Am. Econ. J. Microecon. 2:112",
    ),
    quantities={"weights in the consensus": influence},
    conventions={"W": "row by row: W[i, j] is how much i listens to j; all speak at once"},
)
