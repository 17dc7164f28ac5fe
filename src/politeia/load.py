"""From a file, or a name of the catalog, to a checked charter or world.

Everything is checked here, once.  A mistake is one message with file, line, field, what was given, what is
allowed and the nearest right name; nothing else ever comes out of this module.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from politeia.charter import Charter
from politeia.lines import lines
from politeia.mistakes import Fault, Mistake, explained, field_path, together
from politeia.tables import Origins, merge
from politeia.world import Where, World, closest, unknown

__all__ = ["Mistake", "charter", "either", "names", "plain", "resource", "text", "world"]

#: A larger file is refused before it is read.
LARGEST = 5_000_000

#: A dotted key of 32 parts or more: the standard parser needs seconds for one of thousands.
_DEEP = re.compile(r"""(?:^|[\[{,])[ \t]*+(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){32}""", re.MULTILINE)

Kind = Literal["charter", "world"]
Schema = TypeVar("Schema", Charter, World)
Checked = TypeVar("Checked", bound=BaseModel)


def charter(source: str | Path) -> Charter:
    """The charter of a TOML file or of a name in the catalog, such as ``party-1917``."""
    path = _find("charter", source)
    return _charter(path, _text(path))


def world(source: str | Path) -> World:
    """The world of a TOML file, with its CSV tables, or of a name in the catalog, such as ``party-1917``."""
    path = _find("world", source)
    return _world(path, _text(path))


def either(source: str | Path) -> Charter | World:
    """The charter or the world of a file, whichever it holds."""
    path = Path(source)
    text = _text(path)
    kind = _kind(_parsed(path, text))
    if kind is None:
        raise Mistake(
            f"{path}: neither a charter (it has levels and organs) nor a world (it has milieus and places). "
            "To begin from a template: politeia new organisation NAME"
        )
    return _charter(path, text) if kind == "charter" else _world(path, text)


def text(kind: Kind, content: str) -> Charter | World:
    """The charter or the world of a text that is no file; its tables can only be those of the catalog's worlds."""
    path = Path(f"{kind}.toml")
    if len(content.encode("utf-8", "replace")) > LARGEST:
        raise Mistake(f"{path}: the text is too large; at most {LARGEST / 1e6:g} MB")
    if not content.strip():
        raise Mistake(f"{path}: the text is empty")
    if _DEEP.search(content):
        raise Mistake(f"{path}: nested too deeply")
    try:
        if kind == "charter":
            return _charter(path, content)
        return _world(path, content, _catalog_table)
    except RecursionError:
        raise Mistake(f"{path}: nested too deeply") from None


def _catalog_table(path: Path) -> str:
    """A table of one of the catalog's worlds; nothing else on the disk may be named by a text from outside."""
    worlds = Path(str(files("politeia"))) / "catalog" / "worlds"
    tables = [file.relative_to(worlds).as_posix() for file in sorted(worlds.glob("*/*.csv"))]
    if path.as_posix() not in tables:
        raise Mistake(f"world.toml, tables: {unknown(path.as_posix(), tables, 'table')}")
    return _text(worlds / path)


def plain(path: Path) -> str:
    """The text of any file: UTF-8, not empty, of a sensible size."""
    return _text(path)


def parsed_as(schema: type[Checked], path: Path) -> Checked:
    """A small TOML file of any other schema (an intervention, a claim, ...), checked."""
    text = _text(path)
    data = _parsed(path, text)
    try:
        return schema.model_validate(data)
    except ValidationError as error:
        found = lines(text)
        raise together(
            [
                Fault(path, _line(found, where), sentence, field_path(where))
                for where, sentence in explained(error, schema, data)
            ]
        ) from None


def names(kind: str) -> list[str]:
    """What the catalog holds of a kind: charters, worlds, evidence, ..."""
    return sorted({path.stem for path in held(kind)})


def resource(kind: str, name: str) -> Path:
    """The catalog's file of a kind and a name, with or without its ending."""
    known = held(kind)
    for path in known:
        if name in (path.name, path.stem):
            return path
    raise Mistake(f"catalog, {kind}: {unknown(name, [path.stem for path in known], 'name')}")


def held(kind: str) -> list[Path]:
    """Files of the catalog of a kind, by name; the tables of a world lie in a folder of its name."""
    folder = Path(str(files("politeia"))) / "catalog" / kind
    found = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
    return sorted(found, key=lambda path: (path.stem, path.name))


def _find(kind: Kind, source: str | Path) -> Path:
    """A bare name is looked up in the catalog, then beside us; anything else is a path."""
    bare = isinstance(source, str) and re.fullmatch(r"[\w-]{1,100}", source)
    if not bare:
        return Path(source)
    known = names(f"{kind}s")
    if source in known:
        return resource(f"{kind}s", str(source))
    if Path(source).exists():
        return Path(source)
    raise Mistake(f"{unknown(str(source), known, kind)}; or give the path of a .toml file")


def _text(path: Path) -> str:
    """The text of a file that is a file, of a sensible size, and text."""
    try:
        if path.is_dir():
            raise Mistake(f"{path}: this is a folder; give the path of a file in it")
        if not path.exists():
            raise Mistake(f"{path}: no such file{_near(path)}")
        if not path.is_file():
            raise Mistake(f"{path}: not an ordinary file")
        if (size := path.stat().st_size) > LARGEST:
            raise Mistake(f"{path}: {size / 1e6:.1f} MB is too large; at most {LARGEST / 1e6:g} MB")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Mistake(f"{str(path)[:200]!r}: cannot be read ({reason})") from None
    if b"\x00" in content:
        raise Mistake(f"{path}: this is not a text file (it holds binary data)")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Mistake(f"{path}, line {line}: not UTF-8 text; save the file as UTF-8") from None
    if not text.strip():
        raise Mistake(f"{path}: the file is empty")
    return text


def _near(path: Path) -> str:
    """The nearest name among the files beside the one that is missing, then in the catalog."""
    folder, code = path.parent, path.suffix == ".py"
    kinds = (".py",) if code else (".toml", ".csv")
    beside = {p.stem: p.name for p in folder.iterdir() if p.suffix in kinds} if folder.is_dir() else {}
    if stem := closest(path.stem, beside):
        return f"; did you mean '{beside[stem]}'?"
    if code:
        return ""
    known = closest(path.stem, {*names("charters"), *names("worlds")})
    return f"; did you mean '{known}', of the catalog?" if known else ""


def _parsed(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Mistake(f"{path}: nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        reason = re.sub(r" \(at .*\)$", "", str(error))
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else text.rstrip().count("\n") + 1
        raise together([Fault(path, line, f"not valid TOML: {reason}")]) from None
    except ValueError:  # a number of thousands of digits
        raise Mistake(f"{path}: a number is too long (thousands of digits)") from None


def _kind(data: dict[str, Any]) -> Kind | None:
    """What a file means to be: the kind that more of its keys belong to."""
    charter_keys = len(data.keys() & (Charter.model_fields.keys() - World.model_fields.keys()))
    world_keys = len(data.keys() & ({"tables", "jitter"} | World.model_fields.keys() - Charter.model_fields.keys()))
    if charter_keys == world_keys:
        return None
    return "charter" if charter_keys > world_keys else "world"


def _charter(path: Path, text: str) -> Charter:
    data = _parsed(path, text)
    if _kind(data) == "world":
        raise Mistake(f"{path}: this is a world; a charter is needed here (levels, organs)")
    return _validated(Charter, path, text, data, Origins())


def _world(path: Path, text: str, read: Callable[[Path], str] = _text) -> World:
    data = _parsed(path, text)
    if _kind(data) == "charter":
        raise Mistake(f"{path}: this is a charter; a world is needed here (milieus, places)")
    origins = merge(data, path.parent, read)
    if origins.bad_rows or origins.faults:
        found = lines(text)
        here = [Fault(path, _line(found, where), sentence, field_path(where)) for where, sentence in origins.faults]
        raise together(origins.bad_rows + here)
    return _validated(World, path, text, data, origins)


def _validated(schema: type[Schema], path: Path, text: str, data: dict[str, Any], origins: Origins) -> Schema:
    """Check against the schema. JSON mode is strict about types yet takes lists and dates, as TOML has them."""
    try:
        return schema.model_validate_json(json.dumps(data, default=_plain), strict=True)
    except ValidationError as error:
        found = lines(text)
        raise together(
            [
                Fault(*_origin(where, path, found, origins), sentence, field_path(where))
                for where, sentence in explained(error, schema, data)
            ]
        ) from None


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, (dt.date, dt.time)) else str(value)


def _origin(where: Where, path: Path, found: dict[Where, int], origins: Origins) -> tuple[Path, int]:
    """File and line of a value: a row of a table, or the line of the nearest key that the text holds."""
    for end in range(len(where), 0, -1):
        if where[:end] in origins.rows:
            return origins.rows[where[:end]]
        if where[:end] in origins.aliases:
            return path, _line(found, origins.aliases[where[:end]])
        if where[:end] in found:
            return path, found[where[:end]]
    return path, 0


def _line(found: dict[Where, int], where: Where) -> int:
    return next((found[where[:end]] for end in range(len(where), 0, -1) if where[:end] in found), 0)
