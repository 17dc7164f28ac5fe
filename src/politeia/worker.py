"""What a worker does: some histories of one model, with nothing but what is sent to it.

A job travels as bytes, so that any executor can carry it.  Each process keeps the engines it has built, and refuses a
job whose numbers it could not reproduce bit for bit because its programs are others.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import pickle
import platform
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np

import politeia
from politeia import answers
from politeia.answers import Target
from politeia.mistakes import Mistake
from politeia.store import Record

if TYPE_CHECKING:
    from politeia.engine import History
    from politeia.model import Model

_ENGINES = 4  # kept by a process, the least recently built forgotten first
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
        self,
        history: int,
        *,
        seed: int,
        first_week: int = 0,
        last_week: int | None = None,
        threads: int = 1,
        told: Callable[[], None] | None = None,
    ) -> History:
        """One history; ``told`` is given, to be called every week, only with more than one thread."""
        ...


@runtime_checkable
class Together(Simulator, Protocol):
    """An engine that is quicker with many histories at once, and gives each the bits that it has alone."""

    def together(self, *, first_week: int, last_week: int) -> int:
        """How many histories it runs at once."""
        ...

    def simulate_all(
        self, histories: Sequence[int], *, seed: int, first_week: int = 0, last_week: int | None = None
    ) -> Iterator[History]:
        """Run these histories, and bring them in order; one that cannot be brought leaves the others as they are."""
        ...


@dataclass(frozen=True)
class Batch:
    """Histories that have ended, and the seconds they took (without the building of an engine)."""

    records: list[Record]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Job:
    """Everything that the records of an ensemble depend on, but their numbers."""

    model: Model
    scale: float
    seed: int
    first_week: int
    end_week: int
    targets: tuple[Target, ...]

    def packed(self) -> bytes:
        """The job and what must be the same where it is done, for :func:`work`."""
        fresh = dataclasses.replace(self, model=dataclasses.replace(self.model))  # no fingerprint taken beforehand
        return zlib.compress(pickle.dumps((fresh, self.model.fingerprint, programs())))

    def batch(
        self, engine: Simulator, numbers: Sequence[int], threads: int = 1, told: Callable[[], None] | None = None
    ) -> Batch:
        """The records of these histories, in order; each on so many threads, of which its bits do not depend."""
        began = time.perf_counter()
        span: dict[str, Any] = {"seed": self.seed, "first_week": self.first_week, "last_week": self.end_week}
        shared: dict[str, Any] = {"threads": threads, "told": told} if threads > 1 else {"threads": 1}
        simulate: Callable[[int], History] = functools.partial(engine.simulate, **shared, **span)
        if isinstance(engine, Together):
            ended = engine.simulate_all(numbers, **span)
            simulate = lambda _: next(ended)  # noqa: E731
        return Batch([self._record(simulate, number) for number in numbers], time.perf_counter() - began)

    def _record(self, simulate: Callable[[int], History], number: int) -> Record:
        """One history as the store keeps it. Whatever goes wrong inside is its recorded outcome."""
        measures = [measure.name for measure in self.model.measures]
        try:
            history = simulate(number)
            found = answers.extract(history, self.targets, measures, tuple(self.model.place_measures))
        except (MemoryError, Mistake):
            raise  # the machine's failure or the user's, not the history's
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
            return Record(number, "failed", "error", reason, None, np.full(len(self.targets), np.nan))
        return Record(
            number,
            history.outcome,
            history.status,
            getattr(history, "reason", ""),
            _whole(history.measures, self.end_week - self.first_week),
            found,
            history.decisions,
            history.final,
        )


def work(packed: bytes, numbers: Sequence[int]) -> Batch:
    """These histories of a packed job, on whatever machine this is."""
    job, engine = ready(packed)
    return job.batch(engine, numbers)


def prepare(packed: bytes) -> None:
    """Build the engine of a packed job, so that others on this machine find the compiled week on its disk."""
    ready(packed)


_building = threading.Lock()  # a worker may have several threads: the first builds, the others wait
_built: dict[tuple[str, float], Simulator] = {}


def ready(packed: bytes) -> tuple[Job, Simulator]:
    """The job and its engine, built once in a process."""
    from politeia import engine

    with _building:
        job = _opened(packed)
        key = (job.model.fingerprint, job.scale)
        if key not in _built:
            while len(_built) >= _ENGINES:
                del _built[next(iter(_built))]
            _built[key] = engine.prepare(job.model, scale=job.scale)
        return job, _built[key]


@functools.lru_cache(maxsize=_ENGINES)
def _opened(packed: bytes) -> Job:
    job, fingerprint, there = pickle.loads(zlib.decompress(packed))
    here = programs() | {"model": job.model.fingerprint}
    other = [name for name, value in {**there, "model": fingerprint}.items() if here[name] != value]
    if other:
        told = ", ".join(f"{name} {here[name]} instead of {({**there, 'model': fingerprint})[name]}" for name in other)
        raise Mistake(
            f"The worker on {socket.gethostname()} would not give the same bits: it has {told}. "
            "Install the same versions there as here."
        )
    return job


def _whole(measures: Any, weeks: int) -> Any:
    """The weekly table at its full length: a history that ended early has no numbers after its end."""
    if len(measures) >= weeks:
        return measures[:weeks]
    padded = np.full((weeks, measures.shape[1]), np.nan, np.float32)
    padded[: len(measures)] = measures
    return padded


def programs() -> dict[str, str]:
    """Versions of every program that a history's bits depend on, and the fingerprint of this one's source."""
    return {"code": code(), **versions()}


def versions() -> dict[str, str]:
    """Versions by name."""
    return {
        "politeia": politeia.__version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": _version("numba"),
    }


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
