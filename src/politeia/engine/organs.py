"""What organs do: hold posts, elect, appoint, move members, vote, meet in congress.

These procedures know no cause.  Whenever a choice is made they call a hook (:mod:`politeia.engine.hooks`), and a
mechanism answers.  The text of this file is fused with the mechanisms into one compiled module, so it is
written in the same plain subset of Python and can be read as it runs.
"""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

import math

import numpy as np

from politeia.engine.events import (
    APPOINTED,
    ASSIGNED,
    CARRIED,
    DELEGATE,
    DIED_IN_POST,
    ELECTED,
    EXPELLED,
    FLED,
    FOUNDED,
    HEAD_CHOSEN,
    HEAD_REMOVED,
    LAPSED,
    LEFT_POST,
    MOVED,
    OUT_CONGRESS,
    OUT_EXPELLED,
    OUT_LEFT,
    OUT_MOVED,
    OUT_NO_MEMBERS,
    OUT_OTHER_POST,
    OUT_RECALLED,
    OUT_TERM,
    OUT_TOWN_LOST,
    OUT_TRANSFERRED,
    REFUSED,
    REVOTED,
    TO_POST,
)
from politeia.engine.hooks import (
    on_against,
    on_appoint,
    on_ballot,
    on_birth,
    on_loyal,
    on_nominee,
    on_pick,
    on_relay,
    on_revote,
    on_sitting,
)
from politeia.random.draws import draw_of

OUTSIDE, MEMBER = 0, 1
COUNTED_ROWS = 256  # up to so many rows it is quicker to count members than to look for one by chance
TO_OFFICE, TO_BENCH, TO_ARMY, TO_HOME, TO_VILLAGE, TO_SCHOOL, AWAY = 1, 2, 3, 4, 5, 6, 7


def log_event(s, week, kind, unit, person, by, value):
    """Write one line of the event log; a full log counts what it drops."""
    n = int(s.G[0].n_events)
    if n < s.E.shape[0]:
        s.E[n].week = week
        s.E[n].kind = kind
        s.E[n].unit = unit
        s.E[n].person = person
        s.E[n].by = by
        s.E[n].value = value
        s.G[0].n_events = n + 1
    else:
        s.G[0].dropped += 1.0


def log_leaving(s, o, week, why):
    """Log that a post is left, where that is asked for; ``why`` holds for one who lives and is still a member."""
    i = s.O[o].slot
    if s.B[0].log_level == 0 or i < 0:
        return
    kind = LEFT_POST
    if s.P[i].pid != s.O[o].pid:
        kind = DIED_IN_POST
        why = -1
    elif s.P[i].status != MEMBER:
        why = OUT_EXPELLED if s.P[i].status == 3 else OUT_LEFT
    log_event(s, week, kind, s.O[o].unit, s.O[o].pid, why, float(s.O[o].seat))


def renew(s, i, week):
    """A row is left: the next person of the same milieu stands there, with a new id."""
    s.N[i] += 1
    s.P[i].pid = int(s.N[i]) * s.P.shape[0] + i
    s.P[i].status = OUTSIDE
    s.P[i].weight = 0.0
    s.P[i].post = 0
    s.P[i].seat = 0
    s.P[i].move = 0
    s.P[i].tendency = 0
    s.P[i].origin = s.U[s.R[i]].milieu
    on_birth(s, i, week)


def origin_of(s, milieu, who):
    """Where a joiner comes from: the milieu itself, or (soldiers) the one they were drawn from."""
    u = draw_of(who, 71, s.S[2, 0])
    for k in range(s.F.shape[1]):
        if u < s.F[milieu, k]:
            return k
    return milieu


def counted_member(s, row0, row1, u):
    """The member at the share ``u`` of a few rows' people, by counting them; -1 if there is none."""
    n = np.uint64(0)
    for i in range(np.uint64(row0), np.uint64(row1)):  # the members' rows, listed without a branch
        s.Y[n] = int(i)
        n += np.uint64(s.P[i].status == MEMBER)
    people = 0.0
    for k in range(n):
        people += float(s.P[s.Y[k]].weight)
    rest = u * people
    last = -1
    for k in range(n):
        last = s.Y[k]
        rest -= float(s.P[last].weight)
        if rest < 0.0:
            return last
    return last


