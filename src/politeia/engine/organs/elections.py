"""Elections in which ballots are counted: who stands, who votes, and what the method makes of the ballots."""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

import math

import numpy as np

from politeia.engine.count import (
    count_approval,
    count_plurality,
    count_stv,
    count_two_round,
    divisor_seats,
    draw_lots,
    first_places,
    next_best,
    remainder_seats,
)
from politeia.engine.events import ELECTED, OUT_TERM
from politeia.engine.hooks import on_nominee
from politeia.engine.organs.codes import (
    APPROVAL,
    BALLOTS,
    BY_ELECTION,
    CANDIDATES,
    DHONDT,
    DUE,
    FATE,
    HOLDER,
    LIST_LUCK,
    LIST_SEATS,
    LIST_VOTES,
    LUCK,
    MEMBER,
    PAPERS,
    PLURALITY,
    REMAINDER,
    SEATS_AT_ONCE,
    STANDS,
    TALLY,
    TRANSFERABLE,
    TWO_ROUND,
    VOTES,
    WON,
    WORTH,
)
from politeia.engine.organs.log import log_event, note_leaving
from politeia.engine.organs.members import may_vote, random_member
from politeia.engine.organs.seats import clear_post, gumbel, is_free, known_to, sits, take_post
from politeia.random.draws import draw_of


def is_listed(s, row, i, n):
    """Does a number stand among the first ``n`` of a working row?"""
    for k in range(n):  # noqa: SIM110 (compiled: no generators)
        if s.I[row, k] == i:
            return True
    return False


def may_run(s, i, u, due, week):
    """May a member stand for the seats due in a unit's organ: who sits there only if that seat is due?"""
    held = s.P[i].post - 1
    if u == s.U.shape[0] - 1:
        held = s.U[u].post0 + s.P[i].seat - 1 if s.P[i].seat > 0 else -1
    if held >= 0 and s.O[held].unit == u:
        return is_listed(s, DUE, held, due) and is_free(s, i, held, week)
    return is_free(s, i, int(s.I[DUE, 0]), week)


def delegate_met(s, who, turn, salt):
    """Row of a delegate met by chance; -1 if there is none."""
    n = int(s.G[0].n_delegates)
    return s.D[int(draw_of(who, turn, salt) * n)] if n > 0 else -1


def list_candidates(s, u, due, by_delegates, week, salt):
    """Who stands for the seats due: those who sit there, members or delegates met, officers known; returns how many."""
    n = 0
    most = min(CANDIDATES, s.B[0].nominees + 2 * due + s.U[u].posts)
    for k in range(s.U[u].posts + 2 * most):
        i = -1
        if k < s.U[u].posts:
            i = s.O[s.U[u].post0 + k].slot if sits(s, s.U[u].post0 + k) else -1
        elif by_delegates:
            i = delegate_met(s, u * 1024 + k, 25, salt)
        else:
            i = random_member(s, s.U[u].row0, s.U[u].row1, u, 4096 + k, salt)
            if k % 2 == 1 and i >= 0 and s.U[u].level > 0:
                i = known_to(s, i, s.U[u].level)
        if i < 0 or n >= most or s.P[i].status != MEMBER or is_listed(s, STANDS, i, n):
            continue
        if may_run(s, i, u, due, week):
            s.I[STANDS, n] = i
            n += 1
    return n


def list_voters(s, u, by_delegates, week, salt):
    """Who votes: every member of a small unit, else members or delegates met by chance; returns how many."""
    n = 0
    every = not by_delegates and s.U[u].row1 - s.U[u].row0 <= BALLOTS
    for k in range(s.U[u].row1 - s.U[u].row0 if every else BALLOTS):
        i = -1
        if every:
            i = s.U[u].row0 + k
        elif by_delegates:
            i = delegate_met(s, u * 1024 + k, 27, salt)
        else:
            i = random_member(s, s.U[u].row0, s.U[u].row1, u, 8192 + k, salt)
        if i < 0 or s.P[i].status != MEMBER or not (by_delegates or may_vote(s, i, week)):
            continue
        s.I[VOTES, n] = i
        s.I[PAPERS, n] = max(1, int(100.0 * float(s.P[i].weight) + 0.5)) if every else 1
        n += 1
    return n


def mark_ballots(s, u, voters, candidates, week, salt):
    """How much each voter wants each candidate, beside the voter's own mean: standing, nearness and luck."""
    for c in range(candidates):
        s.W[BALLOTS, c] = on_nominee(s, s.I[STANDS, c], u, week)
    for v in range(voters):
        i = s.I[VOTES, v]
        total = 0.0
        for c in range(candidates):
            j = s.I[STANDS, c]
            score = s.W[BALLOTS, c]
            score -= 0.8 * abs(value_course(s.P[i].course) - value_course(s.P[j].course))
            score -= 0.4 * abs(value_regime(s.P[i].regime) - value_regime(s.P[j].regime))
            score += 0.15 * gumbel(draw_of(s.P[i].pid, s.P[j].pid, salt + np.uint64(3)))
            s.W[v, c] = score
            total += score
        for c in range(candidates):
            s.W[v, c] -= total / candidates


