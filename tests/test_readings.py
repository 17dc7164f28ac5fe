"""Readings: expressions over weekly measures, reduced over dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

import small
from politeia.mistakes import Mistake
from politeia.readings import Reading, names

WORLD = small.eventful_world()
WEEKS = np.arange(WORLD.weeks, dtype=float)
TABLE = {"a": WEEKS, "b": np.full(WORLD.weeks, 3.0), "Old Town.a": -WEEKS}


def value(of: str, how: str = "mean", first: int = 0, last: int | None = None) -> float:
    span: dict[str, Any] = {"from": small.START + dt.timedelta(weeks=first)}
    if last is not None:
        span["to"] = small.START + dt.timedelta(weeks=last)
    return Reading.model_validate({"of": of, "how": how, **span}).of_history(TABLE.__getitem__, WORLD, "captured")


@pytest.mark.parametrize(
    ("of", "how", "expected"),
    [
        ("a", "mean", 15.0),
        ("a", "first", 10.0),
        ("a", "last", 20.0),
        ("a", "change", 10.0),
        ("a", "sum", 165.0),
        ("a - 15.5", "week", 6.0),
        ("a - 500.0", "week", 11.0),
        ("abs(-a) * 2 / b", "max", 40.0 / 3.0),
        ("min(a, 12)", "max", 12.0),
        ("max(a, b, 18)", "min", 18.0),
        ("Old Town.a + a", "sum", 0.0),
        ("2 * a - 0.5", "first", 19.5),
    ],
)
def test_by_hand(of: str, how: str, expected: float) -> None:
    assert value(of, how, 10, 20) == pytest.approx(expected)


def test_names_are_found() -> None:
    found = names("abs(party_course - line_course) + Moscow.opposing - 0.5")
    assert set(found) == {"party_course", "line_course", "Moscow.opposing"}


def test_an_outcome_is_one_or_nought() -> None:
    reading = Reading(of="captured", how="outcome")
    assert [reading.of_history(TABLE.__getitem__, WORLD, end) for end in ("captured", "split")] == [1.0, 0.0]


@pytest.mark.parametrize("of", ["a +", "a if b else a", "__import__('os')", "a.b.c(1)", "[a]", "a ** 2", "'x'", "3.5"])
def test_nothing_but_arithmetic(of: str) -> None:
    def ask() -> None:
        reading = Reading(of=of)
        reading.check(["a", "b"], [], [])
        reading.of_history(TABLE.__getitem__, WORLD, "")

    with pytest.raises(Mistake):
        ask()


@pytest.mark.parametrize(
    ("of", "how", "says"),
    [
        ("member", "mean", "did you mean 'members'"),
        ("Mosco.trust", "mean", "did you mean 'Moscow'"),
        ("capturd", "outcome", "did you mean 'captured'"),
    ],
)
def test_unknown_names(of: str, how: Any, says: str) -> None:
    with pytest.raises(Mistake, match=says):
        Reading(of=of, how=how).check(["members"], ["Moscow"], ["trust"])


def test_dates_outside_the_world() -> None:
    with pytest.raises(Mistake, match="two days in order"):
        Reading.model_validate({"of": "a", "from": dt.date(1950, 1, 1)}).span(WORLD)