def random_member(s, row0, row1, who, turn, salt):
    """A member drawn from rows ``[row0, row1)`` in proportion to the people it stands for; -1 if none is found."""
    if row1 - row0 <= COUNTED_ROWS:
        return counted_member(s, row0, row1, draw_of(who, turn * 512, salt))
    heaviest = float(s.G[0].heaviest)
    found = -1
    for attempt in range(200):
        u = draw_of(who, turn * 512 + attempt, salt)
        i = row0 + int(u * (row1 - row0))
        if s.P[i].status == MEMBER:
            if found < 0:
                found = i
            if draw_of(who, turn * 512 + attempt + 1000003, salt) * heaviest <= float(s.P[i].weight):
                return i
    if found >= 0:
        return found
    start = row0 + int(draw_of(who, turn, salt) * (row1 - row0))
    for step in range(row1 - row0):
        i = start + step
        if i >= row1:
            i -= row1 - row0
        if s.P[i].status == MEMBER:
            return i
    return -1


def client_of(s, post):
    """1 if the post was given by the head of the secretariat, 2 if by another boss, 0 if by nobody."""
    if post == 0:
        return 0.0
    patron = s.O[post - 1].patron
    if patron < 0:
        return 0.0
    if patron == int(s.G[0].head_pid):
        return 1.0
    return 2.0


def nearer(best, gap, number, course, regime, outlook, tendency, alive, platform_course, platform_regime, platform_outlook):
    """The nearer of two platforms: the best so far at distance ``gap``, and the one of a tendency; to adhere counts."""
    other = abs(course - platform_course) + abs(regime - platform_regime) + 0.5 * abs(outlook - platform_outlook)
    if tendency == number:
        other -= 0.25
    if alive > 0.5 and other < gap:
        return number, other
    return best, gap


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


def take_post(s, o, i, appointed, patron, week):
    """Seat a person; whoever takes a territorial post leaves the one held before."""
    root = s.U.shape[0] - 1
    if s.O[o].pid != s.P[i].pid:
        log_leaving(s, o, week, OUT_RECALLED if week < s.O[o].due else OUT_TERM)
        s.O[o].came = week
    clear_post(s, o)
    if s.O[o].unit == root:
        s.P[i].seat = s.O[o].seat + 1
    else:
        if s.P[i].post > 0:
            log_leaving(s, s.P[i].post - 1, week, OUT_OTHER_POST)
            clear_post(s, s.P[i].post - 1)
        s.P[i].post = o + 1
    s.O[o].slot = i
    s.O[o].pid = s.P[i].pid
    s.O[o].appointed = appointed
    s.O[o].patron = patron
    s.O[o].since = week
    s.O[o].due = week + s.O[o].term


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


def elect(s, o, week, salt):
    """The unit's members choose among nominees: some of their ranks, those they know, and the sitting officers."""
    u = s.O[o].unit
    best, best_score = -1, -1e9
    for k in range(s.B[0].nominees + s.U[u].posts):
        if k < s.B[0].nominees:
            i = random_member(s, s.U[u].row0, s.U[u].row1, o, k, salt)
            if k % 2 == 1 and i >= 0 and s.O[o].level > 0:
                i = known_to(s, i, s.O[o].level)
        else:
            i = s.O[s.U[u].post0 + k - s.B[0].nominees].slot
            if i >= 0 and not still_there(s, s.U[u].post0 + k - s.B[0].nominees):
                i = -1
        if i < 0:
            continue
        held = s.P[i].post - 1
        if held >= 0 and held != o and s.O[held].level >= s.O[o].level:
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
    best, best_score = -1, -1e9
    for k in range(s.B[0].nominees + 1):
        scope = above if draw_of(o, 100000 + k, salt) < 0.5 else u
        i = random_member(s, s.U[scope].row0, s.U[scope].row1, o, k, salt)
        if k == s.B[0].nominees:
            i = s.O[o].slot if still_there(s, o) else -1  # the sitting one may be kept
        elif k % 2 == 1 and i >= 0 and s.O[o].level > 0:
            i = known_to(s, i, s.O[o].level)
        if i < 0:
            continue
        held = s.P[i].post - 1
        if held >= 0 and held != o and s.O[held].level >= s.O[o].level:
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


