"""Interventions change what they name, from the day they name, and refuse what contradicts."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import numpy as np
import pytest

import small
from politeia import intervention, load
from politeia.engine import Engine
from politeia.intervention import Intervention, intervene
from politeia.mistakes import Mistake
from politeia.model import Model, build


@pytest.fixture(scope="module")
def party() -> Model:
    return build(load.charter("party-1917"), load.world("party-1917"))


def made(name: str = "mine", **of: object) -> Intervention:
    """An intervention written here."""
    return Intervention.model_validate(
        {"name": name, "title": "T", "title_fr": "T", "text": "What changes.", "text_fr": "Ce qui change.", **of}
    )


@pytest.mark.parametrize("name", sorted(load.names("interventions")))
def test_each_of_the_catalog_applies_and_changes_something(party: Model, name: str) -> None:
    changed = intervene(party, [intervention.find(name)])
    assert changed.fingerprint != party.fingerprint


def test_as_is_changes_nothing(party: Model) -> None:
    assert intervene(party, intervention.parse("as-is")) is party


def test_several_combine_in_any_order(party: Model) -> None:
    one = intervene(party, intervention.parse("no-ban+no-purge+leader-lives"))
    other = intervene(party, intervention.parse("leader-lives+no-purge+no-ban"))
    assert one.fingerprint == other.fingerprint
    assert one.values["rule_factions"] == 2.0
    assert [week for week, _ in one.later] == sorted(
        party.world.week(date) for date in (dt.date(1921, 3, 7), dt.date(1922, 5, 22))
    )


def test_an_intervention_ends_on_its_day(eventful: Engine) -> None:
    item = made(
        **{"from": small.START + dt.timedelta(weeks=20), "until": small.START + dt.timedelta(weeks=30)},
        settings={"m10": 0.0},
    )
    changed = intervene(eventful.model, [item])
    assert [(week, m.values["m10"]) for week, m in changed.later] == [(20, 0.0), (30, 1.0)]


@pytest.mark.parametrize("week", [1, 37])
def test_nothing_differs_before_the_day(eventful: Engine, week: int) -> None:
    item = made(
        **{"from": small.START + dt.timedelta(weeks=week)},
        settings={"rule_initiative": 0.0, "joining.conviction": 0.02},
    )
    changed = eventful.like(intervene(eventful.model, [item]))
    one, other = eventful.simulate(4, seed=1), changed.simulate(4, seed=1)
    assert np.array_equal(one.measures[:week], other.measures[:week])
    assert not np.array_equal(one.measures[week], other.measures[week])


def test_a_dated_change_is_the_change(eventful: Engine) -> None:
    """From the first week on, a dated change and an undated one are the same history."""
    item = made(settings={"rule_initiative": 0.0}, series={"want": {"factor": 0.5}}, events={"blow": {"hope": 0.1}})
    dated = dataclasses.replace(eventful.model, later=((0, intervene(eventful.model, [item])),))
    one = eventful.like(intervene(eventful.model, [item])).simulate(2, seed=5)
    other = eventful.like(dated).simulate(2, seed=5)
    assert np.array_equal(one.measures, other.measures)


def test_a_prepared_model_with_dates_runs(eventful: Engine) -> None:
    from politeia.engine import prepare

    item = made(**{"from": small.START + dt.timedelta(weeks=50)}, settings={"m10": 0.0})
    changed = intervene(eventful.model, [item])
    direct = prepare(changed, scale=small.SCALE).simulate(0, seed=1)
    assert np.array_equal(direct.measures, eventful.like(changed).simulate(0, seed=1).measures)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("no-bann", "did you mean 'no-ban'?"),
        ("no-ban+no-ban", "given twice"),
        ("no-ban+sanctioned-dissent", "contradict each other: both change rule_factions"),
        ("german-revolution-1923+fought-defeat-1923", "events.german_october.hope"),
    ],
)
def test_wrong_names_and_contradictions(party: Model, given: str, says: str) -> None:
    with pytest.raises(Mistake, match=says.replace("?", r"\?")):
        intervene(party, intervention.parse(given))


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ({"from": dt.date(1950, 1, 1)}, "allowed: 1917-01-01 to 1928-12-31"),
        ({"from": dt.date(1920, 1, 1), "until": dt.date(1919, 1, 1)}, "a later week than 'from'"),
        ({"settings": {"posts.costs": 1.0}}, "did you mean 'posts.cost'"),
        ({"settings": {"m31": 3.0}}, "between 0"),
        ({"without": ["events.kronstad"]}, "did you mean 'events.kronstadt'"),
        ({"without": ["wars"]}, "kind 'wars' does not exist"),
        ({"series": {"wars": {"value": 0.0}}}, "did you mean 'war'"),
        ({"series": {"war": {"value": 2.0}}}, "allowed: 0 to 1"),
        ({"events": {"brest": {"hopes": 0.1}}}, "did you mean 'hope'"),
        ({"events": {"brest": {"hope": 7.0}}}, "hope"),
        ({"places": {"*": {"members": "x1.2.3"}}}, "given 'x1.2.3'"),
        ({"questions": {"powers": {"stake": 0.1}}}, "did you mean 'power'"),
        ({"organs": {"village": {"seats": 3}}}, "organ at level 'village' does not exist"),
        ({"organs": {"place": {"seats": 9}}, "from": dt.date(1921, 1, 3)}, "from the start only"),
    ],
)
def test_what_is_wrong_is_said(party: Model, of: dict[str, object], says: str) -> None:
    with pytest.raises(Mistake) as raised:
        intervene(party, [made(**of)])
    assert says in str(raised.value)
    assert "mine" in str(raised.value)


def test_a_file_with_a_mistake_names_line_and_field(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "mine"\ntitle = "T"\ntitle_fr = "T"\ntext = "x"\ntext_fr = "x"\nsetings = {}\n')
    with pytest.raises(Mistake, match=r"line 6: setings: unknown field; did you mean 'settings'"):
        intervention.find(str(path))
