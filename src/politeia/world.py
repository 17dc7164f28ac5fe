"""The world: places, milieus, series and dated events that happen to an organisation.

A world is one TOML file with its CSV tables beside it.  Everything that is dated lives here and nowhere else.
Fractions are in [0, 1]; persons are heads; dates are ISO (Gregorian) and count in weeks from ``start``.
"""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Signed = Annotated[float, Field(ge=-1.0, le=1.0)]
Name = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[^<>&\x00-\x1f]+$")]
Key = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_-]*$")]
Text = Annotated[str, Field(max_length=2000)]
Source = Annotated[str, Field(min_length=1, max_length=300, description="a source, or an assumption id such as A12")]

#: Series the model reads every week, with their range. A world may leave out any of them: it is then 0.
SERIES: dict[str, tuple[float, float, str]] = {
    "opening": (0.0, 1.0, "how openly the organisation may work: 0 underground, 1 legal"),
    "ferment": (-1.0, 1.0, "where the active part of the class stands on the course axis"),
    "want": (0.0, 1.0, "hardship imposed from outside: harvest, war ruin, prices"),
    "war": (0.0, 1.0, "intensity of the war waged on the organisation's side of the country"),
    "menace": (0.0, 1.0, "outside threat other than open war: war scares, blockade"),
    "grievance": (0.0, 1.0, "grievance of the countryside: land in 1917, requisitions in 1919-21"),
    "strain": (0.0, 1.0, "economic tension that divides leaders: prices, slow industry, rich peasants"),
    "orders": (0.0, 4.0, "war orders given to industry, relative to the start"),
    "army": (0.0, 2.0, "size of the army milieu relative to the places table"),
    "office": (0.0, 6.0, "posts in administration relative to the places table"),
    "leader": (0.0, 1.0, "activity of the founding leader: 0 absent or dead"),
    "admission": (0.0, 1.0, "strictness of admission ordered by the organisation's rules of the day"),
    "candidacy": (0.0, 208.0, "weeks of a candidate stage ordered by the rules of the day, beyond the charter's"),
    "recruiting": (0.0, 8.0, "intensity of recruiting campaigns: 1 usual, 0 closed"),
    "study": (0.0, 4.0, "places in schools and universities relative to the places table"),
    "rivals": (0.0, 1.0, "room left to rival organisations: 1 free, 0 none"),
    "levy": (0.0, 8.0, "intensity of recruitment reserved to workers at the bench: 0 none"),
    "plan": (0.0, 1.0, "pressure for accumulation: the investment drive"),
}


#: Where in a file a value stands: field names and positions, outermost first.
Where = tuple[str | int, ...]


class Misplaced(ValueError):
    """Mistakes that a single field cannot see: each a place in the file and a sentence."""

    def __init__(self, *faults: tuple[Where, str]) -> None:
        self.faults = faults
        super().__init__("; ".join(sentence for _, sentence in faults))

    @classmethod
    def check(cls, faults: Iterable[tuple[Where, str]]) -> None:
        """Raise if there is any fault."""
        if found := tuple(islice(faults, 100)):  # nobody reads more, and each takes a search for the nearest name
            raise cls(*found)


