"""Validation: scores of predictive distributions, units, and the command on the stand-in engine."""

from __future__ import annotations

import datetime as dt
import json
import math
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import fake
from politeia import answers, evidence, scores, studies, units, validation
from politeia.ensemble import Plan
from politeia.evidence import Row
from politeia.load import Mistake
from politeia.validation import Validation

MODEL = fake.model()
WHOLE = answers.WHOLE
HEAD = "series,region,date,value,unit,source,url,quality,note\n"


def luck(number: int) -> np.random.Generator:
    return np.random.default_rng([1917, number])


def right(targets: int, histories: int = 60, error: float = 0.15, bias: float = 1.0) -> list[scores.Figure]:
    """Figures of a simulator whose every distribution is right, but for ``bias``; each source errs as it says."""
    draws = luck(1)
    centre = np.exp(draws.normal(8.0, 1.0, targets))
    values = centre * np.exp(0.3 * draws.normal(size=(histories, targets)))
    truth = centre * np.exp(0.3 * draws.normal(size=targets)) * np.exp(error * draws.normal(size=targets))
    found = [scores.figure(bias * values[:, t], float(truth[t]), error, share=False) for t in range(targets)]
    return [figure for figure in found if figure]


def test_a_right_simulator_is_covered_and_its_ranks_are_even() -> None:
    found = scores.score(right(400))
    assert found.uniform > 0.01  # level of the test: one seed in a hundred fails
    assert found.coverage == pytest.approx(scores.NOMINAL, abs=0.06)
    assert found.calibration_error < 0.05
    assert sum(found.ranks) == found.count == 400


@pytest.mark.parametrize("bias", [0.7, 1.5])
def test_a_biased_simulator_is_caught(bias: float) -> None:
    """The planted defect: every simulated value too low or too high."""
    good, bad = scores.score(right(400)), scores.score(right(400, bias=bias))
    assert bad.uniform < 1e-6
    assert bad.coverage[1] < good.coverage[1] - 0.1
    assert bad.calibration_error > 0.1 > good.calibration_error
    assert bad.crps > good.crps
    assert bad.interval > good.interval


def test_a_simulator_that_is_too_sure_is_caught() -> None:
    """The planted defect: sources err by more than they are said to, and histories agree too well."""
    draws = luck(2)
    figures = [
        scores.figure(np.exp(0.05 * draws.normal(size=50)), math.exp(0.3 * draws.normal()), 0.05, share=False)
        for _ in range(200)
    ]
    found = scores.score([figure for figure in figures if figure])
    assert found.uniform < 1e-6
    assert found.coverage[1] < 0.5
    assert found.ranks[0] + found.ranks[-1] > 100


def test_crps_is_the_distance_to_a_point_and_that_of_the_normal_law() -> None:
    sure = scores.figure(np.full(5, math.e), 1.0, 0.0, share=False)
    assert sure is not None
    assert sure.crps == pytest.approx(1.0)
    assert sure.rank == 0.0
    wide = scores.figure(np.exp(luck(3).normal(size=20_000)), 1.0, 0.0, share=False)
    assert wide is not None
    assert wide.crps == pytest.approx(2 / math.sqrt(2 * math.pi) - 1 / math.sqrt(math.pi), abs=0.01)


def test_without_histories_or_figures_there_is_no_score() -> None:
    assert scores.figure(np.array([np.nan]), 1.0, 0.1, share=False) is None
    assert scores.figure(np.array([1.0]), math.nan, 0.1, share=False) is None
    assert json.dumps(scores.score([]).as_dict())


def test_uniformity_agrees_with_known_critical_values() -> None:
    even = (np.arange(100) + 0.5) / 100
    assert scores.uniform(even) == 1.0
    assert scores.uniform(np.clip(even + 0.1318, 0, 1)) == pytest.approx(
        0.05, abs=0.01
    )  # 1.358 / sqrt(100), less 1/200


@pytest.mark.parametrize(
    ("unit", "ours", "expected"),
    [
        ("", {"persons"}, 1.0),
        ("persons", {"persons"}, 1.0),
        ("thousand persons", {"persons"}, 1000.0),
        ("thousands", {"persons"}, 1000.0),
        ("million people", {"persons"}, 1e6),
        ("members and candidates", {"persons"}, 1.0),
        ("persons between 11th and 12th congress", {"persons"}, 1.0),
        ("thousand persons per month", {"persons per month"}, 1000.0),
        ("share", {"%", "percent"}, 100.0),
        ("per cent", {"%"}, 1.0),
        ("percent of those for and against", {"% of votes"}, 1.0),
        ("ratio", {"ratio"}, 1.0),
        ("1913=100", {"1913 = 100"}, 1.0),
    ],
)
def test_units_that_are_read(unit: str, ours: set[str], expected: float) -> None:
    assert units.factor(unit, ours) == expected


