"""Turn the generated text of a week into a module: compiled by numba and kept on disk, or as plain Python."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np

from politeia.mistakes import Mistake

ENTRIES = ("populate", "before", "persons", "after")  # functions of the generated week that are called from outside
NUMBERS = {"populate": 1, "before": 1, "persons": 4, "after": 1, "weeks": 5}  # that each is given, beside the state


#: Nothing is allocated in a week, so arrays need no reference counts (_nrt); only entry points are called from Python.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False, "_nrt": False}
INNER: dict[str, Any] = {**OPTIONS, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def cache_folder() -> Path:
    """Where compiled weeks are kept: ``$POLITEIA_CACHE``, or the user's cache."""
    root = os.environ.get("POLITEIA_CACHE") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(root) / "politeia"


def load_text(source: str, compiled: bool) -> Any:
    """Import the generated module, compiled or as plain Python.

    The compiled text is kept in a file named after its hash, so numba's own cache can never serve a stale week.
    """
    import numba

    if not compiled:
        namespace: dict[str, Any] = dict.fromkeys(("entry", "fused", "kernel"), lambda function: function)
        namespace["call_at"] = lambda function, arguments: function(*arguments)
        namespace["prefetch"] = lambda array, index: None
        exec(compile(source, "<fused week>", "exec"), namespace)
        return type("Plain", (), {k: staticmethod(v) for k, v in namespace.items() if callable(v)})
    options, inner = (", ".join(f"{name}={value!r}" for name, value in held.items()) for held in (OPTIONS, INNER))
    head = f"from numba import njit\nfrom politeia.engine.weeks import call_at, prefetch\nentry = njit({options}, cache=True)\nfused = njit({inner})\nkernel = njit({inner}, forceinline=True)\n"
    called = Path(__file__).with_name("weeks.py").read_text()  # numba does not see that it has changed
    return import_week(kept(head + source, numba.__version__ + np.__version__ + called))


def kept(text: str, versions: str) -> Path:
    """The file of a generated module in the cache, written if it is not there; other versions compile into others."""
    digest = blake2b((versions + text).encode(), digest_size=8).hexdigest()
    path = cache_folder() / digest / "week.py"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_text(text)
        os.utime(temporary, (0, 0))  # numba compares times: whoever else writes this text must not make ours look stale
        temporary.replace(path)
    return path


def import_week(path: Path) -> Any:
    """Import a generated module from the cache."""
    name = f"politeia_week_{path.parent.name}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def compile_entries(code: Any, s: Any) -> tuple[dict[str, Callable[..., Any]], tuple[int, ...]]:
    """The machine code of every entry point: from the cache, or else compiled, half of it by a second process.

    What is returned skips numba's dispatch, which would look at the type of every array of the state at every call.
    Beside it are the addresses that ``weeks`` asks for.
    """
    from numba import int64, typeof
    from numba.core.errors import NumbaError

    from politeia.engine.weeks import address

    state = typeof(s)
    types = {name: (state, *[int64] * count) for name, count in NUMBERS.items()}
    path = Path(code.__file__)
    helper = None
    if (os.cpu_count() or 1) > 1 and not list(path.parent.glob("__pycache__/week.after-*.nbi")):
        command = [sys.executable, "-m", "politeia.engine.build", str(path), "after"]  # 'after' is half of the work
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        with contextlib.suppress(OSError):  # without a helper all is compiled here
            helper = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
            )
    if helper is not None and helper.stdin is not None:
        with contextlib.suppress(OSError), helper.stdin:
            pickle.dump(types["after"], helper.stdin)
    entries = {}
    for name in NUMBERS:
        if name == "after" and helper is not None:
            helper.wait()
        function = getattr(code, name)
        try:
            function.compile(types[name])
        except NumbaError as error:
            if helper is not None:
                helper.kill()
            said = next(line for line in str(error).splitlines() if line and not line.startswith("Failed in"))
            raise Mistake(f"the compiler refuses the week that these mechanisms make together: {said}") from error
        entries[name] = function.overloads[types[name]].entry_point
    parts = tuple(address(getattr(code, name).overloads[types[name]]) for name in ENTRIES[1:])
    return entries, parts
