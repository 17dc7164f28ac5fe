"""The archive and how the model answers it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import fake
from politeia import answers, evidence
from politeia.answers import Rule, Target, bind, extract
from politeia.declare import Measure
from politeia.evidence import Row
from politeia.load import Mistake

MODEL = fake.model()
HEAD = "series,region,date,value,unit,source,url,quality,note\n"


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "mine.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (HEAD, "no rows"),
        ("series,regoin,date,value\nx,y,1920-01-01,1\n", r"column 'region' is missing; did you mean 'regoin'"),
        (HEAD + "x,y,1920-13-01,1,,,,,\n", r"line 2, field 'date': given '1920-13-01'; allowed: a day"),
        (HEAD + 'x,y,1920-01-01,"1,5",,,,,\n', "field 'value'.*thousands mark"),
        (HEAD + "x,y,1920-01-01,inf,,,,,\n", "a finite number"),
        (HEAD + "x,y,1920-01-01,nan,,,,,\n", "a finite number"),
        (HEAD + "x,y,1920-01-01,1,,,,Z,\n", "field 'quality': given 'Z'"),
        (HEAD + ",y,1920-01-01,1,,,,,\n", "field 'series'"),
        (HEAD + "x,y,1920-01-01,1,a,b,c,A,note, with a comma\n", "line 2: more cells than columns"),
        (b"\x89PNG\x00\x01", "binary|UTF-8"),
        (b"\xff\xfe\xfa", "UTF-8"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(Mistake, match=said):
        evidence.read(write(tmp_path, text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="cannot be read"):
        evidence.read(tmp_path / "none.csv")


def test_a_short_file_is_enough(tmp_path: Path) -> None:
    (row,) = evidence.read(write(tmp_path, "date,series,region,value\n1920-01-01,x,y,\n"))
    assert row.date == dt.date(1920, 1, 1)
    assert not row.known


def test_rivals_are_kept_apart() -> None:
    rows = evidence.catalog()
    together = evidence.rivals(rows)["party_members_total", "RSFSR/USSR", dt.date(1921, 3, 8)]
    assert [rows[i].value for i in together] == [732521, 732521, 730000]


def test_every_series_asked_for_is_mapped() -> None:
    rules = answers.mapping()
    for row in evidence.read(evidence.CATALOG / "wanted.csv"):
        assert rules.series[row.series].rule(row).measure, row.series


def test_every_mapped_series_is_in_the_archive() -> None:
    known = {row.series for row in answers.archive()}
    assert set(answers.mapping().series) <= known
    assert known == set(answers.mapping().series) | set(answers.mapping().reasons), "a series without rule or reason"
    assert {series.group for series in answers.mapping().series.values()} <= set(answers.mapping().groups)


def test_divisions_are_shares_of_those_for_and_against() -> None:
    found = {(row.series, row.date): row.value for row in answers.archive() if row.series.startswith("division")}
    assert found["division_cc_insurrection", dt.date(1917, 10, 23)] == pytest.approx(100 * 10 / 12)
    assert found["division_cc_peace", dt.date(1918, 2, 23)] == pytest.approx(100 * 7 / 11)
    assert len(found) >= len(answers.mapping().votes) - 2  # two sources for the seventh congress, two votes on a day


def target(series: str, region: str, date: str, value: float = 1.0, **limits: int) -> Target:
    (found,) = bind([Row(series, region, dt.date.fromisoformat(date), value)], MODEL, **limits)
    return found


def test_old_dates_are_thirteen_days_later() -> None:
    world = MODEL.world
    assert target("party_members_total", "RSFSR/USSR", "1917-10-25").week == world.week(dt.date(1917, 11, 7))
    assert target("party_members_total", "RSFSR/USSR", "1918-03-06").week == world.week(dt.date(1918, 3, 6))


def test_exceptions_hold_for_their_rows_only() -> None:
    assert target("party_members_total", "RSFSR/USSR", "1923-04-17").rule.measure == ("full_members",)
    assert target("party_members_total", "RSFSR/USSR", "1924-05-23").rule.measure == ("members",)
    assert target("party_members_city", "Saratov", "1917-04-24").role == "aside"
    assert target("party_members_city", "Saratov", "1917-02-23").role == "input"
    assert target("party_members_city", "Moscow", "1917-04-24").role == "prediction"


def test_a_row_without_value_is_asked_for() -> None:
    assert target("members_at_bench", "RSFSR/USSR", "1924-01-01", math.nan).role == "asked"


@pytest.mark.parametrize(
    ("series", "region", "date", "reason"),
    [
        ("party_members_totals", "RSFSR/USSR", "1920-01-01", "did you mean 'party_members_total'"),
        ("party_members_city", "Atlantis", "1920-01-01", "no region 'Atlantis'"),
        ("party_members_total", "RSFSR/USSR", "1929-06-01", "outside the simulated weeks"),
        ("members_share_in_apparatus", "Petrograd", "1922-01-01", "no measure 'office_share' for places"),
        ("komsomol_members", "RSFSR/USSR", "1921-01-01", "the youth league is not modelled"),
        ("nonsense", "RSFSR/USSR", "1921-01-01", "no measure of the model answers it"),
    ],
)
def test_what_is_not_answered_has_its_reason(series: str, region: str, date: str, reason: str) -> None:
    found = target(series, region, date)
    assert found.role == "unmapped"
    assert reason in found.reason


def test_a_missing_measure_is_a_reason_not_a_crash() -> None:
    bare = fake.model(measures=(Measure("members", "members", "persons", ""),), place_measures=("members",))
    roles = {found.role for found in bind(answers.archive(), bare)}
    assert {"prediction", "unmapped"} <= roles


def test_a_world_without_regions_has_no_archive() -> None:
    elsewhere = replace(MODEL, world=MODEL.world.model_copy(update={"regions": {}}))
    assert bind(answers.archive(), elsewhere) == ()


def test_the_horizon_limits_what_is_answered() -> None:
    week = MODEL.world.week(dt.date(1920, 1, 1))
    assert target("party_members_total", "RSFSR/USSR", "1921-03-08", last_week=week).role == "unmapped"
    later = target("party_members_total", "RSFSR/USSR", "1921-03-08", first_week=week)
    assert later.week == MODEL.world.week(dt.date(1921, 3, 8)) - week


class Ramp:
    """A history in which every measure equals its week, and every place measure its week plus ten times its place."""

    names = ("members", "joined", "expelled", "assignments", "secretaries_replaced")
    local = ("members", "cohort_0")
    weeks = MODEL.world.weeks
    measures = np.tile(np.arange(weeks, dtype="f4")[:, None], (1, len(names)))
    places = (
        measures[:, :1, None]
        + 10.0 * np.arange(len(MODEL.world.places), dtype="f4")[None, :, None]
        + np.zeros((1, 1, 2), "f4")
    )


def value(
    rule: dict[str, object], *, week: int = 300, since: int = 300, places: tuple[int, ...] = (), factor: float = 1.0
) -> float:
    found = Target(
        Row("s", "r", dt.date(1920, 1, 1), 1.0), "", "", "", Rule(**rule), "prediction", "", week, since, places, factor
    )
    return float(extract(Ramp, [found], Ramp.names, Ramp.local)[0])


@pytest.mark.parametrize(
    ("rule", "expected", "window"),
    [
        ({"measure": "members"}, 300, {}),
        ({"measure": "members", "scale": 100}, 30_000, {}),
        ({"measure": ["members", "joined"]}, 600, {}),
        ({"measure": "members", "times": "joined"}, 90_000, {}),
        ({"measure": "members", "over": "joined", "scale": 100}, 100, {}),
        ({"measure": "members", "statistic": "mean:3"}, 299, {"since": 298}),
        ({"measure": "joined", "statistic": "sum:3"}, 298 + 299 + 300, {"since": 298}),
        ({"measure": "expelled", "statistic": "sum:3", "over": "members"}, (298 + 299 + 300) / 297, {"since": 298}),
        ({"measure": "joined", "statistic": "since_congress"}, sum(range(251, 301)), {"since": 251}),
        ({"measure": "secretaries_replaced", "posts": 83}, 600, {"factor": 2.0}),
        ({"measure": "members"}, (300 + 10) + (300 + 30), {"places": (1, 3)}),
        ({"measure": "cohort_0", "combine": "mean"}, (310**2 + 330**2) / 640, {"places": (1, 3)}),
    ],
)
def test_statistics(rule: dict[str, object], expected: float, window: dict[str, object]) -> None:
    assert value(rule, **window) == pytest.approx(expected, rel=1e-9)


def test_change_and_totals_and_workers() -> None:
    assert value({"measure": "members", "statistic": "ratio:50", "scale": 100}, since=250) == pytest.approx(120)
    assert value({"measure": "members", "statistic": "fall:100"}, since=200) == pytest.approx(1 - 300 / 200)
    found = target("retention_1917_20_joiners_to_1922", "RSFSR/USSR", "1922-01-01")
    ends = MODEL.world.week(dt.date(1920, 12, 31))
    assert found.until == ends
    rule = Rule(measure="members", over="joined", over_total="1920-12-31")
    (got,) = extract(Ramp, [replace(found, rule=rule)], Ramp.names, Ramp.local)
    assert got == pytest.approx(found.week / (ends * (ends + 1) / 2))
    workers = target("industrial_workers", "RSFSR/USSR", "1921-07-01")
    assert sum(workers.weights) == pytest.approx(3_024_000)
    (got,) = extract(Ramp, [replace(workers, rule=Rule(measure="members"))], Ramp.names, Ramp.local)
    numbers = workers.week + 10.0 * np.arange(len(workers.weights))
    assert got == pytest.approx(float((numbers * np.array(workers.weights)).sum()), rel=1e-6)


def test_from_the_autumn_of_1918_the_army_is_not_in_a_towns_lists() -> None:
    before, after = (target("party_members_city", "Petrograd", day).rule for day in ("1918-10-01", "1919-04-01"))
    assert before.measure == ("members",)
    assert "members_army" not in after.measure
    assert len(after.measure) == 4


def test_windows_end_with_the_row_and_begin_after_the_congress() -> None:
    world = MODEL.world
    found = target("assignments_uchraspred", "RSFSR/USSR", "1924-05-23")
    assert found.week == world.week(dt.date(1924, 5, 23))
    assert found.since == world.week(dt.date(1923, 4, 17)) + 1
    assert target("assignments_uchraspred", "RSFSR/USSR", "1922-12-31").since == found.week - 51 - (
        found.week - world.week(dt.date(1922, 12, 31))
    )


def test_targets_survive_the_manifest() -> None:
    for found in bind(answers.archive(), MODEL):
        again = answers.from_dict(answers.as_dict(found))
        assert repr(again) == repr(found)


def test_what_a_source_prints_spreads_by_its_reliability() -> None:
    figures = evidence.printed(np.array([100.0, 200.0]), 0.3, share=False)
    assert figures.shape == (32,)
    assert np.log(figures[:16]).mean() == pytest.approx(np.log(100.0), abs=1e-9)
    assert np.log(figures[:16]).std() == pytest.approx(0.3, rel=0.05)
    shares = evidence.printed(np.array([0.0, 40.0, 100.0]), 0.3, share=True)
    assert (shares[:16] == 0.0).all()
    assert (shares[32:] == 100.0).all()
    assert ((shares[16:32] > 0.0) & (shares[16:32] < 100.0)).all()
    odds = evidence.link(shares[16:32], share=True)
    assert odds.mean() == pytest.approx(np.log(40.0 / 60.0), abs=1e-9)
    assert np.isnan(evidence.printed(np.array([np.nan]), 0.1, share=True)).all()


def test_without_error_the_figures_are_the_values() -> None:
    assert (evidence.printed(np.array([7.0]), 0.0, share=False) == 7.0).all()
