"""Posts below the top: elected by the unit's members or named from above, when vacant or due."""
# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from politeia.engine.events import APPOINTED, ELECTED, OUT_MOVED, OUT_NO_MEMBERS, OUT_TOWN_LOST, TO_POST, TOOK_SEAT
from politeia.engine.hooks import on_appoint, on_nominee, on_pick
from politeia.engine.organs.codes import (
    BEFORE,
    BY_COOPTION,
    BY_ELECTION,
    BY_LOT,
    BY_NAMING,
    CELL,
    COUNTED_ROWS,
    DUE,
    EX_OFFICIO,
    LOTS,
    MEMBER,
    NEVER,
    PERSON,
    STANDING,
    STANDS,
)
from politeia.engine.organs.elections import hold_election
from politeia.engine.organs.electors import electors, electors_opposing
from politeia.engine.organs.log import log_event, note_leaving
from politeia.engine.organs.members import list_members, listed_member, people_of, random_member
from politeia.engine.organs.moves import send
from politeia.engine.organs.seats import (
    at_limit,
    clear_post,
    end_at_limit,
    gumbel,
    is_free,
    known_to,
    secretary_pid,
    still_there,
    take_post,
)
from politeia.random.draws import draw_of


def draw_members(s, o, unit, above, salt):
    """Rows of those nominees for a post who are drawn from one ``unit``: its own, or in half of the draws that above."""
    row0, row1 = s.U[unit].row0, s.U[unit].row1
    few = row1 - row0 <= COUNTED_ROWS
    n = list_members(s, row0, row1) if few else np.uint64(0)
    people = people_of(s, n)
    for k in range(s.B[0].nominees):
        if (above >= 0 and draw_of(o, 100000 + k, salt) < 0.5) != (unit == above):
            continue
        if few:  # as random_member does, but for all of them the members are listed once
            s.I[STANDS, k] = listed_member(s, n, draw_of(o, k * 512, salt) * people)
        else:
            s.I[STANDS, k] = random_member(s, row0, row1, o, k, salt)


def list_nominees(s, o, above, salt):
    """Rows of nominees: members of the unit or, in half of the draws, of the one ``above`` (-1: none); and officers.

    Nobody is judged before all are listed, with their ids and cells: memory then brings them together.
    """
    u = s.O[o].unit
    draw_members(s, o, u, above, salt)
    if above >= 0:
        draw_members(s, o, above, above, salt)
    for k in range(s.B[0].nominees):
        i = s.I[STANDS, k]
        if k % 2 == 1 and i >= 0 and s.O[o].level > 0:
            i = known_to(s, i, s.O[o].level)
        s.I[STANDS, k] = i
        s.I[PERSON, k] = s.P[max(i, 0)].pid
        s.I[CELL, k] = s.R[max(i, 0)]


def elect(s, o, week, salt):
    """Those who vote in the unit choose among nominees: some of its ranks, those they know, and the sitting officers."""
    u = s.O[o].unit
    if electors(s, u) <= 0.0:
        return
    list_nominees(s, o, -1, salt)
    best, best_score = -1, -1e9
    for k in range(s.B[0].nominees + s.U[u].posts):
        if k < s.B[0].nominees:
            i = s.I[STANDS, k]
        else:
            i = s.O[s.U[u].post0 + k - s.B[0].nominees].slot
            if i >= 0 and not still_there(s, s.U[u].post0 + k - s.B[0].nominees):
                i = -1
        if i < 0:
            continue
        if not is_free(s, i, o, week):
            continue
        score = on_nominee(s, i, u, week) + 0.15 * gumbel(draw_of(s.P[i].pid, o, salt + np.uint64(1)))
        if score > best_score:
            best, best_score = i, score
    if best >= 0:
        take_post(s, o, best, 0, -1, week)
        if s.B[0].log_level > 0:
            log_event(s, week, ELECTED, u, s.O[o].pid, -1, float(s.O[o].seat))


def appoint_to(s, o, week, salt):
    """A higher organ names a person: nominees are members and officers of the higher unit, so often from elsewhere."""
    u = s.O[o].unit
    above = s.U[u].parent
    patron = secretary_pid(s, above)
    by_centre = above == s.U.shape[0] - 1 or draw_of(o, 77, salt) < float(s.G[0].capacity)
    if by_centre:
        patron = int(s.G[0].head_pid)
    list_nominees(s, o, above, salt)
    best, best_score = -1, -1e9
    for k in range(s.B[0].nominees + 1):
        if k == s.B[0].nominees:
            i = s.O[o].slot if still_there(s, o) else -1  # the sitting one may be kept
        else:
            i = s.I[STANDS, k]
        if i < 0:
            continue
        if not is_free(s, i, o, week):
            continue
        if s.L[s.U[s.R[i]].place].lost > 0.5:
            continue
        score = on_pick(s, i, u, week) + 0.2 * gumbel(draw_of(s.P[i].pid, o, salt + np.uint64(2)))
        if score > best_score:
            best, best_score = i, score
    if best < 0:
        return
    if not (s.U[u].row0 <= best < s.U[u].row1):
        best = send(s, best, s.U[u].row0, s.U[u].row1, o, week, TO_POST, salt)
        if best < 0:
            return
    placed = 0.0 if s.O[o].pid == s.P[best].pid else 1.0  # who is kept is not placed anew
    take_post(s, o, best, 1, patron, week)
    s.G[0].named += placed
    if by_centre:
        s.G[0].named_by_centre += placed
    if s.B[0].log_level > 0:
        log_event(s, week, APPOINTED, u, s.O[o].pid, patron, float(s.O[o].seat))


