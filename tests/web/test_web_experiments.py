"""What is stored, as the page reads it: good names, wrong names, measures, histories, lives."""

from __future__ import annotations

import csv
import io
import json
import sys
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from politeia.main_job import plan
from politeia.mistakes import Mistake
from politeia.model import defined, definition
from politeia.results import Results
from politeia.web.shelf import Shelf


def test_the_list(api: Any, name: str, stored: Path) -> None:
    (row,) = api.get("/api/experiments").json()
    assert (row["name"], row["histories"], row["weeks"], row["seed"]) == (name, 6, 26, 5)
    assert row["outcomes"] == Results.load(stored / name).outcomes()
    assert row["title"].startswith("The Bolshevik party")
    assert row["when"].endswith("Z")


def test_an_empty_folder_has_no_experiment(client: Any, tmp_path: Path) -> None:
    assert client(folder=tmp_path / "none").get("/api/experiments").json() == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("party-1917-00000000", 404),
        ("..", 404),
        ("..%2f..%2fetc", 404),
        ("%2fetc%2fpasswd", 404),
        ("a%00b", 422),
        ("a b", 422),
        ("x" * 300, 422),
        ("x" * 3000, 422),
        ("%f0%28%8c%28", 422),
        ("CON", 404),
    ],
)
@pytest.mark.parametrize("rest", ["document", "export.html", "measures/members", "histories/0", "histories/0/life"])
def test_a_wrong_name_is_a_sentence(api: Any, given: str, status: int, rest: str) -> None:
    answer = api.get(f"/api/experiments/{given}/{rest}")
    assert answer.status_code in (status, 404)
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"]
    assert "Traceback" not in answer.text


def test_a_folder_beside_the_results_is_no_experiment(folder: Path, name: str) -> None:
    outside = folder.parent / "outside"
    outside.mkdir()
    (outside / "manifest.json").write_text((folder / name / "manifest.json").read_text())
    assert Shelf(folder).names() == [name]
    assert Shelf(folder.parent).names() == ["outside"]


def test_quantiles_of_a_measure(api: Any, name: str, stored: Path) -> None:
    found = api.get(f"/api/experiments/{name}/measures/members").json()
    assert (found["unit"], found["histories"], found["start"]) == ("persons", 6, "1917-01-01")
    expected = Results.load(stored / name).quantiles(["members"])["members"]
    np.testing.assert_allclose(np.array(found["quantiles"]), expected, rtol=1e-3)


@pytest.mark.parametrize("how", [{"params": {"format": "csv"}}, {"headers": {"Accept": "text/csv"}}])
def test_quantiles_as_a_table(api: Any, name: str, how: dict[str, Any]) -> None:
    answer = api.get(f"/api/experiments/{name}/measures/members", **how)
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 26
    assert float(rows[0]["q2.5"]) <= float(rows[0]["q50"]) <= float(rows[0]["q97.5"])


def test_an_unknown_measure_names_the_nearest(api: Any, name: str) -> None:
    answer = api.get(f"/api/experiments/{name}/measures/memberz")
    assert answer.status_code == 404
    assert "did you mean 'members'" in answer.json()["error"]
    assert api.get(f"/api/experiments/{name}/measures/members?format=xml").status_code == 422


def test_one_history(api: Any, name: str, stored: Path) -> None:
    found = api.get(f"/api/experiments/{name}/histories/3", params={"measure": ["members", "joined"]}).json()
    assert (found["history"], found["of"]) == (3, 6)
    assert set(found["measures"]) == {"members", "joined"}
    expected = Results.load(stored / name).history(3).frame(["members"])["members"].to_list()
    assert found["measures"]["members"] == pytest.approx(expected, rel=1e-3)
    assert "members" in api.get(f"/api/experiments/{name}/histories/0").json()["measures"]


@pytest.mark.parametrize(
    ("path", "status"),
    [("histories/6", 404), ("histories/-1", 422), ("histories/x", 422), ("histories/0?measure=nope", 404)],
)
def test_a_history_that_is_not_there(api: Any, name: str, path: str, status: int) -> None:
    answer = api.get(f"/api/experiments/{name}/{path}")
    assert answer.status_code == status
    assert answer.json()["error"]


