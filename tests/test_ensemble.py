"""Ensembles: the same bits however they are run, and nothing lost when they are stopped, killed or fail."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

import fake
from politeia import ensemble, store
from politeia.ensemble import Plan, run
from politeia.load import Mistake
from politeia.results import Results
from politeia.store import Store, write_whole

MODEL = fake.model()


def plan(histories: int = 12, numbers: tuple[int, ...] = (), **changes: object) -> Plan:
    return Plan(
        **{
            "model": MODEL,
            "histories": numbers or range(histories),
            "scale": 0.01,
            "seed": 5,
            "last_week": 60,
            **changes,
        }
    )


def everything(results: Results) -> pl.DataFrame:
    names = [f"m.{name}" for name in results.measures]
    logs = [f"decision_{field}" for field in fake.EVENT.names]
    return results.store.read([*names, *logs, "evidence", "outcome", "status", "reason", "final"], results.histories)


def test_identical_bits_for_any_threads_and_batch(tmp_path: Path) -> None:
    first = everything(run(plan(), folder=tmp_path / "a", engine=fake.Engine(MODEL), threads=1, batch=1))
    for threads, batch in ((1, 50), (2, 5), (4, 3)):
        folder = tmp_path / f"{threads}-{batch}"
        again = everything(run(plan(), folder=folder, engine=fake.Engine(MODEL), threads=threads, batch=batch))
        assert first.equals(again, null_equal=True)


def test_any_history_alone_gives_the_same(tmp_path: Path) -> None:
    whole = everything(run(plan(), folder=tmp_path / "a", engine=fake.Engine(MODEL)))
    alone = everything(run(plan(numbers=(7,)), folder=tmp_path / "b", engine=fake.Engine(MODEL)))
    assert whole.filter(pl.col("history") == 7).equals(alone)


def test_nothing_to_run_the_second_time(tmp_path: Path) -> None:
    run(plan(), folder=tmp_path, engine=fake.Engine(MODEL))
    told: list[int] = []

    def never() -> fake.Engine:
        raise AssertionError("an engine was prepared for nothing")

    results = run(plan(), folder=tmp_path, engine=never, progress=told.append)
    assert told == [12]
    assert len(results.histories) == 12
    more = fake.Engine(MODEL)
    assert len(run(plan(15), folder=tmp_path, engine=more).histories) == 15
    assert sorted(more.calls) == [12, 13, 14]


def test_another_plan_has_another_folder(tmp_path: Path) -> None:
    folders = {
        run(plan(1, **change), folder=tmp_path, engine=fake.Engine(MODEL)).folder
        for change in ({}, {"seed": 6}, {"scale": 0.02}, {"last_week": 61}, {"model": fake.model(fingerprint="other")})
    }
    assert len(folders) == 5


def test_a_failed_history_is_recorded_and_the_others_are_kept(tmp_path: Path) -> None:
    engine = fake.Engine(MODEL, faults={3: ZeroDivisionError("a cell without members"), 5: "not_finite"})
    results = run(plan(), folder=tmp_path, engine=engine, threads=2, batch=4)
    assert len(results.histories) == 12
    assert results.outcomes()["failed"] == 1
    assert results.failures() == {
        "ZeroDivisionError: a cell without members": [3],
        "history 5 is not_finite": [5],
    }
    assert run(plan(), folder=tmp_path, engine=fake.Engine(MODEL)).failures() == results.failures()


def test_too_little_memory_is_not_a_result(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="Out of memory"):
        run(plan(), folder=tmp_path, engine=fake.Engine(MODEL, faults={6: MemoryError()}), threads=1, batch=50)
    assert len(run(plan(), folder=tmp_path, engine=fake.Engine(MODEL)).histories) == 12


def test_stopping_keeps_what_has_ended(tmp_path: Path) -> None:
    ended = []

    def stop(count: int) -> None:
        ended.append(count)
        if sum(ended) == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(plan(), folder=tmp_path, engine=fake.Engine(MODEL, pause=0.01), threads=2, batch=50, progress=stop)
    (folder,) = tmp_path.iterdir()
    stored = Store.open(folder).histories
    assert set(range(7)) <= stored
    rest = fake.Engine(MODEL)
    assert len(run(plan(), folder=tmp_path, engine=rest).histories) == 12
    assert set(rest.calls) == set(range(12)) - stored


def test_a_full_disk_keeps_what_was_stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def fill(path: Path, content: bytes) -> None:
        if len(written) == 3:  # the manifest and two parts
            raise OSError(errno.ENOSPC, "no space left")
        written.append(path)
        write_whole(path, content)

    monkeypatch.setattr(store, "write_whole", fill)
    with pytest.raises(Mistake, match=r"The disk is full: .* 8 histories are safe in .*; the same command continues"):
        run(plan(), folder=tmp_path, engine=fake.Engine(MODEL), threads=2, batch=4)
    monkeypatch.undo()
    (folder,) = tmp_path.iterdir()
    assert Store.open(folder).histories == set(range(8))
    rest = fake.Engine(MODEL)
    assert len(run(plan(), folder=tmp_path, engine=rest).histories) == 12
    assert sorted(rest.calls) == [8, 9, 10, 11]


def test_a_damaged_part_is_run_again(tmp_path: Path) -> None:
    results = run(plan(), folder=tmp_path, engine=fake.Engine(MODEL), batch=4)
    before = everything(results)
    part = sorted(results.store.parts)[1]
    part.write_bytes(part.read_bytes()[:-10])
    engine = fake.Engine(MODEL)
    again = run(plan(), folder=tmp_path, engine=engine)
    assert sorted(engine.calls) == [4, 5, 6, 7]
    assert before.equals(everything(again))
    assert any("damaged" in note for note in again.store.notes)


PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
import fake, test_ensemble
from politeia.ensemble import run
run(test_ensemble.plan(40), folder={folder!r}, engine=fake.Engine(test_ensemble.MODEL, pause=0.05), threads=2, batch=4)
"""


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
@pytest.mark.parametrize("sign", ["SIGKILL", "SIGINT"])
def test_killed_then_continued(tmp_path: Path, sign: str) -> None:
    program = PROGRAM.format(tests=str(Path(__file__).parent), folder=str(tmp_path / "killed"))
    child = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "killed").rglob("part-*.parquet"))) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(getattr(signal, sign))
    assert child.wait() != 0
    (folder,) = (tmp_path / "killed").iterdir()
    stored = Store.open(folder).histories
    assert 8 <= len(stored) < 40
    engine = fake.Engine(MODEL)
    continued = run(plan(40), folder=tmp_path / "killed", engine=engine)
    assert set(engine.calls) == set(range(40)) - stored
    assert everything(continued).equals(everything(run(plan(40), folder=tmp_path / "whole", engine=fake.Engine(MODEL))))


def test_batches_lose_little_and_parts_stay_few() -> None:
    for histories in (1, 100, 2_000, 100_000):
        assert ensemble.batch_of(histories) <= 100
    assert 2_000 / ensemble.batch_of(2_000) <= 100
