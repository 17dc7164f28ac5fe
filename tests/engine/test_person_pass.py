"""Members in lanes are members one at a time; a bound only filters; blocks end where districts end; lanes hold a cell."""

from __future__ import annotations

import copy
import inspect
import platform
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from unittest import mock

import llvmlite.binding as llvm
import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from numba import float64, int64, typeof, uint64

import small
from politeia import engine as engines
from politeia import templates
from politeia.charter import Charter
from politeia.engine import Engine, plan, prepare
from politeia.engine.compile import load_text
from politeia.engine.fuse import Unknown, explicit, fuse
from politeia.engine.person_pass import LANES
from politeia.engine.plan import Plan
from politeia.engine.weeks import address
from politeia.load import charter as charter_of
from politeia.load import world as world_of
from politeia.mechanisms import joining
from politeia.model import Model
from politeia.world import World

LIVELY = {
    "leaving__natural": 0.03, "leaving__e0": 0.02, "joining__conviction": 0.05, "voice__cost": 0.0, "administration__hire": 0.1,
}  # fmt: skip
STILL = {"joining__conviction": 0.0, "joining__sides": 0.0, "joining__career": 0.0}


def after(engine: Engine, last: int, settings: dict[str, float] = LIVELY, log_level: int = 1) -> dict[str, bytes]:
    """All that a lively history is after some weeks."""
    engine = small.variant(engine, **settings)
    state = engine.start(3, seed=7, last_week=last, log_level=log_level)
    engine.advance(state, 0, last)
    return small.bits(state)


# ------------------------------------------------------------------------------- in lanes, or one at a time


@pytest.fixture(scope="module")
def single(plain: Engine) -> Engine:
    """Plain Python, one person at a time."""
    with mock.patch.object(engines, "fuse", partial(fuse, lanes=False)):
        return prepare(plain.model, scale=plain.scale, compiled=False)


@pytest.fixture(scope="module")
def single_compiled(tiny: Engine, single: Engine) -> Engine:
    """The compiled week, but for a pass that takes one person at a time."""
    engine, code = copy.copy(tiny), load_text(single.fused.source, compiled=True)
    types = (typeof(tiny.plan.state(0, 0, 0, 1)), *[int64] * 4)
    code.persons.compile(types)
    before, _, after = tiny.parts
    engine.parts = (before, address(code.persons.overloads[types]), after)
    return engine


def test_members_in_lanes_are_members_one_at_a_time(tiny: Engine, single_compiled: Engine) -> None:
    """Through war, losses, a verification, congresses: a year and more."""
    assert after(tiny, 70) == after(single_compiled, 70)


def test_so_they_are_in_plain_python(plain: Engine, single: Engine, tiny: Engine) -> None:
    one = after(single, 5)
    assert one == after(plain, 5) == after(tiny, 5)
    assert one["P"] != after(plain, 4)["P"]


def test_only_the_order_in_the_log_may_differ(tiny: Engine, single_compiled: Engine) -> None:
    """Who joins is written down before it is thought what befalls the others."""
    one, other = (after(engine, 30, log_level=2) for engine in (tiny, single_compiled))
    assert {name for name in one if one[name] != other[name]} <= {"E"}
    lines = [np.sort(np.frombuffer(part["E"], dtype=tiny.plan.state(0, 0, 0, 1).E.dtype)) for part in (one, other)]
    assert np.array_equal(*lines)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value_cadre(lane[lane0 + lane_v_cadre + j])", "value_cadre(lane[lane0 + lane_v_careerism + j])"),
        ("mark[mark0 + mark_event + j] = event", "mark[mark0 + mark_event + j + np.uint64(1)] = event"),
        ("ids[ids0 + ids_end + q] = int(m)", "ids[ids0 + ids_end + q] = int(m) - 1"),
        ("range(lanes + np.uint64(7) & ~np.uint64(7))", "range(lanes & ~np.uint64(7))"),
        ("float(U[c].members)", "float(U[first].members)"),
    ],
    ids=[
        "a wrong column",
        "the neighbour's fate",
        "the end of a cell",
        "the last lanes",
        "another cell",
    ],
)
def test_a_slip_between_lanes_is_noticed(plain: Engine, tiny: Engine, old: str, new: str) -> None:
    assert after(small.patched(plain, old, new), 2) != after(tiny, 2)


