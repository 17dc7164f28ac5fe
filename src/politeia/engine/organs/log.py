"""Lines of the event log."""
# mypy: ignore-errors

from __future__ import annotations

from politeia.engine.events import DIED_IN_POST, EXPELLED, LEFT_POST, OUT_EXPELLED, OUT_LEFT
from politeia.engine.organs.codes import MEMBER


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


def keep_terms(s, o, week):
    """Where terms are limited, keep who leaves an organ after how many, until a term has passed."""
    u = s.O[o].unit
    kept = -1
    for k in range(s.U[u].post0, s.U[u].post0 + s.U[u].posts):
        over = s.O[k].past < 0 or week >= s.O[k].left + s.O[k].term
        if over or (kept < 0 and s.O[k].past_served < s.O[o].served):
            kept = k
    if kept >= 0:
        s.O[kept].past = s.O[o].pid
        s.O[kept].past_served = s.O[o].served
        s.O[kept].left = week


def note_leaving(s, o, week, why):
    """Note that a post is left, for the limit of terms and for the log; ``why`` holds for one who is still a member."""
    i = s.O[o].slot
    if i >= 0 and s.V[s.O[o].level].terms_max > 0.0:
        keep_terms(s, o, week)
    if s.B[0].log_level == 0 or i < 0:
        return
    kind = LEFT_POST
    if s.P[i].pid != s.O[o].pid:
        kind = DIED_IN_POST
        why = -1
    elif s.P[i].status != MEMBER:
        why = OUT_EXPELLED if s.P[i].status == 3 else OUT_LEFT
    log_event(s, week, kind, s.O[o].unit, s.O[o].pid, why, float(s.O[o].seat))


def expel_log(s, i, week):
    """Remember who was expelled, where that is asked for."""
    if s.B[0].log_level > 1:
        dissents = s.P[i].speaks > 0 or s.P[i].tendency > 0
        check = 1.0 if float(s.G[0].check) > 0.0 else 0.0
        log_event(s, week, EXPELLED, s.R[i], s.P[i].pid, -1, check + (2.0 if dissents else 0.0))
