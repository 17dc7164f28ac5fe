"""Studies: screen all factors and take the differences apart, or find the boxes in which an outcome happens."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from politeia.mistakes import Mistake
from politeia.sensitivity import boxes, designs
from politeia.sensitivity.boxes import Box
from politeia.sensitivity.experiment import Experiment, Floats
from politeia.sensitivity.factors import Factor
from politeia.sensitivity.screening import Screening, screen
from politeia.sensitivity.shares import REST, Shares, explain

#: Called with what is counted and how many: gives the function that counts.
Watch = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


@dataclass(frozen=True)
class Explanation:
    """What was found about every output."""

    experiment: Experiment
    screenings: tuple[Screening, ...]
    kept: tuple[str, ...]  #: factors whose shares were measured
    shares: tuple[Shares, ...]  #: none without points, or if no factor lies above the floor
    idle: tuple[str, ...]  #: factors that changed no bit of any reading
    histories: int
    failed: int

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON: what is not a number is null."""
        shares = {found.output: found.as_dict() for found in self.shares}
        found: dict[str, Any] = {
            "factors": [asdict(factor) for factor in self.experiment.factors],
            "replicates": self.experiment.replicates,
            "histories": self.histories,
            "failed": self.failed,
            "kept": list(self.kept),
            "idle": list(self.idle),
            "outputs": [
                {**asdict(output), "screening": found.as_dict(), "shares": shares.get(output.name)}
                for output, found in zip(self.experiment.outputs, self.screenings, strict=True)
            ],
        }
        return plain(found)


@dataclass(frozen=True)
class Scenarios:
    """Boxes in which an outcome happens."""

    experiment: Experiment
    share: float  #: of all histories
    points: int
    failed: int
    boxes: tuple[Box, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data, ready for JSON: an open side of a box is null."""
        found: dict[str, Any] = {
            "outcome": self.experiment.outputs[0].name,
            "share": self.share,
            "points": self.points,
            "replicates": self.experiment.replicates,
            "failed": self.failed,
            "factors": [asdict(factor) for factor in self.experiment.factors],
            "boxes": [{**asdict(box), "limits": self._limits(box), "holds": box.holds} for box in self.boxes],
        }
        return plain(found)

    def _limits(self, box: Box) -> list[dict[str, Any]]:
        return [{**asdict(limit), "factor": self.factor(limit.factor).name} for limit in box.limits]

    def factor(self, position: int) -> Factor:
        """The factor that a limit is about."""
        return self.experiment.factors[position]


def differences(experiment: Experiment, *, morris: int, sobol: int, keep: int, watch: Watch) -> Explanation:
    """Screen all factors over ``morris`` trajectories, then take apart the variance over ``sobol`` points.

    Shares are measured of at most ``keep`` factors, those that lie furthest above chance for some output; all others
    move with them as one group.
    """
    if experiment.replicates < 2:
        raise Mistake(f"--replicates: given {experiment.replicates}; allowed: 2 or more (chance is told by replicates)")
    names = [factor.name for factor in experiment.factors]
    cube = designs.trajectories(names, morris, experiment.seed)
    values = _run(experiment, cube, "histories of the screening", watch)
    columns = range(len(experiment.outputs))
    screenings = [screen(experiment.outputs[k].name, names, cube, values[:, :, k], experiment.seed) for k in columns]
    moved = {effect.factor for found in screenings for effect in found.effects if effect.strength > 0}
    kept = strongest(screenings, keep) if sobol else []
    shares: list[Shares] = []
    more = np.empty((0, experiment.replicates, len(experiment.outputs)))
    if kept:
        groups = [name if name in kept else REST for name in names]
        order = list(dict.fromkeys(groups))
        cube = designs.crossed(names, groups, sobol, experiment.seed)
        more = _run(experiment, cube, "histories of the shares", watch)
        shares = [explain(experiment.outputs[k].name, order, more[:, :, k], experiment.seed) for k in columns]
    return Explanation(
        experiment,
        tuple(screenings),
        tuple(kept),
        tuple(shares),
        tuple(name for name in names if name not in moved),
        values[:, :, 0].size + more[:, :, 0].size,
        int(sum(np.isnan(part).any(axis=2).sum() for part in (values, more))),
    )


def strongest(screenings: Sequence[Screening], most: int) -> list[str]:
    """Factors above the floor of chance for some output, the relatively strongest first."""
    weight: dict[str, float] = {}
    for found in screenings:
        for effect in found.important:
            relative = effect.strength / found.effects[0].strength
            weight[effect.factor] = max(weight.get(effect.factor, 0.0), relative)
    return sorted(weight, key=lambda name: (-weight[name], name))[:most]


def scenarios(experiment: Experiment, *, points: int, watch: Watch) -> Scenarios:
    """Boxes of factors' values in which the (only) output, an outcome, happens, from points of a Latin hypercube."""
    names = [factor.name for factor in experiment.factors]
    cube = designs.spread(names, points, experiment.seed)
    values = _run(experiment, cube, "histories of the scenarios", watch)[:, :, 0]
    x = np.array([[f.at(place) for f, place in zip(experiment.factors, row, strict=True)] for row in cube])
    told = ~np.isnan(values).all(axis=1)
    y = np.nanmean(values[told], axis=1)
    found = boxes.discover(x[told], y, experiment.seed) if 0.0 < y.mean() < 1.0 else []
    share = float(y.mean()) if len(y) else float("nan")
    return Scenarios(experiment, share, int(told.sum()), int(np.isnan(values).sum()), tuple(found))


def plain(data: Any) -> Any:
    """The same data with null for what is not a finite number."""
    match data:
        case dict():
            return {key: plain(value) for key, value in data.items()}
        case list() | tuple():
            return [plain(value) for value in data]
        case float():
            return data if math.isfinite(data) else None
        case _:
            return data


def _run(experiment: Experiment, cube: Floats, what: str, watch: Watch) -> Floats:
    with watch(what, len(cube) * experiment.replicates) as advance:
        return experiment.run(cube, advance)
