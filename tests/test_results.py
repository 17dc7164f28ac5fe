"""Results: quantiles, outcomes, comparisons, one history, and the summary that tells them."""

from __future__ import annotations

import datetime as dt
import io
import json

import numpy as np
import pytest
from rich.console import Console

import fake
from politeia import words
from politeia.ensemble import Plan, run
from politeia.load import Mistake
from politeia.results import LEVELS, Results, spread
from politeia.summary import Effort, show

MODEL = fake.model()
EFFORT = Effort(ran=40, persons=1000, weeks=626, wall_s=2.0, threads=2, person_weeks_per_s=1e6)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    plan = Plan(model=MODEL, histories=range(40), scale=0.01, seed=3)
    engine = fake.Engine(MODEL, faults={11: ValueError("no cell")})
    return run(plan, folder=tmp_path_factory.mktemp("results"), engine=engine, threads=2)


def test_quantiles_are_those_of_numpy(results: Results) -> None:
    fan = results.quantiles(["members"])["members"]
    values = results.weekly("members")
    assert values.shape == (40, 626)
    assert np.allclose(fan, np.nanquantile(values, LEVELS, axis=0), rtol=1e-6)


def test_spread_leaves_out_what_is_not_there() -> None:
    values = np.array([[1.0, np.nan], [3.0, np.nan], [np.nan, np.nan], [2.0, np.nan]])
    fan = spread(values)
    assert fan[3, 0] == 2.0
    assert np.isnan(fan[:, 1]).all()


def test_outcomes_and_failures(results: Results) -> None:
    outcomes = results.outcomes()
    assert sum(outcomes.values()) == 40
    assert list(outcomes.values()) == sorted(outcomes.values(), reverse=True)
    assert results.failures() == {"ValueError: no cell": [11]}
    assert "in 1 the simulation failed" in words.verdict(outcomes)


def test_comparisons_keep_rivals_apart_and_count_predictions_only(results: Results) -> None:
    rows = [
        row
        for row in results.comparisons
        if row.target.row.series == "party_members_total" and row.target.row.date == dt.date(1917, 7, 26)
    ]
    assert {row.value for row in rows} == {180_000, 240_000}
    assert [row.primary for row in rows] == [True, False]
    assert all(len(row.variants) == 1 for row in rows)
    assert all(row.target.role == "prediction" and row.target.row.known for row in results.evidence_table())
    for row in results.evidence_table():
        assert row.low95 <= row.low <= row.median <= row.high <= row.high95
        assert row.inside == (row.low <= row.value <= row.high)
        assert bool(row.miss) != row.inside


def test_a_comparison_is_plain_data(results: Results) -> None:
    data = json.loads(json.dumps([row.as_dict() for row in results.comparisons], allow_nan=False))
    wanted = {"series", "region", "date", "value", "low", "high", "median", "inside", "source"}
    assert all(wanted <= row.keys() for row in data)


def test_results_need_no_model(results: Results) -> None:
    again = Results.load(results.folder)
    assert [row.as_dict() for row in again.comparisons] == [row.as_dict() for row in results.comparisons]
    assert again.evidence_frame().equals(results.evidence_frame())


def test_tidy_frames(results: Results) -> None:
    frame = results.frame(["members", "trust"] if "trust" in results.measures else ["members", "joined"])
    assert frame.columns[:3] == ["measure", "week", "date"]
    assert frame.height == 2 * 626
    one = results.history(4)
    assert one.frame(["members"])["members"].to_numpy() == pytest.approx(results.weekly("members")[4])
    assert one.decisions().columns == ["week", "kind", "unit", "person", "by", "value"]
    assert set(one.final) == {"index"}


def test_wrong_names_are_told(results: Results) -> None:
    with pytest.raises(Mistake, match="did you mean 'members'"):
        results.weekly("memebrs")
    with pytest.raises(Mistake, match="history 77 is not stored"):
        results.history(77)


def test_fans_are_for_the_whole_and_for_weeks_only(results: Results) -> None:
    fans = {row.target.row.series: results.fan(row.target) for row in results.evidence_table()}
    assert fans["party_members_total"] is not None
    assert fans["population"] is None  # of a town: stored at its dates only
    assert fans["lenin_levy_recruits"] is None  # a sum over weeks
    assert fans["division_cc_peace"] is None  # a vote on one day


def test_fans_are_the_same_read_together_or_alone(results: Results) -> None:
    targets = [row.target for row in results.evidence_table()]
    alone = [Results(results.store).fan(target) for target in targets]
    for fan, other in zip(Results(results.store).fans(targets), alone, strict=True):
        assert (fan is None) == (other is None)
        np.testing.assert_array_equal(fan, other)


def test_the_summary_says_first_what_fails_and_fits_the_terminal(results: Results) -> None:
    screen = io.StringIO()
    show(results, EFFORT, Console(file=screen, width=100), "report.html")
    text = screen.getvalue()
    assert max(map(len, text.splitlines())) <= 100
    order = [text.index(part) for part in (words.NOT_REPRODUCED, words.OUTCOME_TITLE, words.TABLE_TITLE, "next ")]
    assert order == sorted(order)
    assert str(results.folder) in text.replace("\n", "")
    assert "captured" in text


def test_numbers_are_written_as_people_do() -> None:
    assert words.number(611_978) == "612,000"
    assert words.archival(611_978) == "611,978"
    assert words.number(0.03712) == "0.0371"
    assert words.number(37.31) == "37.3"
    assert words.number(60.0) == "60"
    assert words.number(float("nan")) == "–"
    assert words.number(0) == "0"
    assert words.number(-0.5) == "-0.500"
