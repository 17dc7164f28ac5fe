"""Threads, processes, Dask: the same bits from each, and nothing lost when workers are killed."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import small
from politeia import worker, workforce
from politeia.engine import Engine
from politeia.ensemble import Plan, run
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.store import Store

SPAN = 60  # weeks of the eventful world


def plan(histories: int, **changes: Any) -> Plan:
    settled: dict[str, Any] = {"model": small.model(), "scale": small.TINY, "seed": 5, "last_week": SPAN}
    return Plan(histories=range(histories), **settled | changes)


def everything(results: Results) -> pl.DataFrame:
    logs = [f"decision_{field}" for field in ("week", "kind", "unit", "person", "by", "value")]
    names = [f"m.{name}" for name in results.measures]
    return results.store.read([*names, *logs, "evidence", "outcome", "status", "reason", "final"], results.histories)


@pytest.fixture(scope="module")
def local(tiny: Engine, tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """What threads of this process give."""
    return everything(run(plan(400), folder=tmp_path_factory.mktemp("local"), engine=tiny, threads=2))


def same(results: Results, local: pl.DataFrame) -> bool:
    return everything(results).equals(local.head(len(results.histories)), null_equal=True)


class Killer:
    """Kills a worker once, when so many histories have ended."""

    def __init__(self, after: int, *workers: int) -> None:
        self.after, self.workers, self.ended, self.killed = after, workers, 0, 0

    def __call__(self, ended: int) -> None:
        self.ended += ended
        if self.ended >= self.after and not self.killed:
            self.killed = self.victim()
            os.kill(self.killed, signal.SIGKILL)

    def victim(self) -> int:
        return self.workers[0]


class KillerOfAChild(Killer):
    """Kills the last child of this process that runs histories."""

    def victim(self) -> int:
        import psutil

        spawned = [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]
        return int(spawned[-1].pid)


def test_a_killed_process_loses_nothing(tmp_path: Path, tiny: Engine, local: pl.DataFrame) -> None:
    killer = KillerOfAChild(10)
    results = run(plan(60), folder=tmp_path, engine=tiny, executor="processes:2", progress=killer)
    assert killer.killed
    assert results.histories == tuple(range(60))
    assert same(results, local)


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A scheduler with two workers on this machine."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60
    ) as running:
        yield running


def workers_of(cluster: Any) -> tuple[int, ...]:
    import distributed

    with distributed.Client(cluster, set_as_default=False) as client:
        return tuple(client.run(os.getpid).values())


@pytest.mark.parametrize("histories", [100, pytest.param(400, marks=pytest.mark.slow)])
def test_a_killed_worker_of_dask_loses_nothing(
    tmp_path: Path, tiny: Engine, local: pl.DataFrame, cluster: Any, histories: int
) -> None:
    killer = Killer(histories // 3, *workers_of(cluster))
    results = run(plan(histories), folder=tmp_path, engine=tiny, executor=cluster.scheduler_address, progress=killer)
    assert killer.killed
    assert results.histories == tuple(range(histories))
    assert same(results, local)


def test_any_executor_of_the_caller(tmp_path: Path, tiny: Engine, local: pl.DataFrame) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert same(run(plan(30), folder=tmp_path, engine=tiny, executor=pool), local)
        assert pool.submit(int, "3").result() == 3, "the caller closes it"


class Broken(Executor):
    """An executor that works for some batches, then breaks."""

    def __init__(self, good: int) -> None:
        self.good = good

    def submit(self, act: Any, /, *arguments: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.good -= 1
        if self.good < 0:
            future.set_exception(BrokenExecutor("a worker died"))
        else:
            future.set_result(act(*arguments, **named))
        return future


def test_what_had_ended_is_kept_when_the_workers_are_gone(tmp_path: Path, tiny: Engine, local: pl.DataFrame) -> None:
    with pytest.raises(Mistake, match="lost its workers") as told:
        run(plan(30), folder=tmp_path, engine=tiny, executor=Broken(7))
    (folder,) = tmp_path.iterdir()
    stored = Store.open(folder).histories
    assert 7 <= len(stored) < 30
    assert f"{len(stored)} histories of this run are safe in {folder}" in str(told.value)
    assert same(run(plan(30), folder=tmp_path, engine=tiny), local)


class Deadly(workforce.Workforce):
    """Workers that die at once, however often they are started."""

    def __init__(self, refuses: bool) -> None:
        super().__init__("2 mortals", 2)
        self.started, self.refuses = 0, refuses

    def start(self) -> Executor:
        self.started += 1
        return Broken(0)

    def submit(self, act: Any, *arguments: Any) -> Future[Any]:
        future = super().submit(act, *arguments)
        if self.refuses:
            raise BrokenExecutor("broken since")
        return future


@pytest.mark.parametrize("refuses", [False, True])
def test_workers_that_always_die_are_not_started_for_ever(tmp_path: Path, tiny: Engine, refuses: bool) -> None:
    force = Deadly(refuses)
    with pytest.raises(Mistake, match=r"the workers died 4 times while running history 0\. Too little memory"):
        run(plan(30), folder=tmp_path, engine=tiny, executor=force)
    assert force.started == 4


def test_a_worker_with_other_programs_is_refused(tmp_path: Path, tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {**worker.programs(), "numpy": "0.1"}
    job = worker.Job(model=small.model(), scale=small.TINY, seed=1, first_week=0, end_week=9, targets=())
    monkeypatch.setattr(worker, "programs", lambda: there)
    packed = job.packed()
    monkeypatch.undo()
    with pytest.raises(Mistake, match=r"would not give the same bits: it has numpy .* instead of 0\.1"):
        worker.work(packed, [0])


def test_an_engine_is_built_once_in_a_process(tiny: Engine) -> None:
    job = worker.Job(model=small.model(), scale=small.TINY, seed=1, first_week=0, end_week=9, targets=())
    assert worker.ready(job.packed())[1] is worker.ready(job.packed())[1]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nonsense", "given 'nonsense'; allowed: local:4"),
        ("local:0", "allowed: local:4"),
        ("processes:many", "allowed: local:4"),
        ("tcp://127.0.0.1", "such as tcp://127.0.0.1:8786"),
        ("tcp://127.0.0.1:99999", "nobody listens"),
        ("http://127.0.0.1:80", "allowed"),
        ("tcp://no-such-host.invalid:8786", "nobody listens at tcp://no-such-host.invalid:8786"),
    ],
)
def test_addresses_that_are_none(text: str, says: str) -> None:
    with pytest.raises(Mistake, match="--cluster: ") as told:
        workforce.chosen(text)
    assert says in str(told.value)


def test_nobody_listens_is_told_at_once_and_nothing_is_written(tmp_path: Path, capfd: Any, monkeypatch: Any) -> None:
    from politeia.cli import main

    monkeypatch.chdir(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        began = time.monotonic()
        assert main(["run", "--histories", "2", "--cluster", address]) == 2
    assert time.monotonic() - began < 4
    assert f"error: --cluster: nobody listens at {address}" in capfd.readouterr().err
    assert not list(tmp_path.iterdir())


def test_something_else_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workforce, "_LISTENS", 0.5)
    deaf = socket.create_server(("127.0.0.1", 0))
    with deaf, pytest.raises(Mistake, match="no Dask scheduler answers at"):
        workforce.chosen(f"tcp://127.0.0.1:{deaf.getsockname()[1]}")


def test_a_scheduler_without_workers(tmp_path: Path, tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(workforce, "_ANSWERS", 1.0)
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None, silence_logs=60) as idle,
        pytest.raises(Mistake, match="no Dask scheduler with a worker answers there"),
    ):
        run(plan(2), folder=tmp_path, engine=tiny, executor=idle.scheduler_address)


def test_without_dask_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(Mistake, match=r"pip install 'politeia\[cluster\]'"):
        workforce.chosen("local:2")
