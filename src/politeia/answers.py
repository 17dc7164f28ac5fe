"""How a model answers the archive: which measure speaks of which archival series, and how it is read.

``catalog/evidence/mapping.toml`` holds one :class:`Rule` a series.  :func:`bind` joins rows, rules and a model into
targets, each either answered by the model or with the reason why not; :func:`extract` reads them from one history.
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, ValidationError, field_validator

from politeia import evidence
from politeia.evidence import Row
from politeia.load import Mistake
from politeia.world import Strict, World, nearest

if TYPE_CHECKING:
    from politeia.engine import History
    from politeia.model import Model

Role = Literal["prediction", "bound", "input", "aside", "asked", "unmapped"]
Floats = NDArray[np.floating[Any]]

NEW_STYLE = dt.date(1918, 2, 14)  #: first day of the Gregorian calendar in Russia
OLD_STYLE_DAYS = 13
WHOLE = "RSFSR/USSR"  #: the archive's name for the whole organisation
_JUST_HELD = 3  # weeks: a congress held that recently is the one a row speaks of, not the one before it


class Rule(Strict):
    """How one archival series is read off a history.

    The simulated value is ``scale x (sum of measures) x times / over``, reduced over weeks by ``statistic``:

    ====================  ==============================================================================
    ``at``                in the week of the row's date
    ``mean:N`` ``sum:N``  over the N weeks up to and with that week (``over`` is read before the first)
    ``total``             summed since the start
    ``since_congress``    summed since the congress before (congresses, not conferences)
    ``ratio:N``           that week over N weeks before; ``fall:N`` one minus that
    ``final``             in the last week
    ====================  ==============================================================================

    For a region of several places the measures are summed over them, or averaged by members (``combine = "mean"``), or
    each is multiplied by the place's workers at the start (``combine = "workers"``).
    """

    measure: tuple[str, ...] = Field(default=(), description="weekly measures, added; none: no measure answers")
    statistic: str = Field(
        default="at", pattern=r"^(at|total|since_congress|final|(sum|mean|ratio|fall):[1-9][0-9]{0,3})$"
    )
    scale: float = Field(default=1.0, description="archival units in one unit of the measure")
    times: str = Field(default="", description="a measure to multiply by")
    over: str = Field(default="", description="a measure to divide by")
    over_total: dt.date | None = Field(
        default=None, description="divide by the sum of `over` from the start to this day"
    )
    combine: Literal["sum", "mean", "workers"] = "sum"
    posts: float = Field(default=0.0, ge=0, description="the archive counts so many provinces; ours are scaled to them")
    whole: bool = Field(default=False, description="the measure of the whole organisation stands for the region")
    role: Literal["prediction", "bound", "input", "aside"] = Field(
        default="prediction",
        description="bound: the archive gives a lower bound; input: given to the world; aside: shown, not counted",
    )
    question: str = Field(default="", description="only if the world asks this question")
    moment: bool = Field(default=False, description="means something at the row's date only: no fan is drawn")
    region: str = Field(default="", description="the world's region that the source means, if it is not the row's")
    old_style: bool = Field(default=False, description="dates before 14 February 1918 are Julian as printed")
    as_of: dt.date | None = Field(default=None, description="read at this date instead of the row's")
    why: str = Field(default="", description="why it is read so, or cannot be")

    @field_validator("measure", mode="before")
    @classmethod
    def _one_or_more(cls, given: object) -> object:
        return (given,) if isinstance(given, str) else given

    @property
    def columns(self) -> tuple[str, ...]:
        """Every measure it reads."""
        return tuple(dict.fromkeys((*self.measure, *filter(None, (self.times, self.over)))))


class Override(Rule):
    """Another rule for some regions or dates of a series; what it leaves out is as in the series' rule."""

    regions: tuple[str, ...] = ()
    dates: tuple[dt.date, ...] = ()
    since: dt.date | None = None

    def covers(self, row: Row) -> bool:
        """It speaks of this row."""
        return (
            (not self.regions or row.region in self.regions)
            and (not self.dates or row.date in self.dates)
            and (self.since is None or row.date >= self.since)
        )


class Series(Rule):
    """The rule of a series, what it is called, and its exceptions (the first that covers a row holds)."""

    title: str
    group: str
    unit: str = Field(default="", description="short unit for tables and axes")
    exceptions: tuple[Override, ...] = Field(default=(), alias="except")

    def rule(self, row: Row) -> Rule:
        """The rule for one row."""
        own = self.model_dump(include=set(Rule.model_fields), exclude_unset=True)
        for other in self.exceptions:
            if other.covers(row):
                own |= other.model_dump(include=set(Rule.model_fields), exclude_unset=True)
                break
        return Rule(**own)


class Vote(Strict):
    """A division in the table of votes, read as a share of those for and against."""

    series: str
    date: dt.date
    body: str
    question: str
    yes: str = "for"
    no: str = "against"


