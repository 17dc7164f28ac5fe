"""The common workload on politeia's engine: integers in lanes (:mod:`politeia.bench.lanes`), laid out and run.

Opinions and moods are fixed point in 16 bits, the rest of a person takes three bytes.  A group of lanes holds cells of one
*block* of whole districts, which needs nothing of other blocks: threads take blocks.  Sums are integers, so no split among
threads and no width of vectors can change a bit.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from politeia.bench import lanes as at
from politeia.bench.fixed_point import ONE, STEP, chords, fixed, logistic_table, quotients, seasons
from politeia.bench.party_week import Town
from politeia.random.draws import history_key


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
        return sum(
            a.nbytes for a in (self.wide, self.small, self.cells, self.line, self.sums, self.counts, self.scratch)
        )


def lay_out(town: Town) -> State:
    """The state of a town before its first week."""
    groups, extent = _groups(town)
    heights = [int(town.sizes[group].max()) for group in groups]
    rows = np.concatenate([[0], np.cumsum(heights)]).astype(np.int64)
    districts, logistics = int(town.district[-1]) + 1, logistic_table()
    state = State(
        extent,
        rows,
        season=seasons(),
        steps=np.array([k * STEP & 0xFFFFFFFF for k in range(at.LANES)], np.uint32),
        bounds=chords(logistics),
        logistics=logistics,
        wide=np.zeros((rows[-1], at.WIDE), np.int16),
        small=np.zeros((rows[-1], at.SMALL), np.uint8),
        cells=np.zeros((len(groups), at.CELL), np.int32),
        line=np.zeros(districts, np.int32),
        sums=np.zeros(districts, np.int32),
        counts=np.bincount(town.district).astype(np.int32),
        scratch=np.zeros((len(extent), at.SCRATCH), np.int32),
    )
    _fill(state, town, groups)
    return state


def _groups(town: Town) -> tuple[list[np.ndarray], np.ndarray]:
    """The cells of each group, and of each block its groups and districts (first, last, first, last).

    Blocks are even in number, so that two threads share them alike, and large, so that few lanes stay empty.
    """
    districts = int(town.district[-1]) + 1
    count = 2 * max(1, round(districts / 64)) if districts > 1 else 1
    edges = np.round(np.linspace(0, districts, count + 1)).astype(np.int64)
    groups: list[np.ndarray] = []
    extent = np.zeros((count, 4), np.int64)
    for block, (a, b) in enumerate(itertools.pairwise(edges)):
        inside = np.flatnonzero((town.district >= a) & (town.district < b))
        ordered = inside[np.argsort(-town.sizes[inside], kind="stable")]
        first = len(groups)
        groups += [ordered[k : k + at.LANES] for k in range(0, len(ordered), at.LANES)]
        extent[block] = first, len(groups), a, b
    return groups, extent


def _fill(state: State, town: Town, groups: list[np.ndarray]) -> None:
    """Put persons into slots, and the first means and lines."""
    cells = len(town.sizes)
    group, lane = np.zeros(cells, np.int64), np.zeros(cells, np.int64)
    for g, inside in enumerate(groups):
        group[inside], lane[inside] = g, np.arange(len(inside))
    cell = town.cell
    row = state.rows[group[cell]] + np.arange(town.persons) - (np.cumsum(town.sizes) - town.sizes)[cell]
    place = lane[cell]
    opinion, mood = fixed(town.opinion), fixed(town.mood)
    state.wide[row, at.OPINION + place], state.wide[row, at.MOOD + place] = opinion, mood
    state.small[row, at.INITIATIVE + place] = np.round(town.initiative * 255)
    state.small[row, at.WEEKS + place] = town.weeks
    state.small[row, at.FLAGS + place] = at.PRESENT + at.MEMBER * town.member + at.OFFICER * town.officer
    members = np.bincount(cell, town.member, cells)
    mean = quotients(np.bincount(cell, opinion * town.member, cells), members)
    for g, inside in enumerate(groups):  # an empty lane belongs to a district too, and adds nothing to it
        state.cells[g, at.DISTRICT : at.DISTRICT + at.LANES] = town.district[inside[0]]
    for column, values in (
        (at.MEAN, mean),
        (at.FEELING, quotients(np.bincount(cell, mood, cells), town.sizes)),
        (at.SIZE, town.sizes),
        (at.DISTRICT, town.district),
        (at.SHARE, quotients(members * ONE, town.sizes)),
    ):
        state.cells[group, column + lane] = values
    state.line[:] = np.bincount(town.district, mean).astype(np.int64) // state.counts


class Run:
    """A history of the workload; ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0, seed: int = 0) -> None:
        self.persons, self.state, self.week = town.persons, lay_out(town), 0
        self.key = np.uint64(history_key(seed, history))
        self.nbytes = self.state.nbytes

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each, float64 (count, 8). Threads change nothing in them."""
        blocks = len(self.state.extent)
        tallies = np.zeros((count, blocks, at.TALLIES), np.int64)
        edges = [blocks * k // threads for k in range(threads + 1)]
        parts = [part for part in itertools.pairwise(edges) if part[0] < part[1]]
        if len(parts) == 1:
            self.advance(0, blocks, tallies)
        else:
            with ThreadPoolExecutor(len(parts)) as pool:
                list(pool.map(lambda part: self.advance(part[0], part[1], tallies), parts))
        self.week += count
        return aggregates(tallies.sum(axis=1), self.persons, len(self.state.counts))

    def advance(self, first: int, last: int, tallies: np.ndarray) -> None:
        """Pass over blocks ``first .. last - 1`` once for each week of ``tallies``."""
        at.pass_weeks(self.key, self.week, len(tallies), first, last, *vars(self.state).values(), tallies)


def aggregates(sums: np.ndarray, persons: int, districts: int) -> np.ndarray:
    """The eight aggregates from a week's tallies."""
    members, posted = np.maximum(sums[:, at.HEADS], 1), np.maximum(sums[:, at.POSTED], 1)
    columns = (
        sums[:, at.HEADS],
        sums[:, at.JOINED],
        sums[:, at.LEFT],
        sums[:, at.LINES] / districts / ONE,
        sums[:, at.SQUARED] / members / ONE,
        sums[:, at.FELT] / persons / ONE,
        sums[:, at.COMMAND] / posted / ONE,
        sums[:, at.TENURE] / members,
    )
    return np.stack(columns, axis=1)
