"""Results: what an ensemble's store says, as quantiles, outcomes and a table beside the archive.

Quantiles run over histories: at each week, the value below which a share of the histories lies.  A history that
failed has an outcome and a reason, and no numbers.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import math
import os
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from politeia import answers, export
from politeia.answers import Rule, Target
from politeia.evidence import printed, rivals
from politeia.load import Mistake
from politeia.store import Store
from politeia.world import unknown

if TYPE_CHECKING:
    import xarray

    from politeia.model import Model

#: Levels of every fan: the bounds of 95, 80 and 50 histories in a hundred, around the median.
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
FAILED = "failed"
_WEEKS = 64  # weeks that are sorted together: few enough to stay in the cache


@dataclass(frozen=True, slots=True)
class Comparison:
    """One archival value beside what the histories say.

    The bounds hold what a source of this reliability would print of the histories: the spread between histories, and
    the error of the source.
    """

    target: Target
    low95: float
    low: float
    median: float
    high: float
    high95: float
    histories: int  #: that give a number
    variants: tuple[Target, ...] = ()  #: other values of the archive for the same series, region and date
    primary: bool = True  #: the best value among such rivals (the first of the best quality)

    @property
    def value(self) -> float:
        """The archive's value, NaN if it is not known."""
        return self.target.row.value

    @property
    def counted(self) -> bool:
        """It is a prediction with an archival value to compare."""
        return self.target.role == "prediction" and self.histories > 0

    @property
    def inside(self) -> bool:
        """The archive's value lies in the range of eight histories in ten."""
        return self.low <= self.value <= self.high

    @property
    def miss(self) -> str:
        """How the model errs: 'too low', 'too high' or nothing."""
        if not self.counted or self.inside:
            return ""
        return "too low" if self.high < self.value else "too high"

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``politeia run --json`` gives it."""
        row, target = self.target.row, self.target
        return {
            "series": row.series,
            "region": row.region,
            "date": row.date.isoformat(),
            "value": _plain(row.value),
            "low": _plain(self.low),
            "high": _plain(self.high),
            "median": _plain(self.median),
            "inside": self.inside if row.known and self.histories else None,
            "source": row.source,
            "quality": row.quality,
            "unit": row.unit,
            "title": target.title,
            "measure": " + ".join(target.rule.measure),
            "statistic": target.rule.statistic,
            "role": target.role,
            "reason": target.reason,
            "histories": self.histories,
            "variants": [
                {"value": v.row.value, "source": v.row.source, "quality": v.row.quality} for v in self.variants
            ],
        }


@dataclass(frozen=True, slots=True)
class Family:
    """The rows of one series in one region, in the order of their dates."""

    title: str
    region: str
    unit: str
    rows: tuple[Comparison, ...]

    @property
    def group(self) -> str:
        """Its chapter."""
        return self.rows[0].target.group


class Results:
    """The stored histories of one experiment, or some of them."""

    def __init__(self, store: Store, histories: Iterable[int] | None = None) -> None:
        stored = store.histories
        self.store = store
        self._fans: dict[Rule, NDArray[np.float64]] = {}
        self.histories = tuple(sorted(stored if histories is None else stored.intersection(histories)))
        if not self.histories:
            raise Mistake(f"{store.folder}: no history is stored here yet. `politeia run` makes some.")

    @classmethod
    def load(cls, folder: Path | str, histories: Iterable[int] | None = None) -> Results:
        """The results in an experiment's folder."""
        return cls(Store.open(folder), histories)

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.store.folder

    @property
    def about(self) -> dict[str, Any]:
        """Names, titles, measures, assumptions of the model that was run."""
        return self.store.about

    @functools.cached_property
    def model(self) -> Model:
        """The model that was run, as it was stored, wherever its files are now.

        The text of a mechanism of the user's own is executed.  Raises Mistake if the model was not stored, cannot be
        read, or would give other histories today.
        """
        from politeia.model import defined

        name = self.folder.name
        if "model" not in self.about:
            raise Mistake(f"{name} was stored before its model was kept with it, so its histories cannot be run again.")
        try:
            found = defined(self.about["model"])
        except (ValueError, TypeError, KeyError):
            raise Mistake(f"The model of {name} is not one that this version can read. Run it anew.") from None
        if found.fingerprint != self.store.recipe["model"]:
            again = "so its histories cannot be run again as they were. Run it anew."
            raise Mistake(f"The model of {name} has changed since, {again}")
        return found

    @property
    def weeks(self) -> int:
        """Weeks of a history."""
        return int(self.about["weeks"])

    @property
    def start(self) -> dt.date:
        """First day of the first week."""
        return dt.date.fromisoformat(self.about["start"])

    @property
    def measures(self) -> tuple[str, ...]:
        """Names of the weekly measures."""
        return tuple(measure["name"] for measure in self.about["measures"])

    def date(self, week: int) -> dt.date:
        """First day of a simulated week."""
        return self.start + dt.timedelta(weeks=week)

    def weekly(self, measure: str) -> NDArray[np.float32]:
        """``[histories, weeks]`` of a measure, in the order of :attr:`histories`."""
        if measure not in self.measures:
            raise Mistake(unknown(measure, self.measures, "measure"))
        return self.store.weekly(measure, self.store.read([f"m.{measure}"], self.histories))

    def quantiles(self, measures: Sequence[str] | None = None) -> dict[str, NDArray[np.float64]]:
        """``[levels, weeks]`` of each measure at :data:`LEVELS`."""
        names = self.measures if measures is None else tuple(measures)
        for name in set(names) - set(self.measures):
            raise Mistake(unknown(name, self.measures, "measure"))
        frame = self.store.read([f"m.{name}" for name in names], self.histories)
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # numpy sorts without the interpreter's lock
            fans = pool.map(lambda name: spread(self.store.weekly(name, frame)), names)
            return dict(zip(names, fans, strict=True))

    def frame(self, measures: Sequence[str] | None = None) -> pl.DataFrame:
        """Tidy quantiles: one row a measure and week."""
        tables = []
        dates = [self.date(week) for week in range(self.weeks)]
        for name, fan in self.quantiles(measures).items():
            levels = {f"q{100 * level:g}": fan[row] for row, level in enumerate(LEVELS)}
            head = {"measure": pl.Series([name] * self.weeks), "week": np.arange(self.weeks), "date": dates}
            tables.append(pl.DataFrame({**head, **levels}))
        return pl.concat(tables)

    def outcomes(self) -> dict[str, int]:
        """How many histories ended in each way, the most frequent first."""
        column = self.store.read(["outcome"], self.histories)["outcome"]
        return dict(sorted(Counter(column).items(), key=lambda item: (-item[1], item[0])))

    def failures(self) -> dict[str, list[int]]:
        """Reasons for which histories have no numbers, with the histories."""
        rows = self.store.read(["status", "reason"], self.histories)
        found: dict[str, list[int]] = {}
        for number, status, reason in rows.iter_rows():
            if status not in ("ok", "extinct"):
                found.setdefault(reason or status, []).append(number)
        return found

    @functools.cached_property
    def targets(self) -> tuple[Target, ...]:
        """The archive's rows and how the model answers them."""
        return tuple(answers.from_dict(content) for content in self.about["targets"])

    @functools.cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Every row of the archive beside the histories, in the archive's order."""
        if not self.targets:
            return ()
        return compared(self.targets, self.simulated)

    @functools.cached_property
    def simulated(self) -> NDArray[np.float64]:
        """``[histories, targets]``: what each history says of every row of the archive; NaN where it says nothing."""
        column = self.store.read(["evidence"], self.histories)["evidence"]
        return np.array(column.to_list(), np.float64).reshape(len(column), len(self.targets))

    def evidence_table(self) -> tuple[Comparison, ...]:
        """The comparisons that count: predictions with an archival value."""
        return tuple(row for row in self.comparisons if row.counted)

    def families(self, roles: Collection[str] = ("prediction",)) -> tuple[Family, ...]:
        """The answered rows of these roles, by series and region, in the order of the mapping."""
        return families([row for row in self.comparisons if row.target.role in roles], self.about["titles"])

    def evidence_frame(self) -> pl.DataFrame:
        """Every row of the archive as a tidy frame."""
        rows = [{**row.as_dict(), "variants": json.dumps(row.as_dict()["variants"])} for row in self.comparisons]
        return pl.DataFrame(rows, infer_schema_length=None)

    def fan(self, target: Target) -> NDArray[np.float64] | None:
        """``[levels, weeks]`` of the quantity behind a target; None if it exists only at its date."""
        return self.fans([target])[0]

    def fans(self, targets: Sequence[Target]) -> list[NDArray[np.float64] | None]:
        """:meth:`fan` of many targets, whose measures are read together."""
        asked: dict[Rule, float] = {}
        for target in filter(_drawn, targets):
            if target.rule not in self._fans:
                asked.setdefault(target.rule, target.factor)
        names = dict.fromkeys(f"m.{name}" for rule in asked for name in rule.columns)
        frame = self.store.read(names, self.histories) if asked else pl.DataFrame()

        def read(name: str) -> Any:
            return self.store.weekly(name, frame).astype(np.float64)

        with np.errstate(all="ignore"):
            for rule, factor in asked.items():
                self._fans[rule] = spread(answers.weekly(rule, read, factor))
        return [self._fans[target.rule] if _drawn(target) else None for target in targets]

    def to_xarray(self) -> xarray.Dataset:
        """A labelled data set: see :func:`politeia.export.dataset`."""
        return export.dataset(self)

    def to_netcdf(self, path: Path | str) -> Path:
        """Write the data set as netCDF."""
        return export.netcdf(self, path)

    def to_csv(self, path: Path | str) -> Path:
        """Write every measure as CSV, one line a history and week."""
        return export.csv(self, path)

    def history(self, number: int) -> History:
        """One history. It is one of many: never show it as the result."""
        if number not in self.histories:
            raise Mistake(f"history {number} is not stored in {self.folder}; {_numbers(self.histories)} are")
        return History(self, number)

    def decisions(self, histories: Iterable[int] | None = None) -> pl.DataFrame:
        """The log of decisions: one row each, with the history's number."""
        names = [f"decision_{name}" for name in ("week", "kind", "unit", "person", "by", "value")]
        frame = self.store.read(names, self.histories if histories is None else histories)
        return frame.explode(names, empty_as_null=False).rename(lambda name: name.removeprefix("decision_"))


