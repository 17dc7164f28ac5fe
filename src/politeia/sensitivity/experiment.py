"""Experiments: histories at points of the unit cube of factors, each run once, stored, and read back.

The values of a history depend on the model, the factors' values, the seed, the scale and its number alone.  The same
numbers are used at every point, so that points share their luck as far as chance lets them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from politeia import ensemble, paired
from politeia.outcome import OUTCOMES
from politeia.paired import ENDS, OUTCOME, Table
from politeia.readings import INDICES, Reading, reader
from politeia.sensitivity.factors import Factor, at, moved

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model
    from politeia.world import World

Floats = NDArray[np.float64]
Values = Mapping[str, float]
Simulate = Callable[[Values, int], Mapping[str, float]]  #: factors' values, number of the history -> readings by key
LAST_YEAR = 52
#: What is explained if nothing else is asked for.
STANDARD = ("democracy", "bureaucracy", "appointed_place", "opposition_public", "members", "captured")


@dataclass(frozen=True, slots=True)
class Output:
    """What is explained: the key of its column in the table, and what it is."""

    name: str
    key: str
    title: str
    unit: str
    outcome: bool = False  #: 1 for the histories that end as ``name`` says


def outputs(model: Model, names: Sequence[str]) -> tuple[list[Output], list[Reading]]:
    """Measures or expressions of them (means of the last year) and outcomes, and what must be read for them."""
    places = [place.name for place in model.world.places]
    titles = {m.name: (m.text, m.unit) for m in model.measures} | {i: (f"{i} index", "index") for i in INDICES}
    found, readings = [], []
    for name in dict.fromkeys(names):
        if name in OUTCOMES:
            found.append(Output(name, OUTCOME, OUTCOMES[name], "share of histories", outcome=True))
            continue
        reading = last_year(name, model.world)
        reading.check([m.name for m in model.measures], places, model.place_measures)
        found.append(Output(name, reading.key, *titles.get(name, (name, ""))))
        readings.append(reading)
    return found, readings


def last_year(of: str, world: World) -> Reading:
    """The mean of an expression over the last 52 weeks of a world, or over all of a shorter one."""
    begins = world.start + dt.timedelta(weeks=max(0, world.weeks - LAST_YEAR))
    return Reading.model_validate({"of": of, "from": begins})


@dataclass(frozen=True)
class Histories:
    """One history of a model with its factors moved: all measures, indices, the outcome, and what else is asked."""

    model: Model
    engine: Engine
    readings: tuple[Reading, ...]
    seed: int

    def __call__(self, values: Values, number: int) -> dict[str, float]:
        """Readings by key; not a number where the history failed."""
        world = self.model.world
        history = self.engine.like(moved(self.model, values)).simulate(number, seed=self.seed)
        keys = [reading.key for reading in self._read]
        if history.outcome == "failed":
            return dict.fromkeys([*keys, OUTCOME], float("nan"))
        columns = {m.name: history.measures[:, k].astype(np.float64) for k, m in enumerate(self.model.measures)}
        places = {place.name: k for k, place in enumerate(world.places)}
        local = {name: k for k, name in enumerate(self.model.place_measures)}
        read = reader(columns, places, local, history.places)
        found = {reading.key: reading.of_history(read, world, "") for reading in self._read}
        return {**found, OUTCOME: float(ENDS.index(history.outcome))}

    @property
    def _read(self) -> list[Reading]:
        """All measures, so that a later question about another one runs nothing again."""
        every = [last_year(name, self.model.world) for name in (*(m.name for m in self.model.measures), *INDICES)]
        return [*every, *(reading for reading in self.readings if reading not in every)]


def table(model: Model, folder: Path, *, scale: float, seed: int) -> Table:
    """Where the histories of a model with moved factors are kept."""
    recipe = {"model": model.fingerprint, "scale": scale, "seed": seed, "code": ensemble.code()}
    return Table(folder, f"sensitivity-{model.charter.name}", recipe)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """Factors, what is read, how many histories at each point, and where they are kept.

    ``simulate`` is asked for only if something has to be run.
    """

    factors: tuple[Factor, ...]
    outputs: Sequence[Output]
    table: Table
    simulate: Callable[[], Simulate]
    replicates: int
    seed: int
    threads: int | None = None

    def run(self, cube: Floats, progress: Callable[[int], None] | None = None) -> Floats:
        """``[points, replicates, outputs]`` at points ``[points, factors]`` of the unit cube; NaN: a history failed."""
        points = [at(self.factors, row) for row in cube]
        arms = [_digest(point) for point in points]
        keys = {output.key for output in self.outputs}
        done = self.table.done()
        jobs: dict[tuple[str, int], Values] = {}
        for arm, point in zip(arms, points, strict=True):
            for number in range(self.replicates):
                if not done[arm, 0, number] >= keys:
                    jobs[arm, number] = point
        if progress:
            progress(len(arms) * self.replicates - len(jobs))
        if jobs:
            self._fill(jobs, progress)
        return self._values(arms)

    def _fill(self, jobs: Mapping[tuple[str, int], Values], progress: Callable[[int], None] | None) -> None:
        simulate = self.simulate()

        def work(job: tuple[str, int]) -> list[paired.Row]:
            arm, number = job
            return [(arm, 0, number, key, value) for key, value in simulate(jobs[job], number).items()]

        paired.fill(self.table, list(jobs), work, threads=self.threads, progress=progress)

    def _values(self, arms: Sequence[str]) -> Floats:
        held = self.table.values()
        found = np.array(
            [[[held[arm, 0, o.key][r] for o in self.outputs] for r in range(self.replicates)] for arm in arms]
        )
        for k, output in enumerate(self.outputs):
            if output.outcome:
                ended = found[:, :, k]
                found[:, :, k] = np.where(np.isnan(ended), np.nan, ended == ENDS.index(output.name))
        found[~np.isfinite(found)] = np.nan
        return found


def _digest(point: Values) -> str:
    """Names a point in the table."""
    return hashlib.blake2b(json.dumps(point, sort_keys=True).encode(), digest_size=10).hexdigest()
