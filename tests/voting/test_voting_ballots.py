"""Ballots as people write them: what is valid, how ties are drawn, and what is a mistake."""

from __future__ import annotations

from typing import Any

import pytest

from politeia import voting
from politeia.mistakes import Mistake


def test_a_tie_is_drawn_once_and_for_all() -> None:
    tied = {("A",): 1, ("B",): 1, ("C",): 1}
    winners = {voting.plurality(tied, seed=seed).elected for seed in range(40)}
    assert winners == {("A",), ("B",), ("C",)}
    assert voting.plurality(tied, seed=7) == voting.plurality(tied, seed=7)
    result = voting.stv(tied, 2, order="CAB")
    assert result.elected == ("C", "A")
    assert result.rounds[1].excluded == ("B",)


def test_who_is_named_by_nobody_can_fill_a_seat_that_nobody_else_wants() -> None:
    result = voting.plurality({("A",): 3, (): 2}, 2, candidates=["A", "B"])
    assert result.elected == ("A", "B")
    assert voting.stv({("A",): 3, (): 9}).quota == 2


def test_block_vote_and_single_vote_differ() -> None:
    ballots = [("A", "B", "C")] * 6 + [("D", "E", "F")] * 4
    assert set(voting.plurality(ballots, 3, marks=3).elected) == {"A", "B", "C"}
    assert {"A", "D"} < set(voting.plurality(ballots, 3).elected)
    assert set(voting.stv(ballots, 3).elected) == {"A", "B", "D"}


def test_a_second_round_only_without_a_majority() -> None:
    assert len(voting.two_round({("A",): 3, ("B",): 2}).rounds) == 1
    half = voting.two_round({("A",): 3, ("B", "C"): 2, ("C", "B"): 1}, order="ABC")
    assert len(half.rounds) == 2
    assert half.rounds[1].votes == {"A": 3, "B": 3, "C": 0}
    assert half.elected == ("A",)


def test_the_larger_surplus_goes_first_and_of_equal_ones_the_luckier() -> None:
    larger = {("A", "C"): 40, ("B", "D"): 30, ("C",): 8, ("D",): 9, ("E",): 1}
    rounds = voting.stv(larger, 3).rounds
    assert rounds[0].elected == ("A", "B")
    assert (rounds[1].votes["A"], rounds[1].votes["B"]) == (23, 30)
    equal = {**larger, ("B", "D"): 40}
    assert voting.stv(equal, 3, order="BACDE").rounds[1].votes["A"] == 40
    assert voting.stv(equal, 3, order="ABCDE").rounds[1].votes["B"] == 40


def test_equal_lists_draw_lots_for_the_last_seat() -> None:
    for method in (*voting.DIVISORS, *voting.QUOTAS):
        assert voting.apportion({"A": 50, "B": 50}, 1, method=method, order="BA") == {"A": 0, "B": 1}


def test_a_list_below_the_threshold_gets_nothing() -> None:
    votes = {"A": 600, "B": 351, "C": 49}
    assert voting.apportion(votes, 20, method="hare")["C"] == 1
    assert voting.apportion(votes, 20, method="hare", threshold=0.05) == {"A": 13, "B": 7, "C": 0}


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: voting.stv({("A",): 1}, 0), "seats: given 0"),
        (lambda: voting.stv({("A",): -1}), "whole number"),
        (lambda: voting.stv({("A", "A"): 1}), "'A' stands twice"),
        (lambda: voting.stv({("Ana",): 1}, candidates=["Anna"]), "did you mean 'Anna'"),
        (lambda: voting.stv({(): 4}), "nobody is named"),
        (lambda: voting.stv({("A", "B"): 1}, order=["A"]), "order: it must hold each candidate once"),
        (lambda: voting.stv({("A",): 10**9}), "at most 900,000,000"),
        (lambda: voting.plurality({("A",): 1}, marks=0), "marks: given 0"),
        (lambda: voting.apportion({"A": 1}, 1, method="dhont"), "did you mean 'dhondt'"),
        (lambda: voting.apportion({"A": 1}, 1, method="hare", threshold=5), "a share of the votes"),
    ],
)  # fmt: skip
def test_a_mistake_is_a_sentence(call: Any, sentence: str) -> None:
    with pytest.raises(Mistake, match=sentence):
        call()
