"""Mechanisms are pure: a file of kernels imports the vocabulary, random draws, mathematics, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import politeia

FOLDER = Path(politeia.__file__).parent / "mechanisms"
ALLOWED = ("__future__", "math", "politeia.declare", "politeia.random", "politeia.shapes", "politeia.mechanisms")


def imports(text: str) -> list[str]:
    """Full names of the modules that a source text imports."""
    names: list[str] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names] if not node.level else ["relative"]
    return names


def strangers(text: str) -> list[str]:
    """Imports that a mechanism may not have."""
    return [name for name in imports(text) if not any(f"{name}.".startswith(f"{good}.") for good in ALLOWED)]


@pytest.mark.parametrize(
    "path", [FOLDER.parent / "shapes.py", *sorted(FOLDER.glob("*.py"))], ids=lambda path: path.stem
)
def test_a_mechanism_imports_only_the_vocabulary(path: Path) -> None:
    assert not strangers(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "line", ["import numpy", "from politeia.engine import state", "from politeia import world", "import random"]
)
def test_the_check_can_fail(line: str) -> None:
    assert strangers(line)
