"""Thresholds of collective behaviour: a person acts when enough others already act.

Person i joins when the number acting is at least t_i.  Everybody decides at once: n(0) = 0 and
n(t+1) = #{i: t_i <= n(t)}; who has joined stays.  With normal thresholds (mean mu, deviation sigma, in shares of an
infinite crowd) the share obeys x' = Phi((x - mu)/sigma); at a critical sigma the low fixed point vanishes and the crowd
jumps.  Not modelled: networks of acquaintance, leaving again.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from politeia.classics import found, luck
from politeia.classics.arithmetic import crossing
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import normal, of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone

ROUNDING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "round": np.rint,
    "real": np.asarray,
    "ceil": np.ceil,
    "floor": np.floor,
}


@kernel
def joins(threshold, acting, strict):
    """Whether a person joins when ``acting`` others act; ``strict``: only when they are more than the threshold."""
    if strict:
        return threshold < acting
    return threshold <= acting


@kernel
def acting_share(x, mean, sigma):
    """Share of an infinite crowd whose threshold is at most ``x``."""
    return 0.5 * math.erfc((mean - x) / (sigma * 1.4142135623730951))


@standalone
def cascade(thresholds, strict):
    """How many act in the end."""
    acting, before = 0, -1
    while acting != before:
        before = acting
        acting = 0
        for i in range(thresholds.shape[0]):
            if joins(thresholds[i], before, strict):
                acting += 1
    return acting


@standalone
def random_crowds(people, mean, sigma, runs, salt, waiting, final):
    """``final[run]``: how many of a crowd with normal thresholds act; ``waiting[n]`` counts those who join at n."""
    for run in range(runs):
        key = of_run(run, salt)
        for n in range(people + 1):
            waiting[n] = 0
        for i in range(people):
            need = math.ceil(mean + sigma * normal(i, key))
            if need <= people:
                waiting[max(need, 0)] += 1
        acting, told = 0, -1  # everybody whose threshold is at most `told` has been counted
        while told < acting:
            told += 1
            acting += waiting[told]
            if told == people:
                break
        final[run] = acting


@standalone
def settle(x, mean, sigma, rounds):
    """Share of an infinite crowd after many rounds."""
    for _ in range(rounds):
        x = acting_share(x, mean, sigma)
    return x


def ladder(*, N: int, change: tuple[int, int] = (0, 0), strict: int = 0) -> Found:
    """Participants when thresholds are 0, 1, ..., N - 1, but the person of one threshold has another."""
    thresholds = np.arange(N, dtype=np.float64)
    thresholds[change[0]] = change[1]
    return found.exact(int(cascade(thresholds, bool(strict))))


def critical(*, mean: float) -> Found:
    """Deviation of thresholds (in percent) at which an infinite crowd jumps."""
    return found.exact(crossing(lambda s: settle(0.0, mean / 100.0, s / 100.0, 1_000_000) > 0.5, 10.0, 15.0))


def equilibrium(*, mean: float, sigma: float) -> Found:
    """Share acting in the end, in an infinite crowd."""
    return found.exact(float(settle(0.0, mean / 100.0, sigma / 100.0, 1_000_000)))


def jump(*, N: int, mean: float, rounding: str) -> Found:
    """Least deviation, in steps of 0.01, at which most of a crowd of evenly spaced quantiles acts."""
    quantile = NormalDist().inv_cdf
    spread = np.array([quantile((i - 0.5) / N) for i in range(1, N + 1)])
    for step in range(1000, 1500):
        if cascade(ROUNDING[rounding](mean + step / 100.0 * spread), False) > N / 2:
            return found.exact(step / 100.0)
    return found.exact(math.inf)


def majority(*, N: int, mean: float, sigma: float, runs: int) -> Found:
    """Probability that more than half of a random crowd acts; thresholds in percent of the crowd."""
    final = np.zeros(runs, dtype=np.int64)
    (salt,) = luck.salts("granovetter.threshold")
    unit = N / 100.0
    random_crowds(N, mean * unit, sigma * unit, runs, salt, np.zeros(N + 1, dtype=np.int64), final)
    return found.shares(2 * final > N)


CLASSIC = Classic(
    name="granovetter",
    title="Thresholds of collective behaviour",
    text=__doc__,
    cite=("M. Granovetter 1978, Threshold models of collective behavior, Am. J. Sociology 83:1420",),
    quantities={
        "participants": ladder,
        "critical sigma": critical,
        "equilibrium share": equilibrium,
        "sigma of the jump": jump,
        "P(most act)": majority,
    },
    conventions={
        "strict": "join at 'at least t' (0) or 'more than t' (1); with 1 nobody ever begins",
        "rounding": "of thresholds in a small crowd: round, real, ceil, floor move the critical sigma from 12.2 to 12.55 or 11.9",
    },
    fails="The critical deviation is 12.22 %; the figure of 10 % in circulation is wrong. In a small random crowd there "
    "is no sharp jump.",
)
