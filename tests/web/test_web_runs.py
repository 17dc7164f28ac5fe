"""Runs from the page: checked, queued, followed, cancelled, kept."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from conftest import SMALL
from politeia.results import Results, spread
from politeia.web import limits, runs
from politeia.web.engines import Engines
from politeia.web.limits import Refusal
from politeia.web.shapes import RunRequest
from politeia.web.shelf import command


def asked(**changes: Any) -> dict[str, Any]:
    return SMALL | {"seed": 6} | changes


def begin(api: Any, **changes: Any) -> dict[str, Any]:
    answer = api.post("/api/runs", json=asked(**changes))
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/runs/{answer.json()['id']}"
    return dict(answer.json())


def ended(api: Any, number: str, within_s: float = 120.0) -> dict[str, Any]:
    until = time.monotonic() + within_s
    while (found := api.get(f"/api/runs/{number}").json())["state"] not in ("done", "failed", "cancelled"):
        assert time.monotonic() < until
        time.sleep(0.02)
    return dict(found)


def events(api: Any, number: str) -> list[tuple[str, dict[str, Any]]]:
    answer = api.get(f"/api/runs/{number}/events")
    assert answer.headers["content-type"].startswith("text/event-stream")
    blocks = [block.split("\n") for block in answer.text.strip().split("\n\n")]
    return [(b[0].removeprefix("event: "), json.loads(b[1].removeprefix("data: "))) for b in blocks if b[0][0] != ":"]


class Slow(Engines):
    """Engines whose histories wait until they are let go."""

    def __init__(self, engines: Engines) -> None:
        super().__init__()
        self.real, self.gate = engines, threading.Semaphore(0)

    def get(self, model: Any, scale: float) -> Any:
        engine, gate = self.real.get(model, scale), self.gate

        class Waiting:
            persons = engine.persons

            def simulate(self, history: int, **options: Any) -> Any:
                assert gate.acquire(timeout=60)
                return engine.simulate(history, **options)

        return Waiting()


@pytest.fixture
def slow(engines: Engines) -> Slow:
    return Slow(engines)


def test_a_run_is_followed_to_its_end_and_stored(api: Any, folder: Path) -> None:
    job = begin(api, **{"with": ["no-ban"]}, settings={"rule_ban_weeks": 40})
    told = events(api, job["id"])
    assert told[-1] == ("done", {"experiment": job["experiment"]})
    assert {name for name, _ in told} == {"progress", "partial", "done"}
    counts = [data["done"] for name, data in told if name == "progress"]
    assert counts == sorted(counts)
    assert counts[-1] == 6
    results = Results.load(folder / job["experiment"])
    assert command(results) == (
        "politeia run --histories 6 --scale 0.0003 --seed 6 --to 1917-06-30 --with no-ban --set rule_ban_weeks=40.0"
    )
    row = api.get("/api/experiments").json()[0]
    assert row["name"] == job["experiment"]
    assert row["title"].endswith("No ban on factions, rule_ban_weeks=40.0")
    assert api.get(f"/api/experiments/{row['name']}/histories/1/life").status_code == 200


def test_the_last_partial_is_what_is_stored(api: Any, folder: Path) -> None:
    job = begin(api)
    partial = [data for name, data in events(api, job["id"]) if name == "partial"][-1]
    results = Results.load(folder / job["experiment"])
    assert partial["histories"] == 6
    assert partial["outcomes"] == results.outcomes()
    for measure, fan in partial["fans"].items():
        stored = spread(results.weekly(measure)[:, partial["weeks"]])
        assert fan == [[pytest.approx(x, rel=2e-3, abs=1e-6) for x in row] for row in stored]


def test_what_is_stored_is_not_run_again(client: Any, slow: Slow, name: str) -> None:
    closed = client(engines=slow)  # nothing can run here
    job = begin(closed, seed=SMALL["seed"])
    assert job["experiment"] == name
    found = ended(closed, job["id"])
    assert (found["state"], found["done"]) == ("done", 6)
    assert found["partial"]["histories"] == 6


def test_more_histories_continue_what_is_stored(client: Any, slow: Slow) -> None:
    served = client(engines=slow)
    slow.gate.release(2)
    job = begin(served, seed=SMALL["seed"], histories=8)
    found = ended(served, job["id"])
    assert (found["done"], found["partial"]["histories"]) == (8, 8)
    assert served.get("/api/experiments").json()[0]["histories"] == 8


def wait_until(condition: Any) -> None:
    until = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_cancelled_soon_and_what_had_ended_is_kept(client: Any, slow: Slow, folder: Path) -> None:
    served = client(engines=slow)
    job = begin(served, histories=50)
    slow.gate.release(3)
    wait_until(lambda: served.get(f"/api/runs/{job['id']}").json()["done"] == 3)
    assert served.delete(f"/api/runs/{job['id']}").status_code == 200
    slow.gate.release(4)
    found = ended(served, job["id"])
    assert found["state"] == "cancelled"
    kept = Results.load(folder / job["experiment"])
    assert 3 <= len(kept.histories) < 50
    assert events(served, job["id"])[-1] == ("cancelled", {"experiment": job["experiment"]})
    assert served.delete(f"/api/runs/{job['id']}").json()["state"] == "cancelled"
    slow.gate.release(100)
    again = begin(served, histories=50)
    assert ended(served, again["id"])["state"] == "done"
    assert len(Results.load(folder / job["experiment"]).histories) == 50


def test_runs_wait_in_a_queue_of_bounded_length(client: Any, slow: Slow) -> None:
    served = client(engines=slow)
    first = begin(served)
    wait_until(lambda: served.get(f"/api/runs/{first['id']}").json()["state"] == "running")
    others = [begin(served, seed=10 + n) for n in range(limits.QUEUE)]
    assert [job["position"] for job in others] == list(range(1, limits.QUEUE + 1))
    refused = served.post("/api/runs", json=asked(seed=99))
    assert refused.status_code == 429
    assert "wait already" in refused.json()["error"]
    assert served.delete(f"/api/runs/{others[0]['id']}").json()["state"] == "cancelled"
    assert served.get(f"/api/runs/{others[1]['id']}").json()["position"] == 1
    assert served.get("/api/status").json()["runs"] == limits.QUEUE
    assert [job["id"] for job in served.get("/api/runs").json()] == [j["id"] for j in reversed([first, *others])]
    slow.gate.release(1000)
    assert ended(served, others[-1]["id"])["state"] == "done"


def test_a_run_that_fails_says_why_and_the_next_one_runs(client: Any, folder: Path, engines: Engines) -> None:
    served = client()
    blocked = begin(served, seed=21, histories=1)["experiment"]
    ended(served, served.get("/api/runs").json()[0]["id"])
    other = client(folder=folder)
    manifest = folder / blocked / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"format": 999}))
    job = begin(other, seed=21, histories=2)
    found = ended(other, job["id"])
    assert found["state"] == "failed"
    assert "newer politeia" in found["reason"]
    assert events(other, job["id"])[-1] == ("failed", {"reason": found["reason"]})
    assert ended(other, begin(other, seed=22, histories=1)["id"])["state"] == "done"


def test_a_defect_inside_a_run_fails_it_without_its_secrets(client: Any, engines: Engines) -> None:
    class Broken(Engines):
        def get(self, model: Any, scale: float) -> Any:
            raise RuntimeError("a secret of the inside")

    served = client(engines=Broken())
    found = ended(served, begin(served)["id"])
    assert found["state"] == "failed"
    assert found["reason"]
    assert "secret" not in found["reason"]


def test_closing_the_server_ends_the_run_and_keeps_its_histories(client: Any, slow: Slow, folder: Path) -> None:
    served = client(engines=slow)
    job = begin(served, histories=50)
    slow.gate.release(3)
    wait_until(lambda: served.get(f"/api/runs/{job['id']}").json()["done"] == 3)
    jobs = served.app.state.desk.jobs
    threading.Timer(0.2, slow.gate.release, args=(5,)).start()
    jobs.close()
    assert jobs.get(job["id"]).state == "cancelled"
    assert len(Results.load(folder / job["experiment"]).histories) >= 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"histories": 0}, "histories"),
        ({"histories": limits.HISTORIES + 1}, "histories"),
        ({"histories": "many"}, "histories"),
        ({"histories": 1.5}, "histories"),
        ({"scale": 0}, "scale"),
        ({"scale": 1.1}, "scale"),
        ({"scale": 1.0}, "`politeia run` has no limit"),
        ({"scale": 0.1, "histories": 2000, "last_day": None}, "at this scale it runs up to"),
        ({"seed": -1}, "seed"),
        ({"seed": 10**30}, "seed"),
        ({"charter": "party-1918"}, "did you mean 'party-1917'"),
        ({"charter": "../party-1917"}, "charter"),
        ({"charter": "/etc/passwd"}, "charter"),
        ({"charter": "a\x00"}, "charter"),
        ({"charter": "x" * 500}, "charter"),
        ({"world": "party.toml"}, "world"),
        ({"with": ["no-bam"]}, "did you mean 'no-ban'"),
        ({"with": ["no-ban.toml"]}, "with"),
        ({"with": ["no-ban", "no-ban"]}, "given twice"),
        ({"with": "no-ban"}, "with"),
        ({"settings": {"nope": 1}}, "there is no such parameter"),
        ({"settings": {"m31": 7}}, "a switch lies between 0 (off) and 1"),
        ({"settings": {"m31": "1"}}, "settings.m31"),
        ({"settings": {"m31": True}}, "settings.m31"),
        ({"settings": {f"m{n}": 1 for n in range(limits.SETTINGS + 1)}}, "settings"),
        ({"first_day": "1850-01-01"}, "first_day: given 1850-01-01; allowed: 1917"),
        ({"last_day": "1917-01-32"}, "last_day"),
        ({"first_day": "1917-06-01", "last_day": "1917-05-01"}, "a later day than first_day"),
        ({"shell": "rm"}, "shell"),
    ],
)
def test_what_cannot_be_asked(api: Any, folder: Path, change: dict[str, Any], said: str) -> None:
    before = sorted(folder.iterdir())
    answer = api.post("/api/runs", json=asked(**change))
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert api.get("/api/runs").json() == []
    assert sorted(folder.iterdir()) == before


def test_cost_is_rows_times_weeks_times_histories() -> None:
    fine = RunRequest(scale=0.01, histories=500)
    assert len(runs.plan(fine).histories) == 500
    with pytest.raises(Refusal, match="runs up to"):
        runs.plan(RunRequest(scale=0.01, histories=2000))
    short = RunRequest.model_validate({"scale": 0.01, "histories": 2000, "last_day": "1917-12-31"})
    assert runs.plan(short).end_week == 53


@pytest.mark.parametrize("number", ["0", "abcdef012345", "x", "..", "%00", "a" * 99])
def test_no_such_run(api: Any, number: str) -> None:
    for answer in (
        api.get(f"/api/runs/{number}"),
        api.get(f"/api/runs/{number}/events"),
        api.delete(f"/api/runs/{number}"),
    ):
        assert answer.status_code in (404, 405, 422)
        assert answer.json()["error"]


def test_ended_runs_are_forgotten_in_the_end(api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from politeia.web import jobs

    monkeypatch.setattr(jobs, "KEPT", 2)
    for _ in range(4):
        ended(api, begin(api, seed=SMALL["seed"])["id"])
    assert len(api.get("/api/runs").json()) == 3  # two that had ended when the last was asked for, and the last
