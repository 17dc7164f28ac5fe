"""The full model, timed: the flagship organisation at any number of rows."""

from __future__ import annotations

import functools
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from politeia import engine, load
from politeia.engine import Engine
from politeia.model import Model, build

NAME = "party-1917"
SEED = 1917


@functools.cache
def model() -> Model:
    """The default organisation in its world."""
    return build(load.charter(NAME), load.world(NAME))


@functools.cache
def prepared(persons: int) -> Engine:
    """Its engine with about so many rows."""
    return engine.prepare(model(), scale=min(1.0, persons / model().world.persons))


def weeks() -> int:
    """Weeks of a whole history."""
    return model().world.weeks


class Run:
    """A history; ``weeks`` goes on from where it stands, and begins anew when the years are over."""

    def __init__(self, persons: int, *, history: int = 0) -> None:
        self.engine, self.history, self.week = prepared(persons), history, 0
        self.persons = self.engine.persons
        self.state = self.engine.start(history, seed=SEED)

    @property
    def nbytes(self) -> int:
        """Bytes of the state, its log and its measures included."""
        return sum(array.nbytes for array in self.state if isinstance(array, np.ndarray))

    @property
    def row_bytes(self) -> float:
        """Bytes of a person's own state: the record, and what stands in columns of its own."""
        return float(
            sum(array.itemsize for name, array in self.state._asdict().items() if name == "P" or name.startswith("P_"))
        )

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the measures of all weeks."""
        if self.week + count > weeks():
            self.state, self.week = self.engine.start(self.history, seed=SEED), 0
        first, last = self.week, self.week + count
        if threads == 1:
            self.state = self.engine.go_on(self.state, self.history, first, last, seed=SEED)
        else:
            with ThreadPoolExecutor(threads) as pool:
                self.state = self.engine.go_on(self.state, self.history, first, last, seed=SEED, pool=pool)
        self.week = last
        return np.asarray(self.state.out)


def start(persons: int, history: int) -> Run:
    """A history of about so many persons."""
    return Run(persons, history=history)
