"""What each rule guarantees, on ballots drawn at random; each law has a planted defect that it must catch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from politeia import voting
from politeia.engine import count

NAMES = "ABCDE"
FAST = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

Ballots = dict[tuple[str, ...], int]

rankings = st.permutations(NAMES).flatmap(lambda all_: st.integers(1, 5).map(lambda n: tuple(all_[:n])))
ballots = st.dictionaries(rankings, st.integers(1, 30), min_size=1, max_size=8)
votes = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 5000), min_size=2).filter(lambda v: sum(v.values()) > 0)
orders = st.permutations(NAMES)
RANKED: dict[str, Callable[..., voting.Count]] = {
    "plurality": voting.plurality,
    "two-round": voting.two_round,
    "stv": voting.stv,
}


def elect(rule: str, papers: Ballots, seats: int, order: list[str]) -> voting.Count:
    more = {} if rule == "two-round" else {"seats": seats}
    return RANKED[rule](papers, candidates=list(NAMES), order=order, **more)


@contextmanager
def planted(patch: pytest.MonkeyPatch, name: str, defect: Any) -> Iterator[None]:
    """A kernel replaced by a defective one: what runs inside must fail."""
    with patch.context() as inside:
        inside.setattr(count, name, defect)
        with pytest.raises(AssertionError):
            yield


# -- persons --------------------------------------------------------------------------------------------------------------


def check_majority(papers: Ballots, order: list[str]) -> None:
    firsts = {name: sum(n for ballot, n in papers.items() if ballot[0] == name) for name in NAMES}
    for name, n in firsts.items():
        if 2 * n > sum(papers.values()):
            assert all(elect(rule, papers, 1, order).elected == (name,) for rule in RANKED)


@FAST
@given(ballots, orders)
def test_a_majority_of_first_places_wins(papers: Ballots, order: list[str]) -> None:
    check_majority(papers, order)


def test_counting_last_places_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = count.comes_first
    with planted(monkeypatch, "comes_first", lambda a, lot, b, other: right(-a, lot, -b, other)):
        check_majority({("A", "B"): 6, ("B", "A"): 4}, list(NAMES))


def check_neutral(papers: Ballots, order: list[str], other: dict[str, str]) -> None:
    """Who is called differently fares no differently, and the ballots' order does not matter."""
    renamed = {tuple(other[name] for name in ballot): n for ballot, n in reversed(papers.items())}
    for rule, seats in itertools.product(RANKED, (1, 2, 3)):
        here = elect(rule, papers, seats, order)
        there = elect(rule, renamed, seats, [other[name] for name in order])
        assert tuple(other[name] for name in here.elected) == there.elected
        assert [{other[k]: v for k, v in one.votes.items()} for one in here.rounds] == [r.votes for r in there.rounds]


@FAST
@given(ballots, orders, orders)
def test_names_and_the_order_of_ballots_do_not_matter(papers: Ballots, order: list[str], other: list[str]) -> None:
    check_neutral(papers, order, dict(zip(NAMES, other, strict=True)))


def test_favouring_the_first_of_the_alphabet_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    with planted(monkeypatch, "comes_first", lambda a, lot, b, other: a > b):
        check_neutral({("A",): 1, ("B",): 1}, list("BACDE"), dict(zip(NAMES, "BACDE", strict=True)))


@FAST
@given(ballots, orders, st.integers(1, 4))
def test_a_paper_counted_twice_is_two_papers(papers: Ballots, order: list[str], seats: int) -> None:
    singly = [ballot for ballot, n in papers.items() for _ in range(n)]
    for rule, function in RANKED.items():
        more = {} if rule == "two-round" else {"seats": seats}
        assert function(singly, candidates=list(NAMES), order=order, **more) == elect(rule, papers, seats, order)


