"""Posts taken, held and left, and who knows whom."""
# mypy: ignore-errors

from __future__ import annotations

from politeia.engine.events import OUT_LIMIT, OUT_OTHER_POST, OUT_RECALLED, OUT_TERM
from politeia.engine.organs.codes import BY_ELECTION, MEMBER
from politeia.engine.organs.log import note_leaving
from politeia.engine.organs.members import may_stand


def gumbel(u):
    """Standard Gumbel number by the rational fit of -ln(-ln u): luck in a choice among nominees."""
    return 2.0 * (u - 0.5) * (1.0 + 2.2 * u * u * u * u) + 0.25


def clear_post(s, o):
    """Empty a post and tell its holder's row."""
    i = s.O[o].slot
    if i >= 0 and s.P[i].pid == s.O[o].pid:
        if s.P[i].post == o + 1:
            s.P[i].post = 0
        if s.O[o].unit == s.U.shape[0] - 1 and s.P[i].seat == s.O[o].seat + 1:
            s.P[i].seat = 0
    s.O[o].slot = -1
    s.O[o].pid = -1
    s.O[o].patron = -1
    s.O[o].due = 0
    s.wakes[s.O[o].unit] = 0


def terms_begun(s, o, i, week):
    """Terms that a person has begun in a row in the organ of a post; a row ends when one term is sat out."""
    if s.V[s.O[o].level].terms_max == 0.0:
        return 0
    u = s.O[o].unit
    pid = s.P[i].pid
    begun = 0
    for k in range(s.U[u].post0, s.U[u].post0 + s.U[u].posts):
        if s.O[k].pid == pid:
            begun = max(begun, s.O[k].served)
        if s.O[k].past == pid and week < s.O[k].left + s.O[k].term:
            begun = max(begun, s.O[k].past_served)
    return begun


def at_limit(s, o):
    """Has the holder served as many terms in a row as the rules allow?"""
    limit = s.V[s.O[o].level].terms_max
    return limit > 0.0 and s.O[o].slot >= 0 and s.O[o].served >= limit


def end_at_limit(s, o, week):
    """The holder leaves, for there is no further term."""
    note_leaving(s, o, week, OUT_LIMIT)
    clear_post(s, o)


def is_free(s, i, o, week):
    """May a member take a post: no office as high, no other seat at the top, no term too many, a right to stand?"""
    u = s.O[o].unit
    held = s.P[i].post - 1
    if held >= 0 and held != o and s.O[held].level >= s.O[o].level:
        return False
    if u == s.U.shape[0] - 1 and s.P[i].seat > 0 and s.P[i].seat != s.O[o].seat + 1:
        return False
    limit = s.V[s.O[o].level].terms_max
    if limit > 0.0 and terms_begun(s, o, i, week) >= limit:
        return False
    return may_stand(s, i, week)


def take_post(s, o, i, appointed, patron, week):
    """Seat a person; whoever takes a territorial post leaves the one held before."""
    root = s.U.shape[0] - 1
    s.O[o].served = terms_begun(s, o, i, week) + 1
    if s.O[o].pid != s.P[i].pid:
        note_leaving(s, o, week, OUT_RECALLED if week < s.O[o].due else OUT_TERM)
        s.O[o].came = week
    clear_post(s, o)
    if s.O[o].unit == root:
        s.P[i].seat = s.O[o].seat + 1
    else:
        if s.P[i].post > 0:
            note_leaving(s, s.P[i].post - 1, week, OUT_OTHER_POST)
            clear_post(s, s.P[i].post - 1)
        s.P[i].post = o + 1
    s.O[o].slot = i
    s.O[o].pid = s.P[i].pid
    s.O[o].appointed = appointed
    s.O[o].patron = patron
    s.O[o].since = week
    s.O[o].due = week + s.O[o].term


def term_end(s, week):
    """When the term of the elected seats of the highest organ is over; 0 if it is."""
    root = s.U.shape[0] - 1
    end = 0
    for o in range(s.U[root].post0, s.U[root].post0 + s.U[root].posts):
        if s.O[o].way == BY_ELECTION and s.O[o].slot >= 0 and s.O[o].due > week:
            end = max(end, s.O[o].due)
    return end


def sits(s, o):
    """Does the holder still live and belong?"""
    i = s.O[o].slot
    return i >= 0 and s.P[i].pid == s.O[o].pid and s.P[i].status == MEMBER


def still_there(s, o):
    """Does the holder still live, belong, and work within the unit?"""
    i = s.O[o].slot
    if i < 0 or s.P[i].pid != s.O[o].pid or s.P[i].status != MEMBER:
        return False
    u = s.O[o].unit
    return s.U[u].row0 <= i < s.U[u].row1


def secretary_pid(s, u):
    """Person at the head of a unit's organ; -1 if vacant or none."""
    if u == s.U.shape[0] - 1:
        return int(s.G[0].head_pid)
    if s.U[u].posts == 0:
        return -1
    o = s.U[u].post0
    if s.O[o].slot < 0:
        return -1
    return int(s.O[o].pid)


def known_to(s, i, level):
    """The officer whom a member knows best: the secretary, one level below, of where the member is; -1 if none."""
    u = s.R[i]
    while s.U[u].level < level - 1:
        u = s.U[u].parent
    if s.U[u].posts == 0 or not still_there(s, s.U[u].post0):
        return -1
    return s.O[s.U[u].post0].slot
