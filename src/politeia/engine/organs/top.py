"""Seats that no congress fills: at the top by lot, by co-option or by all members, anywhere with another office."""
# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from politeia.engine.events import OUT_OFFICE, TOOK_SEAT
from politeia.engine.hooks import on_pick
from politeia.engine.organs.codes import BY_COOPTION, BY_ELECTION, BY_LOT, DUE, EX_OFFICIO, STANDING
from politeia.engine.organs.elections import hold_election
from politeia.engine.organs.electors import electors_opposing
from politeia.engine.organs.log import log_event, note_leaving
from politeia.engine.organs.members import random_member
from politeia.engine.organs.posts import draw_lot, elect, take_seat
from politeia.engine.organs.seats import at_limit, clear_post, end_at_limit, gumbel, is_free, known_to, sits, term_end
from politeia.random.draws import draw_of


def co_opt(s, o, week, salt):
    """Those who sit at the top choose whom they want beside them: members met, officers they know, the sitting one."""
    u = s.O[o].unit
    best, best_score = -1, -1e9
    for k in range(s.B[0].nominees + 1):
        if k == s.B[0].nominees:
            i = s.O[o].slot
        else:
            i = random_member(s, s.U[u].row0, s.U[u].row1, o, k, salt)
            if k % 2 == 1 and i >= 0:
                i = known_to(s, i, s.O[o].level)
        if i < 0 or not is_free(s, i, o, week):
            continue
        score = on_pick(s, i, u, week) + 0.2 * gumbel(draw_of(s.P[i].pid, o, salt + np.uint64(2)))
        if score > best_score:
            best, best_score = i, score
    if best >= 0:
        take_seat(s, o, best, week)


def seat_of_office(s, o):
    """Row of the person whose office gives an ex officio seat: -1 if vacant.

    Below the top it is the secretary above; at the top, the secretaries of the highest level below, in their order.
    """
    root = s.U.shape[0] - 1
    u = s.O[o].unit
    if u < root:
        u = s.U[u].parent
        while u < root and s.U[u].posts == 0:
            u = s.U[u].parent
        if u == root:
            return int(s.G[0].head_slot) if int(s.G[0].head_pid) >= 0 else -1
        return s.O[s.U[u].post0].slot if sits(s, s.U[u].post0) else -1
    before = 0
    for k in range(s.U[u].post0, o):
        before += 1 if s.O[k].way == EX_OFFICIO else 0
    level = s.U[root].level - 1
    while level > 0 and s.V[level].seats == 0.0:
        level -= 1
    for k in range(root):
        if s.U[k].level != level:
            continue
        if before == 0:
            return s.O[s.U[k].post0].slot if s.U[k].posts > 0 and sits(s, s.U[k].post0) else -1
        before -= 1
    return -1


def sit_ex_officio(s, week):
    """Seats that go with another office pass to whoever holds it now; a seat at the top is one a person."""
    root = s.U.shape[0] - 1
    some = 0.0
    for level in range(s.V.shape[0]):
        some += s.V[level].ex_officio
    if some == 0.0:
        return
    for o in range(s.O.shape[0] - 1, -1, -1):
        if s.O[o].way != EX_OFFICIO:
            continue
        i = seat_of_office(s, o)
        if i >= 0 and s.O[o].unit == root and s.P[i].seat > 0 and s.P[i].seat != s.O[o].seat + 1:
            i = -1
        if i >= 0 and s.O[o].pid == s.P[i].pid:
            s.O[o].slot = i
            continue
        note_leaving(s, o, week, OUT_OFFICE)
        clear_post(s, o)
        if i < 0:
            continue
        s.O[o].slot = i
        s.O[o].pid = s.P[i].pid
        s.O[o].appointed = 0
        s.O[o].since = week
        s.O[o].came = week
        if s.O[o].unit == root:
            s.P[i].seat = s.O[o].seat + 1
        if s.B[0].log_level > 0:
            log_event(s, week, TOOK_SEAT, s.O[o].unit, s.O[o].pid, EX_OFFICIO, float(s.O[o].seat))


def top_seats(s, week, salt):
    """Seats of the highest committee that no congress fills: by lot, by co-option, or by the votes of all members."""
    root = s.U.shape[0] - 1
    if s.V[s.U[root].level].apart == 0.0:
        return
    by_members = s.V[s.U[root].level].by_members > 0.5
    listed = 0
    for o in range(s.U[root].post0, s.U[root].post0 + s.U[root].posts):
        if s.O[o].way == EX_OFFICIO or (s.O[o].way == BY_ELECTION and not by_members):
            continue
        rested = week - s.O[o].since >= s.V[s.O[o].level].recall_weeks
        recalled = float(s.G[0].recalled) > 0.5 and rested
        if s.O[o].slot >= 0 and week < s.O[o].due and not recalled:
            continue
        if at_limit(s, o):
            end_at_limit(s, o, week)
        if s.O[o].way == BY_LOT:
            draw_lot(s, o, week, salt)
        elif s.O[o].way == BY_COOPTION:
            co_opt(s, o, week, salt)
        elif s.V[s.O[o].level].method > STANDING:
            s.I[DUE, listed] = o
            listed += 1
        else:
            elect(s, o, week, salt)
    if listed > 0:
        hold_election(s, root, listed, False, week, salt)


def call_congress(s, week):
    """Those below recall the top: a congress is called, or a vote; and a term of the top calls one when it is over."""
    g = s.G[0]
    root = s.U.shape[0] - 1
    level = s.U[root].level
    g.recalled = 0.0
    rested = float(g.congress_weeks) >= s.V[level].recall_weeks
    if s.V[level].recall > 0.0 and electors_opposing(s, root) > s.V[level].recall and rested:
        g.recalled = 1.0
    if s.V[level].by_members > 0.5:
        return
    # Four weeks (assumed) between two congresses, should one have left every elected seat empty.
    over = s.V[level].term_binds > 0.5 and term_end(s, week) == 0 and week - float(g.last_congress) >= 4.0
    if float(g.recalled) > 0.5 or over:
        g.congress_due = 2.0
