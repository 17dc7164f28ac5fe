"""Bad years: what each does to a world, what is read off a history, and whether the weak article is found."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import small
from politeia import load, stress
from politeia.articles import articles
from politeia.charter import Charter
from politeia.engine import Engine
from politeia.intervention import intervene
from politeia.mistakes import Mistake
from politeia.model import Model, build
from politeia.stress import find, paper, phrases, words, worlds
from politeia.stress import reading as readings
from politeia.stress.battery import AS_WRITTEN, Battery, changed
from politeia.stress.changes import Change, between, single
from politeia.templates import ORIGINS

TEMPLATES = ("organisation", *ORIGINS[1:])


@contextlib.contextmanager
def silent(what: str, total: int) -> Iterator[Callable[[int], None]]:
    yield lambda ended: None


def of(template: str) -> Model:
    held = [load.resource("templates", f"{template}.{part}.toml") for part in ("charter", "world")]
    return build(load.charter(held[0]), load.world(held[1]))


@pytest.fixture(scope="module")
def calm(eventful: Engine) -> Engine:
    """A quiet world in power, of the same compiled week."""
    return eventful.like(small.model(small.calm_world(120, power=True)))


# ----------------------------------------------------------------------------------------------- worlds


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("item", worlds.catalog(), ids=lambda item: item.name)
def test_every_stress_fits_every_template(template: str, item: worlds.Stress) -> None:
    model = of(template)
    under = worlds.under(model, item, 3.0 if item.members > 1 else 1.0)
    assert under.charter == model.charter
    assert (under.fingerprint == model.fingerprint) == (item.name == "as-it-is")


def test_a_stress_is_the_intervention_it_says(calm: Engine) -> None:
    item = next(i for i in worlds.catalog() if i.name == "attack")
    made = item.of(calm.model.world)
    assert made is not None
    assert (made.begins, made.ends) == (calm.model.world.date(26), None)  # the world ends before the attack does
    under = intervene(calm.model, [made])
    war = {week: next(s.points[0].value for s in m.world.series if s.name == "war") for week, m in under.later}
    assert war == {26: 0.9}


def test_alarms_are_repeated_while_the_stress_lasts(calm: Engine) -> None:
    item = next(i for i in worlds.catalog() if i.name == "emergency")
    made = item.of(calm.model.world)
    assert made is not None
    weeks = sorted(calm.model.world.week(event["date"]) for event in made.events.values())
    assert weeks == list(range(27, 120, 6))


def test_a_world_that_is_too_short_is_refused(calm: Engine) -> None:
    model = small.model(small.calm_world(60))
    with pytest.raises(Mistake, match="104 or more"):
        stress.run(model, engine=lambda *_: calm, watch=silent)
    with pytest.raises(Mistake, match="did you mean 'attack'"):
        worlds.chosen(("atack",))


def test_a_world_of_its_own(tmp_path: Path) -> None:
    charter = tmp_path / "club.charter.toml"
    with pytest.raises(Mistake, match="no world beside it"):
        stress.own_world(str(charter))
    (tmp_path / "club.world.toml").touch()
    assert stress.own_world(str(charter)) == str(tmp_path / "club.world.toml")
    assert stress.own_world("party-1917") == "party-1917"


def field_of(template: str, folder: Path) -> Battery:
    """A template in some 400 rows under a campaign of growth."""
    model = of(template)
    scale = stress.ROWS / model.world.persons
    return Battery(model, worlds.chosen(("growth",)), scale, 1, folder, lambda: Engine(model, scale, True))


@pytest.mark.parametrize("template", ORIGINS[1:])
def test_a_campaign_of_growth_triples_membership_in_a_year(template: str, tmp_path: Path) -> None:
    """In the median of other histories than those by which its force was found; half the reach cannot bear it."""
    battery = field_of(template, tmp_path)
    growth = battery.stresses[1]
    (week, _), *_ = battery.models["growth"].later
    assert week == growth.begins
    engine = battery.engine.like(battery.models["growth"])
    found = [engine.simulate(h, seed=2, last_week=79).measures[[26, 78], 0] for h in range(60)]
    assert 2.7 < np.median([last / first for first, last in found]) < 3.3
    assert 2.7 < battery.reached["growth"] < 3.3


def test_a_campaign_that_falls_short_is_seen(tmp_path: Path) -> None:
    """As many people in reach as before, however strong the campaign: far from three times."""
    battery = field_of("cooperative", tmp_path)
    narrow = battery.stresses[1].model_copy(update={"reach": 1.0})
    _, reached = battery._campaign(narrow)
    assert reached < 2.7


# ------------------------------------------------------------------------------------------------ charters


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_change_makes_a_valid_charter_and_another(template: str) -> None:
    charter = of(template).charter
    made = single(charter)
    assert len({change.key for change in made}) == len(made)
    for change in made:
        assert change.of(charter) != charter
    assert {a.id for a in articles(charter)} - {_article(charter, c) for c in made} <= {"levels", "service", "types"}


def _article(charter: Charter, change: Change) -> str:
    return next(a.id for a in articles(charter) if change.rules[0] in a.rules)


def test_a_change_holds_for_the_whole_history(calm: Engine) -> None:
    item = next(i for i in worlds.catalog() if i.name == "attack")
    under = changed(worlds.under(calm.model, item), Change((("officers.elect", 1.0),)))
    assert {m.charter.officers.elect for m in (under, *(m for _, m in under.later))} == {1.0}


# ------------------------------------------------------------------------------------------------ readings


def test_a_threshold_counts_once_it_holds() -> None:
    passed = np.zeros(40, bool)
    passed[5:10] = True
    passed[20:35] = True
    assert readings.first(passed) == 20.0
    assert readings.first(passed[:30] & False) == -1.0
    assert readings.first(np.ones(40, bool)) == 0.0


def test_moves_are_paired() -> None:
    assert find.moved(np.array([1.0, 1.0, 1.0])).shown
    assert not find.moved(np.array([1.0, -1.0, 0.5, -0.4])).shown
    assert not find.moved(np.array([3.0])).shown


def test_worlds_of_one_luck_are_one_observation() -> None:
    """Luck that all worlds share is no evidence four times over: the interval is that of the histories."""
    luck = np.array([1.0, -1.0, 1.4, 0.9, -0.6, 0.8])
    told = find.over_worlds(np.tile(luck, (4, 1)))
    assert told == find.moved(luck)
    assert not told.shown
    assert find.moved(np.tile(luck, 4)).low > told.low  # what would be claimed if they were independent
    failed = np.array([[1.0, np.nan], [3.0, np.nan]])
    assert (find.over_worlds(failed).mean, find.over_worlds(failed).pairs) == (2.0, 1)


@pytest.mark.parametrize(("pairs", "exact"), [(10, 2.262), (20, 2.093), (200, 1.972)])
def test_intervals_of_few_pairs_are_students(pairs: int, exact: float) -> None:
    values = np.random.default_rng(1).normal(size=pairs)
    move = find.moved(values)
    assert (move.high - move.mean) / (values.std(ddof=1) / np.sqrt(pairs)) == pytest.approx(exact, rel=0.01)


def test_odds_in_words() -> None:
    said = [words.tenths(x) for x in (0, 0.02, 0.3, 0.98, 1)]
    assert said == ["in none of them", "in fewer than 1 of 10 futures", "in 3 of 10 futures",
                    "in more than 9 of 10 futures", "in all of them"]  # fmt: skip


# ------------------------------------------------------------------------------- the weak article is found


def planted() -> Model:
    """A charter with one bad article: towns are filled from above; everything else protects."""
    charter = small.charter(
        officers={"elect": 0.0, "schooling": 0.3, "office_share": 0.2, "pay_cap": 0.5},
        minorities={"factions": "free"},
    )
    organs = [o.model_dump() | ({"filled_by": "appointed"} if o.level == "place" else {}) for o in charter.organs]
    return small.model(
        small.calm_world(120, power=True), Charter.model_validate(charter.model_dump() | {"organs": organs})
    )


@pytest.fixture(scope="module")
def found(eventful: Engine, tmp_path_factory: pytest.TempPathFactory) -> find.Findings:
    return stress.run(
        planted(), histories=10, stresses=("attack", "calm"), suggest=True, scale=small.TINY, seed=3,
        folder=tmp_path_factory.mktemp("results"), engine=lambda model, rows: Engine(model, rows, True), watch=silent,
    )  # fmt: skip


def test_the_planted_article_is_the_weak_one(found: find.Findings) -> None:
    assert found.weakest is not None
    assert found.article(found.weakest.change).id == "organ-place"
    assert found.weakest.margin.high < 0
    best = found.suggestions[0]
    assert any(rule.startswith("organs.place.") for rule in best.change.rules)
    assert set(best.prices) == set(phrases.PRICES["en"])


def test_the_numbers_do_not_depend_on_threads(found: find.Findings, tmp_path: Path) -> None:
    one = found.battery
    again = Battery(one.model, one.stresses, one.scale, one.seed, tmp_path, lambda: one.engine, threads=1)
    again.run(again.everywhere([AS_WRITTEN]), 3)
    for name in one.models:
        assert (again.values(name, "margin", 3) == one.values(name, "margin", 3)).all()


def test_what_is_stored_is_not_run_again(found: find.Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> Any:
        raise AssertionError("run again")

    one = found.battery
    again = Battery(one.model, one.stresses, one.scale, one.seed, one.folder, lambda: one.engine)
    monkeypatch.setattr(Battery, "_work", refuse)
    again.run(again.everywhere([AS_WRITTEN]), 10)
    assert find.odds(again, "attack", 10) == found.odds["attack"]


def test_shape_and_words(found: find.Findings) -> None:
    data = json.loads(json.dumps(found.as_dict(), allow_nan=False))
    assert {"worlds", "weakest_article", "path", "suggestions"} <= data.keys()
    assert [row["name"] for row in data["worlds"]] == ["as-it-is", "attack", "calm"]
    for row in data["worlds"]:
        assert sum(row["outcomes"].values()) == pytest.approx(1.0)
        assert set(row["odds"]) == set(find.ODDS)
    assert data["path"] == sorted(data["path"], key=lambda step: step["week"])
    text = words.Words(found).told()
    for said in ("Who decides?", "Can it decide?", "Who can remove whom?", "Does it survive?", "not legal advice"):
        assert said in text


def test_the_report_stands_alone(found: find.Findings, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "report.html"
    paper.write(found, path)
    text = path.read_text(encoding="utf-8")
    assert "http" not in text
    for said in ("This is not legal advice", "What is assumed", "Limits", "The weak article", "Of ten futures"):
        assert said in text


ENGLISH = (" the ", " of ", " and ", " weeks", "None", "{")


def test_the_french_report_is_french(found: find.Findings) -> None:
    """No English word but in what the user's own files say; the same items, in the same order."""
    text = re.sub(r"(?s)<style>.*?</style>", "", paper.html(found, "fr"))
    own = [found.battery.model.charter.source, *(a.text for a in found.battery.model.world.assumptions)]
    for given in own:
        text = text.replace(escape(given), "")
    assert "Qui décide ?" in text
    assert "Ceci n’est pas un conseil juridique." in text
    assert [word for word in ENGLISH if word in text] == []
    assert text.count("<li>") == paper.html(found).count("<li>")
    assert [word for word in ENGLISH if word in words.Words(found, "fr").told()] == []