@pytest.mark.parametrize(
    ("unit", "ours", "said"),
    [
        ("kilograms", {"persons"}, "'kilograms' is not known"),
        ("percent", {"persons"}, "'percent' is a share; the series is a count"),
        ("persons", {"%"}, "'persons' is a count; the series is a share"),
        ("persons per week", {"persons per month"}, "a count per week; the series is a count per month"),
        ("percent", {"ratio"}, "the series is a ratio"),
    ],
)
def test_units_that_do_not_fit_are_told(unit: str, ours: set[str], said: str) -> None:
    """The planted defect: a figure in the wrong unit must not be compared."""
    found = units.factor(unit, ours)
    assert isinstance(found, str)
    assert said in found


def rows(*given: tuple[str, str, str, float, str]) -> list[Row]:
    return [Row(s, r, dt.date.fromisoformat(d), v, u, quality="B") for s, r, d, v, u in given]


def validated(given: list[Row], folder: Path, *, histories: int = 30) -> Validation:
    plan = Plan(model=MODEL, histories=range(histories), scale=0.01, seed=3)
    return validation.validate(given, plan, folder=folder, engine=fake.Engine(MODEL), threads=2)


def test_each_row_is_mapped_or_has_its_reason(tmp_path: Path) -> None:
    found = validated(
        rows(
            ("party_members_total", WHOLE, "1920-03-29", 611_978, "persons"),
            ("party_members_total", WHOLE, "1920-03-29", 611.978, "thousand persons"),
            ("party_members_total", WHOLE, "1920-03-29", 611_978, "percent"),
            ("party_members_total", WHOLE, "1939-03-29", 611_978, "persons"),
            ("party_members_totals", WHOLE, "1920-03-29", 611_978, "persons"),
            ("party_members_city", "Petrogard", "1920-03-29", 20_000, "persons"),
            ("komsomol_members", WHOLE, "1920-10-02", 400_000, "persons"),
            ("social_share_workers", WHOLE, "1922-01-01", 0.444, "share"),
            ("members_at_bench", WHOLE, "1924-01-01", math.nan, "persons"),
        ),
        tmp_path,
    )
    told = [entry.as_dict() for entry in found.entries]
    assert [row["mapped"] for row in told] == [True, True, False, False, False, False, False, True, True]
    assert told[1]["median"] == pytest.approx(told[0]["median"] / 1000)
    assert told[1]["inside"] == told[0]["inside"]
    assert told[1]["value"] == 611.978
    assert 0.2 < told[7]["median"] < 0.8
    assert "the series is a count" in told[2]["reason"]
    assert "outside the simulated weeks" in told[3]["reason"]
    assert told[4]["nearest"] == "party_members_total"
    assert "did you mean 'Petrograd'" in told[5]["reason"]
    assert "youth league" in told[6]["reason"]
    assert told[8]["inside"] is None
    assert (len(found.counted), found.mapped_share) == (3, 4 / 9)
    assert json.dumps(found.as_dict(), allow_nan=False)


def test_a_stored_run_is_read_again_and_a_new_place_is_simulated(tmp_path: Path) -> None:
    engine = fake.Engine(MODEL)
    plan = Plan(model=MODEL, histories=range(6), scale=0.01, seed=3)

    def ask(*given: tuple[str, str, str, float, str]) -> Validation:
        return validation.validate(rows(*given), plan, folder=tmp_path, engine=engine, threads=1)

    ask(("party_members_total", WHOLE, "1920-03-29", 611_978, "persons"))
    assert len(engine.calls) == 6
    other = ask(("party_members_total", WHOLE, "1920-05-29", 611_978, "persons"))  # not a date of the archive
    assert len(engine.calls) == 6
    assert other.entries[0].comparison.histories == 6
    ask(("party_members_city", "Petrograd", "1921-05-29", 20_000, "persons"))
    assert len(engine.calls) == 12


def test_what_is_read_from_weekly_measures_is_what_the_history_gave(tmp_path: Path) -> None:
    found = validated([row for row in evidence.catalog() if row.region == WHOLE], tmp_path, histories=5)
    for column, target in enumerate(found.results.targets):
        if target.answered and not target.places:
            again = validation._from_weekly(found.results, target)
            np.testing.assert_allclose(again, found.results.simulated[:, column], rtol=1e-3)  # packed in the store


def test_a_biased_engine_lowers_coverage(tmp_path: Path) -> None:
    """The planted defect: an engine whose every count is doubled."""

    class Doubled(fake.Engine):
        def simulate(self, history: int, **how: Any) -> fake.History:
            found = super().simulate(history, **how)
            found.measures[:, [m.unit == "persons" for m in MODEL.measures]] *= 2.0
            return found

    given = [row for row in answers.archive() if row.series == "party_members_total" and row.date.year > 1918]
    plan = Plan(model=MODEL, histories=range(30), scale=0.01, seed=3)
    good = validation.validate(given, plan, folder=tmp_path / "a", engine=fake.Engine(MODEL), threads=1)
    bad = validation.validate(given, plan, folder=tmp_path / "b", engine=Doubled(MODEL), threads=1)
    assert bad.coverage < good.coverage - 0.3
    assert bad.scores.uniform < 1e-4 < good.scores.uniform


