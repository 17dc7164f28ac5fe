"""The congress: delegates sent from below, and the committee they renew."""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

from politeia.engine.events import APPOINTED, DELEGATE, ELECTED, OUT_CONGRESS, OUT_RECALLED
from politeia.engine.hooks import on_loyal, on_nominee, on_pick, on_relay
from politeia.engine.organs.codes import BY_ELECTION, DUE, MEMBER, STANDING
from politeia.engine.organs.elections import hold_election
from politeia.engine.organs.electors import electors, electors_opposing
from politeia.engine.organs.log import log_event, note_leaving
from politeia.engine.organs.members import cohort_of, may_stand, random_member
from politeia.engine.organs.seats import (
    at_limit,
    clear_post,
    end_at_limit,
    gumbel,
    is_free,
    known_to,
    take_post,
    term_end,
)
from politeia.random.draws import draw_of


def relay_shares(s, week):
    """The opposition's share of delegates, level by level, from those who vote in the cells to the congress."""
    root = s.U.shape[0] - 1
    for u in range(root + 1):
        s.U[u].relay_sum = 0.0
        s.U[u].relay_weight = 0.0
    for u in range(root + 1):
        if s.U[u].level == 0:
            weight = electors(s, u)
            share = electors_opposing(s, u)
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
    """Every place sends persons to the congress, as many as its members with a vote allow; they vote there."""
    root = s.U.shape[0] - 1
    everybody = max(electors(s, root), 1.0)
    n = 0
    votes = 0.0
    opposed = 0.0
    workers = 0.0
    for k in range(8):
        s.H[0, k] = 0.0
    for place in range(s.L.shape[0] - 1):
        u = int(s.L[place].unit)
        here = electors(s, u)
        if here <= 0.0 or s.L[place].lost > 0.5:
            continue
        seats = s.B[0].delegates * here / everybody
        count = int(seats + draw_of(place, 9, salt))
        first = n
        for d in range(count):
            minority = draw_of(place * 4096 + d, 10, salt) < float(s.U[u].share)
            best, best_score = -1, -1e9
            for k in range(6):
                i = random_member(s, s.U[u].row0, s.U[u].row1, place * 4096 + d, k, salt)
                if k % 2 == 1 and i >= 0:  # officers of cells and districts, as well as members
                    i = known_to(s, i, s.U[u].level if k == 3 else 1)
                if i < 0 or is_sent(s, i, first, n) or not may_stand(s, i, week):
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
                with_leaders = 1.0
            if s.A[0].rule_mandate > 0.0 and draw_of(s.P[best].pid, 12, salt) < s.A[0].rule_mandate:
                with_leaders = 0.0 if minority else 1.0  # bound to vote as those who sent
            votes += with_leaders
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


def start_term(s, o, week):
    """Who sits is kept for another term."""
    s.O[o].since = week
    s.O[o].due = week + s.O[o].term
    s.O[o].served += 1


def elect_committee(s, week, salt):
    """Delegates elect the committee, if it is due: partly their own choice, partly the list that the secretariat brings."""
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    seats = s.U[root].posts
    n = int(s.G[0].n_delegates)
    slate = float(s.G[0].slate)
    minority = float(s.G[0].minority_seats)
    recalled = float(s.G[0].recalled) > 0.5
    runs_to = 0  # where a term is written, a congress in its course fills what is vacant, and no more
    if s.V[s.U[root].level].term_binds > 0.5 and not recalled:
        runs_to = term_end(s, week)
    listed = 0
    for o in range(o0, o0 + seats):
        if s.O[o].way != BY_ELECTION or s.V[s.O[o].level].by_members > 0.5:
            continue
        if runs_to > 0 and s.O[o].slot >= 0:
            continue
        if at_limit(s, o):
            end_at_limit(s, o, week)
        if s.V[s.O[o].level].method > STANDING:
            s.I[DUE, listed] = o
            listed += 1
            continue
        i = s.O[o].slot
        if recalled and i >= 0:
            note_leaving(s, o, week, OUT_RECALLED)
            clear_post(s, o)
            i = -1
        if i >= 0 and (i == int(s.G[0].leader_slot) or (i == int(s.G[0].head_slot) and float(s.G[0].head_falls) < 0.5)):
            start_term(s, o, week)
            continue
        if i >= 0:
            stays = float(s.G[0].keeps)
            if value_course(s.P[i].course) - float(s.G[0].head_course) > 0.4 or s.P[i].tendency > 0:
                stays -= float(s.G[0].sheds)
            if draw_of(o, 21, salt) < stays:
                start_term(s, o, week)
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
            if s.P[j].status != MEMBER or s.P[j].seat > 0 or not is_free(s, j, o, week):
                continue
            score = on_pick(s, j, root, week) if from_list and not want_minority else on_nominee(s, j, root, week)
            if (s.P[j].tendency > 0) == want_minority:
                score += 2.0
            score += 0.15 * gumbel(draw_of(s.P[j].pid, 26, salt))
            if score > best_score:
                best, best_score = j, score
        if best >= 0:
            note_leaving(s, o, week, OUT_CONGRESS)
            clear_post(s, o)
            take_post(s, o, best, 1 if from_list and not want_minority else 0, -1, week)
            if runs_to > 0:
                s.O[o].due = runs_to
            if s.B[0].log_level > 0 and from_list and not want_minority:
                log_event(s, week, APPOINTED, root, s.O[o].pid, int(s.G[0].head_pid), float(s.O[o].seat))
            elif s.B[0].log_level > 0:
                log_event(s, week, ELECTED, root, s.O[o].pid, -1, float(s.O[o].seat))
    if listed > 0:
        hold_election(s, root, listed, True, week, salt)
