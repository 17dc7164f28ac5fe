"""What is to be reached, and whether it is: ratios within one call, so that they hold on other machines.

What one thread does is judged by its processor time, so that whatever else the machine has to do does not count; two
threads, by the clock.  Either by its fastest turn (:mod:`politeia.bench.measure`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from politeia.bench.results import Bench

WORKLOAD, FULL = "party-week", "full model"
CLOCK, WORK = "fastest", "processor_ns"
TIMES = {"numpy": 40.0, "warp": 15.0, "mesa": 800.0, "c": 1.0}  # politeia is at least so many times as fast
THREADS, FULL_NS, ROW_BYTES, LINEAR, HELP_S = 1.8, 12.0, 32.0, 1.15, 0.5


@dataclass(frozen=True)
class Target:
    """A figure, and the bound that it is held to."""

    what: str
    value: float | None
    bound: float
    least: bool  # the bound is the least value; else the most
    unit: str = ""

    @property
    def met(self) -> bool | None:
        """Whether it is reached; None where it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.bound if self.least else self.value <= self.bound

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"what": self.what, "value": self.value, "least" if self.least else "most": self.bound, "met": self.met}


def targets(bench: Bench) -> list[Target]:
    """Every target that this run can say something about."""
    sizes = sorted({row["asked"] for row in bench.rows})
    if not sizes:
        return _waits(bench)
    at = max([size for size in sizes if size <= 1_000_000], default=sizes[0])
    return [*_races(bench, at), *_full(bench, at), *_straight(bench, sizes), *_waits(bench)]


def _races(bench: Bench, at: int) -> Iterator[Target]:
    ours = bench.ns(WORKLOAD, "politeia", at, of=WORK)
    if ours is None:
        return
    for name, times in TIMES.items():
        if any(row["implementation"] == name for row in bench.rows):
            ratio = _over(bench.ns(WORKLOAD, name, at, of=WORK), ours)
            yield Target(f"{WORKLOAD}, {at:,} persons: as fast as {name}", ratio, times, True, "times")
    one, two = (bench.ns(WORKLOAD, "politeia", at, threads, of=CLOCK) for threads in (1, 2))
    yield Target(f"{WORKLOAD}, {at:,} persons: two threads over one", _over(one, two), THREADS, True, "times")


def _full(bench: Bench, at: int) -> Iterator[Target]:
    ns = bench.ns(FULL, "politeia", at, of=WORK)
    if ns is not None:
        yield Target(f"{FULL}, {at:,} persons: one thread", ns, FULL_NS, False, "ns")
        bytes_ = next(row["row_bytes"] for row in bench.rows if row["workload"] == FULL)
        yield Target(f"{FULL}: a person's row", bytes_, ROW_BYTES, False, "bytes")


def _straight(bench: Bench, sizes: list[int]) -> Iterator[Target]:
    """Time grows as persons do, and as histories do: how far it strays from that of the fewest, either way."""
    for workload in (WORKLOAD, FULL):
        large = [size for size in sizes if size >= 100_000]
        times = [ns for size in large if (ns := bench.ns(workload, "politeia", size, of=WORK)) is not None]
        if len(times) > 1:
            what = f"{workload}: a person's time, {large[0]:,} to {large[-1]:,} persons, furthest from the first"
            yield Target(what, _strays(times), LINEAR, False, "times")
        many = [r[WORK] for r in bench.rows if r["workload"] == workload and r["histories"] > 1]
        if len(many) > 1:
            what = f"{workload}: a person's time, few histories to many, furthest from the first"
            yield Target(what, _strays(many), LINEAR, False, "times")


def _strays(times: list[float]) -> float:
    return max(max(time / times[0], times[0] / time) for time in times)


def _waits(bench: Bench) -> list[Target]:
    wait = bench.startup.get("help_s")
    return [] if wait is None else [Target("politeia --help", wait, HELP_S, False, "s")]


def _over(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a / b
