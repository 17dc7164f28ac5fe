"""A CUDA device without one: the kernels compile to PTX, and numba's simulator gives the processor's bits."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from test_person_pass import deep_charter

import small
from politeia import main_job
from politeia.charter import Charter
from politeia.engine import Engine, cuda, device, prepare
from politeia.engine import plan as plans
from politeia.mistakes import Mistake

HERE = Path(__file__).parent
LIMIT = 4096  #: bytes of arguments that every device takes

with_numba_cuda = pytest.mark.skipif(
    importlib.util.find_spec("numba_cuda") is None, reason="numba-cuda (the extra [gpu]) is not installed"
)


def compiler() -> str:
    """Why the compiler to PTX cannot be used here; '' if it can."""
    if importlib.util.find_spec("numba_cuda") is None:
        return "numba-cuda (the extra [gpu]) is not installed"
    from cuda.pathfinder import load_nvidia_dynamic_lib

    try:
        for library in ("nvvm", "nvrtc"):
            load_nvidia_dynamic_lib(library)
    except Exception:
        return "libNVVM or NVRTC is not installed (the packages nvidia-nvvm and nvidia-cuda-nvrtc)"
    return ""


def alone(engine: Engine) -> str:
    """The text of a week that takes members one at a time."""
    return engine.fuse(lanes=False).source


with_compiler = pytest.mark.skipif(bool(compiler()), reason=compiler())


# -- the text ----------------------------------------------------------------------------------------------------------

LOOPS = """
def steps(seen, count, n, lane, lanes):
    first = 2
    for c in range(n):
        seen.append(('c', c))
    for c in range(first, n):
        seen.append(('late', c))
    for u in range(3):
        twice = 2 * u
        for c in range(n):
            seen.append((twice, c))
    count.append(lane)
"""


@pytest.mark.parametrize("lanes", [1, 3, 64])
def test_every_turn_of_a_shared_loop_is_one_threads(lanes: int) -> None:
    source = ast.parse(LOOPS.replace(", lane, lanes", "")).body[0]
    assert isinstance(source, ast.FunctionDef)
    names: dict[str, Any] = {}
    exec(ast.unparse(device.stripe(source, ("c",))), names)
    seen: list[Any] = []
    count: list[int] = []
    for lane in range(lanes):
        names["steps_striped"](seen, count, 7, lane, lanes)
    wanted = [("c", c) for c in range(7)] + [("late", c) for c in range(2, 7)]
    wanted += [(twice, c) for twice in (0, 2, 4) for c in range(7)]
    assert Counter(seen) == Counter(wanted)
    assert count == [0], "what no loop shares is the first thread's"


def test_a_barrier_stands_on_both_sides_of_what_threads_share(plain: Engine) -> None:
    text = device.device_text(alone(plain))
    for entry, calls in (("populate", 2), ("before", 2), ("after", 3)):
        kernel = text[text.index(f"def {entry}_kernel") :].split("\n\n")[0]
        lines = [line.strip() for line in kernel.splitlines()]
        at = [k for k, line in enumerate(lines) if re.match(r"\w+_striped\(", line)]
        assert len(at) == calls
        assert all(lines[k - 1] == lines[k + 1] == device.BARRIER for k in at)


def test_the_text_knows_no_function_that_a_device_rounds_otherwise(plain: Engine) -> None:
    """The four operations and the square root are rounded alike everywhere (IEEE 754); an exponential is not."""
    tree = ast.parse(alone(plain))
    used = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert {name for name in used if name.startswith(("math.", "np."))} <= {
        "math.sqrt",
        "np.uint64",
        "np.int64",
        "np.int32",
    }
    powers = [node for node in ast.walk(tree) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow)]
    assert not powers


def written(text: str) -> set[str]:
    """Arrays that a text writes into."""
    stores = [node for node in ast.walk(ast.parse(text)) if isinstance(getattr(node, "ctx", None), ast.Store)]
    bases = [re.match(r"(\w+)\[", ast.unparse(node)) for node in stores]
    return {base[1] for base in bases if base}


def test_what_is_on_the_device_once_is_never_written(plain: Engine) -> None:
    text = alone(plain)
    assert {"P", "P_status", "T", "U", "room"} <= written(text)
    assert not written(text) & set(device.SHARED)
    assert written(text + "\nstarts[3] = 0") & set(device.SHARED)


def reached(tree: ast.Module, name: str) -> dict[str, ast.FunctionDef]:
    """A function, and all that it calls, directly or not."""
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    found, ahead = dict[str, ast.FunctionDef](), [name]
    while ahead:
        function = functions[ahead.pop()]
        found[function.name] = function
        called = {ast.unparse(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
        ahead += called & (functions.keys() - found.keys())
    return found


def changed_on_the_way(text: str) -> set[str]:
    """What the persons' pass reads of the organisation wherever it is used, and writes too."""
    parts = reached(ast.parse(text), "persons")
    assert {"renew", "on_entry", "nearer"} <= set(parts)
    assert not re.search(r"= [AGKSH]\[[^,\]]*\]$", "\n".join(map(ast.unparse, parts.values())), re.MULTILINE), (
        "an alias"
    )
    nodes = [node for node in ast.walk(parts["persons"]) if isinstance(node, ast.Attribute | ast.Subscript)]
    read = {ast.unparse(node) for node in nodes if isinstance(node.ctx, ast.Load)}
    read = {source for source in read if re.match(r"[AGKSH]\[[\d, ]+\]|(U|far_means)\[U\.shape", source)}
    assert {"G[0].power", "A[0].voice__cost", "K[7].alive", "S[0, 0]", "H[1, 3]", "G[0].row_weight"} <= read
    nodes = [
        node for part in parts.values() for node in ast.walk(part) if isinstance(node, ast.Attribute | ast.Subscript)
    ]
    stores = [ast.unparse(node) for node in nodes if isinstance(node.ctx, ast.Store)]
    assert {"G[0].n_events", "U[c].mean_course"} <= set(stores)
    whole = {store.split("[")[0] for store in stores} & {"A", "K", "S", "H", "far_means"}
    return whole | (read & set(stores)) | {store for store in stores if re.match(r"U\[(?!c\])", store)}


