"""Histories on a CUDA device, many at once: the generated week, its state and its measures stay there.

The kernels come from the same text as the processor's week (:mod:`politeia.engine.device`).  A week is three launches,
queued without waiting: ``before`` and ``after`` with a block for each history, ``persons`` with a thread for each unit
next above the cells, the units with most rows first.  Arithmetic is compiled without fused multiply-add, and the text
knows no function but the square root, so the bits are those of the processor; an engine proves that on the spot before
its first result.

What was measured on a device, and what is tested without one, stands in ``docs/explanation/cuda.md``.
"""

from __future__ import annotations

import functools
import importlib.util
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.engine import Engine, History
from politeia.engine.compile import ENTRIES, import_week, kept
from politeia.engine.device import SHARED, device_text
from politeia.engine.plan import Plan, State
from politeia.mistakes import Mistake

if TYPE_CHECKING:
    from politeia.model import Model

THREADS = 32  # most of a block in the persons' pass: one warp, units of one history with about as many rows each
APART = 8  # histories for each such thread: fewer leave room for more blocks, whose threads wait for fewer others
LANES = 32  # of a block before and after it: one warp, so that many histories fit a multiprocessor
WIDE = 128  # the same for few histories, which leave room
FEW = 256
REGISTERS = 128  # of a thread outside the persons' pass: 2,048 histories are then at work at once on a large device
MOST = 2048  # histories at once: some eight times what fills a large device
MEMORY = 0.8  # share of the device's free memory that histories may take
PROOF = 8  # weeks that are compared with the processor's before the first result
VIEWS = {"party_floats": "G", "place_floats": "L"}  # the same memory, seen as a table
WEEK = ("before", "persons", "after")  # kernels, in the order of a week
SCRATCH = ("lane", "mark", "ids")  # what no week reads before it has written it
#: What another model brings, or changes, in a running history.
CHANGED = ("Q", "A", "M", "V", "Y", "X", "Z", "O", "B", "wakes")


def present() -> None:
    """Check that there is a device to run on.

    Raises :class:`~politeia.mistakes.Mistake` if numba-cuda is not installed, or finds no device.
    """
    if importlib.util.find_spec("numba_cuda") is None:
        raise Mistake(
            "--device cuda: numba-cuda is not installed. It comes with the extra [gpu]: pip install 'politeia[gpu]'"
        )
    from numba import cuda

    if not cuda.is_available():
        raise Mistake(
            "--device cuda: no CUDA device was found on this machine. If it has one, install NVIDIA's driver (the "
            "command nvidia-smi lists the device when it works); if not, use --device cpu: the results are the same"
        )


def functions(source: str) -> dict[str, Callable[..., None]]:
    """What the kernels of a week do, by entry point, not compiled yet; its members are taken one at a time."""
    versions = "-".join(map(version, ("numba", "numba-cuda", "numpy")))
    module = import_week(kept(device_text(source), f"{versions}, without contraction, {REGISTERS} registers"))
    return {name: getattr(module, f"{name}_kernel") for name in ENTRIES}


@functools.lru_cache(maxsize=8)
def kernels(source: str, stack: Any) -> dict[str, Any]:
    """The kernels of such a week for a stack of this type, compiled for the device at hand or found on disk."""
    from numba import cuda

    with uncontracted():
        return {
            name: cuda.jit(signature(name, stack), cache=True, **({} if simulated() else options(name)))(function)
            for name, function in functions(source).items()
        }


def signature(name: str, stack: Any) -> Any:
    """The types of a kernel's arguments: the stack, the week, and for the persons' pass the order of the units."""
    from numba import int32, int64, void

    return void(stack, int64, int32[::1]) if name == "persons" else void(stack, int64)


def options(name: str) -> dict[str, Any]:
    """How a kernel is compiled: the persons' pass with all registers, for it keeps every sum of a cell in one."""
    return {"lto": False} if name == "persons" else {"lto": False, "max_registers": REGISTERS}


def simulated() -> bool:
    """Has numba been told to simulate a device?"""
    import numba

    return bool(numba.config.ENABLE_CUDASIM)  # type: ignore[attr-defined]


@contextmanager
def uncontracted() -> Iterator[None]:
    """Compile without fused multiply-add, which rounds once where a processor rounds twice.

    numba-cuda has no option for it, but hands the compiler (NVVM) all options that it is given.  Where the linker
    optimises (``lto``) it contracts again, so that is switched off too.
    """
    if simulated():
        yield
        return
    from numba.cuda.cudadrv import nvvm

    usual = nvvm.compile_ir
    nvvm.compile_ir = functools.partial(usual, fma=False)
    try:
        yield
    finally:
        nvvm.compile_ir = usual


@contextmanager
def failures() -> Iterator[None]:
    """Whatever the device or its compiler refuses is the machine's failure, not a history's."""
    try:
        yield
    except Mistake:
        raise
    except Exception as error:
        raise Mistake(
            f"--device cuda: the device failed ({type(error).__name__}: {str(error).strip()[:300]}). What had ended is "
            "stored: the same command continues, and gives the same results with --device cpu"
        ) from error


