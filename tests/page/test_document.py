"""The page document says what the store, the archive and an independent replay say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from politeia import chronicle, chronicle_fr, cli, life, model, verdicts
from politeia import claims as questions
from politeia.engine import events as kinds
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.web import export
from politeia.web.coding import changes, coded, decoded
from politeia.web.document import document, model_of, sampled


def test_coded_numbers_come_back_within_half_a_step() -> None:
    luck = np.random.default_rng(1)
    rows = np.cumsum(luck.normal(size=(7, 300)), axis=1) * 1e4
    rows[2, :40] = np.nan
    held = json.loads(json.dumps(coded(rows)))
    back = decoded(held)
    assert (np.isnan(back) == np.isnan(rows)).all()
    assert np.nanmax(np.abs(back - rows)) <= 0.51 * held["step"]
    assert held["step"] < (np.nanmax(rows) - np.nanmin(rows)) / 900
    assert decoded(coded(np.full((1, 3), 7.5))).tolist() == [[7.5, 7.5, 7.5]]
    assert changes([3, 3, 10]) == [3, 0, 7]
    assert changes([]) == []


def test_fans_are_those_of_the_store(shown: dict[str, Any], pair: tuple[Results, Results]) -> None:
    stored = pair[0].quantiles()
    points = sampled(pair[0].weeks)
    assert points[-1] == pair[0].weeks - 1
    for name, held in shown["fans"].items():
        assert np.allclose(decoded(held), stored[name][:, points], atol=0.51 * held["step"]), name


def test_every_compared_value_is_there_with_its_source(shown: dict[str, Any], pair: tuple[Results, Results]) -> None:
    rows = [row for family in shown["families"] for row in family["rows"] if row["inside"] is not None]
    table = pair[0].evidence_table()
    assert len(rows) == len(table) > 100
    assert sum(row["inside"] for row in rows) == sum(row.inside for row in table)
    assert all(row["source"] for row in rows)
    assert sum(len(row["variants"]) > 0 for row in rows) > 3


def test_posts_of_a_whole_history_are_those_that_its_measure_counts(shown: dict[str, Any]) -> None:
    """Two ways to the same number: the log of posts, and the weekly measure of the same history."""
    tree = shown["tree"]
    for whole in shown["whole"]:
        held = whole["holders"]
        weeks = np.cumsum(held["weeks"])
        assert (np.diff(weeks) >= 0).all()
        measure = decoded(whole["measures"]["appointed_place"])[0]
        secretaries = [
            n
            for n, (u, seat) in enumerate(tree["posts"])
            if seat == 0 and tree["units"][u]["level"] == tree["place_level"]
        ]
        for at in (30, 60, 90, 120, 150):
            week = whole["points"][at]
            state = dict.fromkeys(secretaries, 0)
            for k in np.flatnonzero(weeks <= week):
                if held["posts"][k] in state:
                    state[held["posts"][k]] = held["states"][k]
            filled = [value for value in state.values() if value]
            share = sum(value in (2, 3) for value in filled) / len(filled)
            assert share == pytest.approx(measure[at], abs=0.03), (whole["number"], week)


def test_whole_histories_are_the_median_ones_of_their_outcomes(
    shown: dict[str, Any], pair: tuple[Results, Results]
) -> None:
    first = shown["whole"][0]
    assert first["outcome"] == next(iter(shown["outcomes"]))
    last = pair[0].weekly("appointed_middle")[:, -52:].mean(axis=1)
    alike = sorted(float(value) for value, end in zip(last, shown["ends"], strict=True) if end == first["outcome"])
    assert float(last[shown["histories"].index(first["number"])]) == alike[len(alike) // 2]


def test_lives_are_many_and_one_goes_from_the_bench_to_a_desk(
    shown: dict[str, Any], pair: tuple[Results, Results]
) -> None:
    lives = shown["whole"][0]["lives"]
    assert len(lives) >= 12
    assert len({one["chosen"] for one in lives}) >= 6
    one = next(held for held in lives if held["chosen"] == "worker-to-desk")
    assert one["born_outside"]["origin"] == "Workers in industry"
    assert "called into administration" in [event["event"] for event in one["events"]]
    again = life.life(model_of(pair[0]), history=one["history"], seed=1917, scale=0.002, person=one["person"])  # type: ignore[arg-type]
    assert [event.as_dict() for event in again.events] == [
        {key: value for key, value in event.items() if key != "week"} for event in one["events"]
    ]


def test_the_twin_is_paired_and_says_what_was_changed(shown: dict[str, Any], pair: tuple[Results, Results]) -> None:
    twin = shown["twin"]
    assert {(one["what"], one["b"]) for one in twin["changes"]} == {
        ("place.may_appoint", False),
        ("district.may_appoint", False),
    }
    assert sum(one["count"] for one in twin["pairs"]) == 6
    found = next(
        d for d in twin["differences"] if d["measure"] == "appointed_place" and d["date"].startswith("1923-12")
    )
    week = (np.datetime64(found["date"]) - np.datetime64(shown["start"])).astype(int) // 7
    a, b = (results.weekly("appointed_place")[:, week].astype(float) for results in pair)
    assert found["difference"] == pytest.approx(float((b - a).mean()), abs=1e-5)
    why = twin["why"]
    assert why["date"]
    assert why["a"] != why["b"]
    assert set(why["french"]) == {"decision", "organ", "decided_by", "a", "b"}


def test_other_weeks_or_another_luck_are_no_twin(pair: tuple[Results, Results]) -> None:
    other = Results(pair[1].store)
    other.store.recipe = {**pair[1].store.recipe, "seed": 5}
    try:
        with pytest.raises(Mistake, match="another seed or scale"):
            document(pair[0], twin=other, whole=0)
    finally:
        other.store.recipe = {**other.store.recipe, "seed": 1917}


def test_a_model_survives_its_manifest(pair: tuple[Results, Results]) -> None:
    for results in pair:
        found = model_of(results)
        assert found is not None
        assert found.fingerprint == results.store.recipe["model"]
    dated = model.defined(json.loads(json.dumps(model.definition(found))))
    assert dated.fingerprint == found.fingerprint
    changed = json.loads(json.dumps(pair[0].about["model"]))
    changed["charter"]["minorities"]["press"] = 0.1
    assert model.defined(changed).fingerprint != pair[0].store.recipe["model"]


def test_every_line_of_a_log_is_told_in_french(pair: tuple[Results, Results]) -> None:
    run = life.Replay(model_of(pair[0]), history=1, seed=1917, scale=0.002)  # type: ignore[arg-type]
    c = run.chronicle
    luck = np.random.default_rng(4)
    english = re.compile(r"\b(elected|appointed|the|of|member|secretary|head|nobody|own choice|congress)\b")
    seen = set()
    for kind in kinds.NAMES:
        lines = np.flatnonzero(c.of(kind))
        for k in luck.choice(lines, min(len(lines), 12), replace=False):
            k = int(k)
            told = [run.french.event(k), run.french.organ_named(k), run.french.decided_by(k)]
            assert all(told)
            names = "|".join(re.escape(place.name) for place in c.world.places)
            assert not english.search(re.sub(names, "", " ".join(told))), told
            seen.add(kind)
    assert len(seen) >= 16
    assert english.search(
        c.decided_by(int(np.flatnonzero(c.of(kinds.ELECTED))[0]))
    )  # what it looks for is there in English


def test_french_knows_every_move_and_reason() -> None:
    assert set(chronicle_fr.MOVES) == set(kinds.MOVES)
    assert set(chronicle_fr.REASONS) == set(kinds.REASONS)
    assert chronicle.AWAY in chronicle_fr.MOVES


def test_stored_verdicts_are_those_of_the_table(tmp_path: Path) -> None:
    stored = verdicts.stored()
    assert stored.keys() == questions.catalog().keys()
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "verdicts.md").read_text(encoding="utf-8")
    for key, verdict in stored.items():
        assert re.search(rf"^\| {key} \|.*\*\*{verdict.status}\*\*", page, re.MULTILINE), key
    verdicts.write(stored, tmp_path / "verdicts.csv")
    assert repr(verdicts.stored(tmp_path / "verdicts.csv")) == repr(stored)
    assert verdicts.stored(tmp_path / "none.csv") == {}


def test_a_page_that_was_not_built_is_a_sentence(shown: dict[str, Any], tmp_path: Path) -> None:
    assert not export.built(tmp_path)
    with pytest.raises(Mistake, match="make page"):
        export.one_file(shown, tmp_path)


def test_the_command_writes_one_file(
    pair: tuple[Results, Results], file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.html"
    assert cli.main(["export", str(pair[0].folder), str(page), "--whole", "0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"page": str(page), "bytes": page.stat().st_size}
    runs = ["--out", str(pair[0].folder.parent)]
    assert cli.main(["export", pair[0].folder.name, str(page), "--whole", "0", *runs]) == 0
    assert cli.main(["export", "nothing-of-this-name", str(page), *runs]) == 2
    assert "nothing-of-this-name" in capsys.readouterr().err
    assert cli.main(["export", str(tmp_path), str(page), "--out", str(tmp_path / "none")]) == 2
    assert "no experiment here" in capsys.readouterr().err
    assert cli.main(["export", str(pair[0].folder), str(tmp_path)]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_what_cannot_be_run_again_has_no_whole_histories(pair: tuple[Results, Results]) -> None:
    bare = Results(pair[0].store)
    kept = dict(bare.store.about)
    try:
        del bare.store.about["model"]
        page = document(bare)
        assert page["whole"] == []
        assert page["charter"] is None
        assert page["fans"]
    finally:
        bare.store.about.update(kept)
