"""The loops of the common workload on politeia's engine: one pass a week, a lane for each cell.

Cells of like size stand side by side in groups of :data:`LANES`, the first persons of all in one row, the second in the
next: a lane of a vector is a cell, so that a cell's sum is a vertical addition, and nothing is gathered.  A person is
read, moved, written and added to the sums of the cell in the same pass.  Joining and quitting are rare: sixteen random
bits against an upper bound of the chance mark a candidate, and only candidates are decided exactly.
"""

from __future__ import annotations

import numpy as np

from politeia.bench.fixed_point import (
    DUTIFUL,
    ECHOED,
    ONE,
    QUIT16,
    QUIT32,
    SHARES,
    bound,
    counter_of,
    joins,
    moved_mood,
    moved_opinion,
    quotient,
    word,
)
from politeia.bench.party_week import OLDEST, SEASON
from politeia.engine.standalone import standalone
from politeia.random.draws import mix

LANES = 64
# Columns of LANES values each: of a row of persons in 16 bits and in 8, of a group of cells, of a block's scratch (what
# holds for a cell all week, and its sums).  They follow each other at distances known to the compiler, which then need
# not ask at every row whether two of them overlap.
OPINION, MOOD, WIDE = range(0, 3 * LANES, LANES)
INITIATIVE, WEEKS, FLAGS, SMALL = range(0, 4 * LANES, LANES)
MEAN, FEELING, SIZE, DISTRICT, SHARE, CELL = range(0, 6 * LANES, LANES)
NEAR, PULLED, LED, CHANCE, STEEP, FLAT, MARKED, COUNTS, OPINIONS, MOODS, SQUARES, OFFICERS, SCRATCH = range(
    0, 13 * LANES, LANES
)
MEMBER, OFFICER, PRESENT = 1, 2, 4  # flags; a slot may be empty
HEAD, POST = 1 << 14, 1 << 21  # a cell's members and officers, counted above the sum of their weeks
HEADS, JOINED, LEFT, LINES, SQUARED, FELT, COMMAND, TENURE, POSTED, TALLIES = range(10)  # of a block in a week


def prepare(line, shocked, cells, bounds, work):
    """What holds for each cell of a group all week."""
    for lane in range(LANES):
        district = cells[DISTRICT + lane]
        share = cells[SHARE + lane]
        work[NEAR + lane] = cells[MEAN + lane]
        work[PULLED + lane] = np.int32(cells[FEELING + lane] * np.int32(ECHOED)) + shocked
        work[LED + lane] = np.int32(np.int32(line[district]) * np.int32(DUTIFUL)) + np.int32(32768)
        k = (share * SHARES + ONE - 1) >> 15
        work[CHANCE + lane] = bounds[k, 0]
        work[STEEP + lane] = bounds[k, 1]
        work[FLAT + lane] = bounds[k, 2]
    for k in range(COUNTS, SCRATCH):
        work[k] = 0


def move(begin, end, first, second, steps, wide, small, cells, logistics, work, tally):
    """Move the persons of a group, row by row, one of each cell in a row, and add them up."""
    for row in range(begin, end):
        start, long, short, marked = counter_of(row * LANES, first), wide[row], small[row], np.int32(0)
        for lane in range(LANES):
            luck = word(np.uint32(start + steps[lane]), second)
            flags = np.int32(short[FLAGS + lane])
            member = np.int32(flags & np.int32(MEMBER))
            officer = np.int32(flags & np.int32(OFFICER))
            here = np.int32(flags & np.int32(PRESENT))
            mood = moved_mood(np.int32(long[MOOD + lane]), work[PULLED + lane], np.int32(luck & np.uint32(65535)))
            opinion = np.int32(long[OPINION + lane])
            moved = moved_opinion(opinion, np.int32(short[INITIATIVE + lane]), work[NEAR + lane], work[LED + lane])
            opinion = moved if member else opinion
            weeks = np.int32(short[WEEKS + lane])
            weeks = np.int32(weeks + (member if weeks < OLDEST else np.int32(0)))
            limit = (
                np.int32(QUIT16) if member else bound(mood, work[CHANCE + lane], work[STEEP + lane], work[FLAT + lane])
            )
            mark = np.int32(1) if np.int32(luck >> np.uint32(16)) < limit else np.int32(0)
            long[MOOD + lane] = mood
            long[OPINION + lane] = opinion
            short[WEEKS + lane] = weeks
            work[MARKED + lane] = mark
            marked = np.int32(marked + mark)
            counted = opinion if member else np.int32(0)
            work[OPINIONS + lane] += counted
            work[SQUARES + lane] += np.int32(np.int32(counted * counted) >> np.int32(15))
            head = np.int32(HEAD + POST) if officer else np.int32(HEAD)
            work[COUNTS + lane] += np.int32(weeks + (head if member else np.int32(0)))
            work[OFFICERS + lane] += counted if officer else np.int32(0)
            work[MOODS + lane] += mood if here else np.int32(0)
        if marked > 0:
            decide(start, second, steps, long, short, cells, logistics, work, tally)


