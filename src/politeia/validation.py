"""Validation: any file of archival figures beside what the histories say, figure by figure.

Each row of the file is mapped to a measure of the model, or named with the reason why it is not and the nearest series
that is.  A mapped figure is compared with what a source of its reliability would print of the simulated histories;
:mod:`politeia.scores` says how good the ranges are.  What is given to the world, or set aside as a misprint, is shown
and not counted.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia import answers, calibration, ensemble, evidence, scores, units
from politeia.answers import Rules, Target
from politeia.ensemble import Plan, Simulator
from politeia.evidence import Row
from politeia.load import Mistake
from politeia.results import Comparison, Results, compared
from politeia.scores import Figure, Scores
from politeia.world import closest

Key = Callable[["Entry"], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the file, its target (in the mapping's unit), and how its figure lies among the histories.

    ``low`` to ``high`` of the comparison hold eight of ten figures that a source would print; ``own_low`` to
    ``own_high`` eight of ten histories, without the error of the source.
    """

    row: Row
    comparison: Comparison
    factor: float  #: the mapping's units in one unit of the file
    own_low: float
    own_high: float
    figure: Figure | None
    nearest: str = ""  #: a series that a measure answers, for a row that none answers

    @property
    def target(self) -> Target:
        """What the model answers."""
        return self.comparison.target

    @property
    def counted(self) -> bool:
        """A prediction with a figure to compare."""
        return self.comparison.counted and self.figure is not None

    def as_dict(self) -> dict[str, Any]:
        """Plain data, in the unit of the file."""
        told, target = self.comparison, self.target
        given = {name: getattr(self.row, name) for name in ("series", "region")} | {"date": self.row.date.isoformat()}
        numbers = {
            "value": self.row.value,
            "median": told.median / self.factor,
            "low": told.low / self.factor,
            "high": told.high / self.factor,
            "low95": told.low95 / self.factor,
            "high95": told.high95 / self.factor,
            "low_histories": self.own_low / self.factor,
            "high_histories": self.own_high / self.factor,
            "rank": self.figure.rank if self.figure else np.nan,
            "crps": self.figure.crps if self.figure else np.nan,
        }
        return {
            **given,
            **{name: float(number) if np.isfinite(number) else None for name, number in numbers.items()},
            "mapped": target.answered,
            "inside": told.inside if self.figure and target.answered else None,
            "counted": self.counted,
            "role": target.role,
            "measure": " + ".join(target.rule.measure),
            "statistic": target.rule.statistic,
            "group": target.group,
            "title": target.title,
            "unit": self.row.unit or target.unit,
            "quality": self.row.quality,
            "source": self.row.source,
            "reason": target.reason,
            "nearest": self.nearest,
            "histories": told.histories,
        }


@dataclass(frozen=True)
class Validation:
    """Every row of a file beside the histories of one model."""

    entries: tuple[Entry, ...]
    results: Results

    @functools.cached_property
    def counted(self) -> tuple[Entry, ...]:
        """Predictions with a figure."""
        return tuple(entry for entry in self.entries if entry.counted)

    @functools.cached_property
    def scores(self) -> Scores:
        """Over all that is counted."""
        return scores.score([entry.figure for entry in self.counted if entry.figure])

    @property
    def coverage(self) -> float:
        """Share of the counted figures in the 80 % range; NaN if there are none."""
        return float(np.mean([entry.comparison.inside for entry in self.counted])) if self.counted else np.nan

    @property
    def mapped_share(self) -> float:
        """Share of the rows that a measure answers."""
        return sum(entry.target.answered for entry in self.entries) / len(self.entries)

    def by(self, key: Key) -> dict[str, Scores]:
        """Scores of parts of the file."""
        parts: dict[str, list[Figure]] = defaultdict(list)
        for entry in self.counted:
            if entry.figure:
                parts[key(entry)].append(entry.figure)
        return {name: scores.score(found) for name, found in sorted(parts.items())}

    def as_dict(self) -> dict[str, Any]:
        """The whole as plain data."""
        coverage = self.coverage
        return {
            "rows": [entry.as_dict() for entry in self.entries],
            "coverage": coverage if np.isfinite(coverage) else None,
            "mapped_share": self.mapped_share,
            "counted": len(self.counted),
            "inside": sum(entry.comparison.inside for entry in self.counted),
            "histories": len(self.results.histories),
            "scores": self.scores.as_dict(),
            "by_quality": _plain(self.by(lambda entry: entry.row.quality or "not rated")),
            "by_group": _plain(self.by(lambda entry: entry.target.group)),
            "by_series": _plain(self.by(lambda entry: entry.row.series)),
            "votes": scores.score([e.figure for e in self.counted if e.figure and e.target.group == "votes"]).as_dict(),
            "unmapped": [
                {"series": e.row.series, "region": e.row.region, "date": e.row.date.isoformat()}
                | {"reason": e.target.reason, "nearest": e.nearest}
                for e in self.entries
                if not e.target.answered
            ],
            "results": str(self.results.folder),
        }