class Strict(BaseModel):
    """Refuse unknown keys and numbers that are not finite; everything is checked once, here."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Milieu(Strict):
    """A kind of surroundings that persons live in; every cell belongs to one milieu of one place."""

    name: Key
    title: Name
    rooted: Share = Field(description="how directly members live what the class lives (1 at the bench, 0 in an office)")
    office: bool = Field(default=False, description="administration: posts that carry advantages")
    armed: bool = Field(default=False, description="army: size follows the series `army`")
    school: bool = Field(default=False, description="students: size follows the series `study`")
    bench: bool = Field(default=False, description="workers at the bench: size follows hardship (class flight)")
    draw: float = Field(default=1.0, ge=0.0, le=10.0, description="relative readiness to join")
    career: float = Field(default=1.0, ge=0.0, le=10.0, description="relative weight of career motives among joiners")
    course: Signed = Field(default=0.0, description="mean offset of this milieu on the course axis")
    drawn_from: dict[Key, Share] = Field(
        default_factory=dict, description="social origin of those met here, by milieu; the rest come from here"
    )
    source: Source


class Place(Strict):
    """A town with its province, or a front."""

    name: Name
    province: Name
    population: float = Field(gt=0, le=1e9, description="inhabitants of the town at the start")
    people: dict[Key, float] = Field(description="persons within the organisation's reach, by milieu, at the start")
    members: float = Field(ge=0, le=1e9, description="members at the start")
    districts: int = Field(ge=1, le=60, description="committees between the cells and the place")
    exposure: Share = Field(description="how hard hunger strikes: distance from grain and fuel")
    war_industry: Share = Field(default=0.0, description="workers who live on war orders, of all at the start")
    course: Signed = Field(default=0.0, description="lasting local offset on the course axis")
    front: bool = Field(default=False, description="an army in the field rather than a town")
    source: Source

    @model_validator(mode="after")
    def _members_within_people(self) -> Place:
        for milieu, heads in self.people.items():
            if not 0 <= heads <= 1e9:
                raise Misplaced((("people", milieu), f"given {heads:g}; allowed: a number from 0 to 1e+09"))
        reach = sum(self.people.values())
        if self.members > 0.9 * reach:
            raise Misplaced(
                (("members",), f"members ({self.members:g}) exceed nine tenths of the people in reach ({reach:g})")
            )
        return self


class Dated(Strict):
    """Something that happens on a date, according to a source."""

    date: dt.date
    source: Source


class Point(Dated):
    """One value of a series."""

    value: float


class Series(Strict):
    """A weekly series, linear between dated points, constant before the first and after the last."""

    name: Key
    text: Text = ""
    points: tuple[Point, ...] = Field(min_length=1)
    jitter: float = Field(default=0.0, ge=0.0, le=1.0, description="log-standard deviation of the luck of each history")

    @model_validator(mode="after")
    def _known_and_ordered(self) -> Series:
        Misplaced.check(self._faults())
        return self

    def _faults(self) -> Iterator[tuple[Where, str]]:
        for i, (before, point) in enumerate(zip(self.points, self.points[1:], strict=False), start=1):
            if point.date == before.date:
                yield ("points", i, "date"), f"series '{self.name}' has two values on {point.date}"
            elif point.date < before.date:
                yield (
                    ("points", i, "date"),
                    f"dates out of order in series '{self.name}': {point.date} comes after {before.date}; "
                    "each point must be later than the one before",
                )
        low, high, _ = SERIES.get(self.name, (float("-inf"), float("inf"), ""))
        for i, point in enumerate(self.points):
            if not low <= point.value <= high:
                yield (
                    ("points", i, "value"),
                    f"series '{self.name}' at {point.date}: given {point.value:g}; allowed: {low:g} to {high:g}",
                )


class Loss(Strict):
    """A place in the hands of others between two dates: a pressure there, not yet a fate."""

    place: Name
    lost: dt.date
    retaken: dt.date
    source: Source

    @model_validator(mode="after")
    def _ordered(self) -> Loss:
        if self.retaken <= self.lost:
            raise Misplaced(
                (("retaken",), f"{self.place}: retaken ({self.retaken}) is not later than lost ({self.lost})")
            )
        return self


class Event(Dated):
    """A dated shock. Every effect is added to a state of the organisation or of its class in that week."""

    name: Key
    title: Name
    title_fr: Name = "—"
    hope: Signed = Field(default=0.0, description="hope in allies abroad")
    urgency: Signed = Field(default=0.0, description="sense of immediate danger")
    mood: Signed = Field(default=0.0, description="class position on the course axis")
    trust: Signed = Field(default=0.0, description="trust of the class")
    failure: Share = Field(default=0.0, description="size of a defeat that somebody will be blamed for")
    place: str = Field(default="", description="only there; everywhere if empty")


class Check(Dated):
    """A verification of members (purge, re-registration): a share loses the card."""

    name: Key
    title: Name
    share: Share = Field(description="members who lose the card, on average")
    weeks: int = Field(default=13, ge=1, le=104)
    rural: float = Field(default=1.0, ge=0.0, le=4.0, description="relative severity outside the bench and the army")


class Congress(Dated):
    """A congress or conference on its date; ``kind`` is 'congress' (renews the committee) or 'conference'."""

    name: Key
    title: Name
    kind: Literal["congress", "conference"] = "congress"
    delegates: int = Field(default=0, ge=0, le=10000, description="voting delegates, 0 unknown")


class Question(Strict):
    """Something to decide before a deadline: its axis in the three issues, and what the decision changes."""

    name: Key
    title: Name
    opens: dt.date
    deadline: dt.date
    course: Signed = Field(default=0.0, description="weight of the course issue in the motion")
    regime: Signed = Field(default=0.0, description="weight of the regime issue in the motion")
    outlook: Signed = Field(default=0.0, description="weight of the outlook issue in the motion")
    bar: Signed = Field(default=0.0, description="position on that axis at which a person is indifferent")
    stake: Share = Field(default=0.5, description="how much depends on it: weight of urgency and of debate")
    effect: Literal["none", "power", "peace", "retreat"] = Field(
        default="none",
        description="power: the insurrection may be tried; peace: war pressure falls; retreat: want falls",
    )
    source: Source

    @model_validator(mode="after")
    def _ordered(self) -> Question:
        if self.deadline <= self.opens:
            sentence = (
                f"question '{self.name}': the deadline ({self.deadline}) is not later than its opening ({self.opens})"
            )
            raise Misplaced((("deadline",), sentence))
        if abs(self.course) + abs(self.regime) + abs(self.outlook) == 0:
            raise ValueError(f"question '{self.name}': at least one of course, regime, outlook must differ from 0")
        return self


class Rival(Strict):
    """Another organisation of the same class or country."""

    name: Key
    title: Name
    members: float = Field(ge=0, le=1e9)
    course: Signed
    spread: Share = Field(description="its internal dispersion: what polarisation splits")
    charter: str = Field(default="", max_length=200, description="its charter, where it is simulated beside the first")
    source: Source


class Assumption(Strict):
    """A number or a shape that no source gives."""

    id: Annotated[str, Field(pattern=r"^A[0-9]{1,4}$")]
    text: Text


class Resolution(Strict):
    """How rows stand for people: a joiner's row stands for ``max(1, members / (party_rows x rows))`` persons."""

    party_rows: float = Field(default=0.12, gt=0.005, le=1.0)


