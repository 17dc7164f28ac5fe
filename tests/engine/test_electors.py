"""Who has no vote weighs in no choice that members make: elections, delegates, recall; and a defect is caught."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from test_seats import seats, under

import small
from politeia.engine import Engine
from politeia.random.draws import draw_of
from small import call, stub

MUTE: dict[str, Any] = {"name": "supporter", "title": "Supporter", "share": 0.5, "stand": True}
TYPES = {"types": (MUTE,)}  #: every other person who joins is a supporter, who has no vote


def mute(state: Any, rows: np.ndarray) -> np.ndarray:
    """Which rows' persons have no vote, by their lasting numbers."""
    with np.errstate(over="ignore"):
        return np.array([draw_of(int(pid), 81, state.S[2, 0]) < MUTE["share"] for pid in state.P_pid[rows]], bool)


class Parted(NamedTuple):
    """A cell of three who vote, dissent and stand on one side, and nine without a vote on the other."""

    state: Any
    unit: int
    voters: np.ndarray
    others: np.ndarray


def parted(engine: Engine) -> Parted:
    """The first cell with enough rows is parted so; nobody else is a member."""
    s = engine.start(0, seed=3, last_week=1)
    s.P_status[:], s.U["members"] = 0, 0.0
    s.O["slot"] = s.O["pid"] = -1
    unit = int(s.O["unit"][int(seats(engine, "cell")[0])])
    rows = np.arange(s.U[unit].row0, s.U[unit].row1)
    silent = mute(s, rows)
    voters, others = rows[~silent][:3], rows[silent][:9]
    for group, course, dissents in ((voters, -0.8, 1), (others, 0.8, 0)):
        s.P_status[group], s.P["weight"][group], s.P["joined"][group] = 1, 10.0, -200
        s.P["course"][group] = engine.code.code_course(course)
        s.P["speaks"][group] = s.P["tendency"][group] = dissents
        s.P["post"][group] = s.P["seat"][group] = 0
    while unit >= 0:  # what the persons' pass would find
        u, unit = unit, int(s.U[unit].parent)
        s.U["members"][u], s.U["mean_course"][u], s.U["mean_opposing"][u] = 120.0, 0.4, 0.25
    call(engine, "count_electors", s, week=0)
    return Parted(s, int(s.R[voters[0]]), voters, others)


# ------------------------------------------------------------------------------------------------- the count


def found(engine: Engine) -> bool:
    """Are the cell's electors, and the whole organisation's, the three who vote and nobody else?"""
    s, unit, _, _ = parted(engine)
    root = s.U.shape[0] - 1
    return all(
        np.allclose([s.U[name][u] for name in ("electors", "electors_course", "electors_opposing")], (30.0, -0.8, 1.0), atol=1e-4)
        for u in (unit, root)
    )  # fmt: skip


def test_electors_are_those_who_have_a_vote(plain: Engine) -> None:
    assert found(under(plain, {}, admission=TYPES))


def test_a_count_that_asks_everybody_is_noticed(plain: Engine) -> None:
    asks_all = small.patched(plain, "return k < 0 or s.Y[k].vote > 0.5", "return True")
    assert not found(under(asks_all, {}, admission=TYPES))


def test_candidates_have_no_vote_until_their_time_is_over(tiny: Engine) -> None:
    engine = under(tiny, {}, admission={"candidate_weeks": 60})
    s = engine.start(1, seed=1, last_week=30)
    engine.advance(s, 0, 30)
    members = s.P_status == 1
    past = members & (29 - s.P["joined"].astype(int) >= 60)
    voters, everybody = float(s.U["electors"][-1]), float(s.U["members"][-1])
    assert abs(voters / everybody - s.P["weight"][past].sum() / s.P["weight"][members].sum()) < 0.02
    assert 0.02 < voters / everybody < 0.98


# ----------------------------------------------------------------------------------------------- what they choose


def course_elected(engine: Engine) -> float:
    """The mean course of those whom the cell elects by standing, over many lucks; all are alike but for it."""
    s, _, voters, others = parted(engine)
    people = np.concatenate([voters, others])
    for name in ("cadre", "regime"):
        s.P[name][people] = s.P[name][people[0]]
    o = int(seats(engine, "cell")[0])
    courses = []
    for turn in range(40):
        s.O["slot"][o] = s.O["pid"][o] = -1
        s.P["post"][people] = 0
        call(engine, "elect", s, o=o, week=0, salt=np.uint64(7919 * turn + 5))
        courses.append(-0.8 if s.O["slot"][o] in voters else 0.8)
    return float(np.mean(courses))


def test_members_without_a_vote_elect_nobody(plain: Engine) -> None:
    """Nine of twelve would have one of their own; the three who vote have one of theirs whenever one is nominated."""
    voiced = under(plain, {}, admission={"types": (MUTE | {"vote": True, "stand": False, "share": 0.0},)})
    assert course_elected(under(plain, {}, admission=TYPES)) < -0.3
    assert course_elected(voiced) > 0.3


def test_an_election_that_asks_everybody_is_noticed(plain: Engine) -> None:
    asks_all = small.patched(
        plain, "v_electors_course = electors_course(A, U, Y, u)", "v_electors_course = U[u].mean_course"
    )
    assert course_elected(under(asks_all, {}, admission=TYPES)) > 0.3


def opposition_sent(engine: Engine) -> float:
    """The opposition's share of the delegates that the cell of :func:`parted` sends."""
    s, unit, _, _ = parted(engine)
    with stub(engine, "on_relay", lambda given: float(given["U"][given["u"]].share)):
        call(engine, "relay_shares", s, week=0)
    assert s.U["share"][unit] == s.U["share"][-1]
    return float(s.U["share"][-1])


def test_members_without_a_vote_send_no_delegates(plain: Engine) -> None:
    assert opposition_sent(under(plain, {}, admission=TYPES)) == 1.0
    assert opposition_sent(plain) == 0.25


def test_delegates_of_everybody_are_noticed(plain: Engine) -> None:
    asks_all = small.patched(plain, "share = electors_opposing(A, U, Y, u)", "share = float(U[u].mean_opposing)")
    assert opposition_sent(under(asks_all, {}, admission=TYPES)) == 0.25


def test_a_unit_without_a_voter_elects_nobody(plain: Engine) -> None:
    engine = under(plain, {}, admission=TYPES)
    s, _, voters, _ = parted(engine)
    s.P_status[voters] = 0
    call(engine, "count_electors", s, week=0)
    o = int(seats(engine, "cell")[0])
    call(engine, "elect", s, o=o, week=0, salt=np.uint64(11))
    assert s.O["slot"][o] == -1


def test_a_right_to_vote_changes_a_history(tiny: Engine) -> None:
    """The same types, but for the vote: another history."""
    voiced = {"types": (MUTE | {"vote": True, "stand": False},)}
    unvoiced = {"types": (MUTE | {"stand": False},)}
    one, other = (under(tiny, {}, admission=rules).simulate(2, seed=1, last_week=60) for rules in (voiced, unvoiced))
    assert one.measures.tobytes() != other.measures.tobytes()


def test_where_all_vote_nothing_moves(tiny: Engine) -> None:
    """A type that nobody is of leaves every number as it is."""
    nobody = under(tiny, {}, admission={"types": (MUTE | {"share": 0.0, "vote": True, "stand": False},)})
    one, other = (engine.simulate(2, seed=1, last_week=60) for engine in (tiny, nobody))
    assert one.measures.tobytes() == other.measures.tobytes()
