"""Readings: one number from the weekly measures of one history.

A reading is an expression over weekly measures, reduced over a span of dates::

    of = "abs(party_course - line_course)"   how = "mean"   from = 1917-03-15   to = 1917-10-01

Names are measures (``politeia mechanisms --json``), the two indices ``democracy`` and ``bureaucracy``, or a measure
of one place as ``Moscow.opposing``.  An outcome's name (``captured``, ``democratic``, ...) with ``how = "outcome"`` is
1 for the histories that end so; it needs a whole history.
"""

from __future__ import annotations

import ast
import datetime as dt
import functools
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from politeia.mistakes import Mistake
from politeia.outcome import OUTCOMES, indices
from politeia.world import Strict, World, unknown

Floats = NDArray[np.float64]
How = Literal["mean", "first", "last", "max", "min", "sum", "change", "week", "outcome"]
INDICES = ("democracy", "bureaucracy")
_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.USub: np.negative,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {"abs": np.abs, "min": np.minimum, "max": np.maximum, "log": np.log}


class Reading(Strict):
    """What is read off a history.

    ``mean``, ``max``, ``min``, ``sum`` over the weeks from ``from`` to ``to`` (both within; the whole world by
    default); ``first`` and ``last`` are the values in the first and last of them, ``change`` their difference;
    ``week`` is the number of weeks from ``from`` until the expression first exceeds 0 (all of them if it never does);
    ``outcome`` is 1 if the history ends so.
    """

    of: str = Field(min_length=1, max_length=400)
    how: How = "mean"
    begins: dt.date | None = Field(default=None, alias="from")
    ends: dt.date | None = Field(default=None, alias="to")

    @property
    def key(self) -> str:
        """Names the reading in a table."""
        return f"{self.of}|{self.how}|{self.begins or ''}|{self.ends or ''}"

    def span(self, world: World) -> tuple[int, int]:
        """First week and the week after the last."""
        first = 0 if self.begins is None else world.week(self.begins)
        last = world.weeks if self.ends is None else min(world.weeks, world.week(self.ends) + 1)
        if not 0 <= first < last <= world.weeks:
            raise Mistake(
                f"reading '{self.of}': given {self.begins or world.start} to {self.ends or world.end}; "
                f"allowed: two days in order within {world.start} to {world.end}"
            )
        return (0, world.weeks) if self.how == "outcome" else (first, last)

    def check(self, measures: Collection[str], places: Collection[str], local: Collection[str]) -> None:
        """Refuse a name that no measure answers."""
        if self.how == "outcome":
            if self.of not in OUTCOMES:
                raise Mistake(f"reading '{self.of}': {unknown(self.of, OUTCOMES, 'outcome')}")
            return
        if not names(self.of):
            raise Mistake(f"reading '{self.of}': it names no measure")
        for name in names(self.of):
            place, dot, measure = name.rpartition(".")
            if dot and place not in places:
                raise Mistake(f"reading '{self.of}': {unknown(place, places, 'place')}")
            known = local if dot else {*measures, *INDICES}
            if (measure if dot else name) not in known:
                raise Mistake(f"reading '{self.of}': {unknown(measure, known, 'measure')}")

    def of_history(self, read: Callable[[str], Floats], world: World, outcome: str, first_week: int = 0) -> float:
        """The number; ``read`` gives the weekly values of a name from ``first_week`` on."""
        if self.how == "outcome":
            return float(outcome == self.of)
        a, b = self.span(world)
        with np.errstate(all="ignore"):
            values = np.asarray(evaluate(self.of, read), np.float64)[a - first_week : b - first_week]
        match self.how:
            case "first":
                return float(values[0])
            case "last":
                return float(values[-1])
            case "change":
                return float(values[-1] - values[0])
            case "week":
                hits = np.flatnonzero(values > 0)
                return float(hits[0] if len(hits) else len(values))
            case _:
                return float(getattr(np, self.how)(values))


@functools.cache
def _tree(text: str) -> ast.expr:
    quoted = re.sub(r"([^\W\d_][\w -]*)\.([a-z][a-z_0-9]*)", lambda m: _quote(m[0]), text)
    try:
        return ast.parse(quoted, mode="eval").body
    except SyntaxError:
        raise Mistake(f"reading '{text}': not an expression of measures with + - * / abs min max log") from None


def _quote(name: str) -> str:
    """A place's measure as one Python name."""
    return "_" + name.encode().hex()


def _unquote(name: str) -> str:
    try:
        return bytes.fromhex(name[1:]).decode() if name.startswith("_") else name
    except ValueError:
        return name


@functools.cache
def names(text: str) -> tuple[str, ...]:
    """The measures an expression reads."""
    found = [node.id for node in ast.walk(_tree(text)) if isinstance(node, ast.Name) and node.id not in _FUNCTIONS]
    return tuple(dict.fromkeys(map(_unquote, found)))


def evaluate(text: str, read: Callable[[str], Floats]) -> Any:
    """The expression, week by week."""

    def value(node: ast.AST) -> Any:
        match node:
            case ast.Constant(value=int() | float() as number):
                return number
            case ast.Name(id=name):
                return read(_unquote(name))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
                return _OPERATORS[type(op)](value(left), value(right))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -value(operand)
            case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
                return (
                    functools.reduce(_FUNCTIONS[name], map(value, args))
                    if len(args) > 1
                    else _FUNCTIONS[name](*map(value, args))
                )
            case _:
                raise Mistake(f"reading '{text}': only + - * / and {', '.join(_FUNCTIONS)} of measures are allowed")

    return value(_tree(text))


def reader(
    measures: Mapping[str, Floats], places: Mapping[str, int], local: Mapping[str, int], tables: Any
) -> Callable[[str], Floats]:
    """Weekly values by name: of the whole organisation, an index, or a place (``tables``: weeks, places, measures)."""

    def read(name: str) -> Floats:
        if name in measures:
            return measures[name]
        if name in INDICES:
            return indices(measures)[name]
        place, _, measure = name.rpartition(".")
        return tables[:, places[place], local[measure]].astype(np.float64)

    return read