def validate(
    rows: Sequence[Row],
    plan: Plan,
    *,
    folder: Path | str,
    engine: Simulator | Callable[[], Simulator],
    threads: int | None = None,
    progress: ensemble.Progress | None = None,
) -> Validation:
    """Each row beside the plan's histories, which are read where they are stored and simulated where they are not.

    Raises :class:`~politeia.load.Mistake` if the plan's world has no archive to speak of.
    """
    if not plan.model.world.regions:
        raise Mistake(
            f"World '{plan.model.world.name}' names no regions, so no archival figure can be placed in it. "
            "Add a table [regions] to the world: name = [places]."
        )
    bound, factors = _read(rows, plan)
    if not _answered_by(plan.targets(), bound):
        plan = replace(plan, archive=tuple(target.row for target in bound))
    results = ensemble.run(plan, folder=folder, engine=engine, threads=threads, progress=progress)
    return Validation(entries(rows, bound, factors, simulated(results, bound)), results)


def entries(
    rows: Sequence[Row], targets: Sequence[Target], factors: Sequence[float], values: NDArray[np.float64]
) -> tuple[Entry, ...]:
    """Rows beside simulated ``values`` (``[histories, targets]``, in the mapping's units)."""
    found = []
    told = compared(targets, values)
    for at, (row, comparison, factor) in enumerate(zip(rows, told, factors, strict=True)):
        target, column = comparison.target, values[:, at]
        own = column[np.isfinite(column)]
        low, high = np.quantile(own, [0.1, 0.9]) if len(own) and target.answered else (np.nan, np.nan)
        figure = None
        if target.answered:
            figure = scores.figure(column, target.row.value, target.error, share=target.share)
        near = "" if target.answered else _nearest(row, answers.mapping())
        found.append(Entry(row, comparison, factor, float(low), float(high), figure, near))
    return tuple(found)


def left_out(blocks: Mapping[str, tuple[Sequence[Target], NDArray[np.float64]]]) -> dict[str, Scores]:
    """Scores of each block of the archive under a model that was fitted without it, and ``all`` of them together.

    A block is its targets and what that model's histories say of them (``[histories, targets]``, in the mapping's
    units).  Figures that are not known, or that no history answers, are left out.
    """
    found = {
        name: [
            figure
            for target, column in zip(targets, values.T, strict=True)
            if (figure := scores.figure(column, target.row.value, target.error, share=target.share))
        ]
        for name, (targets, values) in blocks.items()
    }
    together = [figure for figures in found.values() for figure in figures]
    return {name: scores.score(figures) for name, figures in found.items()} | {"all": scores.score(together)}


