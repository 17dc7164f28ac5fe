"""What a bench found, as rows of plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from politeia.bench.measure import Trial

MOVED = {"politeia": 12.0, "c": 12.0}  # bytes that a person-week of the common workload reads and writes, in integers


@dataclass
class Bench:
    """What was measured; times in seconds, those of ``rows`` in nanoseconds a person-week."""

    triad: dict[int, float] = field(default_factory=dict)  # GB/s by threads
    rows: list[dict[str, Any]] = field(default_factory=list)
    startup: dict[str, float] = field(default_factory=dict)
    machine: dict[str, Any] = field(default_factory=dict)

    def ns(self, workload: str, implementation: str, asked: int, threads: int = 1, *, of: str) -> float | None:
        """Nanoseconds a person-week of one row, ``of`` wall or processor time, if it was measured."""
        key = (workload, implementation, asked, threads, 1)
        names = ("workload", "implementation", "asked", "threads", "histories")
        return next((row[of] for row in self.rows if tuple(row[name] for name in names) == key), None)

    def as_dict(self) -> dict[str, Any]:
        """As plain data; ``triad_gb_s`` is that of all threads."""
        from politeia.bench.targets import targets

        told = {"triad_gb_s": max(self.triad.values(), default=None), "triad_by_threads": self.triad}
        judged = [target.as_dict() for target in targets(self)]
        return {**told, "rows": self.rows, "targets": judged, "startup": self.startup, "machine": self.machine}


def measured(trial: Trial, triad: dict[int, float]) -> dict[str, Any]:
    """The row of a trial that has had its turns."""
    times = trial.ns()
    moved = 2 * trial.row_bytes if trial.row_bytes else MOVED.get(trial.implementation)  # a row is read and written
    rate = moved and moved / times["ns_per_person_week"]  # GB/s
    return {
        **_names(trial.workload, trial.implementation, trial.asked, trial.persons, trial.threads, trial.histories),
        **times,
        "bytes_per_person": trial.nbytes / (trial.persons * trial.histories),
        "row_bytes": trial.row_bytes,
        "compile_s": trial.compile_s,
        "bandwidth_share": rate and rate / triad[trial.threads],
        "weeks": trial.weeks,
        "turns": len(trial.turns),
    }


def absent(workload: str, implementation: str, asked: int, why: str) -> dict[str, Any]:
    """The row of what was not measured, and why."""
    unknown = dict.fromkeys(("ns_per_person_week", "processor_ns", "bytes_per_person", "compile_s"))
    return {**_names(workload, implementation, asked, asked, 1, 1), **unknown, "why": f"not measured: {why}"}


def _names(
    workload: str, implementation: str, asked: int, persons: int, threads: int, histories: int
) -> dict[str, Any]:
    """``asked`` is the size as it was asked for; ``persons``, how many there really are."""
    return {
        "workload": workload,
        "implementation": implementation,
        "asked": asked,
        "persons": persons,
        "threads": threads,
        "histories": histories,
    }