def aligned(dtype: np.dtype) -> np.dtype:
    """A record type as a device needs it: every field at a multiple of its size."""
    if dtype.names is None:
        return dtype
    return np.dtype((np.record, np.dtype([(name, dtype[name]) for name in dtype.names], align=True)))


def as_bytes(array: np.ndarray) -> np.ndarray:
    """An array of a state as the device keeps it."""
    plain = np.asarray(array)
    return np.ascontiguousarray(plain.astype(aligned(plain.dtype))).view(np.ndarray).reshape(-1).view(np.uint8)


class Stack:
    """Histories side by side on the device: array ``a`` of the state of history ``h`` is ``arrays.a[h]``."""

    def __init__(self, template: Any, count: int) -> None:
        self.count = count
        self._forms: dict[str, tuple[np.dtype, tuple[int, ...]]] = {}
        self._bytes: dict[str, Any] = {}
        for name in State._fields:
            array = np.asarray(getattr(template, name))
            self._forms[name] = array.dtype, array.shape
            if name not in VIEWS:
                self._bytes[name] = dealt(as_bytes(array), 1 if name in SHARED else count)

    @property
    def type(self) -> Any:
        """The type of :attr:`arrays`, as a compiler knows it."""
        from numba import types
        from numba.np.numpy_support import from_dtype

        forms = [self._forms[name] for name in State._fields]
        stacked = [types.Array(from_dtype(aligned(dtype)), len(shape) + 1, "C") for dtype, shape in forms]
        return types.NamedTuple(stacked, State)

    @property
    def arrays(self) -> Any:
        """The state of all histories, as the kernels take it."""
        return State(**{name: self._typed(name) for name in State._fields})

    def _typed(self, name: str) -> Any:
        dtype, shape = self._forms[name]
        rows = self._bytes[VIEWS.get(name, name)]
        return rows.view(aligned(dtype)).reshape(rows.shape[0], *shape)

    def put(self, each: Sequence[Mapping[str, Any]]) -> None:
        """Give every history arrays of its own, which may be longer than before; a shared one is the first's."""
        for name in each[0]:
            arrays = [np.asarray(own[name]) for own in (each[:1] if name in SHARED else each)]
            self._forms[name] = arrays[0].dtype, arrays[0].shape
            self._bytes[name] = on_device(np.stack([as_bytes(array) for array in arrays]))

    def get(self, h: int, *names: str) -> Any:
        """The state of one history on the processor, as far as these arrays; the others are None."""
        found: dict[str, Any] = dict.fromkeys(State._fields)
        for name in names:
            dtype, shape = self._forms[name]
            row = self._bytes[VIEWS.get(name, name)][0 if name in SHARED else h].copy_to_host()
            values = row.view(aligned(dtype)).reshape(shape).astype(dtype)
            found[name] = values.view(np.recarray) if dtype.names else values
        return State(**found)


def on_device(array: np.ndarray) -> Any:
    """A copy on the device."""
    from numba import cuda

    return cuda.to_device(array)


def dealt(row: np.ndarray, count: int) -> Any:
    """``count`` copies of a row of bytes: one goes to the device, the others are copied there, twice as many a time."""
    from numba import cuda

    rows = cuda.device_array((count, row.size), np.uint8)
    if row.size:
        rows[0].copy_to_device(row)
    done = 1
    while row.size and done < count:
        more = min(done, count - done)
        rows[done : done + more].copy_to_device(rows[:more])
        done += more
    return rows


