"""Shares: how much of the difference between histories each factor explains (Sobol 1993, Saltelli et al. 2010).

The variance of a reading between single histories is that of the factors and that of chance.  Replicates tell them
apart: the variance within points is chance; what chance leaves in the means of a point is taken off everything below.

    first    what a factor explains on its own, as a share of what all factors explain
    total    what it explains alone and together with others
    interaction = 1 - sum of the firsts

Factors that were not singled out move too, as one group: the shares are shares of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.sensitivity.designs import salib
from politeia.sensitivity.screening import filled, told

Floats = NDArray[np.float64]
REST = "the rest"
_BOOTSTRAP = 500
_INTERVAL = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class Interval:
    """A value with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Share:
    """What one factor, or the group of the rest, explains of what all factors explain (0 to 1, give or take error)."""

    factor: str
    first: Interval
    total: Interval


@dataclass(frozen=True, slots=True)
class Shares:
    """One reading's variance, taken apart. ``explained`` is nought if chance could have made all of it."""

    output: str
    points: int
    deviation: float  #: standard deviation between single histories, in the reading's unit
    explained: Interval  #: share of the variance between single histories that follows from the factors
    leading: tuple[str, ...]  #: factors whose own share lies above nought, the largest first
    together: Interval  #: their own shares added
    interaction: Interval
    factors: tuple[Share, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def explain(output: str, groups: Sequence[str], values: Floats, seed: int) -> Shares:
    """Shares of groups in one reading; ``values`` ``[points, replicates]`` at :func:`designs.crossed` points.

    Rows of the design with a point at which every replicate failed are left out.
    """
    blocks = values.reshape(-1, len(groups) + 2, values.shape[1])
    blocks = filled(blocks[told(blocks)])
    luck = np.random.default_rng([seed, len(blocks)])
    again = [decompose(blocks[luck.integers(0, len(blocks), len(blocks))]) for _ in range(_BOOTSTRAP)]
    explained, first, total = decompose(blocks)
    resampled = [np.array(part) for part in zip(*again, strict=True)]
    found = [
        Share(g, _interval(first[k], resampled[1][:, k]), _interval(total[k], resampled[2][:, k]))
        for k, g in enumerate(groups)
    ]
    found.sort(key=lambda share: -share.first.value if share.first.value == share.first.value else 0.0)
    leading = [s.factor for s in found if s.factor != REST and s.first.low > 0]
    where = [list(groups).index(name) for name in leading]
    return Shares(
        output,
        len(blocks),
        float(np.sqrt(within(blocks) + max(0.0, between(blocks)))) if len(blocks) else float("nan"),
        _interval(explained, resampled[0]),
        tuple(leading),
        _interval(first[where].sum(), resampled[1][:, where].sum(axis=1)),
        _interval(1 - first.sum(), 1 - resampled[1].sum(axis=1)),
        tuple(found),
    )


def _interval(value: float, resampled: Floats) -> Interval:
    held = resampled[np.isfinite(resampled)]
    if not len(held):
        return Interval(float(value), float("nan"), float("nan"))
    low, high = np.quantile(held, _INTERVAL)
    return Interval(float(value), float(low), float(high))


def decompose(blocks: Floats) -> tuple[float, Floats, Floats]:
    """Share that all factors explain, first and total shares of each group; ``[rows, groups + 2, replicates]``."""
    estimators = salib("analyze.sobol")
    groups, replicates = blocks.shape[1] - 2, blocks.shape[2]
    of_factors, of_chance = between(blocks), within(blocks)
    if of_factors <= 1e-12 * max(of_chance, 1e-12):
        return 0.0, np.full(groups, np.nan), np.full(groups, np.nan)
    means = blocks.mean(axis=2)
    a, b = means[:, 0] - means.mean(), means[:, -1] - means.mean()
    scale = float(np.var(np.r_[a, b])) / of_factors
    first, total = np.empty(groups), np.empty(groups)
    for k in range(groups):
        ab = means[:, k + 1] - means.mean()
        noise = 0.5 * (blocks[:, 0] - blocks[:, k + 1]).var(axis=1, ddof=1).mean() / replicates
        first[k] = estimators.first_order(a, ab, b) * scale
        total[k] = estimators.total_order(a, ab, b) * scale - noise / of_factors
    return of_factors / (of_factors + of_chance), first, total


def within(blocks: Floats) -> float:
    """Variance between histories of one point: chance."""
    return float(blocks[:, [0, -1]].var(axis=2, ddof=1).mean())


def between(blocks: Floats) -> float:
    """Variance of points, less what chance leaves in their means.

    Luck that all points share shifts every mean alike; what is taken off is the rest (points x replicates).
    """
    y = blocks[:, [0, -1]].reshape(-1, blocks.shape[2])
    rest = y - y.mean(axis=1, keepdims=True) - y.mean(axis=0) + y.mean()
    residual = float((rest**2).sum()) / ((len(y) - 1) * (y.shape[1] - 1))
    return float(y.mean(axis=1).var()) - residual / y.shape[1]