def count_one_by_one(s, seats, voters, candidates):
    """One seat after another, each in two rounds, among those who have none yet."""
    for seat in range(min(seats, candidates)):
        count_two_round(s.W, s.I[PAPERS], voters, candidates, s.I[LUCK], s.I[TALLY], s.I[FATE])
        s.I[WON, seat] = s.I[FATE, 0]
        for v in range(voters):
            s.W[v, s.I[FATE, 0]] = -math.inf
    return min(seats, candidates)


def take_best(s, candidates, seats, filled, by_list):
    """Seat those with most votes of their own: while their list has seats left, or whoever is not seated yet."""
    c = -1
    for _ in range(candidates):
        c = next_best(s.I[TALLY], candidates, s.I[LUCK], c)
        own = s.P[s.I[STANDS, c]].tendency
        if filled >= seats or s.I[FATE, c] == 1 or (by_list and s.I[LIST_SEATS, own] == 0):
            continue
        s.I[LIST_SEATS, own] -= 1
        s.I[FATE, c] = 1
        s.I[WON, filled] = c
        filled += 1
    return filled


def count_lists(s, method, seats, voters, candidates, who, salt):
    """Seats to lists, one for each tendency and one for those of none, by the votes of their candidates.

    What a list has too few candidates for goes to the best of the others.
    """
    lists = s.K.shape[0] + 1
    first_places(s.W, s.I[PAPERS], voters, candidates, s.I[LUCK], s.I[TALLY])
    for one in range(lists):
        s.I[LIST_VOTES, one] = 0
    for c in range(candidates):
        s.I[FATE, c] = 0
        s.I[LIST_VOTES, s.P[s.I[STANDS, c]].tendency] += s.I[TALLY, c]
    draw_lots(s.I[LIST_LUCK], lists, who, salt + np.uint64(5))
    if method == REMAINDER:
        remainder_seats(s.I[LIST_VOTES], lists, seats, 0, s.I[LIST_LUCK], s.I[LIST_SEATS])
    else:
        step = 1.0 if method == DHONDT else 2.0
        divisor_seats(s.I[LIST_VOTES], lists, seats, 1.0, step, s.I[LIST_LUCK], s.I[LIST_SEATS])
    filled = take_best(s, candidates, seats, 0, True)
    return take_best(s, candidates, seats, filled, False)


def count_ballots(s, method, seats, voters, candidates, who, salt):
    """Fill seats by a method; the elected stand in the row ``WON``, first elected first; returns how many."""
    draw_lots(s.I[LUCK], candidates, who, salt + np.uint64(4))
    papers, luck, tally, won = s.I[PAPERS], s.I[LUCK], s.I[TALLY], s.I[WON]
    if method == PLURALITY:
        return count_plurality(s.W, papers, voters, candidates, luck, seats, seats, tally, won)
    if method == APPROVAL:
        return count_approval(s.W, papers, voters, candidates, luck, seats, 0.0, tally, won)
    if method == TRANSFERABLE:
        return count_stv(s.W, papers, voters, candidates, luck, seats, s.I[HOLDER], s.I[WORTH], tally, s.I[FATE], won)
    if method == TWO_ROUND:
        return count_one_by_one(s, seats, voters, candidates)
    return count_lists(s, method, seats, voters, candidates, who, salt)


def term_of_others(s, u, due, week):
    """When the term of the elected seats that are not due is over; 0 if all are due."""
    end = 0
    for o in range(s.U[u].post0, s.U[u].post0 + s.U[u].posts):
        if s.O[o].way == BY_ELECTION and s.O[o].slot >= 0 and s.O[o].due > week and not is_listed(s, DUE, o, due):
            end = max(end, s.O[o].due)
    return end


def win(s, o, i, end, week):
    """A winner takes a seat, for the rest of the others' term if these are not up."""
    take_post(s, o, i, 0, -1, week)
    if end > 0:
        s.O[o].due = end
    if s.B[0].log_level > 0:
        log_event(s, week, ELECTED, s.O[o].unit, s.O[o].pid, -1, float(s.O[o].seat))


def seat_winners(s, u, due, filled, week):
    """Winners who sit keep their seats, the others take those that are left, the first elected first."""
    end = term_of_others(s, u, due, week)
    for d in range(due):
        o = int(s.I[DUE, d])
        for w in range(filled):
            c = s.I[WON, w]
            if c >= 0 and s.O[o].slot == s.I[STANDS, c]:
                win(s, o, s.O[o].slot, end, week)
                s.I[WON, w] = -1
                s.I[DUE, d] = -1
                break
    w = 0
    for d in range(due):
        o = int(s.I[DUE, d])
        if o < 0:
            continue
        while w < filled and s.I[WON, w] < 0:
            w += 1
        if w < filled:
            win(s, o, int(s.I[STANDS, s.I[WON, w]]), end, week)
            w += 1
        elif s.O[o].slot >= 0:
            note_leaving(s, o, week, OUT_TERM)
            clear_post(s, o)


def hold_election(s, u, due, by_delegates, week, salt):
    """Fill by one count of ballots the seats of a unit that stand in the row ``DUE``."""
    due = min(due, SEATS_AT_ONCE)
    candidates = list_candidates(s, u, due, by_delegates, week, salt)
    voters = list_voters(s, u, by_delegates, week, salt)
    if candidates == 0 or voters == 0:
        return
    mark_ballots(s, u, voters, candidates, week, salt)
    method = int(s.V[s.U[u].level].method)
    filled = count_ballots(s, method, due, voters, candidates, u, salt)
    seat_winners(s, u, due, filled, week)