@pytest.mark.parametrize(("old", "new"), [("int(low)", "int(low) + 1"), ("int(min(high, row1))", "int(high)")])
def test_a_cell_looks_at_all_its_rows_and_no_other(plain: Engine, tiny: Engine, old: str, new: str) -> None:
    """The last vector of draws reaches into the next cell; those below the bound there are not this cell's."""
    assert plain.fused.source.count(old) == 1
    assert after(small.patched(plain, old, new), 6) != after(tiny, 6)


def test_an_organ_named_like_a_part_of_the_pass_is_refused(plain: Engine) -> None:
    """The later of two functions of one name would be called for both."""
    assert "def carry_out(" in plain.fused.source
    once, organ = "@fused\ndef carry_out(s):\n    return 1", "@fused\ndef elect(s):\n    return carry_out(s)"
    assert explicit(f"{once}\n\n{organ}")
    with pytest.raises(Unknown, match="carry_out"):
        explicit(f"{once}\n\n{organ}\n\n{once}")


# ------------------------------------------------------------------------------------------ bounds of hazards

SHARES = st.floats(0.0, 1.0)
EDGES = st.sampled_from([0.0, 1.0])


def within(parameter: str) -> st.SearchStrategy[float]:
    """Any value that the parameter may have."""
    held = joining.MECHANISM.parameters[parameter]
    return st.floats(held.low, held.high)


CELLS = {
    "join_idea": SHARES, "join_side": SHARES, "join_career": SHARES, "m2": EDGES | SHARES,
    "comeback": within("comeback"), "readmitted": within("readmitted"),
}  # fmt: skip
PERSONS = {"careerism": EDGES | SHARES, "cadre": EDGES | SHARES, "former": EDGES, "outcast": EDGES}
OUTSIDERS = st.fixed_dictionaries(CELLS | PERSONS)
THOROUGH = settings(max_examples=1000, deadline=None, derandomize=True, database=None, phases=(Phase.generate,))
ROUNDED = 1.000001  #: the pass takes the bound a little higher, for the sake of the last bits


def exceeds(person: dict[str, float], bound: Callable[..., float]) -> bool:
    """Is the hazard of one outsider higher than the bound of the cell?"""
    return joining.join(**person) > ROUNDED * bound(**{name: person[name] for name in CELLS})


@THOROUGH
@given(person=OUTSIDERS)
def test_no_hazard_of_joining_exceeds_its_bound(person: dict[str, float]) -> None:
    assert not exceeds(person, joining.join_bound)


def test_all_that_the_hazard_reads_was_varied() -> None:
    assert set(CELLS) | set(PERSONS) == set(inspect.signature(joining.join).parameters)
    assert set(CELLS) == set(inspect.signature(joining.join_bound).parameters)


def too_low(part: str) -> Callable[..., float]:
    """A bound that forgets something."""

    def bound(**cell: float) -> float:
        whole = joining.join_bound(**cell)
        if part == "capacity":
            return joining.join_bound(**cell | {"join_idea": cell["join_idea"] * 1.6 / 1.65})
        if part == "career":
            return joining.join_bound(**cell | {"join_career": 0.0})
        return joining.join_bound(**cell | {"m2": 0.0}) if part == "former members" else 0.98 * whole

    return bound


@pytest.mark.parametrize("part", ["capacity", "career", "former members", "a little"])
def test_a_bound_that_is_too_low_is_noticed(part: str) -> None:
    low = too_low(part)
    assert exceeds(find(OUTSIDERS, lambda person: exceeds(person, low), settings=THOROUGH), low)


def unbounded(model: Model) -> Model:
    """The same model, whose outsiders are all asked."""
    return replace(
        model,
        mechanisms=tuple(
            replace(m, steps=tuple(replace(step, bound=None) for step in m.steps)) for m in model.mechanisms
        ),
    )


def test_a_bound_only_filters(plain: Engine, tiny: Engine) -> None:
    asked = prepare(unbounded(plain.model), scale=plain.scale, compiled=False)
    assert "join_bound" not in asked.fused.source
    assert after(asked, 6) == after(tiny, 6)
    assert after(tiny, 6) != after(tiny, 6, LIVELY | STILL), "somebody joined"


