"""Judges pass what is right and fail what is a little wrong: each has a planted defect that it must catch."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from politeia.classics import (
    accidental_politicians,
    axelrod,
    galam,
    garbage_can,
    hegselmann_krause,
    march1991,
    moran,
    results,
    simon_yule,
)
from politeia.classics.card import targets
from politeia.classics.found import exact, frequency, mean
from politeia.classics.judge import chance_of_mean, chance_of_median, judge
from politeia.declare import kernel
from politeia.engine.standalone import Standalone


@kernel
def elects(votes, size, k, uniform):  # type: ignore[no-untyped-def]
    """The defect: one tie in thirty for the challenger."""
    return 1 if uniform < 0.033 else 0 if 2 * votes == size else 1 if 2 * votes > size else 0


@kernel
def reproduces(trait, r, uniform):  # type: ignore[no-untyped-def]
    """The defect: the advantage is a tenth too small."""
    return trait == 1 or uniform * r < 1.01


@kernel
def learned(code, d, p2, uniform):  # type: ignore[no-untyped-def]
    """The defect: one voice counts as much as many."""
    if d == 0 or uniform < 1.0 - p2:
        return code
    return 1 if d > 0 else -1


@kernel
def interacts(shared, features, uniform):  # type: ignore[no-untyped-def]
    """The defect: the unlike copy each other a little, too."""
    return shared < features and uniform * features < shared + 0.02


@kernel
def approves(y, x, standard, uniform):  # type: ignore[no-untyped-def]
    """The defect: nobody asks for a personal gain."""
    return y >= standard


@kernel
def trusts(mine, yours, eps):  # type: ignore[no-untyped-def]
    """The defect: a little more confidence."""
    return abs(mine - yours) <= 1.03 * eps


@kernel
def founds(alpha, uniform):  # type: ignore[no-untyped-def]
    """The defect: one founder in twelve too many."""
    return uniform < alpha + 0.025


@kernel
def pull(missing, energy, moves, counts):  # type: ignore[no-untyped-def]
    """The defect: moving costs nothing."""
    return missing


DEFECTS: list[tuple[str, ModuleType, str, Callable[..., Any], str, str]] = [
    ("z", galam, "pyramids", elects, "share after each vote", "r=4 p0=0.7 tie=0 levels=6"),
    ("z", moran, "takeovers", reproduces, "P(takeover)", "N=50 r=1.1"),
    ("within", march1991, "organisations", learned, "knowledge of the code", "p1=0.5 p2=0.5"),
    ("within", simon_yule, "grow", founds, "share of cells of 1, 2, 3", "alpha=0.3 entrants=200000"),
    ("mean", axelrod, "worlds", interacts, "mean number of regions", "F=5 q=15"),
    ("mean", axelrod, "worlds", interacts, "share with one region", "F=5 q=10"),
    ("median", axelrod, "worlds", interacts, "median number of regions", "F=5 q=10"),
    ("plateau", accidental_politicians, "legislatures", approves, "best number of independents", "N=500 P1=0.6 r=0.1"),
    ("own", hegselmann_krause, "assemblies", trusts, "P(consensus)", "N=5000 eps=0.21"),
    ("equal", garbage_can, "organisation", pull, "problem activity, sum of 108", "load=heavy"),
]


@pytest.mark.parametrize(
    ("rule", "module", "loop", "defect", "quantity", "parameters"),
    DEFECTS,
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_planted_defect_is_caught(
    monkeypatch: pytest.MonkeyPatch,
    rule: str,
    module: ModuleType,
    loop: str,
    defect: Any,
    quantity: str,
    parameters: str,
) -> None:
    name = module.CLASSIC.name
    (row,) = [r for r in targets() if (r.model, r.quantity, r.parameters) == (name, quantity, parameters)]
    assert row.judge.split()[0] == rule
    effort = 0.2
    assert results.result_of(row, effort).verdict.passed
    monkeypatch.setattr(module, defect.__name__, defect)
    monkeypatch.setattr(module, loop, Standalone(getattr(module, loop).function))
    assert not results.result_of(row, effort).verdict.passed


def test_exact_values() -> None:
    assert judge("equal", exact(Fraction(7, 30), 10), (Fraction(7, 30), 10.0)).passed
    assert not judge("equal", exact(10), (10.0000001,)).passed
    assert judge("within 0.01", exact(0.5), (0.509,)).passed
    assert not judge("within 0.01", exact(0.5), (0.511,)).passed
    assert judge("apart 0.1", exact(0.5), (0.7,)).passed
    assert not judge("apart 0.1", exact(0.5), (0.55,)).passed
    assert judge("plateau", exact(70.0, 100.0, 80.0), (80.0,)).passed
    assert not judge("plateau", exact(70.0, 100.0, 80.0), (101.0,)).passed
    assert not judge("equal", exact(1.0), (1.0, 2.0)).passed


def test_standard_errors() -> None:
    assert judge("z", frequency(480, 1000), (0.5,)).passed
    assert not judge("z", frequency(430, 1000), (0.5,)).passed
    assert judge("z", frequency(0, 1000), (0.0001,)).passed
    assert not judge("z", frequency(0, 1000), (0.05,)).passed
    assert judge("z", exact(1.0), (1.0,)).passed
    assert not judge("z", exact(1.0), (1.01,)).passed
    assert not judge("within 0.1", mean(np.array([1.0, 1.0, 2.0, 2.0])), (3.0,)).passed


def test_a_published_mean_is_itself_noisy() -> None:
    """Of whole numbers with mean 4 and standard deviation 2.7, 3.2 may be the mean of ten runs but not of a thousand."""
    runs = np.array([1, 1, 2, 2, 3, 4, 5, 6, 7, 10])
    assert chance_of_mean(runs, 10, 3.2) > 0.1
    assert chance_of_mean(runs, 1000, 3.2) < 1e-6
    assert chance_of_mean(np.ones(5, dtype=np.int64), 10, 1.0) == 1.0
    assert chance_of_mean(np.ones(5, dtype=np.int64), 10, 1.2) == 0.0
    coin = np.array([0, 1])
    assert chance_of_mean(coin, 4, 0.0) == pytest.approx(2 / 16)  # both tails: no head, no tail


def test_a_published_median_likewise() -> None:
    runs = np.array([1, 2, 3, 4, 5])
    assert chance_of_median(runs, 100, 3.0) > 0.5
    assert chance_of_median(runs, 100, 5.0) < 1e-6
