"""What is known of a run before it ends: the histories that have come, their outcomes, fans of a few measures."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia.ensemble import Plan, Simulator
from politeia.results import LEVELS, Results, spread

if TYPE_CHECKING:
    from politeia.engine import History

FANS = ("members", "appointed_middle", "bench_share", "party_regime", "opposition_public")
_STEP = 4  # weeks between the points of a partial fan


class Watch:
    """Stands between an ensemble and its engine, and keeps what a fan needs of every history that passes."""

    def __init__(self, plan: Plan, measures: Sequence[str] = FANS) -> None:
        names = [measure.name for measure in plan.model.measures]
        self.measures = [name for name in measures if name in names]
        self.weeks = list(range(0, plan.end_week - plan.first_week, _STEP))
        self.start = plan.model.world.date(plan.first_week).isoformat()
        self.persons = 0
        self._columns = [names.index(name) for name in self.measures]
        self._seen: dict[int, tuple[str, NDArray[np.float32]]] = {}
        self._lock = threading.Lock()
        self._engine: Simulator | None = None

    def over(self, engine: Simulator) -> Watch:
        """Begin to watch an engine."""
        self._engine, self.persons = engine, engine.persons
        return self

    def remember(self, results: Results) -> None:
        """Histories that were stored before."""
        known = [name for name in self.measures if name in results.measures]
        if known != self.measures:
            return
        tables = np.stack([results.weekly(name)[:, self.weeks] for name in known], axis=1)
        ends = results.store.read(["outcome"], results.histories)["outcome"].to_list()
        for number, outcome, table in zip(results.histories, ends, tables, strict=True):
            self._seen[number] = (outcome, table)

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
        """One history, as the engine gives it."""
        if self._engine is None:
            raise RuntimeError("no engine is watched yet")
        found = self._engine.simulate(
            history, seed=seed, first_week=first_week, last_week=last_week, threads=threads, told=told
        )
        table = np.full((len(self._columns), len(self.weeks)), np.nan, np.float32)
        weekly = found.measures[self.weeks[0] : self.weeks[-1] + 1 : _STEP, self._columns].T
        table[:, : weekly.shape[1]] = np.where(np.isfinite(weekly), weekly, np.nan)
        with self._lock:
            self._seen[history] = (found.outcome, table)
        return found

    def partial(self) -> dict[str, Any]:
        """Outcomes and fans so far, as plain data; the same whatever order the histories came in."""
        with self._lock:
            seen = [self._seen[number] for number in sorted(self._seen)]
        counts = Counter(outcome for outcome, _ in seen)
        fans = {}
        for k, name in enumerate(self.measures):
            fan = spread(np.stack([table[k] for _, table in seen])) if seen else np.empty((len(LEVELS), 0))
            fans[name] = [[plain(value) for value in row] for row in fan.tolist()]
        return {
            "histories": len(seen),
            "outcomes": dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            "start": self.start,
            "weeks": self.weeks,
            "levels": list(LEVELS),
            "fans": fans,
        }


def plain(value: float) -> float | None:
    """A number of four digits for JSON, which has no NaN."""
    return float(f"{value:.4g}") if np.isfinite(value) else None
