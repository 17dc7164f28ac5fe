"""How fast it is: the common workload here and elsewhere, the full model, memory, compilation and start-up.

All that is compared runs in turns in one call.  :func:`run` is what ``politeia bench`` does.
"""

from __future__ import annotations

import functools
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from politeia.bench import party_week
from politeia.bench.measure import Trial, take_turns
from politeia.bench.peers import PEERS, Going, Peer, first_use
from politeia.mistakes import Mistake

SIZES, QUICK = (10_000, 100_000, 1_000_000, 10_000_000), (10_000, 100_000)
LEAST, MOST = 1_000, 20_000_000
WORKLOAD, FULL, YEARS = "party-week", "full model", "full model, all weeks"
PARTS = (*(peer.name for peer in PEERS), "full", "startup")
SMALL = 10_000  # persons of a history of an ensemble
MOVED = 12  # bytes that a person-week of the common workload reads and writes, in integers
FULL_WEEKS = 16  # of a turn of the full model: the same weeks at every size


@dataclass
class Bench:
    """What was measured; ``rows`` and ``targets`` are plain data, seconds and nanoseconds of wall time."""

    triad: dict[int, float] = field(default_factory=dict)  # GB/s by threads
    rows: list[dict[str, Any]] = field(default_factory=list)
    startup: dict[str, float] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)

    def ns(
        self, workload: str, implementation: str, persons: int, threads: int = 1, histories: int = 1
    ) -> float | None:
        """Nanoseconds a person-week of one row, if it was measured."""
        key = (workload, implementation, persons, threads, histories)
        names = ("workload", "implementation", "asked", "threads", "histories")
        return next((r["ns_per_person_week"] for r in self.rows if tuple(r[n] for n in names) == key), None)

    def as_dict(self) -> dict[str, Any]:
        """As plain data; ``triad_gb_s`` is that of all threads."""
        from politeia.bench.targets import targets

        told = {"triad_gb_s": max(self.triad.values(), default=None), "triad_by_threads": self.triad}
        judged = [target.as_dict() for target in targets(self)]
        return {**told, "rows": self.rows, "targets": judged, "startup": self.startup, "machine": self.machine}


def run(
    *,
    persons: Sequence[int] = (),
    only: Sequence[str] = (),
    quick: bool = False,
    progress: Callable[[str, int], None] = lambda doing, ended: None,
) -> Bench:
    """Measure.

    Parameters
    ----------
    persons : sequence of int
        sizes, 1,000 to 20,000,000; by default 10,000 to 10,000,000 (``quick``: to 100,000).
    only : sequence of str
        some of :data:`PARTS`; all by default.
    quick : bool
        fewer sizes and turns, nothing compiled anew.
    progress : callable
        told what is being done, and how many parts of :func:`steps` have ended.

    Raises
    ------
    Mistake
        where a size or a part is not one of these.
    """
    sizes, parts = tuple(persons) or (QUICK if quick else SIZES), tuple(only) or PARTS
    _check(sizes, parts)
    bench = Bench(machine=_machine())
    repeats = 3 if quick else 5
    for doing, act in steps(bench, sizes, parts, repeats, quick=quick):
        progress(doing, 0)
        act()
        progress(doing, 1)
    return bench


