"""The common workload in NVIDIA Warp, on the CPU: a thread a person, then a thread a cell, then a thread a district."""

import numpy as np
import warp as wp

from politeia.bench import party_week as spec
from politeia.bench.party_week import Town

wp.config.log_level = wp.LOG_WARNING
wp.config.enable_backward = False  # no gradients: half of the code to compile

PULL, ECHO, NOISE = wp.constant(spec.PULL), wp.constant(spec.ECHO), wp.constant(spec.NOISE)
BOUND, RATE, DUTY = wp.constant(spec.BOUND), wp.constant(spec.RATE), wp.constant(spec.DUTY)
BASE, BY_MOOD, BY_SHARE = wp.constant(spec.BASE), wp.constant(spec.BY_MOOD), wp.constant(spec.BY_SHARE)
QUIT, OLDEST = wp.constant(spec.QUIT), wp.constant(spec.OLDEST)


@wp.struct
class Persons:
    opinion: wp.array(dtype=float)
    mood: wp.array(dtype=float)
    initiative: wp.array(dtype=float)
    weeks: wp.array(dtype=wp.int32)
    member: wp.array(dtype=wp.int8)
    officer: wp.array(dtype=wp.int8)
    cell: wp.array(dtype=wp.int32)


@wp.struct
class Cells:
    start: wp.array(dtype=wp.int32)
    district: wp.array(dtype=wp.int32)
    mean: wp.array(dtype=float)
    mood: wp.array(dtype=float)
    share: wp.array(dtype=float)


@wp.kernel
def persons_week(
    p: Persons, c: Cells, line: wp.array(dtype=float), shock: float, seed: int, turned: wp.array(dtype=wp.int32)
):
    """A week of one person."""
    i = wp.tid()
    cell = p.cell[i]
    luck = wp.rand_init(seed, i)
    mood = p.mood[i]
    mood += PULL * (ECHO * c.mood[cell] + shock + NOISE * (2.0 * wp.randf(luck) - 1.0) - mood)
    p.mood[i] = mood
    if p.member[i] == wp.int8(0):
        if wp.randf(luck) < 1.0 / (1.0 + wp.exp(-(BASE + BY_MOOD * mood + BY_SHARE * c.share[cell]))):
            p.member[i] = wp.int8(1)
            wp.atomic_add(turned, 0, 1)
    else:
        opinion = p.opinion[i]
        gap = c.mean[cell] - opinion
        moved = DUTY * (line[c.district[cell]] - opinion)
        if wp.abs(gap) < BOUND:
            moved += RATE * (1.0 - 0.5 * p.initiative[i]) * gap
        p.opinion[i] = opinion + moved
        if wp.randf(luck) < QUIT:
            p.member[i] = wp.int8(0)
            p.weeks[i] = 0
            wp.atomic_add(turned, 1, 1)
        else:
            p.weeks[i] = wp.min(p.weeks[i] + 1, OLDEST)


@wp.kernel
def cells_mean(p: Persons, c: Cells, lines: wp.array(dtype=float), sums: wp.array(dtype=wp.float64)):
    """The means of one cell, and what it adds to the aggregates."""
    k = wp.tid()
    members = int(0)
    posted = int(0)
    weeks = int(0)
    opinions = float(0.0)
    squares = float(0.0)
    moods = float(0.0)
    command = float(0.0)
    for i in range(c.start[k], c.start[k + 1]):
        moods += p.mood[i]
        if p.member[i] != wp.int8(0):
            x = p.opinion[i]
            members += 1
            opinions += x
            squares += x * x
            weeks += p.weeks[i]
            if p.officer[i] != wp.int8(0):
                posted += 1
                command += x
    size = float(c.start[k + 1] - c.start[k])
    mean = opinions / float(wp.max(members, 1))
    c.mean[k] = mean
    c.mood[k] = moods / size
    c.share[k] = float(members) / size
    wp.atomic_add(lines, c.district[k], mean)
    wp.atomic_add(sums, 0, wp.float64(members))
    wp.atomic_add(sums, 1, wp.float64(squares))
    wp.atomic_add(sums, 2, wp.float64(moods))
    wp.atomic_add(sums, 3, wp.float64(command))
    wp.atomic_add(sums, 4, wp.float64(weeks))
    wp.atomic_add(sums, 5, wp.float64(posted))


@wp.kernel
def districts_line(lines: wp.array(dtype=float), counts: wp.array(dtype=float), line: wp.array(dtype=float)):
    """The line of one district."""
    d = wp.tid()
    line[d] = lines[d] / counts[d]
    lines[d] = 0.0


class Run:
    """A history; ``weeks`` goes on from where it stands."""

    def __init__(self, town: Town, *, history: int = 0) -> None:
        self.persons, self.cells, self.town = Persons(), Cells(), town
        bytes_ = {"member": np.int8, "officer": np.int8, "weeks": np.int32, "cell": np.int32}
        for name in Persons.vars:
            setattr(self.persons, name, _array(np.asarray(getattr(town, name), bytes_.get(name, np.float32))))
        for name in ("mean", "mood", "share"):
            setattr(self.cells, name, _array(np.zeros(len(town.sizes), np.float32)))
        self.cells.start = _array(np.concatenate([[0], np.cumsum(town.sizes)]).astype(np.int32))
        self.cells.district = _array(town.district.astype(np.int32))
        self.counts = _array(np.bincount(town.district).astype(np.float32))
        self.line, self.lines = (_array(np.zeros(len(self.counts), np.float32)) for _ in range(2))
        self.sums, self.turned = _array(np.zeros(6)), _array(np.zeros(2, np.int32))
        self.week, self.history = 0, history
        self.measure()

    @property
    def nbytes(self) -> int:
        """Bytes of the state."""
        held = [getattr(part, name) for part in (self.persons, self.cells) for name in type(part)._cls.vars]
        return sum(array.size * wp.types.type_size_in_bytes(array.dtype) for array in held)

    def weeks(self, count: int, *, threads: int = 1) -> np.ndarray:
        """Run ``count`` weeks; the aggregates of each, float64 (count, 8)."""
        return np.array([self.step() for _ in range(count)])

    def step(self) -> list[float]:
        """A week."""
        self.turned.zero_()
        seed = (self.history * 100_003 + self.week) & 0x7FFFFFFF
        given = [self.persons, self.cells, self.line, spec.shock(self.week), seed, self.turned]
        wp.launch(persons_week, self.town.persons, given, device="cpu")
        self.week += 1
        self.measure()
        joined, quit_ = self.turned.numpy().tolist()
        members, squares, moods, command, weeks, posted = self.sums.numpy().tolist()
        some, line = max(1, members), float(self.line.numpy().mean())
        mood = moods / self.town.persons
        return [members, joined, quit_, line, squares / some, mood, command / max(1, posted), weeks / some]

    def measure(self) -> None:
        """The cells' means and the districts' lines."""
        self.sums.zero_()
        wp.launch(cells_mean, len(self.town.sizes), [self.persons, self.cells, self.lines, self.sums], device="cpu")
        wp.launch(districts_line, len(self.counts), [self.lines, self.counts, self.line], device="cpu")


def _array(values: np.ndarray) -> "wp.array":
    return wp.array(values, device="cpu")
