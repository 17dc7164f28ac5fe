"""Paired histories: the same luck under several models, run no further than they are asked for.

An *arm* is the reference model with some interventions (or with new luck from a day).  A history of an arm that
parts from the reference at a date is not run twice up to it: it goes on from a copy of the reference's state, with the
same bits as a run from the start.  What is kept of a history is its readings and its outcome, not its weeks.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from politeia import ensemble
from politeia.mistakes import Mistake
from politeia.outcome import OUTCOMES
from politeia.readings import Reading, reader
from politeia.store import write_whole

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

Progress = Callable[[int], None]
Floats = NDArray[np.float64]
Row = tuple[str, int, int, str, float]  #: arm, draw, history, reading, value
Job = TypeVar("Job")
OUTCOME = "@outcome"  #: the reading that every whole history leaves: the position of its outcome in ENDS
ENDS = (*OUTCOMES, "failed")
_PART = 24  # jobs in a part: some twenty seconds of work


@dataclass(frozen=True, eq=False)
class Arm:
    """A model to be run beside the reference: how far, and what is read."""

    model: Model
    readings: tuple[Reading, ...]
    luck: int | None = None  #: week from which its luck is new

    @property
    def key(self) -> str:
        """Names the arm in the table."""
        return self.model.fingerprint if self.luck is None else f"{self.model.fingerprint}+{self.luck}"

    @property
    def until(self) -> int:
        """The week after the last that is read."""
        return max(reading.span(self.model.world)[1] for reading in self.readings)

    @property
    def whole(self) -> bool:
        """It is run to the end, so it has an outcome."""
        return self.until == self.model.world.weeks

    @property
    def keys(self) -> tuple[str, ...]:
        """What it leaves in the table."""
        return (*(r.key for r in self.readings if r.how != "outcome"), *((OUTCOME,) if self.whole else ()))

    def parts(self, base: Model) -> int:
        """The first week in which it may differ from the reference."""
        if self.luck is not None:
            return self.luck
        head = dataclasses.replace(self.model, later=())
        if head.fingerprint != dataclasses.replace(base, later=()).fingerprint or base.later:
            return 0
        return self.model.later[0][0] if self.model.later else self.model.world.weeks


@dataclass(frozen=True)
class Design:
    """Which histories are run: pairs at the reference parameters, and some at each of several draws of parameters."""

    pairs: int = 200
    draws: int = 16
    pairs_per_draw: int = 2
    scale: float = 0.002
    seed: int = 1917

    def jobs(self) -> list[tuple[int, int]]:
        """``(draw, history)``; draw 0 is the reference."""
        beyond = [(draw, h) for draw in range(1, self.draws + 1) for h in range(self.pairs_per_draw)]
        return [(0, history) for history in range(self.pairs)] + beyond


def draw_parameters(model: Model, draws: int, seed: int) -> list[dict[str, float]]:
    """Parameter sets spread over all plausible ranges at once (a Latin hypercube); the first is the reference.

    What is off by default, as the rivals' causes are, stays off; what the model sets stays as it is set.
    """
    free = {name: p for name, p in model.parameters.items() if name not in model.settings}
    names = sorted(name for name, p in free.items() if not p.default == p.low == 0.0)
    luck = np.random.default_rng([seed, draws, len(names)])
    out: list[dict[str, float]] = [{}]
    strata = np.array([luck.permutation(draws) for _ in names]).T if draws else np.zeros((0, len(names)))
    for stratum in strata:
        places = (stratum + luck.random(len(names))) / draws
        spans = [(model.parameters[name].low, model.parameters[name].high) for name in names]
        out.append({n: low + p * (high - low) for n, p, (low, high) in zip(names, places, spans, strict=True)})
    return out


def under(model: Model, draw: Mapping[str, float]) -> Model:
    """The model at other parameters; what it sets itself stays."""
    later = tuple((week, under(m, draw)) for week, m in model.later)
    return dataclasses.replace(model, settings={**draw, **model.settings}, later=later)


def recipe(base: Model, design: Design) -> dict[str, Any]:
    """What the values of a table of pairs follow from, beside arm, draw and history."""
    return {
        "model": base.fingerprint,
        "scale": design.scale,
        "seed": design.seed,
        "draws": draw_parameters(base, design.draws, design.seed),
        "code": ensemble.code(),
    }


class Table:
    """Readings of stored histories: one row for each arm, draw, history and reading."""

    SCHEMA: ClassVar = {
        "arm": pl.String,
        "draw": pl.Int32,
        "history": pl.Int32,
        "reading": pl.String,
        "value": pl.Float64,
    }

    def __init__(self, folder: Path, name: str, recipe: Mapping[str, Any]) -> None:
        """Open or begin the table under ``folder`` whose values follow from ``recipe`` and their own keys alone."""
        digest = hashlib.blake2b(json.dumps(recipe, sort_keys=True).encode(), digest_size=5).hexdigest()
        self.folder = folder / f"{name}-{digest}"
        self.notes: list[str] = []
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not (self.folder / "recipe.json").exists():
                write_whole(self.folder / "recipe.json", json.dumps(recipe, indent=1).encode())
        except OSError as error:
            raise Mistake(
                f"{self.folder}: cannot be written ({error.strerror or error}); choose another --out"
            ) from None
        frames = [
            frame for path in sorted(self.folder.glob("part-*.parquet")) if (frame := self._read(path)) is not None
        ]
        self.frame = pl.concat(frames) if frames else pl.DataFrame(schema=self.SCHEMA)

    def _read(self, path: Path) -> pl.DataFrame | None:
        """A part, if its bytes are those that were written."""
        content = path.read_bytes()
        if hashlib.blake2b(content, digest_size=6).hexdigest() != path.stem.rsplit("-", 1)[-1]:
            self.notes.append(f"{path} is damaged; its histories will be run again.")
            with contextlib.suppress(OSError):
                path.rename(path.with_suffix(".bad"))
            return None
        return pl.read_parquet(io.BytesIO(content))

    def write(self, rows: Sequence[Row]) -> None:
        """Add rows, whole and on the disk when this returns."""
        if not rows:
            return
        frame = pl.DataFrame(rows, schema=self.SCHEMA, orient="row")
        buffer = io.BytesIO()
        frame.write_parquet(buffer, compression="zstd")
        content = buffer.getvalue()
        name = f"part-{hashlib.blake2b(content, digest_size=6).hexdigest()}.parquet"
        try:
            write_whole(self.folder / name, content)
        except OSError as error:
            raise Mistake(
                f"{self.folder}: cannot be written ({error.strerror or error}); what was stored is safe"
            ) from None
        self.frame = pl.concat([self.frame, frame])

    def done(self) -> dict[tuple[str, int, int], set[str]]:
        """Readings that are stored of every arm, draw and history."""
        found: dict[tuple[str, int, int], set[str]] = defaultdict(set)
        for arm, draw, history, name, _ in self.frame.iter_rows():
            found[arm, draw, history].add(name)
        return found

    def values(self) -> dict[tuple[str, int, str], dict[int, float]]:
        """``{(arm, draw, reading): {history: value}}``."""
        found: dict[tuple[str, int, str], dict[int, float]] = defaultdict(dict)
        for arm, draw, history, name, value in self.frame.iter_rows():
            found[arm, draw, name][history] = value
        return found


@dataclass
class Runner:
    """Runs the arms of one reference model."""

    base: Model
    arms: Sequence[Arm]
    design: Design
    engine: Engine
    draws: list[dict[str, float]] = field(init=False)
    engines: list[Engine] = field(init=False)

    def __post_init__(self) -> None:
        self.draws = draw_parameters(self.base, self.design.draws, self.design.seed)
        self.engines = [self.engine.like(arm.model) for arm in self.arms]
        self._measures = {measure.name: k for k, measure in enumerate(self.base.measures)}
        self._places = {place.name: k for k, place in enumerate(self.base.world.places)}
        self._local = {name: k for k, name in enumerate(self.base.place_measures)}

    def job(self, draw: int, history: int, wanted: Sequence[int]) -> Iterator[Row]:
        """One history of the reference and of the wanted arms: rows of the table."""
        values = self.draws[draw]
        reference = self.engine.like(under(self.base, values)) if values else self.engine
        stops = sorted((min(self.arms[k].parts(self.base), self.arms[k].until), k) for k in wanted)
        running, week = None, 0
        for stop, k in stops:
            arm = self.arms[k]
            mine = self.engines[k].like(under(arm.model, values)) if values else self.engines[k]
            if stop == 0:
                s = mine.go_on(self._begin(mine, history), history, 0, arm.until, seed=self.design.seed)
            else:
                if running is None:
                    running = self._begin(reference, history)
                running = reference.go_on(running, history, week, stop, seed=self.design.seed)
                week = stop
                s = reference.branch(running, 0 if arm.luck is None else 1)
                s = mine.go_on(s, history, stop, arm.until, seed=self.design.seed)
            for key, value in self._read(mine, arm, s, history).items():
                yield arm.key, draw, history, key, value

    def _begin(self, engine: Engine, history: int) -> Any:
        return engine.start(history, seed=self.design.seed, last_week=self.base.world.weeks)

    def _read(self, engine: Engine, arm: Arm, s: Any, history: int) -> dict[str, float]:
        weekly = s.out[: arm.until]
        if not np.isfinite(weekly).all():
            return dict.fromkeys(arm.keys, float("nan"))
        found: dict[str, float] = {}
        if arm.whole:
            found[OUTCOME] = float(ENDS.index(engine.finish(s, history).outcome))
        columns = {name: weekly[:, k].astype(np.float64) for name, k in self._measures.items()}
        read = reader(columns, self._places, self._local, s.out_places[: arm.until])
        for reading in arm.readings:
            if reading.how != "outcome":
                found[reading.key] = reading.of_history(read, self.base.world, "")
        return found


def run(
    base: Model,
    arms: Sequence[Arm],
    *,
    design: Design,
    folder: Path,
    engine: Callable[[], Engine],
    threads: int | None = None,
    progress: Progress | None = None,
) -> Table:
    """Run what is not stored of these arms, store it, and return the table."""
    table = Table(folder, f"pairs-{base.charter.name}", recipe(base, design))
    done = table.done()
    jobs = []
    for draw, history in design.jobs():
        wanted = [k for k, arm in enumerate(arms) if not done[arm.key, draw, history].issuperset(arm.keys)]
        if wanted:
            jobs.append((draw, history, wanted))
    if progress:
        progress(len(design.jobs()) - len(jobs))
    if not jobs:
        return table
    runner = Runner(base, arms, design, engine())
    fill(table, jobs, lambda job: list(runner.job(*job)), threads=threads, progress=progress)
    return table


def fill(
    table: Table,
    jobs: Sequence[Job],
    work: Callable[[Job], list[Row]],
    *,
    threads: int | None = None,
    progress: Progress | None = None,
) -> None:
    """Do all jobs in threads and store their rows as they come; what a stopped run has stored stays."""
    rows: list[Row] = []
    ended = 0
    pool = ThreadPoolExecutor(threads or os.cpu_count() or 1, thread_name_prefix="pair")
    try:
        waiting = [pool.submit(work, job) for job in jobs]
        for future in as_completed(waiting):
            rows += future.result()
            ended += 1
            if progress:
                progress(1)
            if ended % _PART == 0:
                table.write(rows)
                rows = []
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        table.write(rows)


def histories_of(cells: Iterable[Mapping[int, float]]) -> list[int]:
    """Histories that all of these readings have."""
    held = [set(cell) for cell in cells]
    return sorted(set.intersection(*held)) if held else []
