"""The queue of runs: one at a time, each watched, cancelled soon when asked, and kept when nobody looks on.

A run goes through :func:`politeia.ensemble.run` like every other, so what it stored before it was cancelled or cut off
is there for the next one with the same plan.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from politeia import ensemble
from politeia.ensemble import Plan, Simulator
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.web.limits import KEPT, QUEUE, Refusal
from politeia.web.watch import Watch

if TYPE_CHECKING:
    from politeia.model import Model

State = Literal["queued", "preparing", "running", "done", "failed", "cancelled"]
ENDED = ("done", "failed", "cancelled")
_PAUSE = 0.25  # seconds between two partial results at least
_SHARE = 10  # and ten times as long as the last took to make
_log = logging.getLogger("politeia.web")


class Cancelled(KeyboardInterrupt):
    """Raised inside a run to stop it as Ctrl-C does: what has ended is stored."""


@dataclass(eq=False)
class Job:
    """One run: what was asked, where it stands. Only the queue's thread changes it, but for ``stop``."""

    plan: Plan
    watch: Watch
    experiment: str
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    state: State = "queued"
    done: int = 0
    reason: str = ""
    partial: dict[str, Any] | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    asked: float = field(default_factory=time.time)
    _next: float = 0.0

    @property
    def total(self) -> int:
        """Histories asked for."""
        return len(self.plan.histories)

    @property
    def ended(self) -> bool:
        """Nothing more will come."""
        return self.state in ENDED

    def advance(self, ended: int) -> None:
        """Note that histories have ended; tell the partial result from time to time; stop if that was asked."""
        self.done += ended
        now = time.monotonic()
        if self.done and (now >= self._next or self.done == self.total):
            self.partial = self.watch.partial()
            spent = time.monotonic() - now
            self._next = now + max(_PAUSE, _SHARE * spent)
        if self.stop.is_set() and self.done < self.total:
            raise Cancelled


class Jobs:
    """The queue and its one thread."""

    def __init__(self, folder: Path, engine: Callable[[Model, float], Simulator], threads: int | None = None) -> None:
        self.folder, self.threads = folder, threads
        self.closing = False
        self._engine = engine
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[Job] = deque()
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to work."""
        self.closing = False
        self._thread = threading.Thread(target=self._work, name="runs", daemon=True)
        self._thread.start()

    def close(self, wait_s: float = 30.0) -> None:
        """Stop soon: the run under way stores what has ended, those that wait are cancelled."""
        with self._change:
            self.closing = True
            for job in self._jobs.values():
                job.stop.set()
            self._change.notify_all()
        if self._thread is not None:
            self._thread.join(wait_s)

    def submit(self, plan: Plan) -> Job:
        """Queue a run; refused when too many wait."""
        job = Job(plan, Watch(plan), plan.folder)
        with self._change:
            if len(self._waiting) >= QUEUE:
                raise Refusal(429, f"{QUEUE} runs wait already; cancel one or wait until one has ended.")
            self._jobs[job.id] = job
            self._waiting.append(job)
            self._forget()
            self._change.notify_all()
        return job

    def cancel(self, job: Job) -> None:
        """Stop a run soon, and keep what it stored; nothing happens to one that has ended."""
        with self._change:
            job.stop.set()
            if job in self._waiting:
                self._waiting.remove(job)
                job.state = "cancelled"

    def get(self, number: str) -> Job:
        """A run by its id."""
        if (job := self._jobs.get(number)) is None:
            raise Refusal(404, "There is no run with this id; ended ones are forgotten after a while.")
        return job

    def all(self) -> list[Job]:
        """Every run that is remembered, the newest first."""
        with self._change:
            return list(reversed(self._jobs.values()))

    def position(self, job: Job) -> int:
        """How many runs come before it."""
        with self._change:
            if job not in self._waiting:
                return 0
            busy = any(other.state in ("preparing", "running") for other in self._jobs.values())
            return self._waiting.index(job) + busy

    def _forget(self) -> None:
        ended = [number for number, job in self._jobs.items() if job.ended]
        for number in ended[: max(0, len(ended) - KEPT)]:
            del self._jobs[number]

    def _work(self) -> None:
        while (job := self._take()) is not None:
            try:
                self._run(job)
                job.state = "done"
            except Cancelled:
                job.state = "cancelled"
            except Mistake as mistake:
                job.reason, job.state = str(mistake), "failed"
            except Exception:
                _log.exception("run %s failed", job.id)
                job.reason = "Something failed inside the laboratory; what it was stands where it was started."
                job.state = "failed"

    def _take(self) -> Job | None:
        """The next run; None when the queue closes."""
        with self._change:
            while not self._waiting and not self.closing:
                self._change.wait()
            if self.closing:
                for job in self._waiting:
                    job.state = "cancelled"
                return None
            job = self._waiting.popleft()
            job.state = "preparing"
            return job

    def _run(self, job: Job) -> None:
        stored = self.folder / job.experiment
        if (stored / "manifest.json").exists() and (results := _stored(stored, job.plan)):
            job.watch.remember(results)

        def prepared() -> Simulator:
            engine = self._engine(job.plan.model, job.plan.scale)
            if job.stop.is_set():
                raise Cancelled
            job.state = "running"
            return job.watch.over(engine)

        ensemble.run(job.plan, folder=self.folder, engine=prepared, threads=self.threads, progress=job.advance)


def _stored(folder: Path, plan: Plan) -> Results | None:
    """What an earlier run left of this plan."""
    try:
        return Results.load(folder, plan.histories)
    except Mistake:
        return None  # nothing yet, or damaged: the run mends it
