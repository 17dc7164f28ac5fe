"""Numbers that stand for states and moves of persons, and a bound."""

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

COUNTED_ROWS = 256  # up to so many rows it is quicker to count members than to look for one by chance
