"""Charts as SVG text, drawn in Python: real text, shapes as well as colours, a title on every mark.

Bands are simulated, marks are archival: an assumption is never drawn like a fact.  A filled mark is the best value
of its date, a hollow one a rival value; a mark outside the range is joined to its edge.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from politeia import words
from politeia.results import Comparison, Family, Results

Fan = NDArray[np.float64]
_STEP = 2  # weeks between the points of a band


@dataclass(frozen=True)
class Plot:
    """The plane of a chart: pixels, and what they mean."""

    width: int
    height: int
    first: dt.date
    last: dt.date
    top_value: float
    left: int = 66
    right: int = 14
    top: int = 10
    bottom: int = 26

    def x(self, date: dt.date) -> float:
        """Pixels from the left."""
        share = (date - self.first).days / max(1, (self.last - self.first).days)
        return self.left + share * (self.width - self.left - self.right)

    def y(self, value: float) -> float:
        """Pixels from the top; values beyond the plane are drawn at its edge."""
        share = min(max(value / self.top_value, 0.0), 1.0) if self.top_value else 0.0
        return self.height - self.bottom - share * (self.height - self.top - self.bottom)


def chart(results: Results, family: Family, *, width: int = 600, height: int = 230) -> str:
    """A family's fan over time with the archive's marks, or the ranges at its dates where there is no fan."""
    lead, fan = _leading(results, family)
    last = results.date(results.weeks)
    plot = Plot(width, height, results.start, last, _ceiling(family, fan))
    parts = [_axes(plot)]
    if fan is not None:
        parts.append(_bands(plot, fan, results.date))
    for row in family.rows:
        if row.primary and row.counted and (fan is None or row.target.rule != lead):
            parts.append(_range(plot, row, results.date(row.target.week)))
    for date, rows in _by_date(family.rows):
        parts.append(_rivals(plot, rows, results.date(rows[0].target.week)))
        parts += [_mark(plot, row, date, results.date(row.target.week)) for row in reversed(rows)]
    label = f"{words.name(family.title, family.region)} ({family.unit}), {results.start.year} to {last.year}"
    return svg(width, height, label, _describe(family), "".join(parts))


def strip(row: Comparison, *, width: int = 300, height: int = 22) -> str:
    """One value as a line: the 80 % range, its median, and the archive's mark."""
    high = max(filter(math.isfinite, (row.high95, row.high, row.value)), default=1.0) * 1.08 or 1.0

    def x(value: float) -> float:
        return 4 + (width - 8) * value / high

    middle, wide = height / 2, max(1.5, x(row.high) - x(row.low))
    parts = [
        f'<line class="axis" x1="4" x2="{width - 4}" y1="{middle}" y2="{middle}"/>',
        f'<rect class="b80" x="{x(row.low):.1f}" y="{middle - 6}" width="{wide:.1f}" height="12"/>',
        f'<line class="median" x1="{x(row.median):.1f}" x2="{x(row.median):.1f}" y1="{middle - 7}" y2="{middle + 7}"/>',
    ]
    if row.target.row.known:
        parts.append(_shape(row.target.row.quality, x(row.value), middle, _look(row), _told(row)))
    return svg(width, height, row.target.title, _told(row), "".join(parts))


def svg(width: int, height: int, title: str, description: str, body: str) -> str:
    """One drawing with its text for those who do not see it."""
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title, quote=True)}">'
        f"<desc>{escape(description)}</desc>{body}</svg>"
    )


def legend() -> str:
    """What bands and marks mean."""
    band = '<rect class="b80" x="2" y="4" width="26" height="12"/><rect class="b50" x="2" y="7" width="26" height="6"/>'
    drawings = [
        band + '<line class="median" x1="2" x2="28" y1="10" y2="10"/>',
        *(_shape(quality, 15, 10, "in", "") for quality in "ABC"),
        _shape("A", 15, 10, "in rival", ""),
        '<line class="gap" x1="15" x2="15" y1="2" y2="10"/>' + _shape("A", 15, 12, "out", ""),
        _shape("A", 15, 10, "given", ""),
        _arrow(15, 15) + _shape("A", 15, 15, "given", ""),
    ]
    items = "".join(
        f'<li><svg viewBox="0 0 30 20" width="30" height="20" aria-hidden="true">{drawing}</svg>{text}</li>'
        for drawing, text in zip(drawings, words.LEGEND, strict=True)
    )
    return f'<ul class="legend">{items}</ul>'


def _leading(results: Results, family: Family) -> tuple[object, Fan | None]:
    """The rule that most rows of a family share, and its fan."""
    rules = [row.target.rule for row in family.rows]
    counted = [row.target.rule for row in family.rows if row.counted] or rules
    lead = max(counted, key=counted.count)
    target = next(row.target for row in family.rows if row.target.rule == lead)
    return lead, results.fan(target)


def _ceiling(family: Family, fan: Fan | None) -> float:
    """Top of the vertical axis: a round number above everything worth seeing."""
    values = [v for row in family.rows for v in (row.value, row.high) if math.isfinite(v)]
    if fan is not None and np.isfinite(fan[5]).any():
        values.append(float(np.nanmax(fan[5])))
    highest = max(values, default=1.0) or 1.0
    step = _step(highest * 1.03)
    top = step * math.ceil(highest * 1.03 / step)
    return min(top, 100.0) if family.unit.startswith("%") and highest <= 100 else top


def _step(top: float) -> float:
    """A round distance between some four to six lines below ``top``."""
    if top <= 0:
        return 0.25
    power = 10.0 ** math.floor(math.log10(top / 4))
    return float(next(step for step in (1, 2, 2.5, 5, 10) if step * power >= top / 5.001) * power)


