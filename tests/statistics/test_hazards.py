"""Counts follow the hazards that the kernels state: each law has a twin with a bias of one part in twenty that fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import exact
import small
from politeia.engine import Engine, prepare
from politeia.engine import events as kinds
from politeia.mechanisms.joining import join

OUTSIDE, MEMBER = 0, 1
DEATH, EXIT = 0.05, 0.04
CALM = {
    "leaving__settled": 1e12, "leaving__natural": DEATH, "leaving__e0": 1e-9, "leaving__isolation": EXIT / 1e-9,
    "leaving__tired": 0.0, "leaving__lose_touch": 0.0, "leaving__adrift": 0.0, "leaving__e1": 0.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def calm(eventful: Engine) -> Engine:
    """Nobody is at war, purged or in power: every exit has one known cause. The same compiled week."""
    del eventful  # its compiled week is the one that is found again
    return prepare(small.model(small.calm_world(80), **CALM), scale=small.SCALE * 2)


@pytest.fixture(scope="module")
def joined(eventful: Engine) -> Engine:
    """In power and at war: out of conviction, to take sides and for a career. The same compiled week."""
    del eventful
    return prepare(small.model(small.calm_world(8, power=True, war=(2, 4, 0.8)), **CALM), scale=small.SCALE * 2)


def chances(engine: Engine, state: Any, before: np.ndarray) -> np.ndarray:
    """Everybody's probability of joining in the week just passed, by the kernel itself, from the persons before it."""
    fields = engine.fused.layout.fields
    rows = np.flatnonzero(before["status"] != MEMBER)
    cells = state.R[rows]

    def value(name: str) -> np.ndarray:
        item = fields[name]
        return before[name][rows] * ((item.high - item.low) / ((1 << item.bits) - 1)) + item.low

    known = {name: value(name) for name in ("careerism", "cadre")}
    known["former"] = (before["status"][rows] == 2).astype(float)
    known["outcast"] = (before["status"][rows] == 3).astype(float)
    given: dict[str, Any] = {name: engine.model.values[f"joining__{name}"] for name in ("comeback", "readmitted")} | {
        "m2": 1.0
    }
    columns = [known[n] if n in known else np.broadcast_to(given[n], len(rows)) if n in given else state.C[n][cells]
               for n in join.__code__.co_varnames[: join.__code__.co_argcount]]  # fmt: skip
    return np.array([join(*values) for values in zip(*columns, strict=True)]) * state.C["ratio"][cells]


@pytest.fixture(scope="module")
def joiners(joined: Engine) -> tuple[int, np.ndarray]:
    """Joiners of one week of ardour in many histories, and the chances that they had."""
    count, stated = 0, []
    for history in range(30):
        state = joined.start(history, seed=11, last_week=6, log_level=2)
        joined.advance(state, 0, 5)
        before, logged = small.persons(state), int(state.G[0]["n_events"])
        for name, rate in (("conviction", 1.0), ("sides", 0.5), ("career", 1.5)):
            state.A[f"joining__{name}"] = rate
        joined.advance(state, 5, 6)
        stated.append(np.minimum(chances(joined, state, before), 1.0))
        count += int((state.E["kind"][logged : int(state.G[0]["n_events"])] == kinds.JOINED).sum())
    return count, np.concatenate(stated)


def test_all_motives_and_all_outsiders_were_there(joined: Engine, joiners: tuple[int, np.ndarray]) -> None:
    """The law is tested on hazards of every part of the kernel, far from nought and one."""
    assert 0.05 < joiners[1].mean() < 0.5
    state = joined.start(0, seed=11, last_week=6)
    joined.advance(state, 0, 6)
    assert (np.bincount(state.P_status, minlength=3)[:3] > 0).all(), "some come back"
    assert all(state.C[rate].max() > 0.0 for rate in ("join_idea", "join_side", "join_career"))


def test_joiners_follow_the_hazard_of_the_kernel(joiners: tuple[int, np.ndarray]) -> None:
    count, stated = joiners
    assert exact.several(count, stated) > exact.LEVEL


@pytest.mark.parametrize("bias", [0.95, 1.05])
def test_a_biased_hazard_of_joining_is_caught(joiners: tuple[int, np.ndarray], bias: float) -> None:
    count, stated = joiners
    assert exact.several(count, stated * bias) < exact.LEVEL