class World(Strict):
    """Everything that happens to the organisation."""

    schema_version: Literal[1] = 1
    name: Key
    title: Name
    title_fr: Name = "—"
    start: dt.date
    end: dt.date
    power: bool = Field(default=False, description="the organisation holds power at the start")
    milieus: tuple[Milieu, ...] = Field(min_length=1, max_length=8)
    places: tuple[Place, ...] = Field(min_length=1, max_length=250)
    series: tuple[Series, ...] = ()
    losses: tuple[Loss, ...] = ()
    events: tuple[Event, ...] = ()
    checks: tuple[Check, ...] = ()
    congresses: tuple[Congress, ...] = ()
    questions: tuple[Question, ...] = Field(default=(), max_length=32)
    rivals: tuple[Rival, ...] = Field(default=(), max_length=8)
    assumptions: tuple[Assumption, ...] = ()
    regions: dict[Name, tuple[str, ...]] = Field(
        default_factory=dict, description="the archive's names for groups of places; an empty list is all places"
    )
    cohorts: tuple[dt.date, ...] = Field(default=(), max_length=7, description="dates that part the cohorts of joiners")
    resolution: Resolution = Resolution()

    @model_validator(mode="after")
    def _consistent(self) -> World:
        Misplaced.check((*self._calendar(), *self._duplicates(), *self._strangers()))
        return self

    def _calendar(self) -> Iterator[tuple[Where, str]]:
        if self.end <= self.start:
            yield ("end",), f"dates out of order: the end ({self.end}) is not later than the start ({self.start})"
        if (self.end - self.start).days > 366 * 60:
            yield ("end",), f"the end ({self.end}) lies too far off: a world lasts sixty years at most"
        for i, (before, date) in enumerate(zip(self.cohorts, self.cohorts[1:], strict=False), start=1):
            if date <= before:
                yield ("cohorts", i), f"dates out of order: {date} is not later than {before}"

    def _duplicates(self) -> Iterator[tuple[Where, str]]:
        named = {
            "milieus": [m.name for m in self.milieus],
            "places": [p.name for p in self.places],
            "series": [s.name for s in self.series],
            "events": [e.name for e in self.events],
            "checks": [c.name for c in self.checks],
            "congresses": [c.name for c in self.congresses],
            "questions": [q.name for q in self.questions],
            "rivals": [r.name for r in self.rivals],
            "assumptions": [a.id for a in self.assumptions],
        }
        for what, names in named.items():
            for i in repeated(names):
                yield (what, i), f"'{names[i]}' appears more than once in {what}"

    def _strangers(self) -> Iterator[tuple[Where, str]]:
        milieus = {m.name for m in self.milieus}
        towns = {p.name for p in self.places}
        for i, place in enumerate(self.places):
            for milieu in place.people:
                if milieu not in milieus:
                    yield ("places", i, "people", milieu), unknown(milieu, milieus, "milieu")
        for i, loss in enumerate(self.losses):
            if loss.place not in towns:
                yield ("losses", i, "place"), unknown(loss.place, towns, "place")
        for i, event in enumerate(self.events):
            if event.place and event.place not in towns:
                yield ("events", i, "place"), unknown(event.place, towns, "place")
        for region, members in self.regions.items():
            for i, town in enumerate(members):
                if town not in towns:
                    yield ("regions", region, i), unknown(town, towns, "place")
        for i, series in enumerate(self.series):
            if series.name not in SERIES:
                yield ("series", i, "name"), unknown(series.name, SERIES, "series")

    @property
    def weeks(self) -> int:
        """Whole weeks from start to end."""
        return (self.end - self.start).days // 7

    @property
    def persons(self) -> float:
        """Persons within the organisation's reach at the start: the rows of a run at scale 1."""
        return sum(sum(place.people.values()) for place in self.places)

    def week(self, date: dt.date) -> int:
        """Weeks from the start to ``date`` (may lie outside the horizon)."""
        return (date - self.start).days // 7

    def date(self, week: int) -> dt.date:
        """First day of a week."""
        return self.start + dt.timedelta(weeks=week)


def repeated(names: list[str]) -> list[int]:
    """Positions of the names that stood earlier in the list."""
    first: dict[str, int] = {}
    return [i for i, name in enumerate(names) if first.setdefault(name, i) != i]


def closest(given: str, allowed: Collection[str]) -> str:
    """The allowed name that looks most like the given one, or nothing."""
    names = {name.lower(): name for name in allowed}
    near = difflib.get_close_matches(given.lower()[:80], names, n=1)
    return names[near[0]] if near else ""


def nearest(given: str, allowed: Collection[str]) -> str:
    """The nearest right name as ``"; did you mean 'x'?"``, or nothing."""
    name = closest(given, allowed)
    return f"; did you mean '{name}'?" if name else ""


def listed(names: Collection[str], most: int = 20) -> str:
    """Names in order, shortened when there are many."""
    distinct = sorted(set(names))
    rest = len(distinct) - most
    return (", ".join(distinct[:most]) or "none") + (f" and {rest} more" if rest > 0 else "")


def unknown(given: str, allowed: Collection[str], what: str) -> str:
    """One sentence for a name that does not exist, with the nearest right one."""
    hint = nearest(given, allowed)
    return f"{what} '{given[:80]}' does not exist{hint or '.'} Allowed: {listed(allowed)}"
