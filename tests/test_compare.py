"""Comparisons and branches: exact nought against oneself, one past and many futures."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import numpy as np
import pytest

import small
from politeia import branch as branches
from politeia import compare as pairs
from politeia import ensemble
from politeia.branch import Branches
from politeia.engine import Engine
from politeia.ensemble import Plan
from politeia.mistakes import Mistake
from politeia.model import Model
from politeia.results import Results


def results(engine: Engine, model: Model, folder: Path, histories: int = 6) -> Results:
    plan = Plan(model=model, histories=range(histories), scale=small.SCALE, seed=4)
    return ensemble.run(plan, folder=folder, engine=engine.like(model), threads=2)


def test_a_model_compared_with_itself_gives_nought(eventful: Engine, tmp_path: Path) -> None:
    one = results(eventful, eventful.model, tmp_path / "a")
    other = results(eventful, eventful.model, tmp_path / "b")
    found = pairs.compare(one, other)
    assert found.differences
    assert all((d.difference, d.low, d.high) == (0.0, 0.0, 0.0) for d in found.differences)
    assert all(a == b for a, b in found.ends)


def test_paired_differences_by_hand(eventful: Engine, tmp_path: Path) -> None:
    one = results(eventful, eventful.model, tmp_path)
    other = results(eventful, eventful.model.with_settings(rule_initiative=0.0), tmp_path)
    day = one.date(100)
    found = {d.measure: d for d in pairs.compare(one, other, [day]).differences}
    gap = (other.weekly("members") - one.weekly("members"))[:, 100].astype(float)
    assert found["members"].difference == pytest.approx(gap.mean())
    half = 2.5706 * gap.std(ddof=1) / math.sqrt(len(gap))
    assert found["members"].high == pytest.approx(gap.mean() + half, rel=0.01)
    assert found["members"].date == day
    assert sum(pairs.compare(one, other, [day]).ends.values()) == 6


def test_days_outside_are_refused(eventful: Engine, tmp_path: Path) -> None:
    one = results(eventful, eventful.model, tmp_path, histories=2)
    with pytest.raises(Mistake, match="--at: given 1999-01-01; allowed"):
        pairs.compare(one, one, [dt.date(1999, 1, 1)])


def test_futures_of_one_state(eventful: Engine) -> None:
    day = small.START + dt.timedelta(weeks=70)
    one = branches.branch(eventful.model, at=day, engine=eventful, futures=12, history=3, seed=4)
    again = branches.branch(eventful.model, at=day, engine=eventful, futures=12, history=3, seed=4, threads=1)
    assert one.ends == again.ends
    assert one.own == eventful.simulate(3, seed=4).outcome
    assert len(one.ends) == 12


def test_a_change_from_a_day_on(eventful: Engine) -> None:
    """Whatever the change's own beginning, it acts from the day of the branch."""
    changed = eventful.model.with_settings(rule_apparatus=0.0)
    model = branches.from_then_on(eventful.model, changed, 70)
    one, other = eventful.simulate(3, seed=4), eventful.like(model).simulate(3, seed=4)
    assert np.array_equal(one.measures[:70], other.measures[:70])
    assert not np.array_equal(one.measures, other.measures)


def test_entropy() -> None:
    def bits(*ends: str) -> float:
        return Branches(small.START, 0, "", ends, {}).entropy

    assert bits(*["captured"] * 50) == 0.0
    fair = bits(*["captured", "split"] * 500)
    assert fair == pytest.approx(1.0, abs=0.002)
    assert bits(*["captured"] * 999, "split") < 0.02 < fair


@pytest.mark.parametrize("day", [dt.date(1917, 1, 1), dt.date(2000, 1, 1)])
def test_impossible_days(eventful: Engine, day: dt.date) -> None:
    with pytest.raises(Mistake, match="--at: given"):
        branches.branch(eventful.model, at=day, engine=eventful, futures=2)
