"""Ensembles: many histories of one model, run in threads, stored as they come.

Every history depends on the model, the scale, the seed and its own number alone.  How many threads run, how many
histories make a batch, in what order they end and how often the work was interrupted changes nothing in the result.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

import politeia
from politeia import answers
from politeia.answers import Target
from politeia.evidence import Row
from politeia.load import Mistake
from politeia.results import Results
from politeia.store import Record, Store

if TYPE_CHECKING:
    from politeia.engine import History
    from politeia.model import Model

Progress = Callable[[int], None]  #: called with the number of histories that have just ended
_WAITING = 3  # histories handed out for each thread: enough to keep it busy, few enough to stop soon
_SOURCES = (
    "engine",
    "random",
    "model.py",
    "outcome.py",
    "shapes.py",
    "declare.py",
)  # code that a history's bits depend on


class Simulator(Protocol):
    """What an ensemble needs of an engine."""

    persons: int

    def simulate(
        self, history: int, *, seed: int, first_week: int = 0, last_week: int | None = None, threads: int = 1
    ) -> History:
        """One history."""
        ...


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

    @property
    def name(self) -> str:
        """The charter, and the world if it has another name."""
        charter, world = self.model.charter.name, self.model.world.name
        return charter if charter == world else f"{charter}-in-{world}"

    @property
    def end_week(self) -> int:
        """The week at which it stops (not simulated)."""
        return self.model.world.weeks if self.last_week is None else self.last_week

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
    batch: int | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run what is not stored yet, store it, and return all of it.

    ``folder`` is the folder of all experiments; the plan has its own inside.  ``engine`` may be a function that
    prepares one: it is called only if something is left to run.  An interruption (Ctrl-C) stores what has ended
    and is raised again; the same call then continues.
    """
    targets = plan.targets()
    store = Store.create(Path(folder), plan.name, recipe(plan, targets), about(plan, targets))
    missing = [number for number in plan.histories if number not in store.histories]
    if progress:
        progress(len(plan.histories) - len(missing))
    if missing:
        ready = engine() if callable(engine) else engine
        _simulate(plan, store, ready, missing, targets, threads or os.cpu_count() or 1, batch, progress)
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
        "versions": {
            "politeia": politeia.__version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "numba": _version("numba"),
        },
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


def _simulate(
    plan: Plan,
    store: Store,
    engine: Simulator,
    missing: Sequence[int],
    targets: Sequence[Target],
    threads: int,
    batch: int | None,
    progress: Progress | None,
) -> None:
    size = batch or batch_of(len(missing))
    measures = [measure.name for measure in plan.model.measures]
    places = tuple(plan.model.place_measures)

    def one(number: int) -> Record:
        return _record(plan, engine, number, targets, measures, places)

    began = time.perf_counter()
    done = 0
    pool = ThreadPoolExecutor(threads, thread_name_prefix="history")
    open_batch: list[Record] = []
    waiting: deque[Future[Record]] = deque()
    try:
        ahead = iter(missing)
        for _ in range(len(missing)):
            while len(waiting) < _WAITING * threads and (number := next(ahead, None)) is not None:
                waiting.append(pool.submit(one, number))
            open_batch.append(waiting[0].result())
            waiting.popleft()
            done += 1
            if progress:
                progress(1)
            if len(open_batch) >= size:
                store.write(open_batch)
                open_batch = []
        store.write(open_batch)
    except (KeyboardInterrupt, MemoryError) as error:
        ended = [future.result() for future in waiting if not future.cancel() and _succeeded(future)]
        store.write(open_batch + ended)
        done += len(ended)
        if isinstance(error, MemoryError):
            raise Mistake(
                f"Out of memory: {threads} histories of {engine.persons:,} persons at once. "
                f"Use fewer --threads or a smaller --scale. {done} histories of this run are safe in {store.folder}."
            ) from None
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        if done:
            store.log(done, engine.persons, time.perf_counter() - began)


def _record(
    plan: Plan,
    engine: Simulator,
    number: int,
    targets: Sequence[Target],
    measures: Sequence[str],
    places: Sequence[str],
) -> Record:
    """One history as the store keeps it. Whatever goes wrong inside is its recorded outcome."""
    try:
        history = engine.simulate(
            number, seed=plan.seed, first_week=plan.first_week, last_week=plan.end_week, threads=1
        )
        found = answers.extract(history, targets, measures, places)
    except (MemoryError, Mistake):
        raise  # the machine's failure or the user's, not the history's
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        return Record(number, "failed", "error", reason, None, np.full(len(targets), np.nan))
    return Record(
        number,
        history.outcome,
        history.status,
        getattr(history, "reason", ""),
        _whole(history.measures, plan.end_week - plan.first_week),
        found,
        history.decisions,
        history.final,
    )


def _succeeded(future: Future[Record]) -> bool:
    return future.done() and future.exception() is None


def _whole(measures: Any, weeks: int) -> Any:
    """The weekly table at its full length: a history that ended early has no numbers after its end."""
    if len(measures) >= weeks:
        return measures[:weeks]
    padded = np.full((weeks, measures.shape[1]), np.nan, np.float32)
    padded[: len(measures)] = measures
    return padded


def code() -> str:
    """Fingerprint of the source that runs a history, whatever the mechanisms are (the model answers for those)."""
    root = Path(politeia.__file__).parent
    found = hashlib.sha256()
    for name in _SOURCES:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else filter(Path.exists, [path]):
            found.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return found.hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "none"