def test_every_sentence_has_its_twin() -> None:
    """The same keys, and the same blanks to fill in, in both languages."""
    for table in (phrases.SAY, phrases.PAPER, phrases.NAMES, phrases.MEANINGS, phrases.PRICES):
        assert table["en"].keys() == table["fr"].keys()
        for key, sentence in table["en"].items():
            assert sorted(re.findall(r"{\w*}", sentence)) == sorted(re.findall(r"{\w*}", table["fr"][key])), key


def freed(charter: Charter, grace: int) -> Charter:
    """Nobody is named from above, and a tenth of dissenters recalls those below the top, after so many weeks."""
    below = {"filled_by": "elected", "filling": {}, "may_appoint": False, "recall": 0.1, "recall_weeks": grace}
    organs = [o.model_dump() | (below if o.level != charter.levels[-1].name else {}) for o in charter.organs]
    rules = charter.officers.model_dump() | {"elect": 1.0}
    return Charter.model_validate(charter.model_dump() | {"organs": organs, "officers": rules})


def test_election_and_recall_have_a_gain_and_a_price(tmp_path: Path) -> None:
    """A foundation whose chapters are named: its members gain them, and chairs change more often.

    Where a successor may be recalled at once they change all the time, and it decides later; with half a year of grace
    neither is so.  Intervals (95 %) leave 0 out; two halves of the same arm, on different luck, must not pass for a change.
    """
    model, pairs = of("foundation"), 40
    scale = stress.ROWS / model.world.persons
    some = worlds.chosen(("funding-halved", "attack", "calm", "emergency"))
    battery = Battery(model, some, scale, 1917, tmp_path, lambda: Engine(model, scale, True))
    restless, patient = (between(model.charter, freed(model.charter, grace)) for grace in (0, 26))
    battery.run(battery.everywhere([AS_WRITTEN, restless, patient]), pairs)
    found = {change: find.suggestion(battery, change, pairs) for change in (restless, patient)}
    assert all(s.helps for s in found.values())
    delays, chairs = ({c: s.prices[key][1] for c, s in found.items()} for key in ("delay", "replaced"))
    assert delays[restless].low > 0
    assert delays[patient].low < 0 < delays[patient].mean < delays[restless].mean
    assert chairs[restless].mean > 12 > 4 > chairs[patient].mean > chairs[patient].low > 0
    halves = [battery.values(name, "delay", pairs).reshape(2, -1) for name in battery.models]
    assert not find.over_worlds(np.array([b - a for a, b in halves])).shown


