"""What charter and world give: the initial state and the input data of the ODD document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, get_args

from politeia.charter import Organ
from politeia.engine.plan import DELEGATES, NOMINEES, VETERAN_WEEKS
from politeia.model import Model
from politeia.odd.markdown import cell, code, listing, table
from politeia.world import SERIES, Milieu, Series, World

SECTIONS = ("admission", "minorities", "decisions", "officers")  #: of the charter
EFFECTS = ("hope", "urgency", "mood", "trust", "failure")
ISSUES = ("course", "regime", "outlook")


def initialization(model: Model) -> Iterator[str]:
    """Section 5."""
    charter, world = model.charter, model.world
    yield "## 5 Initialization"
    yield (
        "Every row starts as a person outside, with dispositions from the decision *birth*. In each cell as many "
        "rows as the world has members there become members (decision *entry*), with dates of joining spread over "
        f"the {VETERAN_WEEKS:g} weeks before the start. Each seat of the highest organ goes to the best of twelve "
        "members met at random; its first seat is the founding leader, its second the first head of the secretariat. "
        f"All other posts are filled by election among {NOMINEES} nominees and those in office. Variables start at "
        f"the values of section 2. The organisation {'holds' if world.power else 'does not hold'} power at the start. "
        "Histories differ in their luck alone."
    )
    yield f"### The charter\n\nSource: {cell(charter.source)}"
    columns = "level seats term filled_by may_appoint recall recall_weeks terms_max".split()
    yield listing(
        charter.organs,
        {"organ": "name"} | {name.replace("_", " "): name for name in columns} | {"mixed filling": _filling},
    )
    yield table(("rule", "value", "meaning"), _rules(model))
    yield "### Milieus"
    yield listing(
        world.milieus,
        {"milieu": "title", "kind": _kind, "persons": lambda m: _persons(world, m)}
        | {name: name for name in ("rooted", "draw", "career", "course", "source")},
    )
    members = sum(place.members for place in world.places)
    yield "### Places"
    yield f"{len(world.places)} places, {world.persons:,.0f} persons within reach, {members:,.0f} members."
    yield listing(
        world.places,
        {
            "place": "name",
            "province": "province",
            "inhabitants": "population",
            "reach": lambda p: sum(p.people.values()),
        }
        | {name: name for name in ("members", "districts", "exposure", "war_industry", "course", "front", "source")},
    )


def _rules(model: Model) -> Iterator[tuple[object, ...]]:
    """The charter's rules with the values that hold in the model."""
    for section in SECTIONS:
        rules = getattr(model.charter, section)
        for name, about in type(rules).model_fields.items():
            changed = model.settings.get(f"rule_{name}")
            meaning = about.description or " or ".join(map(str, get_args(about.annotation)))
            yield f"`rule_{name}`", getattr(rules, name) if changed is None else changed, meaning


def _filling(organ: Organ) -> str:
    return ", ".join(f"{seats} {way}" for way, seats in organ.filling.items())


def _kind(milieu: Milieu) -> str:
    return ", ".join(kind for kind in ("office", "armed", "school", "bench") if getattr(milieu, kind))


def _persons(world: World, milieu: Milieu) -> float:
    return sum(place.people.get(milieu.name, 0.0) for place in world.places)


def input_data(model: Model) -> Iterator[str]:
    """Section 6."""
    world = model.world
    yield "## 6 Input data"
    yield (
        f"Everything dated stands in the world `{world.name}`: {len(world.series)} series, {len(world.events)} "
        f"events, {len(world.losses)} pressures on places, {len(world.checks)} verifications of members, "
        f"{len(world.congresses)} congresses and conferences, {len(world.questions)} questions, {len(world.rivals)} "
        "rival organisations. A source is a document, a table of the archive, or the id of an assumption."
    )
    yield "### Series\n\nLinear between dated points, constant before the first and after the last."
    yield table(("series", "meaning", "points", "from", "to", "range", "luck", "sources"), map(_series, world.series))
    missing = [name for name in SERIES if name not in {series.name for series in world.series}]
    yield f"At rest, for this world does not give them: {code(missing)}." if missing else ""
    yield "### Events"
    yield listing(
        world.events,
        {"date": "date", "event": "title", "place": lambda e: e.place or "all"}
        | {"effects": lambda e: _signed(e, EFFECTS), "source": "source"},
    )
    yield "### Pressures on places"
    yield listing(world.losses, {"place": "place", "pressed from": "lost", "to": "retaken", "source": "source"})
    yield "### Verifications of members"
    severity = {"share": "share", "weeks": "weeks", "severity off the bench": "rural"}
    yield listing(world.checks, {"date": "date", "verification": "title", **severity, "source": "source"})
    yield "### Congresses"
    yield listing(
        world.congresses,
        {"date": "date", "name": "title", "kind": "kind"}
        | {"voting delegates": lambda c: c.delegates or "unknown", "source": "source"},
    )
    every = model.charter.decisions.congress_weeks
    yield "" if world.congresses else f"The charter has a congress held every {every} weeks."
    yield f"In the model some {DELEGATES:g} persons are sent to each."
    yield "### Questions"
    yield listing(
        world.questions,
        {"question": "title", "opens": "opens", "deadline": "deadline", "motion": lambda q: _signed(q, ISSUES)}
        | {name: name for name in ("bar", "stake", "effect", "source")},
    )
    yield "### Rival organisations"
    yield listing(world.rivals, {"name": "title"} | {name: name for name in ("members", "course", "spread", "source")})


def _series(series: Series) -> tuple[object, ...]:
    """What it means, its points, its range, its luck, its sources."""
    meaning = series.text or SERIES.get(series.name, (0.0, 0.0, ""))[2]
    values = [point.value for point in series.points]
    sources = " / ".join(dict.fromkeys(point.source for point in series.points))
    first, last = series.points[0].date, series.points[-1].date
    span = f"{min(values):g} to {max(values):g}"
    return (f"`{series.name}`", meaning, len(values), first, last, span, series.jitter, sources)


def _signed(item: Any, names: Sequence[str]) -> str:
    """The values that are not 0, by name."""
    return ", ".join(f"{name} {value:+g}" for name in names if (value := getattr(item, name)))