def check_solid(papers: Ballots, seats: int, order: list[str]) -> None:
    """Voters who put the same set of candidates before all others get as many as they have quotas."""
    result = elect("stv", papers, seats, order)
    assert len(result.elected) == seats
    assert result.quota == sum(papers.values()) // (seats + 1) + 1
    for size in range(1, len(NAMES)):
        for together in itertools.combinations(NAMES, size):
            behind = sum(n for ballot, n in papers.items() if set(ballot[:size]) == set(together))
            due = min(behind // result.quota, size)
            assert len(set(result.elected) & set(together)) >= due, (together, due)


@FAST
@given(ballots, st.integers(1, 4), orders)
def test_solid_coalitions_get_their_quotas(papers: Ballots, seats: int, order: list[str]) -> None:
    check_solid(papers, seats, order)


COALITIONS = {("A", "B", "C"): 31, ("B", "A", "C"): 3, ("D", "E"): 17, ("E", "D"): 15, ("C", "A", "B"): 2}


def test_a_lower_quota_and_a_hare_quota_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """Floor of votes / (seats + 1), without the one more; and votes / seats."""
    right = count.stv_start

    def lower(*arguments: Any) -> Any:
        return right(*arguments) - count.VOTE

    def hare(*arguments: Any) -> Any:
        right(*arguments)
        return int(arguments[8].sum()) // arguments[5]

    check_solid(COALITIONS, 3, list(NAMES))
    for defect in (lower, hare):
        with planted(monkeypatch, "stv_start", defect):
            check_solid(COALITIONS, 3, list(NAMES))


def check_conserved(papers: Ballots, seats: int, order: list[str]) -> None:
    """Votes are never made, and fractions lose less than a hundred-thousandth of a vote a paper and transfer."""
    full = {(*ballot, *(name for name in NAMES if name not in ballot)): 0 for ballot in papers}
    for ballot, n in papers.items():
        full[(*ballot, *(name for name in NAMES if name not in ballot))] += n
    result, total = elect("stv", full, seats, order), sum(full.values())
    for number, one in enumerate(result.rounds):
        standing = set(NAMES) - {x for r in result.rounds[: number + 1] for x in (*r.elected, *r.excluded)}
        lost = total - sum(one.votes.values())
        assert lost >= -1e-9
        assert lost <= total * number * 1e-5 + 1e-9 or not standing


@FAST
@given(ballots, st.integers(1, 4), orders)
def test_transfers_conserve_votes(papers: Ballots, seats: int, order: list[str]) -> None:
    check_conserved(papers, seats, order)


def test_passing_papers_on_at_full_value_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = count.pass_on

    def full(
        scores: Any, papers: Any, voters: Any, candidates: Any, lots: Any, giver: Any, surplus: Any, *rest: Any
    ) -> None:
        holder, value, tally, state = rest
        before = tally[giver]
        right(scores, papers, voters, candidates, lots, giver, before, holder, value, tally, state)
        tally[giver] = before - surplus

    with planted(monkeypatch, "pass_on", full):
        check_conserved(COALITIONS, 3, list(NAMES))


@FAST
@given(ballots, orders)
def test_approval_counts_every_name(papers: Ballots, order: list[str]) -> None:
    result = voting.approval(papers, 2, candidates=list(NAMES), order=order)
    assert result.rounds[0].votes == {k: sum(n for b, n in papers.items() if k in b) for k in NAMES}
    ranked = sorted(NAMES, key=lambda name: (-result.rounds[0].votes[name], order.index(name)))
    assert result.elected == tuple(ranked[:2])


# -- lists ----------------------------------------------------------------------------------------------------------------


def check_divisors(cast: dict[str, int], seats: int, method: str) -> None:
    """No list would give a seat less votes than another pays for its last: what defines a divisor method."""
    first, step = (Fraction(str(number)) for number in voting.DIVISORS[method])
    held = voting.apportion(cast, seats, method=method)

    def divisor(k: int) -> Fraction:
        return first if k == 0 else 1 + step * k

    assert sum(held.values()) == seats
    for one, other in itertools.permutations(cast, 2):
        if held[other]:
            assert cast[one] / divisor(held[one]) <= cast[other] / divisor(held[other] - 1)


@FAST
@given(votes, st.integers(1, 40), st.sampled_from(sorted(voting.DIVISORS)))
def test_every_seat_goes_to_the_highest_quotient(cast: dict[str, int], seats: int, method: str) -> None:
    check_divisors(cast, seats, method)


def test_a_divisor_too_far_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = count.divisor_of
    with planted(monkeypatch, "divisor_of", lambda held, first, step: right(held + 1, first, step)):
        check_divisors({"A": 340, "B": 280, "C": 160, "D": 60}, 7, "sainte-lague")


@FAST
@given(votes, st.integers(1, 40), st.sampled_from(sorted(voting.DIVISORS)), orders)
def test_no_list_loses_a_seat_to_a_larger_house(
    cast: dict[str, int], seats: int, method: str, order: list[str]
) -> None:
    order = [name for name in order if name in cast]
    smaller, larger = (voting.apportion(cast, n, method=method, order=order) for n in (seats, seats + 1))
    assert all(larger[name] >= smaller[name] for name in cast)


@FAST
@given(
    votes, st.integers(1, 40), st.sampled_from(NAMES), st.integers(1, 3000), st.sampled_from(sorted(voting.DIVISORS))
)
def test_more_votes_never_cost_a_seat(cast: dict[str, int], seats: int, who: str, more: int, method: str) -> None:
    if who in cast:
        gained = {**cast, who: cast[who] + more}
        assert voting.apportion(gained, seats, method=method)[who] >= voting.apportion(cast, seats, method=method)[who]


def check_quota(cast: dict[str, int], seats: int) -> None:
    """Hare: each list gets its share rounded down or up, and the rounded up have the larger remainders."""
    held = voting.apportion(cast, seats, method="hare")
    share = {name: Fraction(n * seats, sum(cast.values())) for name, n in cast.items()}
    rest = {name: share[name] - int(share[name]) for name in cast}
    up = {name for name in cast if held[name] > int(share[name])}
    assert sum(held.values()) == seats
    assert all(int(share[name]) <= held[name] <= int(share[name]) + (rest[name] > 0) for name in cast)
    assert max((rest[name] for name in cast if name not in up), default=0) <= min(
        (rest[name] for name in up), default=1
    )


@FAST
@given(votes, st.integers(1, 40))
def test_the_largest_remainder_stays_within_the_quota(cast: dict[str, int], seats: int) -> None:
    check_quota(cast, seats)


def test_the_smallest_remainder_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = count.comes_first
    with planted(monkeypatch, "comes_first", lambda a, lot, b, other: right(-a, lot, -b, other)):
        check_quota({"A": 47, "B": 16, "C": 16, "D": 12, "E": 9}, 10)
