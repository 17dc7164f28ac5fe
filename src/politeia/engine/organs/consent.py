"""The consent of those below: a veto on what the committee has carried, a vote of all members on what is open."""
# mypy: ignore-errors

from __future__ import annotations

from politeia.engine.events import REFERENDUM, VETOED
from politeia.engine.hooks import on_ballot, on_turnout
from politeia.engine.organs.codes import DECIDED, STOPPED, VOTERS
from politeia.engine.organs.electors import electors_opposing
from politeia.engine.organs.log import log_event
from politeia.engine.organs.members import may_vote, random_member
from politeia.engine.organs.seats import sits
from politeia.random.draws import draw_of


def carry(s, q, week):
    """A motion is decided, and does what it says."""
    g = s.G[0]
    s.Q[q].state = DECIDED
    s.Q[q].carried = week
    if s.Q[q].effect == 1:
        g.decided_power = 1.0
    elif s.Q[q].effect == 2:
        g.decided_peace = 1.0
    elif s.Q[q].effect == 3:
        g.decided_retreat = 1.0


def against_below(s, q, week, salt):
    """Share that votes against a motion among those who may veto it: members asked, or the secretaries of a level."""
    root = s.U.shape[0] - 1
    level = int(s.A[0].rule_veto_by) - 2  # 1: the members
    cast = 0.0
    no = 0.0
    for k in range(VOTERS if level < 0 else root):
        i = -1
        if level < 0:
            i = random_member(s, 0, s.U[root].row1, q + 4096, k, salt)
            if i >= 0 and not may_vote(s, i, week):
                i = -1
        elif s.U[k].level == level and s.U[k].posts > 0 and sits(s, s.U[k].post0):
            i = s.O[s.U[k].post0].slot
        if i < 0:
            continue
        cast += 1.0
        if draw_of(s.P[i].pid, q * 8 + 5, salt) >= on_ballot(s, i, q, week):
            no += 1.0
    return no / max(cast, 1.0)


def is_vetoed(s, q, week, salt):
    """A motion just carried is put to those who may veto it; they put it off, once, or stop it for good."""
    share = against_below(s, q, week, salt)
    if share <= s.A[0].rule_veto_share:
        return False
    delay = int(s.A[0].rule_veto_weeks)
    s.Q[q].vetoed = 1
    if delay > 0:
        s.Q[q].opens = week + delay
    else:
        s.Q[q].state = STOPPED
    s.G[0].vetoes += 1.0
    log_event(s, week, VETOED, s.U.shape[0] - 1, q, delay, share)
    return True


def called_for(s, q, week):
    """Is an open question to be put to all members: by the dissent of enough of them, or in its last week?"""
    if s.Q[q].asked != 0:
        return False
    share = s.A[0].rule_referendum_members
    if share > 0.0 and electors_opposing(s, s.U.shape[0] - 1) >= share:
        return True
    return s.A[0].rule_referendum_last > 0.5 and week == s.Q[q].deadline


def takes_part(s, i, q, week, salt):
    """Does a member vote in person on a question put to all?"""
    return draw_of(s.P[i].pid, q * 8 + 6, salt) < on_turnout(s, i, week)


def proxy_of(s, i, q, week, salt):
    """Row of the member who carries the vote of one who is absent; -1 if nobody does.

    The absent ask members of their group, one after another, as many as one may carry proxies. So nobody carries more
    on average: where a share t takes part, (1 - t)(1 - (1 - t)^N) / t <= N (1 - t) votes each.
    """
    c = s.R[i]
    for k in range(int(s.A[0].rule_referendum_proxies)):
        j = random_member(s, s.U[c].row0, s.U[c].row1, int(s.P[i].pid), 16384 + k, salt)
        if j >= 0 and j != i and may_vote(s, j, week) and takes_part(s, j, q, week, salt):
            return j
    return -1


def hold_referendum(s, q, week, salt):
    """All members vote, themselves or by proxy, as a sample of them shows; without enough of them the vote is void."""
    root = s.U.shape[0] - 1
    g = s.G[0]
    electors = 0.0
    cast = 0.0
    yes = 0.0
    for k in range(VOTERS):
        i = random_member(s, 0, s.U[root].row1, q + 8192, k, salt)
        if i < 0 or not may_vote(s, i, week):
            continue
        electors += 1.0
        if not takes_part(s, i, q, week, salt):
            i = proxy_of(s, i, q, week, salt)
        if i < 0:
            continue
        cast += 1.0
        if draw_of(s.P[i].pid, q * 8 + 7, salt) < on_ballot(s, i, q, week):
            yes += 1.0
    share = yes / max(cast, 1.0)
    g.turnout = cast / max(electors, 1.0)
    g.referendums += 1.0
    s.Q[q].asked = 1
    valid = cast > 0.0 and float(g.turnout) >= s.A[0].rule_referendum_turnout
    log_event(s, week, REFERENDUM, root, q, 1 if valid else 0, share)
    if not valid:
        return
    s.Q[q].share = share
    if share > 0.5:
        carry(s, q, week)
    else:
        s.Q[q].state = STOPPED
