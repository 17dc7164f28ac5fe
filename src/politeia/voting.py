"""Voting rules for ordinary ballots: who is elected, round by round, and how lists share seats.

The counting itself is :mod:`politeia.engine.count`, the same text that organs run inside a simulated week; here it
takes names instead of arrays.

>>> stv({("Ann", "Bob"): 12, ("Cid",): 5, ("Bob",): 3}, seats=2).elected
('Ann', 'Bob')
>>> apportion({"red": 340_000, "blue": 280_000, "green": 160_000}, seats=7, method="dhondt")
{'red': 3, 'blue': 3, 'green': 1}

**Ballots** are a mapping from a ballot to the number of equal papers, or a sequence of ballots.  A ballot is the names
on it, best first for a ranking, in any order for an approval; it may leave candidates off, and one that names nobody is
not valid.  **Ties** are decided by an order drawn before the count (``order``, luckiest first); without one it is drawn
from ``seed``, so that the same call always gives the same answer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from politeia.engine import count
from politeia.mistakes import Mistake
from politeia.random.draws import salt
from politeia.world import listed, nearest

Ballots: TypeAlias = Mapping[tuple[str, ...], int] | Sequence[Collection[str]]

MOST_PAPERS = 900_000_000  #: more hundred-thousandths of a vote, times as many of a transfer, would not fit 64 bits

#: Divisor methods: the first divisor, and the step of those after it, 1 + step, 1 + 2 step and so on.
DIVISORS = {"dhondt": (1.0, 1.0), "sainte-lague": (1.0, 2.0), "modified-sainte-lague": (1.4, 2.0), "danish": (1.0, 3.0)}
#: Largest remainders by their quota.
QUOTAS = ("hare", "droop")


@dataclass(frozen=True)
class Round:
    """Votes of each candidate, who is elected on them, and who leaves the race (under the transferable vote)."""

    votes: dict[str, float]
    elected: tuple[str, ...]
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class Count:
    """The elected, in the order of election; the rounds; the order that decided ties; the quota in votes, if any."""

    elected: tuple[str, ...]
    rounds: tuple[Round, ...]
    order: tuple[str, ...]
    quota: int | None = None


def plurality(
    ballots: Ballots,
    seats: int = 1,
    *,
    marks: int = 1,
    candidates: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    seed: int = 0,
) -> Count:
    """Each paper marks the first ``marks`` names on it; most marks win.

    One mark is plurality, for several seats the single non-transferable vote; as many marks as seats is the block vote.
    """
    poll = _poll(ballots, candidates, order, seed, seats)
    if marks < 1:
        raise Mistake(f"marks: given {marks}; each paper marks at least 1 name")
    filled = count.count_plurality(*poll.papers_of, seats, marks, poll.tally, poll.won)
    return poll.one_round(filled)


def approval(
    ballots: Ballots,
    seats: int = 1,
    *,
    candidates: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    seed: int = 0,
) -> Count:
    """Each paper approves all names on it; most approvals win."""
    poll = _poll(ballots, candidates, order, seed, seats)
    filled = count.count_approval(*poll.papers_of, seats, -math.inf, poll.tally, poll.won)
    return poll.one_round(filled)


def two_round(
    ballots: Ballots,
    *,
    candidates: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    seed: int = 0,
) -> Count:
    """More than half of the valid papers, or else a second round between the first two, on the same rankings."""
    poll = _poll(ballots, candidates, order, seed, 1)
    valid = count.first_places(*poll.papers_of, poll.tally)
    first, leader = poll.votes(), int(poll.tally.max())
    filled = count.count_two_round(*poll.papers_of, poll.tally, poll.won)
    if 2 * leader > valid or len(poll.names) < 2:
        return poll.one_round(filled)
    last = Round(poll.votes(), poll.elected(filled))
    return Count(last.elected, (Round(first, ()), last), poll.order)


def stv(
    ballots: Ballots,
    seats: int = 1,
    *,
    candidates: Sequence[str] | None = None,
    order: Sequence[str] | None = None,
    seed: int = 0,
) -> Count:
    """Single transferable vote: Droop quota, weighted inclusive Gregory transfers; instant runoff for one seat.

    A round's votes are those after its transfer; the first are the first preferences.  Counted as in the Scottish Local
    Government Elections Order 2007, but that ties are decided by ``order`` alone.
    """
    poll = _poll(ballots, candidates, order, seed, seats)
    number, seats = len(poll.names), min(seats, len(poll.names))
    holder, value = np.zeros((2, len(poll.papers)), dtype=np.int64)
    state = np.zeros(number, dtype=np.int64)
    quota = count.stv_start(*poll.papers_of, seats, holder, value, poll.tally, state)
    rounds: list[Round] = []
    filled = 0
    while not rounds or filled < seats:
        before, was_out = filled, state == count.EXCLUDED
        if rounds:
            count.stv_stage(*poll.papers_of, quota, holder, value, poll.tally, state)
        filled = count.stv_elect(poll.tally, number, poll.lots, state, quota, seats, filled, poll.won)
        excluded = np.flatnonzero((state == count.EXCLUDED) & ~was_out)
        out = tuple(poll.names[c] for c in excluded)
        rounds.append(Round(poll.votes(count.VOTE), poll.elected(filled)[before:], out))
    return Count(poll.elected(filled), tuple(rounds), poll.order, int(quota) // count.VOTE)


def apportion(
    votes: Mapping[str, int],
    seats: int,
    *,
    method: str,
    threshold: float = 0.0,
    order: Sequence[str] | None = None,
    seed: int = 0,
) -> dict[str, int]:
    """Seats of each list, 0 included, by a divisor method or by largest remainders.

    ``method`` is dhondt, sainte-lague, modified-sainte-lague (1.4), danish, hare or droop; a list below ``threshold``,
    a share of all votes, gets no seat.  With no votes at all no seat is filled.
    """
    _check(seats, votes.values(), 2**53 // (4 * max(seats, 1)))  # up to here equal quotients are equal
    if not 0.0 <= threshold < 1.0:
        raise Mistake(f"threshold: given {threshold:g}; allowed: a share of the votes from 0 to below 1")
    if method not in (*DIVISORS, *QUOTAS):
        methods = [*DIVISORS, *QUOTAS]
        raise Mistake(f"method: given '{method}'{nearest(method, methods)}; allowed: {listed(methods)}")
    names = sorted(votes)
    lots, _ = _lots(names, order, seed)
    least = threshold * sum(votes.values())
    cast = np.array([votes[name] if votes[name] >= least else 0 for name in names], dtype=np.int64)
    out = np.zeros(len(names), dtype=np.int64)
    if method in QUOTAS:
        count.remainder_seats(cast, len(names), seats, int(method == "droop"), lots, out)
    else:
        count.divisor_seats(cast, len(names), seats, *DIVISORS[method], lots, out)
    return {name: int(out[names.index(name)]) for name in votes}


@dataclass(frozen=True)
class _Poll:
    """Ballots as the arrays that the counting loops take."""

    names: tuple[str, ...]
    scores: np.ndarray
    papers: np.ndarray
    lots: np.ndarray
    order: tuple[str, ...]
    tally: np.ndarray
    won: np.ndarray

    @property
    def papers_of(self) -> tuple[np.ndarray, np.ndarray, int, int, np.ndarray]:
        """The arguments that every rule begins with."""
        return self.scores, self.papers, len(self.papers), len(self.names), self.lots

    def votes(self, unit: int = 1) -> dict[str, float]:
        return {name: int(votes) / unit for name, votes in zip(self.names, self.tally, strict=True)}

    def elected(self, filled: int) -> tuple[str, ...]:
        return tuple(self.names[c] for c in self.won[:filled])

    def one_round(self, filled: int) -> Count:
        only = Round(self.votes(), self.elected(filled))
        return Count(only.elected, (only,), self.order)


def _poll(
    ballots: Ballots, candidates: Sequence[str] | None, order: Sequence[str] | None, seed: int, seats: int
) -> _Poll:
    grouped = ballots if isinstance(ballots, Mapping) else Counter(tuple(ballot) for ballot in ballots)
    rows = list(grouped.items())
    _check(seats, grouped.values(), MOST_PAPERS)
    names = tuple(sorted({name for ballot in grouped for name in ballot} if candidates is None else set(candidates)))
    if not names:
        raise Mistake("ballots: nobody is named on them; name somebody, or give the candidates")
    scores = np.full((len(rows), len(names)), -math.inf)
    for v, (ballot, _) in enumerate(rows):
        for place, name in enumerate(ballot):
            _place(scores[v], names, name, place)
    lots, drawn = _lots(names, order, seed)
    papers = np.array([n for _, n in rows], dtype=np.int64)
    return _Poll(names, scores, papers, lots, drawn, np.zeros(len(names), np.int64), np.zeros(seats, np.int64))


def _place(row: np.ndarray, names: tuple[str, ...], name: str, place: int) -> None:
    if name not in names:
        raise Mistake(f"ballots: '{name}' is no candidate{nearest(name, names)}; allowed: {listed(names)}")
    if row[names.index(name)] > -math.inf:
        raise Mistake(f"ballots: '{name}' stands twice on one ballot; name each candidate once")
    row[names.index(name)] = -float(place)


def _lots(names: Sequence[str], order: Sequence[str] | None, seed: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """The lot of each name (the smaller the luckier), and the names in the order of their lots."""
    lots = np.zeros(len(names), dtype=np.int64)
    if order is None:
        with np.errstate(over="ignore"):  # words wrap around, as in compiled code
            count.draw_lots(lots, len(names), seed, np.uint64(salt("voting.lots")))
    elif sorted(order) != sorted(names):
        raise Mistake(f"order: it must hold each candidate once; they are {listed(sorted(names))}")
    else:
        lots[:] = [list(order).index(name) for name in names]
    return lots, tuple(names[c] for c in np.argsort(lots))


def _check(seats: int, papers: Collection[int], most: int) -> None:
    if seats < 1:
        raise Mistake(f"seats: given {seats}; allowed: at least 1")
    if any(n < 0 or n != int(n) for n in papers):
        raise Mistake("votes: each number of papers must be a whole number, 0 or more")
    if sum(papers) > most:
        raise Mistake(f"votes: {sum(papers):,} altogether; at most {most:,} can be counted")


#: Rules that elect persons from ballots, by name.
RULES: dict[str, Callable[..., Count]] = {
    "plurality": plurality,
    "two-round": two_round,
    "approval": approval,
    "stv": stv,
}
