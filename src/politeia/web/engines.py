"""Compiled engines, one for each scale and set of mechanisms in use, shared by runs and lives."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

_MOST = 3  # kept
Kind = tuple[float, tuple[str, ...]]  # a scale, and the names of mechanisms


class Engines:
    """Gives the engine of a model at a scale; what is compiled once serves every model with the same mechanisms."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Kind, Engine] = OrderedDict()

    def get(self, model: Model, scale: float) -> Engine:
        """The engine, compiled if there is none yet."""
        from politeia import engine

        kind = (scale, tuple(mechanism.name for mechanism in model.mechanisms))
        with self._lock:
            if kind not in self._held:
                self._held[kind] = engine.prepare(model, scale=scale)
            self._held.move_to_end(kind)
            while len(self._held) > _MOST:
                self._held.popitem(last=False)
            ready = self._held[kind]
        return ready if ready.model is model else ready.like(model)
