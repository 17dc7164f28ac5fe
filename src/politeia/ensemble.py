"""Ensembles: many histories of one model, run by threads, processes or a cluster, stored as they come.

Every history depends on the model, the scale, the seed and its own number alone.  Who runs
it, how many histories make a batch, in what order they end and how often the work was interrupted changes nothing in
the result.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia import answers, worker
from politeia.answers import Target
from politeia.evidence import Row
from politeia.load import Mistake
from politeia.model import definition
from politeia.results import Results
from politeia.store import Record, Store, digest
from politeia.worker import Job
from politeia.worker import Simulator as Simulator
from politeia.worker import code as code
from politeia.workforce import Batches, Lost, Workforce, chosen

if TYPE_CHECKING:
    from politeia.model import Model

Progress = Callable[[int], None]  #: called with the number of histories that have just ended


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be run: these histories of this model."""

    model: Model
    histories: Sequence[int]
    scale: float
    seed: int
    first_week: int = 0
    last_week: int | None = None
    archive: tuple[Row, ...] | None = None  # None: the catalog's
    posterior: str = ""  # name of the one whose draws the model deals to histories
    call: Mapping[str, Any] = field(default_factory=dict)  # arguments of the public call that makes this plan again

    @property
    def name(self) -> str:
        """The charter, and the world if it has another name."""
        charter, world = self.model.charter.name, self.model.world.name
        return charter if charter == world else f"{charter}-in-{world}"

    @property
    def end_week(self) -> int:
        """The week at which it stops (not simulated)."""
        return self.model.world.weeks if self.last_week is None else self.last_week

    @property
    def folder(self) -> str:
        """Name of its folder among the results."""
        return f"{self.name}-{digest(recipe(self, self.targets()))}"

    def targets(self) -> tuple[Target, ...]:
        """The archive and how this model answers it."""
        rows = answers.archive() if self.archive is None else self.archive
        return answers.bind(rows, self.model, first_week=self.first_week, last_week=self.end_week)


