"""Compiled engines, one for each scale in use, shared by runs and lives."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

_MOST = 3  # scales kept


class Engines:
    """Gives the engine of a model at a scale; what is compiled once serves every model with the same mechanisms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[float, Engine] = OrderedDict()

    def get(self, model: Model, scale: float) -> Engine:
        """The engine, compiled if there is none yet."""
        from politeia import engine

        with self._lock:
            if scale not in self._held:
                self._held[scale] = engine.prepare(model, scale=scale)
            self._held.move_to_end(scale)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
            ready = self._held[scale]
        return ready if ready.model is model else ready.like(model)
