"""Counting votes: rules that fill seats from ballots, and rules that share seats among lists.

Loops over arrays that the caller made, in the plain subset of :mod:`politeia.engine.organs`: they run as they stand,
compiled by :mod:`politeia.engine.standalone`, or fused into a week, with the same results.  Nothing is allocated and
nothing is drawn but by :func:`draw_lots`.

What the arguments are, the same in every rule:

scores : float array (at least voters x candidates)
    Row v, column c: how much voter v wants candidate c; more is better, no NaN.  Only the order counts, but for
    approval.  ``-inf`` is a candidate left off the ballot; a rank, 1 being the best, is the score ``-rank``.
papers : int64 array (at least voters)
    How many equal ballot papers row v stands for: 1 for a person, more for a row that stands for people.  All together
    at most 900 million; a caller with fractional weights counts in hundredths.
voters, candidates, lists, seats : int
    How much of the arrays is in use, and how many seats there are.
lots : int array (at least candidates)
    The order drawn before the count (:func:`draw_lots`): distinct numbers.  **Wherever two are equal, the smaller lot is
    the luckier**: placed higher by a voter who wants both alike, elected first, excluded last.
tally : int64 array (at least candidates), overwritten
    Papers counted for each in the last round; under STV in units of 1/100,000 vote.
won : int array (at least seats), overwritten
    The elected, first elected first.

Every rule returns how many seats it filled: fewer than asked only where there are fewer candidates (or no votes for any
list).  A candidate without a vote comes after all who have one, and can fill a seat that nobody else wants.

========================  ==========================================================================================
``count_plurality``       each paper marks its best ``marks`` candidates: 1 is plurality (for several seats the single
                          non-transferable vote), ``seats`` the block vote, between them the limited vote
``count_two_round``       one seat: more than half of the papers, or else the better of the first two
``count_approval``        each paper approves all whose score exceeds ``threshold``
``count_stv``             single transferable vote; for one seat, instant runoff
``divisor_seats``         lists: D'Hondt (first 1, step 1), Sainte-Laguë (1, 2), modified Sainte-Laguë (1.4, 2)
``remainder_seats``       lists: largest remainder with the Hare or the Droop quota
========================  ==========================================================================================

Votes for lists are :func:`first_places` of ballots whose candidates are the lists.  Whoever copies this text into another
module takes ``math``, ``draw_of`` and the five constants along.

The transferable vote is counted as in the Scottish Local Government Elections Order 2007 (weighted inclusive Gregory):
the quota is ``valid // (seats + 1) + 1``; the largest surplus goes first, and every paper of that candidate goes on, at
its value times surplus over tally, rounded down to 1/100,000; with no surplus left the lowest is excluded; those who
remain when as many seats remain are elected.  One departure: lots alone decide ties, not earlier rounds.
"""

from __future__ import annotations

import math

from politeia.declare import kernel
from politeia.random.draws import draw_of

VOTE = 100_000  # a vote's worth of units: STV counts in whole units, so that equal is equal
HOPEFUL, SURPLUS, SEATED, EXCLUDED = 0, 1, 2, 3


@kernel
def comes_first(count, lot, other, other_lot):
    """Whether the first of two has more, or as much and the luckier lot."""
    return count > other or (count == other and lot < other_lot)


def draw_lots(lots, candidates, who, salt):
    """Draw the order that will decide between equals: a permutation of 0 to ``candidates`` - 1."""
    for c in range(candidates):
        lots[c] = c
    for c in range(candidates - 1, 0, -1):
        other = int(draw_of(who, c, salt) * (c + 1))
        lot = lots[c]
        lots[c] = lots[other]
        lots[other] = lot


def next_choice(scores, v, candidates, lots, last):
    """Whom a voter places next after ``last`` (-1: whom first); -1 if the ballot ends there."""
    found = -1
    for c in range(candidates):
        if scores[v, c] == -math.inf:
            continue
        if last >= 0 and not comes_first(scores[v, last], lots[last], scores[v, c], lots[c]):
            continue
        if found < 0 or comes_first(scores[v, c], lots[c], scores[v, found], lots[found]):
            found = c
    return found


def next_best(tally, candidates, lots, last):
    """Who has most after ``last`` (-1: most of all); -1 if ``last`` has least."""
    found = -1
    for c in range(candidates):
        if last >= 0 and not comes_first(tally[last], lots[last], tally[c], lots[c]):
            continue
        if found < 0 or comes_first(tally[c], lots[c], tally[found], lots[found]):
            found = c
    return found


