"""Lines of the event log: kinds, and what the columns of each kind hold.

Level 0 keeps the decisions of the top, level 1 also who comes to posts and leaves them, level 2 also what happens to
every member.  ``person`` and ``by`` are lasting ids or -1; a unit that is a cell has the cell's number.

=============  =====  ===========================================================================================
kind           level  columns
=============  =====  ===========================================================================================
JOINED         2      unit: cell; value: its milieu + 10 x the milieu of social origin
LEFT, DIED     2      unit: cell
EXPELLED       2      unit: cell; value: 1 in a verification, 2 as a public dissenter, 3 both, 0 neither
MOVED          2      unit: cell moved to; by: cell left; value: milieu moved to + 10 x how (:data:`MOVES`)
DELEGATE       2      unit: the place that sends; value: 1 votes with the leadership + 2 sent by an opposition
ELECTED        1      unit, value: the post (its organ and seat, 0 the secretary); also who is elected again
APPOINTED      1      the same; by: the secretary above who names, or the head whose list a congress takes
LEFT_POST      1      unit, value: the post; by: why (:data:`REASONS`); comes before its successor
DIED_IN_POST   1      unit, value: the post of one who has died
TOOK_SEAT      1      unit, value: the post; by: 2 co-opted by those sitting, 3 by lot, 4 ex officio
CARRIED        0      person: number of the question; by: the head; value: share in favour; so REFUSED, REVOTED
LAPSED         0      person: number of the question; value: share at the last vote
VETOED         0      person: number of the question; by: weeks of delay, 0 for good; value: share against
REFERENDUM     0      person: number of the question; by: 1 enough took part, 0 too few; value: share in favour
CONGRESS       0      by: the head; value: share of delegates voting with the leadership
HEAD_CHOSEN    0      person: the new head of the secretariat
HEAD_REMOVED   0      person: the head who falls; value: share of the committee against
FOUNDED        0      person: the founder; by: number of the tendency
BANNED         0      value: 1 factions are banned, 0 the ban ends; POWER, SPLIT, DESTROYED likewise
=============  =====  ===========================================================================================

The first members did not join in the history: they are in the state that it starts from; their posts are logged.
"""

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
DELEGATE = 21
DIED_IN_POST = 22
TOOK_SEAT = 23
VETOED = 24
REFERENDUM = 25

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
    DELEGATE: "delegate",
    DIED_IN_POST: "died in the post",
    TOOK_SEAT: "took a seat",
    VETOED: "motion vetoed",
    REFERENDUM: "vote of all members",
}

#: A field of the party, if a mechanism declares it -> the kind of line written when it becomes 1, or 0 again.
TURNS = {"power": "POWER", "ban": "BANNED", "split_done": "SPLIT", "destroyed": "DESTROYED"}

# Why a post is left, where its holder lives.
OUT_TERM = 1
OUT_RECALLED = 2
OUT_CONGRESS = 3
OUT_OTHER_POST = 4
OUT_MOVED = 5
OUT_TRANSFERRED = 6
OUT_LEFT = 7
OUT_EXPELLED = 8
OUT_TOWN_LOST = 9
OUT_NO_MEMBERS = 10
OUT_LIMIT = 11
OUT_OFFICE = 12

REASONS = {
    OUT_TERM: "the term was over and another was chosen",
    OUT_RECALLED: "recalled before the end of the term",
    OUT_CONGRESS: "not elected again by the congress",
    OUT_OTHER_POST: "for another post",
    OUT_MOVED: "gone to work elsewhere",
    OUT_TRANSFERRED: "sent away",
    OUT_LEFT: "left the organisation",
    OUT_EXPELLED: "expelled",
    OUT_TOWN_LOST: "the town was lost",
    OUT_NO_MEMBERS: "no member was left there",
    OUT_LIMIT: "the rules allow no further term in a row",
    OUT_OFFICE: "no longer in the office that the seat goes with",
}

# How a member moves; 1 to 7 are the hazards of the week's pass (:mod:`politeia.engine.organs`).
TO_POST = 8
ASSIGNED = 9
FLED = 10

MOVES = {
    1: "called into administration",
    2: "sent to the bench",
    3: "called up to the army",
    4: "released from the army",
    5: "gone to the village",
    6: "sent to school",
    7: "sent away",
    TO_POST: "sent to take a post",
    ASSIGNED: "sent to rebuild a town",
    FLED: "fled a town that fell",
}