def test_what_is_read_of_the_organisation_no_person_changes(plain: Engine) -> None:
    text = alone(plain)
    assert changed_on_the_way(text) == set()
    assert changed_on_the_way(text.replace("G[0].dropped += 1.0", "G[0].power += 1.0")) == {"G[0].power"}


def test_threads_that_think_of_a_member_each_stay_together(plain: Engine) -> None:
    """A branch that leaves the loop's body early would let one thread wait until all others have taken it too."""
    persons = reached(ast.parse(alone(plain)), "persons")["persons"]
    loop = persons.body[-1]
    assert isinstance(loop, ast.While)
    assert not [node for node in ast.walk(loop) if isinstance(node, ast.Continue | ast.Return)]
    assert len([node for node in ast.walk(loop) if isinstance(node, ast.Break)]) == 1
    assert ast.unparse(loop.body[-1]) == "i += 1"


def cells_of(layout: plans.Plan, units: Any) -> list[int]:
    """Cells that the threads of a history take in the persons' pass, given the order of their units."""
    s, found = layout.state(1, 0, 0, 1), list[int]()
    names: dict[str, Any] = {"history_of": lambda stack, h: stack}
    names["persons"] = lambda s, week, first, last, block: found.extend(range(first, last))
    exec(device.PERSONS, names)
    for k in range(units.size + 3):  # blocks of three threads, some of them with nothing to do
        names["cuda"] = SimpleNamespace(
            blockIdx=SimpleNamespace(x=0, y=k // 3), blockDim=SimpleNamespace(x=3), threadIdx=SimpleNamespace(x=k % 3)
        )
        names["persons_kernel"](s, 0, units)
    return sorted(found)


@pytest.mark.parametrize("rules", [small.charter(), deep_charter()], ids=["shallow", "deep"])
def test_threads_take_every_cell_once_the_largest_units_first(plain: Engine, rules: Any) -> None:
    layout = plans.Plan(small.model(rules=rules), plain.fused, small.SCALE)
    units, cells = cuda.by_rows(layout), list(range(len(layout.cells)))
    assert cells_of(layout, units) == cells
    assert cells_of(layout, units[1:]) != cells
    rows = [layout.units[u]["row1"] - layout.units[u]["row0"] for u in units]
    assert rows == sorted(rows, reverse=True)
    assert rows[0] > rows[-1]


def test_fresh_histories_differ_in_what_is_dealt_to_each(plain: Engine) -> None:
    one, other = (plain.plan.state(7, history, 0, 4) for history in (3, 4))
    assert set(cuda.differing(one, other)) <= set(plain.plan.own(7, 3))


# -- mistakes ----------------------------------------------------------------------------------------------------------


def test_without_numba_cuda_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuda.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    with pytest.raises(Mistake, match=r"politeia\[gpu\]"):
        main_job.run(device="cuda")


@with_numba_cuda
def test_without_a_device_what_to_do_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numba.cuda.is_available", lambda: False)
    with pytest.raises(Mistake, match=r"no CUDA device was found.*--device cpu"):
        main_job.run(device="cuda")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"device": "gpu"}, "allowed: cpu, cuda"),
        ({"device": "cuda", "threads": 2}, "leave --threads and --cluster out"),
        ({"device": "cuda", "cluster": "local:2"}, "leave --threads and --cluster out"),
    ],
)
def test_what_a_device_does_not_take(options: dict[str, Any], words: str) -> None:
    with pytest.raises(Mistake, match=words):
        main_job.run(**options)