def seat_best(tally, candidates, lots, seats, won):
    """Seat those who have most; returns how many."""
    c = -1
    for seat in range(min(seats, candidates)):
        c = next_best(tally, candidates, lots, c)
        won[seat] = c
    return min(seats, candidates)


def first_places(scores, papers, voters, candidates, lots, tally):
    """Count each paper for whom it places first; returns the valid papers, those that place anybody."""
    mark_best(scores, papers, voters, candidates, lots, 1, tally)
    valid = 0
    for c in range(candidates):
        valid += tally[c]
    return valid


def mark_best(scores, papers, voters, candidates, lots, marks, tally):
    """Count each paper for its best ``marks`` candidates."""
    for c in range(candidates):
        tally[c] = 0
    for v in range(voters):
        c = -1
        for _ in range(marks):
            c = next_choice(scores, v, candidates, lots, c)
            if c < 0:
                break
            tally[c] += papers[v]


def count_plurality(scores, papers, voters, candidates, lots, seats, marks, tally, won):
    """Most marks win."""
    mark_best(scores, papers, voters, candidates, lots, marks, tally)
    return seat_best(tally, candidates, lots, seats, won)


def count_approval(scores, papers, voters, candidates, lots, seats, threshold, tally, won):
    """Most approvals win."""
    for c in range(candidates):
        tally[c] = 0
        for v in range(voters):
            if scores[v, c] > threshold:
                tally[c] += papers[v]
    return seat_best(tally, candidates, lots, seats, won)


def preferring(scores, papers, voters, lots, a, b):
    """Papers that place ``a`` before ``b``; those that leave both off abstain."""
    total = 0
    for v in range(voters):
        if scores[v, a] > -math.inf and comes_first(scores[v, a], lots[a], scores[v, b], lots[b]):
            total += papers[v]
    return total


def count_two_round(scores, papers, voters, candidates, lots, tally, won):
    """More than half of the valid papers, or a second round between the first two."""
    valid = first_places(scores, papers, voters, candidates, lots, tally)
    filled = seat_best(tally, candidates, lots, 1, won)
    if candidates < 2 or 2 * tally[won[0]] > valid:
        return filled
    first = won[0]
    second = next_best(tally, candidates, lots, first)
    for c in range(candidates):
        tally[c] = 0
    tally[first] = preferring(scores, papers, voters, lots, first, second)
    tally[second] = preferring(scores, papers, voters, lots, second, first)
    return seat_best(tally, candidates, lots, 1, won)


def count_stv(scores, papers, voters, candidates, lots, seats, holder, value, tally, state, won):
    """Single transferable vote.

    Work arrays: ``holder`` and ``value`` (int64, at least voters: where a row's papers lie and what each is worth) and
    ``state`` (int64, at least candidates: HOPEFUL, SURPLUS, SEATED or EXCLUDED).
    """
    quota = stv_start(scores, papers, voters, candidates, lots, seats, holder, value, tally, state)
    seats = min(seats, candidates)
    filled = stv_elect(tally, candidates, lots, state, quota, seats, 0, won)
    while filled < seats:
        stv_stage(scores, papers, voters, candidates, lots, quota, holder, value, tally, state)
        filled = stv_elect(tally, candidates, lots, state, quota, seats, filled, won)
    return filled


