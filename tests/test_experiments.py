"""Experiments: listed, found by a part of their name, continued with the same bits, exported, removed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import fake
from politeia import ensemble, experiments
from politeia.cli import main
from politeia.ensemble import Plan
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.store import Store

Answer = Callable[..., tuple[int, str, str]]
RUN = ("run", "--scale", "0.001", "--to", "1917-04-01", "--quiet", "--threads", "2", "--batch", "2")


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Run a command in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def made(out: Path, histories: int = 6, seed: int = 1, **faults: Any) -> Results:
    """An experiment of the stand-in for the engine."""
    model = fake.model()
    plan = Plan(model=model, histories=range(histories), scale=0.01, seed=seed, last_week=30)
    return ensemble.run(plan, folder=out, engine=fake.Engine(model, **faults), threads=2, batch=2)


def everything(folder: Path) -> pl.DataFrame:
    store = Store.open(folder)
    return store.read(
        [f"m.{measure['name']}" for measure in store.about["measures"]] + ["evidence", "final", "outcome"]
    )


def test_none_yet(answer: Answer) -> None:
    assert answer("experiments") == (0, "no experiment in results\nnext: politeia run\n", "")
    assert answer("experiments", "--json")[1] == "[]\n"
    code, _, err = answer("experiments", "show", "x")
    assert code == 2
    assert "no experiment here" in err


def test_the_list_tells_what_there_is(answer: Answer, tmp_path: Path) -> None:
    one = made(tmp_path / "results", 6, faults={2: ValueError("no cell")})
    other = made(tmp_path / "results", 3, seed=2)
    code, out, _ = answer("experiments", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert set(rows) == {one.folder.name, other.folder.name}
    row = rows[one.folder.name]
    assert (row["done"], row["asked"], row["failures"]) == (6, 6, {"ValueError: no cell": 1})
    assert row["outcomes"] == one.outcomes()
    assert row["bytes"] == sum(path.stat().st_size for path in one.folder.rglob("*") if path.is_file())
    out = answer("experiments")[1]
    assert f"{one.folder.name} " in out
    assert "6 of 6" in out


def test_names_by_their_beginning(tmp_path: Path) -> None:
    one, other = made(tmp_path, seed=1).folder, made(tmp_path, seed=2).folder
    assert experiments.find(one.name, tmp_path) == one
    assert experiments.find(one.name[:-2], tmp_path) == one
    assert experiments.find(other.name[-8:-2], tmp_path) == other
    assert experiments.find(str(one), "elsewhere") == one
    with pytest.raises(Mistake, match="fits 2 experiments"):
        experiments.find("party", tmp_path)
    with pytest.raises(Mistake, match=f"did you mean '{one.name}'"):
        experiments.find("x" + one.name, tmp_path)


def test_what_cannot_be_read_is_listed_and_does_not_hide_the_others(answer: Answer, tmp_path: Path) -> None:
    folders = [made(tmp_path / "results", seed=seed).folder for seed in (1, 2, 3, 4)]
    (folders[0] / "manifest.json").write_text("{")
    manifest = folders[1] / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"format": 0}))
    part = min(Store.open(folders[2]).parts)
    part.write_bytes(part.read_bytes()[:-7])
    code, out, _ = answer("experiments", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert "is damaged" in rows[folders[0].name]["notes"][0]
    assert "written by an older politeia" in rows[folders[1].name]["notes"][0]
    assert "is damaged; it was set aside" in rows[folders[2].name]["notes"][0]
    assert (rows[folders[2].name]["done"], rows[folders[2].name]["asked"]) == (4, 6)
    assert rows[folders[3].name]["notes"] == []
    assert answer("experiments")[0] == 0
    code, _, err = answer("experiments", "show", folders[1].name)
    assert code == 2
    assert "older politeia" in err


def test_show_says_what_failed_and_why(answer: Answer, tmp_path: Path) -> None:
    folder = made(tmp_path / "results", faults={2: ValueError("no cell")}).folder
    _, out, _ = answer("experiments", "show", folder.name)
    assert "6 of 6, in 3 parts" in out
    assert "ValueError: no cell (histories 2)" in out
    told = json.loads(answer("experiments", "show", folder.name, "--json")[1])
    assert told["failures"] == {"ValueError: no cell": [2]}
    assert told["recipe"]["seed"] == 1
    assert told["runs"][0]["histories"] == 6


def test_resume_runs_what_is_missing_with_the_same_bits(answer: Answer, tmp_path: Path) -> None:
    assert answer(*RUN, "--histories", "6", "--set", "m31=0", "--json")[0] == 0
    (folder,) = (tmp_path / "results").iterdir()
    before = everything(folder)
    part = sorted(Store.open(folder).parts)[1]
    part.write_bytes(b"PAR1")
    out = answer("experiments", "show", folder.name)[1]
    assert "4 of 6" in out
    assert f"next: politeia experiments resume {folder.name}" in out
    code, out, _ = answer("experiments", "resume", folder.name[:-3], "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["ran"], told["histories"], told["results"]) == (2, 6, str(Path("results") / folder.name))
    assert everything(folder).equals(before, null_equal=True)


def test_resume_asks_for_as_many_as_were_ever_asked(tmp_path: Path) -> None:
    made(tmp_path, 6)
    folder = made(tmp_path, 3).folder
    assert Store.open(folder).call["histories"] == 6


def test_resume_from_another_folder_finds_its_files(
    answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answer("new", "organisation", "union")[0] == 0
    files = ("--charter", "union.charter.toml", "--world", "union.world.toml")
    code, out, err = answer("run", *files, "--histories", "2", "--scale", "0.1", "--json")
    assert (code, err) == (0, "")
    folder = tmp_path / json.loads(out)["results"]
    (part,) = Store.open(folder).parts
    part.unlink()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    code, out, _ = answer("experiments", "resume", str(folder), "--json")
    assert (code, json.loads(out)["ran"]) == (0, 2)
    (tmp_path / "union.world.toml").unlink()  # the experiment has kept what was in it
    (part,) = Store.open(folder).parts
    part.unlink()
    code, out, _ = answer("experiments", "resume", str(folder), "--json")
    assert (code, json.loads(out)["ran"]) == (0, 2)


def test_resume_refuses_what_would_give_other_bits(answer: Answer, tmp_path: Path) -> None:
    folder = made(tmp_path / "results").folder
    code, _, err = answer("experiments", "resume", folder.name)
    assert code == 2
    assert "its arguments were not kept" in err
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text())
    content["call"] = {"histories": 9, "scale": 0.001, "end": "1917-04-01"} | {"charter": "party-1917"}
    manifest.write_text(json.dumps(content))
    code, _, err = answer("experiments", "resume", folder.name)
    assert code == 2
    assert "cannot be continued with the same bits, for the model and" in err


def test_remove_asks_first(answer: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = made(tmp_path / "results", seed=1).folder
    other = made(tmp_path / "results", seed=2).folder
    code, _, err = answer("experiments", "remove", one.name)
    assert (code, one.exists()) == (2, True)
    assert "add --yes" in err
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda text, abort, err: (_ for _ in ()).throw(KeyboardInterrupt))
    assert answer("experiments", "remove", one.name)[0] == 130
    assert one.exists()
    code, out, _ = answer("experiments", "remove", one.name, "--yes", "--json")
    assert code == 0
    assert json.loads(out)["histories"] == 6
    assert [path.name for path in (tmp_path / "results").iterdir()] == [other.name]


def test_export(answer: Answer, tmp_path: Path) -> None:
    folder = made(tmp_path / "results").folder
    code, out, _ = answer("experiments", "export", folder.name, "--to", "x.csv", "--json")
    assert (code, json.loads(out)) == (0, {"written": "x.csv"})
    assert pl.read_csv("x.csv").height == 6 * 30
    assert answer("experiments", "export", folder.name, "--to", "x.csv")[0] == 2