def held_out(result: calibration.Result) -> dict[str, tuple[Sequence[Target], NDArray[np.float64]]]:
    """What :func:`left_out` scores: each block of a calibration under the posterior of the others, chance included."""
    found: dict[str, tuple[Sequence[Target], NDArray[np.float64]]] = {}
    chance = np.sqrt(result.likelihood.variance)
    for block in result.problem.data.blocks():
        entries, means = calibration.predictive(result, block)
        targets = [result.problem.targets[at] for at in entries]
        spread = means[:, None, :] + evidence.NODES[None, :, None] * chance[entries]
        linked = spread.reshape(-1, len(entries))
        values = [evidence.unlink(linked[:, at], share=target.share) for at, target in enumerate(targets)]
        found[block] = (targets, np.stack(values, axis=1))
    return found


def simulated(results: Results, targets: Sequence[Target]) -> NDArray[np.float64]:
    """``[histories, targets]`` from a stored run: from its own targets, or its weekly measures."""
    columns = {_identity(target): at for at, target in enumerate(results.targets)}
    values = np.full((len(results.histories), len(targets)), np.nan)
    for at, target in enumerate(targets):
        if not target.answered:
            continue
        if (column := columns.get(_identity(target))) is not None:
            values[:, at] = results.simulated[:, column]
        else:
            values[:, at] = _from_weekly(results, target)
    values[~np.isfinite(values)] = np.nan
    return values


def _from_weekly(results: Results, target: Target) -> NDArray[np.float64]:
    weekly = {name: results.weekly(name).astype(np.float64) for name in target.rule.columns}
    with np.errstate(all="ignore"):
        return np.array(
            [
                answers.reduce(target, lambda name, history=history: weekly[name][history])  # type: ignore[misc]
                for history in range(len(results.histories))
            ]
        )


def _read(rows: Sequence[Row], plan: Plan) -> tuple[tuple[Target, ...], list[float]]:
    """Targets of the rows in the mapping's units, and the factor of each."""
    rules = answers.mapping()
    spoken = _units(rules)
    factors = [units.factor(row.unit, spoken.get(row.series, frozenset({row.unit}))) for row in rows]
    ours = [
        replace(row, value=row.value * factor) if isinstance(factor, float) else row
        for row, factor in zip(rows, factors, strict=True)
    ]
    bound = answers.bind(ours, plan.model, first_week=plan.first_week, last_week=plan.end_week)
    told = [
        replace(target, role="unmapped", reason=factor) if isinstance(factor, str) and target.answered else target
        for target, factor in zip(bound, factors, strict=True)
    ]
    return tuple(told), [factor if isinstance(factor, float) else 1.0 for factor in factors]


def _units(rules: Rules) -> Mapping[str, frozenset[str]]:
    """How the archive and the mapping write the unit of each series."""
    spoken = {name: {series.unit} - {""} for name, series in rules.series.items()}
    for row in answers.archive(rules):
        if row.series in spoken:
            spoken[row.series].add(row.unit)
    return {name: frozenset(found) for name, found in spoken.items()}


def _answered_by(stored: Sequence[Target], asked: Sequence[Target]) -> bool:
    """Everything asked can be read from a run of these targets: it is among them, or needs weekly measures alone."""
    known = {_identity(target) for target in stored}
    return all(not target.answered or not target.places or _identity(target) in known for target in asked)


def _identity(target: Target) -> tuple[Any, ...]:
    """Two targets with the same identity read the same number off a history."""
    rule = target.rule
    read = (rule.measure, rule.statistic, rule.scale, rule.times, rule.over, rule.over_total, rule.combine)
    weeks = (target.week, target.since, target.until)
    return target.answered, read, weeks, target.places, target.factor


def _nearest(row: Row, rules: Rules) -> str:
    """The name nearest to a row's among the series that a measure answers."""
    known = [name for name, series in rules.series.items() if series.measure and name != row.series]
    return closest(row.series, known) or ""


def _plain(parts: Mapping[str, Scores]) -> dict[str, Any]:
    return {name: found.as_dict() for name, found in parts.items()}