def decide(start, salt, steps, wide, small, cells, logistics, work, tally):
    """Decide exactly who of the marked joins or quits."""
    for lane in range(LANES):
        flags = small[FLAGS + lane]
        if work[MARKED + lane] == 0 or flags & PRESENT == 0:
            continue
        counter = np.uint32(start + steps[lane])
        high = word(counter, salt)
        low = word(high, salt)  # the same 16 bits as before, and others below them
        luck = (np.int64(high >> np.uint32(16)) << 16) + np.int64(low >> np.uint32(16))
        opinion = np.int64(wide[OPINION + lane])
        if flags & MEMBER:
            if luck >= QUIT32:
                continue
            sign = -1
            tally[LEFT] += 1
            work[COUNTS + lane] -= np.int32(small[WEEKS + lane])
        else:
            if luck >= joins(np.int64(wide[MOOD + lane]), cells[SHARE + lane], logistics):
                continue
            sign = 1
            tally[JOINED] += 1
        small[WEEKS + lane] = 0
        small[FLAGS + lane] = flags ^ MEMBER
        work[COUNTS + lane] += np.int32(sign * (HEAD + POST if flags & OFFICER else HEAD))
        work[OPINIONS + lane] += np.int32(sign * opinion)
        work[SQUARES + lane] += np.int32(sign * ((opinion * opinion) >> 15))
        work[OFFICERS + lane] += np.int32(sign * opinion if flags & OFFICER else 0)


def close(cells, work, sums, tally):
    """The new means of the cells of a group, and what they add to districts and tallies."""
    for lane in range(LANES):
        members = np.int32((work[COUNTS + lane] >> np.int32(14)) & np.int32(127))
        cells[MEAN + lane] = quotient(work[OPINIONS + lane], members)
        cells[FEELING + lane] = quotient(work[MOODS + lane], cells[SIZE + lane])
        cells[SHARE + lane] = quotient(np.int32(members << np.int32(15)), cells[SIZE + lane])
    heads = posted = squared = felt = command = tenure = 0
    for lane in range(LANES):
        heads += (work[COUNTS + lane] >> 14) & 127
        posted += work[COUNTS + lane] >> 21
        tenure += work[COUNTS + lane] & (HEAD - 1)
        squared += work[SQUARES + lane]
        felt += work[MOODS + lane]
        command += work[OFFICERS + lane]
    tally[HEADS] += heads
    tally[POSTED] += posted
    tally[SQUARED] += squared
    tally[FELT] += felt
    tally[COMMAND] += command
    tally[TENURE] += tenure
    for lane in range(LANES):
        sums[cells[DISTRICT + lane]] += cells[MEAN + lane]


def new_lines(first, last, line, sums, counts, tally):
    """The lines of a block's districts, from the sums of their cells."""
    for district in range(first, last):
        line[district] = sums[district] // counts[district]
        tally[LINES] += line[district]
        sums[district] = 0


@standalone
def pass_weeks(key, begin, count, first, last, extent, rows, season, steps, bounds, logistics, wide, small, cells, line, sums, counts, scratch, tallies):  # fmt: skip
    """``count`` weeks from ``begin`` on, of blocks ``first .. last - 1``; ``tallies[k, block]`` is what they add up to."""
    for k in range(count):
        week = begin + k
        salts = mix(np.uint64(key) + np.uint64(week) * np.uint64(0xA0761D6478BD642F))
        salt, other = np.uint32(salts & np.uint64(0xFFFFFFFF)), np.uint32(salts >> np.uint64(32))
        for block in range(first, last):
            work, tally = scratch[block], tallies[k, block]
            for g in range(extent[block, 0], extent[block, 1]):
                prepare(line, season[week % SEASON], cells[g], bounds, work)
                move(rows[g], rows[g + 1], salt, other, steps, wide, small, cells[g], logistics, work, tally)
                close(cells[g], work, sums, tally)
            new_lines(extent[block, 2], extent[block, 3], line, sums, counts, tally)
