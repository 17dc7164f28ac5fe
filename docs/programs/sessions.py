"""The executed pages: run what they tell a reader to type, and compare or renew what they print.

A fenced block ``console`` is a session: lines that begin with ``$`` are typed, the lines after one are what it prints.
A ``code-block`` with a caption is a file of that name.  A page is run from top to bottom in an empty folder.  A comment
``% needs the page`` before a block leaves it out where ``make page`` has not been run; ``% not run`` always does.  A
command must succeed, or, where ``error:`` is shown, return 2.

``python docs/programs/sessions.py`` runs every page and writes what the commands print now into it.
"""

from __future__ import annotations

import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1]
PAGES = tuple(sorted((*DOCS.glob("tutorials/*.md"), *DOCS.glob("howto/*.md"))))
ENOUGH = 0.75  #: of the lines shown must be printed again; the others may move with the last bit of a processor

_BLOCK = re.compile(
    r"(?P<notes>(?:^%[^\n]*\n)*)^```(?:(?P<session>console)|\{code-block\} \w+\n:caption: (?P<name>[\w.-]+))\n"
    r"(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
#: What differs from run to run and from machine to machine: bars, numbers, names made of a fingerprint, padding.
_MOVES = (
    (re.compile(r"[█▏▎▍▌▋▊▉·✓✗]+"), " "),
    (re.compile(r"-[0-9a-f]{8}\b"), "-#"),
    (re.compile(r"[+\-–−]?\d[\d.,:]*(e[+-]\d+)?"), "#"),
    (re.compile(r"\s+"), " "),
)


@dataclass(frozen=True)
class Command:
    """A line that is typed, and what it is said to print."""

    text: str
    shown: tuple[str, ...]

    @property
    def returns(self) -> int:
        """The exit code that the page promises."""
        return 2 if any(line.startswith("error:") for line in self.shown) else 0


@dataclass(frozen=True)
class Block:
    """A session, or a file that the reader is given."""

    notes: str
    name: str  #: of the file; empty for a session
    body: str
    span: tuple[int, int]  #: of the body in the page's text

    @property
    def commands(self) -> tuple[Command, ...]:
        """What is typed, in order."""
        parts = re.split(r"^\$ ", self.body, flags=re.MULTILINE)[1:] if not self.name else []
        return tuple(Command(lines[0], tuple(lines[1:])) for lines in (part.splitlines() for part in parts))


@dataclass(frozen=True)
class Ran:
    """A command that was run: what it printed and returned."""

    block: Block
    command: Command
    printed: tuple[str, ...]
    returned: int
    seconds: float  #: of processor time

    @property
    def fault(self) -> str:
        """What is wrong with the page, in a sentence; empty if it tells the truth."""
        if self.returned != self.command.returns:
            printed = "\n".join(self.printed[-12:])
            return f"$ {self.command.text}\nreturned {self.returned}, not {self.command.returns}:\n{printed}"
        if (share := alike(self.command.shown, self.printed)) < ENOUGH:
            text = "\n".join(difflib.unified_diff(self.command.shown, self.printed, "page", "now", lineterm=""))
            return f"$ {self.command.text}\nprints {share:.0%} of the lines shown:\n{text}"
        return ""


def blocks(text: str) -> Iterator[Block]:
    """The sessions and files of a page."""
    for found in _BLOCK.finditer(text):
        yield Block(found["notes"], found["name"] or "", found["body"], found.span("body"))


def left_out(block: Block, page_is_built: bool) -> bool:
    """This block is not run here."""
    return "% not run" in block.notes or ("% needs the page" in block.notes and not page_is_built)


def run(text: str, folder: Path, *, page_is_built: bool = False) -> Iterator[Ran]:
    """Run a page's blocks in a folder, stopping at the first command that returns what it should not."""
    for block in blocks(text):
        if left_out(block, page_is_built):
            continue
        if block.name:
            (folder / block.name).write_text(block.body, encoding="utf-8")
        for command in block.commands:
            before = _spent()
            printed, returned = typed(command.text, folder)
            yield Ran(block, command, printed, returned, _spent() - before)
            if returned != command.returns:
                return


def typed(command: str, folder: Path) -> tuple[tuple[str, ...], int]:
    """What a command prints, and what it returns; its messages too if it fails."""
    own = {
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", ""))),
        "PYTHONPATH": str(DOCS.parent / "src"),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "COLUMNS": "100",
    }
    ended = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=folder,
        env={**os.environ, **own},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    text = ended.stdout + (ended.stderr if ended.returncode else "")
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return tuple(lines), ended.returncode


def _spent() -> float:
    """Processor time of all commands that have ended."""
    used = os.times()
    return used.children_user + used.children_system


def alike(shown: Sequence[str], printed: Sequence[str]) -> float:
    """Share of the lines shown that are printed, in their order, whatever their numbers are."""
    one, other = [settled(line) for line in shown], [settled(line) for line in printed]
    one = [line for line in one if line]
    if not one:
        return 1.0
    matches = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return sum(match.size for match in matches) / len(one)


def settled(line: str) -> str:
    """A line without what moves."""
    for pattern, put in _MOVES:
        line = pattern.sub(put, line)
    return line.strip()


def renewed(text: str, ran: Sequence[Ran]) -> str:
    """The page with what its commands print now."""
    bodies: dict[tuple[int, int], list[str]] = {}
    for done in ran:
        bodies.setdefault(done.block.span, []).extend((f"$ {done.command.text}", *done.printed))
    for (first, last), lines in sorted(bodies.items(), reverse=True):
        text = text[:first] + "\n".join(lines) + "\n" + text[last:]
    return text


def main(pages: Sequence[str]) -> int:
    """Renew these pages, or all; 1 if a command did not return what its page promises."""
    from politeia.web.export import built

    wrong = 0
    for path in [Path(page) for page in pages] or PAGES:
        text = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            ran = list(run(text, Path(folder), page_is_built=built()))
        faults = [done.fault for done in ran if done.returned != done.command.returns]
        wrong += len(faults)
        print(f"{path.name}: {len(ran)} commands, {sum(done.seconds for done in ran):.0f} s", *faults, sep="\n")
        for done in sorted(ran, key=lambda done: -done.seconds)[:3]:
            print(f"  {done.seconds:5.1f} s  {done.command.text}")
        if not faults:
            path.write_text(renewed(text, ran), encoding="utf-8")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
