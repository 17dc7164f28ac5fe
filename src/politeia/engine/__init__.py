"""The engine: one compiled week, run for a history at a time.

The same generated text runs compiled (numba) or as plain Python (``prepare(..., compiled=False)``), with the same bits.
"""

from __future__ import annotations

import copy
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.engine.compile import ENTRIES, compile_entries, load_text
from politeia.engine.fuse import Fused, fuse
from politeia.engine.fuse import Unknown as Unknown
from politeia.engine.plan import Plan
from politeia.engine.weeks import LOOP
from politeia.random.draws import mix_int, salt

if TYPE_CHECKING:
    from politeia.model import Model

_ROW_WEEKS = (
    20_000_000  # after which a history comes back to Python, where it can be interrupted: a fraction of a second
)


@dataclass
class History:
    """One simulated run."""

    number: int
    outcome: str
    status: str
    reason: str
    measures: np.ndarray  # float32 (weeks, measures)
    places: np.ndarray  # float32 (weeks, places, place measures)
    decisions: np.ndarray  # EVENTS
    final: dict[str, float]


def counts_ballots(model: Model) -> bool:
    """Does any organ of the model, now or later, count ballots? Only then is the code for it compiled."""
    now = any(organ.method != "standing" for organ in model.charter.organs)
    return now or any(counts_ballots(changed) for _, changed in model.later)


def fused(model: Model, **how: Any) -> Fused:
    """The text of the model's week, in any way that :func:`politeia.engine.fuse.fuse` knows.

    Raises :class:`Unknown` or ValueError if the mechanisms do not fit together.
    """
    milieu = ("rooted", "office", "armed", "school", "bench", "draw", "career", "course")
    return fuse(
        model.mechanisms,
        (*model.rules, *(f"m{n}" for n in range(1, 67))),
        milieu,
        tuple(m.of for m in model.measures),
        model.place_sources,
        counts_ballots(model),
        **how,
    )


def prepare(model: Model, *, scale: float = 0.01, compiled: bool = True, device: str = "cpu") -> Engine:
    """Fuse and compile the model's week for a world of ``scale x world.persons`` rows.

    On the device ``cuda`` histories run many at once (:mod:`politeia.engine.cuda`), with the same bits.
    """
    if device == "cuda":
        from politeia.engine.cuda import CudaEngine, present

        present()
        return CudaEngine(model, scale, compiled)
    return Engine(model, scale, compiled)


