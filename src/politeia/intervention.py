"""Interventions: named changes of charter, world, parameters or switches, from a date or from the start.

An intervention is one small TOML file (``catalog/interventions``); several combine.  Whatever it does not name stays as
it is, and a history keeps its luck: the same number under two models differs only by what the models differ in.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from politeia import load, mechanism_file
from politeia.charter import Charter
from politeia.declare import Mechanism
from politeia.mistakes import Mistake, explained
from politeia.model import Model, checked
from politeia.world import SERIES, Key, Name, Place, Strict, Text, World, nearest, unknown

#: Collections of a world whose items can be changed, by the field that names an item.
ITEMS = {
    "events": "name",
    "questions": "name",
    "checks": "name",
    "congresses": "name",
    "milieus": "name",
    "places": "name",
}
REMOVABLE = ("events", "checks", "losses", "congresses", "questions")
#: Fields that shape the layout of a history and can be changed from its start only.
LAYOUT = {"organs": ("seats", "level"), "places": tuple(Place.model_fields)}
AS_IS = "as-is"


class SeriesChange(Strict):
    """A series set to a value, or multiplied and shifted, within its range."""

    value: float | None = None
    factor: float = 1.0
    add: float = 0.0


class Intervention(Strict):
    """A named change.  Dates are ISO; without ``from`` it holds from the start, without ``until`` to the end."""

    name: Key
    title: Name
    title_fr: Name
    text: Text = Field(min_length=1, description="what is changed, in a sentence")
    text_fr: Text = Field(min_length=1)
    begins: dt.date | None = Field(default=None, alias="from")
    ends: dt.date | None = Field(default=None, alias="until")
    settings: dict[str, float] = Field(default_factory=dict, description="parameters, rules and switches")
    organs: dict[str, dict[str, Any]] = Field(default_factory=dict, description="fields of an organ, by its level")
    without: tuple[str, ...] = Field(
        default=(), description="what does not happen: 'losses', 'events.brest', 'events.*'"
    )
    series: dict[str, SeriesChange] = Field(default_factory=dict)
    events: dict[str, dict[str, Any]] = Field(default_factory=dict, description="fields of an event, or a new one")
    questions: dict[str, dict[str, Any]] = Field(default_factory=dict)
    checks: dict[str, dict[str, Any]] = Field(default_factory=dict)
    congresses: dict[str, dict[str, Any]] = Field(default_factory=dict)
    milieus: dict[str, dict[str, Any]] = Field(default_factory=dict)
    places: dict[str, dict[str, Any]] = Field(default_factory=dict, description="'*' stands for every place")

    def touches(self) -> Iterator[tuple[str, Any]]:
        """Everything it sets, as ``(what, value)``: two interventions that set one thing differently contradict."""
        for name, value in self.settings.items():
            yield name, value
        for pattern in self.without:
            yield pattern, "removed"
        for name, change in self.series.items():
            yield f"series.{name}", (change.value, change.factor, change.add)
        for kind in ("organs", *ITEMS):
            for name, fields in getattr(self, kind).items():
                for key, value in fields.items():
                    yield f"{kind}.{name}.{key}", value


Names = Annotated[str, "ids joined by +, files, or 'as-is'; a file .py is a mechanism"]


def catalog() -> dict[str, Intervention]:
    """Every intervention of the catalog, by name."""
    return {path.stem: read(path) for path in load.held("interventions")}


def read(path: Path) -> Intervention:
    """The intervention of a TOML file, checked for form."""
    return load.parsed_as(Intervention, path)


def find(source: str | Path) -> Intervention:
    """An intervention of the catalog by name, or of a ``.toml`` file."""
    if str(source).endswith(".toml"):
        return read(Path(source))
    known = load.names("interventions")
    if str(source) not in known:
        files = "or give the path of a .toml file (an intervention) or a .py file (a mechanism)"
        raise Mistake(f"{unknown(str(source), known, 'intervention')}; {files}")
    return read(load.resource("interventions", str(source)))


def parse(text: Names) -> tuple[Intervention, ...]:
    """The interventions of ``"no-civil-war+no-ban"``; none for ``as-is``. Files of mechanisms are left out."""
    return tuple(find(name) for name in apart(text)[1])


def mechanisms(text: Names) -> tuple[Mechanism, ...]:
    """The mechanisms of the ``.py`` files among these names; the files are executed."""
    return tuple(mechanism_file.read(name) for name in apart(text)[0])


def apart(text: Names) -> tuple[list[str], list[str]]:
    """The files of mechanisms among some names, and the interventions."""
    names = [name.strip() for name in text.split("+") if name.strip() and name.strip() != AS_IS]
    files = [name for name in names if name.endswith(mechanism_file.SUFFIX)]
    return files, [name for name in names if name not in files]


def intervene(model: Model, interventions: Sequence[Intervention]) -> Model:
    """The model with these changes; those with dates act from their week on (``Model.later``)."""
    if not interventions:
        return model
    contradictions(interventions, model.world)
    spans = {item.name: _span(item, model.world) for item in interventions}
    for item in interventions:
        if spans[item.name] != (0, model.world.weeks):
            _not_layout(item)
    edges = sorted({0, *(edge for span in spans.values() for edge in span if edge < model.world.weeks)})
    stages = []
    for week in edges:
        active = [item for item in interventions if spans[item.name][0] <= week < spans[item.name][1]]
        stages.append((week, _changed(model, active)))
    return dataclasses.replace(stages[0][1], later=tuple(stages[1:]))


def contradictions(interventions: Sequence[Intervention], world: World) -> None:
    """Refuse two that set one thing to different values at the same time."""
    names = [item.name for item in interventions]
    for item in interventions:
        if names.count(item.name) > 1:
            raise Mistake(f"intervention '{item.name}' is given twice; once is enough")
    for i, one in enumerate(interventions):
        for other in interventions[i + 1 :]:
            (a0, a1), (b0, b1) = _span(one, world), _span(other, world)
            theirs = dict(other.touches())
            for what, value in one.touches():
                if what in theirs and theirs[what] != value and a0 < b1 and b0 < a1:
                    raise Mistake(
                        f"'{one.name}' and '{other.name}' contradict each other: "
                        f"both change {what}, to {_shown(value)} and to {_shown(theirs[what])}; give one of them"
                    )


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        fixed, factor, add = value
        return f"{fixed:g}" if fixed is not None else f"{factor:g} times its value{f' and {add:+g}' if add else ''}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _span(item: Intervention, world: World) -> tuple[int, int]:
    """Weeks in which it acts: from, until (not included)."""
    for field, date in (("from", item.begins), ("until", item.ends)):
        if date is not None and not world.start <= date <= world.end:
            raise Mistake(
                f"intervention '{item.name}', field '{field}': given {date}; "
                f"allowed: {world.start} to {world.end}, the years of '{world.name}'"
            )
    first = 0 if item.begins is None else world.week(item.begins)
    last = world.weeks if item.ends is None else world.week(item.ends)
    if last <= first:
        raise Mistake(
            f"intervention '{item.name}', field 'until': given {item.ends}; allowed: a later week than 'from' "
            f"({item.begins or world.start})"
        )
    return first, last


def _changed(model: Model, active: Sequence[Intervention]) -> Model:
    """The model with some interventions in force."""
    if not active:
        return model
    charter, world = model.charter, model.world
    settings = dict(model.settings)
    for item in active:
        charter = _charter(charter, item)
        world = _world(world, item)
    changed = dataclasses.replace(model, charter=charter, world=world)
    for item in active:
        for name, value in item.settings.items():
            settings[name] = _setting(changed, item, name, value)
    return dataclasses.replace(changed, settings=settings)


def _setting(model: Model, item: Intervention, name: str, value: float) -> float:
    try:
        return checked(model, name, value)
    except Mistake as error:
        raise Mistake(f"intervention '{item.name}', {str(error).removeprefix('--set ')}") from None


def _not_layout(item: Intervention) -> None:
    for kind, fields in LAYOUT.items():
        for name, given in getattr(item, kind).items():
            for field in fields:
                if field in given:
                    raise Mistake(
                        f"intervention '{item.name}', field '{kind}.{name}.{field}': it can be changed from the start "
                        "only; leave out 'from' and 'until'"
                    )


def _charter(charter: Charter, item: Intervention) -> Charter:
    if not item.organs:
        return charter
    levels = [organ.level for organ in charter.organs]
    for level in item.organs:
        if level not in levels:
            raise Mistake(f"intervention '{item.name}', field 'organs': {unknown(level, levels, 'organ at level')}")
    organs = [{**organ.model_dump(), **item.organs.get(organ.level, {})} for organ in charter.organs]
    return _checked(Charter, charter.model_dump() | {"organs": organs}, item)


def _world(world: World, item: Intervention) -> World:
    if not (item.without or item.series or any(getattr(item, kind) for kind in ITEMS)):
        return world
    data = world.model_dump(mode="json")
    for pattern in item.without:
        _remove(data, pattern, item)
    for name, change in item.series.items():
        _series(data, name, change, item)
    for kind in ITEMS:
        for name, fields in getattr(item, kind).items():
            _edit(data, kind, name, fields, item)
    return _checked(World, data, item)


def _remove(data: dict[str, Any], pattern: str, item: Intervention) -> None:
    kind, _, name = pattern.partition(".")
    if kind not in REMOVABLE:
        raise Mistake(f"intervention '{item.name}', field 'without': {unknown(kind, REMOVABLE, 'kind')}")
    key = "place" if kind == "losses" else "name"
    found = [entry for entry in data[kind] if fnmatchcase(entry[key], name or "*")]
    if not found:
        known = [f"{kind}.{entry[key]}" for entry in data[kind]]
        raise Mistake(f"intervention '{item.name}', field 'without': {unknown(pattern, known, 'item')}")
    data[kind] = [entry for entry in data[kind] if entry not in found]


def _series(data: dict[str, Any], name: str, change: SeriesChange, item: Intervention) -> None:
    if name not in SERIES:
        raise Mistake(f"intervention '{item.name}', field 'series': {unknown(name, SERIES, 'series')}")
    low, high, _ = SERIES[name]
    if change.value is not None and not low <= change.value <= high:
        raise Mistake(
            f"intervention '{item.name}', field 'series.{name}.value': given {change.value:g}; "
            f"allowed: {low:g} to {high:g}"
        )
    held = next((series for series in data["series"] if series["name"] == name), None)
    if held is None:
        point = {"date": data["start"], "value": 0.0, "source": f"intervention {item.name}"}
        held = {"name": name, "text": "", "jitter": 0.0, "points": [point]}
        data["series"].append(held)
    if change.value is not None:
        held["jitter"] = 0.0  # what is set has no luck
    for point in held["points"]:
        value = point["value"] if change.value is None else change.value
        point["value"] = min(max(value * change.factor + change.add, low), high)


def _edit(data: dict[str, Any], kind: str, name: str, fields: Mapping[str, Any], item: Intervention) -> None:
    entries = data[kind]
    chosen = [entry for entry in entries if fnmatchcase(entry[ITEMS[kind]], name)]
    if not chosen and kind in ("events", "questions", "checks", "congresses") and len(fields) > 3:
        entries.append({"name": name, **fields})
        return
    if not chosen:
        known = [entry[ITEMS[kind]] for entry in entries]
        raise Mistake(f"intervention '{item.name}', field '{kind}': {unknown(name, known, kind[:-1])}")
    for entry in chosen:
        for field in fields:
            if field not in entry:
                raise Mistake(
                    f"intervention '{item.name}', field '{kind}.{name}': '{field}' does not exist"
                    f"{nearest(field, entry)}"
                )
        entry |= {field: _value(entry[field], given) for field, given in fields.items()}


def _value(held: Any, given: Any) -> Any:
    """What is given, or ``"x5"``: five times what is held."""
    times = re.fullmatch(r"x(\d+(?:\.\d+)?)", given) if isinstance(given, str) else None
    if times and isinstance(held, (int, float)):
        return held * float(times[1])
    return given.isoformat() if isinstance(given, dt.date) else given


def _checked(schema: Any, data: dict[str, Any], item: Intervention) -> Any:
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        _, sentence = next(explained(error, schema, data))
        raise Mistake(f"intervention '{item.name}': {sentence}") from None


def described(items: Iterable[Intervention]) -> str:
    """The titles of some interventions as one name."""
    return " + ".join(item.title for item in items) or "as it was"