class Rules(Strict):
    """The whole file."""

    schema_version: Literal[1] = 1
    groups: dict[str, str] = Field(description="chapters of the report, in order")
    series: dict[str, Series]
    votes: tuple[Vote, ...] = ()
    unanswered: dict[str, tuple[str, ...]] = Field(default={}, description="reasons, each with its series")

    @functools.cached_property
    def reasons(self) -> dict[str, str]:
        """Why no measure answers a series, for those that have no rule."""
        return {name: reason for reason, names in self.unanswered.items() for name in names}


@dataclass(frozen=True, slots=True)
class Target:
    """A row of the archive and how this model answers it; ``reason`` says why it does not."""

    row: Row
    title: str
    group: str
    unit: str
    rule: Rule
    role: Role
    reason: str = ""
    week: int = 0  # of the simulated weeks, from 0
    since: int = 0  # first week of the window
    places: tuple[int, ...] = ()  # none: the whole organisation
    factor: float = 1.0
    until: int = 0  # last week of the sum that divides, where the rule says so
    weights: tuple[float, ...] = ()  # of the places; none: 1 each

    @property
    def answered(self) -> bool:
        """The model gives a value."""
        return self.role != "unmapped"

    @property
    def share(self) -> bool:
        """It is a share in per cent; anything else is a positive quantity."""
        return self.unit.startswith("%")

    @property
    def error(self) -> float:
        """Standard error of the archive's figure, as a logarithm (see :data:`politeia.evidence.ERRORS`)."""
        return evidence.ERRORS[self.row.quality]


