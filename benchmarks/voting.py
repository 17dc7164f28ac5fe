"""How fast votes are counted: each rule for 2,000 rows and 10 candidates, compiled and as plain Python.

python benchmarks/voting.py
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from politeia.engine import count
from politeia.engine.standalone import standalone

VOTERS, CANDIDATES, SEATS = 2000, 10, 4
RULES = (count.count_plurality, count.count_two_round, count.count_approval, count.count_stv)


def electorate() -> dict[str, Any]:
    """The arguments of every rule, by name."""
    luck = np.random.default_rng(1)
    scores = luck.normal(size=(VOTERS, CANDIDATES)) + luck.normal(size=CANDIDATES)
    work = {name: np.zeros(VOTERS, dtype=np.int64) for name in ("papers", "holder", "value")}
    work |= {name: np.zeros(CANDIDATES, dtype=np.int64) for name in ("tally", "state", "won")}
    work["papers"] += 1
    numbers = {"voters": VOTERS, "candidates": CANDIDATES, "seats": SEATS, "marks": 1, "threshold": 0.0}
    return {**work, **numbers, "scores": scores, "lots": np.arange(CANDIDATES)}


def best(call: Callable[[], Any], times: int) -> float:
    """Seconds of the quickest of some calls."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return min(took)


def main() -> None:
    """Measure and print."""
    given = electorate()
    for rule in RULES:
        compiled = standalone(rule)
        arguments = [given[name] for name in inspect.signature(rule).parameters]
        compiled(*arguments)
        fast = best(lambda: compiled(*arguments), 200)  # noqa: B023 (called at once)
        plain = best(lambda: compiled.plain(*arguments), 3)  # noqa: B023
        print(f"{rule.__name__:16} compiled {1e6 * fast:5.0f} µs   plain {1e3 * plain:6.1f} ms   x {plain / fast:.0f}")


if __name__ == "__main__":
    main()