class CudaEngine(Engine):
    """An engine whose histories run on a CUDA device; all that it does for a single state is the processor's."""

    proved = False

    def __init__(self, model: Model, scale: float, compiled: bool) -> None:
        super().__init__(model, scale, compiled)
        self.lone = self.fuse(lanes=False)  # threads are lanes already

    def simulate(
        self,
        history: int,
        *,
        seed: int,
        first_week: int = 0,
        last_week: int | None = None,
        threads: int = 1,
        log_level: int = 0,
        told: Callable[[], None] | None = None,
    ) -> History:
        """Run one history on the device; on the processor where every member's events are logged, which takes an order."""
        asked: dict[str, Any] = {"seed": seed, "first_week": first_week, "last_week": last_week, "log_level": log_level}
        if log_level > 1:
            return super().simulate(history, threads=threads, told=told, **asked)
        return next(self.simulate_all((history,), **asked))

    def simulate_all(
        self,
        histories: Sequence[int],
        *,
        seed: int,
        first_week: int = 0,
        last_week: int | None = None,
        log_level: int = 0,
    ) -> Iterator[History]:
        """Run histories at once; what is returned brings one after another from the device.

        Raises :class:`~politeia.mistakes.Mistake` if the device fails, or does not give the processor's bits.
        """
        last = self.model.world.weeks if last_week is None else last_week
        with failures():
            if not self.proved:
                self.prove(histories, seed=seed, first_week=first_week, last_week=last)
            stack = self.run(histories, seed=seed, first_week=first_week, last_week=last, log_level=log_level)

        def bring(h: int, history: int) -> History:
            return self.finish(stack.get(h, "G", "E", "out", "out_places"), history)

        return map(bring, range(len(histories)), histories)

    def run(self, histories: Sequence[int], *, seed: int, first_week: int, last_week: int, log_level: int = 0) -> Stack:
        """The states of histories after their last week, on the device; a changed model is adopted on the way."""
        from numba import cuda

        plan = self.plan_at(first_week)
        template = self.slim(plan.state(seed, histories[0], first_week, last_week, log_level))
        stack = Stack(template, len(histories))
        stack.put([plan.own(seed, history) for history in histories])
        self.launches(stack)["populate"](stack.arrays, first_week)
        week, before = first_week, self.plan
        for start, engine in self.later:
            if first_week <= start < last_week:
                self.queue(stack, week, start)
                adopt(stack, engine.plan, before, seed, histories)
                week = start
            before = engine.plan
        self.queue(stack, week, last_week)
        cuda.synchronize()  # whatever went wrong is known here
        return stack

    def queue(self, stack: Stack, first: int, last: int) -> None:
        """Queue weeks ``first .. last - 1`` of all histories."""
        launch, arrays = self.launches(stack), stack.arrays
        for week in range(first, last):
            for name in WEEK:
                launch[name](arrays, week)

    def launches(self, stack: Stack) -> dict[str, Callable[[Any, int], None]]:
        """The kernels as they are launched for such a stack, each with the state of all histories and a week."""
        kernel, count = kernels(self.lone.source, stack.type), stack.count
        lanes = WIDE if count <= FEW else LANES
        launch = {name: kernel[name][(1, count), lanes] for name in ("populate", "before", "after")}
        units = on_device(by_rows(self.plan))
        threads = abreast(count)
        persons = kernel["persons"][(count, -(-units.size // threads)), threads]
        return launch | {"persons": lambda arrays, week: persons(arrays, week, units)}

    def slim(self, s: Any) -> Any:
        """The same state with as much scratch as it takes to think of one member at a time."""
        sizes = zip(SCRATCH, self.lone.scratch, strict=True)
        return s._replace(**{name: getattr(s, name)[:size] for name, size in sizes})

    def together(self, *, first_week: int, last_week: int) -> int:
        """How many histories the device holds at once.

        Raises :class:`~politeia.mistakes.Mistake` if it cannot hold one.
        """
        from numba import cuda

        free = cuda.current_context().get_memory_info().free
        state = self.slim(self.plan.state(0, 0, first_week, last_week))
        sizes = {name: as_bytes(getattr(state, name)).size for name in State._fields if name not in VIEWS}
        once = sum(sizes[name] for name in SHARED)
        own = sum(sizes.values()) - once
        if once + own > MEMORY * free:
            raise Mistake(
                f"--device cuda: a history of {self.persons:,} persons takes {(once + own) / 1e9:.2f} GB, and the device "
                f"has {free / 1e9:.2f} GB free. Use a smaller --scale, or --device cpu"
            )
        return int(min(MOST, (MEMORY * free - once) / own))

    def prove(self, histories: Sequence[int], *, seed: int, first_week: int, last_week: int) -> None:
        """Compare some weeks of the first and the last history with the processor's, bit for bit."""
        last = min(last_week, first_week + PROOF)
        two = tuple(dict.fromkeys((histories[0], histories[-1])))
        stack = self.run(two, seed=seed, first_week=first_week, last_week=last)
        for h, history in enumerate(two):
            s = self.start(history, seed=seed, first_week=first_week, last_week=last)
            s = self.go_on(s, history, first_week, last, seed=seed)
            if others := differing(s, stack.get(h, *State._fields)):
                raise Mistake(
                    f"--device cuda: by week {last} of history {history} the device holds other numbers "
                    f"than the processor (arrays {', '.join(others)}): its results could be compared with no others. "
                    "Use --device cpu, and report the device and the versions of its driver and of numba-cuda"
                )
        self.proved = True


def abreast(histories: int) -> int:
    """Threads of a block in the persons' pass of so many histories at once."""
    return max(1, min(THREADS, histories // APART))


def by_rows(plan: Plan) -> np.ndarray:
    """Units next above the cells, those with most rows first: a warp's threads then have about as much to do.

    Blocks start in the order of their numbers, so what takes longest starts first, for all histories.
    """
    sizes = {u: unit["row1"] - unit["row0"] for u, unit in enumerate(plan.units) if unit["level"] == 1}
    return np.array(sorted(sizes, key=lambda u: -sizes[u]), np.int32)


def adopt(stack: Stack, plan: Plan, before: Plan, seed: int, histories: Sequence[int]) -> None:
    """Running histories go on under another model (:meth:`Plan.adopt`)."""
    changed = [
        plan.adopt(stack.get(h, "Q", "V", "O", "B"), before, seed, history) for h, history in enumerate(histories)
    ]
    stack.put([{name: getattr(s, name) for name in CHANGED} for s in changed])


def differing(one: Any, other: Any) -> list[str]:
    """Names of the arrays of two states that differ in any bit, scratch left out."""
    return [
        name
        for name in State._fields
        if name not in SCRATCH
        and np.asarray(getattr(one, name)).tobytes() != np.asarray(getattr(other, name)).tobytes()
    ]