def test_a_life_is_that_of_the_stored_history(api: Any, name: str) -> None:
    found = api.get(f"/api/experiments/{name}/histories/2/life").json()
    assert "head of the secretariat" in found["chosen"]
    again = api.get(f"/api/experiments/{name}/histories/2/life?person={found['person']}").json()
    assert again["events"] == found["events"]
    assert all(event["date"] < "1917-07-07" for event in found["events"])
    leader = api.get(f"/api/experiments/{name}/histories/2/life?office=leader").json()
    assert leader["chosen"] == "the leader at the start"


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("person=99999999999", 422, "does not exist"),
        ("office=nobody", 422, "office 'nobody' does not exist"),
        ("person=1&random_delegate=1", 422, "exclude each other"),
        ("person=-1", 422, "person"),
        ("person=x", 422, "person"),
    ],
)
def test_a_life_that_is_not_there(api: Any, name: str, query: str, status: int, said: str) -> None:
    answer = api.get(f"/api/experiments/{name}/histories/0/life?{query}")
    assert answer.status_code == status
    assert said in answer.json()["error"]


def test_a_model_comes_back_from_its_manifest() -> None:
    model = plan(interventions="no-ban+elected-middle-posts-1923", changes=["m31=0"]).model
    dealt = replace(model, draws=({"posts.cost": 0.5}, {"posts.cost": 0.6}))
    dealt = replace(dealt, later=tuple((week, replace(m, draws=dealt.draws)) for week, m in model.later))
    for one in (model, dealt):
        assert one.later
        assert defined(json.loads(json.dumps(definition(one)))).fingerprint == one.fingerprint
    assert dealt.fingerprint != model.fingerprint


@pytest.mark.parametrize("change", ["recipe", "model", "other model", "lacking", "damaged"])
def test_a_model_that_changed_tells_no_lives(client: Any, folder: Path, name: str, change: str) -> None:
    path = folder / name / "manifest.json"
    content = json.loads(path.read_text())
    if change == "recipe":
        content["recipe"]["model"] = "another"
    elif change == "model":
        del content["about"]["model"]
    elif change == "other model":
        content["about"]["model"] = {"charter": 3}
    elif change == "lacking":
        content["about"] = []
    path.write_text(json.dumps(content) if change != "damaged" else "{")
    answer = client().get(f"/api/experiments/{name}/histories/0/life")
    assert answer.status_code == 409
    assert answer.json()["error"]
    shown = client().get("/api/experiments")
    assert shown.status_code == 200
    assert len(shown.json()) == (change not in ("lacking", "damaged"))


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for the page's document and export; notes what they are given."""
    seen: list[dict[str, Any]] = []

    def document(results: Results, *, twin: Results | None = None, whole: int = 0, told: str = "") -> dict[str, Any]:
        seen.append({"results": results, "twin": twin, "whole": whole, "told": told})
        if whole == 7:
            raise Mistake("they have no history in common")
        return {"experiment": results.folder.name, "twin": None if twin is None else twin.folder.name}

    for module, functions in {"document": {"document": document}, "export": {"one_file": json.dumps}}.items():
        made = types.ModuleType(f"politeia.web.{module}")
        vars(made).update(functions)
        monkeypatch.setitem(sys.modules, f"politeia.web.{module}", made)
    return seen


def test_the_document_is_made_once(api: Any, name: str, page: list[dict[str, Any]]) -> None:
    for _ in range(2):
        found = api.get(f"/api/experiments/{name}/document?twin={name}").json()
        assert found == {"experiment": name, "twin": name}
    assert len(page) == 1
    assert page[0]["whole"] == 5
    assert page[0]["told"] == "politeia run --histories 6 --scale 0.0003 --seed 5 --to 1917-06-30"
    assert api.get(f"/api/experiments/{name}/document?whole=0").json()["twin"] is None
    answer = api.get(f"/api/experiments/{name}/document?whole=7")
    assert (answer.status_code, answer.json()) == (409, {"error": "they have no history in common"})
    assert api.get(f"/api/experiments/{name}/document?twin=nope").status_code == 404
    assert api.get(f"/api/experiments/{name}/document?twin=../x").status_code == 422


def test_the_one_file_is_a_download(api: Any, name: str, page: list[dict[str, Any]]) -> None:
    answer = api.get(f"/api/experiments/{name}/export.html")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.html"'
    assert json.loads(answer.text)["experiment"] == name


def test_nothing_stored_can_be_deleted(api: Any, name: str, folder: Path) -> None:
    assert api.delete(f"/api/experiments/{name}").status_code in (404, 405)
    assert (folder / name / "manifest.json").exists()
