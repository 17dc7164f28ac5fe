"""Timing: what is compared runs in turns in the same minutes, so that noise hits all alike.

Medians are told.  Comparisons are made between the fastest turns: whatever else a machine has to do can only make a turn
longer, so of many turns the fastest was disturbed least.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from politeia.bench.peers import Going

SECONDS = 0.2  # a turn lasts about so long
PATIENCE = 40.0  # seconds that all turns of one trial may take


@dataclass
class Trial:
    """One thing to time: ``start`` makes its histories; each of several goes whole to one thread.

    ``weeks`` fixes the weeks of a turn; 0: as many as take :data:`SECONDS`.
    """

    workload: str
    implementation: str
    asked: int  # persons, about
    persons: int
    threads: int
    start: Callable[[int], Going]
    histories: int = 1
    weeks: int = 0
    compile_s: float = 0.0
    nbytes: int = 0
    row_bytes: float | None = None  # of a person alone, where a history says so
    turns: list[tuple[float, float]] = field(default_factory=list)  # seconds a week, of all histories: wall, processor
    running: list[Going] = field(default_factory=list)
    repeats: int = 0

    def begin(self, repeats: int) -> None:
        """Set up, and find how many weeks a turn has and how many turns there is time for."""
        began = time.perf_counter()
        self.running = [self.start(history) for history in range(self.histories)]
        self.nbytes = sum(run.nbytes for run in self.running)
        self.row_bytes = getattr(self.running[0], "row_bytes", None)
        self.turn(1)
        week, _ = self.turn(1)
        self.weeks = self.weeks or max(1, round(SECONDS / week))
        spent = time.perf_counter() - began
        self.repeats = max(min(2, repeats), min(repeats, int(max(PATIENCE - spent, 0) / (week * self.weeks))))

    def turn(self, weeks: int) -> tuple[float, float]:
        """Seconds a week over so many weeks: on the clock, and of processor time."""
        began, worked = time.perf_counter(), time.process_time()
        if self.histories == 1:
            self.running[0].weeks(weeks, threads=self.threads)
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(lambda run: run.weeks(weeks), self.running))
        return (time.perf_counter() - began) / weeks, (time.process_time() - worked) / weeks

    def again(self, round_: int, rounds: int) -> None:
        """One more turn, where one is due: the turns of one that has fewer are spread over all rounds."""
        if len(self.turns) * rounds <= round_ * self.repeats:
            self.turns.append(self.turn(self.weeks))

    def ns(self) -> dict[str, float]:
        """Nanoseconds a person-week: wall time (median, fastest and slowest turn) and processor time (fastest turn)."""
        each = 1e9 / (self.persons * self.histories)
        wall, worked = ([turn[k] * each for turn in self.turns] for k in (0, 1))
        return {
            "ns_per_person_week": statistics.median(wall),
            "fastest": min(wall),
            "slowest": max(wall),
            "processor_ns": min(worked),
        }


def take_turns(trials: Sequence[Trial], repeats: int) -> None:
    """Time trials in turns, and let their histories go."""
    for trial in trials:
        trial.begin(repeats)
    for round_ in range(repeats):
        for trial in trials:
            trial.again(round_, repeats)
    for trial in trials:
        trial.running.clear()
