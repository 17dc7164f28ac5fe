"""How good predictive distributions are, whatever made them: coverage, calibration, ranks, CRPS.

Everything is computed from simulated values ``[histories, figures]`` and the figures that were printed.  A figure is
compared with what a source of its reliability would print of the histories (:func:`politeia.evidence.printed`), on the
scale on which errors add up (:func:`politeia.evidence.link`).  Sources: Gneiting, Balabdaoui and Raftery 2007 (ranks,
sharpness under calibration); Gneiting and Raftery 2007 (interval score, CRPS); Hersbach 2000 (CRPS of an ensemble).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from politeia.evidence import link, printed

Floats = NDArray[np.float64]

#: Central intervals whose coverage is told.
NOMINAL = (0.5, 0.8, 0.95)
_RANKED = 10  # bins of the histogram of ranks


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure beside its predictive distribution.

    ``rank`` is the share of the distribution below the figure (ties count half), ``crps`` and ``interval`` are in
    logarithms (of the odds, for a share): 0.1 is an error of about a tenth.
    """

    rank: float
    crps: float
    interval: float  #: interval score of the central 80 %
    inside: tuple[bool, ...]  #: of each interval of :data:`NOMINAL`


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores over figures; NaN where there are none.

    ``calibration_error`` is the mean absolute difference between nominal and found coverage over :data:`NOMINAL`;
    ``uniform`` the probability of ranks as uneven as these (Kolmogorov-Smirnov) if the figures were independent and
    the distributions right.
    """

    count: int
    coverage: tuple[float, ...]
    calibration_error: float
    uniform: float
    ranks: tuple[int, ...]  #: figures in each tenth of their distribution
    crps: float
    interval: float

    def as_dict(self) -> dict[str, object]:
        """Plain data; what is not a number is null."""
        covered = {f"{100 * level:g}": _plain(share) for level, share in zip(NOMINAL, self.coverage, strict=True)}
        return {
            "count": self.count,
            "coverage": covered,
            "calibration_error": _plain(self.calibration_error),
            "ranks": list(self.ranks),
            "uniform_p": _plain(self.uniform),
            "crps": _plain(self.crps),
            "interval_score": _plain(self.interval),
        }


def figure(values: Floats, observed: float, error: float, *, share: bool) -> Figure | None:
    """One figure against the simulated values of its histories; None if no history gives a number.

    ``error`` is the standard error of the source, as a logarithm (0: the figure is exact).
    """
    values = values[np.isfinite(values)]
    if not len(values) or not math.isfinite(observed):
        return None
    told = printed(values, error, share=share)
    rank = float(np.mean(told < observed) + 0.5 * np.mean(told == observed))
    x, y = np.sort(link(told, share=share)), float(link(np.array([observed]), share=share)[0])
    inside = tuple(_within(told, level, observed) for level in NOMINAL)
    return Figure(rank, _crps(x, y), _interval(x, y, 0.2), inside)


def score(figures: Sequence[Figure]) -> Scores:
    """Scores over figures."""
    if not figures:
        none = math.nan
        return Scores(0, (none,) * len(NOMINAL), none, none, (0,) * _RANKED, none, none)
    inside = np.array([item.inside for item in figures])
    ranks = np.array([item.rank for item in figures])
    coverage = inside.mean(axis=0)
    return Scores(
        len(figures),
        tuple(float(share) for share in coverage),
        float(np.abs(coverage - np.array(NOMINAL)).mean()),
        uniform(ranks),
        tuple(int(n) for n in np.histogram(ranks, bins=_RANKED, range=(0.0, 1.0))[0]),
        float(np.mean([item.crps for item in figures])),
        float(np.mean([item.interval for item in figures])),
    )


def uniform(ranks: Floats) -> float:
    """Probability of independent ranks at least as far from uniform (Kolmogorov-Smirnov, Stephens' correction)."""
    n = len(ranks)
    ordered = np.sort(ranks)
    above = float(np.max(np.arange(1, n + 1) / n - ordered))
    below = float(np.max(ordered - np.arange(n) / n))
    x = max(above, below) * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))
    if x < 0.3:  # the series converges slowly there, to 1
        return 1.0
    tail = 2.0 * sum((-1.0) ** (k - 1) * math.exp(-2.0 * (k * x) ** 2) for k in range(1, 101))
    return min(1.0, max(0.0, tail))


def _within(values: Floats, level: float, observed: float) -> bool:
    low, high = np.quantile(values, [(1.0 - level) / 2.0, (1.0 + level) / 2.0])
    return bool(low <= observed <= high)


def _crps(ordered: Floats, y: float) -> float:
    """E|X - y| - E|X - X'| / 2 of the empirical distribution of ``ordered``."""
    n = len(ordered)
    weights = 2.0 * np.arange(1, n + 1) - n - 1.0
    return float(np.abs(ordered - y).mean() - (weights * ordered).sum() / n**2)


def _interval(ordered: Floats, y: float, alpha: float) -> float:
    low, high = np.quantile(ordered, [alpha / 2.0, 1.0 - alpha / 2.0])
    return float(high - low + 2.0 / alpha * (max(low - y, 0.0) + max(y - high, 0.0)))


def _plain(number: float) -> float | None:
    return None if math.isnan(number) else float(number)
