"""A history is its model, scale, seed and number: who runs it, when, beside what and on how many threads is nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any
from unittest import mock

import numpy as np
import pytest

import small
from politeia.engine import Engine, History, plan


def bits(history: History) -> bytes:
    """Everything that a history leaves."""
    return (
        history.measures.tobytes()
        + history.places.tobytes()
        + history.decisions.tobytes()
        + repr(history.final).encode()
    )


def in_blocks(engine: Engine, cuts: Sequence[int], last: int = 60) -> dict[str, bytes]:
    """A history whose persons are passed block by block, in the given order of cells."""
    state = engine.start(1, seed=1, last_week=last, log_level=1)
    blocks = list(pairwise(cuts))
    for week in range(last):
        engine.before(state, week)
        for first, end in blocks[::-1]:
            engine.persons_pass(state, week, first, end, 0)
        engine.after(state, week)
    return small.bits(state)


def test_a_history_alone_or_among_others_in_any_order(tiny: Engine) -> None:
    alone = {number: bits(tiny.simulate(number, seed=1)) for number in (5,)}
    forward = {number: bits(tiny.simulate(number, seed=1)) for number in (3, 4, 5, 6)}
    backward = {number: bits(tiny.simulate(number, seed=1)) for number in (6, 5, 4, 3)}
    assert forward == backward
    assert forward[5] == alone[5]


def test_fresh_arrays_are_the_same_made_or_copied(tiny: Engine) -> None:
    """Copied from kept ones, they share nothing with those of the history before."""
    with mock.patch.object(plan, "KEPT_ROWS", 0):
        made = [small.bits(tiny.start(number, seed=1)) for number in (1, 2)]
    for number, bits_made in enumerate(made, start=1):
        state = tiny.start(number, seed=1)
        assert small.bits(state) == bits_made
        tiny.advance(state, 0, 5)


def test_threads_change_nothing(eventful: Engine) -> None:
    assert bits(eventful.simulate(1, seed=1, threads=2)) == bits(eventful.simulate(1, seed=1, threads=1))
    assert bits(eventful.simulate(1, seed=1, threads=3)) == bits(eventful.simulate(1, seed=1, threads=1))


def test_blocks_of_cells_change_nothing(eventful: Engine) -> None:
    whole = in_blocks(eventful, [0, len(eventful.plan.cells)])
    for blocks in (2, 5, 10**4):  # the last: one block for each district
        assert in_blocks(eventful, cuts(eventful, blocks)) == whole


def cuts(engine: Engine, blocks: int) -> list[int]:
    """Where so many blocks of cells begin and end."""
    found = engine.plan.blocks(blocks)
    return [found[0][0], *(end for _, end in found)]


def at_a_stretch(engine: Engine, last: int = 60) -> dict[str, bytes]:
    """The same history, coming back to Python once."""
    state = engine.start(1, seed=1, last_week=last, log_level=1)
    engine.advance(state, 0, last)
    return small.bits(state)


def test_weeks_at_a_stretch_are_weeks_part_by_part(eventful: Engine) -> None:
    assert at_a_stretch(eventful) == in_blocks(eventful, [0, len(eventful.plan.cells)])
    spoilt = copy.copy(eventful)
    before, persons, _ = eventful.parts
    spoilt.parts = (before, persons, before)
    assert at_a_stretch(spoilt, 3) != at_a_stretch(eventful, 3)


def test_a_history_leaves_nothing_to_the_next(eventful: Engine) -> None:
    """Fresh arrays are copies of arrays that are kept; one that is shared where a week writes would be seen."""

    def two(copied: Callable[[Any], Any]) -> list[dict[str, bytes]]:
        engine = eventful.like(eventful.model)
        with mock.patch.object(type(engine.plan), "copied", staticmethod(copied)):
            return [at_a_stretch(engine, 8) for _ in range(2)]

    faithful = eventful.plan.copied
    one, other = two(faithful)
    assert one == other == at_a_stretch(eventful, 8)
    one, other = two(lambda s: faithful(s)._replace(U=s.U))
    assert one != other


def test_a_district_cut_in_two_is_noticed(eventful: Engine) -> None:
    """Sums of a district are taken in the order of its cells: in another order they differ in a last bit, some week."""
    first, second = eventful.plan.blocks(10**4)[:2]
    assert second[1] - second[0] > 2
    torn = [0, first[1], second[0] + 1, second[0] + 2, len(eventful.plan.cells)]
    assert in_blocks(eventful, torn) != in_blocks(eventful, [0, len(eventful.plan.cells)])


def test_a_cell_left_out_is_noticed(eventful: Engine) -> None:
    cells = len(eventful.plan.cells)
    assert in_blocks(eventful, [1, cells], last=3) != in_blocks(eventful, [0, cells], last=3)


def test_the_log_changes_nothing(tiny: Engine) -> None:
    runs = [tiny.simulate(2, seed=1, log_level=level) for level in (0, 1, 2)]
    assert len({run.measures.tobytes() + run.places.tobytes() for run in runs}) == 1


def test_a_horizon_changes_nothing_before_it(tiny: Engine) -> None:
    short, long = tiny.simulate(2, seed=1, last_week=30), tiny.simulate(2, seed=1)
    assert np.array_equal(short.measures, long.measures[:30])


def test_histories_and_seeds_differ(tiny: Engine) -> None:
    runs = [bits(tiny.simulate(number, seed=seed, last_week=20)) for seed in (1, 2) for number in (0, 1, 2**33)]
    assert len(set(runs)) == 6


def first_difference(engine: Engine, history: int = 0, **settings: float) -> int:
    """First week in which a setting changes any measure; the length of the world if none."""
    one = engine.simulate(history, seed=1)
    other = small.variant(engine, **settings).simulate(history, seed=1)
    differ = (one.measures != other.measures).any(axis=1) | (one.places != other.places).any(axis=(1, 2))
    return int(np.argmax(differ)) if differ.any() else len(differ)


#: setting -> (week before which it has no occasion to act, what brings the occasion)
PAIRED: dict[str, tuple[dict[str, Any], int]] = {
    "a levy": ({"joining__levy_rate": 4.0}, 55),
    "mortality where a town falls": ({"leaving__kill": 0.4}, 18),
    "what a congress makes of the norm": ({"congress__turn": 0.95}, 8),
    "a rule on cult": ({"rule_cult": 0.0}, 48),
    "accumulation": ({"new_class__squeeze": 0.6}, 70),
    "the harshness of a verification": ({"purge__misuse": 1.0}, 34),
}


@pytest.mark.parametrize("name", PAIRED)
def test_luck_is_paired_a_change_acts_only_when_it_has_occasion(tiny: Engine, name: str) -> None:
    settings, week = PAIRED[name]
    starts = [first_difference(tiny, history, **settings) for history in range(3)]
    assert min(starts) >= week, f"{name} changed week {min(starts)}, before its occasion in week {week}"
    assert min(starts) < small.WEEKS, f"{name} changed nothing at all"


def test_one_person_more_disturbs_nobody_else(tiny: Engine) -> None:
    """Luck belongs to persons: lifting one person into membership leaves all other cells' persons the same that week."""
    one = tiny.start(0, seed=1, last_week=3)
    other = tiny.start(0, seed=1, last_week=3)
    outside = int(np.flatnonzero(other.P_status == 0)[0])
    other.P_status[outside], other.P["weight"][outside] = 1, 100.0
    for state in (one, other):
        tiny.before(state, 0)
        tiny.persons_pass(state, 0, 0, state.C.shape[0], 0)
    changed = np.flatnonzero(small.persons(one) != small.persons(other))
    assert list(changed) == [outside]