@pytest.fixture(scope="module")
def leavers(calm: Engine) -> dict[str, tuple[int, int]]:
    """(cases, chances) of dying anywhere, of leaving where members are isolated, of leaving at the bench."""
    found = {"died": [0, 0], "left": [0, 0], "left the bench": [0, 0]}
    village = [m.name for m in calm.model.world.milieus].index("village")
    bench = [m.name for m in calm.model.world.milieus].index("industry")
    for history in range(14):
        for week in small.weeks(calm, history, seed=12, last=75):
            milieu = week.state.U["milieu"][week.state.R[week.persons_before["status"] == MEMBER]]
            lines = week.events
            where = week.state.U["milieu"][lines["unit"]]
            for name, kind, of in (
                ("died", kinds.DIED, None),
                ("left", kinds.LEFT, village),
                ("left the bench", kinds.LEFT, bench),
            ):
                found[name][0] += int(((lines["kind"] == kind) & ((where == of) | (of is None))).sum())
                found[name][1] += int((milieu == of).sum() if of is not None else len(milieu))
    return {name: (cases, trials) for name, (cases, trials) in found.items()}


def test_deaths_are_binomial_with_the_stated_hazard(leavers: dict[str, tuple[int, int]]) -> None:
    assert exact.binomial(*leavers["died"], DEATH) > exact.LEVEL


def test_exits_are_binomial_where_they_may_happen_and_nil_elsewhere(leavers: dict[str, tuple[int, int]]) -> None:
    """One uniform number decides death and exit: the share of each is its own hazard all the same."""
    assert exact.binomial(*leavers["left"], EXIT) > exact.LEVEL
    assert leavers["left the bench"][0] < 3


@pytest.mark.parametrize("bias", [0.95, 1.05])
def test_a_biased_hazard_of_dying_is_caught(leavers: dict[str, tuple[int, int]], bias: float) -> None:
    assert exact.binomial(*leavers["died"], DEATH * bias) < exact.LEVEL


SHARE, SPAN = 0.2, 6  #: a verification of six weeks that removes a fifth


@pytest.fixture(scope="module")
def expelled(calm: Engine) -> tuple[int, int]:
    """(members expelled, member-weeks) while a verification lasts, from its second week on: the first has no mean yet."""
    check = {"name": "c", "title": "C", "date": small.at(2), "share": SHARE, "weeks": SPAN, "source": "A1"}
    world = small.calm_world(2 + SPAN).model_dump() | {"checks": [check]}
    engine = prepare(small.model(small.World.model_validate(world), leaving__e0=0.0), scale=calm.scale)
    cases = chances = 0
    for history in range(25):
        for week in small.weeks(engine, history, seed=14):
            if week.number > 2:
                cases += int((week.events["kind"] == kinds.EXPELLED).sum())
                chances += int((week.persons_before["status"] == MEMBER).sum())
    return cases, chances


def test_a_verification_removes_the_share_that_the_world_orders(expelled: tuple[int, int]) -> None:
    weekly = 1.0 - (1.0 - SHARE) ** (1.0 / SPAN)
    assert abs(expelled[0] / expelled[1] / weekly - 1.0) < 0.1
    assert exact.binomial(*expelled, weekly * 1.2) < exact.LEVEL
    assert exact.binomial(*expelled, weekly * 0.8) < exact.LEVEL


#: how a vacancy is filled ---------------------------------------------------------------------------------------


HELD = ("P", "P_pid", "P_status", "O", "G", "U", "C", "room")  #: what filling posts can change


class Vacancies:
    """All territorial posts fall due at once, again and again under new luck."""

    def __init__(self, plain: Engine) -> None:
        self.engine = plain
        self.state = plain.start(0, seed=5, last_week=2, log_level=0)
        with np.errstate(over="ignore"):
            plain.advance(self.state, 0, 1)
        self.start = {name: np.asarray(getattr(self.state, name)).copy() for name in HELD}

    def renew(self) -> None:
        """Back to where it was, every post due."""
        for name, value in self.start.items():
            getattr(self.state, name)[...] = value
        self.state.O["due"] = -1


@pytest.fixture(scope="module")
def vacancies(plain: Engine) -> Vacancies:
    """In a small organisation that appoints about as often as it elects."""
    rules = small.charter(seats=1)
    engine = prepare(small.model(rules=rules, posts__steep=1.0, posts__cost=-0.8), scale=small.TINY / 2, compiled=False)
    return Vacancies(engine)


@pytest.fixture(scope="module")
def filled(vacancies: Vacancies) -> tuple[int, np.ndarray]:
    """Posts filled from above, and the probability that the kernel stated for each."""
    stated: list[float] = []
    original: Callable[..., float] = vacancies.engine.code.on_appoint

    def watch(given: dict[str, Any]) -> float:
        stated.append(float(original(*given.values())))
        return stated[-1]

    above = 0
    with (
        small.stub(vacancies.engine, "on_appoint", watch),
        small.stub(vacancies.engine, "elect", lambda _: 0.0),  # whom they choose is another law
        small.stub(vacancies.engine, "appoint_to", lambda _: 0.0),
    ):
        for luck in range(500):
            vacancies.renew()
            small.call(vacancies.engine, "posts", vacancies.state, week=1, salt=np.uint64(luck))
            above += int(vacancies.state.G[0]["filled_from_above"])
    return above, np.array(stated)


