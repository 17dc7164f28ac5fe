"""Those who have a vote, where some members have none: how many they are and what they think, unit by unit.

Where all members vote nothing is counted here: the means of the members are those of the voters.
"""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

from politeia.engine.organs.codes import MEMBER
from politeia.engine.organs.members import may_vote


def some_have_no_vote(s):
    """Do the rules keep the vote from candidates or from a type of members?"""
    if s.A[0].rule_candidate_weeks > 0.0:
        return True
    for k in range(s.Y.shape[0]):  # noqa: SIM110 (compiled: no generators)
        if s.Y[k].vote < 0.5:
            return True
    return False


def electors(s, u):
    """Persons who have a vote in a unit."""
    return s.U[u].electors if some_have_no_vote(s) else s.U[u].members


def electors_course(s, u):
    """Where those who vote in a unit stand on the course."""
    return s.U[u].electors_course if some_have_no_vote(s) else s.U[u].mean_course


def electors_regime(s, u):
    """Where those who vote in a unit stand on the regime."""
    return s.U[u].electors_regime if some_have_no_vote(s) else s.U[u].mean_regime


def electors_opposing(s, u):
    """Share of those who vote in a unit that dissents in public."""
    return s.U[u].electors_opposing if some_have_no_vote(s) else s.U[u].mean_opposing


def count_electors(s, week):
    """Add up those who vote, as the members' means do: without those who joined this week and were asked nothing yet."""
    if not some_have_no_vote(s):
        return
    for u in range(s.U.shape[0]):
        s.U[u].electors = 0.0
        s.U[u].electors_course = 0.0
        s.U[u].electors_regime = 0.0
        s.U[u].electors_opposing = 0.0
    for c in range(s.C.shape[0]):
        for i in range(s.U[c].row0, s.U[c].row1):
            if s.P[i].status != MEMBER or s.P[i].joined == week or not may_vote(s, i, week):
                continue
            w = float(s.P[i].weight)
            s.U[c].electors += w
            s.U[c].electors_course += w * value_course(s.P[i].course)
            s.U[c].electors_regime += w * value_regime(s.P[i].regime)
            s.U[c].electors_opposing += w if s.P[i].speaks > 0 else 0.0
    for u in range(s.U.shape[0]):  # units below come first
        above = s.U[u].parent
        if above >= 0:
            s.U[above].electors += s.U[u].electors
            s.U[above].electors_course += s.U[u].electors_course
            s.U[above].electors_regime += s.U[u].electors_regime
            s.U[above].electors_opposing += s.U[u].electors_opposing
        if s.U[u].electors > 0.0:
            s.U[u].electors_course /= s.U[u].electors
            s.U[u].electors_regime /= s.U[u].electors
            s.U[u].electors_opposing /= s.U[u].electors