def batch_of(histories: int) -> int:
    """Histories in a part: few enough to lose little, enough to keep the parts below a hundred or so."""
    return max(5, min(100, histories // 40))


def run(
    plan: Plan,
    *,
    folder: Path | str,
    engine: Simulator | Callable[[], Simulator],
    threads: int | None = None,
    executor: str | Executor | Workforce | None = None,
    batch: int | None = None,
    progress: Progress | None = None,
    each_week: Callable[[], None] | None = None,
) -> Results:
    """Run what is not stored yet, store it, and return all of it.

    ``folder`` is the folder of all experiments; the plan has its own inside.  ``engine`` may be a function that
    prepares one: it is called only if something is left to run.  ``executor`` is any of
    :mod:`concurrent.futures`, or what ``--cluster`` takes (:mod:`politeia.workforce`); without it ``threads``
    threads of this process do the work.  Workers of other processes build the plan's engine themselves, once each,
    after this process has compiled it.  Where fewer histories are left than there are threads, each is shared among
    several, and ``each_week`` is called whenever a week of one ends.  ``batch`` histories make a part of the store.  An
    interruption (Ctrl-C) stores what has ended and is raised again; the same call then continues.

    Raises :class:`~politeia.mistakes.Mistake` if the disk is full, the memory too small, or the workers are gone.
    """
    force = chosen(executor, threads)
    targets = plan.targets()
    call = {"histories": len(plan.histories), **plan.call}
    store = Store.create(Path(folder), plan.name, recipe(plan, targets), about(plan, targets), call)
    missing = [number for number in plan.histories if number not in store.histories]
    if progress:
        progress(len(plan.histories) - len(missing))
    if missing:
        ready = engine() if callable(engine) else engine
        job = Job(
            model=plan.model,
            scale=plan.scale,
            seed=plan.seed,
            first_week=plan.first_week,
            end_week=plan.end_week,
            targets=targets,
        )
        with contextlib.closing(force):
            threads = max(1, force.slots // len(missing))
            task = _task(job, ready, force, threads, each_week)
            size = _together(job, ready) if force.shared else 1
            _simulate(
                Batches(force, task, missing, size=size),
                store,
                ready.persons,
                batch or batch_of(len(missing)),
                progress,
            )
    return Results(store, tuple(plan.histories))


def recipe(plan: Plan, targets: Sequence[Target]) -> dict[str, Any]:
    """Everything that the bits of a history depend on, but its number."""
    archive = repr([answers.as_dict(target) for target in targets]).encode()
    return {
        "model": plan.model.fingerprint,
        "settings": dict(plan.model.settings),
        "scale": plan.scale,
        "seed": plan.seed,
        "first_week": plan.first_week,
        "last_week": plan.end_week,
        "evidence": hashlib.sha256(archive).hexdigest()[:16],
        "code": code(),
        "versions": worker.versions(),
    }


def about(plan: Plan, targets: Sequence[Target]) -> dict[str, Any]:
    """What a reader of the store needs to know about the model, so that it can do without it."""
    model, world = plan.model, plan.model.world
    return {
        "name": plan.name,
        "charter": {"name": model.charter.name, "title": model.charter.title, "source": model.charter.source},
        "world": {"name": world.name, "title": world.title},
        "start": world.date(plan.first_week).isoformat(),
        "end": world.date(plan.end_week).isoformat(),
        "posterior": {"name": plan.posterior, "draws": len(model.draws)},
        "weeks": plan.end_week - plan.first_week,
        "places": [place.name for place in world.places],
        "measures": [{"name": m.name, "unit": m.unit, "text": m.text} for m in model.measures],
        "groups": answers.mapping().groups if targets else {},
        "titles": list(dict.fromkeys(s.title for s in answers.mapping().series.values())) if targets else [],
        "targets": [answers.as_dict(target) for target in targets],
        "assumptions": [{"id": a.id, "text": a.text} for a in world.assumptions],
        "parameters": list(_parameters(model)),
        "model": definition(model),
    }


def _parameters(model: Model) -> Iterator[dict[str, Any]]:
    for mechanism in model.mechanisms:
        for name, parameter in mechanism.parameters.items():
            key = f"{mechanism.name}.{name}"
            yield {
                "name": key,
                "value": model.settings.get(key, parameter.default),
                "low": parameter.low,
                "high": parameter.high,
                "unit": parameter.unit,
                "text": parameter.text,
                "source": parameter.source,
                "assumed": bool(re.search(r"\bA\d{1,4}\b|assum|guess", parameter.source, re.IGNORECASE)),
            }


def _simulate(batches: Batches, store: Store, persons: int, size: int, progress: Progress | None) -> None:
    """Store what the batches bring, ``size`` histories a part."""
    began = time.perf_counter()
    done = 0
    ended: list[Record] = []
    try:
        for records in batches:
            ended += records
            done += len(records)
            if progress:
                progress(len(records))
            while len(ended) >= size:
                store.write(ended[:size])
                del ended[:size]
        store.write(ended)
    except (KeyboardInterrupt, MemoryError, Lost) as error:
        late = batches.leave()
        store.write(ended + late)
        done += len(late)
        safe = f"{done} histories of this run are safe in {store.folder}; the same command continues."
        if isinstance(error, MemoryError):
            raise Mistake(
                f"Out of memory: {persons:,} persons a history on {batches.force.name} at once. "
                f"Use fewer of them or a smaller --scale. {safe}"
            ) from None
        if isinstance(error, Lost):
            raise Lost(f"{error}. {safe}") from None
        raise
    finally:
        if done:
            store.log(done, persons, time.perf_counter() - began)


def _together(job: Job, engine: Simulator) -> int:
    """Histories that an engine runs at once in this process."""
    if not isinstance(engine, worker.Together):
        return 1
    return engine.together(first_week=job.first_week, last_week=job.end_week)


def _task(
    job: Job, engine: Simulator, force: Workforce, threads: int, told: Callable[[], None] | None
) -> Callable[[Sequence[int]], Any]:
    """What each worker does with the numbers it is given."""
    if force.shared:
        return functools.partial(job.batch, engine, threads=threads, told=told)
    packed = job.packed()
    force.warm(worker.prepare, packed)
    return functools.partial(worker.work, packed)