def gumbel(u):
    """Standard Gumbel number by the rational fit of -ln(-ln u): luck in a choice among nominees."""
    return 2.0 * (u - 0.5) * (1.0 + 2.2 * u * u * u * u) + 0.25


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
    s.P[j] = s.P[i]
    s.P[j].pid = s.P[i].pid
    s.P[j].status = s.P[i].status
    s.P[j].move = 0
    o = s.P[j].post - 1
    if o >= 0 and s.O[o].slot == i:
        s.O[o].slot = j
    if s.P[j].seat > 0:
        s.O[s.U[s.U.shape[0] - 1].post0 + s.P[j].seat - 1].slot = j
    if int(s.G[0].leader_slot) == i:
        s.G[0].leader_slot = j
    renew(s, i, week)
    if s.B[0].log_level > 1:
        log_event(s, week, MOVED, s.R[j], s.P[j].pid, s.R[i], float(s.U[s.R[j]].milieu + 10 * how))


def send(s, i, row0, row1, who, week, how, salt):
    """Send a member into a unit's rows; the new row, or -1 when the unit is full."""
    j = free_row(s, row0, row1, who, salt)
    if j < 0:
        return -1
    relocate(s, i, j, week, how)
    return j


def posts(s, week, salt):
    """Fill what is vacant or due, from the highest organ but one down to the cells."""
    root = s.U.shape[0] - 1
    s.G[0].named = 0.0
    s.G[0].named_by_centre = 0.0
    s.G[0].secretaries_replaced = 0.0
    s.G[0].secretaries_recalled = 0.0
    s.G[0].filled_from_above = 0.0
    s.G[0].filled = 0.0
    for u in range(root - 1, -1, -1):
        n = s.U[u].posts
        if n == 0:
            continue
        o0 = s.U[u].post0
        lost = s.L[s.U[u].place].lost > 0.5
        empty = s.U[u].members <= 0.0
        for o in range(o0, o0 + n):
            there = still_there(s, o)
            held = s.O[o].slot >= 0
            at_place = s.O[o].level == s.B[0].place_level and s.O[o].seat == 0
            if held and not there:
                if at_place and s.P[s.O[o].slot].pid == s.O[o].pid and s.P[s.O[o].slot].status == MEMBER:
                    s.G[0].secretaries_moved += 1.0
                log_leaving(s, o, week, OUT_MOVED)
                clear_post(s, o)
            if lost or empty:
                if there:
                    log_leaving(s, o, week, OUT_TOWN_LOST if lost else OUT_NO_MEMBERS)
                    clear_post(s, o)
                continue
            recall = s.V[s.O[o].level].recall
            recalled = there and recall > 0.0 and float(s.U[u].mean_opposing) > recall
            if week < s.O[o].due and not recalled:
                continue
            before = s.O[o].pid
            who_appoints = s.V[s.O[o].level].may_appoint
            chance = 0.0
            if who_appoints > 0.0:
                chance = who_appoints if who_appoints > 1.0 else on_appoint(s, u, week)
            s.G[0].filled += 1.0
            if draw_of(o, 5, salt) < chance:
                appoint_to(s, o, week, salt)
                s.G[0].filled_from_above += 1.0
            else:
                elect(s, o, week, salt)
            if s.O[o].slot < 0:
                s.O[o].due = week + 4
            elif at_place and before >= 0 and s.O[o].pid != before:
                s.G[0].secretaries_replaced += 1.0
                if s.O[o].appointed == 1:
                    s.G[0].secretaries_recalled += 1.0


