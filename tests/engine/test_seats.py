"""Each way to fill a seat, each limit on who sits, does what the charter says, week by week; and a defect is caught."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

import small
from politeia.charter import Charter
from politeia.engine import Engine
from politeia.engine import events as kinds
from politeia.model import Model
from small import call

LEVELS = ("cell", "district", "place", "party")


def under(engine: Engine, organs: dict[str, dict[str, Any]], **rules: dict[str, Any]) -> Engine:
    """The engine's week under the small charter with some organs and sections changed."""
    data = small.charter().model_dump()
    for organ in data["organs"]:
        organ |= organs.get(organ["level"], {})
    for section, fields in rules.items():
        data[section] |= fields
    return engine.like(Model(Charter.model_validate(data), engine.model.world).with_settings(**engine.model.settings))


def seats(engine: Engine, level: str) -> np.ndarray:
    """Numbers of the posts of a level."""
    return np.flatnonzero(engine.plan.posts["level"] == engine.plan.levels.index(level))


# ------------------------------------------------------------------------------------------------ by lot


def lots(engine: Engine, turns: int = 1500) -> tuple[np.ndarray, np.ndarray]:
    """How often each member of one small cell is drawn for its secretary's post, and the persons each stands for."""
    state = engine.start(0, seed=3, last_week=1)
    o = int(seats(engine, "cell")[0])
    unit = state.U[state.O[o].unit]
    rows = np.arange(unit.row0, unit.row1)
    state.P_status[rows], state.P["weight"][rows], state.P["post"][rows] = 0, 0.0, 0
    state.P_status[rows[:5]], state.P["weight"][rows[:5]] = 1, (10.0, 20.0, 20.0, 20.0, 30.0)
    drawn: Counter[int] = Counter()
    for turn in range(turns):
        call(engine, "draw_lot", state, o=o, week=turn, salt=np.uint64(7919 * turn + 11))
        drawn[int(state.O[o].slot)] += 1
    return np.array([drawn[int(row)] for row in rows[:5]], dtype=float), state.P["weight"][rows[:5]].astype(float)


def unlike(counts: np.ndarray, weights: np.ndarray) -> float:
    """Chi-square of counts against shares; above 18.5 in one of a thousand fair lots of five."""
    wanted = counts.sum() * weights / weights.sum()
    return float(((counts - wanted) ** 2 / wanted).sum())


def test_a_lot_falls_on_all_persons_alike(plain: Engine) -> None:
    fair = under(plain, {"cell": {"filled_by": "by lot"}})
    assert unlike(*lots(fair)) < 18.5


def test_a_lot_that_favours_the_first_is_noticed(plain: Engine) -> None:
    fraud = under(small.patched(plain, "u * people_of(", "u * u * people_of("), {"cell": {"filled_by": "by lot"}})
    assert unlike(*lots(fraud)) > 18.5


def test_no_secretary_by_lot_is_named_or_elected(tiny: Engine) -> None:
    engine = under(tiny, {"district": {"filled_by": "by lot", "term": 8}}, officers={"elect": 0.0})
    lines = engine.simulate(0, seed=1, last_week=40, log_level=1).decisions
    levels = np.array([unit["level"] for unit in engine.plan.units])
    here = lines[levels[lines["unit"]] == 1]
    assert (here["kind"] == kinds.TOOK_SEAT).sum() > 20
    assert not np.isin(here["kind"], (kinds.ELECTED, kinds.APPOINTED)).any()
    assert set(here["by"][here["kind"] == kinds.TOOK_SEAT]) == {3}


# ------------------------------------------------------------------------------------------- ex officio


def test_a_seat_ex_officio_is_held_by_the_secretary_above_in_every_week(tiny: Engine) -> None:
    mixed = {"filling": {"elected": 1, "by lot": 1, "ex officio": 1}}
    engine = under(tiny, {"district": mixed, "place": {"filling": {"elected": 2, "ex officio": 1}}})
    held = 0
    for week in small.weeks(engine, last=60, log_level=0):
        s = week.state
        for o in np.flatnonzero(s.O["way"] == 4):
            above = s.U[s.U[s.O[o].unit].parent]
            root = above.parent < 0 or int(above.posts) == 11
            holder = int(s.G[0].head_pid) if root else int(s.O[above.post0].pid)
            assert s.O[o].pid == holder, f"week {week.number}, post {o}"
            held += holder >= 0
    assert held > 500


def test_secretaries_below_sit_at_the_top_ex_officio(tiny: Engine) -> None:
    engine = under(tiny, {"party": {"filling": {"elected": 5, "ex officio": 4, "by lot": 2}}})
    towns = [u for u, unit in enumerate(engine.plan.units) if unit["level"] == 2]
    top = seats(engine, "party")
    seen = set()
    for week in small.weeks(engine, last=60, log_level=0):
        s = week.state
        taken = s.O["pid"][top]
        assert len(set(taken[taken >= 0])) == (taken >= 0).sum(), "one seat a person"
        for o, u in zip(top[5:9], towns, strict=True):
            secretary = int(s.O[s.U[u].post0].pid)
            assert s.O[o].pid == secretary or (s.O[o].pid == -1 and secretary in {-1, *taken})
            seen.add(int(s.O[o].pid))
    assert len(seen) > 4


