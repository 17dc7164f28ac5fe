"""The archive: dated values with their place, source and reliability, and the values that rival sources give.

An archive is a CSV file with the columns of :data:`COLUMNS`; a user's own file has the same form.  Rows with the
same series, region and date are rivals: each is kept as it stands, none is averaged.
"""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from politeia.load import Mistake
from politeia.world import nearest

CATALOG = Path(__file__).parent / "catalog" / "evidence"
COLUMNS = ("series", "region", "date", "value", "unit", "source", "url", "quality", "note")
REQUIRED = ("series", "region", "date")
QUALITIES = ("A", "B", "C")
LARGEST = 20_000_000  # bytes: an archive is read whole

#: Standard error of a printed figure by its reliability, as a logarithm (of the odds, for a share).  Measured on the
#: rivals of the catalog: two sources of B differ by 0.18 x sqrt 2 (8 pairs), A and B by 0.10 x sqrt 2 (6), two of A by
#: 0.01 x sqrt 2, here raised to what rounding and changing definitions leave.  C and unknown are a judgement (A55).
ERRORS = {"A": 0.05, "B": 0.15, "C": 0.30, "": 0.15}
NODES = np.array([NormalDist().inv_cdf((k + 0.5) / 16) for k in range(16)])


@dataclass(frozen=True, slots=True)
class Row:
    """One value of the archive. A value that is kept aside, or only asked for, is NaN."""

    series: str
    region: str
    date: dt.date
    value: float
    unit: str = ""
    source: str = ""
    url: str = ""
    quality: str = ""
    note: str = ""

    @property
    def known(self) -> bool:
        """The archive gives a value."""
        return not math.isnan(self.value)


def link(values: NDArray[np.float64], *, share: bool) -> NDArray[np.float64]:
    """On the scale on which errors add up: logarithms, or log odds of a share in per cent (within 0.2 to 99.8)."""
    if not share:
        return np.log(np.maximum(values, 1e-9))
    odds = np.clip(values, 0.2, 99.8)
    return np.log(odds / (100.0 - odds))


def unlink(linked: NDArray[np.float64], *, share: bool) -> NDArray[np.float64]:
    """The inverse of :func:`link`: a quantity, or a share in per cent."""
    return 100.0 / (1.0 + np.exp(-linked)) if share else np.exp(linked)


def printed(values: NDArray[np.float64], error: float, *, share: bool) -> NDArray[np.float64]:
    """What a source with that standard error would print, sixteen equally likely figures for each of ``values``."""
    noise = np.exp(error * NODES)
    values = values[:, None]
    with np.errstate(invalid="ignore"):
        if share:
            odds = values * noise / np.maximum(100.0 - values + values * noise, 1e-300)
            return np.where((values > 0.0) & (values < 100.0), 100.0 * odds, values).ravel()
    return (values * noise).ravel()


def read(path: Path | str) -> tuple[Row, ...]:
    """The rows of an archive, each checked; the first fault is told with its line and column."""
    path = Path(path)
    lines = csv.DictReader(_text(path).splitlines(keepends=True))
    header = [name.strip() for name in lines.fieldnames or ()]
    for name in REQUIRED:
        if name not in header:
            raise Mistake(
                f"{path}, line 1: column '{name}' is missing{nearest(name, header)}. Columns: {', '.join(COLUMNS)}"
            )
    lines.fieldnames = header
    try:
        rows = tuple(_row(path, lines.line_num, cells) for cells in lines)
    except csv.Error as error:
        raise Mistake(f"{path}, line {lines.line_num}: {error}") from None
    if not rows:
        raise Mistake(f"{path}: no rows under the header. A row needs {', '.join(REQUIRED)} and a value.")
    return rows


