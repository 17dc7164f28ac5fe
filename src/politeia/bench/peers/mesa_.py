"""The common workload in Mesa 3: an agent a person."""

from __future__ import annotations

import sys

import mesa
import numpy as np

from politeia.bench import party_week as spec
from politeia.bench.party_week import Town, logistic


class Cell:
    """Persons who meet, and what they know of each other."""

    def __init__(self) -> None:
        self.persons: list[Person] = []
        self.mean = self.mood = self.share = self.line = 0.0

    def measure(self) -> None:
        """Means of the cell."""
        members = [p.opinion for p in self.persons if p.member]
        self.mean = sum(members) / len(members) if members else 0.0
        self.mood = sum(p.mood for p in self.persons) / len(self.persons)
        self.share = len(members) / len(self.persons)


class Person(mesa.Agent):
    """One person."""

    def __init__(self, model: Organisation, cell: Cell, row: tuple[float, float, float, int, bool, bool]) -> None:
        super().__init__(model)
        self.cell = cell
        self.opinion, self.mood, self.initiative, self.weeks, self.member, self.officer = row

    def step(self) -> None:
        """A week."""
        cell, luck = self.cell, self.random.random
        pull = spec.ECHO * cell.mood + self.model.shock + spec.NOISE * (2 * luck() - 1) - self.mood
        self.mood += spec.PULL * pull
        if not self.member:
            if luck() < logistic(spec.BASE + spec.BY_MOOD * self.mood + spec.BY_SHARE * cell.share):
                self.member, self.weeks = True, 0
                self.model.joined += 1
            return
        gap = cell.mean - self.opinion
        nearer = spec.RATE * (1 - self.initiative / 2) * gap if abs(gap) < spec.BOUND else 0.0
        self.opinion += nearer + spec.DUTY * (cell.line - self.opinion)
        self.weeks = min(self.weeks + 1, spec.OLDEST)
        if luck() < spec.QUIT:
            self.member, self.weeks = False, 0
            self.model.quit += 1


class Organisation(mesa.Model):
    """Everybody."""

    def __init__(self, town: Town, history: int) -> None:
        super().__init__(seed=history)
        self.cells = [Cell() for _ in town.sizes]
        columns = (town.opinion, town.mood, town.initiative, town.weeks, town.member, town.officer)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        for cell, row in zip(town.cell.tolist(), rows, strict=True):
            self.cells[cell].persons.append(Person(self, self.cells[cell], row))
        self.districts: list[list[Cell]] = [[] for _ in range(int(town.district[-1]) + 1)]
        for cell, district in zip(self.cells, town.district.tolist(), strict=True):
            self.districts[district].append(cell)
        self.shock, self.joined, self.quit, self.line = 0.0, 0, 0, 0.0
        self.measure()

    def step(self) -> None:
        """A week of everybody."""
        self.shock, self.joined, self.quit = spec.shock(self.steps - 1), 0, 0
        self.agents.do("step")
        self.measure()

    def measure(self) -> None:
        """Cells, districts, the nation."""
        for cell in self.cells:
            cell.measure()
        lines = [sum(cell.mean for cell in cells) / len(cells) for cells in self.districts]
        for line, cells in zip(lines, self.districts, strict=True):
            for cell in cells:
                cell.line = line
        self.line = sum(lines) / len(lines)

    def aggregates(self) -> list[float]:
        """The eight of the specification."""
        members = [p for cell in self.cells for p in cell.persons if p.member]
        officers = [p.opinion for p in members if p.officer]
        some = max(1, len(members))
        squared, weeks = sum(p.opinion**2 for p in members) / some, sum(p.weeks for p in members) / some
        persons = sum(len(cell.persons) for cell in self.cells)
        mood = sum(cell.mood * len(cell.persons) for cell in self.cells) / persons
        command = sum(officers) / max(1, len(officers))
        return [len(members), self.joined, self.quit, self.line, squared, mood, command, weeks]


class Run:
    """A history; ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0) -> None:
        self.model = Organisation(town, history)
        person = self.model.cells[0].persons[0]
        held = sys.getsizeof(person) + sys.getsizeof(vars(person)) + sum(map(sys.getsizeof, vars(person).values()))
        self.nbytes = town.persons * (held + 8)  # the cell's list holds a reference; the agent set's own come on top

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each, float64 (count, 8)."""
        seen = []
        for _ in range(count):
            self.model.step()
            seen.append(self.model.aggregates())
        return np.array(seen)
