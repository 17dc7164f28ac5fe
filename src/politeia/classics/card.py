"""The card of a classic, and the rows of its table of targets."""

from __future__ import annotations

import csv
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from politeia.classics.found import Found, Value

CATALOG = Path(__file__).parents[1] / "catalog" / "classics"

#: How well a published number is known.
GRADES = {
    "read": "read in the paper, its abstract, or a transcription of its tables",
    "secondary": "read in another author's account of the paper",
    "theorem": "exact: follows from the specification; the paper is the attribution",
    "recalled": "from memory of the paper, not read again",
    "own": "not published: the value of an independent program",
}


@dataclass(frozen=True, slots=True)
class Classic:
    """A published model: its text, its conventions, and a function for each quantity of its rows.

    ``quantities`` take the parameters of a row as keyword arguments (and ``runs`` where chance matters).
    """

    name: str
    title: str
    text: str
    cite: tuple[str, ...]
    quantities: Mapping[str, Callable[..., Found]]
    conventions: Mapping[str, str]
    fails: str = "nothing known"


@dataclass(frozen=True, slots=True)
class Row:
    """One published number of one model."""

    model: str
    parameters: str
    quantity: str
    published: tuple[Value, ...]
    judge: str
    runs: int
    grade: str
    source: str
    peer: tuple[Value, ...]
    peer_error: float

    @property
    def settings(self) -> dict[str, Any]:
        """The parameters as keyword arguments: ``r=4 p0=0.7 start=25,25,75,85``."""
        pairs = (part.split("=", 1) for part in self.parameters.split())
        return {name: setting(text) for name, text in pairs}

    @property
    def id(self) -> tuple[str, str, str]:
        """What tells one row from another."""
        return self.model, self.parameters, self.quantity


def setting(text: str) -> Any:
    """A number, a word, or a tuple of them."""
    if "," in text:
        return tuple(setting(part) for part in text.split(","))
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def values(text: str) -> tuple[Value, ...]:
    """The published numbers of a cell: decimals, fractions such as 7/30, or words."""
    return tuple(_value(part) for part in text.split())


def _value(text: str) -> Value:
    try:
        return Fraction(text) if "/" in text else float(text)
    except ValueError:
        return text


@functools.cache
def targets(path: Path = CATALOG / "targets.csv") -> tuple[Row, ...]:
    """Every row of the table, in its order."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Row(
                model=line["model"],
                parameters=line["parameters"],
                quantity=line["quantity"],
                published=values(line["published"]),
                judge=line["judge"],
                runs=int(line["runs"] or 0),
                grade=line["grade"],
                source=line["source"],
                peer=values(line["peer"]),
                peer_error=float(line["peer_error"] or 0.0),
            )
            for line in csv.DictReader(lines)
        )


@functools.cache
def failures(path: Path = CATALOG / "failures.csv") -> Mapping[tuple[str, str, str], str]:
    """The rows that are known not to reproduce, each with its reason."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {(line["model"], line["parameters"], line["quantity"]): line["reason"] for line in csv.DictReader(lines)}
