"""Pages of the files that a user writes, from the schema that checks them."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from politeia.charter import Charter
from politeia.evidence import COLUMNS, REQUIRED
from politeia.intervention import Intervention
from politeia.odd.markdown import code, table
from politeia.world import SERIES, World

#: Words for the sentences of a bound, by the constraint that sets it.
BOUNDS = ((Ge, "ge", "from {}"), (Gt, "gt", "above {}"), (Le, "le", "to {}"), (Lt, "lt", "below {}"))
FILES = {
    "charter": (
        Charter,
        "The charter file",
        "The rules the organisation chose. `politeia check FILE` says whether it is right.",
    ),
    "world": (
        World,
        "The world file",
        "Places, milieus, dated events and series. Long tables may lie in CSV files beside it.",
    ),
    "intervention": (
        Intervention,
        "The intervention file",
        "A named change; `--with FILE` applies it. Dated ones act from their day on.",
    ),
}


def pages() -> Iterator[tuple[str, str]]:
    """One page a kind of file."""
    for name, (top, title, text) in FILES.items():
        parts = [f"# {title}", text, *_tables(top)]
        yield f"files/{name}.md", "\n\n".join([*parts, *(_series() if name == "world" else ())]) + "\n"
    yield "files/evidence.md", _evidence()


def _tables(top: type[BaseModel]) -> Iterator[str]:
    """A table for the file, then one for each kind of part, in the order in which they are met."""
    seen, waiting = {top}, [(top, "")]
    while waiting:
        kind, path = waiting.pop(0)
        yield f"## `{path}`" if path else "## The file itself"
        if path and kind.__doc__:
            yield kind.__doc__.strip()
        yield table(("key", "value", "default", "meaning"), (_row(n, f) for n, f in kind.model_fields.items()))
        for name, info in kind.model_fields.items():
            for part in _parts(info.annotation):
                if part not in seen:
                    seen.add(part)
                    waiting.append((part, f"{path}.{name}".strip(".")))


def _row(name: str, info: FieldInfo) -> tuple[str, ...]:
    default = "required" if info.is_required() else _default(info)
    told = info.description or next((inspect.cleandoc(part.__doc__ or "") for part in _parts(info.annotation)), "")
    return f"`{info.alias or name}`", _kind(info.annotation, info.metadata), default, told


def _default(info: FieldInfo) -> str:
    value = info.get_default(call_default_factory=True)
    if isinstance(value, BaseModel):
        return "its defaults"
    return "empty" if value in ((), {}, "", None) else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(annotation: Any, metadata: list[Any]) -> str:
    """A type and its bounds, in words."""
    if getattr(annotation, "__metadata__", None):
        return _kind(annotation.__origin__, [*metadata, *_flat(annotation.__metadata__)])
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " or ".join(f"`{value}`" for value in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(_kind(part, metadata) for part in arguments if part is not type(None))
    if origin is tuple:
        return f"{_plural(_kind(arguments[0], []))}{_length(metadata)}"
    if origin is dict:
        return f"table: {_kind(arguments[0], [])} = {_kind(arguments[1], [])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "table"
    word = {"float": "number", "int": "whole number", "str": "text", "bool": "true or false", "date": "day"}
    return f"{word.get(annotation.__name__, 'anything')}{_bounds(metadata)}"


def _plural(kind: str) -> str:
    return f"{kind}s" if kind in ("table", "day") else f"list of {kind}"


def _flat(metadata: Any) -> Iterator[Any]:
    for item in metadata:
        yield from item.metadata if isinstance(item, FieldInfo) else (item,)


def _bounds(metadata: list[Any]) -> str:
    told = [say.format(f"{getattr(m, key):g}") for kind, key, say in BOUNDS for m in metadata if isinstance(m, kind)]
    return f", {' '.join(told)}" if told else ""


def _length(metadata: list[Any]) -> str:
    least = [m.min_length for m in metadata if isinstance(m, MinLen) and m.min_length]
    most = [m.max_length for m in metadata if isinstance(m, MaxLen)]
    return "".join([*(f", at least {n}" for n in least), *(f", at most {n}" for n in most)])


def _parts(annotation: Any) -> Iterator[type[BaseModel]]:
    """The schemas inside a type."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def _series() -> Iterator[str]:
    rows = ((f"`{name}`", f"{low:g} to {high:g}", text) for name, (low, high, text) in SERIES.items())
    yield "## Series that the model reads"
    yield "A world may leave out any of them. Values are linear between dated points."
    yield table(("series", "range", "meaning"), rows)


def _evidence() -> str:
    return (
        "# The evidence file\n\n`politeia validate --evidence FILE` and `politeia calibrate --evidence FILE` read a CSV "
        f"file with the columns {code(COLUMNS)}. {code(REQUIRED)} must be there and filled. `quality` is A, B or C; "
        "`value` may be empty for a figure that is only asked for. Rows with the same series, region and date are "
        "rivals: all are kept, none is averaged. The series that a measure answers are listed under "
        "[evidence](../catalog/evidence.md).\n"
    )
