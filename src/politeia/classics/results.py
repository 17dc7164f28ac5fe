"""Run the rows of the targets and judge them."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from politeia.classics import CLASSICS
from politeia.classics.card import Row, failures, targets
from politeia.classics.found import Found, Value
from politeia.classics.judge import Verdict, judge, standard
from politeia.mistakes import Mistake
from politeia.world import unknown

LEAST_RUNS = 40  #: however little effort is asked for


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row; ``reason`` says why a failure is expected."""

    row: Row
    found: Found
    verdict: Verdict
    reason: str = ""

    @property
    def surprise(self) -> bool:
        """It fails and should not, or passes although it is listed as a failure."""
        return self.verdict.passed == bool(self.reason)

    @property
    def status(self) -> str:
        """In one word or two."""
        if self.verdict.passed:
            return "passes, but is listed as failing" if self.surprise else "passes"
        return "FAILS" if self.surprise else "fails, as listed"

    def as_dict(self) -> dict[str, Any]:
        """As plain data; ``published``, ``ours`` and ``standard_error`` are numbers, or lists of them."""
        return {
            "model": self.row.model,
            "parameters": self.row.parameters,
            "quantity": self.row.quantity,
            "published": _plain(self.row.published),
            "ours": _plain(self.found.values),
            "standard_error": _plain(self.found.errors),
            "passed": self.verdict.passed,
            "judge": self.row.judge,
            "why": self.verdict.why,
            "z": self.verdict.z if self.verdict.z is not None and math.isfinite(self.verdict.z) else None,
            "grade": self.row.grade,
            "source": self.row.source,
            "independent": _plain(self.row.peer),
            "runs": self.row.runs,
            "listed_failure": self.reason or None,
        }


def run(
    names: Sequence[str] = (),
    *,
    effort: float = 1.0,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Result]:
    """Run classics (all if none is named) and judge their rows.

    Parameters
    ----------
    effort
        share of each row's runs, above 0; judges know their standard errors, so less effort is less sharp, not wrong.
    threads
        processor threads (all by default); results do not depend on them.
    progress
        called with 1 after each row.

    Raises
    ------
    Mistake
        for a name that is no classic.
    """
    rows = [row for row in targets() if row.model in chosen(names)]

    def one(row: Row) -> Result:
        result = result_of(row, effort)
        if progress is not None:
            progress(1)
        return result

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        return list(pool.map(one, rows))


def chosen(names: Sequence[str]) -> Sequence[str]:
    """The names, or all; each must exist."""
    for name in names:
        if name not in CLASSICS:
            raise Mistake(unknown(name, CLASSICS, "classic"))
    return names or tuple(CLASSICS)


def result_of(row: Row, effort: float = 1.0) -> Result:
    """Measure one row and judge it."""
    found = measure(row, effort)
    return Result(row, found, verdict(row, found), failures().get(row.id, ""))


def measure(row: Row, effort: float = 1.0) -> Found:
    """The quantity of a row, by its model."""
    settings = row.settings
    if row.runs:
        settings["runs"] = max(min(row.runs, LEAST_RUNS), round(row.runs * effort))
    return CLASSICS[row.model].quantities[row.quantity](**settings)


def verdict(row: Row, found: Found) -> Verdict:
    """By the published number, and by that of an independent program where there is one."""
    published = judge(row.judge, found, row.published)
    if not row.peer:
        return published
    peer = standard(found, row.peer, other=row.peer_error)
    why = f"{published.why}; against an independent program: {peer.why}"
    z = peer.z if published.z is None else published.z
    return Verdict(published.passed and peer.passed, why, z)


def _plain(values: Sequence[Value]) -> Any:
    numbers = [float(v) if isinstance(v, Fraction) else v for v in values]
    return numbers[0] if len(numbers) == 1 else numbers or None
