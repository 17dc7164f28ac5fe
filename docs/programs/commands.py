"""The page of the command line, from the commands' own arguments and help."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer

from politeia import cli
from politeia.odd.markdown import cell, code, table


def page() -> str:
    """Every command with its arguments and options, in the order of ``politeia``."""
    top = typer.main.get_command(cli.app)
    context = top.make_context("politeia", [], resilient_parsing=True)
    parts = [
        "# Commands",
        "Each prints a short summary, or data with `--json`, and returns 0 (done), 1 (ran, but failed its purpose), "
        "2 (bad input: a sentence says file, line, field, what is allowed and what to do) or 130 (stopped; what is "
        "finished is kept).",
    ]
    parts += [block for name, command in top.commands.items() for block in _command(name, command, context, 2)]
    return "\n\n".join(parts) + "\n"


def _command(name: str, command: Any, above: Any, depth: int) -> Iterator[str]:
    """One command, and those below it."""
    context = command.make_context(name, [], parent=above, resilient_parsing=True)
    yield f"{'#' * depth} {context.command_path}"
    yield command.help or ""
    yield f"```text\n{command.get_usage(context).removeprefix('Usage: ')}\n```"
    yield from _parameters(command, context)
    for below, found in getattr(command, "commands", {}).items():
        yield from _command(below, found, context, depth + 1)


def _parameters(command: Any, context: Any) -> Iterator[str]:
    records = [p.get_help_record(context) for p in command.get_params(context) if p.name != "help"]
    rows = [(code([what]), told) for what, told in filter(None, records)]
    if rows:
        yield table(("argument", "meaning"), ((what, cell(told)) for what, told in rows)).replace("&lt;", "<")