# ----------------------------------------------------------------------------------------- limits of terms


def longest(engine: Engine, level: str, last: int) -> int:
    """Most weeks in a row that anybody sat in one organ of a level."""
    own = seats(engine, level)
    since: dict[tuple[int, int], int] = {}
    most = 0
    for week in small.weeks(engine, last=last, log_level=0):
        sitting = {(int(week.state.O[o].unit), int(week.state.O[o].pid)) for o in own if week.state.O[o].slot >= 0}
        since = {key: since.get(key, week.number) for key in sitting}
        most = max([most, *(week.number - first for first in since.values())])
    return most


@pytest.mark.parametrize("level", ["place", "party"])
def test_nobody_sits_for_more_terms_in_a_row_than_allowed(tiny: Engine, level: str) -> None:
    own = {"term": 10, "recall": 0.0} | ({"elected_by": "members"} if level == "party" else {})
    assert longest(under(tiny, {level: {**own, "terms_max": 2}}), level, 90) <= 20
    assert longest(under(tiny, {level: own}), level, 90) > 30, "without the rule they stay"


def test_a_limit_that_forgets_terms_is_noticed(plain: Engine) -> None:
    forgetful = small.patched(plain, "begun = max(begun, s.O[k].served)", "begun = 0")
    engine = under(forgetful, {"party": {"term": 3, "terms_max": 2, "elected_by": "members"}})
    assert longest(engine, "party", 20) > 6


def test_who_reached_the_limit_comes_back_after_a_term(tiny: Engine) -> None:
    engine = under(tiny, {"place": {"term": 6, "terms_max": 1}})
    lines = engine.simulate(0, seed=1, last_week=120, log_level=1).decisions
    levels = np.array([unit["level"] for unit in engine.plan.units])
    here = lines[levels[lines["unit"]] == 2]
    gone = here[(here["kind"] == kinds.LEFT_POST) & (here["by"] == kinds.OUT_LIMIT)]
    back = []
    for line in gone:
        again = here[
            (here["kind"] == kinds.ELECTED)
            & (here["person"] == line["person"])
            & (here["unit"] == line["unit"])
            & (here["week"] >= line["week"])
        ]
        back += [int(again["week"].min() - line["week"])] if len(again) else []
    assert back
    assert min(back) >= 6


# ---------------------------------------------------------------------------------- the top between congresses


def test_a_board_that_co_opts_holds_no_election(tiny: Engine) -> None:
    engine = under(tiny, {"party": {"filled_by": "co-opted", "term": 12}})
    lines = engine.simulate(0, seed=1, last_week=60, log_level=1).decisions
    root = len(engine.plan.units) - 1
    here = lines[(lines["unit"] == root) & (lines["week"] > 0)]
    came = np.isin(here["kind"], (kinds.ELECTED, kinds.APPOINTED, kinds.TOOK_SEAT))
    assert came.any()
    assert set(here["kind"][came]) == {kinds.TOOK_SEAT}
    assert set(here["by"][came]) == {2}


def test_the_members_elect_the_top_when_its_term_is_over_and_no_congress_does(tiny: Engine) -> None:
    engine = under(tiny, {"party": {"elected_by": "members", "term": 10}})
    lines = engine.simulate(0, seed=1, last_week=60, log_level=1).decisions
    root = len(engine.plan.units) - 1
    weeks = lines["week"][(lines["kind"] == kinds.ELECTED) & (lines["unit"] == root)]
    assert np.bincount(weeks, minlength=60)[[0, 10, 20, 30, 40, 50]].min() >= 8
    assert (lines["kind"] == kinds.CONGRESS).any()
    assert not ((lines["kind"] == kinds.LEFT_POST) & (lines["by"] == kinds.OUT_CONGRESS)).any()


DATED = {23, 43}  #: weeks in which a congress of the small world meets, up to week 50


def begun(engine: Engine, last: int) -> dict[int, int]:
    """How many seats of the top began a term in each week, where any did."""
    top = seats(engine, "party")
    history = small.weeks(engine, last=last, log_level=0)
    starts = {week.number: int((week.state.O["since"][top] == week.number).sum()) for week in history}
    return {week: count for week, count in starts.items() if count and week}


def keeps_terms(engine: Engine) -> bool:
    """Do all terms begin every ten weeks, and in the congress of week 23 no more than vacant seats'?"""
    starts = begun(engine, 24)
    over = {10, 20}
    return min(starts.get(week, 0) for week in over) >= 9 and all(starts[week] <= 3 for week in {*starts} - over)


def test_a_term_that_is_written_binds(tiny: Engine) -> None:
    assert keeps_terms(under(tiny, {"party": {"term": 10}}))


def test_without_a_term_every_congress_renews_the_top(tiny: Engine) -> None:
    starts = begun(tiny, 50)
    assert {*starts} == DATED
    assert min(starts.values()) >= 9


