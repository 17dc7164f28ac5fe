"""Nobody appears or vanishes: every week's members follow from the week before and the week's events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import checks
import numpy as np
import pytest

import small
from politeia.engine import Engine
from small import PEOPLE


def ledger(engine: Engine, last: int, history: int = 0, hurt: tuple[int, str] | None = None) -> list[str]:
    """Every breach of conservation, at the root and at every unit; ``hurt``: a week and a defect planted in the state."""
    breaches: list[str] = []
    members = None
    for week in small.weeks(engine, history, last=last):
        if hurt and week.number == hurt[0]:
            plant(week.state, hurt[1])
        if members is None:
            members = week.persons_before["weight"][week.persons_before["status"] == checks.MEMBER].sum(dtype=float)
        breaches += checks.unequal(engine, week, members)
        for level in range(len(engine.plan.levels)):
            breaches += checks.unbalanced(week, level)
        members = float(week.state.out[week.number, 0])
    return breaches


def plant(state: Any, defect: str) -> None:
    """Change the state as a faulty engine might."""
    i = int(np.flatnonzero(state.P_status == checks.MEMBER)[5])
    if defect == "heavier":
        state.P["weight"][i] *= 1.5
    elif defect == "lost":
        state.P_status[i] = checks.OUTSIDE
    elif defect == "double":
        j = int(np.flatnonzero(state.P_status == checks.OUTSIDE)[-1])
        for column in (state.P, state.P_pid, state.P_status):
            column[j] = column[i]


@pytest.mark.parametrize("history", [0, 1, 2])
def test_members_are_conserved_in_every_unit_and_week(eventful: Engine, history: int) -> None:
    assert ledger(eventful, small.WEEKS, history) == []


@pytest.mark.parametrize("defect", ["heavier", "lost", "double"])
def test_a_member_who_appears_or_vanishes_is_noticed(tiny: Engine, defect: str) -> None:
    assert ledger(tiny, 6, hurt=(3, defect))


def test_weights_that_are_lost_in_a_move_are_noticed(plain: Engine) -> None:
    fraud = small.patched(
        plain,
        "s.P[j].status = s.P[i].status\n",
        "s.P[j].status = s.P[i].status\n    s.P[j].weight = s.P[j].weight * 0.9\n",
    )
    assert ledger(small.variant(fraud, administration__hire=0.3), 14)


def test_exits_counted_short_are_noticed(plain: Engine) -> None:
    fraud = small.patched(plain, "t_2 += w\n", "t_2 += w * 0.95\n")
    assert ledger(fraud, 8)


def test_rows_of_a_cell_never_change(eventful: Engine) -> None:
    sizes = [rows for _, _, rows, _, _ in eventful.plan.cells]
    breaches = [b for week in small.weeks(eventful, 3) for b in checks.misplaced(week, sizes)]
    assert breaches == []


def test_a_forgotten_move_is_noticed(tiny: Engine) -> None:
    sizes = [rows for _, _, rows, _, _ in tiny.plan.cells]
    for week in small.weeks(tiny, last=2):
        week.state.P_move[3] = 1
        assert list(checks.misplaced(week, sizes))
        week.state.P_move[3] = 0
        assert list(checks.misplaced(week, [size + 1 for size in sizes]))


def shares(engine: Engine, history: Any, prefix: str, keys: Iterable[object]) -> np.ndarray:
    """Sum of a family of shares, week by week."""
    return sum(small.measure(engine, history, f"{prefix}{key}").astype(float) for key in keys)


def test_shares_by_origin_and_cohort_add_up_to_one(eventful: Engine) -> None:
    history = eventful.simulate(4, seed=1)
    assert np.allclose(shares(eventful, history, "origin_", PEOPLE), 1.0, atol=1e-5)
    assert np.allclose(shares(eventful, history, "cohort_", range(8)), 1.0, atol=1e-5)


def test_members_of_all_milieus_are_the_members_but_for_the_newest(eventful: Engine) -> None:
    """A milieu's members are counted in the pass that lets joiners in, so these enter a week later."""
    history = eventful.simulate(4, seed=1)
    standing = small.measure(eventful, history, "members") - small.measure(eventful, history, "joined")
    counted = shares(eventful, history, "members_", PEOPLE)
    whole = small.measure(eventful, history, "members")
    assert np.allclose(counted, standing, rtol=1e-5) or np.allclose(counted, whole, rtol=1e-5)


def test_places_add_up_to_the_whole(eventful: Engine) -> None:
    history = eventful.simulate(5, seed=1)
    places = history.places[:, :, list(eventful.model.place_measures).index("members")].sum(axis=1)
    assert np.allclose(places, history.measures[:, 0], rtol=1e-5)