@functools.cache
def mapping(path: Path = evidence.CATALOG / "mapping.toml") -> Rules:
    """The rules of the catalog, checked."""
    try:
        return Rules.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Mistake(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise Mistake(f"{path}, field '{where}': {first['msg']}; given: {first['input']!r}") from None


@functools.cache
def _catalogued() -> frozenset[str]:
    return frozenset(row.series for row in evidence.catalog())


def archive(rules: Rules | None = None) -> tuple[Row, ...]:
    """The catalog's rows, with the divisions that the mapping names."""
    rules = rules or mapping()
    table = evidence.CATALOG / "votes.csv"
    lines = evidence.votes(table) if rules.votes and table.exists() else ()
    counted = (evidence.division(lines, region=WHOLE, **vote.model_dump()) for vote in rules.votes)
    return (*evidence.catalog(), *filter(None, counted))


def bind(
    rows: Sequence[Row],
    model: Model,
    *,
    first_week: int = 0,
    last_week: int | None = None,
    rules: Rules | None = None,
) -> tuple[Target, ...]:
    """Each row with the model's answer to it. A world without regions has no archive: then there are none."""
    if not model.world.regions:
        return ()
    rules = rules or mapping()
    last = model.world.weeks if last_week is None else last_week
    return tuple(_bind(row, model, rules, first_week, last) for row in rows)


def extract(
    history: History, targets: Sequence[Target], measures: Sequence[str], place_measures: Sequence[str]
) -> NDArray[np.float64]:
    """The simulated value of every target, NaN where the history gives none."""
    party = {name: column for column, name in enumerate(measures)}
    local = {name: column for column, name in enumerate(place_measures)}

    def reader(target: Target) -> Callable[[str], Floats]:
        if not target.places:
            return lambda name: history.measures[:, party[name]].astype(np.float64)
        places = list(target.places)

        def column(name: str) -> Floats:
            return history.places[:, places, local[name]].astype(np.float64)

        mean = target.rule.combine == "mean"
        weight = column("members") if mean else np.array(target.weights or 1.0)
        divisor = np.maximum(weight.sum(axis=1), 1e-9) if mean else 1.0
        return lambda name: (column(name) * weight).sum(axis=1) / divisor

    with np.errstate(all="ignore"):
        values = [reduce(target, reader(target)) if target.answered else np.nan for target in targets]
    found = np.array(values, np.float64)
    found[~np.isfinite(found)] = np.nan
    return found


def weekly(rule: Rule, read: Callable[[str], Floats], factor: float = 1.0) -> Floats:
    """The rule's quantity in every week (last axis), for rules that are read at a week."""
    total = sum((read(name) for name in rule.measure[1:]), start=read(rule.measure[0]))
    total = total * read(rule.times) if rule.times else total
    total = total / read(rule.over) if rule.over else total
    return total * (rule.scale * factor)


def reduce(target: Target, read: Callable[[str], Floats]) -> float:
    """One target's value from its weekly quantity."""
    rule, first, last = target.rule, target.since, target.week
    if rule.over_total:
        level = weekly(rule.model_copy(update={"over": ""}), read, target.factor)
        return float(level[last]) / float(read(rule.over)[: target.until + 1].sum())
    if rule.statistic in ("at", "final"):
        return float(weekly(rule, read, target.factor)[last])
    if rule.statistic.startswith(("ratio", "fall")):
        level = weekly(rule.model_copy(update={"scale": 1.0}), read)
        change = float(level[last] / level[first])
        return rule.scale * (change if rule.statistic.startswith("ratio") else 1.0 - change)
    if rule.statistic.startswith("mean"):
        return float(weekly(rule, read, target.factor)[first : last + 1].mean())
    flow = rule.model_copy(update={"over": ""})
    total = float(weekly(flow, read, target.factor)[first : last + 1].sum())
    return total / float(read(rule.over)[max(first - 1, 0)]) if rule.over else total


def _bind(row: Row, model: Model, rules: Rules, first: int, last: int) -> Target:
    series = rules.series.get(row.series)
    if series is None:
        hint = "" if row.series in _catalogued() else nearest(row.series, rules.series)
        reason = rules.reasons.get(row.series, f"no measure of the model answers it{hint}")
        return Target(row, row.series.replace("_", " "), "other", row.unit, Rule(), "unmapped", reason)
    rule = series.rule(row)
    unit = series.unit or row.unit
    known = Target(row, series.title, series.group, unit, rule, "unmapped")
    places = () if rule.whole else _places(rule.region or row.region, model.world)
    if places == () and rule.combine == "workers":
        places = tuple(range(len(model.world.places)))
    reason = _obstacle(row, rule, model, places)
    if not reason and places is not None:
        answered = _in_time(known, model.world, first, last, places)
        if answered is not None:
            return answered
        reason = f"outside the simulated weeks ({model.world.date(first)} to {model.world.date(last)})"
    if rule.role == "input":
        reason = "given to the world, not predicted"
    return replace(known, reason=reason)


def _obstacle(row: Row, rule: Rule, model: Model, places: tuple[int, ...] | None) -> str:
    """Why the model cannot answer, leaving time apart; empty if it can."""
    if not rule.measure:
        return rule.why or "no measure of the model answers it"
    if rule.question and rule.question not in {question.name for question in model.world.questions}:
        return f"the world does not ask the question '{rule.question}'"
    if places is None:
        region = rule.region or row.region
        return f"the world has no region '{region[:80]}'{nearest(region, model.world.regions)}"
    names = list(model.place_measures) if places else [measure.name for measure in model.measures]
    for name in (*rule.columns, *(("members",) if places and rule.combine == "mean" else ())):
        if name not in names:
            return f"the model has no measure '{name}'" + (" for places" if places else "")
    return ""


def _places(region: str, world: World) -> tuple[int, ...] | None:
    """Positions of a region's places; () is the whole organisation, None a region the world does not know."""
    names = [place.name for place in world.places]
    if region in world.regions:
        members = world.regions[region]
        return tuple(names.index(name) for name in members)
    if region == WHOLE:
        return ()
    return (names.index(region),) if region in names else None


def _in_time(known: Target, world: World, first: int, last: int, places: tuple[int, ...]) -> Target | None:
    """The target with its weeks; None if they lie outside the run."""
    row, rule = known.row, known.rule
    date = rule.as_of or row.date
    if rule.old_style and not rule.as_of and date < NEW_STYLE:
        date += dt.timedelta(days=OLD_STYLE_DAYS)
    week = last - 1 if rule.statistic == "final" else world.week(date)
    since = _since(rule.statistic, week, world, first)
    if since is None or not first <= since <= week < last or (rule.over_total and first):
        return None
    role: Role = rule.role if row.known or rule.role != "prediction" else "asked"
    people = [world.places[at].people for at in places]
    workers = tuple(sum(of.get(name, 0.0) for name in _benches(world)) for of in people)
    factor = rule.posts / max(1, sum(not place.front for place in world.places)) if rule.posts else 1.0
    until = world.week(rule.over_total) if rule.over_total else 0
    weights = workers if rule.combine == "workers" else ()
    within = replace(known, week=week - first, since=since - first, until=until - first)
    return replace(within, role=role, reason=rule.why, places=places, factor=factor, weights=weights)


def _benches(world: World) -> tuple[str, ...]:
    return tuple(milieu.name for milieu in world.milieus if milieu.bench)


def _since(statistic: str, week: int, world: World, first: int) -> int | None:
    """First week of the window that ends with ``week``."""
    kind, _, length = statistic.partition(":")
    if length:
        return week - int(length) + (kind in ("sum", "mean"))
    if kind == "total":
        return 0
    if kind == "since_congress":
        held = [world.week(congress.date) for congress in world.congresses if congress.kind == "congress"]
        before = [at for at in held if at < week - _JUST_HELD]
        return max(before) + 1 if before else None
    return week


def as_dict(target: Target) -> dict[str, Any]:
    """A target for the manifest of a store; :func:`from_dict` is the inverse."""
    row = {name: getattr(target.row, name) for name in Row.__slots__}
    row |= {"date": target.row.date.isoformat(), "value": target.row.value if target.row.known else None}
    rest = {name: getattr(target, name) for name in Target.__slots__ if name not in ("row", "rule")}
    return {"row": row, "rule": target.rule.model_dump(mode="json", exclude_defaults=True), **rest}


def from_dict(content: Mapping[str, Any]) -> Target:
    """A target as the manifest of a store keeps it."""
    row = dict(content["row"])
    row |= {"date": dt.date.fromisoformat(row["date"]), "value": float("nan") if row["value"] is None else row["value"]}
    rest = {name: value for name, value in content.items() if name not in ("row", "rule")}
    rest |= {"places": tuple(rest["places"]), "weights": tuple(rest.get("weights", ()))}
    return Target(Row(**row), rule=Rule(**content["rule"]), **rest)