def test_a_filter_that_holds_back_too_many_is_noticed(plain: Engine, tiny: Engine) -> None:
    fraud = small.patched(plain, "ratio * 1.000001", "ratio * 0.1")
    assert after(fraud, 6) != after(tiny, 6)


# --------------------------------------------------------------------------------------------- blocks of cells


def badly_cut(plan: Plan, blocks: list[tuple[int, int]], count: int) -> Iterator[str]:
    """Cells left out or taken twice, too many blocks, and cuts within a unit of the next level."""
    parent = [unit["parent"] for unit in plan.units]
    if [first for first, _ in blocks] != [0, *(end for _, end in blocks[:-1])] or blocks[-1][1] != len(plan.cells):
        yield f"{count} blocks do not hold every cell once"
    if len(blocks) > count:
        yield f"{len(blocks)} blocks instead of {count}"
    yield from (f"a cut within unit {parent[end]}" for _, end in blocks[:-1] if parent[end - 1] == parent[end])


def deep_charter() -> Charter:
    """Groups of cells in districts, towns in provinces: two more levels."""
    levels = [{"name": n, "title": n.title()} for n in ("cell", "group", "district", "place", "province", "party")]
    organs = [small.organ("Committee", "place", 3), small.organ("Central committee", "party", 11)]
    return Charter.model_validate({"name": "deep", "title": "Deep", "source": "A1", "levels": levels, "organs": organs})


@pytest.mark.parametrize("rules", [small.charter(), deep_charter()], ids=["shallow", "deep"])
def test_blocks_are_cut_only_at_units_of_the_next_level(tiny: Engine, rules: Charter) -> None:
    layout = Plan(small.model(rules=rules), tiny.fused, small.SCALE)
    for count in range(1, len(layout.cells) + 3):
        assert list(badly_cut(layout, layout.blocks(count), count)) == []


def test_a_bad_cut_is_noticed(tiny: Engine) -> None:
    cells = len(tiny.plan.cells)
    assert any("within unit" in said for said in badly_cut(tiny.plan, [(0, 1), (1, cells)], 2))
    assert any("every cell" in said for said in badly_cut(tiny.plan, [(0, cells - 1)], 1))
    assert any("instead" in said for said in badly_cut(tiny.plan, tiny.plan.blocks(2), 1))


def in_blocks(engine: Engine, count: int, last: int = 30) -> dict[str, bytes]:
    """A lively history in so many blocks, each in its own part of the scratch, the last first."""
    engine = small.variant(engine, **LIVELY)
    state, blocks = engine.start(3, seed=7, last_week=last, log_level=1), engine.plan.blocks(count)
    state = state._replace(**engine.plan.scratch(len(blocks)))
    for week in range(last):
        engine.before(state, week)
        for block in reversed(range(len(blocks))):
            engine.persons_pass(state, week, *blocks[block], block)
        engine.after(state, week)
    return small.bits(state)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 10**3])
def test_any_number_of_blocks_gives_the_same_bits(tiny: Engine, count: int) -> None:
    assert in_blocks(tiny, count) == after(tiny, 30)


# ------------------------------------------------------------------------------------- the largest cell fits


def world_of_all_sizes(rows: range) -> World:
    """A town for every number of rows (at a scale of one in a thousand), of one milieu."""
    base = small.calm_world(10).model_dump()
    towns = [
        small.place(f"Town {n}", "North", 0.001, districts=1) | {"people": {"industry": 1000.0 * n}} for n in rows if n
    ]
    return World.model_validate(base | {"places": towns})


def largest(engine: Engine, world: World, scale: float = 0.001, rules: Charter | None = None) -> int:
    """Rows of the largest cell."""
    made = Plan(small.model(world, rules), engine.fused, scale)
    assert sum(rows for _, _, rows, _, _ in made.cells) == made.rows
    return max(rows for _, _, rows, _, _ in made.cells)


def of_any_milieu(engine: Engine) -> int:
    """Rows of the largest cell that milieus of 1 to 999 rows are split into."""
    return max(largest(engine, world_of_all_sizes(range(n, n + 250))) for n in range(0, 1000, 250))


