"""The common workload in C: ``c/party_week.c``, compiled when it is asked for, on the same arrays and with the same bits."""

from __future__ import annotations

import ctypes
import functools
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from politeia.bench import workload

COMPILERS = ("gcc", "cc", "clang")
OPTIONS = ("-O3", "-march=native", "-shared", "-fPIC")


def compiler() -> str | None:
    """The C compiler of this machine."""
    return next((path for name in COMPILERS if (path := shutil.which(name))), None)


def trouble() -> str:
    """Why there is no C program here, or nothing."""
    if compiler() is None:
        return "no C compiler (gcc, cc or clang) on this machine"
    try:
        program()
    except OSError as error:
        return f"what {compiler()} made cannot be loaded: {error}"
    except subprocess.CalledProcessError as error:
        return f"{compiler()} refused it: {error.stderr.decode(errors='replace').strip()[:200]}"
    return ""


@functools.cache
def program() -> Callable[..., None]:
    """The compiled function; its folder is removed at once, the code stays loaded."""
    source = resources.files("politeia.bench").joinpath("c", "party_week.c").read_text()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "party_week.c").write_text(source)
        built = Path(folder) / "party_week.so"
        subprocess.run(
            [compiler() or "cc", *OPTIONS, "-o", built, built.with_suffix(".c")], check=True, capture_output=True
        )
        return ctypes.CDLL(str(built)).pass_weeks


def _given(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.ctypes.data_as(ctypes.c_void_p)
    return ctypes.c_uint64(int(value)) if isinstance(value, np.uint64) else ctypes.c_int64(value)


class Run(workload.Run):
    """A history; ``weeks`` goes on from where it stands."""

    def advance(self, first: int, last: int, tallies: np.ndarray) -> None:
        """The same blocks and weeks, in C."""
        s = self.state
        arrays = (s.extent, s.rows, s.season, s.bounds, s.logistics, s.wide, s.small, s.cells, s.line, s.sums, s.counts)
        given = (self.key, self.week, len(tallies), first, last, len(s.extent), *arrays, tallies)
        program()(*map(_given, given))
