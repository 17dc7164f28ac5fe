"""Who stands in which row and with which rights: origins, members met by chance, persons who come and go."""
# mypy: ignore-errors

from __future__ import annotations

import numpy as np

from politeia.engine.hooks import on_birth
from politeia.engine.organs.codes import COUNTED_ROWS, MEMBER, OUTSIDE, TRIED
from politeia.random.draws import draw_of


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


def renew(s, i, week):
    """A row is left: the next person of the same milieu stands there, with a new id."""
    s.N[i] += 1
    s.P[i].pid = int(s.N[i]) * s.P.shape[0] + i
    s.P[i].status = OUTSIDE
    s.P[i].weight = 0.0
    s.P[i].post = 0
    s.P[i].seat = 0
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


def list_members(s, row0, row1):
    """List the members of up to ``COUNTED_ROWS`` rows in ``ids``; how many they are."""
    n = np.uint64(0)
    for i in range(np.uint64(row0), np.uint64(row1)):  # without a branch
        s.ids[n] = int(i)
        n += np.uint64(s.P[i].status == MEMBER)
    return n


def people_of(s, n):
    """People for whom the first ``n`` listed members stand."""
    people = 0.0
    for k in range(n):
        people += float(s.P[s.ids[k]].weight)
    return people


def listed_member(s, n, rest):
    """The listed member with whom ``rest`` of the people are counted; -1 if none is listed."""
    last = -1
    for k in range(n):
        last = s.ids[k]
        rest -= float(s.P[last].weight)
        if rest < 0.0:
            return last
    return last


def counted_member(s, row0, row1, u):
    """The member at the share ``u`` of a few rows' people, by counting them; -1 if there is none."""
    n = list_members(s, row0, row1)
    return listed_member(s, n, u * people_of(s, n))


def random_member(s, row0, row1, who, turn, salt):
    """A member drawn from rows ``[row0, row1)`` in proportion to the people it stands for; -1 if none is found."""
    if row1 - row0 <= COUNTED_ROWS:
        return counted_member(s, row0, row1, draw_of(who, turn * 512, salt))
    heaviest = float(s.G[0].heaviest)
    found = -1
    for first in range(0, 200, TRIED):
        for k in range(np.uint64(TRIED)):  # in vectors
            s.ids[k] = row0 + int(draw_of(who, turn * 512 + first + int(k), salt) * (row1 - row0))
        for k in range(TRIED):
            i = s.ids[k]
            if s.P[i].status == MEMBER:
                if found < 0:
                    found = i
                if draw_of(who, turn * 512 + first + k + 1000003, salt) * heaviest <= float(s.P[i].weight):
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


def type_of(s, i, week):
    """The type of membership of a row's person: number of the charter's type, -1 full. It is the same all life long."""
    n = s.Y.shape[0]
    if n == 0:
        return -1
    u = draw_of(s.P[i].pid, 81, s.S[2, 0])
    for k in range(n):
        if s.Y[k].milieu >= 0 and s.P[i].origin != s.Y[k].milieu:
            continue
        if u < s.Y[k].share:
            if s.Y[k].weeks > 0 and week - s.P[i].joined >= s.Y[k].weeks:
                return -1
            return k
        u -= s.Y[k].share
    return -1


def may_vote(s, i, week):
    """Has the member a vote: no candidate by the charter, and of no type that has none?"""
    if week - s.P[i].joined < s.A[0].rule_candidate_weeks:
        return False
    k = type_of(s, i, week)
    return k < 0 or s.Y[k].vote > 0.5


def may_stand(s, i, week):
    """May the member hold a post?"""
    k = type_of(s, i, week)
    return k < 0 or s.Y[k].stand > 0.5