def destination(s, place, milieu, who, salt):
    """A row without member in one milieu of one place; -1 if that milieu is absent or full."""
    k = place * s.M.shape[0] + milieu
    first, last = s.J[k], s.J[k + 1]
    n = last - first
    if n == 0:
        return -1
    start = int(draw_of(who, 41, salt) * n)
    for step in range(min(n, 6)):
        c = int(s.C[first + (start + step) % n].ordered)
        j = free_row(s, s.U[c].row0, s.U[c].row1, who + step, salt)
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
        marked = int(s.C[c].moving)
        if marked == 0:
            continue
        s.C[c].moving = 0
        for i in range(s.U[c].row0, s.U[c].row1):
            if marked == 0:
                break
            if s.P[i].status != MEMBER or s.P[i].move == 0:
                continue
            code = s.P[i].move
            s.P[i].move = 0
            marked -= 1
            pid = int(s.P[i].pid)
            place = int(s.U[c].place)
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
                    why = OUT_TOWN_LOST if s.L[s.U[c].place].fell > 0.5 else OUT_TRANSFERRED
                    log_leaving(s, s.P[i].post - 1, week, why)
                    clear_post(s, s.P[i].post - 1)
            relocate(s, i, j, week, FLED if code == AWAY and s.L[s.U[c].place].fell > 0.5 else code)


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


def count_posts(s, week):
    """Shares of posts filled from above, level by level; concentration of patrons among territorial posts."""
    levels = s.V.shape[0]
    for level in range(levels):
        s.V[level].above = 0.0
        s.V[level].held = 0.0
    head = int(s.G[0].head_pid)
    clients = 0.0
    others = 0.0
    veterans = 0.0
    secretaries = 0.0
    new = 0.0
    centre = 0.0
    careerism = 0.0
    posts_held = 0.0
    for o in range(s.O.shape[0]):
        i = s.O[o].slot
        if i < 0 or s.P[i].pid != s.O[o].pid:
            continue
        level = s.O[o].level
        if level < levels - 1:
            careerism += s.P[i].careerism * 0.00392156862745098
            posts_held += 1.0
        if s.O[o].seat == 0 and level < levels - 1:
            s.V[level].held += 1.0
            s.V[level].above += float(s.O[o].appointed)
            if level > 0:
                if s.O[o].patron == head:
                    clients += 1.0
                elif s.O[o].patron >= 0:
                    others += 1.0
            if level == s.B[0].place_level:
                secretaries += 1.0
                if s.O[o].came > s.G[0].last_congress:
                    new += 1.0
                if s.P[i].joined < s.B[0].first_cohort:
                    veterans += 1.0
                if s.O[o].appointed == 1 and s.O[o].patron == head:
                    centre += 1.0
    for level in range(levels):
        if s.V[level].held > 0.0:
            s.V[level].above /= s.V[level].held
    middle = 0.0
    middle_held = 0.0
    for level in range(1, levels - 1):
        middle += s.V[level].above * s.V[level].held
        middle_held += s.V[level].held
    g = s.G[0]
    g.appointed_cell = s.V[0].above
    g.appointed_district = s.V[1].above
    g.appointed_place = s.V[s.B[0].place_level].above
    g.appointed_middle = middle / max(middle_held, 1.0)
    g.appointed_centre = centre / max(secretaries, 1.0)
    g.secretaries_new = new / max(secretaries, 1.0)
    g.secretary_veterans = veterans / max(secretaries, 1.0)
    g.clients = clients / max(middle_held, 1.0)
    g.cliques = others / max(middle_held, 1.0)
    g.officer_careerism = careerism / max(posts_held, 1.0)


def count_towns(s, week):
    """Share of towns in the hands of others, weighted by people."""
    lost = 0.0
    total = 0.0
    for place in range(s.L.shape[0] - 1):
        if s.L[place].front > 0.5:
            continue
        total += float(s.L[place].inhabitants)
        if s.L[place].lost > 0.5:
            lost += float(s.L[place].inhabitants)
    s.G[0].towns_lost = lost / max(total, 1.0)


