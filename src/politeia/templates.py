"""Files to begin with, and a look at a file before it is run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Literal

from politeia import load
from politeia.charter import Charter
from politeia.mistakes import Mistake
from politeia.world import SERIES, World, unknown

Kind = Literal["organisation", "world"]

PLAIN = "association"  #: the template of no kind of organisation in particular
ORIGINS = (PLAIN, "union", "cooperative", "party", "foundation", "mutual", "open-source")
_FILES: dict[Kind, tuple[str, ...]] = {"organisation": ("charter", "world"), "world": ("world",)}


def new(kind: Kind, name: str, folder: str | Path = ".", origin: str = PLAIN) -> list[Path]:
    """Write commented files that run as they are: a charter with a small world, or the world alone.

    ``origin`` is the kind of organisation they are for: one of :data:`ORIGINS`.
    Nothing is written if one of the files exists or if the name cannot be one.
    """
    if kind not in _FILES:
        raise Mistake(f"new: given '{kind}'; allowed: {' or '.join(_FILES)}")
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,59}", name):
        raise Mistake(
            f"new {kind}: '{name[:80]}' cannot be a name; allowed: small letters, digits, - and _, "
            "beginning with a letter, at most 60"
        )
    if origin not in ORIGINS:
        raise Mistake(f"new {kind}, --from: {unknown(origin, ORIGINS, 'template')}")
    paths = {Path(folder) / f"{name}.{part}.toml": part for part in _FILES[kind]}
    for path in paths:
        if path.exists():
            raise Mistake(f"{path}: this file exists already; it was left as it is")
    for path, part in paths.items():
        _write(path, _template(part, name, origin))
    return list(paths)


def _template(part: str, name: str, origin: str) -> str:
    held = "organisation" if origin == PLAIN else origin
    text = load.resource("templates", f"{held}.{part}.toml").read_text(encoding="utf-8")
    return text.replace('name = "template"', f'name = "{name}"', 1)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:  # never over a file that came in between
            file.write(text)
    except OSError as error:
        raise Mistake(f"{path}: cannot be written ({error.strerror or error})") from None


def summary(path: str | Path) -> dict[str, Any]:
    """What a file holds, as data; raises :class:`Mistake` if it is not right."""
    found = load.either(path)
    described = _charter(found) if isinstance(found, Charter) else _world(found)
    return {"file": str(path), "valid": True, **described}


def check(path: str | Path) -> str:
    """What a file holds, in a few lines; raises :class:`Mistake` if it is not right."""
    return in_words(summary(path))


def in_words(found: dict[str, Any]) -> str:
    """The lines that a person reads of a :func:`summary`."""
    describe = _charter_lines if found["kind"] == "charter" else _world_lines
    head = f"{found['file']}: a valid {found['kind']}, '{found['name']}' ({found['title']})"
    return "\n  ".join([head, *describe(found)])


def _charter(charter: Charter) -> dict[str, Any]:
    return {
        "kind": "charter",
        "name": charter.name,
        "title": charter.title,
        "levels": [level.name for level in charter.levels],
        "organs": [
            {"name": o.name, "level": o.level, "seats": o.seats, "term": o.term, "filled_by": o.filled_by}
            | ({"filling": o.filling} if o.filling else {})
            for o in charter.organs
        ],
    }


def _charter_lines(found: dict[str, Any]) -> list[str]:
    organs = [
        f"{o['name']}: {o['seats']} {'seat' if o['seats'] == 1 else 'seats'}, {_filled(o)} for {o['term']} weeks"
        for o in found["organs"]
    ]
    return [f"levels: {' > '.join(reversed(found['levels']))}", *organs]


def _filled(organ: dict[str, Any]) -> str:
    mixed = [f"{seats} {way}" for way, seats in organ.get("filling", {}).items()]
    return " and ".join(mixed) or str(organ["filled_by"])


def _world(world: World) -> dict[str, Any]:
    given = {series.name for series in world.series}
    return {
        "kind": "world",
        "name": world.name,
        "title": world.title,
        "start": world.start.isoformat(),
        "end": world.end.isoformat(),
        "weeks": world.weeks,
        "places": len(world.places),
        "milieus": [milieu.name for milieu in world.milieus],
        "persons": world.persons,
        "members": sum(place.members for place in world.places),
        "events": len(world.events),
        "congresses": len(world.congresses),
        "questions": [question.name for question in world.questions],
        "series": sorted(given),
        "series_missing": [name for name in SERIES if name not in given],
        "assumptions": [{"id": a.id, "text": a.text} for a in world.assumptions],
    }


def _world_lines(found: dict[str, Any]) -> list[str]:
    missing = ", ".join(found["series_missing"])
    questions = ", ".join(found["questions"]) or "none"
    assumptions = [f"  {a['id']} {a['text']}" for a in found["assumptions"]]
    return [
        f"{found['weeks']:,} weeks, {found['start']} to {found['end']}",
        f"{found['places']} places, milieus: {', '.join(found['milieus'])}",
        f"{found['persons']:,.0f} persons in reach, {found['members']:,.0f} of them members",
        f"{found['events']} events, {found['congresses']} congresses, questions: {questions}",
        f"series not given, taken as 0: {missing}" if missing else "every series is given",
        f"assumptions: {len(assumptions) or 'none'}",
        *assumptions,
    ]
