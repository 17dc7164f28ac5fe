"""A CUDA device: are its bits the processor's, and how long does each part of a week take there.

Run ``python benchmarks/device.py [histories ...]`` on a machine with a device.  It prints the device, what compiling
takes, whether whole histories hold the processor's bits, nanoseconds a person-week of every kernel for so many
histories at once (default scale) and for one history of every person, and the rate of a copy on the device.  It returns
1 if one bit differs.  A week here is the mean of ``WEEKS`` after ``EARLIER``, when congresses and moves have begun.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version

import numpy as np
from numba import cuda

from politeia import engine, load
from politeia.engine.cuda import WEEK, CudaEngine, differing, present
from politeia.engine.plan import State
from politeia.main_job import SCALE
from politeia.model import build

SEED, EARLIER, WEEKS = 1917, 30, 10


def prepared(scale: float) -> CudaEngine:
    """The default organisation's engine on the device, without its own proof: here more is compared."""
    model = build(load.charter("party-1917"), load.world("party-1917"))
    ready = engine.prepare(model, scale=scale, device="cuda")
    assert isinstance(ready, CudaEngine)
    ready.proved = True
    return ready


def say(text: str) -> None:
    print(text, flush=True)


def compared(ready: CudaEngine, histories: Iterable[int]) -> bool:
    """Whole histories, every array of their last week beside the processor's."""
    numbers, weeks = tuple(histories), ready.model.world.weeks
    began = time.perf_counter()
    stack = ready.run(numbers, seed=SEED, first_week=0, last_week=weeks)
    say(f"compiled, and {len(numbers)} histories run: {time.perf_counter() - began:.1f} s")
    equal = True
    for h, number in enumerate(numbers):
        s = ready.start(number, seed=SEED, first_week=0, last_week=weeks)
        s = ready.go_on(s, number, 0, weeks, seed=SEED)
        others = differing(s, stack.get(h, *State._fields))
        equal &= not others
        say(
            f"  history {number}: {ready.persons:,} persons, {weeks} weeks: " + (", ".join(others) or "every bit equal")
        )
    return equal


def pace(ready: CudaEngine, count: int, earlier: int, weeks: int) -> dict[str, float]:
    """Milliseconds a week of every kernel for so many histories at once: the last weeks, run a second time."""
    stack = ready.run(range(count), seed=SEED, first_week=0, last_week=earlier + weeks)
    launch, arrays = ready.launches(stack), stack.arrays
    marks = [[cuda.event() for _ in range(4)] for _ in range(weeks)]
    for k, row in enumerate(marks):
        row[0].record()
        for mark, name in zip(row[1:], WEEK, strict=True):
            launch[name](arrays, earlier + k)
            mark.record()
    cuda.synchronize()
    times = np.array([[a.elapsed_time(b) for a, b in itertools.pairwise(row)] for row in marks])
    return dict(zip(WEEK, times.mean(axis=0), strict=True))


def tell(ready: CudaEngine, count: int, took: dict[str, float]) -> None:
    persons = ready.persons * count
    each = {name: 1e6 * ms / persons for name, ms in took.items()}
    bytes_s = 2 * ready.plan.state(0, 0, 0, 1).P.itemsize * persons / took["persons"] / 1e6
    say(
        f"  {count:>5} x {ready.persons:>10,} persons: "
        + ", ".join(f"{name} {took[name]:.2f} ms ({each[name]:.3f} ns)" for name in WEEK)
        + f"; week {sum(took.values()):.2f} ms, {sum(each.values()):.3f} ns a person; records at {bytes_s:.0f} GB/s"
    )


def copied() -> float:
    """Gigabytes a second read and written by a copy on the device."""
    one, other = (cuda.device_array(1 << 30, np.uint8) for _ in range(2))
    first, last = cuda.event(), cuda.event()
    other.copy_to_device(one)
    first.record()
    for _ in range(10):
        other.copy_to_device(one)
    last.record()
    cuda.synchronize()
    return 20 * (1 << 30) / first.elapsed_time(last) / 1e6


def main(counts: tuple[int, ...]) -> int:
    """Print the figures; 1 if the device holds other bits than the processor."""
    present()
    say(subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, check=False).stdout.split(" (UUID")[0])
    say(", ".join(f"{name} {version(name)}" for name in ("numba", "numba-cuda", "numpy")))
    small = prepared(0.002)
    say(f"the processor's week: {small.compile_s:.1f} s")
    equal = compared(small, (1, 2, 3, 7))
    say(f"a copy on the device: {copied():.0f} GB/s")
    ready = prepared(SCALE)
    for count in counts:
        tell(ready, count, pace(ready, count, EARLIER, WEEKS))
    whole = prepared(1.0)
    tell(whole, 1, pace(whole, 1, 3, 3))
    return int(not equal)


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or (1, 64, 512, 2048)))
