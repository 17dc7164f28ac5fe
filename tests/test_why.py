"""Where two histories part: the first decision that differs is the first, and nothing parts before a change acts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import small
from politeia.chronicle import Chronicle
from politeia.engine import Engine
from politeia.engine import events as kinds
from politeia.intervention import Intervention, intervene
from politeia.mistakes import Mistake
from politeia.model import Model
from politeia.why import NEVER, NOTHING, Pair, Parting, why

SEED = 1
FROM = 60  #: week in which the dated changes begin
SHARES = {kinds.CARRIED, kinds.REFUSED, kinds.REVOTED, kinds.LAPSED, kinds.CONGRESS, kinds.HEAD_REMOVED}
MADE_ROOM = {kinds.OUT_TERM, kinds.OUT_RECALLED, kinds.OUT_CONGRESS, kinds.OUT_OTHER_POST}


def parted(engine: Engine, other: Model, history: int = 0, one: Model | None = None) -> Parting:
    return why(one or engine.model, other, history=history, seed=SEED, scale=small.SCALE, engine=engine)


def dated(model: Model, week: int = FROM, **settings: float) -> Model:
    """The model with settings that hold from a week on."""
    text = {"name": "change", "title": "C", "title_fr": "C", "text": "c", "text_fr": "c"}
    change = Intervention.model_validate({**text, "from": small.at(week), "settings": settings})
    return intervene(model, [change])


def decided(lines: np.ndarray) -> list[tuple[Any, ...]]:
    """Decisions in order, by an own reading of the log: no deaths, no making room, no shares of votes."""
    out = []
    for week, kind, unit, person, by, value in lines.tolist():
        if kind in (kinds.DIED, kinds.DIED_IN_POST) or (kind == kinds.LEFT_POST and by in MADE_ROOM):
            continue
        out.append((week, kind, unit, person, by, 0 if kind in SHARES else int(value)))
    return out


def first_by_hand(engine: Engine, other: Model, history: int, log_level: int) -> tuple[int, int] | None:
    """Position and week of the first decision that differs, line by line."""
    logs = [
        decided(e.simulate(history, seed=SEED, log_level=log_level).decisions) for e in (engine, engine.like(other))
    ]
    for k in range(max(map(len, logs))):
        pair = [log[k] if k < len(log) else None for log in logs]
        if pair[0] != pair[1]:
            return k, min(line[0] for line in pair if line)
    return None


@pytest.mark.parametrize("history", range(3))
def test_a_history_never_parts_from_itself(eventful: Engine, history: int) -> None:
    found = parted(eventful, eventful.model, history)
    assert found.date is None
    assert found.state_parted is None
    assert found.outcome_a == found.outcome_b
    assert NEVER in found.in_words()


CHANGES: tuple[dict[str, float], ...] = (
    {"rule_elect": 1.0},
    {"rule_factions": 2.0},
    {"posts.cost": 0.3},
    {"sanctions.tau": 0.15},
    {"leaving.natural": 0.0012},
    {"joining.conviction": 0.02},
)


@pytest.mark.parametrize("settings", CHANGES, ids=str)
@pytest.mark.parametrize("history", range(3))
def test_the_first_decision_that_differs_is_the_first(
    eventful: Engine, settings: dict[str, float], history: int
) -> None:
    other = eventful.model.with_settings(**settings)
    found = parted(eventful, other, history)
    by_hand = first_by_hand(eventful, other, history, 1)
    assert by_hand is not None
    assert (found.before, found.date) == (by_hand[0], eventful.model.world.date(by_hand[1]))
    assert found.a != found.b
    assert found.decision
    assert found.rule
    assert found.decided_by


@pytest.mark.parametrize("settings", CHANGES, ids=str)
def test_nothing_parts_before_a_change_acts(eventful: Engine, settings: dict[str, float]) -> None:
    begins = eventful.model.world.date(FROM)
    found = [parted(eventful, dated(eventful.model, **settings), history) for history in range(3)]
    assert all(one.date is None or one.date >= begins for one in found)
    assert all(one.state_parted is None or one.state_parted.date >= begins for one in found)
    assert any(one.date for one in found)


@pytest.mark.parametrize("history", range(3))
def test_the_state_parts_in_the_first_week_that_differs(eventful: Engine, history: int) -> None:
    other = dated(eventful.model, rule_elect=1.0)
    found = parted(eventful, other, history).state_parted
    assert found is not None
    a, b = (e.simulate(history, seed=SEED).measures for e in (eventful, eventful.like(other)))
    week = next(w for w in range(len(a)) if a[w].tobytes() != b[w].tobytes())
    j = [m.name for m in eventful.model.measures].index(found.measure)
    assert found.date == eventful.model.world.date(week)
    assert (found.a, found.b) == (float(a[week, j]), float(b[week, j]))
    assert found.a != found.b


def test_sides_exchanged_give_the_same_parting(eventful: Engine) -> None:
    other = eventful.model.with_settings(rule_elect=1.0)
    one, two = parted(eventful, other), parted(eventful, eventful.model, one=other)
    assert (one.date, one.decision, one.before, one.a, one.b) == (two.date, two.decision, two.before, two.b, two.a)
    assert (one.outcome_a, one.outcome_b) == (two.outcome_b, two.outcome_a)


def test_where_no_organ_decides_otherwise_a_member_does(eventful: Engine) -> None:
    """A change in the last week: nobody is chosen otherwise, but others join."""
    other = dated(eventful.model, small.WEEKS - 1, **{"joining.conviction": 0.02})
    history = next(h for h in range(10) if first_by_hand(eventful, other, h, 1) is None)
    found = parted(eventful, other, history)
    by_hand = first_by_hand(eventful, other, history, 2)
    assert by_hand is not None
    assert (found.before, found.date) == (by_hand[0], eventful.model.world.date(small.WEEKS - 1))
    assert "what becomes of person" in found.decision


# -- planted differences -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lines(eventful: Engine) -> np.ndarray:
    return eventful.simulate(0, seed=SEED, log_level=1).decisions


def pair(engine: Engine, a: np.ndarray, b: np.ndarray) -> Pair:
    return Pair(Chronicle(engine, a), Chronicle(engine, b))


def test_another_share_of_votes_is_the_same_decision(eventful: Engine, lines: np.ndarray) -> None:
    other = lines.copy()
    other["value"][np.isin(other["kind"], list(SHARES))] *= 0.99
    assert pair(eventful, lines, other).first() is None


@pytest.mark.parametrize("at", [0, 30, 400])
def test_another_person_chosen_is_found(eventful: Engine, lines: np.ndarray, at: int) -> None:
    k = int(np.flatnonzero(lines["kind"] == kinds.ELECTED)[at])
    other = lines.copy()
    other["person"][k] += 1
    found = pair(eventful, lines, other)
    position = found.first()
    assert position is not None
    assert found.lines[0][position] == k
    told = found._told(position)
    assert told["decision"] in ("who is secretary", "who is member")
    assert told["a"].startswith(f"person {lines['person'][k]} elected")
    assert told["b"].startswith(f"person {lines['person'][k] + 1} elected")


def test_a_decision_that_one_side_lacks_is_found(eventful: Engine, lines: np.ndarray) -> None:
    k = int(np.flatnonzero(lines["kind"] == kinds.ELECTED)[200])
    other = np.delete(lines, k)
    for a, b, present, absent in ((lines, other, "a", "b"), (other, lines, "b", "a")):
        found = pair(eventful, a, b)
        position = found.first()
        assert position is not None
        told = found._told(position)
        assert told["date"] == eventful.model.world.date(int(lines["week"][k]))
        assert f"person {lines['person'][k]} elected" in told[present]
        assert told[absent] == NOTHING


def test_a_ban_is_a_decision_of_the_congress(eventful: Engine) -> None:
    """The same history with the ban allowed and not: the first decision that differs is the ban, where there is one."""
    free, may = (eventful.model.with_settings(rule_factions=value) for value in (2.0, 1.0))
    banned = [
        h for h in range(8) if (eventful.like(may).simulate(h, seed=SEED).decisions["kind"] == kinds.BANNED).any()
    ]
    assert banned
    found = parted(eventful, free, banned[0], one=may)
    assert (found.decision, found.rule, found.b) == ("the ban on factions", "minorities.factions", NOTHING)
    assert (found.a, found.organ) == ("factions banned, by the congress", "Congress")


# -- models that cannot be laid side by side -----------------------------------------------------------------------


def test_other_organs_part_at_the_start(eventful: Engine) -> None:
    other = small.model(rules=small.charter(seats=5))
    found = parted(eventful, other)
    assert (found.date, found.decision) == (eventful.model.world.start, "the organs themselves")


def test_a_full_log_is_no_parting(eventful: Engine, lines: np.ndarray) -> None:
    """One log ends early because it is full: that is no difference."""
    sides = Chronicle(eventful, lines), Chronicle(eventful, lines[:300])
    assert Pair(*sides).first() is not None
    assert Pair(*sides, whole=False).first() is None


def test_other_years_are_refused(eventful: Engine) -> None:
    with pytest.raises(Mistake, match="only histories of the same years"):
        parted(eventful, small.model(small.calm_world(80)))


def test_a_number_below_zero_is_refused(eventful: Engine) -> None:
    with pytest.raises(Mistake, match="--history: given -1"):
        parted(eventful, eventful.model, -1)


def test_a_parting_as_data(eventful: Engine) -> None:
    found = parted(eventful, eventful.model.with_settings(rule_elect=1.0)).as_dict()
    keys = {"date", "decision", "organ", "rule", "decided_by", "a", "b", "state_parted", "outcome_a", "outcome_b"}
    assert keys <= set(found)
    assert {"date", "measure"} <= set(found["state_parted"])
