"""Ballots of members are counted as the charter says: the same voters, other methods, other winners; and a defect is caught."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from test_seats import seats, under

import small
from politeia.charter import METHODS
from politeia.engine import Engine, prepare
from politeia.engine import events as kinds
from small import call, stub

COUNTED = METHODS[1:]
STANDS, DUE = 0, 9  # rows of the working table
SEATS = 5


def camps(
    engine: Engine, method: str, sizes: tuple[int, ...], courses: tuple[float, ...], stand: int, due: int
) -> list[int]:
    """Seats won by each camp in a cell whose members think alike within a camp; ``stand`` candidates of each.

    Every member of a camp adheres to a tendency of its own; all candidates stand as well as one another, and luck is
    left out.
    """
    own = under(engine, {"cell": {"seats": SEATS, "method": method, "may_appoint": False}})
    s = own.start(0, seed=3, last_week=1)
    first = int(seats(own, "cell")[0])
    unit = s.U[s.O[first].unit]
    rows = np.arange(unit.row0, unit.row1)
    s.O["slot"][first : first + SEATS] = s.O["pid"][first : first + SEATS] = -1
    s.P_status[rows] = 0
    for name in ("post", "seat", "tendency"):
        s.P[name][rows] = 0
    camp = np.repeat(np.arange(len(sizes)), sizes)
    people = rows[: len(camp)]
    s.P_status[people], s.P["weight"][people], s.P["tendency"][people] = 1, 10.0, camp + 1
    code = own.code.code_course
    s.P["course"][people] = [code(courses[c]) for c in camp]
    running = [
        int(people[np.flatnonzero(camp == c)[k]]) for c in range(len(sizes)) for k in range(min(stand, sizes[c]))
    ]

    def candidates(given: dict[str, Any]) -> int:
        given["I"][STANDS, : len(running)] = running
        return len(running)

    s.I[DUE, :due] = range(first, first + due)
    with (
        stub(own, "list_candidates", candidates), stub(own, "on_nominee", lambda _: 1.0), stub(own, "gumbel", lambda _: 0.0)
    ):  # fmt: skip
        call(own, "hold_election", s, u=int(s.O[first].unit), due=due, by_delegates=False, week=0, salt=np.uint64(77))
    won = s.O["slot"][first : first + due]
    return [int(np.isin(won, people[camp == c]).sum()) for c in range(len(sizes))]


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("plurality", [5, 0]),  # as many votes as seats: the majority takes all
        ("two-round", [5, 0]),
        ("approval", [5, 0]),
        ("stv", [3, 2]),
        ("dhondt", [3, 2]),
        ("sainte-lague", [3, 2]),
        ("largest-remainder", [3, 2]),
    ],
)
def test_a_majority_of_three_fifths(plain: Engine, method: str, expected: list[int]) -> None:
    assert camps(plain, method, (12, 8), (-0.8, 0.8), SEATS, SEATS) == expected


@pytest.mark.parametrize(
    ("method", "expected"), [("plurality", [1, 0, 0]), ("two-round", [0, 1, 0]), ("stv", [0, 1, 0])]
)
def test_one_seat_three_camps(plain: Engine, method: str, expected: list[int]) -> None:
    """Nine against seven and four, and the four are nearer to the seven."""
    assert camps(plain, method, (9, 7, 4), (-0.9, 0.5, 0.9), 1, 1) == expected


def test_small_lists_do_better_with_larger_steps(plain: Engine) -> None:
    """Of 20 votes 13, 4 and 3: D'Hondt shares five seats as 4, 1, 0 and Sainte-Laguë as 3, 1, 1."""
    sizes, courses = (13, 4, 3), (-0.9, 0.2, 0.9)
    assert camps(plain, "dhondt", sizes, courses, SEATS, SEATS) == [4, 1, 0]
    assert camps(plain, "sainte-lague", sizes, courses, SEATS, SEATS) == [3, 1, 1]


def test_a_count_that_reads_ballots_backwards_is_noticed(plain: Engine) -> None:
    ready = under(plain, {"cell": {"method": "plurality"}})
    fraud = small.patched(ready, "W[v, c] = score", "W[v, c] = -score")
    assert camps(fraud, "plurality", (12, 8), (-0.8, 0.8), SEATS, SEATS) == [0, 5]


@pytest.mark.parametrize("method", COUNTED)
def test_seats_are_filled_by_any_method_at_every_level(counting: Engine, method: str) -> None:
    counted = {"method": method, "may_appoint": False}
    engine = under(
        counting, {"cell": counted, "district": counted, "place": counted | {"term": 13}, "party": {"method": method}}
    )
    s = engine.start(0, seed=1, last_week=60, log_level=1)
    engine.advance(s, 0, 60)
    for level, share in (("cell", 0.6), ("place", 0.9), ("party", 0.9)):
        own = seats(engine, level)
        assert (s.O["slot"][own] >= 0).mean() > share
    lines = s.E[: int(s.G[0]["n_events"])]
    assert not (lines["kind"] == kinds.APPOINTED).any(), "a ballot leaves no room for a list from above"
    held = s.O["pid"][s.O["slot"] >= 0]
    territorial = s.O["pid"][(s.O["slot"] >= 0) & (s.O["level"] < 3)]
    assert len(set(territorial.tolist())) == len(territorial), "one post a person"
    assert len(held) > 50


def test_who_comes_in_between_serves_the_rest_of_the_term(counting: Engine) -> None:
    engine = under(counting, {"place": {"method": "stv", "term": 30, "may_appoint": False}})
    own = seats(engine, "place")
    odd = 0
    for week in small.weeks(engine, last=70, log_level=0):
        s = week.state
        for u in {int(s.O[o].unit) for o in own}:
            posts = own[s.O["unit"][own] == u]
            dues = s.O["due"][posts[s.O["slot"][posts] >= 0]]
            odd += len(set(dues.tolist())) > 1
    assert odd == 0


def test_delegates_elect_the_top_at_a_congress(counting: Engine) -> None:
    engine = under(counting, {"party": {"method": "plurality"}})
    lines = engine.simulate(0, seed=1, last_week=60, log_level=1).decisions
    root = len(engine.plan.units) - 1
    came = lines[(lines["unit"] == root) & (lines["kind"] == kinds.ELECTED) & (lines["week"] > 0)]
    congresses = {23, 43, 58}  # of the small world, conferences left out
    assert set(came["week"].tolist()) == congresses
    assert np.bincount(came["week"])[[*congresses]].min() >= 10, "all seats are up each time"


def test_plain_python_and_compiled_code_count_alike(counting: Engine) -> None:
    plain = prepare(counting.model, scale=small.TINY, compiled=False)
    one, other = (engine.simulate(2, seed=4, last_week=10, log_level=1) for engine in (counting, plain))
    assert one.decisions.tobytes() == other.decisions.tobytes()
    assert one.measures.tobytes() == other.measures.tobytes()


def test_the_code_that_counts_runs_a_charter_that_does_not(counting: Engine, tiny: Engine) -> None:
    """What is compiled for some is the same to the bit for all."""
    assert not tiny.counting
    one, other = (engine.like(small.model()).simulate(1, seed=1, last_week=60) for engine in (counting, tiny))
    assert one.measures.tobytes() == other.measures.tobytes()
