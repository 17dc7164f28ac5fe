"""What every route works with: the shelf of results, the queue, the engines, and how errors are declared."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, cast

from fastapi import Depends, Request

from politeia.web import catalog
from politeia.web.engines import Engines
from politeia.web.jobs import Jobs
from politeia.web.limits import SCALE, Refusal
from politeia.web.shapes import Refused
from politeia.web.shelf import Shelf

_AT_ONCE = 2  # histories run again at a time, for lives
_PATIENCE_S = 60.0


class Recent:
    """The last few things that took long to make, each made once; one that is being made keeps no other waiting."""

    def __init__(self, most: int = 6) -> None:
        self._most = most
        self._held: OrderedDict[Hashable, Future[bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        """What was made for this key, or what ``make`` gives."""
        with self._lock:
            held = self._held.get(key)
            ours = held is None
            if held is None:
                held = self._held[key] = Future()
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        if ours:
            self._make(key, held, make)
        return held.result()

    def _make(self, key: Hashable, held: Future[bytes], make: Callable[[], bytes]) -> None:
        try:
            held.set_result(make())
        except BaseException as error:  # whoever waits is told the same; the next who asks tries anew
            with self._lock:
                self._held.pop(key, None)
            held.set_exception(error)


class Desk:
    """The state of one server."""

    def __init__(self, folder: Path, threads: int | None = None, engines: Engines | None = None) -> None:
        self.shelf = Shelf(folder)
        self.engines = engines or Engines()
        self.jobs = Jobs(folder, self.engines.get, threads)
        self.ready = threading.Event()
        self.documents = Recent()
        self.streams = 0
        self._replays = threading.Semaphore(_AT_ONCE)

    def warm(self) -> None:
        """Compile before anybody asks, so that the first run answers within seconds."""
        self.engines.get(catalog.base("party-1917", "party-1917"), SCALE)
        catalog.interventions()
        self.ready.set()

    @contextmanager
    def replaying(self) -> Iterator[None]:
        """A turn to run a history again."""
        if not self._replays.acquire(timeout=_PATIENCE_S):
            raise Refusal(503, "Too many lives are being looked up at once; try again in a moment.")
        try:
            yield
        finally:
            self._replays.release()


def _desk(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


AtDesk = Annotated[Desk, Depends(_desk)]

_SAID = {
    401: "the token is missing or wrong",
    403: "another page asks",
    404: "there is no such thing",
    409: "it is there and cannot be used",
    413: "too large",
    415: "not JSON",
    421: "another host name was asked for",
    422: "something in the request is wrong",
    429: "the queue is full",
    503: "busy, or a part is not installed",
}
_ALWAYS = (401, 421, 422)


def errors(*statuses: int, apart: bool = False) -> dict[int | str, dict[str, Any]]:
    """The declaration of the errors that a route can answer with; ``apart``: what it answers else is not JSON."""
    schema = {"$ref": f"#/components/schemas/{Refused.__name__}"}
    shape: dict[str, Any] = {"content": {"application/json": {"schema": schema}}} if apart else {"model": Refused}
    return {status: {**shape, "description": _SAID[status]} for status in sorted({*_ALWAYS, *statuses})}
