"""Five variables foresee what a war leaves behind in the full model: the mean field of the circular flow.

All parameters of the flow are pinned here, so that a calibration cannot move this test: it is about the equations.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import small
from politeia.engine import Engine, prepare
from politeia.world import World

ROOT = Path(__file__).parents[2]
WAR, PEACE, URGENCY = 104, 300, 0.6  # weeks, weeks, share
OFFICE = 0.3


def load() -> ModuleType:
    """The program that writes the page of the documents."""
    spec = importlib.util.spec_from_file_location("circular_flow", ROOT / "verification" / "circular_flow.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["circular_flow"] = module
    spec.loader.exec_module(module)
    return module


flow = load()

#: The parameters that both the five variables and the full model use.
PINNED = {
    "posts.steep": 8.0, "posts.weight_norm": 0.55, "posts.weight_urgency": 0.6, "posts.weight_reach": 0.45, "posts.autonomy": 1.1,
    "posts.habit": 0.25, "posts.cost": 0.42, "posts.low": 0.25, "posts.ripe": 2.2, "congress.turn": 0.6,
    "regime.urge": 0.010, "regime.desk": 0.003, "regime.root": 0.016, "regime.company": 0.012,
    "regime.press": 0.04, "secretariat.pace": 0.012, "secretariat.by_office": 0.8, "secretariat.by_norm": 0.7,
}  # fmt: skip
STRONG = PINNED | flow.STRONG
TASTE = 0.2
#: Nobody learns or unlearns, joins, leaves, dies, moves, speaks or revolts: only the circle turns.
STILL = {
    "cadre__learn": 0.0, "cadre__school": 0.0, "cadre__desk": 0.0, "cadre__discourage": 0.0, "person__hardened": 0.0,
    "joining__conviction": 0.0, "joining__sides": 0.0, "joining__career": 0.0, "leaving__e0": 0.0, "leaving__e1": 0.0,
    "leaving__natural": 0.0, "leaving__front": 0.0, "leaving__lose_touch": 0.0, "administration__hire": 0.0,
    "administration__back": 0.0, "administration__enrol": 0.0, "mobilisation__call": 0.0, "class_size__flight": 0.0,
    "voice__cost": 9.0, "hardship__threshold": 9.0, "territory__raid": 0.0, "congress__start": 9.0, "person__taste": TASTE,
    "regime__appointed": 0.0, "m36": 0.0, "m59": 0.0,
}  # fmt: skip


def world(war: int) -> World:
    """Twelve towns of workshops and offices; a war of so many weeks from the second year on."""
    towns = [
        small.place(f"Town {n}", "North", 0.25, districts=3) | {"people": {"industry": 126_000, "office": 54_000}}
        for n in range(12)
    ]
    base = small.calm_world(52 + war + PEACE, power=True, war=(52, war, URGENCY / 0.8)).model_dump()
    milieus = [m | {"rooted": 0.9 if m["bench"] else 0.1} for m in base["milieus"]]
    return World.model_validate(base | {"places": towns, "milieus": milieus, "resolution": {"party_rows": 0.6}})


@pytest.fixture(scope="module")
def still(eventful: Engine) -> Engine:
    """The full model with everything held still that the five variables leave out. The same compiled week."""
    del eventful  # its compiled week is the one that is found again
    settings = STILL | {name.replace(".", "__"): value for name, value in PINNED.items()}
    return prepare(small.model(world(WAR), small.charter(seats=1), **settings), scale=0.0016)


def seat_head_in_an_office(state: Any) -> None:
    """The secretariat is given to one who works in an office, as the five variables have it."""
    root = len(state.U) - 1
    office = int(state.B[0]["office"])
    at_desk = (state.P_status == 1) & (state.U["milieu"][state.R] == office)
    row = int(np.flatnonzero(at_desk & (state.P["seat"] == 0) & (state.P["post"] == 0))[0])
    post = int(state.U["post0"][root]) + int(state.G[0]["head_seat"])
    state.P["seat"][state.O["slot"][post]] = 0
    state.P["seat"][row] = state.O["seat"][post] + 1
    state.O["slot"][post] = row
    state.O["pid"][post] = state.G["head_pid"][0] = state.P_pid[row]
    state.G["head_slot"][0] = row


def left_behind(engine: Engine, cadre: float, settings: dict[str, float], history: int, weeks: int) -> np.ndarray:
    """Appointed share above the cells, week by week, in the full model."""
    pinned = {name.replace(".", "__"): value for name, value in settings.items()}
    changed = small.variant(engine, person__cadre_mean=cadre, **pinned)
    state = changed.start(history, seed=41, last_week=weeks)
    seat_head_in_an_office(state)
    changed.advance(state, 0, weeks)
    return state.out[:, [m.name for m in changed.model.measures].index("appointed_middle")]


def foreseen(cadre: float, settings: dict[str, float], war: int) -> Iterator[float]:
    """The same from the five variables, from the state in which the full model starts."""
    five = flow.Flow(
        cadre=cadre,
        office=OFFICE,
        rooted=0.9,
        desk_rooted=0.1,
        turnover=0.0,
        settings=settings,
        taste=TASTE,
        height=0.42,
    )
    at = flow.Point(0.0, 0.12, 0.02, TASTE, TASTE)
    for week in range(52 + war + PEACE):
        at = five.step(at, URGENCY if 52 <= week <= 52 + war else 0.0)
        yield at.appointed


WEEKS = 52 + WAR + PEACE


def histories(engine: Engine, cadre: float, settings: dict[str, float]) -> np.ndarray:
    """Eight histories of the full model."""
    return np.array([left_behind(engine, cadre, settings, history, WEEKS) for history in range(8)])


def agreeing(runs: np.ndarray, path: list[float]) -> int:
    """Histories that end on the side of one half on which the five variables end."""
    return int(((runs[:, -52:].mean(axis=1) > 0.5) == (path[-1] > 0.5)).sum())


def farthest(runs: np.ndarray, path: list[float]) -> float:
    """Largest distance between the median history and the five variables, over means of half a year."""
    median = np.median(runs, axis=0)
    gaps = [abs(median[w : w + 26].mean() - np.mean(path[w : w + 26])) for w in range(0, WEEKS - 26, 26)]
    return float(max(gaps))


def test_the_qualities_tested_lie_on_both_sides_of_the_crossing() -> None:
    five = flow.Flow(office=OFFICE, turnover=0.0, settings=PINNED, taste=TASTE, height=0.42)
    assert 0.06 < flow.crossing(five) < 0.30


@pytest.mark.parametrize("cadre", [0.06, 0.30])
def test_a_war_leaves_appointment_behind_only_below_the_crossing(still: Engine, cadre: float) -> None:
    path = list(foreseen(cadre, PINNED, WAR))
    assert max(path) > path[51] + 0.1, "the war must raise it"
    assert (path[-1] > 0.5) == (cadre < 0.2)
    assert agreeing(histories(still, cadre, PINNED), path) >= 6


@pytest.mark.parametrize("cadre", [0.06, 0.12, 0.20, 0.30])
def test_the_full_model_follows_the_five_variables_week_by_week(still: Engine, cadre: float) -> None:
    assert farthest(histories(still, cadre, PINNED), list(foreseen(cadre, PINNED, WAR))) < 0.2


def test_a_circle_cut_in_one_place_is_noticed(still: Engine) -> None:
    """The defect: habit and norm no longer weigh on the next appointment."""
    cut = PINNED | {"posts.weight_norm": 0.0}
    path = list(foreseen(0.06, PINNED, WAR))
    assert farthest(histories(still, 0.06, cut), path) > 0.2
    assert agreeing(histories(still, 0.06, cut), path) < 4


def test_where_two_regimes_last_the_past_decides(still: Engine) -> None:
    """Strong feedbacks: the same organisation stays elected or stays commanded, as it began."""
    five = flow.Flow(cadre=0.40, office=OFFICE, turnover=0.0, settings=STRONG, taste=TASTE, height=0.42)
    assert five.two_states
    ends = {"elected": [], "commanded": []}
    for history in range(4):
        for beginning in ends:
            state = begun(still, beginning, history)
            ends[beginning].append(float(state.out[-52:, column(still)].mean()))
    assert np.median(ends["elected"]) < 0.3
    assert np.median(ends["commanded"]) > 0.7


def column(engine: Engine) -> int:
    """Column of the measure."""
    return [m.name for m in engine.model.measures].index("appointed_middle")


def begun(engine: Engine, beginning: str, history: int) -> Any:
    """A history without war that begins elected, or with everybody appointed and used to it."""
    pinned = {name.replace(".", "__"): value for name, value in STRONG.items()}
    changed = small.variant(engine, person__cadre_mean=0.40, m24=0.0, **pinned)
    state = changed.start(history, seed=43, last_week=PEACE)
    seat_head_in_an_office(state)
    if beginning == "commanded":
        field = changed.fused.layout.fields["regime"]
        state.P["regime"] = round(0.8 * ((1 << field.bits) - 1))
        state.G["norm"], state.G["capacity"] = 0.9, 0.9
        state.O["appointed"] = 1
    changed.advance(state, 0, PEACE)
    return state


def test_a_kernel_that_asks_for_something_new_is_not_passed_over() -> None:
    def appoint(norm: float, weather: float) -> float:
        return norm * weather

    with pytest.raises(LookupError, match="weather"):
        flow.Flow().bind(flow.posts, appoint)


def test_the_page_of_the_documents_holds_the_numbers_of_these_equations() -> None:
    assert flow.PAGE.read_text(encoding="utf-8") == flow.page(), "run: python verification/circular_flow.py"
