"""Markdown out of rows, names and module texts."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, or the word *none*."""
    lines = ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join([f"| {' | '.join(head)} |", "|---" * len(head) + "|", *lines]) if lines else "None."


def listing(items: Iterable[Any], columns: Mapping[str, Any]) -> str:
    """A table of items: the title of each column, and the attribute or the function that fills it."""
    fills = columns.values()
    rows = ([getattr(item, fill) if isinstance(fill, str) else fill(item) for fill in fills] for item in items)
    return table(tuple(columns), rows)


def cell(value: object) -> str:
    """A value in a table: on one line, with what Markdown would take for itself escaped."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.10g}"
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")


def prose(text: str) -> str:
    """A module text: its indented lines become code blocks."""

    def fenced(match: re.Match[str]) -> str:
        return "```text\n" + textwrap.dedent(match[0]).strip("\n") + "\n```\n"

    return re.sub(r"(?:^ {4}.*(?:\n|\Z)(?:\n(?= {4}))?)+", fenced, text.strip("\n"), flags=re.MULTILINE).strip()


def code(names: Iterable[str]) -> str:
    """Names in code, parted by commas."""
    return ", ".join(f"`{name}`" for name in names)
