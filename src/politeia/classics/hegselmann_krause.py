"""Bounded confidence of all with all: everybody takes the mean of the opinions within reach.

x_i(t+1) is the mean of all x_j(t) with |x_i - x_j| <= eps, oneself included, all at once; N opinions begin uniform on
[0, 1].  Order is kept, so opinions stay sorted; a gap wider than eps between neighbours never closes, and opinions all
within eps meet in the next step.  One of the two decides between consensus and division.
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
def trusts(mine, yours, eps):
    """Whether an opinion is near enough to count."""
    return abs(mine - yours) <= eps


@standalone
def first_opinions(runs, salt, opinions):
    """Uniform opinions."""
    for run in range(runs):
        key = of_run(run, salt)
        for i in range(opinions.shape[1]):
            opinions[run, i] = draw(i, key)


def divided(opinions, eps):
    """Whether some gap between neighbours is out of reach."""
    for i in range(opinions.shape[0] - 1):
        if not trusts(opinions[i], opinions[i + 1], eps):
            return True
    return False


def average(opinions, eps, sums, after):
    """Everybody moves to the mean within reach, by running sums over the sorted opinions."""
    people = opinions.shape[0]
    sums[0] = 0.0
    for i in range(people):
        sums[i + 1] = sums[i] + opinions[i]
    low, high = 0, 0
    for i in range(people):
        while not trusts(opinions[low], opinions[i], eps):
            low += 1
        while high < people and trusts(opinions[high], opinions[i], eps):
            high += 1
        after[i] = (sums[high] - sums[low]) / (high - low)
    for i in range(people):
        opinions[i] = after[i]


@standalone
def assemblies(eps, runs, opinions, sums, after, agreed):
    """``agreed[run]`` is 1 if the sorted ``opinions[run]`` come to one."""
    people = opinions.shape[1]
    for run in range(runs):
        mine = opinions[run]
        while not divided(mine, eps) and not trusts(mine[0], mine[people - 1], eps):
            average(mine, eps, sums, after)
        agreed[run] = 0 if divided(mine, eps) else 1


def consensus(*, N: int, eps: float, runs: int) -> Found:
    """Probability of consensus."""
    opinions = np.zeros((runs, N))
    agreed = np.zeros(runs, dtype=np.int64)
    (salt,) = luck.salts("hegselmann-krause.start")
    first_opinions(runs, salt, opinions)
    opinions.sort(axis=1)
    assemblies(eps, runs, opinions, np.zeros(N + 1), np.zeros(N), agreed)
    return found.shares(agreed)


CLASSIC = Classic(
    name="hegselmann-krause",
    title="Bounded confidence, of all with all",
    text=__doc__,
    cite=(
        "R. Hegselmann and U. Krause 2002, Opinion dynamics and bounded confidence, J. Artificial Societies 5(3)2",
        "J. Lorenz 2007, Continuous opinion dynamics under bounded confidence: a survey, arXiv:0707.1762",
    ),
    quantities={"P(consensus)": consensus},
    conventions={"eps": "an opinion exactly eps away counts; all move at once (one at a time is another model)"},
    fails="The threshold of consensus near 0.2 belongs to infinite N: at 0.20 a thousand people agree in one run of "
    "eight, and the share moves with N. Only what lies well below or above can be judged by the publication.",
)