def test_a_device_that_fails_is_no_failed_history() -> None:
    with pytest.raises(Mistake, match=r"the device failed.*OSError: cut off.*--device cpu"), cuda.failures():
        raise OSError("cut off")


# -- PTX ---------------------------------------------------------------------------------------------------------------


def ptx(engine: Engine, entry: str) -> str:
    """The assembly text of a kernel for a device of compute capability 9.0."""
    from numba import cuda as numba_cuda
    from numba.cuda import dispatcher

    function = cuda.functions(alone(engine))[entry]
    with pytest.MonkeyPatch.context() as patch:  # numba asks the device what it is whenever it compiles
        patch.setattr(dispatcher, "get_current_device", lambda: SimpleNamespace(compute_capability=(9, 0)))
        text, _ = numba_cuda.compile_ptx(function, cuda.signature(entry, stack_type(engine)).args, cc=(9, 0))
    return text


def stack_type(engine: Engine) -> Any:
    """The type of a stack of histories, made without a device."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cuda, "dealt", lambda row, count: None)
        return cuda.Stack(engine.plan.state(1, 0, 0, 4), 2).type


def contracted(text: str) -> list[str]:
    """Instructions that round once where a processor rounds twice, or let the assembler do so."""
    return re.findall(r"\bfma\.\S+|\b(?:mul|add|sub)\.f(?:32|64)\b", text)


def check(text: str) -> None:
    assert ".entry _ZN" in text
    assert re.search(r"\bmul\.rn\.f64\b", text)
    assert contracted(text) == []
    assert 8 * len(re.findall(r"^\s*\.param \.u64", text, re.MULTILINE)) <= LIMIT


@with_compiler
def test_the_kernel_before_the_persons_compiles_without_contraction(plain: Engine) -> None:
    with cuda.uncontracted():
        check(ptx(plain, "before"))


@with_compiler
def test_contraction_is_noticed(plain: Engine) -> None:
    assert contracted(ptx(plain, "before"))


@with_numba_cuda
def test_kernels_are_not_left_to_an_optimising_linker(plain: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    cuda.functions(alone(plain))  # its device functions are marked as usual
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr("numba.cuda.jit", lambda signature, **options: asked.append(options) or (lambda f: f))
    cuda.kernels.__wrapped__(alone(plain), stack_type(plain))
    assert [options.pop("max_registers", None) for options in asked] == [128, 128, None, 128], "all, for the persons"
    assert asked == [{"cache": True, "lto": False}] * 4


@pytest.mark.slow
@with_compiler
@pytest.mark.parametrize("entry", ["populate", "persons", "after"])
def test_all_other_kernels_compile_without_contraction(plain: Engine, entry: str) -> None:
    with cuda.uncontracted():
        check(ptx(plain, entry))


@pytest.mark.slow
@with_compiler
def test_counts_of_ballots_compile_without_contraction() -> None:
    data = small.charter().model_dump()
    data["organs"][-1]["method"] = "stv"
    engine = prepare(small.model(rules=Charter.model_validate(data)), scale=small.TINY, compiled=False)
    assert engine.counting
    with cuda.uncontracted():
        check(ptx(engine, "after"))


# -- the simulator -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def simulated() -> dict[str, Any]:
    """What ``simulated.py`` finds on numba's simulator of a device."""
    environment = os.environ | {"NUMBA_ENABLE_CUDASIM": "1", "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-W", "ignore", str(HERE / "simulated.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@with_numba_cuda
def test_a_simulated_device_gives_the_processors_bits(simulated: dict[str, Any]) -> None:
    """Two histories side by side through a congress and a change of model; every array of their states."""
    assert simulated["bits"] == []


@with_numba_cuda
def test_blocks_of_any_size_give_the_same_bits(simulated: dict[str, Any]) -> None:
    assert simulated["other blocks"] == []


@with_numba_cuda
def test_a_device_leaves_the_same_store(simulated: dict[str, Any]) -> None:
    assert simulated["store"] is True


@with_numba_cuda
@pytest.mark.parametrize(
    "defect", ["a slice", "a barrier", "a stride", "the last cell", "another's unit", "the last block"]
)
def test_a_defect_in_the_kernels_is_noticed(simulated: dict[str, Any], defect: str) -> None:
    assert simulated[defect] != []


@with_numba_cuda
def test_a_device_with_other_numbers_is_refused(simulated: dict[str, Any]) -> None:
    assert "the device holds other numbers than the processor" in simulated["refused"]
    assert "--device cpu" in simulated["refused"]