@dataclass(frozen=True)
class History:
    """One stored history, read when asked."""

    results: Results
    number: int

    @functools.cached_property
    def _row(self) -> dict[str, Any]:
        frame = self.results.store.read(["outcome", "status", "reason", "final"], [self.number])
        return frame.row(0, named=True)

    @property
    def outcome(self) -> str:
        """Its class of outcome."""
        return str(self._row["outcome"])

    @property
    def status(self) -> str:
        """``ok``, or what went wrong."""
        return str(self._row["status"])

    @property
    def reason(self) -> str:
        """What went wrong, in a sentence."""
        return str(self._row["reason"])

    @property
    def final(self) -> dict[str, float]:
        """Its final quantities."""
        return dict(json.loads(self._row["final"]))

    def frame(self, measures: Sequence[str] | None = None) -> pl.DataFrame:
        """One row a week, one column a measure."""
        names = self.results.measures if measures is None else tuple(measures)
        stored = self.results.store.read([f"m.{name}" for name in names], [self.number])
        dates = [self.results.date(week) for week in range(self.results.weeks)]
        return pl.DataFrame({"date": dates, **{name: self.results.store.weekly(name, stored)[0] for name in names}})

    def decisions(self) -> pl.DataFrame:
        """Its log of decisions."""
        return self.results.decisions([self.number]).drop("history")


