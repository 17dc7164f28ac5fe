"""Exports: the stored numbers, whole, with their names, units and sources."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import fake
from politeia import export
from politeia.ensemble import Plan, run
from politeia.mistakes import Mistake
from politeia.results import Results

HISTORIES, WEEKS = 7, 60


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    model = fake.model()
    plan = Plan(model=model, histories=range(HISTORIES), scale=0.01, seed=3, last_week=WEEKS)
    engine = fake.Engine(model, faults={4: ValueError("no cell")})
    return run(plan, folder=tmp_path_factory.mktemp("results"), engine=engine, threads=2, batch=3)


def test_a_labelled_data_set(results: Results) -> None:
    pytest.importorskip("xarray")
    found = results.to_xarray()
    assert found["members"].dims == ("history", "date")
    assert found["members"].shape == (HISTORIES, WEEKS)
    assert found["members"].attrs == {"units": "persons", "long_name": "members"}
    assert np.array_equal(found["members"].values, results.weekly("members"), equal_nan=True)
    assert np.isnan(found["members"].sel(history=4)).all()
    assert found["reason"].sel(history=4).item() == "ValueError: no cell"
    assert found["date"].values[1] == np.datetime64(results.start + dt.timedelta(weeks=1))
    assert set(results.measures) <= set(found.data_vars)
    assert found.attrs["seed"] == 3


def test_the_archive_goes_with_it(results: Results) -> None:
    pytest.importorskip("xarray")
    found = results.to_xarray()["evidence"]
    rows = results.targets
    assert found.dims == ("history", "target")
    assert list(found["target_source"].values) == [target.row.source for target in rows]
    assert np.array_equal(found["archive"].values, [target.row.value for target in rows], equal_nan=True)
    assert all(target.row.source in found.attrs["sources"] for target in rows)
    stored = results.store.read(["evidence"])["evidence"].to_list()
    assert np.array_equal(found.values, np.array(stored, float), equal_nan=True)


def test_netcdf_gives_back_the_same(results: Results, tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray")
    pytest.importorskip("netCDF4")
    with xarray.open_dataset(results.to_netcdf(tmp_path / "x.nc"), engine="netcdf4") as found:
        assert found.identical(results.to_xarray())
    assert [path.name for path in tmp_path.iterdir()] == ["x.nc"]


def test_csv_has_a_line_for_each_history_and_week(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_ROWS", 3)
    frame = pl.read_csv(results.to_csv(tmp_path / "x.csv"), try_parse_dates=True)
    assert frame.columns == ["history", "date", *results.measures]
    assert frame.height == HISTORIES * WEEKS
    for number in (0, 6):
        mine = frame.filter(pl.col("history") == number)
        assert np.allclose(mine["members"].to_numpy(), results.weekly("members")[number], rtol=1e-6)
        assert mine["date"][59] == results.date(59)
    assert frame.filter(pl.col("history") == 4)["members"].null_count() == WEEKS


def test_a_folder_of_tables(results: Results, tmp_path: Path) -> None:
    folder = export.write(results, tmp_path / "tables")
    names = {"weekly.csv", "quantiles.csv", "histories.csv", "evidence.csv", "decisions.csv", "measures.csv"}
    assert {path.name for path in folder.iterdir()} == {*names, "manifest.json"}
    histories = pl.read_csv(folder / "histories.csv")
    assert histories["outcome"].to_list().count("failed") == 1
    assert histories["index"][0] == results.history(0).final["index"]
    assert pl.read_csv(folder / "decisions.csv").height == results.decisions().height
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["recipe"]["seed"] == 3


@pytest.mark.parametrize(
    ("name", "says"),
    [("x.xlsx", "allowed: a file ending in .nc"), ("there.csv", "exists already"), ("no/x.csv", "cannot be written")],
)
def test_names_that_will_not_do(results: Results, tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(Mistake, match=says):
        export.write(results, tmp_path / name)
    assert (tmp_path / "there.csv").read_text() == "mine"


@pytest.mark.parametrize(("module", "suffix"), [("xarray", ".nc"), ("netCDF4", ".nc")])
def test_without_the_extra_it_is_named(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, suffix: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(Mistake, match=rf"{module} is not installed.* pip install 'politeia\[export\]'"):
        export.write(results, tmp_path / f"x{suffix}")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX")
@pytest.mark.parametrize("name", ["x.csv", "x.nc", "x"])
def test_a_full_disk_leaves_nothing_behind(results: Results, tmp_path: Path, name: str) -> None:
    import resource

    pytest.importorskip("netCDF4")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
        with pytest.raises(Mistake, match="cannot be written"):
            export.write(results, tmp_path / name)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert not list(tmp_path.iterdir())
