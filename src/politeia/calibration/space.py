"""The space that is not ruled out: history matching with emulators.

A wave rules a point out when its misfit, allowing for source, model, chance and emulator, is so much worse than the
best that a region holding one thousandth of the posterior could not lie there; but never more than all but ``keep``
of what the waves before it left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from politeia.calibration.data import Data
from politeia.calibration.emulator import Emulator

Floats = NDArray[np.float64]
_CHUNK = 4096
_CHUNKS = 200  # tried before a walk through the space completes a sample
_STEPS = 200  # of that walk


@dataclass(frozen=True, eq=False)
class Wave:
    """One emulator, its total variance, and the misfit above which a point is ruled out."""

    emulator: Emulator
    variance: Floats
    cut: float = np.inf

    def misfit(self, data: Data, active: Floats) -> Floats:
        """Emulated misfit of points."""
        return data.misfit(self.emulator(active), self.variance)


@dataclass(frozen=True, eq=False)
class Space:
    """Points of the active parameters that no wave has ruled out; the prior is uniform on them."""

    data: Data
    dimensions: int
    waves: tuple[Wave, ...] = field(default=())

    def allows(self, active: Floats) -> NDArray[np.bool_]:
        """Not ruled out by any wave."""
        left: NDArray[np.bool_] = np.all((active >= 0.0) & (active <= 1.0), axis=1)
        for wave in self.waves:
            left[left] = wave.misfit(self.data, active[left]) <= wave.cut
        return left

    def sample(self, luck: np.random.Generator, points: int) -> Floats:
        """Independent points, uniform on the space (where it is too small to hit, the end of a walk within it)."""
        found: list[Floats] = []
        for chunk in self._tries(luck):
            found.append(chunk)
            if sum(map(len, found)) >= points:
                break
        held = np.concatenate(found)[:points]
        if len(held) == points:
            return held
        if not len(held):
            return luck.random((points, self.dimensions))
        return self._walk(luck, held[luck.integers(len(held), size=points)], held)

    def narrowed(self, wave: Wave, luck: np.random.Generator, *, keep: float, pool: int = 2000) -> Space:
        """What a further wave leaves."""
        misfits = wave.misfit(self.data, self.sample(luck, pool))
        cut = max(float(misfits.min()) + _allowance(self.dimensions), float(np.quantile(misfits, keep)))
        return replace(self, waves=(*self.waves, replace(wave, cut=cut)))

    def share(self, luck: np.random.Generator) -> float:
        """Of the prior, the share that is left (0: less than one in a hundred thousand)."""
        hits = [len(chunk) for _, chunk in zip(range(25), self._tries(luck), strict=False)]
        return sum(hits) / (_CHUNK * len(hits))

    def _tries(self, luck: np.random.Generator) -> Iterator[Floats]:
        for _ in range(_CHUNKS):
            points = luck.random((_CHUNK, self.dimensions))
            yield points[self.allows(points)]

    def _walk(self, luck: np.random.Generator, points: Floats, held: Floats) -> Floats:
        width = max(0.05, float(held.std(axis=0).mean())) / np.sqrt(self.dimensions)
        for _ in range(_STEPS):
            step = reflected(points + luck.normal(0.0, width, points.shape))
            points = np.where(self.allows(step)[:, None], step, points)
        return points


def reflected(points: Floats) -> Floats:
    """Points beyond the unit cube, folded back at its walls."""
    folded = np.mod(points, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)


def _allowance(dimensions: int) -> float:
    """Misfit above the best that leaves out a thousandth of a normal posterior of so many dimensions.

    The quantile of chi squared after Wilson and Hilferty (1931).
    """
    ninth = 2.0 / (9.0 * dimensions)
    return float(dimensions * (1.0 - ninth + 3.0902 * np.sqrt(ninth)) ** 3)
