"""The text of a week for a CUDA device: the same functions, and a kernel for each entry point.

Nothing of the model is written twice.  :func:`device_text` takes the generated week as it is and adds what a device
needs: other decorators, how a history is found among the many that lie side by side, and which loops of the steps
before and after the persons' pass may be shared by the threads of a block.  A shared loop gives every thread whole
items in their own order, so each sum is added up as on a processor, and the bits are the same.  The persons' pass is
the one that takes members one at a time; all cells whose members are added up in one unit are one thread's, and the
threads of a block are units of one history, so that what they read of the organisation stands at one address.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from textwrap import dedent, indent

from politeia.engine.plan import State

#: Arrays that are the same for all histories and that no week changes: a device holds them once.
SHARED = ("R", "J", "ordered", "starts", "F", "Z", "M", "Y", "measures", "place_measures")

#: Function of the week -> variables of the loops that the threads of a block share: each turn of such a loop writes
#: only what is its own (a place, a unit, a column of sums) and reads nothing that another turn writes.
STRIPED = {
    "begin": ("h", "l"),
    "place_steps": ("l",),
    "aggregate": ("k",),
    "means": ("h",),
    "record": ("j", "l"),
}

BARRIER = "cuda.syncthreads()"

HEAD = """
from numba import config, cuda

from politeia.engine.plan import State

if config.ENABLE_CUDASIM:
    entry = fused = kernel = lambda function: function
else:
    entry = fused = cuda.jit(device=True)
    kernel = cuda.jit(device=True, forceinline=True)
"""

PERSONS = """
def persons_kernel(stack, week, units):
    k = cuda.blockIdx.y * cuda.blockDim.x + cuda.threadIdx.x
    if k < units.shape[0]:
        s = history_of(stack, cuda.blockIdx.x)
        u = units[k]
        first, last = s.R[s.U[u].row0], s.R[s.U[u].row1 - 1]
        persons(s, week, first, last + 1, 0)
"""


def device_text(source: str) -> str:
    """The module for a device, from the text of a week fused with ``lanes=False`` (:func:`politeia.engine.fuse.fuse`)."""
    tree = ast.parse(source)
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    striped = [ast.unparse(stripe(functions[name], variables)) for name, variables in STRIPED.items()]
    kernels = [block_kernel(functions[name]) for name in ("populate", "before", "after")]
    return "\n\n\n".join([HEAD.strip(), source, *striped, history_of(), *kernels, PERSONS.strip()]) + "\n"


def history_of() -> str:
    """The function that finds one history's arrays in the stack."""
    arrays = ", ".join(f"{name}=stack.{name}[{0 if name in SHARED else 'h'}]" for name in State._fields)
    return f"@fused\ndef history_of(stack, h):\n    return State({arrays})"


def block_kernel(entry: ast.FunctionDef) -> str:
    """The kernel of an entry point: a block for each history, its threads together where loops are striped."""
    lines = ["s = history_of(stack, cuda.blockIdx.y)", "lane, lanes = cuda.threadIdx.x, cuda.blockDim.x"]
    alone: list[ast.stmt] = []
    for statement in entry.body:
        name = called(statement)
        if name in STRIPED:
            call = ast.unparse(statement).replace(name, f"{name}_striped", 1).removesuffix(")")
            lines += [*first_thread(alone), BARRIER, f"{call}, lane, lanes)", BARRIER]
            alone = []
        elif takes_apart(statement):
            lines.append(ast.unparse(statement))
        elif not is_text(statement):
            alone.append(statement)
    lines += first_thread(alone)
    once = [line for k, line in enumerate(lines) if (line, lines[k - 1]) != (BARRIER, BARRIER)]
    return f"def {entry.name}_kernel(stack, week):\n" + indent("\n".join(once), "    ")


def first_thread(statements: Iterable[ast.stmt]) -> list[str]:
    """Statements that the first thread of a block does alone."""
    body = "\n".join(map(ast.unparse, statements))
    return [f"if lane == 0:\n{indent(body, '    ')}"] if body else []


def is_text(statement: ast.stmt) -> bool:
    """Is the statement a docstring?"""
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def called(statement: ast.stmt) -> str:
    """Name of the function that a statement does nothing but call, or ''."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return ast.unparse(statement.value.func)
    return ""


def takes_apart(statement: ast.stmt) -> bool:
    """Does the statement only give a name to one of the state's arrays?"""
    return isinstance(statement, ast.Assign) and ast.unparse(statement.value).startswith("s.")


def stripe(function: ast.FunctionDef, variables: tuple[str, ...]) -> ast.FunctionDef:
    """The function for one of ``lanes`` threads of a block: it does every ``lanes``-th turn of the shared loops.

    What is not in a shared loop is done by the first thread, but for names, which every thread needs.
    """
    copy = ast.parse(ast.unparse(function)).body[0]
    assert isinstance(copy, ast.FunctionDef)
    copy.name += "_striped"
    copy.args.args += [ast.arg("lane"), ast.arg("lanes")]
    copy.body = [part for statement in copy.body if not is_text(statement) for part in shared(statement, variables)]
    return ast.fix_missing_locations(copy)


def shared(statement: ast.stmt, variables: tuple[str, ...]) -> list[ast.stmt]:
    """A statement of a striped function, as each thread does it."""
    if isinstance(statement, ast.For):
        if ast.unparse(statement.target) in variables:
            return [strided(statement)]
        inner = [ast.unparse(node.target) for node in ast.walk(statement) if isinstance(node, ast.For)]
        if set(inner) & set(variables):
            statement.body = [part for item in statement.body for part in shared(item, variables)]
            return [statement]
    elif isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
        return [statement]
    return ast.parse(dedent(first_thread([statement])[0])).body


def strided(loop: ast.For) -> ast.For:
    """``for c in range(n)`` becomes ``for c in range(lane, n, lanes)``."""
    assert isinstance(loop.iter, ast.Call)
    bounds = [ast.unparse(bound) for bound in loop.iter.args]
    low, high = bounds if len(bounds) == 2 else ("0", bounds[0])
    start = "lane" if low == "0" else f"{low} + lane"
    loop.iter = ast.parse(f"range({start}, {high}, lanes)", mode="eval").body
    return loop
