"""The common workload on politeia's engine: integers, one pass a week, a lane for each cell.

Opinions and moods are fixed point in 16 bits, the rest of a person takes three bytes.  Cells of like size stand side by
side in groups of :data:`LANES`, the first persons of all in one row, the second in the next: a lane of a vector is a cell,
so that a cell's sum is a vertical addition, and nothing is gathered.  A person is read, moved, written and added to the
sums of the cell in the same pass.  Joining and quitting are rare: sixteen random bits against an upper bound of the
chance mark a candidate, and only candidates are decided exactly.

Groups hold the cells of a *block* of whole districts, which needs nothing of other blocks: threads take blocks.  Sums are
integers, so no split among threads and no width of vectors can change a bit.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from politeia.bench import party_week as spec
from politeia.bench.party_week import Town
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import history_key, mix

LANES = 64
ONE = 32768  # fixed point: 1.0
# Columns of LANES values each: of a row of persons in 16 bits and in 8, of a group of cells, of a block's scratch (what
# holds for a cell all week, and its sums).  They follow each other at distances known to the compiler, which then need
# not ask at every row whether two of them overlap.
OPINION, MOOD, WIDE = range(0, 3 * LANES, LANES)
INITIATIVE, WEEKS, FLAGS, SMALL = range(0, 4 * LANES, LANES)
MEAN, FEELING, SIZE, DISTRICT, SHARE, CELL = range(0, 6 * LANES, LANES)
NEAR, PULLED, LED, CHANCE, STEEP, FLAT, MARKED, COUNTS, OPINIONS, MOODS, SQUARES, OFFICERS, SCRATCH = range(0, 13 * LANES, LANES)
MEMBER, OFFICER, PRESENT = 1, 2, 4  # flags; a slot may be empty
HEAD, POST = 1 << 14, 1 << 21  # a cell's members and officers, counted above the sum of their weeks
HEADS, JOINED, LEFT, LINES, SQUARED, FELT, COMMAND, TENURE, POSTED, TALLIES = range(10)  # of a block in a week

STAY = 45875  # 1 - PULL, in 1/65536
ECHOED = 11796  # PULL x ECHO
PULLING = 19661  # PULL
NOISY = 3932  # PULL x NOISE x 2, of 16 random bits
CENTRE = NOISY * 32768 - 32768  # their mean, less one half for rounding
FULL_RATE, LESS_RATE, BOUNDED, DUTIFUL = 6554, 3290, 16384, 1311  # RATE, its half by 256/255, BOUND, DUTY
QUIT16, QUIT32 = 197, 12884902  # QUIT, rounded up in 16 bits; in 32
OLDEST = 255
PERIOD = 52
STEP = 0x9E3779B1  # between the counters of neighbours
SHARES = 64  # shares of members that have a bound of their own


@kernel
def word(counter, salt):
    """32 random bits of a counter, which holds the person and a first salt of the week, and of a second salt.

    Two rounds of multiply and shift (Wellons 2018, the constants of lowbias32).  The second salt enters between them: with
    the first alone, two weeks would be the same sequence, shifted.
    """
    z = np.uint32((counter ^ (counter >> np.uint32(16))) * np.uint32(0x7FEB352D))
    z = np.uint32((z ^ (z >> np.uint32(15)) ^ salt) * np.uint32(0x846CA68B))
    return np.uint32(z ^ (z >> np.uint32(16)))


@kernel
def counter_of(who, salt):
    """The counter of a person: a large odd step from one to the next."""
    return np.uint32(np.uint32(who) * np.uint32(STEP) + salt)


@kernel
def moved_mood(mood, pulled, luck):
    """New mood: towards ``pulled``, with 16 bits of luck."""
    return np.int32(np.int32(mood * np.int32(STAY) + pulled + luck * np.int32(NOISY)) >> np.int32(16))


@kernel
def moved_opinion(opinion, initiative, near, led):
    """A member's new opinion: towards the cell's, where that is near, and the line, ``led`` being what it adds."""
    gap = np.int32(near - opinion)
    rate = np.int32(np.int32(FULL_RATE) - (np.int32(initiative * np.int32(LESS_RATE)) >> np.int32(8)))
    drawn = np.int32(gap * rate) if abs(gap) < BOUNDED else np.int32(0)
    return np.int32(opinion + (np.int32(drawn + led - opinion * np.int32(DUTIFUL)) >> np.int32(16)))


@kernel
def bound(mood, chance, steep, flat):
    """At least the chance of joining, in 1/65536: the logistic is convex here, so chords on both sides lie above it."""
    rise = np.int32(mood * (steep if mood > 0 else flat))
    return np.int32(chance + (rise >> np.int32(15)))


@kernel
def joins(mood, share, logistics):
    """The chance of joining in 1/2**32, by the table of the logistic in steps of 1/64."""
    at = np.int64(mood) + np.int64(share) + np.int64(ONE)
    k = at >> 8
    low = np.int64(logistics[k])
    return low + (((np.int64(logistics[k + 1]) - low) * (at & 255)) >> 8)


@kernel
def quotient(total, count):
    """Mean of a sum below 2**24: single precision divides it alike on every machine, many at a time."""
    return np.int32(np.float32(total) / np.float32(count if count > 0 else 1))


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
            limit = np.int32(QUIT16) if member else bound(mood, work[CHANCE + lane], work[STEEP + lane], work[FLAT + lane])
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
        high, low = word(counter, salt), word(counter, ~salt)  # the same 16 bits, and others below them
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
def pass_weeks(key, begin, end, blocks, extent, rows, season, steps, bounds, logistics, wide, small, cells, line, sums, counts, scratch, tallies):  # fmt: skip
    """Weeks ``begin .. end - 1`` of ``blocks`` (first, last); ``tallies[week, block]`` is what they add up to."""
    for week in range(begin, end):
        salts = mix(np.uint64(key) + np.uint64(week) * np.uint64(0xA0761D6478BD642F))
        first, second = np.uint32(salts & np.uint64(0xFFFFFFFF)), np.uint32(salts >> np.uint64(32))
        for block in range(blocks[0], blocks[1]):
            work, tally = scratch[block], tallies[week, block]
            for g in range(extent[block, 0], extent[block, 1]):
                prepare(line, season[week % PERIOD], cells[g], bounds, work)
                move(rows[g], rows[g + 1], first, second, steps, wide, small, cells[g], logistics, work, tally)
                close(cells[g], work, sums, tally)
            new_lines(extent[block, 2], extent[block, 3], line, sums, counts, tally)


@dataclass
class State:
    """The arrays of a history, in the order of :func:`pass_weeks`."""

    extent: np.ndarray
    rows: np.ndarray
    season: np.ndarray
    steps: np.ndarray
    bounds: np.ndarray
    logistics: np.ndarray
    wide: np.ndarray
    small: np.ndarray
    cells: np.ndarray
    line: np.ndarray
    sums: np.ndarray
    counts: np.ndarray
    scratch: np.ndarray

    @property
    def nbytes(self) -> int:
        """Bytes of everything that grows with the town."""
        return sum(a.nbytes for a in (self.wide, self.small, self.cells, self.line, self.sums, self.counts, self.scratch))


def logistic_table() -> np.ndarray:
    """The logistic from ``BASE - 2`` on in steps of 1/64, in 1/2**32."""
    lowest = spec.BASE - spec.BY_MOOD
    return np.array([round(spec.logistic(lowest + k / 64) * 2**32) for k in range(386)], dtype=np.uint32)


def chords(logistics: np.ndarray) -> np.ndarray:
    """Upper bounds of the chance of joining for shares of k / SHARES, int32 (SHARES + 2, 3): at mood 0, slopes above and below."""
    def most(mood: int, share: int) -> int:
        return (int(joins(mood, min(share, ONE), logistics)) >> 16) + 2

    table = [[most(mood, k * ONE // SHARES) for mood in (0, ONE, -ONE)] for k in range(SHARES + 2)]
    return np.array([(zero, up - zero, zero - down) for zero, up, down in table], dtype=np.int32)


def lay_out(town: Town) -> State:
    """Persons into rows and lanes."""
    districts = int(town.district[-1]) + 1
    count = 2 * max(1, round(districts / 64)) if districts > 1 else 1
    edges = np.round(np.linspace(0, districts, count + 1)).astype(np.int64)
    first_cell = np.searchsorted(town.district, edges)
    groups: list[np.ndarray] = []
    extent = np.zeros((count, 4), np.int64)
    for block in range(count):
        inside = np.arange(first_cell[block], first_cell[block + 1])
        ordered = inside[np.argsort(-town.sizes[inside], kind="stable")]
        extent[block] = (len(groups), len(groups) + -(-len(ordered) // LANES), edges[block], edges[block + 1])
        groups += [ordered[k : k + LANES] for k in range(0, len(ordered), LANES)]
    heights = [int(town.sizes[group].max()) for group in groups]
    rows = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)
    padded = np.full(len(groups) * LANES, -1)
    for g, group in enumerate(groups):
        padded[g * LANES : g * LANES + len(group)] = group
    logistics = logistic_table()
    state = State(
        extent,
        rows,
        season=np.array([round(spec.shock(week) * ONE * PULLING) - CENTRE for week in range(PERIOD)], np.int32),
        steps=np.array([k * STEP & 0xFFFFFFFF for k in range(LANES)], np.uint32),
        bounds=chords(logistics),
        logistics=logistics,
        wide=np.zeros((rows[-1], WIDE), np.int16),
        small=np.zeros((rows[-1], SMALL), np.uint8),
        cells=np.zeros((len(groups), CELL), np.int32),
        line=np.zeros(districts + 1, np.int32),
        sums=np.zeros(districts + 1, np.int32),
        counts=np.bincount(town.district).astype(np.int32),
        scratch=np.zeros((count, SCRATCH), np.int32),
    )
    _fill(state, town, padded.reshape(-1, LANES))
    return state


def _fill(state: State, town: Town, cell_at: np.ndarray) -> None:
    """Put persons into slots, and the first means and lines."""
    cells, districts = len(town.sizes), len(state.counts)
    group, lane = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    g, k = np.nonzero(cell_at >= 0)
    group[cell_at[g, k]], lane[cell_at[g, k]] = g, k
    cell = town.cell
    row = state.rows[group[cell]] + np.arange(town.persons) - (np.cumsum(town.sizes) - town.sizes)[cell]
    at = lane[cell]
    opinion, mood = (_fixed(values) for values in (town.opinion, town.mood))
    state.wide[row, OPINION + at], state.wide[row, MOOD + at] = opinion, mood
    state.small[row, INITIATIVE + at] = np.round(town.initiative * 255)
    state.small[row, WEEKS + at] = town.weeks
    state.small[row, FLAGS + at] = PRESENT + MEMBER * town.member + OFFICER * town.officer
    members = np.bincount(cell, town.member, cells)
    mean = quotients(np.bincount(cell, opinion * town.member, cells), members)
    state.cells[:, DISTRICT : DISTRICT + LANES] = districts
    for column, values in (
        (MEAN, mean),
        (FEELING, quotients(np.bincount(cell, mood, cells), town.sizes)),
        (SIZE, town.sizes),
        (DISTRICT, town.district),
        (SHARE, quotients(members * ONE, town.sizes)),
    ):
        state.cells[group, column + lane] = values
    state.line[:-1] = np.bincount(town.district, mean).astype(np.int64) // state.counts


def _fixed(values: np.ndarray) -> np.ndarray:
    return np.clip(np.round(values.astype(np.float64) * ONE), 1 - ONE, ONE - 1).astype(np.int64)


def quotients(totals: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """:func:`quotient` of arrays."""
    return (totals.astype(np.float32) / np.maximum(counts, 1).astype(np.float32)).astype(np.int32)


class Run:
    """A history of the workload: ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0, seed: int = 0) -> None:
        self.town, self.state, self.week = town, lay_out(town), 0
        self.key = np.uint64(history_key(seed, history))
        self.nbytes = self.state.nbytes

    def weeks(self, count: int, *, threads: int = 1, plain: bool = False) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each, float64 (count, 8)."""
        state, end = self.state, self.week + count
        blocks = len(state.extent)
        tallies = np.zeros((end, blocks, TALLIES), np.int64)
        arrays = tuple(vars(state).values())
        passed = pass_weeks.plain if plain else pass_weeks
        edges = [blocks * k // threads for k in range(threads + 1)]
        parts = [np.array(part) for part in zip(edges, edges[1:], strict=False) if part[0] < part[1]]

        def run(part: np.ndarray) -> None:
            passed(self.key, self.week, end, part, *arrays, tallies)

        if len(parts) == 1:
            run(parts[0])
        else:
            with ThreadPoolExecutor(len(parts)) as pool:
                list(pool.map(run, parts))
        summed, self.week = tallies[self.week :].sum(axis=1), end
        return aggregates(summed, self.town.persons, len(state.counts))


def aggregates(sums: np.ndarray, persons: int, districts: int) -> np.ndarray:
    """The eight aggregates from a week's tallies."""
    members, posted = np.maximum(sums[:, HEADS], 1), np.maximum(sums[:, POSTED], 1)
    columns = (
        sums[:, HEADS],
        sums[:, JOINED],
        sums[:, LEFT],
        sums[:, LINES] / districts / ONE,
        sums[:, SQUARED] / members / ONE,
        sums[:, FELT] / persons / ONE,
        sums[:, COMMAND] / posted / ONE,
        sums[:, TENURE] / members,
    )
    return np.stack(columns, axis=1)