def steps(
    bench: Bench, sizes: Sequence[int], parts: Sequence[str], repeats: int, *, quick: bool
) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is done, in order: a name and an act."""
    yield "memory", functools.partial(_memory, bench, quick)
    for size in sizes:
        yield f"{WORKLOAD}, {size:,} persons", functools.partial(_workload, bench, size, parts, repeats)
    if "full" in parts:
        yield FULL, functools.partial(_full, bench, sizes, min(3, repeats), quick)
    if "startup" in parts:
        yield "start-up", functools.partial(_startup, bench, quick)


def _check(sizes: Sequence[int], parts: Sequence[str]) -> None:
    for size in sizes:
        if not LEAST <= size <= MOST:
            raise Mistake(f"--persons {size}: from {LEAST:,} to {MOST:,} persons can be timed")
    for part in parts:
        if part not in PARTS:
            from politeia.world import unknown

            raise Mistake(unknown(part, PARTS, "part"))


def _machine() -> dict[str, Any]:
    import numba
    import numpy as np

    name = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as lines:
            name = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), name)
    except OSError:  # another system
        pass
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    versions = {"python": platform.python_version(), "numpy": np.__version__, "numba": numba.__version__}
    return {"processor": name, "cores": os.cpu_count(), "load_before": load, **versions}


def _memory(bench: Bench, quick: bool) -> None:
    from politeia.bench import triad

    for threads in (1, 2):
        bench.triad[threads] = triad.measured(threads, repeats=3 if quick else 7)


def _workload(bench: Bench, size: int, parts: Sequence[str], repeats: int) -> None:
    """The common workload at one size, everybody in turns."""
    town = party_week.town(size)
    trials = []
    for peer in (peer for peer in PEERS if peer.name in parts):
        why = peer.missing() or (f"minutes a week over {peer.most:,} persons" if size > peer.most else "")
        if why:
            bench.rows += [_row(WORKLOAD, peer.name, size, town.persons, why=f"not measured: {why}")]
            continue
        for threads in range(1, peer.threads + 1):
            trials.append(
                Trial(WORKLOAD, peer.name, town.persons, threads, _starting(peer, town), compile_s=first_use(peer))
            )
        if peer.name == "politeia" and size == SMALL:
            for histories in (10, 100):
                trials.append(
                    Trial(
                        WORKLOAD,
                        peer.name,
                        town.persons,
                        2,
                        _starting(peer, town),
                        histories,
                        compile_s=first_use(peer),
                    )
                )
    _time(bench, [(size, trial) for trial in trials], repeats)


def _starting(peer: Peer, town: party_week.Town) -> Callable[[int], Going]:
    return lambda history: peer.start(town, history=history)


def _full(bench: Bench, sizes: Sequence[int], repeats: int, quick: bool) -> None:
    """The full model at every size in turns, so that sizes can be compared; ensembles; and all its weeks once."""
    from politeia.bench import full

    trials = []
    for size in sizes:
        rows = full.prepared(size).persons
        for threads in (1, 2):
            trials.append((size, Trial(FULL, "politeia", rows, threads, _history(size), weeks=FULL_WEEKS)))
    if SMALL in sizes:
        rows = full.prepared(SMALL).persons
        for histories in (4, 16):
            trials.append((SMALL, Trial(FULL, "politeia", rows, 2, _history(SMALL), histories, FULL_WEEKS)))
    _time(bench, trials, repeats)
    if not quick:
        size = sorted(sizes)[len(sizes) // 2 - 1] if len(sizes) > 1 else sizes[0]
        weeks = full.model().world.weeks - 2
        whole = Trial(YEARS, "politeia", full.prepared(size).persons, 1, _history(size), weeks=weeks)
        _time(bench, [(size, whole)], 1)


def _history(size: int) -> Callable[[int], Going]:
    from politeia.bench import full

    return lambda history: full.Run(size, history=history)


def _time(bench: Bench, trials: Sequence[tuple[int, Trial]], repeats: int) -> None:
    take_turns([trial for _, trial in trials], repeats)
    for asked, trial in trials:
        if trial.workload != WORKLOAD:
            from politeia.bench import full

            trial.compile_s = full.prepared(asked).compile_s
        row = _row(trial.workload, trial.implementation, asked, trial.persons, trial=trial, bench=bench)
        bench.rows.append(row | {"row_bytes": trial.row_bytes})


def _row(
    workload: str,
    implementation: str,
    asked: int,
    persons: int,
    *,
    trial: Trial | None = None,
    bench: Bench | None = None,
    why: str = "",
) -> dict[str, Any]:
    """One line of the table as data; what was not measured is None, and ``why`` says why."""
    row: dict[str, Any] = {"workload": workload, "implementation": implementation, "asked": asked, "persons": persons}
    if trial is None or bench is None:
        unknown = dict.fromkeys(("ns_per_person_week", "bytes_per_person", "compile_s"))
        return {**row, "threads": 1, "histories": 1, **unknown, "why": why}
    moved = {("politeia", WORKLOAD): MOVED, ("c", WORKLOAD): MOVED}.get((implementation, workload))
    share = moved / trial.ns / bench.triad[trial.threads] if moved and trial.threads in bench.triad else None
    fastest, slowest = trial.spread
    return {
        **row,
        "threads": trial.threads,
        "histories": trial.histories,
        "ns_per_person_week": trial.ns,
        "fastest": fastest,
        "slowest": slowest,
        "bytes_per_person": trial.nbytes / (persons * trial.histories),
        "compile_s": trial.compile_s,
        "bandwidth_share": share,
        "weeks": trial.weeks,
        "turns": len(trial.turns),
    }


def _startup(bench: Bench, quick: bool) -> None:
    from politeia.bench import startup

    bench.startup = startup.measured(cold=not quick)
