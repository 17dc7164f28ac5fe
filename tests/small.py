"""Small worlds in which everything happens, and ways to look at a history week by week.

One mechanism list means one compiled week: worlds, charters, parameters and switches are data.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import dataclasses
import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from unittest import mock

import numpy as np

from politeia import engine as engines
from politeia.charter import Charter
from politeia.engine import Engine
from politeia.engine.fuse import Separate
from politeia.engine.state import SEPARATE
from politeia.model import Model
from politeia.world import World

START = dt.date(1917, 1, 1)
WEEKS = 140  #: length of the eventful world
SCALE = 0.001  #: some 2,400 rows
TINY = 0.0004  #: some 1,000 rows: plain Python does a week in a tenth of a second
SCRATCH = ("lane", "mark", "ids")  #: arrays of a state that say nothing of it


def at(week: int) -> str:
    """The date of a week."""
    return (START + dt.timedelta(weeks=week)).isoformat()


def series(name: str, *points: tuple[int, float], jitter: float = 0.0) -> dict[str, Any]:
    """A series through ``(week, value)`` points."""
    dated = [{"date": at(week), "value": value, "source": "A1"} for week, value in points]
    return {"name": name, "points": dated, "jitter": jitter}


MILIEUS = (
    {"name": "industry", "title": "Bench", "rooted": 1.0, "bench": True, "draw": 1.0, "career": 0.6, "source": "A1"},
    {"name": "village", "title": "Village", "rooted": 0.7, "draw": 0.4, "career": 0.8, "course": -0.1, "source": "A1"},
    {"name": "office", "title": "Office", "rooted": 0.1, "office": True, "draw": 1.0, "career": 2.0, "source": "A1"},
    {"name": "army", "title": "Army", "rooted": 0.5, "armed": True, "draw": 1.2, "career": 1.0, "source": "A1"},
    {"name": "school", "title": "School", "rooted": 0.4, "school": True, "draw": 1.2, "career": 0.9, "source": "A1"},
)
PEOPLE = {"industry": 320_000, "village": 160_000, "office": 90_000, "army": 90_000, "school": 60_000}


def place(name: str, province: str, share: float, *, districts: int = 2, course: float = 0.0) -> dict[str, Any]:
    """A town with its share of the people."""
    return {
        "name": name,
        "province": province,
        "population": 15_000_000 * share,
        "people": {milieu: n * share for milieu, n in PEOPLE.items()},
        "members": 80_000 * share,
        "districts": districts,
        "exposure": 0.5,
        "course": course,
        "source": "A1",
    }


def question(name: str, opens: int, deadline: int, **of: Any) -> dict[str, Any]:
    """Something to decide."""
    return {"name": name, "title": name, "opens": at(opens), "deadline": at(deadline), "source": "A1", **of}


def eventful_world() -> World:
    """War, losses, a purge, a levy, congresses, questions decided and lapsed, power, a leader who dies, in 140 weeks."""
    return World.model_validate(
        {
            "name": "eventful",
            "title": "Eventful",
            "start": at(0),
            "end": at(WEEKS),
            "milieus": MILIEUS,
            "places": [
                {**place("Alpha", "North", 1.4, districts=3, course=0.1), "war_industry": 0.4},
                place("Beta", "North", 0.9),
                place("Gamma", "South", 0.7, course=-0.1),
                {**place("Front", "South", 0.3), "front": True},
            ],
            "series": [
                series("opening", (0, 0.0), (2, 0.2), (3, 1.0)),
                series("ferment", (0, 0.3), (6, 0.75), (30, 0.6), (60, 0.2), (100, 0.35)),
                series("want", (0, 0.5), (30, 0.75), (50, 0.55), (70, 0.3)),
                series("war", (0, 0.0), (12, 0.0), (15, 0.9), (36, 0.9), (42, 0.0)),
                series("menace", (0, 0.0), (60, 0.0), (64, 0.6), (80, 0.3)),
                series("grievance", (0, 0.4), (20, 0.7), (60, 0.2)),
                series("strain", (0, 0.3), (40, 0.3), (44, 0.9)),
                series("orders", (0, 1.0), (24, 1.0), (34, 0.2)),
                series("army", (0, 1.0), (30, 1.6), (44, 0.4)),
                series("office", (0, 1.0), (30, 2.0)),
                series("leader", (0, 1.0), (48, 1.0), (52, 0.0)),
                series("admission", (0, 0.1), (36, 0.1), (38, 0.6)),
                series("recruiting", (0, 1.5), (60, 1.0)),
                series("levy", (0, 0.0), (54, 0.0), (55, 2.0), (62, 0.0)),
                series("study", (0, 1.0), (50, 2.0)),
                series("rivals", (0, 1.0), (40, 0.3)),
                series("plan", (0, 0.0), (70, 0.0), (80, 0.8)),
            ],
            "losses": [{"place": "Beta", "lost": at(18), "retaken": at(24), "source": "A1"}],
            "events": [
                {"name": "near", "title": "Near", "date": at(5), "mood": 0.1, "place": "Alpha", "source": "A1"},
                {"name": "hope", "title": "Hope", "date": at(14), "hope": 0.3, "trust": 0.05, "source": "A1"},
                {"name": "blow", "title": "Blow", "date": at(28), "hope": -0.4, "failure": 0.6, "source": "A1"},
                {"name": "revolt", "title": "Revolt", "date": at(40), "urgency": 0.4, "mood": 0.1, "source": "A1"},
                {"name": "defeat", "title": "Defeat", "date": at(66), "hope": -0.2, "failure": 0.8, "source": "A1"},
            ],
            "checks": [
                {"name": "check", "title": "Check", "date": at(34), "share": 0.2, "weeks": 6, "rural": 1.5, "source": "A1"}
            ],
            "congresses": [
                {"name": f"c{week}", "title": f"Congress of week {week}", "date": at(week), "kind": kind, "source": "A1"}
                for week, kind in (
                    (8, "conference"), (23, "congress"), (43, "congress"), (58, "congress"), (76, "congress"), (102, "congress"),
                )
            ],
            "questions": [
                question("power", 4, 40, course=1.0, bar=0.05, stake=1.0, effect="power"),
                question("peace", 13, 16, course=1.0, bar=0.98, stake=0.8, effect="peace"),
                question("retreat", 20, 26, course=1.0, bar=0.98, stake=0.6, effect="retreat"),
                question("order", 26, 60, regime=-0.8, course=0.2, bar=0.2, stake=0.5),
                question("inward", 60, 90, outlook=1.0, bar=0.1, stake=0.4),
            ],
            "cohorts": [at(0), at(10), at(40)],
            "assumptions": [{"id": "A1", "text": "invented"}],
        }
    )  # fmt: skip


def calm_world(
    weeks: int = 200, *, power: bool = False, war: tuple[int, int, float] | None = None, **levels: float
) -> World:
    """Nothing changes, but for a war ``(first week, weeks, intensity)``; ``levels`` are constant series."""
    steady = {"opening": 1.0, "ferment": 0.2, "want": 0.2} | levels
    items = [series(name, (0, value)) for name, value in steady.items()]
    if war:
        first, length, intensity = war
        last = first + length
        items.append(series("war", (0, 0.0), (first - 1, 0.0), (first, intensity), (last, intensity), (last + 1, 0.0)))
    return World.model_validate(
        {
            "name": "calm",
            "title": "Calm",
            "start": at(0),
            "end": at(weeks),
            "power": power,
            "milieus": MILIEUS,
            "places": [
                place(name, "North", 0.6, districts=3) for name in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon")
            ],
            "series": items,
            "assumptions": [{"id": "A1", "text": "invented"}],
        }
    )


def organ(name: str, level: str, seats: int, **of: Any) -> dict[str, Any]:
    """A committee."""
    return {"name": name, "level": level, "seats": seats, **of}


def charter(*, seats: int = 3, term: int = 26, **rules: dict[str, Any]) -> Charter:
    """Cells, districts, places, party; ``rules`` are sections of the charter."""
    levels = [{"name": n, "title": n.title()} for n in ("cell", "district", "place", "party")]
    organs = [
        organ("Bureau", "cell", 1, term=term),
        organ("District committee", "district", seats, term=term, recall=0.6, recall_weeks=0),
        organ("Town committee", "place", seats, term=term),
        organ("Central committee", "party", 11, may_appoint=False),
    ]
    return Charter.model_validate(
        {"name": "small", "title": "Small", "source": "A1", "levels": levels, "organs": organs, **rules}
    )


def model(world: World | None = None, rules: Charter | None = None, **settings: float) -> Model:
    """The default mechanisms in a small world, where appointment and election are both common."""
    return Model(rules or charter(), world or eventful_world()).with_settings(**{"posts__cost": 0.5} | settings)


def variant(engine: Engine, **settings: float) -> Engine:
    """The same compiled week and layout with other parameters, rules or switches (all are data)."""
    other, plan = copy.copy(engine), copy.copy(engine.plan)
    other.model = plan.model = engine.model.with_settings(**settings)
    other.plan = plan
    return other


def patched(engine: Engine, old: str, new: str) -> Engine:
    """The same week as plain Python with a defect: ``old`` replaced by ``new`` in its text.

    Arrays are written as the organs' file has them, ``s.P[i].status``; the fused text may name them ``P_status[i]``.
    """
    source = engine.fused.source
    if old not in source:
        old, new = in_columns(old), in_columns(new)
    if old not in source:
        old, new = (re.sub(r"\bs\.", "", text) for text in (old, new))
    assert old in source, f"the fused week no longer contains {old!r}: plant the defect elsewhere"
    spoilt = dataclasses.replace(engine.fused, source=source.replace(old, new))
    with mock.patch.object(engines, "fuse", return_value=spoilt):
        return engines.prepare(engine.model, scale=engine.scale, compiled=False)


def in_columns(text: str) -> str:
    """A piece of a text as the fused week has it: what stands in columns of its own is read there."""
    separate = "|".join(SEPARATE)

    def column(found: re.Match[str]) -> str:
        return ast.unparse(Separate().visit(ast.parse(found[0], mode="eval")))

    return re.sub(rf"s\.P\[\w+\]\.({separate})\b", column, text)


def persons(state: Any) -> np.ndarray:
    """A copy of all that is known of the persons, as one table of rows."""
    kinds = {name: kind for name, (kind, _) in state.P.dtype.fields.items()} | SEPARATE
    rows = np.empty(len(state.P), dtype=list(kinds.items()))
    for name in kinds:
        rows[name] = getattr(state, f"P_{name}") if name in SEPARATE else state.P[name]
    return rows


def bits(state: Any) -> dict[str, bytes]:
    """Every array of a state but the scratch of the pass, which lasts no longer than a block of cells."""
    return {name: np.asarray(part).tobytes() for name, part in state._asdict().items() if name not in SCRATCH}


def call(engine: Engine, function: str, state: Any, **given: Any) -> Any:
    """Call one function of a plain-Python week on a state, whatever arrays of the state it asks for."""
    found = getattr(engine.code, function)
    names = inspect.signature(found).parameters
    values = [given[name] if name in given else state if name == "s" else getattr(state, name) for name in names]
    with np.errstate(over="ignore"):
        return found(*values)


@contextlib.contextmanager
def stub(engine: Engine, function: str, answer: Callable[[dict[str, Any]], float]) -> Iterator[None]:
    """Replace one function of a plain-Python week: ``answer`` is given the arguments by name."""
    found = getattr(engine.code, function)
    names = list(inspect.signature(found).parameters)
    own = found.__globals__
    own[function] = lambda *values: answer(dict(zip(names, values, strict=True)))
    try:
        yield
    finally:
        own[function] = found


class Week(NamedTuple):
    """One week of a history: the state after it, and copies of the persons before it and of its own events."""

    number: int
    state: Any
    persons_before: np.ndarray
    events: np.ndarray


def weeks(
    engine: Engine, history: int = 0, *, seed: int = 1, last: int | None = None, log_level: int = 2
) -> Iterator[Week]:
    """Run a history week by week."""
    end = engine.model.world.weeks if last is None else last
    state = engine.start(history, seed=seed, last_week=end, log_level=log_level)
    for number in range(end):
        before, logged = persons(state), int(state.G[0]["n_events"])
        engine.advance(state, number, number + 1)
        yield Week(number, state, before, np.asarray(state.E[logged : int(state.G[0]["n_events"])]))


def measure(engine: Engine, history: Any, name: str) -> np.ndarray:
    """One weekly measure of a simulated history."""
    return history.measures[:, [m.name for m in engine.model.measures].index(name)]
