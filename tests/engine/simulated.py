"""Weeks on numba's simulator of a CUDA device, beside the processor's; a program, for the simulator is chosen at its start.

``NUMBA_ENABLE_CUDASIM=1 python simulated.py`` prints what it found as one line of JSON.  The first thread of a block
pauses before what it does alone, so that a barrier that is missing is noticed.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

sys.path.insert(0, str(Path(__file__).parents[1]))

import small
from politeia import engine as engines
from politeia import ensemble, workforce
from politeia.charter import Charter
from politeia.engine import cuda, device
from politeia.engine.plan import State
from politeia.ensemble import Plan
from politeia.mistakes import Mistake

FIRST, LAST = 22, 26  #: weeks in which a congress meets and another model is adopted
HISTORIES = (3, 4)
SCALE = small.TINY / 4  #: some 270 rows
ALONE = "    if lane == 0:\n"
PAUSE = "    if lane == 0:\n        import time; time.sleep(0.002)\n"


def changing() -> Any:
    """A model that becomes another one on the way; its upper organs count ballots."""
    import dataclasses

    data = small.charter().model_dump()
    for organ, method in zip(data["organs"][-2:], ("dhondt", "stv"), strict=True):
        organ["method"] = method
    usual = small.model(rules=Charter.model_validate(data))
    return dataclasses.replace(usual, later=((FIRST + 2, usual.with_settings(leaving__natural=0.02)),))


@contextmanager
def device_of(threads: int, lanes: int, *defect: str) -> Iterator[None]:
    """A device with blocks of that many threads, and perhaps a defect: one text in the place of another."""

    def text(source: str) -> str:
        written = device.device_text(source).replace(ALONE, PAUSE)
        assert not defect or defect[0] in written, f"the kernels no longer contain {defect[0]!r}"
        return written.replace(*defect) if defect else written

    cuda.kernels.cache_clear()
    with mock.patch.multiple(cuda, device_text=text, abreast=lambda _: threads, LANES=lanes, WIDE=lanes):
        yield
    cuda.kernels.cache_clear()


def differences(engine: Any, last: int) -> list[str]:
    """Arrays of two histories that are not the processor's."""
    stack = engine.run(HISTORIES, seed=7, first_week=FIRST, last_week=last)
    found: list[str] = []
    for h, history in enumerate(HISTORIES):
        s = engine.start(history, seed=7, first_week=FIRST, last_week=last)
        s = engine.go_on(s, history, FIRST, last, seed=7)
        found += cuda.differing(s, stack.get(h, *State._fields))
    return sorted(set(found))


def stored(engine: Any, force: Any) -> Any:
    """What a run leaves in a store."""
    plan = Plan(model=engine.model, histories=range(2), scale=SCALE, seed=7, first_week=FIRST, last_week=FIRST + 1)
    with tempfile.TemporaryDirectory() as folder:
        results = ensemble.run(plan, folder=folder, engine=engine, executor=force)
        names = [*(f"m.{name}" for name in results.measures), "evidence", "outcome", "status", "reason", "final"]
        return results.store.read(names, results.histories)


def refused(engine: Any) -> str:
    """The sentence of a device whose numbers are others."""
    try:
        engine.simulate(3, seed=7, first_week=FIRST, last_week=FIRST + 1)
    except Mistake as mistake:
        return str(mistake)
    return ""


def patient(thread: threading.Thread) -> bool:
    """The simulator asks without pause whether its threads live, which costs them half of the processor."""
    thread.join(0.0002)
    return threading.Thread.is_alive(thread)


def main() -> None:
    """Compare, with and without defects."""
    from numba.cuda.simulator.kernel import BlockThread

    warnings.simplefilter("ignore")
    BlockThread.is_alive = patient
    model = changing()
    one, other = engines.prepare(model, scale=SCALE), engines.prepare(model, scale=SCALE, device="cuda")
    found: dict[str, Any] = {}
    with device_of(3, 3):
        found["bits"] = differences(other, LAST)
        found["store"] = stored(other, workforce.Device()).equals(stored(one, None), null_equal=True)
    with device_of(1, 2):
        found["other blocks"] = differences(other, FIRST + 1)
    defects = {
        "a slice": ("T=stack.T[h]", "T=stack.T[0]"),
        "a barrier": (device.BARRIER, "pass"),
        "a stride": ("range(lane, root + 1, lanes)", "range(lane, root + 1, lanes + 1)"),
        "the last cell": ("persons(s, week, first, last + 1, 0)", "persons(s, week, first, last, 0)"),
        "another's unit": ("u = units[k]", "u = units[0]"),
        "the last block": ("cuda.blockIdx.y * cuda.blockDim.x", "0 * cuda.blockDim.x"),
    }
    for name, defect in defects.items():
        with device_of(3, 3, *defect):
            found[name] = differences(other, FIRST + 1)
    other.proved = False
    with device_of(3, 3, *defects["a stride"]):
        found["refused"] = refused(other)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
