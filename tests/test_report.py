"""The report: one file, nothing from outside, every value with its source; and the job that writes it."""

from __future__ import annotations

import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import fake
from politeia import engine, main_job, model, words
from politeia.ensemble import Plan, run
from politeia.load import Mistake
from politeia.report import page, write
from politeia.results import Results

MODEL = fake.model()


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    plan = Plan(model=MODEL, histories=range(30), scale=0.01, seed=3)
    return run(plan, folder=tmp_path_factory.mktemp("results"), engine=fake.Engine(MODEL), threads=2)


@pytest.fixture(scope="module")
def html(results: Results) -> str:
    return page(results, "politeia run --histories 30")


class Reader(HTMLParser):
    """Collects tags and complains about those left open or closed twice."""

    VOID = frozenset(("meta", "br", "rect", "circle", "line", "path", "hr"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self.ids: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [(name, value or "") for name, value in attrs if name in ("src", "href", "srcset", "action")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID:
            return
        assert self.open
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_one_file_that_asks_nothing_of_the_network(html: str, read: Reader) -> None:
    assert not read.open
    assert len(html.encode()) < 2_000_000
    assert not re.search(r"<(script|link|img|iframe|object|embed|image|use)\b", html)
    assert "@import" not in html
    assert "url(" not in html
    assert all(name == "href" for name, _ in read.addresses)  # addresses to follow by hand only
    assert {value[1:] for _, value in read.addresses if value.startswith("#")} <= read.ids


def test_it_says_first_what_the_histories_and_the_archive_say(html: str, results: Results) -> None:
    assert html.index("Could the Bolshevik party of 1917") < html.index(words.verdict(results.outcomes()))
    assert (
        html.index(words.verdict(results.outcomes()))
        < html.index('<section id="missed">')
        < html.index("<h2>Simulated")
    )
    assert "politeia run --histories 30" in html


def test_every_value_has_its_source(read: Reader, results: Results) -> None:
    text = " ".join(read.text)
    for row in results.evidence_table():
        assert words.archival(row.value) in text
        assert row.target.row.source in text


def test_assumptions_are_listed(html: str) -> None:
    assert all(f">{assumption.id}<" in html for assumption in MODEL.world.assumptions)
    assert "posts.tn" in html


def test_what_others_wrote_is_escaped(results: Results, tmp_path: Path) -> None:
    title = results.about["charter"]["title"]
    try:
        results.about["charter"]["title"] = "<script>alert(1)</script>"
        assert "<script" not in page(results, "x & y < z")
        assert write(results, "", tmp_path / "report.html").read_text().startswith("<!doctype html>")
    finally:
        results.about["charter"]["title"] = title


def test_a_world_without_an_archive_has_a_report_too(tmp_path: Path) -> None:
    bare = fake.Model(MODEL.charter, MODEL.world.model_copy(update={"regions": {}}), MODEL.mechanisms)
    results = run(Plan(model=bare, histories=range(3), scale=0.01, seed=1), folder=tmp_path, engine=fake.Engine(bare))
    reader = Reader()
    reader.feed(page(results, "politeia run"))
    assert not reader.open
    assert words.FEW in " ".join(reader.text)


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The main job with the stand-in for the engine."""
    engines: list[fake.Engine] = []

    def prepare(built: Any, *, scale: float, device: str) -> fake.Engine:
        assert device == "cpu"
        engines.append(fake.Engine(built))
        return engines[-1]

    monkeypatch.setattr(model, "build", lambda *_: MODEL)
    monkeypatch.setattr(engine, "prepare", prepare)

    def call(**options: Any) -> int:
        return main_job.run(**{"out": tmp_path / "out", "histories": 6, "threads": 2, "posterior": "none", **options})

    call.engines = engines  # type: ignore[attr-defined]
    return call


def test_the_job_in_words(job: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert job() == 0
    out = capsys.readouterr().out
    assert words.NOT_REPRODUCED in out
    assert len(list((tmp_path / "out").rglob("report.html"))) == 1
    assert job() == 0
    said = capsys.readouterr()
    assert "6 of 6 histories already stored: nothing to run" in said.err
    assert len(job.engines) == 1


def test_the_job_for_machines(job: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert job(as_json=True) == 0
    data = json.loads(capsys.readouterr().out)
    keys = {"histories", "persons", "weeks", "wall_s", "person_weeks_per_s", "outcomes", "evidence", "results"}
    assert keys <= data.keys()
    assert data["histories"] == 6
    assert sum(data["outcomes"].values()) == pytest.approx(1)
    assert data["person_weeks_per_s"] > 0
    row = {"series", "region", "date", "value", "low", "high", "median", "inside", "source"}
    assert all(row <= found.keys() and isinstance(found["inside"], bool) for found in data["evidence"])
    assert data["inside"] == sum(found["inside"] for found in data["evidence"])
    assert Path(data["results"]).is_dir()
    job(as_json=True)
    again = json.loads(capsys.readouterr().out)
    assert again["evidence"] == data["evidence"]
    assert again["ran"] == 0
    assert again["person_weeks_per_s"] > 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"histories": 0}, "--histories: given 0"),
        ({"scale": 0.0}, "--scale"),
        ({"scale": float("nan")}, "--scale"),
        ({"threads": -1}, "--threads"),
        ({"begin": "1917-13-01"}, "--from: given '1917-13-01'"),
        ({"begin": "1900-01-01"}, "allowed: 1917-01-01 to 1928-12-31"),
        ({"begin": "1920-01-01", "end": "1919-01-01"}, "a later day than --from"),
        ({"charter": "party-1971"}, "did you mean 'party-1917'"),
    ],
)
def test_bad_input_is_found_before_anything_is_written(
    job: Any, tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(Mistake, match=re.escape(said) if "did you" not in said else said):
        job(**options)
    assert not (tmp_path / "out").exists()
    assert not job.engines


def test_a_file_in_the_way(job: Any, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(Mistake, match="is a file"):
        job()
    assert (tmp_path / "out").read_text() == "mine"


def test_part_of_the_years(job: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert job(end="1919-12-31", as_json=True) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["weeks"] == MODEL.world.week(dt.date(1919, 12, 31)) + 1
    assert max(row["date"] for row in data["evidence"]) < "1920-01-05"  # the week that holds the last day


def test_all_histories_failing_is_a_failure(
    job: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = fake.Engine(MODEL, faults={n: RuntimeError("broken") for n in range(6)})
    monkeypatch.setattr(engine, "prepare", lambda *_, **__: broken)
    assert job(as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["failures"] == {"RuntimeError: broken": 6}