def test_posts_are_filled_from_above_as_often_as_the_kernel_says(filled: tuple[int, np.ndarray]) -> None:
    above, stated = filled
    assert 0.05 < stated.mean() < 0.95, stated.mean()
    assert exact.several(above, stated) > exact.LEVEL


@pytest.mark.parametrize("bias", [0.95, 1.05])
def test_a_biased_appointment_is_caught(filled: tuple[int, np.ndarray], bias: float) -> None:
    above, stated = filled
    assert exact.several(above, np.clip(stated * bias, 0.0, 0.999)) < exact.LEVEL


#: whom an election chooses --------------------------------------------------------------------------------------

LEAD = 0.25  #: how much better one of two nominees stands


def luck(u: np.ndarray) -> np.ndarray:
    """The engine's number of luck in a choice, for arrays."""
    return 2.0 * (u - 0.5) * (1.0 + 2.2 * u**4) + 0.25


@pytest.fixture(scope="module")
def elections(vacancies: Vacancies) -> tuple[int, int]:
    """(victories of the better of two nominees, elections)."""
    vacancies.renew()
    state, engine = vacancies.state, vacancies.engine
    post = int(np.flatnonzero(state.O["level"] == 0)[0])
    unit = int(state.O["unit"][post])
    first = int(state.U["row0"][unit])
    for i in range(first, int(state.U["row1"][unit])):
        state.P_status[i], state.P["weight"][i], state.P["post"][i] = (MEMBER if i < first + 2 else OUTSIDE), 1.0, 0
    state.G[0]["heaviest"] = 1.0
    state.U["row1"][unit] = first + 3
    won = total = 0
    with small.stub(engine, "on_nominee", lambda given: LEAD if given["i"] == first else 0.0):
        for turn in range(3000):
            state.O["slot"][post] = -1
            state.P["post"][first : first + 2] = 0
            small.call(engine, "elect", state, o=post, week=1, salt=np.uint64(turn * 7919))
            total += 1
            won += int(state.O["slot"][post] == first)
    return won, total


def victory(lead: float) -> float:
    """Probability that the better of two wins, by integration over both numbers of luck."""
    u = (np.arange(2000) + 0.5) / 2000
    return float((lead + 0.15 * luck(u)[:, None] > 0.15 * luck(u)[None, :]).mean())


def test_elections_are_won_as_often_as_standing_and_luck_say(elections: tuple[int, int]) -> None:
    assert exact.binomial(*elections, victory(LEAD)) > exact.LEVEL


def test_a_biased_election_is_caught(elections: tuple[int, int]) -> None:
    won, total = elections
    assert exact.binomial(won, total, victory(LEAD) * 0.95) < exact.LEVEL
    assert exact.binomial(won, total, victory(LEAD) * 1.05) < exact.LEVEL


#: who is drawn from the ranks -----------------------------------------------------------------------------------


def drawn(engine: Engine, state: Any, rows: range, times: int) -> np.ndarray:
    """How often each row is drawn."""
    found = [
        small.call(engine, "random_member", state, row0=rows.start, row1=rows.stop, who=k, turn=0, salt=np.uint64(99))
        for k in range(times)
    ]
    return np.bincount(np.array(found) - rows.start, minlength=len(rows))


def test_members_are_drawn_by_the_people_they_stand_for(vacancies: Vacancies) -> None:
    vacancies.renew()
    state, rows, times = vacancies.state, range(8), 8000
    weight = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 2.0, 3.0, 5.0])
    state.P_status[rows], state.P["weight"][rows] = np.where(weight > 0, MEMBER, OUTSIDE), weight
    state.G[0]["heaviest"] = 5.0
    seen = drawn(vacancies.engine, state, rows, times)
    assert seen[0] == 0
    expected = times * weight / weight.sum()
    assert exact.chi_square(seen[1:], expected[1:]) > exact.LEVEL
    tilted = weight * np.array([1, 1.05, 0.95, 1.05, 0.95, 1.05, 0.95, 1.05])
    several = sum(drawn(vacancies.engine, state, rows, times) for _ in range(1))
    assert exact.chi_square(4 * several[1:], 4 * times * (tilted / tilted.sum())[1:]) < exact.LEVEL
