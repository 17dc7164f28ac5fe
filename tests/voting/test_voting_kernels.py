"""The counting loops: the same results compiled, as plain Python, and through the public functions."""

from __future__ import annotations

import copy
import inspect
from typing import Any

import numpy as np
import pytest

from politeia import voting
from politeia.engine import count
from politeia.engine.standalone import standalone
from politeia.random.draws import salt

RULES = (
    count.count_plurality, count.count_two_round, count.count_approval, count.count_stv, count.divisor_seats,
    count.remainder_seats, count.draw_lots,
)  # fmt: skip


def election(luck: np.random.Generator) -> dict[str, Any]:
    """The arguments of every rule by name: few scores, so that ties abound, and arrays larger than what is in use."""
    voters, candidates = int(luck.integers(0, 30)), int(luck.integers(1, 8))
    scores = luck.integers(0, 5, (voters + 2, candidates + 2)).astype(float)
    scores[luck.random(scores.shape) < 0.2] = -np.inf
    names = {"voters": voters, "candidates": candidates, "lists": candidates, "seats": int(luck.integers(1, 6))}
    work = {name: np.zeros(voters + 2, dtype=np.int64) for name in ("holder", "value")}
    work |= {name: np.zeros(candidates + 2, dtype=np.int64) for name in ("tally", "state", "out")}
    rules = {
        "marks": 2,
        "threshold": 2.0,
        "first": 1.4,
        "step": 2.0,
        "droop": int(luck.integers(2)),
        "who": 3,
        "salt": np.uint64(salt("x")),
    }
    return {
        **names, **work, **rules,
        "scores": scores, "papers": luck.integers(0, 4, voters + 2), "lots": luck.permutation(candidates + 2),
        "votes": luck.integers(0, 60, candidates + 2), "won": np.full(8, -1),
    }  # fmt: skip


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_compiled_and_plain_give_the_same(rule: Any) -> None:
    compiled, luck = standalone(rule), np.random.default_rng(5)
    for _ in range(60):
        here = election(luck)
        there = copy.deepcopy(here)
        names = list(inspect.signature(rule).parameters)
        assert compiled(*(here[name] for name in names)) == compiled.plain(*(there[name] for name in names))
        for name in names:
            np.testing.assert_array_equal(here[name], there[name])


def test_the_loop_of_organs_elects_whom_the_public_function_elects() -> None:
    luck = np.random.default_rng(6)
    for _ in range(100):
        c = election(luck)
        c["candidates"] = max(c["candidates"], 2)
        names = "abcdefghi"[: c["candidates"]]
        rows = c["scores"][: c["voters"], : c["candidates"]]
        lots = c["lots"][: c["candidates"]]
        ballots = {}
        for row, papers in zip(rows, c["papers"], strict=False):
            ranked = sorted((k for k in range(len(names)) if row[k] > -np.inf), key=lambda k: (-row[k], lots[k]))
            ballot = tuple(names[k] for k in ranked)
            ballots[ballot] = ballots.get(ballot, 0) + int(papers)
        filled = count.count_stv(*(c[name] for name in inspect.signature(count.count_stv).parameters))
        order = [names[k] for k in np.argsort(lots)]
        public = voting.stv(ballots, c["seats"], candidates=names, order=order)
        assert public.elected == tuple(names[k] for k in c["won"][:filled])


def test_every_order_of_lots_is_equally_likely() -> None:
    lots = np.zeros(3, dtype=np.int64)
    seen: dict[tuple[int, ...], int] = {}
    with np.errstate(over="ignore"):
        for who in range(3000):
            count.draw_lots(lots, 3, who, np.uint64(salt("test")))
            seen[tuple(lots.tolist())] = seen.get(tuple(lots.tolist()), 0) + 1
    chi_square = sum((n - 500) ** 2 / 500 for n in seen.values())
    assert len(seen) == 6
    assert chi_square < 20.5  # 5 degrees of freedom, level 0.001


def test_no_votes_no_seats_but_uncontested_posts_are_filled() -> None:
    nobody = np.zeros(2, dtype=np.int64)
    out, won, lots = np.zeros(2, dtype=np.int64), np.zeros(2, dtype=np.int64), np.array([1, 0])
    assert count.divisor_seats(nobody, 2, 3, 1.0, 1.0, lots, out) == 0
    assert count.remainder_seats(nobody, 2, 3, 0, lots, out) == 0
    assert count.count_plurality(np.zeros((0, 2)), nobody, 0, 2, lots, 2, 1, out, won) == 2
    assert won.tolist() == [1, 0]


def test_as_many_papers_as_promised_do_not_overflow() -> None:
    papers = {("A", "B"): voting.MOST_PAPERS - 200, ("B",): 100, ("C",): 100}
    result = voting.stv(papers, 2)
    assert result.elected == ("A", "B")
    assert result.rounds[1].votes["B"] == pytest.approx((voting.MOST_PAPERS - 200) * 0.66666 + 100, rel=1e-4)
