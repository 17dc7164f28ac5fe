"""Does calibration work?  Writes docs/explanation/calibration.md.

Four checks through the code that `politeia calibrate` runs: a known answer, ranks of planted truths (with a biased
simulator that must be caught), parameters recovered from archives that the engine made, and, where pyABC is installed
(`pip install 'politeia[verify]'`), the posterior that an independent sampler finds.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import planted  # noqa: E402
import small  # noqa: E402
from exact import LEVEL, binomial, kolmogorov  # noqa: E402
from politeia import calibration, engine  # noqa: E402
from politeia.calibration.run import Result, Settings  # noqa: E402

PAGE = ROOT / "docs" / "explanation" / "calibration.md"
PROBLEMS, ARCHIVES = 60, 12
QUICK = Settings(particles=32, replicates=2, waves=1, budget=560)


def calibrated(number: int, settings: Settings, **planting: Any) -> tuple[Result, np.ndarray]:
    problem, truth = planted.line(number, **planting)
    with tempfile.TemporaryDirectory() as folder:
        return calibration.calibrate(problem, settings, folder=Path(folder)), truth


def exact(result: Result) -> tuple[np.ndarray, float]:
    """Mean and standard deviation of the known answer."""
    simulate, shared = result.problem.simulator(), result.settings.replicates
    ours = np.mean([simulate(np.full(len(result.names), 0.5), history) for history in range(shared)], axis=0)
    variance = planted.ERROR**2 + planted.CHANCE**2 * (1 + 1 / shared)
    return (result.problem.data.low - ours).reshape(-1, 2).mean(axis=1), float(np.sqrt(variance / 2))


def ranks(bias: float) -> np.ndarray:
    found: list[float] = []
    for number in range(PROBLEMS):
        result, truth = calibrated(500 + number, replace(QUICK, seed=number), bias=bias)
        luck = np.random.default_rng([number, 4])
        below = (result.draws()[1:] < truth[result.active]).sum(axis=0)
        found += list((below + luck.random(len(below))) / len(result.last.active))
    return np.array(found)


def recovered() -> tuple[int, int]:
    """Planted parameters inside their 80 % interval, and how many there were."""
    ready = engine.prepare(planted.known_world(), scale=small.TINY)
    hits: list[bool] = []
    settings = Settings(particles=32, replicates=2, waves=1, budget=500)
    for number in range(100, 100 + ARCHIVES):
        problem, truth = planted.organisation(ready, number)
        with tempfile.TemporaryDirectory() as folder:
            result = calibration.calibrate(problem, settings, folder=Path(folder), threads=2)
        low, high = np.quantile(result.last.active, [0.1, 0.9], axis=0)
        hits += list((low <= truth[result.active]) & (truth[result.active] <= high))
    return sum(hits), len(hits)


def independent(result: Result) -> tuple[np.ndarray, np.ndarray] | None:
    """Mean and standard deviation that pyABC finds for the same simulator, prior and errors; None without pyABC."""
    try:
        import pyabc
    except ImportError as error:
        print(f"no comparison with pyABC: {error}; pip install 'politeia[verify]'")
        return None
    problem, shared = result.problem, result.settings.replicates
    simulate, names = problem.simulator(), [f"p{k}" for k in range(len(problem.prior.names))]

    def model(parameters: Any) -> dict[str, np.ndarray]:
        point = np.array([(parameters[name] + planted.SPAN) / (2 * planted.SPAN) for name in names])
        return {"y": np.mean([simulate(point, history) for history in range(shared)], axis=0)}

    prior = pyabc.Distribution(**{name: pyabc.RV("uniform", -planted.SPAN, 2 * planted.SPAN) for name in names})
    variance = problem.data.low_sd**2 + result.likelihood.variance
    sampler = pyabc.ABCSMC(
        model,
        prior,
        pyabc.IndependentNormalKernel(var=variance, keys=["y"]),
        population_size=400,
        eps=pyabc.Temperature(),
        acceptor=pyabc.StochasticAcceptor(),
        sampler=pyabc.sampler.SingleCoreSampler(),
    )
    np.random.seed(1)  # noqa: NPY002
    with tempfile.TemporaryDirectory() as folder:
        sampler.new(f"sqlite:///{folder}/pyabc.db", {"y": problem.data.low})
        frame, weights = sampler.run(max_nr_populations=6).get_distribution()
    values = frame[names].to_numpy()
    mean = weights @ values
    return mean, np.sqrt(weights @ (values - mean) ** 2)


def main() -> int:
    result, _ = calibrated(3, Settings(particles=400, replicates=2, waves=1, budget=12_000))
    mean, sd = exact(result)
    ours_mean, ours_sd = result.draws().mean(axis=0), result.draws().std(axis=0)
    known = bool(
        (np.abs(ours_mean - mean) < 4 * sd / np.sqrt(200)).all() and (np.abs(np.log(ours_sd / sd)) < 0.2).all()
    )
    theirs = independent(result)
    agree = theirs is None or bool(
        (np.abs(theirs[0] - ours_mean) < 0.35 * sd).all() and (np.abs(np.log(theirs[1] / ours_sd)) < 0.25).all()
    )
    uniform, biased = kolmogorov(ranks(0.0)), kolmogorov(ranks(0.4))
    inside, of = recovered()
    nominal = binomial(inside, of, 0.8)
    passed = known and agree and uniform > LEVEL > biased and nominal > LEVEL
    other = (
        "pyABC is not installed where this page was made: not compared."
        if theirs is None
        else (
            f"pyABC (stochastic acceptance, 400 particles): means {listed(theirs[0])}, standard deviations {listed(theirs[1])}: **{said(agree)}**."
        )
    )
    PAGE.write_text(
        TEXT.format(
            date=dt.date.today(), mean=listed(mean), sd=f"{sd:.2f}", ours_mean=listed(ours_mean), ours_sd=listed(ours_sd),
            known=said(known), other=other, problems=PROBLEMS, uniform=f"{uniform:.2g}", biased=f"{biased:.2g}",
            ranks=said(uniform > LEVEL > biased), archives=ARCHIVES, inside=inside, of=of, nominal=f"{nominal:.2g}",
            rate=said(nominal > LEVEL),
        )
    )  # fmt: skip
    print(
        f"calibration: {said(passed)}; known {known}, ranks {uniform:.2g} and {biased:.2g}, {inside} of {of} recovered"
    )
    return 0 if passed else 1


def listed(values: np.ndarray) -> str:
    return " and ".join(f"{value:.2f}" for value in values)


def said(passed: bool) -> str:
    return "pass" if passed else "FAIL"


TEXT = """# Does calibration work?

[Decision 0013](../decisions/0013-calibration.md) says how `politeia calibrate` infers parameters. These checks use the same code on problems whose
answer is known. Run on {date}.

- **A known answer**: two parameters, two noisy values of each. Exact posterior: means {mean}, standard deviation {sd}. Found: means {ours_mean}, standard
  deviations {ours_sd}: **{known}**. {other}
- **Ranks**: {problems} problems with truths drawn from the prior. If posteriors are right, the truth's rank among the draws is uniform: p = {uniform}. With a
  simulator that is wrong by four fifths of an error: p = {biased}. The level is .001: **{ranks}**.
- **Planted parameters**: {archives} archives made by the engine in a small world, at parameters drawn from their ranges, with the sources' errors. {inside} of
  {of} true values lie in their 80 % interval (exact binomial test: p = {nominal}): **{rate}**.

What these checks cannot show: that the model is right about the party, that the declared ranges hold the truth, or that what is left at its default may stay there.

`python verification/calibration.py` writes this page.
"""

if __name__ == "__main__":
    raise SystemExit(main())
