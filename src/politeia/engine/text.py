"""Small tools for writing the text of a week."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable


def define(name: str, arguments: tuple[str, ...], lines: list[str], decorator: str = "fused") -> str:
    return f"@{decorator}\ndef {name}({', '.join(arguments)}):\n" + "\n".join(indent(lines or ["pass"]))


def indent(lines: list[str]) -> list[str]:
    return [textwrap.indent(line, "    ") for line in lines]


def text_of(function: Callable[..., float], decorator: str = "fused") -> str:
    """A function's own text, without its docstring and decorators, ready to be fused."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    node = tree.body[0]
    assert isinstance(node, ast.FunctionDef)
    node.decorator_list = []
    node.returns = None
    for argument in node.args.args:
        argument.annotation = None
    if isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant):
        node.body = node.body[1:]
    return f"@{decorator}\n" + ast.unparse(node)
