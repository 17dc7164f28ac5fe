"""What is calibrated: a prior, data, and something that simulates a point under one history's luck."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from politeia import answers, ensemble
from politeia.answers import Target
from politeia.calibration import data as archive
from politeia.calibration import prior as priors
from politeia.calibration.data import Data
from politeia.calibration.memo import Simulator
from politeia.calibration.prior import Prior
from politeia.evidence import Row
from politeia.mistakes import Mistake

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Problem:
    """A calibration problem. ``key`` changes with anything that a simulated value depends on, but point and luck."""

    name: str
    key: str
    prior: Prior
    data: Data
    simulator: Callable[[], Simulator]  #: prepares (compiles) when something is left to run
    targets: tuple[Target, ...] = ()
    model: str = ""  #: fingerprint of the model


def of_model(
    model: Model, *, scale: float, seed: int, engine: Callable[[], Engine], rows: Sequence[Row] | None = None
) -> Problem:
    """A model beside an archive (the catalog's, if ``rows`` is None)."""
    model = replace(model, draws=())
    data, targets = archive.of_targets(answers.bind(answers.archive() if rows is None else rows, model))
    prior = priors.of_model(model)
    if not len(data):
        raise Mistake(
            f"Nothing to calibrate against: no row of the archive is answered by the world '{model.world.name}'. "
            "Give --evidence a CSV file whose regions and dates the world has (politeia check shows them)."
        )
    if not prior.names:
        raise Mistake("Nothing to calibrate: every parameter is set by --set. Leave some free.")
    recipe = [model.fingerprint, scale, seed, ensemble.code(), archive.reads(targets), prior.names]
    recipe += [prior.low.tolist(), prior.high.tolist()]
    key = hashlib.blake2b(json.dumps(recipe).encode(), digest_size=8).hexdigest()
    name = (
        model.charter.name if model.charter.name == model.world.name else f"{model.charter.name}-in-{model.world.name}"
    )

    def simulator() -> Simulator:
        return _simulator(engine(), model, prior, targets, seed)

    return Problem(name, key, prior, data, simulator, targets, model.fingerprint)


def _simulator(ready: Engine, model: Model, prior: Prior, targets: Sequence[Target], seed: int) -> Simulator:
    measures, places = [measure.name for measure in model.measures], model.place_measures

    def simulate(point: Floats, number: int) -> Floats:
        settings = {**model.settings, **prior.named(point)}
        history = ready.like(replace(model, settings=settings)).simulate(number, seed=seed)
        return archive.linked(answers.extract(history, targets, measures, places), targets)

    return simulate
