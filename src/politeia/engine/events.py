"""Kinds of lines in the event log."""

from __future__ import annotations

JOINED = 1
LEFT = 2
DIED = 3
EXPELLED = 4
MOVED = 5
ELECTED = 6
APPOINTED = 7
LEFT_POST = 8
CARRIED = 9
REFUSED = 10
REVOTED = 11
LAPSED = 12
CONGRESS = 13
HEAD_CHOSEN = 14
HEAD_REMOVED = 15
FOUNDED = 16
BANNED = 17
POWER = 18
SPLIT = 19
DESTROYED = 20

NAMES = {
    JOINED: "joined",
    LEFT: "left",
    DIED: "died",
    EXPELLED: "expelled",
    MOVED: "moved",
    ELECTED: "elected",
    APPOINTED: "appointed",
    LEFT_POST: "left the post",
    CARRIED: "motion carried",
    REFUSED: "motion refused",
    REVOTED: "voted again",
    LAPSED: "deadline passed",
    CONGRESS: "congress",
    HEAD_CHOSEN: "head chosen",
    HEAD_REMOVED: "head removed",
    FOUNDED: "tendency founded",
    BANNED: "factions banned",
    POWER: "power taken",
    SPLIT: "split",
    DESTROYED: "destroyed",
}
