"""Memory of a history of a million persons: pass mark 1 GiB for the whole process, at its highest."""

from __future__ import annotations

import resource
import time

from politeia import engine, load
from politeia.model import build

LIMIT = 1 << 30


def main() -> int:
    world = load.world("party-1917")
    ready = engine.prepare(build(load.charter("party-1917"), world), scale=1_000_000 / world.persons)
    started = time.perf_counter()
    history = ready.simulate(0, seed=1917, last_week=104)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    passed = peak < LIMIT and history.status == "ok"
    cost = seconds / (104 * ready.persons) * 1e9
    print(
        f"memory: {'pass' if passed else 'FAIL'}; {ready.persons:,} persons, highest {peak / 2**20:.0f} MiB, {cost:.0f} ns a person and week"
    )
    return 0 if passed else 1


if __name__ == "__main__":
    raise SystemExit(main())
