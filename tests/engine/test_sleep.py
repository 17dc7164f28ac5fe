"""An organ where nothing falls due sleeps; one that never sleeps does the same, to the bit."""

from __future__ import annotations

import pytest

import small
from politeia.charter import Charter
from politeia.engine import Engine
from politeia.model import Model

WEEKS = 100
NEVER = 2**31 - 1


def lived(engine: Engine, *, wakes: int | None = None) -> dict[str, bytes]:
    """All that a history of troubled years is, where every week begins with all organs asked to wake in a given week."""
    state = engine.start(2, seed=11, last_week=WEEKS, log_level=1)
    for week in range(WEEKS):
        if wakes is not None:
            state.wakes[:] = wakes
        engine.advance(state, week, week + 1)
    return {name: part for name, part in small.bits(state).items() if name != "wakes"}


@pytest.fixture(scope="module")
def unrecalled(tiny: Engine) -> Engine:
    """Where nobody below the top can be recalled: else no organ ever sleeps."""
    data = small.charter().model_dump()
    for organ in data["organs"]:
        organ["recall"] = 0.0
    return tiny.like(Model(Charter.model_validate(data), tiny.model.world).with_settings(**tiny.model.settings))


@pytest.fixture(scope="module")
def asleep(unrecalled: Engine) -> dict[str, bytes]:
    return lived(unrecalled)


def test_an_organ_that_sleeps_misses_nothing(unrecalled: Engine, asleep: dict[str, bytes]) -> None:
    assert lived(unrecalled, wakes=0) == asleep


def test_organs_that_nobody_wakes_are_noticed(unrecalled: Engine, asleep: dict[str, bytes]) -> None:
    assert lived(unrecalled, wakes=NEVER)["O"] != asleep["O"]


def test_where_members_may_recall_no_organ_sleeps(tiny: Engine) -> None:
    assert lived(tiny, wakes=NEVER) == lived(tiny)
