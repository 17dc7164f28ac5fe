"""Approximate Bayesian computation by a sequential Monte Carlo sampler, with moves that an emulator proposes.

The tolerance is the error itself: a particle counts as exp(-misfit / 2T), where the misfit holds the errors of source
and model (Wilkinson 2013), and the temperature T falls from infinity to 1, at each stage so far that the effective
number of particles halves (Del Moral, Doucet, Jasra 2012).  Particles are then resampled and moved: a walk on the
emulator proposes, the engine decides (delayed acceptance, Christen and Fox 2005), so that a wrong emulator costs
acceptances and never biases.  Every particle has the same few histories, so that two are compared without the noise of
their luck; what is peculiar to that luck is in the misfit's variance (:class:`Likelihood`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from politeia.calibration.data import Data
from politeia.calibration.space import Space, Wave, reflected

Floats = NDArray[np.float64]
WALKS = (60, 15)  #: steps of a walk on the emulator, in turn: far, then near
_HALF = 0.5  # effective share of the particles that a stage keeps


@dataclass(frozen=True, eq=False)
class Population:
    """Equally weighted particles of one temperature, after their moves."""

    cold: float  #: 1/T
    evidence: float  #: logarithm of the mean likelihood at this temperature
    active: Floats  # (particles, parameters)
    values: Floats  # (particles, targets): means over the replicates, linked
    accepted: float = 1.0  #: share that moved at this stage


@dataclass(frozen=True, eq=False)
class Likelihood:
    """Minus half the misfit of simulated means, allowing for the luck of the archive's history and of ours."""

    data: Data
    chance: Floats  #: variance between histories of one point, a target
    replicates: int

    def __call__(self, values: Floats) -> Floats:
        """Log likelihood of means over replicates ``(particles, targets)``."""
        return -0.5 * self.data.misfit(values, self.variance)

    @property
    def variance(self) -> Floats:
        """s2 (1 + 1/R): the archive is one history, and the R that all particles share have luck of their own.

        Right where luck adds to what parameters do, and too wide where it does not: never too sure.
        """
        return self.chance * (1.0 + 1.0 / self.replicates)


def next_cold(logs: Floats, cold: float) -> float:
    """The inverse temperature, at most 1, at which half of the particles still count."""

    def effective(step: float) -> float:
        return effective_size(step * logs)

    if effective(1.0 - cold) >= _HALF * len(logs):
        return 1.0
    low, high = 0.0, 1.0 - cold
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if effective(middle) >= _HALF * len(logs) else (low, middle)
    return cold + low


def effective_size(logs: Floats) -> float:
    """Kish's effective number of weights given as logarithms."""
    weights = np.exp(logs - logs.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def resampled(logs: Floats, luck: np.random.Generator, count: int | None = None) -> NDArray[np.intp]:
    """Systematic resampling: positions of ``count`` equally weighted particles."""
    count = count or len(logs)
    weights = np.exp(logs - logs.max())
    ladder = np.cumsum(weights) / weights.sum()
    ladder[-1] = 1.0
    return np.searchsorted(ladder, (luck.random() + np.arange(count)) / count)


def log_mean(logs: Floats) -> float:
    """Logarithm of the mean of exponentials."""
    return float(logs.max() + np.log(np.exp(logs - logs.max()).mean()))


def walk(active: Floats, wave: Wave, space: Space, cold: float, luck: np.random.Generator, steps: int) -> Floats:
    """Where Metropolis walks on the emulated posterior arrive, each particle from its own place."""
    dimensions = active.shape[1]
    scatter = np.cov(active.T).reshape(dimensions, dimensions)
    ground = np.diag(np.diag(scatter) + 1e-6)
    root = np.linalg.cholesky(0.7 * scatter + 0.3 * ground)
    here, mine = active, wave.misfit(space.data, active)
    for _ in range(steps):  # near and far steps by lot: a mixture of reversible steps is reversible, a cycle is not
        width = 2.38 / np.sqrt(dimensions) * np.where(luck.random((len(here), 1)) < 0.5, 0.3, 1.0)
        there = reflected(here + width * (luck.normal(size=here.shape) @ root.T))
        theirs = wave.misfit(space.data, there)
        with np.errstate(over="ignore"):
            taken = np.log(luck.random(len(here))) < 0.5 * cold * (mine - theirs)
        taken &= space.allows(there)
        here, mine = np.where(taken[:, None], there, here), np.where(taken, theirs, mine)
    return here


@dataclass(frozen=True, eq=False)
class Sampler:
    """What the moves need: the engine, the emulator, kept decisions and luck."""

    likelihood: Likelihood
    space: Space
    surrogate: Callable[[], Wave]  #: fitted to everything that has been simulated so far
    decided: Callable[[str, Callable[[], Floats]], Floats]
    simulate: Callable[[str, Floats], Floats]
    affordable: Callable[[], bool]  #: another round of moves
    luck: Callable[[str], np.random.Generator]
    moves: int = 4  #: at a stage, at most: it ends when half of the particles should have moved
    settle: int = 4  #: stages at the posterior itself, if they are affordable

    def populations(self, first: Population) -> Iterator[Population]:
        """From the prior to the posterior, as far as moves are affordable."""
        now, stage, settled = first, 0, 0
        while self.affordable() and settled < self.settle:
            stage += 1
            settled += now.cold == 1.0
            now = self._moved(self._colder(now, stage), stage)
            yield now

    def _colder(self, now: Population, stage: int) -> Population:
        logs = self.likelihood(now.values)
        cold = next_cold(logs, now.cold)
        if cold == now.cold:
            return now
        step = (cold - now.cold) * logs
        kept = resampled(step, self.luck(f"{stage}.resample"))
        return Population(cold, now.evidence + log_mean(step), now.active[kept], now.values[kept])

    def _moved(self, now: Population, stage: int) -> Population:
        stayed = 1.0
        for move in range(self.moves):
            if stayed > _HALF and self.affordable():
                now = self._move(now, f"{stage}.{move}", WALKS[move % len(WALKS)])
                stayed *= 1.0 - now.accepted
        return replace(now, accepted=1.0 - stayed)

    def _move(self, now: Population, name: str, steps: int) -> Population:
        def decide() -> Floats:
            wave = self.surrogate()
            there = walk(now.active, wave, self.space, now.cold, self.luck(f"{name}.walk"), steps)
            data = self.space.data
            gain = 0.5 * (wave.misfit(data, now.active) - wave.misfit(data, there))
            return np.column_stack([there, gain])

        proposed = self.decided(f"move-{name}", decide)
        there, emulated = proposed[:, :-1], proposed[:, -1]
        replicates = self.simulate(f"temperature {1 / now.cold:.3g}", there)
        values = self.likelihood.data.tamed(replicates).mean(axis=1)
        engine = self.likelihood(values) - self.likelihood(now.values)
        taken = np.log(self.luck(f"{name}.accept").random(len(there))) < now.cold * (engine - emulated)
        return Population(
            now.cold,
            now.evidence,
            np.where(taken[:, None], there, now.active),
            np.where(taken[:, None], values, now.values),
            float(taken.mean()),
        )
