"""A user's mistake, said in one message: file, line, field, what was given, what is allowed."""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from politeia.world import Misplaced, Where, listed, nearest

#: How many mistakes one message names, and how many are looked for.
MOST, MANY = 5, 100


class Mistake(Exception):
    """Something the user can mend. Its text is the whole message; ``faults`` are its places in files, if it has any."""

    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """One mistake in one file; ``line`` is 0 where no line is to blame."""

    path: Path
    line: int
    sentence: str
    field: str = ""

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}: {self.sentence}" if self.line else f"{self.path}: {self.sentence}"


def together(faults: list[Fault]) -> Mistake:
    """All faults in one message, in the order of the lines, the first few in full."""
    distinct = sorted(dict.fromkeys(faults), key=lambda fault: (fault.line == 0, str(fault.path), fault.line))
    mistake = Mistake(_message(distinct))
    mistake.faults = tuple(distinct)
    return mistake


def _message(distinct: list[Fault]) -> str:
    if len(distinct) == 1:
        return str(distinct[0])
    count = f"{len(distinct)} or more" if len(distinct) >= MANY else len(distinct)
    rest = len(distinct) - MOST
    more = [f"and {rest} more"] if rest > 0 else []
    return "\n  ".join([f"{count} mistakes", *map(str, distinct[:MOST]), *more])


def field_path(where: Where) -> str:
    """``organs[2].term``: positions count from 1, as people do."""
    text = ""
    for part in where:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return text.lstrip(".")


def explained(error: ValidationError, schema: type[BaseModel], data: dict[str, Any]) -> Iterator[tuple[Where, str]]:
    """Every mistake pydantic found: where it is, and a sentence."""
    details = error.errors(include_url=False)[:MANY]
    for detail in details:
        where = detail["loc"]
        if detail["type"] == "too_short" and any(
            other["loc"][: len(where)] == where != other["loc"] for other in details
        ):
            continue  # the list is long enough: its items are wrong
        reason = detail.get("ctx", {}).get("error")
        if isinstance(reason, Misplaced):
            for inner, sentence in reason.faults:
                yield (*where, *inner), _named((*where, *inner), sentence)
        else:
            sentence = str(reason) if isinstance(reason, Exception) else _sentence(detail, schema, data)
            yield where, _named(where, sentence)


def _named(where: Where, sentence: str) -> str:
    return f"{field_path(where)}: {sentence}" if where else sentence


def _sentence(detail: ErrorDetails, schema: type[BaseModel], data: dict[str, Any]) -> str:
    where = detail["loc"]
    kind = detail["type"]
    if kind == "extra_forbidden":
        fields = _fields(schema, where[:-1])
        return f"unknown field{nearest(str(where[-1]), fields) or '.'} Allowed: {listed(fields, most=40)}"
    if kind == "json_invalid":
        return "nested too deeply"
    allowed = _allowed(schema, where)
    if kind == "missing":
        return f"this field is missing; it takes {allowed}"
    given = _dig(data, where)
    hint = ""
    if kind == "literal_error" and isinstance(given, str):
        hint = nearest(given, [str(option) for option in detail["ctx"]["expected"].replace("'", "").split(", ")])
    return f"given {shown(given)}; allowed: {allowed}{hint}"


def shown(value: Any) -> str:
    """A value as the user wrote it, shortened, with its kind where that is the mistake."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"'{value[:60]}…' (text)" if len(value) > 60 else f"'{value}' (text)"
        case list():
            return f"a list of {len(value)}"
        case dict():
            return "a table"
        case int() if abs(value) >= 10**20:
            return "a number of more than 20 digits"
        case int() | float() | dt.date() | dt.time():
            return str(value)
        case _:
            return "nothing"


def _dig(data: Any, where: Where) -> Any:
    for part in where:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            break  # pydantic adds marks of its own at the end of a path
    return data


def _field(schema: type[BaseModel], where: Where) -> tuple[Any, tuple[Any, ...], str]:
    """Type, limits and description of the field at the end of a path."""
    kind: Any = schema
    limits: tuple[Any, ...] = ()
    text = ""
    for part in where:
        if isinstance(kind, type) and issubclass(kind, BaseModel) and part in kind.model_fields:
            info = kind.model_fields[str(part)]
            kind, limits, text = info.annotation, tuple(info.metadata), info.description or ""
        elif get_args(kind):
            kind, limits, text = next(a for a in reversed(get_args(kind)) if a is not Ellipsis), (), ""
        while get_origin(kind) is Annotated:
            limits += tuple(m for part in kind.__metadata__ for m in getattr(part, "metadata", [part]))
            kind = kind.__origin__
    return kind, limits, text


def _fields(schema: type[BaseModel], where: Where) -> list[str]:
    kind, _, _ = _field(schema, where)
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _allowed(schema: type[BaseModel], where: Where) -> str:
    """What a field takes, in words."""
    kind, limits, text = _field(schema, where)
    bound = {name: getattr(limit, name) for limit in limits for name in _BOUNDS if hasattr(limit, name)}
    pattern = next((limit.pattern for limit in limits if getattr(limit, "pattern", None)), "")
    words = _kind_in_words(kind, bound, pattern)
    return f"{words} ({text})" if text else words


_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length")

_KINDS: dict[Any, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    dt.date: "a date such as 1917-03-12",
}


def _kind_in_words(kind: Any, bound: dict[str, Any], pattern: str) -> str:
    origin = get_origin(kind)
    if origin is Literal:
        return "one of " + ", ".join(f"'{o}'" if isinstance(o, str) else str(o) for o in get_args(kind))
    if origin in (Union, types.UnionType):
        return _kind_in_words(get_args(kind)[0], bound, pattern)
    if kind is str:
        return _text_in_words(bound, pattern)
    if origin is tuple:
        return "a list" + _range(bound.get("min_length"), bound.get("max_length"), " of")
    if kind in _KINDS:
        above = f" above {amount(bound['gt'])} and" if "gt" in bound else ""
        return (_KINDS[kind] + above + _range(bound.get("ge"), bound.get("le"))).removesuffix(" and")
    return "a table"


def _text_in_words(bound: dict[str, Any], pattern: str) -> str:
    if pattern.startswith("^[a-z]"):
        return "a short name of small letters, digits, - and _, beginning with a letter"
    if pattern.startswith("^A"):
        return "the letter A and a number, such as A12"
    least = "some text" if bound.get("min_length") else "text"
    most = f" of at most {bound['max_length']} characters" if "max_length" in bound else ""
    return least + most + (" without < > &" if "<>" in pattern else "")


def _range(low: float | None, high: float | None, word: str = "") -> str:
    if low is not None and high is not None:
        return f"{word or ' from'} {amount(low)} to {amount(high)}"
    if low is not None:
        return f"{word} at least {amount(low)}"
    return f"{word} at most {amount(high)}" if high is not None else ""


def amount(number: float) -> str:
    """A number as people write it: 0.5, 12, 1,000,000."""
    return f"{number:,.0f}" if abs(number) >= 10_000 else f"{number:g}"