def stv_start(scores, papers, voters, candidates, lots, seats, holder, value, tally, state):
    """Give each paper to whom it places first; returns the Droop quota in units."""
    for c in range(candidates):
        tally[c] = 0
        state[c] = HOPEFUL
    valid = 0
    for v in range(voters):
        value[v] = VOTE
        holder[v] = next_choice(scores, v, candidates, lots, -1)
        if holder[v] >= 0:
            tally[holder[v]] += papers[v] * VOTE
            valid += papers[v]
    return (valid // (seats + 1) + 1) * VOTE


def stv_stage(scores, papers, voters, candidates, lots, quota, holder, value, tally, state):
    """Pass the largest surplus on or, if there is none, exclude the lowest hopeful and pass on all he has."""
    c = top_of(tally, candidates, lots, state, SURPLUS, 1)
    if c >= 0:
        state[c] = SEATED
        pass_on(scores, papers, voters, candidates, lots, c, tally[c] - quota, holder, value, tally, state)
    else:
        c = top_of(tally, candidates, lots, state, HOPEFUL, -1)
        state[c] = EXCLUDED
        pass_on(scores, papers, voters, candidates, lots, c, tally[c], holder, value, tally, state)


def stv_elect(tally, candidates, lots, state, quota, seats, filled, won):
    """Seat, highest first, who has the quota, and all hopefuls once no more are left than seats; returns seats filled."""
    c = top_of(tally, candidates, lots, state, HOPEFUL, 1)
    while c >= 0 and (tally[c] >= quota or number_in(candidates, state, HOPEFUL) <= seats - filled):
        state[c] = SURPLUS if tally[c] > quota else SEATED
        won[filled] = c
        filled += 1
        c = top_of(tally, candidates, lots, state, HOPEFUL, 1)
    return filled


def number_in(candidates, state, wanted):
    """How many candidates are in a state."""
    number = 0
    for c in range(candidates):
        number += 1 if state[c] == wanted else 0
    return number


def top_of(tally, candidates, lots, state, wanted, sign):
    """Of the candidates in a state the highest (``sign`` 1) or lowest (-1), the luckier or unluckier lot of equals."""
    found = -1
    for c in range(candidates):
        if state[c] != wanted:
            continue
        if found < 0 or comes_first(sign * tally[c], sign * lots[c], sign * tally[found], sign * lots[found]):
            found = c
    return found


def pass_on(scores, papers, voters, candidates, lots, giver, surplus, holder, value, tally, state):
    """The papers of ``giver`` go to the next hopeful each names, worth ``surplus`` together; some may end there."""
    total = tally[giver]
    tally[giver] -= surplus
    for v in range(voters):
        if holder[v] != giver:
            continue
        if surplus < total:
            value[v] = value[v] * surplus // total
        c = next_choice(scores, v, candidates, lots, giver)
        while c >= 0 and state[c] != HOPEFUL:
            c = next_choice(scores, v, candidates, lots, c)
        holder[v] = c
        if c >= 0:
            tally[c] += papers[v] * value[v]


@kernel
def divisor_of(held, first, step):
    """What a list's votes are divided by when it holds so many seats."""
    return float(first) if held == 0 else 1.0 + step * held


def divisor_seats(votes, lists, seats, first, step, lots, out):
    """Each seat to the list with the highest votes / divisor, the divisors being first, 1 + step, 1 + 2 step, ...

    ``votes`` (int64 or float) and ``out`` (int64, overwritten: seats of each list) hold at least ``lists``.  D'Hondt is
    first 1, step 1; Sainte-Laguë 1, 2; the modified form of Scandinavia 1.4, 2; the Danish method 1, 3.
    """
    for one in range(lists):
        out[one] = 0
    for seat in range(seats):
        best, most = -1, 0.0
        for one in range(lists):
            quotient = votes[one] / divisor_of(out[one], first, step)
            if quotient > most or (best >= 0 and quotient == most and lots[one] < lots[best]):
                best, most = one, quotient
        if best < 0:
            return seat
        out[best] += 1
    return seats


def remainder_seats(votes, lists, seats, droop, lots, out):
    """A seat for each full quota, the rest to the largest remainders; a list gets at most one of the rest.

    ``votes`` (int64) and ``out`` (int64, overwritten) hold at least ``lists``.  The quota is Hare's, total / seats exactly,
    or with ``droop`` 1 Droop's, total // (seats + 1) + 1.
    """
    total = 0
    for one in range(lists):
        total += votes[one]
        out[one] = 0
    parts = 1 if droop else seats
    whole = total // (seats + 1) + 1 if droop else total
    filled = 0
    if whole > 0:
        for one in range(lists):
            out[one] = votes[one] * parts // whole
            filled += out[one]
    one = -1
    while filled < seats:
        one = next_remainder(votes, lists, parts, whole, lots, one)
        if one < 0:
            return filled
        out[one] += 1
        filled += 1
    return filled


def next_remainder(votes, lists, parts, whole, lots, last):
    """The list with the largest remainder after ``last`` (-1: the largest of all); -1 if none is left."""
    found = -1
    for one in range(lists):
        rest = votes[one] * parts % whole if votes[one] > 0 else 0
        if votes[one] <= 0 or (last >= 0 and not comes_first(votes[last] * parts % whole, lots[last], rest, lots[one])):
            continue
        if found < 0 or comes_first(rest, lots[one], votes[found] * parts % whole, lots[found]):
            found = one
    return found