def _axes(plot: Plot) -> str:
    parts = []
    step = _step(plot.top_value)
    for part in range(1 + round(plot.top_value / step)):
        value = step * part
        y = plot.y(value)
        parts.append(f'<line class="grid" x1="{plot.left}" x2="{plot.width - plot.right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(
            f'<text class="tick" x="{plot.left - 6}" y="{y + 4:.1f}" text-anchor="end">{words.number(value)}</text>'
        )
    years = range(plot.first.year, plot.last.year + 1)
    every = max(1, math.ceil(len(years) * 42 / (plot.width - plot.left - plot.right)))
    for year in years:
        date = dt.date(year, 1, 1)
        if plot.first <= date <= plot.last:
            x, foot = plot.x(date), plot.height - plot.bottom
            parts.append(f'<line class="axis" x1="{x:.1f}" x2="{x:.1f}" y1="{foot}" y2="{foot + 5}"/>')
            if (year - years[0]) % every == 0 and x < plot.width - plot.right - 8:
                parts.append(f'<text class="tick" x="{x:.1f}" y="{foot + 18}" text-anchor="middle">{year}</text>')
    return "".join(parts)


def _bands(plot: Plot, fan: Fan, date: Callable[[int], dt.date]) -> str:
    weeks = [week for week in range(0, fan.shape[1], _STEP) if np.isfinite(fan[:, week]).all()]
    if not weeks:
        return ""
    xs = [plot.x(date(week)) for week in weeks]

    def line(level: int, order: int = 1) -> str:
        points = zip(xs[::order], weeks[::order], strict=True)
        return "L".join(f"{x:.1f} {plot.y(fan[level, week]):.1f}" for x, week in points)

    return (
        f'<path class="b80" d="M{line(1)}L{line(5, -1)}Z"/><path class="b50" d="M{line(2)}L{line(4, -1)}Z"/>'
        f'<path class="median" d="M{line(3)}"/>'
    )


def _range(plot: Plot, row: Comparison, date: dt.date) -> str:
    x, low, high, middle = plot.x(date), plot.y(row.low), plot.y(row.high), plot.y(row.median)
    return (
        f'<rect class="b80" x="{x - 6:.1f}" y="{high:.1f}" width="12" height="{max(1.5, low - high):.1f}"/>'
        f'<line class="median" x1="{x - 8:.1f}" x2="{x + 8:.1f}" y1="{middle:.1f}" y2="{middle:.1f}"/>'
    )


def _by_date(rows: Iterable[Comparison]) -> list[tuple[dt.date, list[Comparison]]]:
    found: dict[dt.date, list[Comparison]] = {}
    for row in rows:
        if row.target.row.known:
            found.setdefault(row.target.row.date, []).append(row)
    return list(found.items())


def _rivals(plot: Plot, rows: Sequence[Comparison], date: dt.date) -> str:
    """A thin line between the values that the archive gives for one date."""
    ys = [plot.y(row.value) for row in rows]
    x = plot.x(date)
    if max(ys) - min(ys) < 2:
        return ""
    return f'<line class="rivals" x1="{x:.1f}" x2="{x:.1f}" y1="{min(ys):.1f}" y2="{max(ys):.1f}"/>'


def _mark(plot: Plot, row: Comparison, printed: dt.date, date: dt.date) -> str:
    x, y = plot.x(date), plot.y(row.value)
    gap = ""
    if row.miss and row.primary:
        edge = plot.y(row.high if row.miss == "too low" else row.low)
        gap = f'<line class="gap" x1="{x:.1f}" x2="{x:.1f}" y1="{y:.1f}" y2="{edge:.1f}"/>'
    return gap + _least(row, x, y) + _shape(row.target.row.quality, x, y, _look(row), _told(row))


def _look(row: Comparison) -> str:
    if row.target.role != "prediction":
        return "given"
    return ("out" if row.miss else "in") + ("" if row.primary else " rival")


def _least(row: Comparison, x: float, y: float) -> str:
    """An arrow upwards from a lower bound."""
    return _arrow(x, y) if row.target.role == "bound" else ""


def _arrow(x: float, y: float) -> str:
    return f'<path class="least" d="M{x:.1f} {y - 4:.1f}v-10m-3.5 4l3.5 -4l3.5 4"/>'


def _shape(quality: str, x: float, y: float, look: str, title: str) -> str:
    """A circle for a good source, a square for a fair one, a triangle for a poor one."""
    told = f"<title>{escape(title)}</title>" if title else ""
    if quality == "B":
        return f'<rect class="mark {look}" x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8">{told}</rect>'
    if quality == "C":
        return f'<path class="mark {look}" d="M{x:.1f} {y - 5.5:.1f}l5.5 9.5h-11z">{told}</path>'
    return f'<circle class="mark {look}" cx="{x:.1f}" cy="{y:.1f}" r="4.5">{told}</circle>'


def _told(row: Comparison) -> str:
    target = row.target
    simulated = (
        f"simulated {words.number(row.median)} ({words.RANGE} {words.number(row.low)} – {words.number(row.high)})"
    )
    if not target.row.known:
        return f"{target.row.date}: {simulated}"
    where = words.ROLES[target.role] if target.role != "prediction" else (f"model {row.miss}" if row.miss else "inside")
    source = f"{words.archival(row.value)} ({words.QUALITIES[target.row.quality]} source: {target.row.source})"
    return f"{target.row.date}: archive {source}; {simulated}; {where}"


def _describe(family: Family) -> str:
    counted = [row for row in family.rows if row.counted]
    return words.score(counted) if counted else ""
