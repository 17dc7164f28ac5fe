"""The battery: bad years made from an organisation's own world.

Each is one small TOML file (``catalog/stress``), counted in weeks from the start of whatever world it is applied to,
and becomes an intervention (:mod:`politeia.intervention`): nothing is scripted but the pressure from outside.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from pydantic import Field

from politeia import intervention, load
from politeia.intervention import Intervention, SeriesChange
from politeia.mistakes import Mistake
from politeia.world import Key, Name, Share, Signed, Strict, Text, World, unknown

if TYPE_CHECKING:
    from politeia.model import Model

SHORTEST = 104  #: weeks below which no bad year can be lived through
STRONGEST = 100.0  #: the strongest campaign that is tried, in times the usual
_SERIES = 8.0  # what a series of recruiting can say; beyond it, conviction grows
_OPEN = {"joining.crowd": 2.0, "joining.hesitant": 0.0, "joining.room": 0.0}  # nothing else is then in the way


class Shock(Strict):
    """A blow in a week, or from that week on every so many weeks while the stress lasts."""

    week: int = Field(ge=0, description="weeks after the start")
    every: int = Field(default=0, ge=0, description="repeated after so many weeks; 0 once")
    title: Name
    title_fr: Name
    hope: Signed = 0.0
    urgency: Signed = 0.0
    mood: Signed = 0.0
    trust: Signed = 0.0
    failure: Share = 0.0

    def weeks(self, end: int) -> range:
        """Weeks in which it strikes, before ``end``."""
        return range(self.week, end, self.every) if self.every else range(self.week, min(self.week + 1, end))


class Stress(Strict):
    """A named pressure on any world: what changes, and in which weeks after its start."""

    name: Key
    title: Name
    title_fr: Name
    text: Text
    text_fr: Text
    begins: int = Field(default=0, ge=0, description="weeks after the start")
    ends: int | None = Field(default=None, ge=1, description="weeks after the start; to the end if left out")
    members: float = Field(default=1.0, ge=1.0, le=10.0, description="growth of membership in the year that begins")
    reach: float = Field(
        default=1.0, ge=1.0, le=10.0, description="people in reach from the start, in times those of the world"
    )
    settings: dict[str, float] = Field(default_factory=dict)
    series: dict[str, SeriesChange] = Field(default_factory=dict)
    without: tuple[str, ...] = ()
    shocks: tuple[Shock, ...] = ()

    def of(self, world: World, recruiting: float = 1.0) -> Intervention | None:
        """What it does to a world; None if nothing. ``recruiting``: force of its campaign, in times the usual."""
        last = world.weeks if self.ends is None else min(self.ends, world.weeks)
        if self.begins >= last:
            raise Mistake(
                f"world '{world.name}': {world.weeks} weeks; the stress '{self.name}' begins in week {self.begins}: "
                f"give a world of {max(SHORTEST, self.begins + 1)} weeks or more"
            )
        series, settings = dict(self.series), dict(self.settings)
        if recruiting != 1.0:
            series["recruiting"] = SeriesChange(factor=min(recruiting, _SERIES))
            settings |= {"joining.conviction": 0.0018 * max(1.0, recruiting / _SERIES), **_OPEN}
        without = tuple(pattern for pattern in self.without if _found(pattern, world))
        if not (series or settings or without or self.shocks):
            return None
        texts = {name: getattr(self, name) for name in ("name", "title", "title_fr", "text", "text_fr")}
        days: dict[str, dt.date] = {}
        if self.begins:
            days["from"] = world.date(self.begins)
        if last < world.weeks:
            days["until"] = world.date(last)
        return Intervention.model_validate(
            {
                **texts,
                **days,
                "settings": settings,
                "series": {name: change.model_dump() for name, change in series.items()},
                "without": without,
                "events": dict(self._events(world, last)),
            }
        )

    def field(self, world: World) -> Intervention | None:
        """A wider field from the start: more people in reach everywhere; None if it is as wide as before."""
        if self.reach == 1.0:
            return None
        texts = {name: getattr(self, name) for name in ("title", "title_fr", "text", "text_fr")}
        wider = {p.name: {"people": {m: n * self.reach for m, n in p.people.items()}} for p in world.places}
        return Intervention.model_validate({**texts, "name": f"{self.name}-field", "places": wider})

    def _events(self, world: World, last: int) -> Iterator[tuple[str, dict[str, Any]]]:
        for k, shock in enumerate(self.shocks):
            for week in shock.weeks(last):
                fields = shock.model_dump(exclude={"week", "every"})
                yield f"stress-{k}-{week}", {**fields, "date": world.date(week), "source": f"stress {self.name}"}


def _found(pattern: str, world: World) -> bool:
    kind, _, name = pattern.partition(".")
    key = "place" if kind == "losses" else "name"
    return any(fnmatchcase(getattr(item, key), name or "*") for item in getattr(world, kind))


def catalog() -> tuple[Stress, ...]:
    """The battery, in order."""
    return tuple(load.parsed_as(Stress, path) for path in load.held("stress"))


def chosen(names: tuple[str, ...] = ()) -> tuple[Stress, ...]:
    """Those of the battery that are named; all if none is. The world as it is comes always, and first."""
    battery = catalog()
    known = [item.name for item in battery]
    for name in names:
        if name not in known:
            raise Mistake(f"--world-stress: {unknown(name, known, 'stress')}")
    return tuple(item for item in battery if not names or item.name in names or item is battery[0])


def shortened(world: World, weeks: int) -> World:
    """The world up to a week."""
    return world if world.weeks <= weeks else world.model_copy(update={"end": world.date(weeks)})


def under(model: Model, stress: Stress, recruiting: float = 1.0) -> Model:
    """The model with its world under a stress."""
    items = [item for item in (stress.field(model.world), stress.of(model.world, recruiting)) if item is not None]
    return intervention.intervene(model, items)
