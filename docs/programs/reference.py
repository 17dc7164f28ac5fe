"""The reference pages that are read off the program: each is written anew, before a build, into ``docs/reference/made``.

Nothing is told here that the code does not say: commands from their arguments, mechanisms from their declarations,
files from the schema that checks them, the catalog from its files.
"""

from __future__ import annotations

import inspect
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import commands
import held
import schema
from politeia import cite, ledger, load, odd
from politeia.declare import Mechanism, Step
from politeia.model import Model, build
from politeia.odd.markdown import cell, code, prose, table

MADE = Path(__file__).resolve().parents[1] / "reference" / "made"

#: Pages of the Python reference in reading order: title, and the modules on it.
PYTHON = {
    "models": ("From files to a model", "load charter world articles templates model intervention posterior"),
    "running": ("Running", "engine ensemble workforce experiments store"),
    "results": ("Reading what came out", "results export outcome readings compare branch why life"),
    "archive": ("Beside the archive", "evidence answers validation validated scores claims verdicts rivals"),
    "studies": ("Studies", "calibration sensitivity stress classics"),
    "voting": ("Voting rules", "voting"),
    "declarations": ("Mechanisms and documents", "declare mechanism_file shapes random.draws ledger odd cite"),
    "mistakes": ("Mistakes", "mistakes"),
}
MODULES = tuple(name for _, names in PYTHON.values() for name in names.split())


@cache
def model() -> Model:
    """The reference model: its charter, world and mechanisms at their declared defaults."""
    return build(load.charter("party-1917"), load.world("party-1917"))


def write(folder: Path = MADE) -> list[Path]:
    """Write every page; one that has not changed is left as it is, so that a build does it no second time."""
    found = dict(pages())
    for path in [path for path in folder.rglob("*.md") if path.relative_to(folder).as_posix() not in found]:
        path.unlink()
    for name, text in found.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    return [folder / name for name in found]


def pages() -> Iterator[tuple[str, str]]:
    """Every page: its name and its text."""
    yield "commands.md", commands.page()
    yield "python/index.md", _python()
    for page, (title, names) in PYTHON.items():
        yield f"python/{page}.md", "\n\n".join([f"# {title}", *map(_module, names.split())]) + "\n"
    yield "mechanisms/index.md", _mechanisms()
    for mechanism in model().mechanisms:
        yield f"mechanisms/{mechanism.name}.md", _mechanism(mechanism)
    yield from schema.pages()
    yield from held.pages(model())
    yield "odd.md", odd.document(model())
    yield "assumptions.md", _assumptions()
    yield (
        "sources.md",
        "# Sources\n\nThe publications that mechanisms name; `politeia cite` prints them.\n\n```{bibliography}\n:all:\n```\n",
    )


def _python() -> str:
    rows = (
        (f"[{title}]({page}.md)", code(f"politeia.{name}" for name in names.split()))
        for page, (title, names) in PYTHON.items()
    )
    return (
        "# Python\n\nEvery command is one public call; these modules hold them.\n\n"
        + table(("what for", "modules"), rows)
        + "\n\n```{toctree}\n:hidden:\n\n"
        + "\n".join(PYTHON)
        + "\n```\n"
    )


def _module(name: str) -> str:
    options = ":members:\n   :member-order: bysource\n   :exclude-members: model_config"
    return f"## politeia.{name}\n\n```{{eval-rst}}\n.. automodule:: politeia.{name}\n   {options}\n```"


def _mechanisms() -> str:
    """All of them in the order in which they act, and which process of the article each implements."""
    rows = (
        (f"[{m.name}]({m.name}.md)", m.title, code(m.implements) or "a rival explanation", len(m.parameters))
        for m in model().mechanisms
    )
    names = "\n".join(m.name for m in model().mechanisms)
    return (
        "# Mechanisms\n\nIn the order in which they act within a phase of the week. Each is one file: text, equation, "
        "kernels, declaration. A switch such as `--set m31=0` turns one process off; `--set posts.cost=0.5` sets a "
        "parameter.\n\n"
        + table(("mechanism", "what happens", "processes", "parameters"), rows)
        + f"\n\n```{{toctree}}\n:hidden:\n\n{names}\n```\n"
    )


def _mechanism(mechanism: Mechanism) -> str:
    """One mechanism: its text, its parameters, what it keeps and measures, its kernels as they are compiled."""
    rest = inspect.cleandoc(mechanism.text).partition("\n")[2]
    parts = [f"# {mechanism.name}", f"*{mechanism.title}.*", prose(rest), _implements(mechanism)]
    parts += _section(
        "Parameters", table(("name", "default", "range", "unit", "source", "meaning"), _parameters(mechanism))
    )
    if mechanism.fields:
        rows = ((f"`{f.name}`", f.entity, f"{f.low:g} to {f.high:g}", f.unit, f.text) for f in mechanism.fields)
        parts += _section("What it keeps", table(("field", "of", "range", "unit", "meaning"), rows))
    if mechanism.measures:
        parts += _section(
            "Measures",
            table(("measure", "unit", "meaning"), ((f"`{m.name}`", m.unit, m.text) for m in mechanism.measures)),
        )
    parts.append("It moves at first hand: " + code(ledger.moved(mechanism, model())) + ".")
    parts.append("## Steps")
    parts += [_step(step) for step in mechanism.steps]
    if named := cite.sources(mechanism):
        parts += _section("Sources", "\n".join(f"- {cell(name)}" for name in named))
    return "\n\n".join(part for part in parts if part) + "\n"


def _implements(mechanism: Mechanism) -> str:
    switches = [f"`{number.lower()}`" for number in mechanism.implements]
    if not switches:
        return "A rival explanation, or a part that has no switch of its own: its parameters turn it on."
    return f"Implements {', '.join(mechanism.implements)}; {'switches' if len(switches) > 1 else 'switch'}: {', '.join(switches)}."


def _parameters(mechanism: Mechanism) -> Iterator[tuple[object, ...]]:
    for name, p in mechanism.parameters.items():
        yield f"`{mechanism.name}.{name}`", f"{p.default:g}", f"{p.low:g} to {p.high:g}", p.unit, p.source, p.text


def _section(title: str, body: str) -> list[str]:
    return [f"## {title}", body]


def _step(step: Step) -> str:
    """A kernel: where it acts, what it writes, its own text."""
    where = f"decision *{step.hook}*" if step.hook else f"phase *{step.phase}*"
    writes = f"; writes {code(step.writes)}" if step.writes else ""
    return f"`{step.function.__name__}`: {where}{writes}\n\n```python\n{inspect.getsource(step.function).strip()}\n```"


def _assumptions() -> str:
    rows = (
        (r["id"], "" if r["weight"] is None else f"{r['weight']:.3f}", r["where"], r["text"])
        for r in ledger.assumptions(model())
    )
    return (
        "# Assumptions\n\nWhat nobody has measured, the heaviest first; [what each weighs](../../explanation/assumptions.md) "
        "says how a weight was measured.\n\n" + table(("id", "weight", "made in", "what is assumed"), rows) + "\n"
    )


def clear(folder: Path = MADE) -> None:
    """Remove what was written."""
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    print(f"{len(write())} pages under {os.path.relpath(MADE)}")
