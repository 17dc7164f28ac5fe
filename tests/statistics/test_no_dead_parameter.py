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

#: Situations beside the default one in which rare processes have their occasion.
SITUATIONS: tuple[dict[str, float], ...] = (
    {},
    {"posts__cost": -0.4, "secretariat__pace": 0.2, "congress__turn": 0.95, "rule_pay_cap": 0.2, "posts__low": 0.0},
    {"power__rate": 0.5, "power__far": 0.05, "congress__start": 0.05, "voice__cost": 0.0, "rule_schooling": 0.5, "congress__ease": 0.6},
)  # fmt: skip


def trace(engine: Engine, settings: dict[str, float], history: int) -> bytes:
    """A digest of everything that a history leaves: persons, posts, party, measures, log."""
    changed = small.variant(engine, **{name.replace(".", "__"): value for name, value in settings.items()})
    state = changed.start(history, seed=31, log_level=1)
    changed.advance(state, 0, small.WEEKS)
    found = hashlib.blake2b(digest_size=16)
    for part in (state.out, state.out_places, state.P, state.O, state.G, state.L, state.C):
        found.update(part.tobytes())
    return found.digest()


@pytest.fixture(scope="module")
def usual(tiny: Engine) -> list[bytes]:
    """The histories that nothing has changed, one a situation."""
    return [trace(tiny, situation, number) for number, situation in enumerate(SITUATIONS)]


def moves(engine: Engine, usual: list[bytes], name: str, values: tuple[float, ...]) -> bool:
    """Does any of these values change a history in any situation?"""
    return any(
        trace(engine, {**situation, name: value}, number) != usual[number]
        for number, situation in enumerate(SITUATIONS)
        for value in values
    )


@pytest.mark.parametrize("mechanism", [m.name for m in DEFAULT])
def test_no_parameter_is_dead(tiny: Engine, usual: list[bytes], mechanism: str) -> None:
    own = {name: p for name, p in PARAMETERS.items() if name.startswith(f"{mechanism}.") and name not in IDLE}
    dead = [name for name, p in own.items() if not moves(tiny, usual, name, (p.low, p.high))]
    assert dead == []


def test_no_switch_that_is_read_is_dead(tiny: Engine, usual: list[bytes]) -> None:
    dead = [name for name in READ if name not in UNUSED and not moves(tiny, usual, name, (0.0,))]
    assert dead == []


def test_switches_that_nothing_reads_change_nothing(tiny: Engine, usual: list[bytes]) -> None:
    others = {name: 0.0 for name in SWITCHES if name not in ASKED}
    assert trace(tiny, others, 0) == usual[0]


def test_no_rule_is_dead(tiny: Engine, usual: list[bytes]) -> None:
    dead = [name for name in tiny.model.rules if not moves(tiny, usual, name, (0.0, 0.6, 1.0, 2.0, 8.0))]
    assert dead == []


def test_a_dead_parameter_is_noticed(plain: Engine) -> None:
    """The defect: a kernel no longer uses what it asks for."""
    fraud = small.patched(plain, "hazard = hazard * (1.0 + m2 * comeback)", "hazard = hazard * 1.0")
    one, other = (run(small.variant(fraud, joining__comeback=value)) for value in (0.0, 6.0))
    assert one == other


def run(engine: Engine) -> bytes:
    """A few weeks."""
    return engine.simulate(0, seed=31, last_week=8).measures.tobytes()