def test_a_cell_of_the_largest_size_fits_into_the_lanes(tiny: Engine) -> None:
    """Beyond some hundred rows a milieu of a town is split, whatever its size."""
    found = of_any_milieu(tiny)
    assert plan.CELL_ROWS < found <= LANES


def test_cells_that_are_split_too_late_are_noticed(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "CELL_ROWS", LANES)
    assert of_any_milieu(tiny) > LANES


@pytest.mark.parametrize("scale", [1e-7, 0.0004, 0.01, 0.1])
def test_so_do_those_of_the_reference(tiny: Engine, scale: float) -> None:
    assert largest(tiny, world_of("party-1917"), scale, charter_of("party-1917")) <= LANES


@pytest.mark.parametrize("name", templates.ORIGINS)
def test_so_do_those_of_every_template(tiny: Engine, name: str, tmp_path: Any) -> None:
    rules, world = templates.new("organisation", "mine", tmp_path, name)
    for scale in (0.01, 0.3, 1.0):
        assert largest(tiny, world_of(world), scale, charter_of(rules)) <= LANES


# --------------------------------------------------------------------------- the loop over lanes is made of vectors

FEATURES = llvm.get_host_cpu_features()
WIDE = any(FEATURES.get(name) for name in ("avx2", "avx512f"))
NO_VECTORS = f"{platform.machine()} ({llvm.get_host_cpu_name()}) has no vector registers of four numbers"
ARITHMETIC = re.compile(r"= f(?:add|sub|mul|div)\b[^\n]*?(<\d+ x double>|\bdouble) ")


def vectors(module: str, function: str) -> float:
    """Share of the additions and multiplications of a compiled function that work on several numbers at a time."""
    body = re.search(rf"^define [^\n]*{function}[^\n]*\{{\n(.*?)^\}}", module, re.DOTALL | re.MULTILINE)
    assert body is not None, f"no function {function} in the compiled code"
    found = ARITHMETIC.findall(body[1])
    return sum(kind != "double" for kind in found) / max(len(found), 1)


def compiled(function: Any) -> str:
    """What the compiler made of a function, also of one that was found on disk."""
    (made,) = function.overloads.values()
    return str(made.library._get_module_for_linking())


@pytest.mark.skipif(not WIDE, reason=NO_VECTORS)
def test_members_are_thought_through_in_vectors(tiny: Engine) -> None:
    """What is left of single numbers is the same loop for the last few lanes, and what is read once."""
    module = compiled(tiny.code.persons)
    assert len(ARITHMETIC.findall(module)) > 500
    assert all(vectors(module, part) > 0.25 for part in ("think", "seek", "cells"))


STRAIGHT = "    return x * x + 0.5 if x > 0.25 else x - 0.5"
LOOPING = "    while x < 8.0:\n        x = x * x + 1.5\n    return x"


def loop(body: str) -> Any:
    """A loop over lanes around a kernel, compiled as a week is."""
    text = f"@kernel\ndef thought(x):\n{body}\n\n\n@entry\ndef think(W):\n    for j in range(128):\n        W[128 + j] = thought(W[j]) * 3.0 + 1.0\n"
    function = load_text(text, compiled=True).think
    function.compile((float64[::1],))
    return function


@pytest.mark.skipif(not WIDE, reason=NO_VECTORS)
def test_a_kernel_that_keeps_the_loop_from_vectors_is_noticed() -> None:
    assert vectors(compiled(loop(STRAIGHT)), "think") > 0.25
    assert vectors(compiled(loop(LOOPING)), "think") < 0.1


@pytest.mark.slow
@pytest.mark.skipif(not WIDE, reason=NO_VECTORS)
def test_so_is_such_a_kernel_among_all_others(tiny: Engine) -> None:
    """One loop in one small kernel, and members are thought through one at a time."""
    head = "def positive(value):\n"
    assert head in tiny.fused.source
    spoilt = tiny.fused.source.replace(head, f"{head}    while value > 1e300:\n        value = value * 0.5\n", 1)
    function, state = load_text(spoilt, compiled=True).think, tiny.plan.state(0, 0, 0, 1)
    whole = {"week": int64, "block": int64, "lanes": uint64}
    names = inspect.signature(function.py_func).parameters
    function.compile(tuple(whole[name] if name in whole else typeof(getattr(state, name)) for name in names))
    assert vectors(compiled(function), "think") < 0.1
