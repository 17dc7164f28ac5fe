"""The common workload, "party-week": one small process that every implementation runs, so that times can be set side by side.

Persons live in cells of about fifty, fifty cells make a district, and the districts one organisation.  A person has an
opinion in [-1, 1], a mood in [-1, 1], an initiative in [0, 1], weeks since joining (0 to 255), and is or is not a member
and an officer.  In a week, from the cells and lines as they stood at its start:

1. *mood* goes :data:`PULL` of the way to ``ECHO`` x the cell's mean mood + the season's shock + noise, uniform in
   [-NOISE, NOISE];
2. *a member's opinion* goes ``RATE (1 - initiative / 2)`` of the way to the mean opinion of the cell's members, if it is
   nearer than :data:`BOUND`, and :data:`DUTY` of the way to the district's line;
3. *a non-member joins* with probability ``logistic(BASE + BY_MOOD x new mood + BY_SHARE x members' share in the cell)``;
   *a member quits* with probability :data:`QUIT`; the weeks of one who stays grow by one;
4. the cells' means are taken anew (0 where a cell has no member); a district's line is the mean of its cells' opinions, the
   national line the mean of the districts';
5. eight :data:`AGGREGATES` are recorded.

Each implementation draws its own random numbers and keeps the state as it likes; all start from the same :class:`Town`.
:func:`reference` is this text in plain Python.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

import numpy as np

PULL, ECHO, NOISE = 0.3, 0.6, 0.2
SWING, SEASON = 0.15, 52  # of the shock, and the weeks of its period
BOUND, RATE, DUTY = 0.5, 0.1, 0.02
BASE, BY_MOOD, BY_SHARE = -6.5, 2.0, 2.0
QUIT = 0.003
OLDEST = 255  # weeks since joining are counted up to this
SMALLEST, LARGEST, CELLS = 40, 60, 50  # persons of a cell, cells of a district

AGGREGATES = (
    "members",
    "joined",
    "quit",
    "line",  # the national one
    "squared opinion",  # mean over members
    "mood",  # mean over persons
    "officers' opinion",  # mean over officers who are members
    "weeks",  # mean over members
)


@dataclass(frozen=True)
class Town:
    """Where everybody starts: persons in order of cells, cells in order of districts.

    ``sizes`` int64 (cells), persons of each; the others by person: ``opinion``, ``mood``, ``initiative`` float32,
    ``weeks`` int64, ``member``, ``officer`` bool.
    """

    sizes: np.ndarray
    opinion: np.ndarray
    mood: np.ndarray
    initiative: np.ndarray
    weeks: np.ndarray
    member: np.ndarray
    officer: np.ndarray

    @property
    def persons(self) -> int:
        """How many."""
        return len(self.opinion)

    @property
    def cell(self) -> np.ndarray:
        """The cell of each person."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @property
    def district(self) -> np.ndarray:
        """The district of each cell: the last takes what is left over."""
        districts = max(1, len(self.sizes) // CELLS)
        return np.minimum(np.arange(len(self.sizes)) // CELLS, districts - 1)


def town(persons: int, *, seed: int = 0) -> Town:
    """About ``persons`` persons: half of them members, districts of different opinion, one officer in sixteen."""
    luck = np.random.default_rng(seed)
    sizes = luck.integers(SMALLEST, LARGEST, max(1, round(persons / 50)), endpoint=True)
    people, districts = int(sizes.sum()), max(1, len(sizes) // CELLS)
    leaning = np.repeat(
        luck.uniform(-0.5, 0.5, districts)[np.minimum(np.arange(len(sizes)) // CELLS, districts - 1)], sizes
    )
    member = luck.random(people) < 0.5
    return Town(
        sizes,
        opinion=(leaning + luck.uniform(-0.5, 0.5, people)).astype(np.float32),
        mood=luck.uniform(-0.5, 0.5, people).astype(np.float32),
        initiative=luck.random(people).astype(np.float32),
        weeks=luck.integers(0, 200, people) * member,
        member=member,
        officer=luck.random(people) < 1 / 16,
    )


def shock(week: int) -> float:
    """What the season does to everybody's mood."""
    return SWING * math.sin(2 * math.pi * week / SEASON)


def logistic(z: float) -> float:
    """Probability of a logit."""
    return 1.0 / (1.0 + math.exp(-z))


@dataclass
class Person:
    """One person of the reference."""

    opinion: float
    mood: float
    initiative: float
    weeks: int
    member: bool
    officer: bool


def reference(start: Town, weeks: int, *, history: int = 0) -> np.ndarray:
    """Aggregates of each week in plain Python, float64 (weeks, 8): the meaning of the workload, a thousand times slower."""
    luck = random.Random(history)
    columns = (start.opinion, start.mood, start.initiative, start.weeks, start.member, start.officer)
    persons = [Person(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    ends = np.cumsum(start.sizes).tolist()
    cells = [persons[a:b] for a, b in zip([0, *ends], ends, strict=False)]
    line_of = start.district.tolist()
    lines, seen = _lines(cells, line_of), []
    for week in range(weeks):
        joined = quit_ = 0
        for cell, district in zip(cells, line_of, strict=True):
            came, went = _week_of(cell, lines[district], shock(week), luck)
            joined, quit_ = joined + came, quit_ + went
        lines = _lines(cells, line_of)
        seen.append(_aggregates(persons, joined, quit_, sum(lines) / len(lines)))
    return np.array(seen)


def _week_of(cell: list[Person], line: float, shocked: float, luck: random.Random) -> tuple[int, int]:
    """A week of one cell; how many joined and quit."""
    mean, mood, share = _means(cell)
    joined = quit_ = 0
    for p in cell:
        p.mood += PULL * (ECHO * mood + shocked + luck.uniform(-NOISE, NOISE) - p.mood)
        if not p.member:
            if luck.random() < logistic(BASE + BY_MOOD * p.mood + BY_SHARE * share):
                p.member, p.weeks, joined = True, 0, joined + 1
            continue
        nearer = RATE * (1 - p.initiative / 2) * (mean - p.opinion) if abs(mean - p.opinion) < BOUND else 0.0
        p.opinion += nearer + DUTY * (line - p.opinion)
        p.weeks = min(p.weeks + 1, OLDEST)
        if luck.random() < QUIT:
            p.member, p.weeks, quit_ = False, 0, quit_ + 1
    return joined, quit_


def _means(cell: list[Person]) -> tuple[float, float, float]:
    """Members' mean opinion, everybody's mean mood, members' share."""
    members = [p.opinion for p in cell if p.member]
    mean = sum(members) / len(members) if members else 0.0
    return mean, sum(p.mood for p in cell) / len(cell), len(members) / len(cell)


def _lines(cells: list[list[Person]], line_of: list[int]) -> list[float]:
    """The line of each district."""
    means: list[list[float]] = [[] for _ in range(line_of[-1] + 1)]
    for cell, district in zip(cells, line_of, strict=True):
        means[district].append(_means(cell)[0])
    return [sum(of) / len(of) for of in means]


def _aggregates(persons: list[Person], joined: int, quit_: int, line: float) -> list[float]:
    members = [p for p in persons if p.member]
    officers = [p.opinion for p in members if p.officer]
    some = max(1, len(members))
    return [
        len(members),
        joined,
        quit_,
        line,
        sum(p.opinion**2 for p in members) / some,
        sum(p.mood for p in persons) / len(persons),
        sum(officers) / max(1, len(officers)),
        sum(p.weeks for p in members) / some,
    ]
