"""Calibration: what the archive says about the parameters.

>>> problem = calibration.of_model(model, scale=0.002, seed=1917, engine=lambda: engine.prepare(model, scale=0.002))
>>> result = calibration.calibrate(problem, calibration.Settings(), folder=Path("results"), threads=2)
>>> posterior = calibration.posterior(result)          # a politeia.posterior.Posterior: names, draws, recipe
>>> held_out = calibration.blocks(result)              # {block: Posterior}: what the other blocks alone say
>>> calibration.predictive(result, "votes")            # simulated values of a block that was left out

Nothing of ``blocks`` and ``predictive`` is simulated: the populations of all temperatures are weighted anew.
"""

from politeia.calibration.problem import Problem, of_model
from politeia.calibration.results import blocks, posterior, predictive, without
from politeia.calibration.run import SCALE, Result, Settings, calibrate

__all__ = [
    "SCALE",
    "Problem",
    "Result",
    "Settings",
    "blocks",
    "calibrate",
    "of_model",
    "posterior",
    "predictive",
    "without",
]
