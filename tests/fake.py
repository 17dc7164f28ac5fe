"""A stand-in for the engine: it knows no politics, only the shape of what an engine returns.

Its histories are noisy curves drawn from (seed, history) alone, so that everything above the engine can be tested
in milliseconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

import politeia
from politeia import load
from politeia.charter import Charter
from politeia.declare import Measure, Mechanism, Parameter, Step, kernel
from politeia.world import World

#: measure -> (unit, {year: value}, spread between histories, noise from week to week)
CURVES: dict[str, tuple[str, dict[float, float], float, float]] = {
    "members": (
        "persons",
        {1917: 24e3, 1917.4: 9e4, 1917.9: 33e4, 1918.5: 21e4, 1919.2: 3e5, 1920.2: 6e5, 1921.2: 7e5, 1922: 5e5}
        | {1924: 46e4, 1924.5: 74e4, 1926: 108e4, 1929: 13e5},
        0.15,
        0.002,
    ),
    "full_members": (
        "persons",
        {1917: 24e3, 1918: 28e4, 1921: 65e4, 1922: 4e5, 1924: 35e4, 1926: 64e4, 1929: 9e5},
        0.2,
        0.002,
    ),
    "candidates": ("persons", {1917: 0, 1922: 1e5, 1924.4: 3.4e5, 1926: 4.4e5, 1929: 3.5e5}, 0.2, 0.003),
    "joined": ("persons", {1917: 3e3, 1919: 8e3, 1919.8: 2e4, 1921: 2e3, 1924: 15e3, 1929: 5e3}, 0.2, 0.1),
    "left": ("persons", {1917: 500, 1918.3: 4e3, 1920: 2e3, 1929: 1e3}, 0.2, 0.1),
    "died": ("persons", {1917: 20, 1919: 500, 1921: 200, 1929: 100}, 0.3, 0.2),
    "expelled": ("persons", {1917: 0, 1921.5: 500, 1921.7: 8e3, 1922: 500, 1929: 300}, 0.3, 0.2),
    "bench_share": ("share", {1917: 0.6, 1919.9: 0.25, 1922: 0.15, 1925: 0.4, 1929: 0.42}, 0.12, 0.01),
    "office_share": ("share", {1917: 0.02, 1919: 0.4, 1922: 0.55, 1925: 0.4, 1929: 0.38}, 0.1, 0.01),
    "army_share": ("share", {1917: 0.1, 1919: 0.3, 1921: 0.45, 1923: 0.1, 1929: 0.07}, 0.2, 0.01),
    "village_share": ("share", {1917: 0.01, 1922: 0.1, 1929: 0.12}, 0.2, 0.01),
    "school_share": ("share", {1917: 0.02, 1924: 0.09, 1929: 0.08}, 0.2, 0.01),
    "origin_industry": ("share", {1917: 0.6, 1921: 0.42, 1924: 0.45, 1925: 0.6, 1929: 0.58}, 0.07, 0.003),
    "origin_village": ("share", {1917: 0.08, 1921: 0.27, 1929: 0.22}, 0.1, 0.003),
    "origin_office": ("share", {1917: 0.3, 1921: 0.24, 1929: 0.19}, 0.1, 0.003),
    "members_industry": ("persons", {1917: 14e3, 1921: 1e5, 1922: 6e4, 1924: 8e4, 1926: 4e5, 1929: 5e5}, 0.2, 0.003),
    "members_office": ("persons", {1917: 5e2, 1921: 2.5e5, 1922: 2e5, 1924: 2.2e5, 1929: 4e5}, 0.2, 0.003),
    "members_army": ("persons", {1917: 2e3, 1920: 3e5, 1924: 5.5e4, 1929: 9e4}, 0.2, 0.003),
    "members_village": ("persons", {1917: 1e2, 1924: 5e4, 1929: 1.5e5}, 0.2, 0.003),
    "members_school": ("persons", {1917: 5e2, 1924: 4e4, 1929: 1e5}, 0.2, 0.003),
    **{f"cohort_{k}": ("share", {1917: 1.0 if k == 0 else 0.0, 1920: 0.14, 1929: 0.1}, 0.2, 0.01) for k in range(7)},
    **{f"delegate_cohort_{k}": ("share", {1917: 0.3, 1920: 0.2, 1929: 0.1}, 0.2, 0.0) for k in range(7)},
    "delegate_workers": ("share", {1917: 0.5, 1929: 0.6}, 0.1, 0.0),
    "secretary_veterans": ("share", {1917: 1.0, 1922.5: 0.6, 1929: 0.4}, 0.15, 0.01),
    "appointed_place": ("share", {1917: 0.0, 1919: 0.2, 1921: 0.35, 1923.9: 0.4, 1929: 0.7}, 0.3, 0.01),
    "appointed_centre": ("share", {1917: 0.0, 1921: 0.2, 1923.9: 0.3, 1929: 0.6}, 0.3, 0.01),
    "assignments": ("persons", {1917: 0, 1919: 300, 1920.5: 700, 1922: 200, 1924: 130, 1929: 150}, 0.2, 0.2),
    "assignments_responsible": ("persons", {1917: 0, 1919: 60, 1922: 90, 1924: 90, 1929: 100}, 0.2, 0.2),
    "secretaries_replaced": ("persons", {1917: 0.1, 1922: 0.6, 1924: 0.5, 1929: 0.4}, 0.3, 0.5),
    "secretaries_moved": ("persons", {1917: 0.1, 1922: 0.4, 1924: 0.3, 1929: 0.2}, 0.3, 0.5),
    "secretaries_new": ("share", {1917: 0.1, 1922: 0.6, 1924: 0.5, 1929: 0.4}, 0.2, 0.01),
    "secretaries_recalled": ("persons", {1917: 0.0, 1922: 0.1, 1924: 0.1, 1929: 0.1}, 0.3, 0.5),
    "staff": ("persons", {1917: 5, 1919: 20, 1920: 140, 1921: 500, 1924: 700, 1929: 700}, 0.25, 0.01),
    "opposition_public": ("share", {1917: 0.1, 1921: 0.2, 1924: 0.15, 1928: 0.02}, 0.5, 0.05),
    "opposition_delegates": ("share", {1917: 0.2, 1921.2: 0.1, 1924: 0.03, 1928: 0.0}, 0.5, 0.0),
    "committee_for": ("share", {1917: 0.5, 1917.8: 0.8, 1918.1: 0.55, 1923: 0.9, 1929: 0.98}, 0.2, 0.05),
    "congress_for": ("share", {1917: 0.7, 1918.2: 0.7, 1924: 0.95, 1929: 1.0}, 0.08, 0.0),
    "bolshevik_support": (
        "share",
        {1917: 0.08, 1917.4: 0.15, 1917.85: 0.5, 1918.2: 0.6, 1921: 0.3, 1929: 0.5},
        0.15,
        0.01,
    ),
    "class_size": ("ratio", {1917: 1.0, 1918: 0.9, 1921: 0.4, 1926: 0.75, 1929: 1.1}, 0.05, 0.002),
    "strikers": ("persons", {1917: 5e4, 1917.7: 9e4, 1918: 2e3, 1921: 3e3, 1929: 5e2}, 0.3, 0.3),
    "retention": ("share", {1917: 1.0, 1922: 0.3, 1929: 0.2}, 0.2, 0.002),
    "wage": ("1913=100", {1917: 85, 1918: 40, 1921: 25, 1926: 92, 1929: 115}, 0.1, 0.01),
    "pay_ratio": ("ratio", {1917: 1.5, 1919: 1.3, 1923: 2.2, 1929: 2.5}, 0.2, 0.005),
}
MILIEUS = ("industry", "village", "office", "school", "army")
PLACE_MEASURES = (
    *("members", "population", "class_size", "opposing"),
    *(f"members_{name}" for name in MILIEUS),
    *(f"cohort_{k}" for k in range(7)),
)
EVENT = np.dtype([("week", "i4"), ("kind", "u1"), ("unit", "i4"), ("person", "i8"), ("by", "i8"), ("value", "f4")])
OUTCOMES = ("captured", "contested", "democratic", "split")


@dataclass(frozen=True)
class Model:
    charter: Charter
    world: World
    mechanisms: tuple[Mechanism, ...] = ()
    settings: Mapping[str, float] = field(default_factory=dict)
    later: tuple[Any, ...] = ()
    measures: tuple[Measure, ...] = tuple(
        Measure(name, name, unit, name.replace("_", " ")) for name, (unit, *_) in CURVES.items()
    )
    place_measures: tuple[str, ...] = PLACE_MEASURES
    draws: tuple[Mapping[str, float], ...] = ()
    fingerprint: str = "fake"


@dataclass
class History:
    number: int
    outcome: str
    status: str
    measures: np.ndarray
    places: np.ndarray
    decisions: np.ndarray
    final: dict[str, float]
    reason: str = ""


@dataclass
class Engine:
    """Histories out of a random generator. ``pause``: seconds each takes; ``faults``: what goes wrong, by number."""

    model: Any
    persons: int = 104_240
    compile_s: float = 0.0
    pause: float = 0.0
    faults: Mapping[int, Any] = field(default_factory=dict)
    calls: list[int] = field(default_factory=list)

    def simulate(
        self,
        history: int,
        *,
        seed: int,
        first_week: int = 0,
        last_week: int | None = None,
        threads: int = 1,
        told: Callable[[], None] | None = None,
    ) -> History:
        self.calls.append(history)
        time.sleep(self.pause)
        fault = self.faults.get(history)
        if isinstance(fault, BaseException):
            raise fault
        draws = np.random.default_rng([seed, history])
        end = self.model.world.weeks if last_week is None else last_week
        weeks = np.arange(self.model.world.weeks)[first_week:end]
        start = self.model.world.start
        years = start.year + (start.timetuple().tm_yday + 7.0 * weeks) / 365.25
        table = np.stack([_curve(name, years, draws) for name in (m.name for m in self.model.measures)], axis=1)
        places = np.stack(
            [_places(name, years, len(self.model.world.places), draws) for name in PLACE_MEASURES], axis=2
        )
        count = int(draws.integers(50, 300))
        decisions = np.zeros(count, EVENT)
        decisions["week"] = np.sort(draws.integers(0, len(weeks), count))
        decisions["kind"] = draws.integers(1, 20, count)
        decisions["person"] = draws.integers(0, 10**6, count)
        outcome = OUTCOMES[int(draws.choice(4, p=[0.5, 0.3, 0.15, 0.05]))]
        status = fault if isinstance(fault, str) else "ok"
        reason = f"history {history} is {status}" if fault else ""
        final = {"index": float(draws.random())}
        return History(history, outcome, status, table.astype("f4"), places.astype("f4"), decisions, final, reason)


def _curve(name: str, years: np.ndarray, draws: np.random.Generator) -> np.ndarray:
    unit, points, between, within = CURVES[name]
    mean = np.interp(years, list(points), list(points.values()))
    drift = np.cumsum(draws.normal(size=len(years))) / np.sqrt(len(years))
    noise = np.exp(between * (draws.normal() * 0.7 + drift) + within * draws.normal(size=len(years)))
    return np.clip(mean * noise, 0, 1) if unit == "share" else mean * noise


def _places(name: str, years: np.ndarray, places: int, draws: np.random.Generator) -> np.ndarray:
    if name == "population":
        mean = np.interp(years, [1917, 1918, 1920.6, 1926.9, 1929], [2.4e6, 1.6e6, 0.75e6, 1.6e6, 1.8e6])
    elif name == "members":
        mean = np.interp(years, [1917, 1917.4, 1918, 1920, 1922, 1924.4, 1929], [2e3, 1e4, 4e4, 2e4, 2e4, 3e4, 5e4])
    else:
        mean = np.interp(years, [1917, 1922, 1929], [0.3, 0.12, 0.2]) * (1e4 if name.startswith("members_") else 1.0)
    return mean[:, None] * np.exp(0.15 * draws.normal(size=places))[None, :]


@kernel
def same(course):
    return course


_GUESS = Parameter(0.7, 0.5, 0.9, "1/year", "A7", "speed at which the norm follows the delegates")
POSTS = Mechanism("posts", "Who fills a post.", ("M30",), (Step("member", same, ("course",)),), {"tn": _GUESS})


def model(**changes: Any) -> Model:
    """The party of 1917 with one parameter that is an assumption."""
    catalog = politeia.__path__[0] + "/catalog"
    return Model(
        load.charter(f"{catalog}/charters/party-1917.toml"),
        load.world(f"{catalog}/worlds/party-1917.toml"),
        **{"mechanisms": (POSTS,), **changes},
    )
