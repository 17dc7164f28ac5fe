"""Who computes the batches of an ensemble: threads of this process, its child processes, Dask, any other executor.

::

    local:4             Dask, four workers on this machine
    tcp://host:8786     Dask, the workers of the scheduler that listens there
    processes:4         four child processes (spawned, not forked)

An executor that loses its workers is started again and given only what has not ended (a process pool forgets all its
tasks when one worker is killed; Dask gives the lost ones to the other workers by itself).
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import multiprocessing
import os
import re
import signal
import socket
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from politeia.mistakes import Mistake

if TYPE_CHECKING:
    from politeia.store import Record
    from politeia.worker import Batch

_AHEAD = 3  # batches handed out for each worker: enough to keep it busy, few enough to stop soon
_SECONDS = 1.0  # of work in a batch that travels: little is lost with a worker, little is spent on the way
_MOST = 100  # histories in a batch
_BREAKS = 3  # times an executor is started again without a single batch having ended
_LISTENS = 3.0  # seconds to wait for a scheduler's port
_ANSWERS = 10.0  # seconds to wait for a scheduler's answer, and for its first worker

Task = Callable[[Sequence[int]], Any]  #: numbers of histories to their Batch


class Lost(Mistake):
    """The workers are gone, or cannot do their work."""


class Workforce:
    """An executor, how to start it and how to start it again."""

    shared = False  #: its workers live in this process and use its engine

    def __init__(self, name: str, slots: int) -> None:
        self.name, self.slots = name, slots  #: what it is called; batches it does at once
        self._closing = ExitStack()
        self._executor: Executor | None = None

    def start(self) -> Executor:
        """The executor at work; what must be closed with it is left to ``self._closing``."""
        raise NotImplementedError

    def submit(self, act: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Hand something out."""
        if self._executor is None:
            self._executor = self.start()
        return self._executor.submit(act, *arguments)

    def warm(self, act: Callable[..., Any], *arguments: Any) -> None:
        """Have something done once on every machine that is not this one, before all its workers do it."""

    def close(self) -> None:
        """Let the workers go, without waiting for them."""
        self._executor = None
        self._closing.close()


class Threads(Workforce):
    """Threads of this process: the engine runs without the interpreter's lock."""

    shared = True

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} threads", count)

    def start(self) -> Executor:
        """A thread pool."""
        pool = ThreadPoolExecutor(self.slots, thread_name_prefix="history")
        self._closing.callback(pool.shutdown, wait=False, cancel_futures=True)
        return pool


class Device(Threads):
    """A CUDA device: one thread of this process feeds it with many histories at once."""

    def __init__(self) -> None:
        super().__init__(1)
        self.name = "a CUDA device"


class Processes(Workforce):
    """Child processes, spawned: they share nothing with this one but the compiled week on the disk."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} processes", count)

    def start(self) -> Executor:
        """A process pool."""
        pool = ProcessPoolExecutor(self.slots, multiprocessing.get_context("spawn"), initializer=_deaf)
        self._closing.callback(pool.shutdown, wait=False, cancel_futures=True)
        return pool


class Given(Workforce):
    """An executor of the caller's, who closes it."""

    def __init__(self, executor: Executor) -> None:
        super().__init__(type(executor).__name__, getattr(executor, "_max_workers", None) or os.cpu_count() or 1)
        self._given: Executor | None = executor

    def start(self) -> Executor:
        """The executor, once: how to make another is not known here."""
        given, self._given = self._given, None
        if given is None:
            raise Lost(f"The executor ({self.name}) lost its workers. Make another one and run the same again")
        return given


class Dask(Workforce):
    """Workers of Dask: ``count`` of them on this machine, or those of the scheduler at ``address``."""

    def __init__(self, *, count: int = 0, address: str = "") -> None:
        if importlib.util.find_spec("distributed") is None:
            raise Mistake(
                "--cluster: Dask is not installed. It comes with the extra [cluster]: pip install 'politeia[cluster]'"
            )
        super().__init__(address or f"{count} local Dask workers", count or 1)
        self._address = address
        self._client: Any = None

    def start(self) -> Executor:
        """A client's executor."""
        distributed: Any = importlib.import_module("distributed")
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost worker is no news: its work is done again
        where: Any = self._address
        if not where:
            with _undisturbed():
                where = distributed.LocalCluster(
                    n_workers=self.slots, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
                )
            self._closing.callback(where.close, timeout=_ANSWERS)
        try:
            self._client = distributed.Client(where, timeout=_ANSWERS, set_as_default=False)
            self._closing.callback(self._client.close)
            self._client.wait_for_workers(1, timeout=_ANSWERS)
        except (OSError, TimeoutError, ValueError) as error:
            self.close()
            raise Lost(f"{self.name}: no Dask scheduler with a worker answers there ({error})") from None
        self.slots = max(1, sum(self._client.nthreads().values()))
        return self._client.get_executor(pure=False)  # type: ignore[no-any-return]

    def warm(self, act: Callable[..., Any], *arguments: Any) -> None:
        """Have it done by one worker of each other machine."""
        if not self._address:
            return
        self._executor = self._executor or self.start()
        first = {address.rpartition(":")[0]: address for address in self._client.nthreads()}
        self._client.gather(
            [self._client.submit(act, *arguments, workers=[address], pure=False) for address in first.values()]
        )


