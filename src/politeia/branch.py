"""Branches: from one state of one history, many futures with new luck.

Outcomes that differ though everything up to the day was the same measure how open the future still was.  Entropy is
in bits: 0 when all futures end alike, log2 of the number of outcomes when each is as likely.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake
from politeia.outcome import OUTCOMES, indices

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

#: Measures shown for the futures.
SHOWN = ("members", "appointed_middle", "opposition_public", "trust", "democracy", "bureaucracy")


@dataclass(frozen=True)
class Branches:
    """Futures from one state."""

    date: dt.date
    history: int
    own: str  #: the outcome of the history itself, with its own luck and without intervention
    ends: tuple[str, ...]  #: outcome of each future
    fans: dict[str, NDArray[np.float64]]  #: 10 %, 50 %, 90 % of the futures at the end, by measure

    @property
    def outcomes(self) -> dict[str, float]:
        """Share of futures by outcome, the most frequent first."""
        return {name: n / len(self.ends) for name, n in Counter(self.ends).most_common()}

    @property
    def entropy(self) -> float:
        """Bits, with the correction of Miller and Madow for a finite number of futures."""
        shares = self.outcomes.values()
        plain = -sum(share * math.log2(share) for share in shares)
        return plain + (len(shares) - 1) / (2 * len(self.ends) * math.log(2))

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "date": self.date.isoformat(),
            "history": self.history,
            "futures": len(self.ends),
            "outcomes": self.outcomes,
            "entropy": self.entropy,
            "own": self.own,
            "at_the_end": {
                name: dict(zip(("low", "median", "high"), fan.tolist(), strict=True)) for name, fan in self.fans.items()
            },
        }

    def in_words(self) -> str:
        """A short account."""
        total = len(self.ends)
        lines = [f"{total} futures of history {self.history} from {self.date}: the same state, new luck"]
        for name, share in self.outcomes.items():
            lines.append(f"  {round(share * total):>4} {OUTCOMES.get(name, name)}")
        lines.append(
            f"entropy {self.entropy:.2f} bits (0: the end was settled; {math.log2(len(OUTCOMES)):.2f}: anything goes)"
        )
        lines.append(f"the history itself, with its own luck: {OUTCOMES.get(self.own, self.own)}")
        lines += ["", f"{'in the last week':<22} {'low':>12} {'median':>12} {'high':>12}   (8 futures in 10)"]
        for name, (low, median, high) in self.fans.items():
            lines.append(f"  {name:<20} {low:>12,.4g} {median:>12,.4g} {high:>12,.4g}")
        return "\n".join(lines)


def branch(
    model: Model,
    *,
    at: dt.date,
    engine: Engine,
    futures: int = 200,
    history: int = 0,
    seed: int = 1917,
    changed: Model | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Branches:
    """Run history ``history`` of a model to ``at``, then ``futures`` continuations with new luck.

    ``changed`` is the model from then on (its changes must not begin before that day).  The weeks before are the
    same in every future, bit for bit.
    """
    week = week_of(model, at)
    if futures < 1:
        raise Mistake(f"--futures: given {futures}; allowed: 1 or more")
    changed = from_then_on(model, changed, week)
    parent = engine.start(history, seed=seed)
    parent = engine.go_on(parent, history, 0, week, seed=seed)
    weeks = model.world.weeks
    onward = engine.like(changed)
    names = [measure.name for measure in model.measures]

    def future(number: int) -> tuple[str, list[float]]:
        runner = onward if number else engine
        s = runner.go_on(engine.branch(parent, number), history, week, weeks, seed=seed)
        ended = runner.finish(s, history)
        columns = {name: ended.measures[-52:, k].astype(np.float64) for k, name in enumerate(names)}
        columns |= indices(columns)
        if progress:
            progress(1)
        return ended.outcome, [float(columns[name][-1]) if name in columns else math.nan for name in SHOWN]

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        found = list(pool.map(future, range(futures + 1)))
    ends = tuple(outcome for outcome, _ in found[1:])
    values = np.array([numbers for _, numbers in found[1:]])
    fans = {name: np.quantile(values[:, k], (0.1, 0.5, 0.9)) for k, name in enumerate(SHOWN)}
    return Branches(model.world.date(week), history, found[0][0], ends, fans)


def week_of(model: Model, at: dt.date) -> int:
    """The week of a day on which a history can branch."""
    world = model.world
    week = world.week(at)
    if not 0 < week < world.weeks:
        raise Mistake(
            f"--at: given {at}; allowed: {world.date(1)} to {world.date(world.weeks - 1)}, the years of '{world.name}'"
        )
    return week


def from_then_on(model: Model, changed: Model | None, week: int) -> Model:
    """A changed model whose changes act from ``week`` on, whatever their own beginning."""
    import dataclasses

    if changed is None:
        return model
    stages: Sequence[tuple[int, Model]] = [(0, dataclasses.replace(changed, later=())), *changed.later]
    active = [m for start, m in stages if start <= week][-1]
    rest = tuple((start, m) for start, m in stages if start > week)
    return dataclasses.replace(model, later=((week, active), *rest))
