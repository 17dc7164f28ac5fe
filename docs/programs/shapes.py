"""The page of the ``--json`` shapes, from what the commands print: ``python docs/programs/shapes.py`` writes it anew."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sessions

PAGE = sessions.DOCS / "reference" / "json.md"
TINY = "--scale 0.001"
SET_UP = "politeia new organisation my-union --from union"
#: What is run, at a size that takes seconds: the shape does not depend on it.
COMMANDS = (
    f"politeia run --histories 4 {TINY}",
    f"politeia validate --histories 4 {TINY}",
    f"politeia compare as-is no-ban --histories 4 {TINY}",
    f"politeia why as-is no-ban {TINY}",
    f"politeia branch --at 1923-10-01 --futures 4 {TINY}",
    f"politeia life --random-delegate {TINY}",
    f"politeia claims C32 --histories 4 --draws 2 {TINY}",
    f"politeia rivals --histories 3 {TINY}",
    "politeia stress my-union.charter.toml --only calm --histories 10 --suggest",
    "politeia classics galam",
    "politeia experiments",
    "politeia mechanisms",
    "politeia assumptions",
    "politeia interventions",
    "politeia charter show my-union.charter.toml",
    "politeia check my-union.charter.toml",
    "politeia check my-union.world.toml",
    "politeia cite",
    "politeia odd",
)
#: Tables by names of the model, not by names of fields.
TABLES = "outcomes at_the_end medians by_quality by_group by_series by_role references failures".split()
QUICK = COMMANDS[-9:]  #: take no simulation
HEAD = """# JSON

Every command takes `--json` and prints one document to standard output; messages go to standard error. The shapes below were read off what each
command printed at a tiny size; `python docs/programs/shapes.py` writes this page. A list shows its fullest item, `…` stands for names that
depend on the model. Keys may be added in later versions; none is renamed without a note in the [changelog](../changelog.md). The
server's own interface is documented where it runs: `politeia serve`, then `/docs`.
"""


def page() -> str:
    """The page, after running every command."""
    with tempfile.TemporaryDirectory() as folder:
        return "\n".join([HEAD, *(_told(command, shape) for command, shape in shapes(COMMANDS, Path(folder)))])


def shapes(commands: tuple[str, ...], folder: Path) -> Iterator[tuple[str, str]]:
    """Each command with the shape of what it prints."""
    sessions.typed(SET_UP, folder)
    for command in commands:
        printed, returned = sessions.typed(f"{command} --json", folder)
        if returned:
            raise RuntimeError(f"{command}: returned {returned}\n" + "\n".join(printed[-5:]))
        yield command, drawn(json.loads("\n".join(printed)))


def drawn(value: Any, indent: str = "", name: str = "") -> str:
    """A value's shape: names of keys, kinds of values."""
    if isinstance(value, dict):
        inside = {"…": next(iter(value.values()))} if value and name in TABLES else value
        lines = [f"{indent}  {key}: {drawn(found, indent + '  ', key)}" for key, found in inside.items()]
        return "{\n" + "\n".join(lines) + f"\n{indent}}}" if lines else "{}"
    if isinstance(value, list):
        full = max(value, key=lambda item: len(json.dumps(item)), default=None)
        return f"[{drawn(full, indent)}]" if value else "[]"
    kinds = {bool: "true or false", int: "number", float: "number", str: "text", type(None): "null"}
    return kinds[type(value)]


def _told(command: str, shape: str) -> str:
    name = " ".join(word for word in command.split()[1:3] if word in ("show", "check") or word == command.split()[1])
    if name == "check":
        name += " (a world)" if "world" in command else " (a charter)"
    return f"## {name}\n\n```text\n$ {command} --json\n{shape}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"wrote {PAGE.name}\n")
