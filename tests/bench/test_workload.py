"""The common workload: its integers are its text, plain Python and C give the same bits, and everybody runs one process."""

from __future__ import annotations

import ctypes
import importlib.util
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from politeia.bench import fixed_point as fixed
from politeia.bench import lanes, party_week, workload
from politeia.bench.peers import c_, numpy_, numpy_tuned

SMALL = party_week.town(1_500)
WEEKS = 40
has_c = pytest.mark.skipif(c_.compiler() is None, reason="no C compiler here")


class Plain(workload.Run):
    """The loops in plain Python."""

    def advance(self, first: int, last: int, tallies: np.ndarray) -> None:
        arrays = vars(self.state).values()
        lanes.pass_weeks.plain(self.key, self.week, len(tallies), first, last, *arrays, tallies)


def states(run: workload.Run) -> list[bytes]:
    """Every array of a state."""
    return [array.tobytes() for name, array in vars(run.state).items() if name != "scratch"]


def test_compiled_and_plain_agree_bit_for_bit() -> None:
    compiled, plain = workload.Run(SMALL, history=3), Plain(SMALL, history=3)
    assert np.array_equal(compiled.weeks(3), plain.weeks(3))
    assert states(compiled) == states(plain)


@has_c
def test_the_c_program_gives_the_same_bits() -> None:
    ours, theirs = workload.Run(SMALL, history=1), c_.Run(SMALL, history=1)
    assert np.array_equal(ours.weeks(60), theirs.weeks(60))
    assert states(ours) == states(theirs)


def test_threads_and_turns_change_nothing() -> None:
    town = party_week.town(12_000)
    one, two = workload.Run(town), workload.Run(town)
    assert len(one.state.extent) == 2
    assert np.array_equal(one.weeks(30), np.concatenate([two.weeks(11, threads=2), two.weeks(19, threads=2)]))
    assert states(one) == states(two)


def test_everybody_has_one_place() -> None:
    town = party_week.town(30_000)
    state = workload.lay_out(town)
    flags = state.small[:, lanes.FLAGS : lanes.FLAGS + lanes.LANES]
    assert (flags > 0).sum() == town.persons
    assert (flags & lanes.MEMBER > 0).sum() == town.member.sum()
    assert state.cells[:, lanes.SIZE : lanes.SIZE + lanes.LANES].sum() == town.persons
    assert state.nbytes / town.persons < 9


def test_the_bound_is_never_below_the_chance() -> None:
    table = fixed.logistic_table()
    chords = fixed.chords(table)
    moods, shares = np.arange(1 - fixed.ONE, fixed.ONE, 97), np.arange(0, fixed.ONE + 1, 409)
    mood, share = (grid.ravel() for grid in np.meshgrid(moods, shares))
    chance = np.array([fixed.joins(m, s, table) for m, s in zip(mood[::7], share[::7], strict=True)])
    of = chords[(share[::7] * fixed.SHARES + fixed.ONE - 1) >> 15]
    slope = np.where(mood[::7] > 0, of[:, 1], of[:, 2])
    bound = of[:, 0] + (mood[::7] * slope >> 15)
    assert (bound << 16 >= chance).all()
    assert (bound << 16).mean() < 1.6 * chance.mean()  # and not far above: candidates are few
    assert fixed.QUIT16 << 16 >= fixed.QUIT32


def test_integers_follow_the_text() -> None:
    luck = np.random.default_rng(1)
    table = fixed.logistic_table()
    for _ in range(2_000):
        x, near, line, mood, feeling = luck.uniform(-1, 1, 5)
        q, share, u = luck.random(3)
        whole = {
            name: int(value * fixed.ONE) for name, value in {"x": x, "near": near, "line": line, "mood": mood}.items()
        }
        led = whole["line"] * fixed.DUTIFUL + 32768
        moved = fixed.moved_opinion(*map(np.int32, (whole["x"], round(q * 255), whole["near"], led)))
        gap = whole["near"] - whole["x"]
        rate = party_week.RATE * (1 - round(q * 255) / 510) * (abs(gap) < party_week.BOUND * fixed.ONE)
        assert abs(moved - (whole["x"] + rate * gap + party_week.DUTY * (whole["line"] - whole["x"]))) < 5
        pulled = int(feeling * fixed.ONE) * fixed.ECHOED + fixed.seasons()[7]
        felt = fixed.moved_mood(np.int32(whole["mood"]), np.int32(pulled), np.int32(u * 65536))
        target = party_week.ECHO * feeling + party_week.shock(7) + party_week.NOISE * (2 * u - 1)
        assert abs(felt / fixed.ONE - (mood + party_week.PULL * (target - mood))) < 3 / fixed.ONE
        logit = party_week.BASE + party_week.BY_MOOD * mood + party_week.BY_SHARE * share
        chance = fixed.joins(whole["mood"], int(share * fixed.ONE), table) / 2**32
        assert chance == pytest.approx(party_week.logistic(logit), rel=2e-4)


