"""The highest committee: who sits, who heads the secretariat, what is put to the vote."""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

import math

from politeia.engine.events import CARRIED, HEAD_CHOSEN, HEAD_REMOVED, LAPSED, OUT_LEFT, REFUSED, REVOTED
from politeia.engine.hooks import on_against, on_ballot, on_revote, on_sitting
from politeia.engine.organs.codes import MEMBER, OPEN, TOO_LATE
from politeia.engine.organs.consent import called_for, carry, hold_referendum, is_vetoed
from politeia.engine.organs.log import log_event, note_leaving
from politeia.random.draws import draw_of


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
            note_leaving(s, o, week, OUT_LEFT)
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
        if s.Q[q].state != OPEN or week < s.Q[q].opens:
            continue
        if week > s.Q[q].deadline:
            s.Q[q].state = TOO_LATE
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
        if called_for(s, q, week):
            hold_referendum(s, q, week, salt)
            if s.Q[q].state != OPEN:
                continue
        if float(g.committee_size) < s.A[0].rule_quorum_present * s.U[root].posts:
            g.adjourned += 1.0
            continue
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
            log_event(s, week, CARRIED, root, q, int(g.head_pid), share)
            if s.A[0].rule_veto_by > 0.0 and s.Q[q].vetoed == 0 and is_vetoed(s, q, week, salt):
                continue
            carry(s, q, week)
    if float(g.deciding) > 0.0:
        g.undecided_weeks += float(g.stake)


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
