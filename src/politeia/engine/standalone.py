"""Compile a loop that stands on its own, with the kernels it calls, exactly as a week is compiled.

The text of the loop and of everything that it calls becomes one module, which :func:`politeia.engine.compile.load_text`
compiles with the engine's options and keeps on disk under the hash of its content.  A function marked ``@kernel`` is a
pure scalar function, as in a mechanism; what is not marked is a loop over arrays that its caller made, for compiled
code allocates nothing.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from politeia.engine.compile import load_text
from politeia.engine.text import text_of

HEAD = "import math\n\nimport numpy as np"
_ONE_AT_A_TIME = threading.Lock()


class Standalone:
    """A loop, compiled when it is first called; ``function`` is the same text in plain Python.

    Raises
    ------
    TypeError
        on the first call, where the loop or a kernel uses a global that is no function, number, ``math`` or ``np``.
    """

    compiled = True  #: for the tests: False runs every loop in plain Python

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self._ready: Callable[..., Any] | None = None

    def __call__(self, *arguments: Any) -> Any:
        if not self.compiled:
            return self.plain(*arguments)
        if self._ready is None:
            with _ONE_AT_A_TIME:
                self._ready = getattr(load_text(text(self.function), compiled=True), self.function.__name__)
        return self._ready(*arguments)

    def plain(self, *arguments: Any) -> Any:
        """The same call in plain Python: the oracle, some hundred times slower."""
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):  # words wrap around, as in compiled code
            return self.function(*arguments)


def standalone(function: Callable[..., Any]) -> Standalone:
    """Mark a loop over kernels that is called from outside, with arrays and numbers as its arguments."""
    return Standalone(function)


def text(function: Callable[..., Any]) -> str:
    """The module that holds a loop, its kernels and the constants they use, callees first."""
    parts: dict[str, str] = {}
    _collect(function, "entry", parts, {})
    return "\n\n\n".join([HEAD, *parts.values()]) + "\n"


def _collect(
    function: Callable[..., Any], decorator: str, parts: dict[str, str], seen: dict[str, Callable[..., Any]]
) -> None:
    if seen.setdefault(function.__name__, function) is not function:
        raise TypeError(f"two functions are called {function.__name__}: {function.__module__} has the second")
    for name, value in _globals(function):
        if isinstance(value, Standalone):
            value = value.function
        if inspect.isfunction(value):
            if value.__name__ not in seen or seen[value.__name__] is not value:
                _collect(value, "kernel" if getattr(value, "__kernel__", False) else "fused", parts, seen)
        elif isinstance(value, int | float):
            parts[name] = f"{name} = {value!r}"
        elif not isinstance(value, ModuleType):
            raise TypeError(f"{function.__name__} uses the global '{name}', which is no function and no number")
    parts[function.__name__] = text_of(function, decorator)


def _globals(function: Callable[..., Any]) -> Iterator[tuple[str, Any]]:
    """What a function takes from its module, in the order of use."""
    held = function.__globals__  # type: ignore[attr-defined]
    for name in function.__code__.co_names:  # type: ignore[attr-defined]
        if name in held:
            yield name, held[name]