def see_top(s, week):
    """Opinions in the committee; where the head and the leader stand; fill a seat left empty by nobody."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    n = 0.0
    course = 0.0
    regime = 0.0
    outlook = 0.0
    square = 0.0
    for o in range(o0, o0 + s.U[root].posts):
        i = s.O[o].slot
        if i < 0:
            continue
        if s.P[i].pid != s.O[o].pid or s.P[i].status != MEMBER:
            log_leaving(s, o, week, OUT_LEFT)
            if s.P[i].pid == s.O[o].pid:
                s.P[i].seat = 0
            s.O[o].slot = -1
            s.O[o].pid = -1
            continue
        n += 1.0
        course += value_course(s.P[i].course)
        square += value_course(s.P[i].course) * value_course(s.P[i].course)
        regime += value_regime(s.P[i].regime)
        outlook += value_outlook(s.P[i].outlook)
    g = s.G[0]
    g.committee_size = n
    if n > 0.0:
        g.committee_course = course / n
        g.committee_regime = regime / n
        g.committee_outlook = outlook / n
        g.committee_spread = math.sqrt(max(0.0, square / n - (course / n) * (course / n)))
    h = int(g.head_slot)
    seat = int(g.head_seat)
    if seat >= 0:
        o = o0 + seat
        if s.O[o].slot < 0 or s.O[o].pid != int(g.head_pid):
            g.head_seat = -1.0
            g.head_slot = -1.0
            g.head_pid = -1.0
        else:
            h = s.O[o].slot
            g.head_slot = h
            g.head_course = value_course(s.P[h].course)
            g.head_regime = value_regime(s.P[h].regime)
            g.head_outlook = value_outlook(s.P[h].outlook)
    i = int(g.leader_slot)
    if i >= 0:
        if s.P[i].pid == int(g.leader_pid) and s.P[i].status == MEMBER:
            g.leader_course = value_course(s.P[i].course)
            g.leader_regime = value_regime(s.P[i].regime)
            g.leader_outlook = value_outlook(s.P[i].outlook)
            g.leader_lives = 1.0
        else:
            g.leader_lives = 0.0
            g.leader_slot = -1.0


def choose_head(s, week, salt):
    """The committee gives the secretariat to the member nearest to its own mean."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    best, best_score = -1, -1e9
    for o in range(o0, o0 + s.U[root].posts):
        i = s.O[o].slot
        if i < 0 or i == int(s.G[0].leader_slot):
            continue
        score = 0.5 * draw_of(s.P[i].pid, 3, salt) - abs(value_course(s.P[i].course) - float(s.G[0].committee_course))
        score -= 0.5 * abs(value_regime(s.P[i].regime) - float(s.G[0].committee_regime))
        if score > best_score:
            best, best_score = o, score
    if best >= 0:
        i = s.O[best].slot
        s.G[0].head_seat = best - o0
        s.G[0].head_slot = i
        s.G[0].head_pid = s.P[i].pid
        s.G[0].head_since = week
        s.G[0].head_course = value_course(s.P[i].course)
        s.G[0].head_regime = value_regime(s.P[i].regime)
        s.G[0].head_outlook = value_outlook(s.P[i].outlook)
        log_event(s, week, HEAD_CHOSEN, root, s.P[i].pid, -1, 0.0)


