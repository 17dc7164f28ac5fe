"""Problems whose answer is known: a linear simulator with additive luck, and the engine in a small world."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import small
from politeia import calibration, evidence
from politeia.calibration import prior
from politeia.calibration.data import Data
from politeia.calibration.problem import Problem
from politeia.engine import Engine
from politeia.model import Model

SPAN = 5.0  #: parameters lie in [-SPAN, SPAN]
ERROR, CHANCE = 0.5, 0.3
#: what the small world's synthetic archives hold, each at five dates
SERIES = ("party_members_total", "members_share_in_apparatus", "social_share_workers", "industrial_workers", "party_joiners_1917_1920")  # fmt: skip
FREE = ("class_size.flight", "joining.conviction", "leaving.natural")


def line(
    number: int, parameters: int = 2, *, dead: int = 0, bias: float = 0.0, pause: float = 0.0
) -> tuple[Problem, np.ndarray]:
    """Two values for each live parameter: it, luck and the source's error. ``bias`` makes the simulator wrong.

    Returns the problem and the planted truth as parameter values.
    """
    names = parameters + dead
    rules = prior.of_ranges({f"p.{k}": (-SPAN, 0.0, SPAN) for k in range(names)})
    luck = np.random.default_rng([number, 1])
    truth = rules.values(luck.random(names))
    values = 2 * parameters

    def simulate(point: np.ndarray, history: int) -> np.ndarray:
        time.sleep(pause)
        shift = np.random.default_rng([number, 2, history]).normal(0.0, CHANCE, values)
        return np.repeat(rules.values(point)[:parameters], 2) + shift + bias

    archive = np.repeat(truth[:parameters], 2) + luck.normal(0.0, CHANCE, values) + luck.normal(0.0, ERROR, values)
    error = np.full(values, ERROR)
    labels = tuple(f"value {k}" for k in range(values))
    data = Data(labels, ("one", "other") * parameters, archive, archive, error, error, np.ones(values), np.inf)
    return Problem("line", f"line-{number}-{names}-{bias:g}", rules, data, lambda: simulate), truth


def organisation(engine: Engine, number: int, free: Sequence[str] = FREE) -> tuple[Problem, np.ndarray]:
    """A synthetic archive that the engine itself made at parameters drawn from their priors; and these, in the cube."""
    base = engine.model
    held = {n.replace(".", "__"): p.default for n, p in base.parameters.items() if n not in free}
    model = base.with_settings(**held)
    problem = calibration.of_model(model, scale=engine.scale, seed=7, engine=lambda: engine, rows=rows())
    luck = np.random.default_rng([number, 3])
    truth = luck.random(len(problem.prior.names))
    printed = problem.simulator()(truth, 1000 + number) + luck.normal(0.0, problem.data.low_sd)
    return replace(problem, data=replace(problem.data, low=printed, high=printed, tail=np.inf)), truth


def rows() -> tuple[evidence.Row, ...]:
    """The archive's form; its values are planted later."""
    days = [small.START + dt.timedelta(weeks=week, days=2) for week in (20, 50, 80, 110, 138)]
    return tuple(
        evidence.Row(series, "RSFSR/USSR", day, 50.0, source="planted", quality="B")
        for series in SERIES
        for day in days
    )


def known_world() -> Model:
    """The small world with a region, so that an archive can speak of it."""
    world = small.eventful_world().model_copy(update={"regions": {"North": ("Alpha", "Beta")}})
    return Model(small.charter(), world)


def bits(result: Any) -> bytes:
    """Everything that a calibration says."""
    parts = [
        np.ascontiguousarray(p.active).tobytes() + np.ascontiguousarray(p.values).tobytes() for p in result.populations
    ]
    return b"".join([*parts, np.asarray(result.influence).tobytes(), repr(result.spent).encode()])
