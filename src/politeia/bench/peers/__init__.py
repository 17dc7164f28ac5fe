"""Who runs the common workload, and who of them can run on this machine."""

from __future__ import annotations

import functools
import importlib
import time
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

import numpy as np

from politeia.bench import party_week
from politeia.bench.party_week import Town


class Going(Protocol):
    """A history that goes on for some weeks at a time."""

    @property
    def nbytes(self) -> int:
        """Bytes of the state."""

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each."""


@dataclass(frozen=True)
class Peer:
    """An implementation: its module, the package it needs, threads and persons up to which it is run."""

    name: str
    module: str
    package: str = ""
    threads: int = 1
    most: int = 10**9

    def missing(self) -> str:
        """Why it cannot run here, or nothing."""
        if self.name == "c":
            from politeia.bench.peers import c_

            return c_.trouble()
        if self.package and find_spec(self.package) is None:
            return "install politeia[bench]"
        return ""

    def start(self, town: Town, *, history: int = 0) -> Going:
        """A history of the town."""
        made: Going = importlib.import_module(f"politeia.bench.{self.module}").Run(town, history=history)
        return made


@functools.cache
def first_use(peer: Peer) -> float:
    """Seconds that the first week of a small town takes more than a second one: import and compilation, kept or not."""
    town = party_week.town(1_000)

    def once() -> float:
        began = time.perf_counter()
        peer.start(town).weeks(1)
        return time.perf_counter() - began

    return max(0.0, once() - once())


PEERS = (
    Peer("politeia", "workload", threads=2),
    Peer("c", "peers.c_", threads=2),
    Peer("numpy", "peers.numpy_"),
    Peer("numpy-tuned", "peers.numpy_tuned"),
    Peer("warp", "peers.warp_", "warp"),
    Peer("mesa", "peers.mesa_", "mesa", most=2_000_000),
)