class Engine:
    """A compiled week and the layout of one world at one scale; thread-safe, reusable for any history.

    Attributes
    ----------
    persons : int
        rows simulated in each history.
    compile_s : float
        seconds spent in fusing and compiling (near 0 when the compiled week was found on disk).
    """

    def __init__(self, model: Model, scale: float, compiled: bool) -> None:
        started = time.perf_counter()
        self.model = model
        self.scale = scale
        self.counting = counts_ballots(model)
        self.fused = self.fuse()
        self.plan = Plan(model, self.fused, scale)
        self.persons = self.plan.rows
        self.code = load_text(self.fused.source + LOOP, compiled)
        self.compiled = compiled
        if compiled:
            entries, self.parts = compile_entries(self.code, self.plan.state(0, 0, 0, 1))
        else:
            entries = vars(self.code)
            self.parts = tuple(getattr(self.code, name) for name in ENTRIES[1:])
        self.populate, self.before, self.persons_pass, self.after = (entries[name] for name in ENTRIES)
        self.weeks = entries["weeks"]
        self.later: tuple[tuple[int, Engine], ...] = ()
        self.later = tuple((week, self.like(changed)) for week, changed in model.later)
        self.compile_s = time.perf_counter() - started

    def fuse(self, **how: Any) -> Fused:
        """The text of the model's week, in any way that :func:`politeia.engine.fuse.fuse` knows."""
        return fused(self.model, **how)

    def like(self, model: Model) -> Engine:
        """The engine of another model with the same mechanisms, at the same scale: nothing is compiled again."""
        same = model.mechanisms == self.model.mechanisms and len(model.measures) == len(self.model.measures)
        if not same or (counts_ballots(model) and not self.counting):
            return type(self)(model, self.scale, self.compiled)
        other = copy.copy(self)
        other.model = model
        other.plan = self.plan.like(model)
        other.persons = other.plan.rows
        other.later = ()
        mine = self.later if len(self.later) == len(model.later) else ((0, other),) * len(model.later)
        other.later = tuple((week, near.like(m)) for (week, m), (_, near) in zip(model.later, mine, strict=True))
        return other

    def start(
        self, history: int, *, seed: int, first_week: int = 0, last_week: int | None = None, log_level: int = 0
    ) -> Any:
        """The state of a history before its first week; ValueError where the world has no such weeks."""
        weeks = self.model.world.weeks
        last = weeks if last_week is None else last_week
        if not 0 <= first_week <= last <= weeks:
            raise ValueError(f"a history from week {first_week} to {last}: the world has weeks 0 to {weeks}")
        s = self.plan_at(first_week).state(seed, history, first_week, last, log_level)
        with np.errstate(over="ignore"):
            self.populate(s, first_week)
        return s

    def plan_at(self, week: int) -> Plan:
        """The layout under the model that holds in a week."""
        return next((engine.plan for start, engine in reversed(self.later) if start <= week), self.plan)

    def go_on(
        self,
        s: Any,
        history: int,
        first: int,
        last: int,
        *,
        seed: int,
        pool: ThreadPoolExecutor | None = None,
        told: Callable[[], None] | None = None,
    ) -> Any:
        """Run weeks ``first .. last - 1`` and the changes of model that fall in them; the state, which may be a new one.

        With a ``pool``, ``told`` is called at the end of every week.
        """
        week, before = first, self
        for start, engine in self.later:
            if start >= last:
                break
            if start >= first:
                self.advance(s, week, start, pool, told)
                s = engine.plan.adopt(s, before.plan, seed, history)
                week = start
            before = engine
        self.advance(s, week, last, pool, told)
        return s

    def branch(self, s: Any, number: int) -> Any:
        """A copy of a running history with new luck from now on; number 0 keeps its own."""
        s = self.plan.copied(s)
        if number:
            s.S[2, 0] = np.uint64(mix_int(int(s.S[2, 0]) ^ salt(f"branch.{number}")))
        return s

    def advance(
        self,
        s: Any,
        first: int,
        last: int,
        pool: ThreadPoolExecutor | None = None,
        told: Callable[[], None] | None = None,
    ) -> None:
        """Run weeks ``first .. last - 1``; with a pool, the persons of one history are shared among threads.

        ValueError where the state was not started for them: what a compiled week reads and writes is not looked at again.
        """
        begin = int(s.B[0].first_week)
        if not begin <= first <= last <= begin + len(s.out):
            raise ValueError(f"weeks {first} to {last}: the state was started for {begin} to {begin + len(s.out)}")
        with np.errstate(over="ignore"):
            if pool is None:
                stride = max(1, _ROW_WEEKS // self.persons)
                for week in range(first, last, stride):
                    self.weeks(s, week, min(week + stride, last), *self.parts)
                return
            blocks = self.plan.blocks(pool._max_workers)
            s = s._replace(**self.plan.scratch(len(blocks)))
            for week in range(first, last):
                self.before(s, week)
                list(pool.map(lambda b, w=week: self.persons_pass(s, w, *blocks[b], b), range(len(blocks))))  # type: ignore[misc]
                self.after(s, week)
                if told:
                    told()

    def simulate(
        self,
        history: int,
        *,
        seed: int,
        first_week: int = 0,
        last_week: int | None = None,
        threads: int = 1,
        log_level: int = 0,
        told: Callable[[], None] | None = None,
    ) -> History:
        """Run one history. The result depends on the model, the scale, the seed and the number only.

        With more than one of ``threads`` the persons are shared among them, and ``told`` is called every week.
        """
        last = self.model.world.weeks if last_week is None else last_week
        s = self.start(history, seed=seed, first_week=first_week, last_week=last, log_level=log_level)
        if threads > 1 and log_level < 2:
            with ThreadPoolExecutor(threads) as pool:
                s = self.go_on(s, history, first_week, last, seed=seed, pool=pool, told=told)
        else:
            s = self.go_on(s, history, first_week, last, seed=seed)
        return self.finish(s, history)

    def finish(self, s: Any, history: int) -> History:
        """Collect what a history leaves."""
        from politeia.outcome import classify

        measures = s.out
        names = [m.name for m in self.model.measures]
        status, reason = "ok", ""
        if not np.isfinite(measures).all():
            bad = names[int(np.argmax(~np.isfinite(measures).all(axis=0)))]
            status, reason = "not_finite", f"measure '{bad}' is not a finite number"
        elif measures[-1, 0] <= 0:
            status, reason = "extinct", "no member is left"
        elif s.G[0]["dropped"] > 0:
            status, reason = "full", f"the event log is full: {int(s.G[0]['dropped'])} lines were dropped"
        final = dict(zip(s.G.dtype.names, map(float, s.G[0].item()), strict=True))
        outcome = (
            classify({n: measures[:, k] for k, n in enumerate(names)}, final) if status in ("ok", "full") else "failed"
        )
        return History(
            history, outcome, status, reason, measures, s.out_places, s.E[: int(s.G[0]["n_events"])].copy(), final
        )