def test_a_block_that_its_own_figures_fitted_is_told_from_one_left_out() -> None:
    """The planted defect: one block's histories stand beside the figures by half again."""
    draws = luck(4)
    targets = answers.bind(rows(*[("party_members_total", WHOLE, "1920-03-29", 6e5, "persons")] * 40), MODEL)
    truth = 6e5 * np.exp(0.15 * draws.normal(size=40))  # sources of quality B
    told = [replace(target, row=replace(target.row, value=v)) for target, v in zip(targets, truth, strict=True)]
    values = np.full((20, 40), 6e5)
    found = validation.left_out({"right": (told, values), "wrong": (told, 1.5 * values)})
    assert found["right"].coverage[1] > 0.65
    assert found["wrong"].coverage[1] < 0.2
    assert found["all"].count == 80


def test_blocks_of_a_calibration_are_scored_with_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted defect: without chance every figure of a spread-out archive would lie outside."""
    draws = luck(5)
    bound = answers.bind(rows(*[("party_members_total", WHOLE, "1920-03-29", 6e5, "persons")] * 40), MODEL)
    truth = 6e5 * np.exp(0.5 * draws.normal(size=40))
    targets = [replace(target, row=replace(target.row, value=v)) for target, v in zip(bound, truth, strict=True)]
    means = np.log(6e5) + np.zeros((30, 40))
    monkeypatch.setattr("politeia.calibration.predictive", lambda result, block: (np.arange(40), means))

    def scored(variance: float) -> scores.Scores:
        problem = SimpleNamespace(data=SimpleNamespace(blocks=lambda: ("size",)), targets=targets)
        likelihood = SimpleNamespace(variance=np.full(40, variance))
        held = validation.held_out(SimpleNamespace(problem=problem, likelihood=likelihood))  # type: ignore[arg-type]
        return validation.left_out(held)["size"]

    assert scored(0.5**2).coverage[1] == pytest.approx(0.8, abs=0.15)
    assert scored(1e-6).coverage[1] < 0.45


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """The command on the stand-in engine: exit code and output."""
    monkeypatch.setattr(studies.Setting, "model", lambda self, changed="": MODEL)
    monkeypatch.setattr("politeia.progress.prepared", lambda model, scale, console: fake.Engine(MODEL))

    def run(text: str | None, **how: Any) -> tuple[int, str]:
        file = None
        if text is not None:
            file = tmp_path / "mine.csv"
            file.write_text(HEAD + text)
        setting = studies.Setting(out=tmp_path / "results", threads=1, quiet=True, **how)
        return studies.validate(file, setting, histories=8), capsys.readouterr().out

    return run


def test_the_command_as_data_and_in_words(command: Any) -> None:
    line = f"party_members_total,{WHOLE},1920-03-29,611978,persons,,,A,\n"
    code, out = command(line, as_json=True)
    (row,) = json.loads(out)["rows"]
    assert code == 0
    assert {"series", "region", "date", "value", "mapped", "median", "low", "high", "inside"} <= set(row)
    code, out = command(line + f"komsomol_members,{WHOLE},1920-10-02,1,persons,,,,\n")
    assert code == 0
    assert "1 of 2 rows are answered" in out
    assert out.index("What the model does not reproduce") < out.index("Every value beside the archive")


def test_the_command_fails_its_purpose_if_nothing_is_mapped(command: Any) -> None:
    code, out = command(f"nonsense,{WHOLE},1920-03-29,1,persons,,,A,\n")
    assert code == 1
    assert "0 of 1 rows" in out


def test_the_whole_archive_has_a_reason_for_every_row(command: Any) -> None:
    code, out = command(None, as_json=True)
    found = json.loads(out)
    assert code == 0
    assert all(
        row["mapped"] or row["reason"] not in ("", "no measure of the model answers it") for row in found["rows"]
    )
    assert found["votes"]["count"] > 8


def test_a_malformed_file_and_a_world_without_regions_are_told(command: Any, tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="line 2, field 'date'"):
        command("x,y,yesterday,1,,,,,\n")
    elsewhere = SimpleNamespace(model=SimpleNamespace(world=SimpleNamespace(regions={}, name="home")))
    with pytest.raises(Mistake, match="'home' names no regions"):
        validation.validate([], elsewhere, folder=tmp_path, engine=fake.Engine(MODEL))  # type: ignore[arg-type]
