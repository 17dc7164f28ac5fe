"""`politeia bench`: the shape of its data, what it says of those who cannot run, targets, mistakes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from politeia import bench
from politeia.bench import measure, peers, targets, triad
from politeia.bench.peers import c_
from politeia.cli import main
from politeia.mistakes import Mistake

CONTRACT = {"workload", "implementation", "persons", "threads", "ns_per_person_week", "bytes_per_person", "compile_s"}


@pytest.fixture(autouse=True)
def _short_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("politeia.bench.measure.SECONDS", 0.005)
    monkeypatch.setattr(triad, "ELEMENTS", 100_000)


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command."""
    code = main(["bench", "--quick", "--quiet", "--persons", "2000", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_data_keep_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(capsys, "--only", "politeia", "--only", "numpy", "--json")
    data = json.loads(out)
    assert (code, err) == (0, "")
    assert data["triad_gb_s"] > 0
    assert all(row.keys() >= CONTRACT for row in data["rows"])
    assert [(row["implementation"], row["threads"]) for row in data["rows"]] == [
        ("politeia", 1),
        ("politeia", 2),
        ("numpy", 1),
    ]
    assert all(row["ns_per_person_week"] > 0 and row["bytes_per_person"] > 4 for row in data["rows"])
    ratio = data["rows"][2]["processor_ns"] / data["rows"][0]["processor_ns"]
    assert next(t["value"] for t in data["targets"] if "numpy" in t["what"]) == pytest.approx(ratio)


def test_tables(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "--only", "politeia", "--only", "numpy")
    assert code == 0
    for words in ("nanoseconds a person-week", "politeia, 2 threads", "GB/s", "Targets", "at least 40 times", "met"):
        assert words in out.replace("NOT MET", "not met")


def test_who_cannot_run_says_why(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "find_spec", lambda name: None)
    monkeypatch.setattr(c_, "compiler", lambda: None)
    code, out, _ = answer(capsys, "--only", "mesa", "--only", "warp", "--only", "c", "--json")
    whys = {row["implementation"]: row["why"] for row in json.loads(out)["rows"]}
    assert code == 0
    assert whys["mesa"] == whys["warp"] == "not measured: install politeia[bench]"
    assert "no C compiler" in whys["c"]
    _, out, _ = answer(capsys, "--only", "mesa")
    assert "mesa, 2,000 persons: not measured: install politeia[bench]" in out


def test_too_many_persons_for_agents() -> None:
    mesa = next(peer for peer in peers.PEERS if peer.name == "mesa")
    assert mesa.most < 10_000_000


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(["--only", "nunpy"], "did you mean 'numpy'?"), (["--persons", "3"], "from 1,000 to 20,000,000")],
)
def test_mistakes(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    code, out, err = answer(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_a_size_is_checked_before_anything_runs() -> None:
    with pytest.raises(Mistake, match="--persons 10"):
        bench.run(persons=[10])


def row(implementation: str, ns: float, *, asked: int = 1_000_000, threads: int = 1, **more: Any) -> dict[str, Any]:
    """A measured row."""
    times = {"ns_per_person_week": ns, "fastest": ns, "processor_ns": ns * threads}
    names = {"workload": "party-week", "implementation": implementation, "asked": asked, "threads": threads}
    return {**names, "histories": 1, "row_bytes": 32.0, **times, **more}


def judged(*rows: dict[str, Any]) -> dict[str, bool | None]:
    """Whether each target is met."""
    return {target.what: target.met for target in targets.targets(bench.Bench(rows=list(rows)))}


def test_targets_tell_met_from_not() -> None:
    found = judged(
        row("politeia", 1.0), row("politeia", 0.6, threads=2), row("politeia", 1.3, asked=100_000), row("numpy", 41.0),
        row("warp", 14.0), row("c", 1.0), {**row("mesa", 0.0), "processor_ns": None},
        row("politeia", 12.5, workload="full model"),
    )  # fmt: skip
    at = "party-week, 1,000,000 persons: "
    assert found[at + "as fast as numpy"] is True
    assert found[at + "as fast as warp"] is False
    assert found[at + "as fast as c"] is True
    assert found[at + "as fast as mesa"] is None
    assert found[at + "two threads over one"] is False
    assert found["full model, 1,000,000 persons: one thread"] is False
    assert found["party-week: a person's time, 100,000 to 1,000,000 persons, furthest from the first"] is False


def test_the_full_model_is_timed() -> None:
    """At a size at which its layout is small; its compiled week is the one of the other tests."""
    found = bench.run(persons=[2_000], only=["full"], quick=True)
    rows = [row for row in found.rows if row["workload"] == "full model"]
    assert [row["threads"] for row in rows] == [1, 2]
    assert all(row["row_bytes"] == 31 and row["ns_per_person_week"] > 0 for row in rows)


class Idle:
    """A history in which nothing happens."""

    nbytes = 0

    def weeks(self, count: int, *, threads: int = 1) -> Any:
        return None


@pytest.mark.parametrize(("turns", "at"), [(2, [0, 3]), (6, [0, 1, 2, 3, 4, 5]), (4, [0, 2, 3, 5])])
def test_few_turns_are_spread_over_the_whole_time(turns: int, at: list[int]) -> None:
    trial = measure.Trial("party-week", "idle", 1, 1, 1, start=lambda history: Idle(), weeks=1)
    trial.running, trial.repeats = [Idle()], turns
    taken = []
    for round_ in range(6):
        before = len(trial.turns)
        trial.again(round_, 6)
        taken += [round_] * (len(trial.turns) - before)
    assert taken == at
