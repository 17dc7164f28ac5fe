"""Tendencies: the nearest one, a new one, one that ends."""
# mypy: ignore-errors
# ruff: noqa: F821  (names supplied by the fused module)

from __future__ import annotations

from politeia.engine.events import FOUNDED
from politeia.engine.organs.log import log_event
from politeia.engine.organs.members import random_member
from politeia.random.draws import draw_of


def nearer(
    best, gap, number, course, regime, outlook, tendency, alive, platform_course, platform_regime, platform_outlook
):
    """The nearer of two platforms: the best so far at distance ``gap``, and the one of a tendency; to adhere counts."""
    other = abs(course - platform_course) + abs(regime - platform_regime) + 0.5 * abs(outlook - platform_outlook)
    if tendency == number:
        other -= 0.25
    if alive > 0.5 and other < gap:
        return number, other
    return best, gap


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
