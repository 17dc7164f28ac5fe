"""A kernel compiled alone: what the compiler refuses is told in a second, with its line, before the week is written."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

from politeia.declare import Step
from politeia.engine.compile import INNER

WHOLE = ("week", "pid")  # arguments that are whole numbers in a week, and are tried as such; all others are not
#: What the compiler says, and what it means to the writer of a kernel.
_MEANS = (
    ("NRT required", "it makes a list, a text or another object; a kernel has numbers only"),
    ("No implementation of function", "it does with a value what numbers do not do"),
)


def refusal(step: Step) -> str:
    """What is wrong with the kernel of a step, with file and line; empty if it compiles and returns what is written."""
    from numba.core.errors import NumbaError

    function = step.function
    for kernel in filter(None, (function, step.bound)):
        try:
            returns = _compiled(kernel)
        except NumbaError as error:
            return _told(kernel, str(error))
    wanted, given = max(1, len(step.writes)), getattr(returns, "count", 1)
    if step.bound is None and wanted != given:
        return f"{_at(function)}: kernel '{function.__name__}' returns {given}, its step writes {wanted}"
    return ""


def _compiled(kernel: Callable[..., Any]) -> Any:
    """The type of its result."""
    from numba import float64, int64

    types = tuple(int64 if name in WHOLE else float64 for name in inspect.signature(kernel).parameters)
    ready = _ready(kernel)
    ready.compile(types)
    return ready.overloads[types].signature.return_type


def _ready(kernel: Callable[..., Any]) -> Any:
    """The kernel for the compiler, and all that it calls."""
    from numba import njit

    names = dict(kernel.__globals__)
    for used in kernel.__code__.co_names:
        if getattr(names.get(used), "__kernel__", False):
            names[used] = _ready(names[used])
    return njit(**INNER)(FunctionType(kernel.__code__, names, kernel.__name__, kernel.__defaults__))


def _told(kernel: Callable[..., Any], message: str) -> str:
    """The compiler's message as a sentence."""
    file = Path(kernel.__code__.co_filename).name
    line = re.search(rf'{re.escape(file)}"?,? (?:line |\()(\d+)', message)
    reason = next((means for says, means in _MEANS if says in message), "")
    said = next(text for text in message.splitlines() if text and not text.startswith("Failed in")).strip(" :")
    where = f"{file}, line {line[1]}" if line else _at(kernel)
    return f"{where}: the compiler refuses kernel '{kernel.__name__}': {': '.join(filter(None, (reason, said)))}"


def _at(kernel: Callable[..., Any]) -> str:
    return f"{Path(kernel.__code__.co_filename).name}, line {kernel.__code__.co_firstlineno}"
