"""What the command on classics does, and how their rows and cards read."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Sequence

from rich.console import Console

from politeia import progress
from politeia.classics import CLASSICS, results
from politeia.classics.card import GRADES, Classic, targets
from politeia.classics.found import Value
from politeia.classics.results import Result


def classics(
    names: Sequence[str], *, threads: int | None = None, as_json: bool = False, quiet: bool = False, effort: float = 1.0
) -> int:
    """Run classics and print a line for each row, a card for each one named, or data; 1 if a row is not as listed."""
    asked = results.chosen(names)
    rows = [row for row in targets() if row.model in asked]
    with progress.counting(Console(stderr=True, quiet=as_json or quiet), "published numbers", len(rows)) as advance:
        found = results.run(names, effort=effort, threads=threads, progress=advance)
    if as_json:
        text = json.dumps([result.as_dict() for result in found], indent=1, ensure_ascii=False)
    elif names:
        text = "\n\n\n".join(card(CLASSICS[n], [r for r in found if r.row.model == n]) for n in dict.fromkeys(names))
    else:
        text = in_words(found) + "\nnext: politeia classics peter (one card: sources, conventions, what fails)"
    sys.stdout.write(text + "\n")
    return int(any(result.surprise for result in found))


def in_words(found: Sequence[Result]) -> str:
    """A line for each row, and the count."""
    table = [("model: quantity", "parameters", "published", "ours ± standard error", "")]
    for r in found:
        what = f"{r.row.model}: {r.row.quantity}"
        ours = _few(r.found.values, r.found.errors)
        table.append(
            (what, textwrap.shorten(r.row.parameters, 40, placeholder=" ..."), _few(r.row.published), ours, r.status)
        )
    widths = [max(len(line[column]) for line in table) for column in range(5)]
    lines = ["  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in table]
    return "\n".join([*lines, "", count(found)])


def count(results: Sequence[Result]) -> str:
    """How many rows pass."""
    passed = sum(r.verdict.passed for r in results)
    listed = sum(not r.verdict.passed and not r.surprise for r in results)
    surprises = sum(r.surprise for r in results)
    text = f"{len(results)} published numbers: {passed} reproduced, {listed} known not to reproduce"
    return text + (f", {surprises} not as listed" if surprises else "")


def card(classic: Classic, results: Sequence[Result]) -> str:
    """Everything about one classic: what it is, whose, which conventions, its numbers, what fails."""
    lines = [classic.title, "=" * len(classic.title), "", classic.text.strip(), "", "Sources"]
    lines += [_wrapped(text, "  ") for text in classic.cite]
    lines += ["", "Conventions"] + [_wrapped(f"{name}: {text}", "  ") for name, text in classic.conventions.items()]
    lines += ["", "Numbers"]
    for r in results:
        lines.append(f"  {r.row.quantity}  [{r.row.parameters or 'no parameter'}]: {r.status}")
        lines.append(
            _wrapped(f"published  {values_in_words(r.row.published)}  ({r.row.source}; {GRADES[r.row.grade]})", "    ")
        )
        lines.append(_wrapped(f"ours       {values_in_words(r.found.values, r.found.errors)}", "    "))
        lines.append(_wrapped(r.verdict.why + (f". Listed: {r.reason}" if r.reason else ""), "    "))
    lines += ["", "What fails", _wrapped(classic.fails, "  "), "", count(results)]
    return "\n".join(lines)


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, width=110, initial_indent=indent, subsequent_indent=indent + "  ")


def _few(values: Sequence[Value], errors: Sequence[float] = ()) -> str:
    """The first of several values."""
    more = f" (1 of {len(values)})" if len(values) > 1 else ""
    return values_in_words(values[:1], errors[:1]) + more


def values_in_words(values: Sequence[Value], errors: Sequence[float] = ()) -> str:
    texts = [value if isinstance(value, str) else f"{float(value):.6g}" for value in values]
    if any(errors):
        texts = [f"{text} ± {error:.2g}" for text, error in zip(texts, errors, strict=True)]
    return ", ".join(texts) or "none"
