"""Rugged landscapes: how many peaks a search can get stuck on.

N choices of 0 or 1; the contribution of each is a uniform number that depends on itself and K others; fitness is their
mean.  A local optimum is fitter than its N neighbours (one choice changed).  With K = N - 1 fitnesses are independent,
so that the expected number of optima is 2^N / (N + 1); with K = 0 there is one.
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
def seen(choices, i, n, k):
    """Choice ``i`` and the ``k`` next to it, as one whole number."""
    turned = (choices >> i) | (choices << (n - i))
    return turned & ((1 << (k + 1)) - 1)


@standalone
def landscapes(n, k, runs, salt, fitness, optima):
    """``optima[run]``: local optima of one landscape."""
    for run in range(runs):
        key = of_run(run, salt)
        for choices in range(1 << n):
            total = 0.0
            for i in range(n):
                total += draw(seen(choices, i, n, k) * n + i, key)
            fitness[choices] = total
        for choices in range(1 << n):
            best = 1
            for i in range(n):
                if fitness[choices ^ (1 << i)] >= fitness[choices]:
                    best = 0
                    break
            optima[run] += best


def local_optima(*, N: int, K: int, runs: int) -> Found:
    """Mean number of local optima."""
    optima = np.zeros(runs, dtype=np.int64)
    (salt,) = luck.salts("nk.contribution")
    landscapes(N, K, runs, salt, np.zeros(1 << N), optima)
    return found.mean(optima)


CLASSIC = Classic(
    name="nk",
    title="Rugged landscapes",
    text=__doc__,
    cite=(
        "S. Kauffman and S. Levin 1987, Towards a general theory of adaptive walks on rugged landscapes, J. Theor. Biol. 128:11",
        "D. Levinthal 1997, Adaptation on rugged landscapes, Management Science 43:934",
    ),
    quantities={"mean number of local optima": local_optima},
    conventions={"K": "the K others are the next ones, in a circle (random others give the same law where K = N - 1)"},
)
