"""Every parameter, switch and rule, moved within its bounds, changes some bit of some history."""

from __future__ import annotations

import hashlib
import inspect

import pytest

import small
from politeia.engine import Engine
from politeia.mechanisms import DEFAULT
from politeia.model import SWITCHES

PARAMETERS = {f"{m.name}.{name}": p for m in DEFAULT for name, p in m.parameters.items()}
ASKED = {name for m in DEFAULT for step in m.steps for name in inspect.signature(step.function).parameters}
READ = sorted((name for name in SWITCHES if name in ASKED), key=lambda name: int(name[1:]))

#: Parameters that move nothing here, each with the reason.
IDLE: dict[str, str] = {}
#: Switches that a kernel asks for and does not use, each with the reason.
UNUSED: dict[str, str] = {}
#: Rules that are data of the layout, not of a kernel, each with the reason.
ELSEWHERE: dict[str, str] = {
    "rule_filter": "read once, when the weekly columns are laid out for a world without a series of admission",
}

#: Beside the default one, situations in which rare processes have their occasion.
SITUATIONS: dict[str, dict[str, float]] = {
    "as is": {},
    "command": {
        "posts__cost": -0.4, "posts__low": 0.0, "secretariat__pace": 0.2, "secretariat__by_norm": 3.0, "congress__turn": 0.95,
        "rule_pay_cap": 0.2,
    },
    "revolt below": {
        "congress__start": 0.05, "congress__ease": 0.6, "rule_called_below": 0.05, "voice__cost": 0.0, "rule_schooling": 0.5,
        "hardship__threshold": 0.1, "trust__want": 0.8,
    },
    "the rivals' causes": {
        "oligarchy__iron": 0.01, "statutes__doctrine": 0.02, "dilution__green": 0.02, "ambition__will": 0.1,
    },
    "votes taken again": {"committee__eager": 4.0, "committee__often": 0.9, "committee__steep": 4.0},
    "split": {"power__rate": 0.5, "power__far": 0.05, "voice__cost": 0.0},
    "weak towns": {"territory__raid": 1.0, "territory__holds": 0.04, "trust__gap": 1.6, "trust__want": 0.8},
    "a board that would be paid": {
        "person__taste": 0.9, "orientation__evidence": 0.0, "orientation__press": 0.5, "committee__pace": 0.0,
        "posts__cost": -0.4, "secretariat__pace": 0.2,
    },
    "members who may say no": {"rule_veto_by": 1.0, "rule_veto_share": 0.05, "rule_veto_weeks": 4.0, "committee__often": 0.9},
    "members who decide": {"rule_referendum_members": 0.001, "rule_referendum_turnout": 0.2},
    "a head judged by clients": {
        "posts__cost": -0.4, "secretariat__pace": 0.2, "congress__start": 0.05, "congress__grip": 0.0,
    },
}  # fmt: skip
HISTORIES = (0, 1, 2)


def trace(engine: Engine, settings: dict[str, float], history: int) -> bytes:
    """A digest of everything that a history leaves: persons, posts, party, measures."""
    changed = small.variant(engine, **{name.replace(".", "__"): value for name, value in settings.items()})
    state = changed.start(history, seed=31)
    changed.advance(state, 0, small.WEEKS)
    found = hashlib.blake2b(digest_size=16)
    for part in (state.out, state.out_places, state.P, state.O, state.G, state.L, state.C):
        found.update(part.tobytes())
    return found.digest()


@pytest.fixture(scope="module")
def usual(eventful: Engine) -> dict[tuple[str, int], bytes]:
    """The histories that nothing has changed, by situation and number."""
    return {(name, h): trace(eventful, settings, h) for name, settings in SITUATIONS.items() for h in HISTORIES}


def moves(engine: Engine, usual: dict[tuple[str, int], bytes], name: str, values: tuple[float, ...]) -> bool:
    """Does any of these values change a history in any situation?"""
    key = name.replace(".", "__")
    return any(
        trace(engine, {**SITUATIONS[situation], key: value}, history) != bits
        for (situation, history), bits in usual.items()
        for value in values
    )


@pytest.mark.parametrize("mechanism", [m.name for m in DEFAULT])
def test_no_parameter_is_dead(eventful: Engine, usual: dict[tuple[str, int], bytes], mechanism: str) -> None:
    own = {name: p for name, p in PARAMETERS.items() if name.startswith(f"{mechanism}.") and name not in IDLE}
    dead = [name for name, p in own.items() if not moves(eventful, usual, name, (p.low, p.high))]
    assert dead == []


def test_every_mechanism_of_the_article_has_a_switch_that_is_read() -> None:
    assert set(READ) == set(SWITCHES)
    assert {number for m in DEFAULT for number in m.implements} == {name.upper() for name in SWITCHES}


def test_no_switch_that_is_read_is_dead(eventful: Engine, usual: dict[tuple[str, int], bytes]) -> None:
    dead = [name for name in READ if name not in UNUSED and not moves(eventful, usual, name, (0.0,))]
    assert dead == []


def test_switches_that_nothing_reads_change_nothing(eventful: Engine, usual: dict[tuple[str, int], bytes]) -> None:
    others = {name: 0.0 for name in SWITCHES if name not in ASKED}
    assert trace(eventful, others, 0) == usual["as is", 0]


def test_no_rule_is_dead(eventful: Engine, usual: dict[tuple[str, int], bytes]) -> None:
    dead = [
        name
        for name in eventful.model.rules
        if name not in ELSEWHERE and not moves(eventful, usual, name, (0.0, 0.6, 1.0, 2.0, 8.0))
    ]
    assert dead == []


def test_exceptions_are_still_exceptions(eventful: Engine, usual: dict[tuple[str, int], bytes]) -> None:
    """A name on a list of exceptions that has come to life must leave it."""
    for name in (*IDLE, *UNUSED, *ELSEWHERE):
        assert not moves(eventful, usual, name, (0.0, 1.0)), f"{name} is alive: take it off the list"


def test_a_dead_parameter_is_noticed(plain: Engine) -> None:
    """The defect: a kernel no longer uses what it asks for."""
    fraud = small.patched(plain, "hazard = hazard * (1.0 + m2 * comeback)", "hazard = hazard * 1.0")
    one, other = (run(small.variant(fraud, joining__comeback=value)) for value in (0.0, 6.0))
    assert one == other


def run(engine: Engine) -> bytes:
    """A few weeks."""
    return engine.simulate(0, seed=31, last_week=8).measures.tobytes()
