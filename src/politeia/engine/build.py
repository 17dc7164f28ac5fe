"""Compile one entry point of a generated week into the cache on disk, in a process of its own.

``python -m politeia.engine.build WEEK.PY ENTRY`` reads the pickled argument types from standard input.  The engine
starts it on a first compile, so that two processors share the work; it only fills the cache.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from politeia.engine.compile import import_week


def main() -> None:
    """Compile what the command line names."""
    path, name = sys.argv[1:]
    getattr(import_week(Path(path)), name).compile(pickle.load(sys.stdin.buffer))


if __name__ == "__main__":
    main()
