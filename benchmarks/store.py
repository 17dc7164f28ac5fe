"""The store at 2,000 histories of every measure: how long it takes to write and to read as quantiles, and the disk.

A few histories are simulated; the others are made of them, every measure times a factor of its own, so that noise,
zeros and constants are those of the model.  Pass marks: read back as quantiles in under 2 s, under 100 MB.
Run ``python benchmarks/store.py [histories]``; it prints the figures and returns 1 if a mark is missed.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import polars as pl

from politeia import engine, ensemble, load
from politeia.ensemble import Plan
from politeia.model import build
from politeia.results import Results
from politeia.store import Record, Store

SCALE, REAL, SECONDS, MEGABYTES = 0.002, 40, 2.0, 100.0


def simulated(folder: Path) -> Results:
    """A few histories of the default organisation."""
    model = build(load.charter("party-1917"), load.world("party-1917"))
    plan = Plan(model=model, histories=range(REAL), scale=SCALE, seed=1)
    return ensemble.run(plan, folder=folder, engine=lambda: engine.prepare(model, scale=SCALE))


def synthesised(real: Results, histories: Sequence[int]) -> Iterator[Record]:
    """Records like the simulated ones."""
    weekly = np.stack([real.weekly(name) for name in real.measures], axis=2)
    evidence = np.array(real.store.read(["evidence"])["evidence"].to_list(), np.float64)
    logs = [_columns(real.history(number).decisions()) for number in real.histories]
    finals = [real.history(number).final for number in real.histories]
    for number in histories:
        draws, like = np.random.default_rng(number), number % len(weekly)
        factors = np.exp(0.05 * draws.standard_normal(weekly.shape[2])).astype(np.float32)
        final = {name: value * float(factors[0]) for name, value in finals[like].items()}
        measures = weekly[like] * factors
        yield Record(number, "captured", "ok", "", measures, evidence[like] * factors[0], logs[like], final)


def _columns(frame: pl.DataFrame) -> dict[str, np.ndarray]:
    return {name: frame[name].to_numpy() for name in frame.columns}


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - clock, time.process_time() - processor


def main(histories: int) -> int:
    """Write, read, report."""
    with tempfile.TemporaryDirectory() as folder:
        real = simulated(Path(folder) / "real")
        store = Store.create(Path(folder) / "many", "party", real.store.recipe, real.about)
        records = synthesised(real, range(histories))
        size, writing = ensemble.batch_of(histories), 0.0
        for _ in range(0, histories, size):
            part = [record for record, _ in zip(records, range(size), strict=False)]
            writing += timed(lambda part=part: store.write(part))[0]  # type: ignore[misc]
        reading = [timed(lambda: Results.load(store.folder).quantiles()) for _ in range(3)]
        wall, processor = min(reading)
        disk = sum(path.stat().st_size for path in store.folder.rglob("*") if path.is_file()) / 1e6
    print(f"{histories:,} histories, {real.weeks} weeks, {len(real.measures)} measures, parts of {size}")
    print(f"written in {writing:.1f} s; {disk:.1f} MB")
    print(f"read as quantiles in {wall:.2f} s, the best of 3 ({processor:.2f} s of processor time)")
    return int(wall > SECONDS or disk > MEGABYTES)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000))
