"""What a calibration says: the posterior, what it would be without a block of the archive, and how well it fits."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia import ensemble, evidence
from politeia.calibration import smc
from politeia.calibration.run import Result
from politeia.mistakes import Mistake
from politeia.posterior import Posterior

Floats = NDArray[np.float64]
NARROWER = 0.75  #: a parameter is inferred if its 80 % range is less than so much of the prior's
EDGES = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Inferred:
    """One parameter: its 80 % range and median, beside the prior's, in its own unit."""

    name: str
    low: float
    median: float
    high: float
    prior_low: float
    prior_high: float
    narrowing: float  #: width of the 80 % range in the unit cube, over the prior's .8


@dataclass(frozen=True, slots=True)
class Fit:
    """One entry of the archive beside the particles, on the link scale."""

    label: str
    group: str
    residual: float  #: of the particles' median, in standard errors of source and model
    inside: bool  #: the archive's range meets the 80 % range of what a source would print of the histories


def posterior(result: Result, date: dt.date | None = None) -> Posterior:
    """The final particles with their recipe. Raises nothing; see :class:`politeia.posterior.Posterior`."""
    recipe = _recipe(result, date) | {
        "misfits": [round(float(m), 3) for m in -2.0 * result.likelihood(result.last.values)],
        "distinct": distinct(result.last.active),
        "fitted": sum(fit.inside for fit in fits(result)),
    }
    return Posterior(result.problem.name, result.names, result.draws(), recipe)


def without(result: Result, block: str) -> Posterior:
    """The posterior that the other blocks alone give: every population, weighted anew with no simulation.

    The space that is not ruled out was found with the block, whose trace is there; it is far wider than the posterior.
    """
    kept, _, size = _reweighted(result, block)
    recipe = _recipe(result, None) | {"without": block, "effective": round(size, 1)}
    return Posterior(f"{result.problem.name} without {block}", result.names, result.draws(kept), recipe)


def blocks(result: Result) -> dict[str, Posterior]:
    """``{block: posterior without it}``, for every block of the archive that counts."""
    return {block: without(result, block) for block in result.problem.data.blocks()}


def predictive(result: Result, block: str) -> tuple[NDArray[np.intp], Floats]:
    """Positions of a block's entries in the data, and their simulated means under the posterior without the block.

    ``(particles, entries)``, on the link scale; chance (``result.likelihood.variance``), source error and discrepancy
    come on top.
    """
    _, values, _ = _reweighted(result, block)
    mine = np.flatnonzero([group == block for group in result.problem.data.groups])
    return mine, values[:, mine]


def held_out(result: Result) -> dict[str, tuple[int, int]]:
    """``{block: (entries inside their 80 % range, entries)}`` where the block was not used."""
    found = {}
    for block in result.problem.data.blocks():
        mine, values = predictive(result, block)
        found[block] = (int(_inside(result, mine, values).sum()), len(mine))
    return found


def fits(result: Result) -> list[Fit]:
    """Every entry beside the final particles."""
    data = result.problem.data
    every = np.arange(len(data))
    residuals = data.residuals(np.nanmedian(result.last.values, axis=0))
    inside = _inside(result, every, result.last.values)
    return [Fit(data.labels[k], data.groups[k], float(residuals[k]), bool(inside[k])) for k in every]


def inferred(result: Result) -> list[Inferred]:
    """Every active parameter, the narrowest first."""
    prior, draws = result.problem.prior, result.draws()
    rows = []
    for column, (k, name) in enumerate(zip(result.active, result.names, strict=True)):
        low, median, high = (float(np.quantile(draws[:, column], level)) for level in EDGES)
        bounds = prior.values(np.tile(np.array([[EDGES[0]], [EDGES[2]]]), (1, len(prior.names))))[:, k]
        width = np.diff(np.quantile(result.last.active[:, column], [EDGES[0], EDGES[2]]))[0]
        rows.append(Inferred(name, low, median, high, float(bounds[0]), float(bounds[1]), float(width) / 0.8))
    return sorted(rows, key=lambda row: row.narrowing)


def distinct(active: Floats) -> int:
    """Particles that differ."""
    return len(np.unique(active, axis=0))


def _inside(result: Result, mine: NDArray[np.intp], values: Floats) -> NDArray[np.bool_]:
    """Whether an entry's range meets the 80 % range of what a source would print of one history."""
    data = result.problem.data
    sd = np.sqrt(np.minimum(data.low_sd, data.high_sd) ** 2 + result.likelihood.variance)[mine]
    printed = (values[:, None, :] + sd * evidence.NODES[None, :, None]).reshape(-1, len(mine))
    low, high = np.nanquantile(printed, [EDGES[0], EDGES[2]], axis=0)
    return (data.high[mine] >= low) & (data.low[mine] <= high)


def _reweighted(result: Result, block: str) -> tuple[Floats, Floats, float]:
    """Particles and their values in the posterior without a block, and the effective number behind them.

    All populations together are a sample of the mixture of their distributions, each the prior times the likelihood
    to its inverse temperature, over its evidence.
    """
    if block not in result.problem.data.blocks():
        raise Mistake(f"block '{block}': not in the archive; allowed: {', '.join(result.problem.data.blocks())}")
    whole, held = result.populations, result.problem.data.without(block)
    values = np.concatenate([population.values for population in whole])
    logs = result.likelihood(values)
    mixture = np.logaddexp.reduce([population.cold * logs - population.evidence for population in whole], axis=0)
    fewer = smc.Likelihood(held, result.likelihood.chance, result.likelihood.replicates)
    weights = result.last.cold * fewer(values) - mixture
    luck = np.random.default_rng([result.settings.seed, result.problem.data.blocks().index(block)])
    kept = smc.resampled(weights, luck, result.settings.particles)
    active = np.concatenate([population.active for population in whole])[kept]
    return active, values[kept], smc.effective_size(weights)


def _recipe(result: Result, date: dt.date | None) -> dict[str, Any]:
    prior = result.problem.prior
    spans = {
        prior.names[k]: [float(prior.low[k]), float(prior.high[k]), "log-uniform" if prior.log[k] else "uniform"]
        for k in result.active
    }
    return {
        "date": (date or dt.date.today()).isoformat(),
        "model": result.problem.model,
        "problem": result.problem.key,
        "archive": result.problem.data.digest,
        "code": ensemble.code(),
        "settings": asdict(result.settings),
        "histories": result.spent,
        "temperature": round(result.temperature, 4),
        "not_ruled_out": result.left,
        "priors": spans,
    }
