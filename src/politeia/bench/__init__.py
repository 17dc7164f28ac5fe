"""How fast it is: the common workload here and elsewhere, the full model, memory, compilation and start-up.

All that is compared runs in turns in one call.  :func:`run` is what ``politeia bench`` does.
"""

from __future__ import annotations

import functools
import os
import platform
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from politeia.bench import party_week
from politeia.bench.measure import Trial, take_turns
from politeia.bench.peers import PEERS, Going, Peer, first_use
from politeia.bench.results import Bench, absent, measured
from politeia.mistakes import Mistake

SIZES, QUICK = (10_000, 100_000, 1_000_000, 10_000_000), (10_000, 100_000)
LEAST, MOST = 1_000, 20_000_000
WORKLOAD, FULL = "party-week", "full model"
PARTS = (*(peer.name for peer in PEERS), "full", "startup")
SMALL = 10_000  # persons of a history of an ensemble


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
        yield FULL, functools.partial(_full, bench, sizes, 3 * repeats)
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
    trials: list[Trial] = []
    for peer in (peer for peer in PEERS if peer.name in parts):
        why = peer.missing() or (f"minutes a week over {peer.most:,} persons" if size > peer.most else "")
        if why:
            bench.rows.append(absent(WORKLOAD, peer.name, size, why))
        else:
            trials += _trials(peer, town, size)
    _time(bench, trials, repeats)


def _trials(peer: Peer, town: party_week.Town, size: int) -> Iterator[Trial]:
    """One history on each number of threads; of small ones also ensembles."""

    def start(history: int) -> Going:
        return peer.start(town, history=history)

    named = functools.partial(Trial, WORKLOAD, peer.name, size, town.persons, start=start, compile_s=first_use(peer))
    for threads in range(1, peer.threads + 1):
        yield named(threads=threads)
    if peer.name == "politeia" and size == SMALL:
        for histories in (10, 100):
            yield named(threads=2, histories=histories)


def _full(bench: Bench, sizes: Sequence[int], repeats: int) -> None:
    """The full model at every size in turns, so that sizes can be compared, and ensembles; a turn is a whole history.

    Weeks differ too much for a few of them to stand for all: the first sixteen take 1.4 times as long as
    the mean.
    """
    from politeia.bench import full

    def named(size: int, **of: Any) -> Trial:
        engine = full.prepared(size)
        start = functools.partial(full.start, size)
        weeks = full.weeks() - 2  # two are run to set up
        return Trial(FULL, "politeia", size, engine.persons, start=start, weeks=weeks, compile_s=engine.compile_s, **of)

    trials = [named(size, threads=threads) for size in sizes for threads in (1, 2)]
    if SMALL in sizes:
        trials += [named(SMALL, threads=2, histories=many) for many in (4, 16)]
    _time(bench, trials, repeats)


def _time(bench: Bench, trials: Sequence[Trial], repeats: int) -> None:
    take_turns(trials, repeats)
    bench.rows += [measured(trial, bench.triad) for trial in trials]


def _startup(bench: Bench, quick: bool) -> None:
    from politeia.bench import startup

    bench.startup = startup.measured(cold=not quick)
