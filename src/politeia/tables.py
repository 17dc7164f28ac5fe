"""The CSV tables of a world: rows become the items that the world's TOML would otherwise hold.

===========  ==========================================================================================
``places``   name, province, population, one column per milieu, members, districts, exposure, source;
             course, front and war_industry may be left out
``series``   name, date, value, source
``losses``   place, lost, retaken, source
===========  ==========================================================================================
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from politeia.mistakes import MOST, Fault, shown
from politeia.world import Where, listed, nearest, repeated, unknown

Row = dict[str, str]

_NEEDED = {
    "places": ("name", "province", "population", "members", "districts", "exposure", "source"),
    "series": ("name", "date", "value", "source"),
    "losses": ("place", "lost", "retaken", "source"),
}
_OPTIONAL = {"places": ("course", "front", "war_industry"), "series": (), "losses": ()}


@dataclass
class Origins:
    """Which file and line an item came from, and what was wrong with the rows themselves."""

    rows: dict[Where, tuple[Path, int]] = field(default_factory=dict)
    aliases: dict[Where, Where] = field(default_factory=dict)  # merged path: where the TOML text holds it
    faults: list[tuple[Where, str]] = field(default_factory=list)  # in the TOML text
    bad_rows: list[Fault] = field(default_factory=list)  # in the tables


def merge(data: dict[str, Any], folder: Path, read: Callable[[Path], str]) -> Origins:
    """Replace ``[tables]`` and ``[jitter]`` by the items they stand for.

    ``read`` gives the text of a file or raises a mistake; ``data`` is changed in place.
    """
    origins = Origins()
    tables = data.pop("tables", {})
    jitter = data.pop("jitter", {})
    for name, table in (("tables", tables), ("jitter", jitter)):
        if not isinstance(table, dict):
            origins.faults.append(((name,), f"{name}: given {shown(table)}; allowed: a table"))
            return origins
    for kind, file in tables.items():
        if _is_table(kind, file, origins):
            _merge_table(kind, folder / file, data, read, origins)
    for name, value in jitter.items():
        _merge_jitter(name, value, data, origins)
    return origins


def _is_table(kind: str, file: Any, origins: Origins) -> bool:
    where = ("tables", kind)
    if kind not in _NEEDED:
        origins.faults.append((where, f"tables.{kind}: {unknown(kind, _NEEDED, 'table')}"))
    elif not isinstance(file, str) or not file.endswith(".csv") or Path(file).is_absolute():
        given = f"tables.{kind}: given {shown(file)}; allowed: the name of a .csv file, relative to this file"
        origins.faults.append((where, given))
    else:
        return True
    return False


def _merge_table(kind: str, path: Path, data: dict[str, Any], read: Callable[[Path], str], origins: Origins) -> None:
    items = data.setdefault(kind, [])
    if not isinstance(items, list):
        return  # the schema will say so
    milieus = list(_positions(data.get("milieus")))
    optional = _OPTIONAL[kind]
    needed = _NEEDED[kind] + (tuple(milieus) if kind == "places" else ())
    begun = _positions(items)
    for line, row in _rows(path, read(path), needed, optional, origins.bad_rows):
        if kind == "series":
            _add_point(items, begun, path, line, row, origins)
        else:
            origins.rows[kind, len(items)] = (path, line)
            items.append(_place(row, milieus) if kind == "places" else row)


def _positions(items: Any) -> dict[str, int]:
    """Where each name stands in a list of tables, as far as it is one."""
    positions: dict[str, int] = {}
    for i, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, dict) and isinstance(item.get("name"), str):
            positions.setdefault(item["name"], i)
    return positions


def _rows(
    path: Path, text: str, needed: tuple[str, ...], optional: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[int, Row]]:
    """Rows with their line numbers; whatever is not a row of this table goes to ``faults``."""
    reader = csv.reader(io.StringIO(text), strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        if faults_of_header := list(_header_faults(header, needed, optional)):
            faults += [Fault(path, 1, sentence) for sentence in faults_of_header]
            return
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                yield line, dict(zip(header, (cell.strip() for cell in cells), strict=True))
            elif cells:
                faults.append(Fault(path, line, f"{len(cells)} cells in this row; the header names {len(header)}"))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(Fault(path, line, f"not a CSV table: {error}"))


def _header_faults(header: list[str], needed: tuple[str, ...], optional: tuple[str, ...]) -> Iterator[str]:
    if not any(header):
        yield f"the table is empty; its first line names the columns: {', '.join(needed)}"
        return
    known = (*needed, *optional)
    strangers = [name for name in header if name not in known][:MOST]
    missing = [name for name in needed if name not in header]
    for name in strangers:
        yield f"unknown column '{name[:60]}'{nearest(name, known) or '.'} Allowed: {', '.join(known)}"
    for name in missing:
        yield f"column '{name}' is missing. The columns are: {listed(header)}"
    for name in sorted({header[i] for i in repeated(header)} & {*known}):
        yield f"column '{name}' appears more than once"


def _number(cell: str) -> float | int | str:
    """A number where the cell is one; otherwise the cell, which the schema will refuse in words."""
    for kind in (int, float):
        try:
            return kind(cell) if len(cell) <= 40 else cell
        except ValueError:
            continue
    return cell


def _place(row: Row, milieus: list[str]) -> dict[str, Any]:
    place: dict[str, Any] = {name: row[name] for name in ("name", "province", "source")}
    for name in ("population", "members", "districts", "exposure"):
        place[name] = _number(row[name])
    for name in ("course", "war_industry"):
        if row.get(name):
            place[name] = _number(row[name])
    if row.get("front"):
        place["front"] = {"true": True, "1": True, "false": False, "0": False}.get(row["front"].lower(), row["front"])
    place["people"] = {name: _number(row[name]) for name in milieus}
    return place


def _add_point(items: list[Any], begun: dict[str, int], path: Path, line: int, row: Row, origins: Origins) -> None:
    """A point goes to its series, which the TOML text may have begun (with a text, with a jitter)."""
    name = row.pop("name")
    position = begun.setdefault(name, len(items))
    if position == len(items):
        items.append({"name": name, "points": []})
        origins.rows["series", position] = (path, line)
    points = items[position].setdefault("points", [])
    if isinstance(points, list):
        origins.rows["series", position, "points", len(points)] = (path, line)
        points.append({"date": row["date"], "value": _number(row["value"]), "source": row["source"]})


def _merge_jitter(name: str, value: Any, data: dict[str, Any], origins: Origins) -> None:
    items = data.get("series", [])
    positions = _positions(items)
    if name not in positions:
        origins.faults.append((("jitter", name), f"jitter.{name}: {unknown(name, positions, 'series of this world')}"))
        return
    position = positions[name]
    items[position]["jitter"] = value
    origins.aliases["series", position, "jitter"] = ("jitter", name)
