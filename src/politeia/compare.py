"""Two models with the same luck: paired differences, with intervals.

Histories of the same number share every draw, so their difference is due to the models alone.  The interval is the
95 % interval of the mean difference; chance between histories is not in it, what differs between pairs is.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake
from politeia.outcome import OUTCOMES, indices
from politeia.results import Results
from politeia.verdicts import t95

#: Measures shown first, in the order of a reader's questions.
FIRST = (
    "democracy bureaucracy members appointed_middle appointed_place clients norm voice press opposition_public "
    "opposition_delegates trust cadre office_share privilege class_size line_course dogma"
).split()


@dataclass(frozen=True)
class Difference:
    """B less A, in one measure at one date."""

    measure: str
    date: dt.date
    a: float
    b: float
    difference: float
    low: float
    high: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**self.__dict__, "date": self.date.isoformat()}


@dataclass(frozen=True)
class Comparison:
    """All differences, and how the pairs end."""

    differences: tuple[Difference, ...]
    ends: dict[tuple[str, str], int]  #: (outcome of A, outcome of B): pairs
    names: tuple[str, str]

    def in_words(self, most: int = 18) -> str:
        """The outcomes, then the last year's differences in the measures read first."""
        a, b = self.names
        pairs = sum(self.ends.values())
        lines = [f"A: {a}", f"B: {b}", f"{pairs} pairs of histories with the same luck", ""]
        lines.append(f"{'outcome':<34} {'A':>5} {'B':>5}")
        for name, text in [*OUTCOMES.items(), ("failed", "failed")]:
            in_a = sum(n for (one, _), n in self.ends.items() if one == name)
            in_b = sum(n for (_, other), n in self.ends.items() if other == name)
            if in_a or in_b:
                lines.append(f"{text:<34} {in_a:>5} {in_b:>5}")
        same = sum(n for (one, other), n in self.ends.items() if one == other)
        lines.append(f"{same} of {pairs} pairs end alike")
        dates = sorted({d.date for d in self.differences})
        last = {d.measure: d for d in self.differences if d.date == dates[-1]}
        lines += ["", f"{dates[-1]!s:<22} {'A':>11} {'B':>11} {'B - A':>11}   95 % interval"]
        for name in [n for n in FIRST if n in last][:most]:
            d = last[name]
            lines.append(f"{name:<22} {d.a:>11.4g} {d.b:>11.4g} {d.difference:>+11.3g}   {d.low:+.3g} to {d.high:+.3g}")
        return "\n".join(lines)


def compare(
    one: Results, other: Results, dates: Sequence[dt.date] = (), names: tuple[str, str] = ("A", "B")
) -> Comparison:
    """Differences (other less one) of every measure both have, at the given dates or at the ends of years."""
    shared = sorted(set(one.histories) & set(other.histories))
    if not shared:
        raise Mistake("these two results share no history number; run both with the same --histories")
    if one.start != other.start or one.weeks != other.weeks:
        raise Mistake(
            f"these two results cover different weeks ({one.start} and {other.start}); compare like with like"
        )
    weeks = _weeks(one, dates)
    pick = [[list(results.histories).index(h) for h in shared] for results in (one, other)]
    measures = [name for name in one.measures if name in other.measures]
    tables = [_table(results, measures, rows) for results, rows in zip((one, other), pick, strict=True)]
    found = []
    for name in dict.fromkeys([*FIRST, *measures]):
        if name not in tables[0]:
            continue
        for week in weeks:
            found.append(_difference(name, one.date(week), tables[0][name][:, week], tables[1][name][:, week]))
    outcomes = [dict(results.store.read(["outcome"], shared).iter_rows()) for results in (one, other)]
    ends = Counter((outcomes[0][h], outcomes[1][h]) for h in shared)
    return Comparison(tuple(found), dict(ends), names)


def _table(results: Results, measures: Sequence[str], rows: Sequence[int]) -> dict[str, NDArray[np.float64]]:
    held = {name: results.weekly(name)[rows].astype(np.float64) for name in measures}
    try:
        return held | indices(held)
    except KeyError:  # a model without some component has no index
        return held


def _difference(name: str, date: dt.date, a: NDArray[np.float64], b: NDArray[np.float64]) -> Difference:
    both = np.isfinite(a) & np.isfinite(b)
    a, b = a[both], b[both]
    gap = b - a
    if not len(gap):
        return Difference(name, date, math.nan, math.nan, math.nan, math.nan, math.nan)
    mean = float(gap.mean())
    margin = t95(len(gap) - 1) * float(gap.std(ddof=1)) / math.sqrt(len(gap)) if len(gap) > 1 else math.inf
    return Difference(name, date, float(a.mean()), float(b.mean()), mean, mean - margin, mean + margin)


def _weeks(results: Results, dates: Sequence[dt.date]) -> list[int]:
    start = results.start
    end = results.date(results.weeks - 1)
    if not dates:
        ends = [dt.date(year, 12, 28) for year in range(start.year, end.year + 1)]
        dates = [date for date in ends if start <= date <= end] or [end]
    for date in dates:
        if not start <= date <= end + dt.timedelta(days=6):
            raise Mistake(f"--at: given {date}; allowed: {start} to {end}")
    return sorted({(date - start).days // 7 for date in dates})