def test_a_term_that_nothing_enforces_is_noticed(plain: Engine) -> None:
    lax = small.patched(plain, "s.V[level].term_binds > 0.5", "False")
    assert not keeps_terms(under(lax, {"party": {"term": 10}}))


def test_a_congress_that_cuts_a_term_short_is_noticed(plain: Engine) -> None:
    hasty = small.patched(plain, "runs_to > 0 and s.O[o].slot >= 0", "False")
    assert not keeps_terms(under(hasty, {"party": {"term": 10}}))


def in_office(engine: Engine, level: str, last: int = 100) -> list[int]:
    """Weeks that those of a level who were recalled had been in office, or since they were confirmed in it."""
    own = seats(engine, level)
    since: dict[tuple[int, int], int] = {}
    found = []
    for week in small.weeks(engine, last=last, log_level=1):
        lines = week.events
        recalled = lines[(lines["kind"] == kinds.LEFT_POST) & (lines["by"] == kinds.OUT_RECALLED)]
        keys = [(int(line["unit"]), int(line["person"])) for line in recalled]
        found += [week.number - since[key] for key in keys if key in since]
        posts = week.state.O[own]
        since = {(int(post.unit), int(post.pid)): int(post.since) for post in posts if post.slot >= 0}
    return found


def test_nobody_is_recalled_before_the_time_of_grace(tiny: Engine) -> None:
    """Dissent that never ends recalls whoever sits, but no successor at once; without the grace it would, every week."""
    recalled = {"term": 500, "recall": 0.001, "may_appoint": False}
    counts = {}
    for grace in (0, 13, 26):
        weeks = in_office(under(tiny, {"place": {**recalled, "recall_weeks": grace}}), "place")
        assert min(weeks) >= grace
        counts[grace] = len(weeks)
    assert counts[26] > 3
    assert counts[0] > 5 * counts[13] > 5 * counts[26]


def test_a_grace_that_nobody_heeds_is_noticed(plain: Engine) -> None:
    heedless = small.patched(plain, ">= s.V[s.O[o].level].recall_weeks", ">= 0.0")
    engine = under(heedless, {"place": {"term": 500, "recall": 0.001, "may_appoint": False}})
    assert min(in_office(engine, "place", last=10)) < 26


@pytest.mark.parametrize("grace", [8, 16])
def test_those_below_recall_the_top(tiny: Engine, grace: int) -> None:
    """The small dissent of every week is enough: all seats are up, at once and again only after the time of grace.

    A dated congress confirms them too: with half a year of grace nobody is recalled here.
    """
    found = {}
    for recall in (0.0, 0.001):
        engine = under(tiny, {"party": {"recall": recall, "recall_weeks": grace}})
        lines = engine.simulate(0, seed=1, last_week=100, log_level=1).decisions
        out = lines[(lines["kind"] == kinds.LEFT_POST) & (lines["by"] == kinds.OUT_RECALLED)]
        found[recall] = out[out["unit"] == len(engine.plan.units) - 1]["week"]
    assert len(found[0.0]) == 0
    weeks = np.unique(found[0.001])
    assert len(weeks) >= 2
    assert np.diff(weeks).min() >= grace
    assert np.bincount(found[0.001]).max() >= 10, "the whole committee goes"


# -------------------------------------------------------------------------------------- types of members


def test_a_type_that_may_not_stand_holds_no_post(tiny: Engine) -> None:
    held = {"name": "supporter", "title": "Supporter", "share": 0.5, "vote": True}
    counts = {}
    for types in ((), (held,)):
        engine = under(tiny, {"cell": {"filled_by": "by lot"}}, admission={"types": types})
        s = engine.start(1, seed=1, last_week=40)
        engine.advance(s, 0, 40)
        luck = small.variant(engine).plan.state(1, 1, 0, 1).S[2, 0]
        members = np.flatnonzero(s.P_status == 1)
        counts[len(types)] = (members, s.P["post"][members] > 0, s.P_pid[members], luck)
    members, posts, pids, key = counts[1]
    from politeia.random.draws import draw_of

    with np.errstate(over="ignore"):
        supporter = np.array([draw_of(int(pid), 81, key) < 0.5 for pid in pids])
    assert 0.4 < supporter.mean() < 0.6
    assert not (posts & supporter).any()
    assert (posts & ~supporter).sum() > 10


def test_a_type_for_a_time_becomes_full(tiny: Engine) -> None:
    """Those who joined long before the start are past the time of their type."""
    held = {"name": "candidate", "title": "Candidate", "share": 1.0, "weeks": 60}
    engine = under(tiny, {}, admission={"types": (held,)})
    s = engine.start(1, seed=1, last_week=20)
    engine.advance(s, 0, 20)
    holders = s.P[s.P["post"] > 0]
    assert len(holders) > 10
    assert (20 - s.P["joined"][(s.P["post"] > 0)].astype(int) >= 60 - 20).all(), "chosen when past it"
    assert (s.P["joined"][s.P_status == 1] > -40).any(), "others are not past it"