def count_votes(s, q, turn, week, salt):
    """Everyone in the committee votes on a motion; the share in favour."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    votes_for = 0.0
    cast = 0.0
    for o in range(o0, o0 + s.U[root].posts):
        i = s.O[o].slot
        if i < 0:
            continue
        cast += 1.0
        if draw_of(s.P[i].pid, q * 8 + turn, salt) < on_ballot(s, i, q, week):
            votes_for += 1.0
    return votes_for / max(cast, 1.0)


def committee(s, week, salt):
    """Put open questions to the vote; a lost vote may be taken again; a deadline passes."""
    root = s.U.shape[0] - 1
    g = s.G[0]
    g.deciding = 0.0
    g.stake = 0.0
    g.power_open = 0.0
    g.discussing = 0.0
    for q in range(s.Q.shape[0]):
        if s.Q[q].opens <= week <= s.Q[q].deadline:
            g.discussing = max(float(g.discussing), float(s.Q[q].stake))
        if s.Q[q].state != 0 or week < s.Q[q].opens:
            continue
        if week > s.Q[q].deadline:
            s.Q[q].state = 2
            g.lapsed += 1.0
            if s.Q[q].effect == 1:
                g.lapsed_power = 1.0
            elif s.Q[q].effect == 2:
                g.lapsed_peace = 1.0
            elif s.Q[q].effect == 3:
                g.lapsed_retreat = 1.0
            log_event(s, week, LAPSED, root, q, -1, float(s.Q[q].share))
            continue
        g.deciding += 1.0
        g.stake = max(float(g.stake), float(s.Q[q].stake))
        if s.Q[q].effect == 1:
            g.power_open = 1.0
        if draw_of(q, 1, salt) >= on_sitting(s, q, week):
            continue
        s.Q[q].pressing = 0.0
        share = count_votes(s, q, 0, week, salt)
        s.Q[q].votes += 1
        if share < s.B[0].quorum or share <= 0.5:
            log_event(s, week, REFUSED, root, q, int(g.head_pid), share)
            g.refused += 1.0
            if draw_of(q, 2, salt) < on_revote(s, q, week):
                s.Q[q].pressing = 1.0
                share = count_votes(s, q, 1, week, salt)
                s.Q[q].votes += 1
                g.revotes += 1.0
                log_event(s, week, REVOTED, root, q, int(g.head_pid), share)
                if share >= s.B[0].quorum and share > 0.5:
                    g.reversals += 1.0
        s.Q[q].share = share
        g.committee_for = share
        if share >= s.B[0].quorum and share > 0.5:
            s.Q[q].state = 1
            s.Q[q].carried = week
            log_event(s, week, CARRIED, root, q, int(g.head_pid), share)
            if s.Q[q].effect == 1:
                g.decided_power = 1.0
            elif s.Q[q].effect == 2:
                g.decided_peace = 1.0
            elif s.Q[q].effect == 3:
                g.decided_retreat = 1.0
    if float(g.deciding) > 0.0:
        g.undecided_weeks += float(g.stake)


def relay_shares(s, week):
    """The opposition's share of delegates, level by level, from the cells to the congress."""
    root = s.U.shape[0] - 1
    for u in range(root + 1):
        s.U[u].relay_sum = 0.0
        s.U[u].relay_weight = 0.0
    for u in range(root + 1):
        if s.U[u].level == 0:
            weight = float(s.U[u].members)
            share = float(s.U[u].mean_opposing)
        else:
            weight = s.U[u].relay_weight
            share = s.U[u].relay_sum / max(weight, 1e-9)
            s.U[u].share = share
            share = on_relay(s, u, week)
        if weight <= 0.0:
            continue
        s.U[u].share = share
        if u < root:
            s.U[s.U[u].parent].relay_sum += weight * share
            s.U[s.U[u].parent].relay_weight += weight


def is_sent(s, i, first, n):
    """Is the person of a row among the delegates from ``first`` to ``n``?"""
    for d in range(first, n):  # noqa: SIM110 (compiled: no generators)
        if s.D[d] == i:
            return True
    return False


def delegates(s, week, salt):
    """Every place sends persons to the congress, as many as its members allow; they vote there."""
    root = s.U.shape[0] - 1
    members = max(float(s.U[root].members), 1.0)
    n = 0
    votes = 0.0
    opposed = 0.0
    workers = 0.0
    for k in range(8):
        s.H[0, k] = 0.0
    for place in range(s.L.shape[0] - 1):
        u = int(s.L[place].unit)
        here = float(s.U[u].members)
        if here <= 0.0 or s.L[place].lost > 0.5:
            continue
        seats = s.B[0].delegates * here / members
        count = int(seats + draw_of(place, 9, salt))
        first = n
        for d in range(count):
            minority = draw_of(place * 4096 + d, 10, salt) < float(s.U[u].share)
            best, best_score = -1, -1e9
            for k in range(6):
                i = random_member(s, s.U[u].row0, s.U[u].row1, place * 4096 + d, k, salt)
                if k % 2 == 1 and i >= 0:  # officers of cells and districts, as well as members
                    i = known_to(s, i, s.U[u].level if k == 3 else 1)
                if i < 0 or is_sent(s, i, first, n):
                    continue
                score = on_nominee(s, i, u, week)
                if (s.P[i].tendency > 0) == minority:
                    score += 4.0
                if score > best_score:
                    best, best_score = i, score
            if best < 0 or n >= s.D.shape[0]:
                continue
            s.D[n] = best
            n += 1
            s.H[0, cohort_of(s, s.P[best].joined)] += 1.0
            if s.P[best].origin == s.B[0].bench:
                workers += 1.0
            opposed += 1.0 if minority else 0.0
            with_leaders = 0.0
            if draw_of(s.P[best].pid, 11, salt) < on_loyal(s, best, week):
                votes += 1.0
                with_leaders = 1.0
            if s.B[0].log_level > 1:
                log_event(s, week, DELEGATE, u, s.P[best].pid, -1, with_leaders + (2.0 if minority else 0.0))
    g = s.G[0]
    g.n_delegates = n
    total = max(float(n), 1.0)
    g.congress_for = votes / total
    g.opposition_delegates = float(s.U[root].share)
    g.delegate_workers = workers / total
    for k in range(8):
        s.H[0, k] /= total


