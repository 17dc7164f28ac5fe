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
LOTS = 50  # persons drawn before a lot is put off
VOTERS = 400  # persons asked in a vote of all members: its error is 2.5 points
REST = 16  # weeks in which those recalled are not recalled again, nor a congress called for it