def move_of(mean: float, half: float) -> find.Move:
    """A move with its interval."""
    return find.Move(mean, mean - half, mean + half, 40)


@pytest.mark.parametrize(
    ("half", "en", "fr"),
    [
        (
            0.2,
            "time to a decision 7.10 → 7.60 weeks (+0.30 to +0.70)",
            "délai d’une décision 7,10 → 7,60 semaines (+0,30 à +0,70)",
        ),
        (
            0.6,
            "time to a decision 7.10 weeks, as before (−0.10 to +1.10)",
            "délai d’une décision 7,10 semaines, comme avant (−0,10 à +1,10)",
        ),
    ],
)
def test_the_price_in_time_is_told_whether_it_shows_or_not(found: find.Findings, half: float, en: str, fr: str) -> None:
    still = move_of(0.0, 0.1)
    prices = {key: (7.1, move_of(0.5, half) if key == "delay" else still) for key in phrases.PRICES["en"]}
    s = find.Suggestion(found.suggestions[0].change, move_of(-0.1, 0.05), {}, prices)
    assert en in words.Words(found, "en").traded(s)
    assert fr in words.Words(found, "fr").traded(s)


def test_another_charter_shows_its_gain_and_its_price(found: find.Findings) -> None:
    """No appointment, and recall by a tenth: further from capture, and chairs change more often."""
    one = found.battery
    organs = [o.model_dump() | ({"recall": 0.1} if o.level != "party" else {}) for o in one.model.charter.organs]
    rules = one.model.charter.officers.model_dump() | {"elect": 1.0}
    organs = [o | ({"filled_by": "elected", "may_appoint": False} if o["level"] == "place" else {}) for o in organs]
    other = Charter.model_validate(one.model.charter.model_dump() | {"organs": organs, "officers": rules})
    change = between(one.model.charter, other)
    assert change.of(one.model.charter) == other
    one.run(one.everywhere([change]), 10)
    s = find.suggestion(one, change, 10)
    assert s.helps
    assert "replaced" in {key for key, _, _ in s.moves(worse=True)}
    with pytest.raises(Mistake, match="says the same"):
        between(other, other)
    with pytest.raises(Mistake, match="other levels or organs"):
        between(other, of("cooperative").charter)
