"""What a user waits for before the first result: help, import, the first week, and the first compilation."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

WEEK = """
from politeia.bench import full
full.Run(10_000).weeks(1)
"""
WORKLOAD = """
from politeia.bench import party_week, workload
workload.Run(party_week.town(1_000)).weeks(1)
"""
#: name, what python is given, repeats, on an empty cache
WAITS = (
    ("help_s", ("-m", "politeia", "--help"), 5, False),
    ("import_s", ("-c", "import politeia"), 5, False),
    ("first_week_s", ("-c", WEEK), 3, False),
    ("cold_workload_s", ("-c", WORKLOAD), 1, True),
    ("cold_week_s", ("-c", WEEK), 1, True),
)


def measured(*, cold: bool = True) -> dict[str, float]:
    """Seconds of each wait, whole processes, medians; ``cold`` ones begin with nothing compiled."""
    return {name: _median(given, repeats, empty) for name, given, repeats, empty in WAITS if cold or not empty}


def _median(given: tuple[str, ...], repeats: int, empty: bool) -> float:
    with tempfile.TemporaryDirectory() as folder:
        paths = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        environment = {**os.environ, **paths, **({"POLITEIA_CACHE": folder} if empty else {})}
        if not empty:
            _seconds(given, environment)  # files and compiled code are where later runs find them
        return statistics.median(_seconds(given, environment) for _ in range(repeats))


def _seconds(given: tuple[str, ...], environment: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *given], env=environment, check=True, capture_output=True)
    return time.perf_counter() - began
