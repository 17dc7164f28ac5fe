"""The common workload in NumPy, tuned: arrays in place, sums over sorted cells, a fast generator, rates kept."""

from __future__ import annotations

import numpy as np

from politeia.bench import party_week as spec
from politeia.bench.party_week import Town


class Run:
    """A history; ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0) -> None:
        self.luck = np.random.Generator(np.random.SFC64(history))
        self.opinion, self.mood = town.opinion.copy(), town.mood.copy()
        self.rate = np.float32(spec.RATE) * (1 - town.initiative / 2)
        self.age, self.member, self.officer = town.weeks.astype(np.uint8), town.member.copy(), town.officer
        self.sizes, self.starts = town.sizes, np.cumsum(town.sizes) - town.sizes
        self.district, self.cells_of = town.district, np.bincount(town.district)
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
        people = len(self.opinion)
        pulled = (spec.ECHO * self.feeling + spec.shock(self.week) - spec.NOISE).astype(np.float32)
        noise = self.luck.random(people, np.float32)
        noise *= 2 * spec.NOISE
        noise += np.repeat(pulled, self.sizes)
        noise -= self.mood
        noise *= spec.PULL
        self.mood += noise
        gap = np.repeat(self.mean, self.sizes)
        gap -= self.opinion
        moved = gap * self.rate
        moved *= np.abs(gap) < spec.BOUND
        moved += spec.DUTY * (np.repeat(self.line[self.district], self.sizes) - self.opinion)
        moved *= self.member
        self.opinion += moved
        logit = spec.BY_MOOD * self.mood
        logit += np.repeat((spec.BASE + spec.BY_SHARE * self.share).astype(np.float32), self.sizes)
        chance = 1 / (1 + np.exp(-logit))
        chance[self.member] = spec.QUIT
        turned = self.luck.random(people, np.float32) < chance
        joined = int(np.count_nonzero(turned & ~self.member))
        quit_ = int(np.count_nonzero(turned)) - joined
        self.age += self.member & (self.age < spec.OLDEST)
        self.age[turned] = 0
        self.member ^= turned
        self.week += 1
        self.measure()
        return self.aggregates(joined, quit_)

    def measure(self) -> None:
        """The cells' means and the districts' lines."""
        counted = self.opinion * self.member
        members = np.add.reduceat(self.member, self.starts, dtype=np.int32)
        self.mean = (np.add.reduceat(counted, self.starts) / np.maximum(members, 1)).astype(np.float32)
        self.feeling = np.add.reduceat(self.mood, self.starts) / self.sizes
        self.share = members / self.sizes
        self.line = (np.bincount(self.district, self.mean) / self.cells_of).astype(np.float32)

    def aggregates(self, joined: int, quit_: int) -> list[float]:
        """The eight of the specification."""
        members = int(np.count_nonzero(self.member))
        counted = self.opinion * self.member
        posted = self.officer & self.member
        return [
            members,
            joined,
            quit_,
            float(self.line.mean()),
            float(counted @ counted) / max(1, members),
            float(self.mood.mean()),
            float(self.opinion @ posted) / max(1, int(np.count_nonzero(posted))),
            float(self.age.sum(dtype=np.int64)) / max(1, members),
        ]
