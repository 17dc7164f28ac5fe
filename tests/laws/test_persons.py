"""Ids last and die with their person; posts are held by living members of their unit."""

from __future__ import annotations

from itertools import chain

import checks
import numpy as np
import pytest

import small
from politeia.engine import Engine


def lines(engine: Engine, history: int = 0, last: int | None = None) -> np.ndarray:
    """The whole event log of a history."""
    return engine.simulate(history, seed=1, last_week=last, log_level=2).decisions


@pytest.mark.parametrize("history", range(12))
def test_no_act_by_the_dead(eventful: Engine, history: int) -> None:
    assert list(checks.haunted(lines(small.variant(eventful, leaving__natural=0.01), history))) == []


def test_an_act_by_the_dead_is_noticed(plain: Engine) -> None:
    """The defect: a row that dies keeps its id."""
    fraud = small.patched(plain, "s.P[i].pid = int(s.N[i]) * s.P.shape[0] + i", "s.P[i].pid = s.P[i].pid")
    assert list(checks.haunted(lines(small.variant(fraud, leaving__natural=0.3, joining__conviction=1.0), last=10)))


@pytest.mark.parametrize("history", range(4))
def test_no_two_persons_share_an_id(eventful: Engine, history: int) -> None:
    assert list(chain.from_iterable(checks.twins(week) for week in small.weeks(eventful, history))) == []


def test_a_shared_id_is_noticed(tiny: Engine) -> None:
    for week in small.weeks(tiny, last=1):
        week.state.P_pid[7] = week.state.P_pid[8]
        assert list(checks.twins(week))


@pytest.mark.parametrize("history", range(4))
def test_who_has_left_holds_and_does_nothing(eventful: Engine, history: int) -> None:
    assert list(checks.outsiders_at_work(lines(eventful, history))) == []


def test_an_outsider_at_work_is_noticed(plain: Engine) -> None:
    fraud = small.patched(
        plain, "s.P[i].status != MEMBER:\n        return False", "s.P[i].status > 2:\n        return False"
    )
    assert list(checks.outsiders_at_work(lines(small.variant(fraud, leaving__e0=0.1), last=40)))


@pytest.mark.parametrize("history", range(4))
def test_every_holder_is_a_living_member_in_the_unit(eventful: Engine, history: int) -> None:
    engine = small.variant(eventful, leaving__natural=0.005, secretariat__pace=0.1)
    breaches = list(chain.from_iterable(checks.seated(week) for week in small.weeks(engine, history)))
    assert breaches == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        if s.P[i].post > 0:", "        if False:"),
        ("    if o >= 0 and s.O[o].slot == i:", "    if False:"),
        ("if held and (not there):", "if False:"),
    ],
    ids=["two posts at once", "a move forgets the post", "the dead stay in office"],
)
def test_a_false_holder_is_noticed(plain: Engine, old: str, new: str) -> None:
    fraud = small.variant(small.patched(plain, old, new), leaving__natural=0.05, posts__cost=-0.5)
    assert any(True for week in small.weeks(fraud, last=30) for _ in checks.seated(week))


def test_appointments_happen_and_moves_are_many(eventful: Engine) -> None:
    """The laws above are tested on histories in which the things they forbid could happen."""
    log = lines(small.variant(eventful, leaving__natural=0.005))
    counts = np.bincount(log["kind"], minlength=21)
    assert (counts[[1, 2, 3, 4, 5, 6, 7]] > 10).all(), counts
