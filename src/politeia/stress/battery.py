"""The battery run: histories of a charter, as written and with an article changed, in every world, on the same luck."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia import ensemble, paired
from politeia.model import Model
from politeia.paired import Table
from politeia.stress import worlds
from politeia.stress.changes import Change
from politeia.stress.reading import read
from politeia.stress.worlds import Stress

if TYPE_CHECKING:
    from politeia.engine import Engine

Floats = NDArray[np.float64]
AS_WRITTEN = Change(())
CHUNK = 20  #: histories of one arm that are run together
TRIALS = 60  #: histories from which the force of a campaign is found
Job = tuple[str, Change, range]


@dataclass
class Battery:
    """One charter, its worlds under stress, and what has been read of their histories."""

    model: Model
    stresses: tuple[Stress, ...]
    scale: float
    seed: int
    folder: Path
    prepare: Callable[[], Engine]
    threads: int | None = None
    reached: dict[str, float] = field(default_factory=dict)  #: stress -> growth of membership that was reached
    _held: dict[tuple[str, str, str], dict[int, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engine = self.prepare()
        self.models = {stress.name: self._world(stress) for stress in self.stresses}
        self.table = Table(self.folder, f"stress-{self.model.charter.name}", self._recipe())
        self._refresh()

    def _recipe(self) -> dict[str, object]:
        return {
            "model": self.model.fingerprint,
            "worlds": {name: model.fingerprint for name, model in self.models.items()},
            "scale": self.scale,
            "seed": self.seed,
            "code": ensemble.code(),
        }

    def _world(self, stress: Stress) -> Model:
        if stress.members == 1.0:
            return worlds.under(self.model, stress)
        force, self.reached[stress.name] = self._campaign(stress)
        return worlds.under(self.model, stress, force)

    def _campaign(self, stress: Stress) -> tuple[float, float]:
        """The force of a campaign that multiplies membership as asked, and how far the strongest tried comes."""
        low, high = 1.0, worlds.STRONGEST
        reached = 1.0
        for _ in range(6):
            force = float(np.sqrt(low * high))
            reached = self._growth(worlds.under(self.model, stress, force), stress)
            low, high = (force, high) if reached < stress.members else (low, force)
        return force, reached

    def _growth(self, model: Model, stress: Stress) -> float:
        """Members at the end of the campaign, in times those at its beginning: the median history of some."""
        engine = self.engine.like(model)
        end = min(stress.ends or model.world.weeks, model.world.weeks)

        def grown(history: int) -> Any:
            members = engine.simulate(history, seed=self.seed, last_week=end).measures[:, 0]
            return members[-1] / max(members[stress.begins], 1.0)

        with ThreadPoolExecutor(self.threads or os.cpu_count() or 1) as pool:
            return float(np.median(list(pool.map(grown, range(TRIALS)))))

    def everywhere(self, changes: Sequence[Change]) -> Mapping[str, Sequence[Change]]:
        """The same changes in every world."""
        return dict.fromkeys(self.models, changes)

    def run(
        self,
        wanted: Mapping[str, Sequence[Change]],
        histories: int,
        progress: Callable[[int], None] | None = None,
    ) -> None:
        """Run what is not stored of these changes, world by world."""
        jobs: list[Job] = []
        for name, changes in wanted.items():
            for change in changes:
                held = self._held.get((name, change.key, "margin"), {})
                missing = [h for h in range(histories) if h not in held]
                jobs += [
                    (name, change, range(first, min(first + CHUNK, histories)))
                    for first in range(min(missing), histories, CHUNK)
                ] if missing else []  # fmt: skip
        if jobs:
            paired.fill(self.table, jobs, self._work, threads=self.threads, progress=progress)
            self._refresh()

    def _refresh(self) -> None:
        self._held = {}
        for (arm, _, name), values in self.table.values().items():
            world, _, change = arm.partition("|")
            self._held[world, change, name] = values

    def _work(self, job: Job) -> list[paired.Row]:
        name, change, numbers = job
        engine = self.engine.like(changed(self.models[name], change))
        rows: list[paired.Row] = []
        for number in numbers:
            found = read(engine.model, engine.simulate(number, seed=self.seed))
            rows += [(f"{name}|{change.key}", 0, number, key, value) for key, value in found.items()]
        return rows

    def values(self, name: str, reading: str, histories: int, change: Change = AS_WRITTEN) -> Floats:
        """A reading of the first histories of a change in a world."""
        held = self._held.get((name, change.key, reading), {})
        return np.array([held.get(h, np.nan) for h in range(histories)])

    def difference(self, name: str, reading: str, histories: int, change: Change) -> Floats:
        """Paired differences: changed less as written, on the same luck; failed histories are left out."""
        pairs = self.values(name, reading, histories, change) - self.values(name, reading, histories)
        return pairs[np.isfinite(pairs)]


def changed(model: Model, change: Change) -> Model:
    """The model, now and later, under the changed charter."""
    if not change.values:
        return model
    charter = change.of(model.charter)
    later = tuple((week, dataclasses.replace(m, charter=charter)) for week, m in model.later)
    return dataclasses.replace(model, charter=charter, later=later)
