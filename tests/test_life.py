"""Lives: what is told is what the event log of an independent replay says, and the log says all that happened."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pytest

import small
from politeia.chronicle import FILLED, OF_A_PERSON, OWN, Chronicle
from politeia.engine import Engine
from politeia.engine import events as kinds
from politeia.life import Life, life
from politeia.mistakes import Mistake

SEED, MEMBER = 1, 1
CHOICES: tuple[dict[str, Any], ...] = (
    {},
    {"office": "gensec"},
    {"office": "leader"},
    {"office": "place"},
    {"office": "District committee"},
    {"random_delegate": True},
)


def lived(engine: Engine, history: int = 0, **choice: Any) -> Life:
    return life(engine.model, history=history, seed=SEED, scale=small.SCALE, engine=engine, **choice)


def log(engine: Engine, history: int = 0) -> np.ndarray:
    """The whole event log of an independent replay."""
    return engine.simulate(history, seed=SEED, log_level=2).decisions


def of_person(lines: np.ndarray, person: int) -> list[tuple[int, int, int, int, int, float]]:
    """All different lines about a person, in order."""
    own = lines[(lines["person"] == person) & np.isin(lines["kind"], OF_A_PERSON)]
    return list(dict.fromkeys(tuple(line.tolist()) for line in own))


# -- a life and the log --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("history", range(3))
@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_a_life_is_what_the_log_of_another_replay_says(eventful: Engine, history: int, choice: dict[str, Any]) -> None:
    found = lived(eventful, history, **choice)
    lines = of_person(log(eventful, history), found.person)
    told = [event for event in found.events if event.event != "joined, before the start"]
    assert len(told) == len(lines) > 0
    for event, (week, kind, unit, *_) in zip(told, lines, strict=True):
        assert (event.date, event.kind) == (eventful.model.world.date(week), kinds.NAMES[kind])
        place = eventful.plan.units[unit]["place"]
        assert event.place == ("" if place == 4 else eventful.model.world.places[place].name)
        assert event.event
        assert event.decided_by
        assert event.rule


@pytest.mark.parametrize("history", range(5))
def test_a_random_delegate_was_one_and_is_the_same_every_time(eventful: Engine, history: int) -> None:
    found = lived(eventful, history, random_delegate=True)
    assert "delegate" in [event.kind for event in found.events]
    assert found == lived(eventful, history, random_delegate=True)


def test_delegates_of_different_histories_are_different_persons(eventful: Engine) -> None:
    assert len({lived(eventful, history, random_delegate=True).person for history in range(5)}) > 1


def test_without_an_engine_the_life_is_the_same(eventful: Engine) -> None:
    assert life(eventful.model, history=1, seed=SEED, scale=small.SCALE) == lived(eventful, 1)


def test_events_come_in_order_and_begin_with_joining(eventful: Engine) -> None:
    lines = log(eventful)
    joined = lines["person"][lines["kind"] == kinds.JOINED]
    for person in (int(joined[0]), int(joined[-1]), lived(eventful).person):
        events = lived(eventful, person=person).events
        assert [event.date for event in events] == sorted(event.date for event in events)
        assert events[0].kind == "joined"


def test_a_life_as_data_and_in_words(eventful: Engine) -> None:
    found = lived(eventful, 2, random_delegate=True)
    data = found.as_dict()
    assert {"history", "person", "born_outside", "events"} <= set(data)
    assert {"place", "milieu", "origin"} <= set(data["born_outside"])
    assert {"date", "event", "organ", "place", "decided_by", "rule"} <= set(data["events"][0])
    assert dt.date.fromisoformat(data["events"][0]["date"]) == found.events[0].date
    words = found.in_words()
    assert all(f"{event.date}  {event.event}" in words for event in found.events)


# -- who decided, and by which rule --------------------------------------------------------------------------------


def test_own_choices_and_rules_are_named(eventful: Engine) -> None:
    chronicle = Chronicle(eventful, log(eventful))
    seen: dict[int, set[tuple[str, str]]] = {}
    for k in range(len(chronicle.lines)):
        if int(chronicle.kind[k]) in OF_A_PERSON:
            seen.setdefault(int(chronicle.kind[k]), set()).add((chronicle.decided_by(k), chronicle.rule(k)))
    assert seen[kinds.JOINED] == {(OWN, "admission")}
    assert {rule for _, rule in seen[kinds.LEFT]} == {"territory, leaving, power"}
    assert ("verification 'Check'", "purge") in seen[kinds.EXPELLED]
    assert ("mobilisation", "mobilisation") in seen[kinds.MOVED]
    assert {rule for _, rule in seen[kinds.APPOINTED]} <= {"congress", *(f"organs: {name}, may_appoint" for name in
            ("Bureau", "District committee", "Town committee"))}  # fmt: skip
    assert ("the congress", "organs: Central committee, filled_by elected") in seen[kinds.ELECTED]


def test_a_transfer_is_the_charters_rule(eventful: Engine) -> None:
    engine = small.variant(eventful, sanctions__tau=0.15)
    chronicle = Chronicle(engine, log(engine))
    sent = [k for k in range(len(chronicle.lines)) if chronicle.how(k) == 7]
    assert sent
    assert {chronicle.rule(k) for k in sent} == {"minorities.transfers"}
    assert all("secretariat" in chronicle.decided_by(k) for k in sent)


def test_who_appoints_heads_the_secretariat_or_the_organ_above(eventful: Engine) -> None:
    """The patron of every appointment held that post at that moment, by the log itself."""
    units, root = eventful.plan.units, len(eventful.plan.units) - 1
    for history in range(3):
        head, holder = -1, dict[tuple[int, int], int]()
        appointments = 0
        for line in log(eventful, history):
            kind, person, by = int(line["kind"]), int(line["person"]), int(line["by"])
            post = (int(line["unit"]), int(line["value"]))
            if kind == kinds.APPOINTED and post[0] != root and by >= 0:
                assert by in (head, holder.get((units[post[0]]["parent"], 0)))
                appointments += 1
            if kind in (kinds.HEAD_CHOSEN, kinds.HEAD_REMOVED):
                head = person if kind == kinds.HEAD_CHOSEN else -1
            if kind in (*FILLED, kinds.LEFT_POST, kinds.DIED_IN_POST):
                holder[post] = person if kind in FILLED else -1
        assert appointments > 50


# -- the log is whole ----------------------------------------------------------------------------------------------


def misheld(engine: Engine, history: int, without: int = 0) -> Iterator[str]:
    """Posts whose holder by the log is not the holder in the state, week by week."""
    state = engine.start(history, seed=SEED, log_level=1)
    held: dict[tuple[int, int], int] = {}
    done = 0
    for week in range(engine.model.world.weeks):
        engine.advance(state, week, week + 1)
        last = int(state.G[0]["n_events"])
        for line in state.E[done:last]:
            kind, post = int(line["kind"]), (int(line["unit"]), int(line["value"]))
            if kind in FILLED and kind != without:
                held[post] = int(line["person"])
            elif kind in (kinds.LEFT_POST, kinds.DIED_IN_POST) and kind != without:
                if held.get(post, -1) != line["person"]:
                    yield f"week {week}: person {line['person']} leaves {post}, held by {held.get(post, -1)}"
                held[post] = -1
        done = last
        for post in state.O:
            by_log = held.get((int(post["unit"]), int(post["seat"])), -1)
            if by_log != post["pid"]:
                yield f"week {week}: post {post} is held by {by_log} in the log"


@pytest.mark.parametrize("history", range(4))
def test_the_log_tells_who_holds_every_post_every_week(eventful: Engine, history: int) -> None:
    assert list(misheld(small.variant(eventful, leaving__natural=0.005, secretariat__pace=0.1), history)) == []


@pytest.mark.parametrize("kind", [kinds.ELECTED, kinds.APPOINTED, kinds.LEFT_POST, kinds.DIED_IN_POST])
def test_a_kind_left_out_of_the_log_is_noticed(eventful: Engine, kind: int) -> None:
    assert any(misheld(small.variant(eventful, leaving__natural=0.005), 0, without=kind))


@pytest.mark.parametrize("history", range(3))
def test_the_log_tells_where_every_member_is_every_week(eventful: Engine, history: int) -> None:
    state = eventful.start(history, seed=SEED, log_level=2)
    member = state.P_status == MEMBER
    cell = dict(zip(state.P_pid[member].tolist(), state.R[member].tolist(), strict=True))
    done = int(state.G[0]["n_events"])
    for week in range(eventful.model.world.weeks):
        eventful.advance(state, week, week + 1)
        last = int(state.G[0]["n_events"])
        for line in state.E[done:last]:
            kind, person, unit = int(line["kind"]), int(line["person"]), int(line["unit"])
            if kind in (kinds.JOINED, kinds.MOVED):
                assert kind == kinds.JOINED or cell[person] == line["by"]
                cell[person] = unit
            elif kind in (kinds.LEFT, kinds.DIED, kinds.EXPELLED):
                assert cell.pop(person) == unit
        done = last
        member = state.P_status == MEMBER
        assert cell == dict(zip(state.P_pid[member].tolist(), state.R[member].tolist(), strict=True))


def test_what_a_line_packs_agrees_with_the_world(eventful: Engine) -> None:
    milieus = eventful.plan.cells
    ways: Counter[int] = Counter()
    for history in range(6):
        for line in log(eventful, history):
            value = int(line["value"])
            if line["kind"] in (kinds.MOVED, kinds.JOINED):
                assert value % 10 == milieus[int(line["unit"])][1]
            if line["kind"] == kinds.MOVED:
                ways[value // 10] += 1
            if line["kind"] == kinds.JOINED:
                assert value // 10 < len(eventful.model.world.milieus)
    assert set(ways) <= set(kinds.MOVES)
    assert {1, 3, 4, kinds.TO_POST} <= set(ways)


def test_every_level_holds_the_lines_of_the_one_below_and_changes_no_number(eventful: Engine) -> None:
    runs = [eventful.simulate(4, seed=SEED, log_level=level) for level in (0, 1, 2)]
    assert len({run.measures.tobytes() + run.places.tobytes() + repr(
        {k: v for k, v in run.final.items() if k != "n_events"}).encode() for run in runs}) == 1  # fmt: skip
    lines = [Counter(tuple(line.tolist()) for line in run.decisions) for run in runs]
    assert lines[0] <= lines[1] <= lines[2]
    assert lines[0].total() < lines[1].total() < lines[2].total()


# -- offices -------------------------------------------------------------------------------------------------------


def longest(held: Iterable[int]) -> tuple[int, int]:
    """Who is counted most often, and how often; of two, the smaller id."""
    count = Counter(person for person in held if person >= 0)
    return min(((person, weeks) for person, weeks in count.items()), key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("history", range(4))
def test_an_office_is_told_by_who_held_it_longest_week_by_week(eventful: Engine, history: int) -> None:
    heads, secretaries = [], []
    level = eventful.plan.place_level
    for week in small.weeks(eventful, history, seed=SEED):
        heads.append(int(week.state.G[0]["head_pid"]))
        posts = week.state.O[(week.state.O["level"] == level) & (week.state.O["seat"] == 0)]
        secretaries += posts["pid"].tolist()
    for office, held in (("gensec", heads), ("place", secretaries), ("Town committee", secretaries)):
        person, weeks = longest(held)
        found = lived(eventful, history, office=office)
        assert found.person == person
        assert f"for {weeks} weeks" in found.chosen


def test_the_leader_is_who_leads_at_the_start(eventful: Engine) -> None:
    state = eventful.start(0, seed=SEED)
    assert lived(eventful, office="leader").person == int(state.G[0]["leader_pid"])


# -- mistakes ------------------------------------------------------------------------------------------------------


def test_who_never_joined_is_told_so(eventful: Engine) -> None:
    lines, state = log(eventful), eventful.start(0, seed=SEED)
    joined = set(lines["person"][lines["kind"] == kinds.JOINED].tolist())
    outside = next(int(p) for p in state.P_pid[state.P_status != MEMBER] if int(p) not in joined)
    found = lived(eventful, person=outside)
    assert found.events == ()
    assert f"Person {outside} never joined." in found.in_words()


@pytest.mark.parametrize("person", [-1, 10**9])
def test_an_unknown_person_is_answered_with_ids_that_exist(eventful: Engine, person: int) -> None:
    with pytest.raises(
        Mistake, match=rf"person {person} does not exist in history 0; .* nearest are \d+, \d+"
    ) as error:
        lived(eventful, person=person)
    near = int(str(error.value).rsplit(" ", 1)[1])
    assert lived(eventful, person=near).events


def test_an_unknown_office_is_answered_with_the_nearest_one(eventful: Engine) -> None:
    with pytest.raises(Mistake, match="office 'Town comittee' does not exist; did you mean 'Town committee'"):
        lived(eventful, office="Town comittee")


@pytest.mark.parametrize(
    "choice",
    [{"person": 1, "office": "gensec"}, {"person": 1, "random_delegate": True}, {"history": -1}],
    ids=str,
)
def test_a_choice_that_cannot_be_is_refused(eventful: Engine, choice: dict[str, Any]) -> None:
    with pytest.raises(Mistake, match=r"--history: given -1|exclude each other"):
        lived(eventful, **choice)


def test_a_world_without_congress_has_no_delegate(eventful: Engine) -> None:
    world = small.eventful_world()
    quiet = world.model_copy(update={"congresses": world.congresses[:1], "end": world.date(6)})
    with pytest.raises(Mistake, match="no congress met"):
        lived(eventful.like(small.model(quiet)), random_delegate=True)


def test_a_language_that_is_not_spoken_is_refused(eventful: Engine) -> None:
    with pytest.raises(Mistake, match="language 'eo' does not exist"):
        lived(eventful).in_words("eo")


def test_a_log_that_is_full_is_no_life(eventful: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = eventful.plan.state

    def short(*given: Any) -> Any:
        state = whole(*given)
        return state._replace(E=state.E[:500])

    monkeypatch.setattr(eventful.plan, "state", short)
    with pytest.raises(Mistake, match="its event log is full"):
        lived(eventful)