def draw_lot(s, o, week, salt):
    """Any member of the unit who is free takes the post by lot."""
    u = s.O[o].unit
    for k in range(LOTS):
        i = random_member(s, s.U[u].row0, s.U[u].row1, o, 1000 + k, salt)
        if i >= 0 and is_free(s, i, o, week):
            take_seat(s, o, i, week)
            return


def take_seat(s, o, i, week):
    """A seat is taken otherwise than by election or naming; the log says how."""
    take_post(s, o, i, 1 if s.O[o].way == BY_COOPTION else 0, -1, week)
    if s.B[0].log_level > 0:
        log_event(s, week, TOOK_SEAT, s.O[o].unit, s.O[o].pid, s.O[o].way, float(s.O[o].seat))


def settle(s, o, before, week):
    """A post that nobody took waits a month; count the secretaries of places who were replaced."""
    if s.O[o].slot < 0:
        s.O[o].due = week + 4
    elif s.O[o].level == s.B[0].place_level and s.O[o].seat == 0 and before >= 0 and s.O[o].pid != before:
        s.G[0].secretaries_replaced += 1.0
        if s.O[o].appointed == 1:
            s.G[0].secretaries_recalled += 1.0


def wake_lost(s):
    """Organs of places in other hands are looked at: whoever still holds a post there has to leave it."""
    for place in range(s.L.shape[0] - 1):
        if s.L[place].lost <= 0.5:
            continue
        top = int(s.L[place].unit)
        for c in range(s.R[s.U[top].row0], s.R[s.U[top].row1 - 1] + 1):
            u = c
            while 0 <= u <= top:
                s.wakes[u] = 0
                u = s.U[u].parent


def some_recall(s):
    """May those below recall an organ below the top?"""
    for level in range(s.V.shape[0] - 1):  # noqa: SIM110 (compiled: no generators)
        if s.V[level].recall > 0.0:
            return True
    return False


def next_week(s, u):
    """First week in which the organ of a unit may have something to do, if nobody leaves or moves before."""
    wakes = NEVER
    for o in range(s.U[u].post0, s.U[u].post0 + s.U[u].posts):
        if s.O[o].way != EX_OFFICIO:
            wakes = min(wakes, 0 if s.O[o].stirred != 0 else s.O[o].due)
    return wakes


def posts(s, week, salt):
    """Fill what is vacant or due, from the highest organ but one down to the cells."""
    root = s.U.shape[0] - 1
    s.G[0].named = 0.0
    s.G[0].named_by_centre = 0.0
    s.G[0].secretaries_replaced = 0.0
    s.G[0].secretaries_recalled = 0.0
    s.G[0].filled_from_above = 0.0
    s.G[0].filled = 0.0
    wake_lost(s)
    all_wake = some_recall(s)
    for u in range(root - 1, -1, -1):
        if week < s.wakes[u] and not all_wake:
            continue
        o0 = s.U[u].post0
        listed = 0
        lost = s.L[s.U[u].place].lost > 0.5
        empty = s.U[u].members <= 0.0
        for o in range(o0, o0 + s.U[u].posts):
            if s.O[o].way == EX_OFFICIO:
                continue
            held = s.O[o].slot >= 0
            there = held and (s.O[o].stirred == 0 or still_there(s, o))
            s.O[o].stirred = 0
            at_place = s.O[o].level == s.B[0].place_level and s.O[o].seat == 0
            if held and not there:
                if at_place and s.P[s.O[o].slot].pid == s.O[o].pid and s.P[s.O[o].slot].status == MEMBER:
                    s.G[0].secretaries_moved += 1.0
                note_leaving(s, o, week, OUT_MOVED)
                clear_post(s, o)
            if lost or empty:
                if there:
                    note_leaving(s, o, week, OUT_TOWN_LOST if lost else OUT_NO_MEMBERS)
                    clear_post(s, o)
                continue
            recall = s.V[s.O[o].level].recall
            recalled = there and recall > 0.0 and electors_opposing(s, u) > recall
            recalled = recalled and week - s.O[o].since >= s.V[s.O[o].level].recall_weeks
            if week < s.O[o].due and not recalled:
                continue
            before = s.O[o].pid
            if at_limit(s, o):
                end_at_limit(s, o, week)
            chance = 0.0
            if s.O[o].way == BY_NAMING or s.O[o].way == BY_COOPTION:
                chance = 1.0
            elif s.O[o].way == BY_ELECTION and s.V[s.O[o].level].may_appoint > 0.0:
                chance = on_appoint(s, u, week)
            s.G[0].filled += 1.0
            if s.O[o].way == BY_LOT:
                draw_lot(s, o, week, salt)
            elif draw_of(o, 5, salt) < chance:
                appoint_to(s, o, week, salt)
                s.G[0].filled_from_above += 1.0
            elif s.V[s.O[o].level].method > STANDING:
                s.I[DUE, listed] = o
                s.I[BEFORE, listed] = before
                listed += 1
                continue
            else:
                elect(s, o, week, salt)
            settle(s, o, before, week)
        if listed > 0:
            first = int(s.I[DUE, 0])
            before = s.I[BEFORE, 0]
            hold_election(s, u, listed, False, week, salt)
            settle(s, first, before, week)
        s.wakes[u] = next_week(s, u)