def _drawn(target: Target) -> bool:
    """The quantity behind a target exists in every week."""
    rule = target.rule
    return bool(
        target.answered and not target.places and rule.statistic == "at" and not rule.moment and not rule.over_total
    )


def families(rows: Iterable[Comparison], titles: Sequence[str]) -> tuple[Family, ...]:
    """The answered rows by series and region, in the order of the titles."""
    order = {title: place for place, title in enumerate(titles)}

    def key(row: Comparison) -> tuple[int, str, str, str]:
        target = row.target
        return order.get(target.title, len(order)), target.title, target.row.region, target.unit

    chosen = sorted(
        (row for row in rows if row.histories), key=lambda row: (*key(row), row.target.row.date, not row.primary)
    )
    return tuple(
        Family(title, region, unit, tuple(held))
        for (_, title, region, unit), held in ((k, list(g)) for k, g in itertools.groupby(chosen, key))
    )


def compared(targets: Sequence[Target], simulated: NDArray[np.float64]) -> tuple[Comparison, ...]:
    """Each target beside its column of ``simulated`` (``[histories, targets]``)."""
    together = rivals([target.row for target in targets])
    alike = {key: tuple(targets[at] for at in places) for key, places in together.items()}
    return tuple(
        _compare(target, simulated[:, at], alike[target.row.series, target.row.region, target.row.date])
        for at, target in enumerate(targets)
    )


def spread(values: NDArray[Any]) -> NDArray[np.float64]:
    """Quantiles at :data:`LEVELS` over the first axis, week by week; NaN are left out."""
    weeks = range(0, values.shape[1], _WEEKS)
    return np.concatenate([_spread(values[:, first : first + _WEEKS]) for first in weeks], axis=1)


def _spread(values: NDArray[Any]) -> NDArray[np.float64]:
    ordered = np.array(values.T, order="C")
    ordered.sort(axis=1)  # NaN go last
    count = np.full(len(ordered), values.shape[0])
    for week in np.flatnonzero(np.isnan(ordered[:, -1])):
        count[week] = np.searchsorted(ordered[week], np.nan)
    rows = np.arange(len(ordered))
    fan = np.full((len(LEVELS), len(ordered)), np.nan)
    for at, level in enumerate(LEVELS):
        place = level * np.maximum(count - 1, 0)
        below = place.astype(np.int64)
        above = np.minimum(below + 1, np.maximum(count - 1, 0))
        low, high = ordered[rows, below].astype(np.float64), ordered[rows, above].astype(np.float64)
        fan[at] = np.where(count > 0, low + (high - low) * (place - below), np.nan)
    return fan


def _compare(target: Target, values: NDArray[np.float64], alike: Sequence[Target]) -> Comparison:
    """A target beside its values; ``alike`` are it and its rivals, in the archive's order."""
    fan, count = np.full(len(LEVELS), np.nan), 0
    if target.answered:
        fan = spread(printed(values, target.error, share=target.share)[:, None])[:, 0]
        count = int(np.isfinite(values).sum())
    best = min(alike, key=lambda t: (t.role != "prediction", t.row.quality or "Z"))
    others = tuple(other for other in alike if other is not target)
    low95, low, _, median, _, high, high95 = (float(level) for level in fan)
    return Comparison(target, low95, low, median, high, high95, count, others, best is target)


def _plain(number: float) -> float | None:
    """A number for JSON, which has no NaN."""
    return None if math.isnan(number) else float(number)


def _numbers(numbers: Sequence[int]) -> str:
    return f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