def cohort_of(s, joined):
    """Index of the cohort of a joining week."""
    k = 0
    for j in range(8):
        k += 1 if joined >= s.H[1, j] else 0
    return k


def cohort_among(joined, a, b, c, d, e, f, g, h):
    """The same among the first weeks of the eight cohorts, given one by one."""
    k = 1.0 if joined >= a else 0.0
    k += 1.0 if joined >= b else 0.0
    k += 1.0 if joined >= c else 0.0
    k += 1.0 if joined >= d else 0.0
    k += 1.0 if joined >= e else 0.0
    k += 1.0 if joined >= f else 0.0
    k += 1.0 if joined >= g else 0.0
    k += 1.0 if joined >= h else 0.0
    return k


def elect_committee(s, week, salt):
    """Delegates renew the committee: partly their own choice, partly the list that the secretariat brings."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    seats = s.U[root].posts
    n = int(s.G[0].n_delegates)
    slate = float(s.G[0].slate)
    minority = float(s.G[0].minority_seats)
    for o in range(o0, o0 + seats):
        i = s.O[o].slot
        if i >= 0 and (i == int(s.G[0].leader_slot) or (i == int(s.G[0].head_slot) and float(s.G[0].head_falls) < 0.5)):
            s.O[o].since = week
            continue
        if i >= 0:
            stays = float(s.G[0].keeps)
            if value_course(s.P[i].course) - float(s.G[0].head_course) > 0.4 or s.P[i].tendency > 0:
                stays -= float(s.G[0].sheds)
            if draw_of(o, 21, salt) < stays:
                s.O[o].since = week
                continue
            if s.P[i].tendency == 0 and float(s.G[0].sheds) > draw_of(o, 22, salt):
                s.G[0].shed += 1.0
        if n == 0:
            continue
        want_minority = draw_of(o, 23, salt) < minority
        from_list = draw_of(o, 24, salt) < slate
        best, best_score = -1, -1e9
        for k in range(16):
            j = s.D[int(draw_of(o * 64 + k, 25, salt) * n)]
            if s.P[j].status != MEMBER or s.P[j].seat > 0:
                continue
            score = on_pick(s, j, root, week) if from_list and not want_minority else on_nominee(s, j, root, week)
            if (s.P[j].tendency > 0) == want_minority:
                score += 2.0
            score += 0.15 * gumbel(draw_of(s.P[j].pid, 26, salt))
            if score > best_score:
                best, best_score = j, score
        if best >= 0:
            log_leaving(s, o, week, OUT_CONGRESS)
            clear_post(s, o)
            take_post(s, o, best, 1 if from_list and not want_minority else 0, -1, week)
            if s.B[0].log_level > 0 and from_list and not want_minority:
                log_event(s, week, APPOINTED, root, s.O[o].pid, int(s.G[0].head_pid), float(s.O[o].seat))
            elif s.B[0].log_level > 0:
                log_event(s, week, ELECTED, root, s.O[o].pid, -1, float(s.O[o].seat))


def challenge_head(s, week, salt):
    """The committee votes on the head of the secretariat."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    n = 0.0
    votes = 0.0
    for o in range(o0, o0 + s.U[root].posts):
        i = s.O[o].slot
        if i < 0 or i == int(s.G[0].head_slot):
            continue
        n += 1.0
        if draw_of(s.P[i].pid, 61, salt) < on_against(s, i, week):
            votes += 1.0
    s.G[0].head_falls = 0.0
    s.G[0].head_against = votes / max(n, 1.0)
    if n > 0.0 and votes > 0.5 * n:
        s.G[0].head_falls = 1.0
        s.G[0].heads_fallen += 1.0
        log_event(s, week, HEAD_REMOVED, root, int(s.G[0].head_pid), -1, votes / n)
        old = int(s.G[0].head_pid)
        s.G[0].head_pid = -1
        s.G[0].head_slot = -1
        s.G[0].head_seat = -1
        for o in range(s.O.shape[0]):
            if s.O[o].patron == old and draw_of(o, 62, salt) > 0.35:
                s.O[o].patron = -1