def catalog() -> tuple[Row, ...]:
    """The archive that comes with the program: what is known, then what is asked for without a value.

    ``extracted.csv`` holds figures that ``events.csv`` and ``votes.csv`` give in their texts.
    """
    known = (*read(CATALOG / "series.csv"), *read(CATALOG / "extracted.csv"))
    asked = read(CATALOG / "wanted.csv") if (CATALOG / "wanted.csv").exists() else ()
    given = {(row.series, row.region, row.date) for row in known}
    return (*known, *(row for row in asked if (row.series, row.region, row.date) not in given))


def rivals(rows: Sequence[Row]) -> dict[tuple[str, str, dt.date], list[int]]:
    """Positions of the rows that speak of the same series, region and date."""
    found: dict[tuple[str, str, dt.date], list[int]] = defaultdict(list)
    for position, row in enumerate(rows):
        found[row.series, row.region, row.date].append(position)
    return dict(found)


def votes(path: Path | str) -> tuple[dict[str, str], ...]:
    """The lines of a table of votes (date, body, question, option, votes, source, quality), unchecked but for form."""
    path = Path(path)
    return tuple(csv.DictReader(_text(path).splitlines(keepends=True)))


def division(
    lines: Iterable[dict[str, str]],
    *,
    series: str,
    region: str,
    date: dt.date,
    body: str,
    question: str,
    yes: str,
    no: str,
) -> Row | None:
    """One division of a body as a row: per cent in favour among those for and against. None if it is not listed."""
    counts: dict[str, float] = {}
    source: dict[str, str] = {}
    for line in lines:
        if (line["date"], line["body"], line["question"]) == (date.isoformat(), body, question):
            counts[line["option"]] = float(line["votes"])
            source = source or line
    if not counts.get(yes, 0.0) + counts.get(no, 0.0):
        return None
    share = 100.0 * counts.get(yes, 0.0) / (counts.get(yes, 0.0) + counts.get(no, 0.0))
    note = f"{counts.get(yes, 0):g} for, {counts.get(no, 0):g} against: {question}"
    unit = "percent of those for and against"
    return Row(series, region, date, share, unit, source["source"], source["url"], source["quality"], note)


def _row(path: Path, line: int, cells: dict[str, str]) -> Row:
    def wrong(field: str, allowed: str) -> Mistake:
        return Mistake(f"{path}, line {line}, field '{field}': given '{_short(cells.get(field))}'; allowed: {allowed}")

    if None in cells:
        raise Mistake(f"{path}, line {line}: more cells than columns; a comma in a text needs quotes around the text")
    texts = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    for name in ("series", "region"):
        if not 0 < len(texts[name]) <= 120:
            raise wrong(name, "a name of 1 to 120 letters")
    try:
        date = dt.date.fromisoformat(texts["date"])
    except ValueError:
        raise wrong("date", "a day as YYYY-MM-DD") from None
    try:
        value = float(texts["value"]) if texts["value"] else math.nan
    except ValueError:
        raise wrong("value", "a number, with a point for decimals and no thousands mark, or nothing") from None
    if math.isinf(value) or (texts["value"] and math.isnan(value)):
        raise wrong("value", "a finite number, or nothing")
    if texts["quality"] and texts["quality"] not in QUALITIES:
        raise wrong("quality", "A (good), B (fair), C (poor), or nothing")
    rest = {name: texts[name] for name in ("unit", "source", "url", "quality", "note")}
    return Row(texts["series"], texts["region"], date, value, **rest)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(f"{path}: {path.stat().st_size / 1e6:,.0f} MB is too large for an archive (most: 20 MB)")
        content = path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: cannot be read: {error.strerror or error}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Mistake(f"{path}: not a text file in UTF-8 (byte {error.start}); save it as CSV, UTF-8") from None
    if "\0" in text:
        raise Mistake(f"{path}: a binary file, not CSV")
    if not text.strip():
        raise Mistake(f"{path}: the file is empty. Its first line names the columns: {', '.join(COLUMNS)}")
    return text


def _short(text: str | None) -> str:
    return "" if text is None else text if len(text) <= 60 else text[:57] + "..."
