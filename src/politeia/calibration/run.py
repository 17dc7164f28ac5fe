"""The whole calibration: a first design, screening, waves of history matching, then the particles."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from politeia.calibration import emulator, prior, screening
from politeia.calibration.memo import Memo
from politeia.calibration.problem import Problem
from politeia.calibration.smc import Likelihood, Population, Sampler
from politeia.calibration.space import Space, Wave
from politeia.mistakes import Mistake

Floats = NDArray[np.float64]
Progress = Callable[[str, int], None]  #: what is happening, and how many histories have just ended
SCALE = 0.002  #: rows for each person within reach: some twenty thousand persons
_FIRST, _WAVE = 0.15, 0.12  # shares of the budget for the first design and for each wave
_BEST = 3  # points at which chance is measured
_NEAR = 0.35  # half of the first design lies so far, at most, from the defaults
_RECENT = 900  # points that the particles' emulator learns from: the nearest to where they are


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a calibration is made. ``budget`` counts histories, never seconds: a slow machine gives the same result."""

    particles: int = 128
    replicates: int = 3
    waves: int = 2
    budget: int = 6_000
    active: int = 40
    keep: float = 0.10
    seed: int = 1917

    def __post_init__(self) -> None:
        for option, given, least in (
            ("particles", self.particles, 8),
            ("replicates", self.replicates, 1),
            ("waves", self.waves, 1),
        ):
            if given < least:
                raise Mistake(f"--{option}: given {given}; allowed: {least} or more")
        if self.budget < self.least:
            raise Mistake(
                f"--budget: given {self.budget}; allowed: {self.least} or more with {self.particles} particles, "
                f"{self.replicates} replicates and {self.waves} waves (or ask for fewer of these)"
            )

    @property
    def first(self) -> int:
        """Points of the first design, one history each."""
        return max(40, int(_FIRST * self.budget))

    @property
    def wave(self) -> int:
        """Points of a wave."""
        return max(10, int(_WAVE * self.budget / self.replicates))

    @property
    def lucks(self) -> int:
        """Histories of each of the points at which chance is measured."""
        return max(8, self.budget // 800)

    @property
    def least(self) -> int:
        """Histories without which there is nothing to say: the waves, the particles, one round of moves."""
        few = int(np.ceil(self.replicates * (10 * self.waves + 2 * self.particles) + 40 + 8 * _BEST))
        shared = self.replicates * 2 * self.particles / (1.0 - _FIRST - _WAVE * self.waves - _BEST / 800)
        return max(few, int(np.ceil(shared)) + self.replicates + 8 * _BEST)


@dataclass(frozen=True, eq=False)
class Result:
    """What a calibration leaves. Particles are equally weighted points of the active parameters."""

    problem: Problem
    settings: Settings
    active: NDArray[np.intp]  #: positions in the prior's names
    influence: Floats  #: of every parameter
    space: Space
    left: float  #: share of the prior that is not ruled out
    likelihood: Likelihood
    populations: tuple[Population, ...]
    spent: int  #: histories, those stored before included
    ran: int  #: histories run by this call
    folder: Path
    notes: list[str] = field(default_factory=list)

    @property
    def last(self) -> Population:
        """The final particles."""
        return self.populations[-1]

    @property
    def temperature(self) -> float:
        """1: the posterior was reached; above: every error counts as its square root times as large."""
        return 1.0 / self.last.cold

    @property
    def names(self) -> tuple[str, ...]:
        """The inferred parameters."""
        return tuple(self.problem.prior.names[k] for k in self.active)

    @property
    def collapsed(self) -> bool:
        """Fewer than a tenth of the particles differ: nothing can be said."""
        return 10 * len(np.unique(self.last.active, axis=0)) < len(self.last.active)

    def points(self, active: Floats) -> Floats:
        """Whole points of the unit cube: what is not inferred stands at its default."""
        points = np.tile(self.problem.prior.default, (len(active), 1))
        points[:, self.active] = active
        return points

    def draws(self, active: Floats | None = None) -> Floats:
        """Parameter values ``(particles, inferred parameters)``."""
        points = self.points(self.last.active if active is None else active)
        return self.problem.prior.values(points)[:, self.active]


def calibrate(
    problem: Problem,
    settings: Settings,
    *,
    folder: Path,
    threads: int = 1,
    progress: Progress = lambda what, ended: None,
) -> Result:
    """Calibrate, keeping everything under ``folder``; the same call continues what was stopped.

    The result depends on the problem and the settings alone: not on threads, nor on how often it was stopped.
    """
    emulator.ridge()  # says what is missing before any work
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # one thread for linear algebra: the order of sums is part of a result's bits
        return _Run(problem, settings, folder, threads, progress).result()


class _Run:
    """One calibration under way: what is spent, and everything simulated so far."""

    def __init__(self, problem: Problem, settings: Settings, folder: Path, threads: int, progress: Progress) -> None:
        self.problem, self.settings, self.threads, self.progress = problem, settings, threads, progress
        self.memo = Memo(folder / f"calibration-{problem.name}-{problem.key}")
        recipe = json.dumps(asdict(settings), sort_keys=True) + problem.data.digest
        self.key = hashlib.blake2b(recipe.encode(), digest_size=5).hexdigest()
        self.spent = 0
        self.points: list[Floats] = []  # of the waves and the particles, active parameters only
        self.values: list[Floats] = []
        self.active = np.arange(0)
        self._prepared: list[Callable[[Floats, int], Floats]] = []

    def result(self) -> Result:
        """All steps in order."""
        influence, space = self._screened()
        chance = np.zeros(len(self.problem.data))
        for number in range(1, self.settings.waves + 1):
            self._active(f"wave {number}", self._sampled(space, f"wave.{number}", self.settings.wave))
            chance = self._chance() if number == 1 else chance
            wave = Wave(*self._recent(chance))
            space = self._cut(space, wave, f"cut.{number}")
        likelihood = Likelihood(self.problem.data, chance, self.settings.replicates)
        populations = self._particles(space, likelihood, chance)
        return Result(
            self.problem,
            self.settings,
            self.active,
            influence,
            space,
            space.share(self._luck("share")),
            likelihood,
            tuple(populations),
            self.spent,
            self.memo.ran,
            self.memo.folder,
            self.memo.notes,
        )

    def _screened(self) -> tuple[Floats, Space]:
        """The first design over all parameters, those that matter, and the space after one cut."""
        everything = self.problem.prior
        count, names = self.settings.first, len(everything.names)

        def design() -> Floats:
            luck = self._luck("first")
            wide = prior.hypercube(luck, count - count // 2, names)
            near = prior.hypercube(luck, count // 2, names)
            return np.concatenate([wide, prior.around(near, everything.default, _NEAR)])

        points = self._decided("first", design)
        luck = np.arange(count).reshape(-1, 1)  # of its own for each point: what stands out must not be one history's
        values = self._simulated("first design", points, luck)[:, 0]
        data = self.problem.data
        influence = self._decided(
            "influence", lambda: screening.influence(points, values, data, self._luck("screening"))
        )
        self.active = screening.strongest(influence, self.settings.active)
        wave = Wave(*self._fitted(points[:, self.active], data.tamed(values), np.zeros(len(data))))
        return influence, self._cut(Space(data, len(self.active)), wave, "cut.0")

    def _particles(self, space: Space, likelihood: Likelihood, chance: Floats) -> list[Population]:
        count = self.settings.particles
        active = self._sampled(space, "particles", count)
        replicates = self._active("particles", active)
        first = Population(0.0, 0.0, active, likelihood.data.tamed(replicates).mean(axis=1))
        sampler = Sampler(
            likelihood,
            space,
            lambda: Wave(*self._recent(chance)),
            self._decided,
            self._active,
            lambda: self.spent + count * self.settings.replicates <= self.settings.budget,
            self._luck,
        )
        return [first, *sampler.populations(first)]

    def _sampled(self, space: Space, name: str, count: int) -> Floats:
        return self._decided(name, lambda: space.sample(self._luck(name), count))

    def _cut(self, space: Space, wave: Wave, name: str) -> Space:
        def cut() -> Floats:
            return np.array([space.narrowed(wave, self._luck(name), keep=self.settings.keep).waves[-1].cut])

        found = Wave(wave.emulator, wave.variance, float(self._decided(name, cut)[0]))
        return Space(space.data, space.dimensions, (*space.waves, found))

    def _recent(self, chance: Floats) -> tuple[emulator.Emulator, Floats]:
        points, values = np.concatenate(self.points)[-_RECENT:], np.concatenate(self.values)[-_RECENT:]
        return self._fitted(points, values.mean(axis=1), chance)

    def _fitted(self, points: Floats, values: Floats, chance: Floats) -> tuple[emulator.Emulator, Floats]:
        """An emulator, and the variance of the archive around it: its own error, and luck."""
        fitted = emulator.fit(points, values)
        return fitted, fitted.error + chance * (1.0 + 1.0 / self.settings.replicates)

    def _chance(self) -> Floats:
        """Variance between histories of one point: the best of the first wave, under luck that they had not yet."""
        means = self.values[0].mean(axis=1)
        order = np.argsort(self.problem.data.misfit(means), kind="stable")
        best = self._decided("best", lambda: self._whole(self.points[0][order[:_BEST]]))
        numbers = self.settings.replicates + np.arange(len(best) * self.settings.lucks).reshape(len(best), -1)
        found = self.problem.data.tamed(self._simulated("chance", best, numbers))
        return np.nan_to_num(np.nanmean(np.nanvar(found, axis=1, ddof=1), axis=0))

    def _active(self, what: str, active: Floats) -> Floats:
        """Simulate points of the active parameters, all with the same histories, and learn from them."""
        numbers = np.tile(np.arange(self.settings.replicates), (len(active), 1))
        found = self._simulated(what, self._whole(active), numbers)
        self.points.append(active)
        self.values.append(self.problem.data.tamed(found))
        return found

    def _whole(self, active: Floats) -> Floats:
        points = np.tile(self.problem.prior.default, (len(active), 1))
        points[:, self.active] = active
        return points

    def _simulated(self, what: str, points: Floats, numbers: NDArray[np.int64]) -> Floats:
        """Values of points under the histories of these numbers."""
        self.spent += numbers.size
        return self.memo.evaluate(
            points,
            numbers,
            self._simulator,
            threads=self.threads,
            progress=lambda ended: self.progress(what, ended),
        )

    def _simulator(self) -> Callable[[Floats, int], Floats]:
        if not self._prepared:
            self._prepared.append(self.problem.simulator())
        return self._prepared[0]

    def _decided(self, name: str, make: Callable[[], Floats]) -> Floats:
        return self.memo.decided(f"{self.key}.{name}", make)

    def _luck(self, name: str) -> np.random.Generator:
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        return np.random.default_rng([self.settings.seed, int.from_bytes(digest, "big")])