def found_tendency(s, week, salt):
    """A public dissenter far from every platform founds a tendency of their own."""
    if draw_of(1, 1, salt) >= float(s.G[0].founding):
        return
    free = -1
    for t in range(s.K.shape[0]):
        if s.K[t].alive < 0.5:
            free = t
            break
    if free < 0:
        return
    root = s.U.shape[0] - 1
    best, best_score = -1, 0.0
    for k in range(60):
        i = random_member(s, 0, s.U[root].row1, 2, k, salt)
        if i < 0 or s.P[i].tendency > 0 or s.P[i].speaks == 0:
            continue
        course = value_course(s.P[i].course)
        regime = value_regime(s.P[i].regime)
        outlook = value_outlook(s.P[i].outlook)
        far = abs(course - float(s.G[0].line_course)) + abs(regime - float(s.G[0].line_regime))
        for t in range(s.K.shape[0]):
            if s.K[t].alive > 0.5:
                gap = abs(course - float(s.K[t].platform_course)) + abs(regime - float(s.K[t].platform_regime))
                gap += 0.5 * abs(outlook - float(s.K[t].platform_outlook))
                if gap < 0.35:
                    far = 0.0
        score = far * (0.3 + value_cadre(s.P[i].cadre)) * (2.0 if s.P[i].seat > 0 else 1.0)
        if score > best_score:
            best, best_score = i, score
    if best < 0:
        return
    s.K[free].alive = 1.0
    s.K[free].founded = week
    s.K[free].founder = s.P[best].pid
    s.K[free].platform_course = value_course(s.P[best].course)
    s.K[free].platform_regime = value_regime(s.P[best].regime)
    s.K[free].platform_outlook = value_outlook(s.P[best].outlook)
    s.K[free].following = 0.0
    s.K[free].press = 0.0
    s.K[free].merged = -1.0
    s.P[best].tendency = free + 1
    s.G[0].tendencies_founded += 1.0
    log_event(s, week, FOUNDED, root, s.P[best].pid, free, 0.0)


def end_tendency(s, t):
    """A tendency that nobody holds any more; its slot may serve again."""
    s.K[t].alive = 0.0
    for i in range(s.P.shape[0]):
        if s.P[i].tendency == t + 1:
            s.P[i].tendency = 0


def aggregate(s):
    """Sum the tallies up the tree, from the units next above the cells."""
    cells = s.C.shape[0]
    for h in range(s.T.shape[0] - 1):
        above = s.U[cells + h].parent - cells
        for k in range(s.T.shape[1]):
            s.T[above, k] += s.T[h, k]


def expel_log(s, i, week):
    """Remember who was expelled, where that is asked for."""
    if s.B[0].log_level > 1:
        dissents = s.P[i].speaks > 0 or s.P[i].tendency > 0
        check = 1.0 if float(s.G[0].check) > 0.0 else 0.0
        log_event(s, week, EXPELLED, s.R[i], s.P[i].pid, -1, check + (2.0 if dissents else 0.0))
