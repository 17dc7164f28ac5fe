"""Members who move: called, sent, moved as a sanction, sent to rebuild a town."""
# mypy: ignore-errors

from __future__ import annotations

from politeia.engine.events import ASSIGNED, FLED, MOVED, OUT_TOWN_LOST, OUT_TRANSFERRED
from politeia.engine.organs.codes import AWAY, MEMBER, TO_ARMY, TO_BENCH, TO_HOME, TO_OFFICE, TO_SCHOOL, TO_VILLAGE
from politeia.engine.organs.log import log_event, note_leaving
from politeia.engine.organs.members import random_member, renew
from politeia.engine.organs.seats import clear_post
from politeia.random.draws import draw_of


def free_row(s, row0, row1, who, salt):
    """A row of ``[row0, row1)`` where no member stands; -1 if all do."""
    start = row0 + int(draw_of(who, 31, salt) * (row1 - row0))
    for step in range(row1 - row0):
        i = start + step
        if i >= row1:
            i -= row1 - row0
        if s.P[i].status != MEMBER:
            return i
    return -1


def relocate(s, i, j, week, how):
    """Member of row ``i`` goes to row ``j``; somebody of the old milieu stands where it was."""
    here, there = s.R[i], s.R[j]
    s.P[j] = s.P[i]
    s.P[j].pid = s.P[i].pid
    s.P[j].status = s.P[i].status
    o = s.P[j].post - 1
    if o >= 0 and s.O[o].slot == i:
        s.O[o].slot = j
        s.O[o].stirred = 1
        s.wakes[s.O[o].unit] = 0
    if s.P[j].seat > 0:
        s.O[s.U[s.U.shape[0] - 1].post0 + s.P[j].seat - 1].slot = j
    if int(s.G[0].leader_slot) == i:
        s.G[0].leader_slot = j
    renew(s, i, week)
    s.room[here] += 1
    s.room[there] -= 1
    if s.B[0].log_level > 1:
        log_event(s, week, MOVED, there, s.P[j].pid, here, float(s.U[there].milieu + 10 * how))


def send(s, i, row0, row1, who, week, how, salt):
    """Send a member into a unit's rows; the new row, or -1 when the unit is full."""
    j = free_row(s, row0, row1, who, salt)
    if j < 0:
        return -1
    relocate(s, i, j, week, how)
    return j


def destination(s, place, milieu, who, salt):
    """A row without member in one milieu of one place; -1 if that milieu is absent or full."""
    k = place * s.M.shape[0] + milieu
    first, last = s.J[k], s.J[k + 1]
    n = last - first
    if n == 0:
        return -1
    start = int(draw_of(who, 41, salt) * n)
    for step in range(min(n, 6)):
        c = s.ordered[first + (start + step) % n]
        if s.room[c] == 0:
            continue
        j = free_row(s, s.starts[c], s.starts[c + 1], who + step, salt)
        if j >= 0:
            return j
    return -1


def some_place(s, armed, who, salt):
    """A place drawn by its soldiers or by its people, avoiding lost ones where it can."""
    place = 0
    for attempt in range(6):
        u = draw_of(who, 51 + attempt, salt)
        place = 0
        while place < s.L.shape[0] - 2 and u >= (s.L[place].army_cum if armed else s.L[place].people_cum):
            place += 1
        if s.L[place].lost < 0.5:
            return place
    return place


def moves(s, week, salt):
    """Carry out the moves that members' hazards have marked in this week's pass."""
    s.G[0].drained = 0.0
    s.G[0].mobilised = 0.0
    s.G[0].transferred = 0.0
    s.G[0].secretaries_moved = 0.0
    for c in range(s.C.shape[0]):
        marked = s.moving[c]
        if marked == 0:
            continue
        s.moving[c] = 0
        home = int(s.U[c].place)
        for i in range(s.starts[c], s.starts[c + 1]):
            if marked == 0:
                break
            if s.P[i].move == 0:
                continue
            code = s.P[i].move
            s.P[i].move = 0
            marked -= 1
            pid = int(s.P[i].pid)
            place = home
            milieu = int(s.P[i].origin)
            if code == TO_OFFICE:
                milieu = s.B[0].office
            elif code == TO_BENCH:
                milieu = s.B[0].bench
            elif code == TO_ARMY:
                milieu = s.B[0].army
                place = some_place(s, True, pid, salt)
            elif code == TO_HOME:
                if milieu == s.B[0].army:
                    milieu = s.B[0].village
                place = some_place(s, False, pid, salt)
            elif code == TO_VILLAGE:
                milieu = s.B[0].village
            elif code == TO_SCHOOL:
                milieu = s.B[0].school
            else:
                milieu = s.U[c].milieu
                place = some_place(s, False, pid, salt)
            j = -1
            if milieu >= 0:
                j = destination(s, place, milieu, pid, salt)
            if j < 0:
                continue
            w = float(s.P[i].weight)
            if code == TO_OFFICE:
                s.G[0].drained += w
            elif code == TO_ARMY:
                s.G[0].mobilised += w
            elif code == AWAY:
                s.G[0].transferred += w
                s.C[c].sanctions += 1.0
                if s.P[i].post > 0:
                    if s.O[s.P[i].post - 1].level == s.B[0].place_level and s.O[s.P[i].post - 1].seat == 0:
                        s.G[0].secretaries_moved += 1.0
                    why = OUT_TOWN_LOST if s.L[home].fell > 0.5 else OUT_TRANSFERRED
                    note_leaving(s, s.P[i].post - 1, week, why)
                    clear_post(s, s.P[i].post - 1)
            relocate(s, i, j, week, FLED if code == AWAY and s.L[home].fell > 0.5 else code)


def rebuild(s, week, salt):
    """Places taken back ask for members: they are sent from places held, and their posts fall due."""
    for place in range(s.L.shape[0] - 1):
        wanted = int(s.L[place].wanted)
        if wanted <= 0 or s.L[place].lost > 0.5:
            continue
        s.L[place].wanted = 0.0
        root = s.U.shape[0] - 1
        u = int(s.L[place].unit)
        for k in range(wanted):
            i = random_member(s, 0, s.U[root].row1, place, k, salt)
            if i < 0 or s.U[u].row0 <= i < s.U[u].row1 or s.P[i].seat > 0 or s.P[i].post > 0:
                continue
            w = float(s.P[i].weight)
            if send(s, i, s.U[u].row0, s.U[u].row1, place * 1000 + k, week, ASSIGNED, salt) >= 0:
                s.G[0].assigned += w
        for o in range(s.O.shape[0]):
            if s.U[s.O[o].unit].place == place and s.O[o].slot < 0:
                s.O[o].due = week
                s.wakes[s.O[o].unit] = 0
