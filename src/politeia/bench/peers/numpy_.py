"""The common workload in NumPy as it is usually written: an expression for each sentence of the specification.

Single precision, one array a field; :mod:`politeia.bench.peers.numpy_tuned` is what a patient programmer makes of it.
"""

from __future__ import annotations

import numpy as np

from politeia.bench import party_week as spec
from politeia.bench.party_week import Town


class Run:
    """A history; ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0) -> None:
        self.luck = np.random.default_rng(history)
        self.opinion, self.mood, self.initiative = town.opinion, town.mood, town.initiative
        self.age, self.member, self.officer = town.weeks.astype(np.uint8), town.member, town.officer
        self.cell, self.sizes, self.district = town.cell.astype(np.int32), town.sizes, town.district
        self.week = 0
        self.measure()

    @property
    def nbytes(self) -> int:
        """Bytes of the state; temporaries come on top."""
        return sum(a.nbytes for a in vars(self).values() if isinstance(a, np.ndarray))

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each, float64 (count, 8)."""
        return np.array([self.step() for _ in range(count)])

    def step(self) -> list[float]:
        """A week."""
        noise = self.luck.uniform(-spec.NOISE, spec.NOISE, len(self.mood)).astype(np.float32)
        pulled = (spec.ECHO * self.feeling + np.float32(spec.shock(self.week)))[self.cell]
        self.mood = self.mood + spec.PULL * (pulled + noise - self.mood)
        gap = self.mean[self.cell] - self.opinion
        nearer = np.where(np.abs(gap) < spec.BOUND, spec.RATE * (1 - self.initiative / 2) * gap, 0)
        moved = nearer + spec.DUTY * (self.line[self.district][self.cell] - self.opinion)
        self.opinion = np.where(self.member, self.opinion + moved, self.opinion)
        logit = spec.BASE + spec.BY_MOOD * self.mood + spec.BY_SHARE * self.share[self.cell]
        chance = np.where(self.member, spec.QUIT, 1 / (1 + np.exp(-logit)))
        turned = self.luck.random(len(chance), np.float32) < chance
        joined, quit_ = int((turned & ~self.member).sum()), int((turned & self.member).sum())
        self.age = np.where(self.member & ~turned, np.minimum(self.age, spec.OLDEST - 1) + 1, 0).astype(np.uint8)
        self.member = self.member ^ turned
        self.week += 1
        self.measure()
        return self.aggregates(joined, quit_)

    def measure(self) -> None:
        """The cells' means and the districts' lines."""
        cells = len(self.sizes)
        members = np.bincount(self.cell, self.member, cells)
        mean = np.bincount(self.cell, self.opinion * self.member, cells) / np.maximum(members, 1)
        self.mean = mean.astype(np.float32)
        self.feeling = (np.bincount(self.cell, self.mood, cells) / self.sizes).astype(np.float32)
        self.share = (members / self.sizes).astype(np.float32)
        self.line = (np.bincount(self.district, mean) / np.bincount(self.district)).astype(np.float32)

    def aggregates(self, joined: int, quit_: int) -> list[float]:
        """The eight of the specification."""
        opinions, officers = self.opinion[self.member], self.opinion[self.member & self.officer]
        return [
            len(opinions),
            joined,
            quit_,
            float(self.line.mean()),
            float(np.square(opinions).mean()) if len(opinions) else 0.0,
            float(self.mood.mean()),
            float(officers.mean()) if len(officers) else 0.0,
            float(self.age[self.member].mean()) if len(opinions) else 0.0,
        ]
