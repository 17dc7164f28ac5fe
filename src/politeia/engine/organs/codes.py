"""Numbers that stand for states and moves of persons, for ways to fill a seat and for ends of a question; and bounds."""

from __future__ import annotations

OUTSIDE = 0
MEMBER = 1

TO_OFFICE = 1
TO_BENCH = 2
TO_ARMY = 3
TO_HOME = 4
TO_VILLAGE = 5
TO_SCHOOL = 6
AWAY = 7

BY_ELECTION = 0
BY_NAMING = 1
BY_COOPTION = 2
BY_LOT = 3
EX_OFFICIO = 4

OPEN = 0
DECIDED = 1
TOO_LATE = 2
STOPPED = 3  # rejected by the members, or vetoed for good

COUNTED_ROWS = 256  # up to so many rows it is quicker to count members than to look for one by chance
TRIED = 40  # rows looked at together where a member is looked for by chance
STANDING = 0
PLURALITY = 1
TWO_ROUND = 2
APPROVAL = 3
TRANSFERABLE = 4
DHONDT = 5
SAINTE_LAGUE = 6
REMAINDER = 7

# rows of the working table of a count
STANDS = 0
VOTES = 1
PAPERS = 2
LUCK = 3
TALLY = 4
WON = 5
HOLDER = 6
WORTH = 7
FATE = 8
DUE = 9
BEFORE = 10
LIST_VOTES = 11
LIST_SEATS = 12
LIST_LUCK = 13
PERSON = 14  # of nominees, as CELL
CELL = 15

BALLOTS = 400  # voters asked in an election of more than so many rows
CANDIDATES = 64
SEATS_AT_ONCE = 24  # seats of one count; what is left is filled in the week after

NEVER = 2147483647  # a week that does not come
LOTS = 50  # persons drawn before a lot is put off
VOTERS = 400  # persons asked in a vote of all members: its error is 2.5 points