# -- one process ---------------------------------------------------------------------------------------------


Starts = Callable[[int], Any]


def summary(weekly: np.ndarray) -> np.ndarray:
    """Flows in all, and levels at a few weeks, of one history."""
    return np.concatenate([weekly[:, 1:3].sum(axis=0), weekly[[4, 19, WEEKS - 1]][:, [0, 3, 4, 5, 6, 7]].ravel()])


@cache
def expected() -> np.ndarray:
    """The specification in plain Python."""
    return np.array([summary(party_week.reference(SMALL, WEEKS, history=history)) for history in range(24)])


def disagreements(start: Starts, histories: int = 48) -> int:
    """How many figures differ from the specification's beyond chance, at the family's level."""
    ours = np.array([summary(start(1000 + history).weeks(WEEKS)) for history in range(histories)])
    theirs = expected()
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs))
    z = (ours.mean(axis=0) - theirs.mean(axis=0)) / np.maximum(error, 1e-12)
    # Student's law with some twenty degrees of freedom has wider tails than the normal one: 4.6 stands for 3.9 or so.
    return int((np.abs(z) > 4.6).sum())


@pytest.mark.parametrize(
    "start",
    [
        lambda history: workload.Run(SMALL, history=history),
        lambda history: numpy_.Run(SMALL, history=history),
        lambda history: numpy_tuned.Run(SMALL, history=history),
    ],
    ids=["politeia", "numpy", "numpy-tuned"],
)
def test_everybody_runs_the_same_process(start: Starts) -> None:
    assert disagreements(start) == 0


@pytest.mark.parametrize("name", ["mesa", "warp"])
def test_optional_peers_run_the_same_process(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        pytest.skip(f"{name} is not installed")
    peer = importlib.import_module(f"politeia.bench.peers.{name}_")
    assert disagreements(lambda history: peer.Run(SMALL, history=history), 12) == 0


@pytest.mark.parametrize(
    ("name", "factor"), [("QUIT", 1.25), ("DUTY", 1.5), ("RATE", 0.7), ("ECHO", 0.9), ("BY_SHARE", 1.1)]
)
def test_a_defect_of_numpy_is_caught(name: str, factor: float, monkeypatch: pytest.MonkeyPatch) -> None:
    expected()
    monkeypatch.setattr(party_week, name, getattr(party_week, name) * factor)
    assert disagreements(lambda history: numpy_.Run(SMALL, history=history))


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """The C program with one line changed."""

    def spoil(old: str, new: str) -> None:
        source = resources.files("politeia.bench").joinpath("c", "party_week.c").read_text()
        assert old in source
        (tmp_path / "spoilt.c").write_text(source.replace(old, new))
        command = [
            c_.compiler() or "cc",
            "-O1",
            "-shared",
            "-fPIC",
            "-o",
            tmp_path / "spoilt.so",
            tmp_path / "spoilt.c",
        ]
        subprocess.run(command, check=True, capture_output=True)
        program = ctypes.CDLL(str(tmp_path / "spoilt.so")).pass_weeks
        monkeypatch.setattr(c_, "program", lambda: program)

    return spoil


@has_c
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gap * rate", "gap * FULL_RATE"),  # initiative forgotten
        ("drawn + w->led[l]", "w->led[l]"),  # the cell forgotten
    ],
)
def test_a_defect_of_the_integers_is_caught(spoilt: Callable[[str, str], None], old: str, new: str) -> None:
    spoilt(old, new)
    assert disagreements(lambda history: c_.Run(SMALL, history=history))
