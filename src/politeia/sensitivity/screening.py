"""Screening: which factors move a reading at all (Morris 1991, Campolongo et al. 2007), beyond what chance does.

Histories part by chance once anything differs, so that even a factor without effect has a mean absolute effect above
nought.  That floor is measured: the replicates of a step differ by chance alone; means of as many of these differences
as there are trajectories are drawn again and again, and the floor is what the largest of all factors would exceed in
one screening of twenty if none had an effect.  What lies below it is not called important.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.sensitivity.designs import LEVELS, STEP, problem, salib

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
_LEVEL = 0.05
_DRAWS = 2000
_BOOTSTRAP = 200


@dataclass(frozen=True, slots=True)
class Effect:
    """What one step of a factor (two thirds of its range, or a switch turned) does to a reading, in its unit."""

    factor: str
    strength: float  #: mean absolute change (mu* of a step)
    low: float
    high: float  #: 95 % bootstrap interval of the strength over trajectories
    mean: float  #: mean change when the factor is raised (mu of a step)
    spread: float  #: standard deviation of the change from place to place: interaction, curvature, chance
    above: bool  #: the strength lies above the floor of chance


@dataclass(frozen=True, slots=True)
class Screening:
    """All effects on one reading, the strongest first."""

    output: str
    floor: float
    trajectories: int
    effects: tuple[Effect, ...]

    @property
    def important(self) -> tuple[Effect, ...]:
        """Effects above the floor."""
        return tuple(effect for effect in self.effects if effect.above)

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def screen(output: str, names: Sequence[str], cube: Floats, values: Floats, seed: int) -> Screening:
    """Effects of all factors on one reading.

    ``cube`` are the points of trajectories, ``values`` the reading there ``[points, replicates]``.  Trajectories with
    a point at which every replicate failed are left out.
    """
    size = len(names) + 1
    paths, y = cube.reshape(-1, size, len(names)), values.reshape(-1, size, values.shape[1])
    whole = told(y)
    paths, y = paths[whole], filled(y[whole])
    if len(y) < 2:
        return Screening(output, float("nan"), len(y), ())
    floor = chance_floor(steps(paths, y), seed)
    found = salib("analyze.morris").analyze(
        problem(names),
        paths.reshape(-1, len(names)),
        y.mean(axis=2).ravel(),
        num_levels=LEVELS,
        num_resamples=_BOOTSTRAP,
        seed=seed,
    )
    rows = zip(
        names, *(STEP * np.asarray(found[k], float) for k in ("mu_star", "mu_star_conf", "mu", "sigma")), strict=True
    )
    effects = [
        Effect(name, float(m), float(max(0.0, m - half)), float(m + half), float(mean), float(sd), bool(m > floor))
        for name, m, half, mean, sd in rows
    ]
    return Screening(output, floor, len(y), tuple(sorted(effects, key=lambda e: (-e.strength, e.factor))))


def told(y: Floats) -> Mask:
    """Blocks ``[blocks, points, replicates]`` in which every point has a history that did not fail."""
    return np.all(np.any(np.isfinite(y), axis=2), axis=1)


def filled(y: Floats) -> Floats:
    """Replicates that failed (last axis) at the mean of the others."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isnan(y), np.nanmean(y, axis=-1, keepdims=True), y)


def steps(paths: Floats, y: Floats) -> Floats:
    """``[trajectories, factors, replicates]``: what each step changes, replicate by replicate."""
    moves, changes = np.diff(paths, axis=1), np.diff(y, axis=1)
    which = np.abs(moves).argmax(axis=2)
    signs = np.sign(np.take_along_axis(moves, which[:, :, None], axis=2))
    found = np.empty_like(changes)
    np.put_along_axis(found, which[:, :, None], changes * signs, axis=1)
    return found


def chance_floor(changes: Floats, seed: int) -> float:
    """The mean absolute change that chance alone exceeds for no factor in 19 screenings of 20."""
    trajectories, factors, replicates = changes.shape
    moved = changes[:, np.any(changes != 0, axis=(0, 2))]  # a factor that changes no bit has no chance in it either
    if replicates < 2 or not moved.size:
        return 0.0
    noise = ((moved - moved.mean(axis=2, keepdims=True)) / np.sqrt(replicates - 1)).ravel()
    luck = np.random.default_rng([seed, factors, trajectories])
    largest = [np.abs(luck.choice(noise, (factors, trajectories))).mean(axis=1).max() for _ in range(_DRAWS)]
    return float(np.quantile(largest, 1 - _LEVEL))
