"""Priors: what is held of each free parameter before the archive is asked.

The declared range of a parameter is its prior: uniform, or log-uniform where it spans a factor of
:data:`WIDE` or more and lies above zero.  Every design and every particle is a point of the unit cube.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from politeia.model import Model

Floats = NDArray[np.float64]
WIDE = 4.0  #: a range of that factor or more is log-uniform


@dataclass(frozen=True, eq=False)
class Prior:
    """Independent ranges, one a parameter, and the point where all stand at their defaults."""

    names: tuple[str, ...]
    low: Floats
    high: Floats
    log: NDArray[np.bool_]
    default: Floats  #: the defaults, as a point of the unit cube

    def values(self, points: Floats) -> Floats:
        """Parameter values of points of the unit cube (last axis: parameters)."""
        plain = self.low + points * (self.high - self.low)
        safe = np.where(self.log, self.low, 1.0)
        return np.where(self.log, safe * (np.where(self.log, self.high, 1.0) / safe) ** points, plain)

    def named(self, point: Floats) -> dict[str, float]:
        """One point as settings of a model."""
        return dict(zip(self.names, map(float, self.values(point)), strict=True))


def of_ranges(ranges: dict[str, tuple[float, float, float]]) -> Prior:
    """A prior from ``{name: (low, default, high)}``."""
    low, default, high = (np.array([bounds[k] for bounds in ranges.values()]) for k in range(3))
    log = (low > 0.0) & (high >= WIDE * low)
    safe = np.where(log, low, 1.0)
    with np.errstate(all="ignore"):
        placed = np.where(
            log,
            np.log(np.where(log, default, 1.0) / safe) / np.log(np.where(log, high, 2.0) / safe),
            (default - low) / (high - low),
        )
    return Prior(tuple(ranges), low, high, log, np.clip(placed, 0.0, 1.0))


def of_model(model: Model) -> Prior:
    """The free parameters of a model: not set by hand, not off by default (the rivals' causes stay off)."""
    return of_ranges(
        {
            name: (p.low, p.default, p.high)
            for name, p in sorted(model.parameters.items())
            if name not in model.settings and p.low < p.high and not p.default == p.low == 0.0
        }
    )


def hypercube(luck: np.random.Generator, points: int, dimensions: int) -> Floats:
    """A Latin hypercube: every parameter visits each of ``points`` equal slices of its range once."""
    strata = np.array([luck.permutation(points) for _ in range(dimensions)]).reshape(dimensions, points).T
    return (strata + luck.random((points, dimensions))) / max(points, 1)


def around(points: Floats, centre: Floats, width: float) -> Floats:
    """The same points drawn together about a centre, to ``width`` of the way to either end of each range."""
    away = (2.0 * points - 1.0) * width
    return centre + np.where(away < 0.0, away * centre, away * (1.0 - centre))
