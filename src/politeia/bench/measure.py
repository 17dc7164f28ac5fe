"""Timing: what is compared runs in turns in the same minutes, so that noise hits all alike; medians are told."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from politeia.bench.peers import Going

SECONDS = 0.2  # a turn lasts about so long
PATIENCE = 12.0  # seconds that all turns of one trial may take


@dataclass
class Trial:
    """One thing to time: ``start`` makes its histories; each of several goes whole to one thread.

    ``weeks`` fixes the weeks of a turn; 0: as many as take :data:`SECONDS`.
    """

    workload: str
    implementation: str
    persons: int
    threads: int
    start: Callable[[int], Going]
    histories: int = 1
    weeks: int = 0
    compile_s: float = 0.0
    nbytes: int = 0
    row_bytes: float | None = None  # of a person alone, where a history says so
    turns: list[float] = field(default_factory=list)  # seconds a week, of all histories
    running: list[Going] = field(default_factory=list)
    repeats: int = 0

    def begin(self, repeats: int) -> None:
        """Set up, and find how many weeks a turn has and how many turns there is time for."""
        began = time.perf_counter()
        self.running = [self.start(history) for history in range(self.histories)]
        self.nbytes = sum(run.nbytes for run in self.running)
        self.row_bytes = getattr(self.running[0], "row_bytes", None)
        self.turn(1)
        week = self.turn(1)
        self.weeks = self.weeks or max(1, round(SECONDS / week))
        spent = time.perf_counter() - began
        self.repeats = max(2, min(repeats, int(max(PATIENCE - spent, 0) / (week * self.weeks))))

    def turn(self, weeks: int) -> float:
        """Seconds of so many weeks."""
        began = time.perf_counter()
        if self.histories == 1:
            self.running[0].weeks(weeks, threads=self.threads)
        else:
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(lambda run: run.weeks(weeks), self.running))
        return time.perf_counter() - began

    def again(self) -> None:
        """One more turn."""
        if len(self.turns) < self.repeats:
            self.turns.append(self.turn(self.weeks) / self.weeks)

    @property
    def ns(self) -> float:
        """Nanoseconds of wall time a person-week, the median of the turns."""
        return statistics.median(self.turns) / (self.persons * self.histories) * 1e9

    @property
    def spread(self) -> tuple[float, float]:
        """The fastest and the slowest turn, in the same unit."""
        each = 1e9 / (self.persons * self.histories)
        return min(self.turns) * each, max(self.turns) * each


def take_turns(trials: Sequence[Trial], repeats: int) -> None:
    """Time trials in turns, and let their histories go."""
    for trial in trials:
        trial.begin(repeats)
    for _ in range(repeats):
        for trial in trials:
            trial.again()
    for trial in trials:
        trial.running.clear()