def test_a_history_has_its_draw_of_a_posterior(tiny: Engine) -> None:
    """Draws are dealt by number; a history under its draw is the history under the same settings, bit for bit."""
    name = "joining.conviction"
    low, high = tiny.model.parameters[name].low, tiny.model.parameters[name].high
    model = replace(tiny.model, draws=({name: low}, {name: high}))
    drawn = tiny.like(model)
    for number, value in ((0, low), (1, high), (2, low)):
        alone = small.variant(tiny, joining__conviction=value).simulate(number, seed=5)
        assert bits(drawn.simulate(number, seed=5)) == bits(alone)
    held = tiny.like(replace(model, settings={**model.settings, name: high}))
    assert bits(held.simulate(0, seed=5)) == bits(small.variant(tiny, joining__conviction=high).simulate(0, seed=5))
    assert model.fingerprint != tiny.model.fingerprint


@pytest.mark.parametrize(("first", "last"), [(-1, 5), (3, 2), (0, 1_000_000)])
def test_weeks_that_the_world_has_not_are_refused(tiny: Engine, first: int, last: int) -> None:
    with pytest.raises(ValueError, match=f"week {first} to {last}: the world has weeks 0 to "):
        tiny.start(0, seed=1, first_week=first, last_week=last)


@pytest.mark.parametrize(("first", "last"), [(1, 4), (5, 4), (4, 7)])
def test_so_are_weeks_that_a_state_was_not_started_for(tiny: Engine, first: int, last: int) -> None:
    state = tiny.start(0, seed=1, first_week=2, last_week=6)
    with pytest.raises(ValueError, match=f"weeks {first} to {last}: the state was started for 2 to 6"):
        tiny.advance(state, first, last)