def chosen(text: str | Executor | Workforce | None, threads: int | None = None) -> Workforce:
    """The workforce that ``--cluster`` names, an executor's, or else threads (all processors by default).

    Raises :class:`~politeia.mistakes.Mistake` for what is no address, or where nobody listens.
    """
    if isinstance(text, Workforce):
        return text
    if isinstance(text, Executor):
        return Given(text)
    if not text:
        return Threads(threads or os.cpu_count() or 1)
    if local := re.fullmatch(r"(local|processes)(?::([1-9][0-9]{0,3}))?", text):
        count = int(local[2] or os.cpu_count() or 1)
        return Dask(count=count) if local[1] == "local" else Processes(count)
    if remote := re.fullmatch(r"(?:tcp|tls)://(\[[0-9a-fA-F:]+\]|[^\s/:\[\]]+):([0-9]{1,5})/?", text):
        force = Dask(address=text.rstrip("/"))
        _listens(text, remote[1].strip("[]"), int(remote[2]))
        return force
    raise Mistake(
        f"--cluster: given '{text[:60]}'; allowed: local:4 (Dask workers on this machine), processes:4, or the "
        "address of a Dask scheduler such as tcp://127.0.0.1:8786"
    )


def _listens(text: str, host: str, port: int) -> None:
    """Refuse at once an address where no scheduler is: Dask would wait for its answer for ever."""
    try:
        with socket.create_connection((host, port), timeout=_LISTENS) as line:
            if text.startswith("tcp:") and not line.recv(1):  # a scheduler speaks first
                raise TimeoutError
    except TimeoutError:
        raise Mistake(f"--cluster: no Dask scheduler answers at {text}. Is it another program's port?") from None
    except (OSError, OverflowError, UnicodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise Mistake(
            f"--cluster: nobody listens at {text} ({why}). Start a scheduler there (dask scheduler), or use local:4."
        ) from None


class Batches:
    """The records of many histories, batch after batch in the order of their numbers.

    The order is that of the numbers whoever ends first, so that the parts of a store do not depend on who works.
    """

    def __init__(self, force: Workforce, task: Task, numbers: Sequence[int], *, size: int = 1) -> None:
        self.force, self._task = force, task
        self._ahead = deque(numbers)
        self._waiting: deque[tuple[Sequence[int], Future[Batch] | None]] = deque()
        self._size, self._breaks = size, 0  # histories in the first batches

    def __iter__(self) -> Iterator[list[Record]]:
        while self._ahead or self._waiting:
            try:
                self._hand_out()
                batch = self._first().result()
            except (BrokenExecutor, CancelledError):
                self._start_again()
                continue
            except (MemoryError, Mistake):
                raise
            except Exception as error:
                if self.force.shared:
                    raise
                why = f"{type(error).__name__}: {error}"
                raise Lost(f"{self.force.name}: {self._told()} cannot be run ({why})") from None
            self._waiting.popleft()
            self._breaks = 0
            self._resize(batch)
            yield batch.records

    def _first(self) -> Future[Batch]:
        future = self._waiting[0][1]
        assert future is not None  # handed out just before
        return future

    def leave(self) -> list[Record]:
        """Cancel what has not begun; the records of what has ended already."""
        for _, future in self._waiting:
            if future is not None:
                future.cancel()
        ended = [future.result() for _, future in self._waiting if future is not None and _succeeded(future)]
        self._waiting.clear()
        return [record for batch in ended for record in batch.records]

    def _hand_out(self) -> None:
        for at, (numbers, future) in enumerate(tuple(self._waiting)):
            if future is None:
                self._waiting[at] = (numbers, self.force.submit(self._task, numbers))
        while self._ahead and len(self._waiting) < _AHEAD * self.force.slots:
            numbers = [self._ahead[at] for at in range(min(self._size, len(self._ahead)))]
            self._waiting.append((numbers, self.force.submit(self._task, numbers)))
            for _ in numbers:
                self._ahead.popleft()

    def _resize(self, batch: Batch) -> None:
        """Batches of about a second, and enough of them for everybody."""
        if self.force.shared:
            return
        each = max(batch.seconds / max(1, len(batch.records)), 1e-6)
        share = -(-len(self._ahead) // self.force.slots)
        self._size = max(1, min(int(_SECONDS / each), _MOST, share))

    def _start_again(self) -> None:
        """Let the executor go: what has ended is kept, the rest will be handed out to the next one."""
        self._breaks += 1
        if self._breaks > _BREAKS:
            raise Lost(
                f"{self.force.name}: the workers died {self._breaks} times while running {self._told()}. "
                "Too little memory? Use fewer workers or a smaller --scale"
            )
        self.force.close()
        self._waiting = deque((numbers, future if _succeeded(future) else None) for numbers, future in self._waiting)

    def _told(self) -> str:
        numbers = self._waiting[0][0] if self._waiting else list(self._ahead)[:1]
        return f"history {numbers[0]}" if len(numbers) == 1 else f"histories {numbers[0]} to {numbers[-1]}"


def _succeeded(future: Future[Any] | None) -> bool:
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back while workers start; they, and those that will replace them, inherit that it is held back."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _deaf() -> None:
    """Ctrl-C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
