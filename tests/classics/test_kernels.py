"""Kernels and small parts of the classics, with numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from politeia.classics import (
    axelrod,
    bass,
    condorcet_paradox,
    deffuant,
    galam,
    garbage_can,
    granovetter,
    luck,
    march1991,
    merrill,
    nk,
    power,
    voter,
)
from politeia.classics.arithmetic import crossing
from politeia.classics.arithmetic import power as raised
from politeia.random.draws import draw, draw_of


@pytest.fixture(autouse=True)
def _wrap_around() -> None:
    np.seterr(over="ignore")


def test_galam() -> None:
    assert [galam.elects(votes, 4, 0.0, 0.3) for votes in range(5)] == [0, 0, 0, 1, 1]
    assert galam.elects(2, 4, 0.5, 0.3) == 1
    assert galam.next_share(0.45, 3, 0.0) == pytest.approx(0.45**3 + 3 * 0.45**2 * 0.55)
    assert galam.next_share(0.5, 4, 0.5) == pytest.approx(0.5)


def test_thresholds() -> None:
    assert granovetter.joins(2.0, 2, False)
    assert not granovetter.joins(2.0, 2, True)
    assert granovetter.acting_share(0.25, 0.25, 0.1) == pytest.approx(0.5)


def test_mutual_learning() -> None:
    assert [march1991.fresh(u) for u in (0.1, 0.5, 0.9)] == [-1, 0, 1]
    assert march1991.socialised(-1, 1, 0.5, 0.4, 0) == 0
    assert march1991.socialised(-1, 1, 0.5, 0.4, 1) == 1
    assert march1991.socialised(-1, 1, 0.5, 0.6, 0) == -1
    assert march1991.learned(0, -2, 0.5, 0.3) == -1  # (1 - 0.5)^2 = 0.25
    assert march1991.learned(1, 0, 0.5, 0.9) == 1


def test_meetings() -> None:
    assert deffuant.meet(0.2, 0.4, 0.3, 0.5) == pytest.approx((0.3, 0.3))
    assert deffuant.meet(0.2, 0.6, 0.3, 0.5) == (0.2, 0.6)
    assert [voter.other(2, j) for j in range(4)] == [0, 1, 3, 4]
    assert not axelrod.interacts(5, 5, 0.0)
    assert not axelrod.interacts(0, 5, 0.0)
    assert axelrod.interacts(2, 5, 0.39)


def test_the_square_has_corners() -> None:
    assert [int(axelrod.square(4, n)[1][0]) for n in (4, 8, 12)] == [2, 3, 5]
    assert [int(axelrod.square(5, n)[1][12]) for n in (4, 8, 12)] == [4, 8, 12]


def test_committees() -> None:
    assert power.swings(11, 1, 12)
    assert not power.swings(12, 4, 12)
    assert condorcet_paradox.circle(1, 1, 1)
    assert not condorcet_paradox.circle(1, -1, 1)
    pairs = [[condorcet_paradox.prefers(r, pair) for pair in range(3)] for r in range(6)]
    assert [sum(column) for column in zip(*pairs, strict=True)] == [0, 0, 0]


def test_a_small_election_by_hand() -> None:
    """Nine voters: 4 a > b > c, 3 c > b > a, 2 b > c > a. Plurality elects a, runoff and Hare c, the rest b."""
    utility = np.array([[1, 0.6, 0.0]] * 4 + [[0.0, 0.6, 1]] * 3 + [[0.0, 1, 0.6]] * 2)
    work = np.zeros(3, dtype=np.int64), np.zeros(3, dtype=np.int64)
    (salt,) = luck.salts("test")
    winners = {name: merrill.winner(k, utility, *work, salt) for k, name in enumerate(merrill.METHODS)}
    assert merrill.condorcet(utility) == 1
    assert winners == {"plurality": 0, "runoff": 2, "hare": 2, "coombs": 1, "approval": 1, "borda": 1, "black": 1}


def test_access_and_energy() -> None:
    assert [garbage_can.admits(structure, 3, 4) for structure in range(3)] == [True, False, False]
    assert [garbage_can.admits(structure, 3, 3) for structure in range(3)] == [True, True, True]
    assert [sum(garbage_can.supplied(d, k) for k in range(1, 11)) for d in range(3)] == [3300, 3300, 3300]


def test_growth() -> None:
    assert bass.wait(0, 100, 0.1, 0.5, 1.0 - math.exp(-2.0)) == pytest.approx(0.2)
    assert [nk.seen(0b0110, i, 4, 1) for i in range(4)] == [0b10, 0b11, 0b01, 0b00]


def test_luck() -> None:
    (salt,) = luck.salts("test")
    assert draw(5, luck.of_run(3, salt)) == draw_of(5, 3, salt)
    sample = np.array([luck.normal(i, salt) for i in range(4000)])
    assert abs(sample.mean()) < 4 / math.sqrt(4000)
    assert abs(sample.std() - 1.0) < 4 / math.sqrt(8000)
    assert {luck.one_of(3, i, salt) for i in range(50)} == {0, 1, 2}


def test_arithmetic() -> None:
    assert raised(1.5, 3) == 1.5**3
    assert raised(2.0, 0) == 1.0
    assert crossing(lambda x: x * x > 2.0, 0.0, 2.0) == pytest.approx(math.sqrt(2.0))
