"""The report: one HTML file that asks nothing of the network, opens anywhere and can be handed on.

It opens on the question and the verdict, says what the model fails to reproduce, and only then shows the fans.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Sequence
from html import escape
from pathlib import Path

from politeia import words
from politeia.charts import chart, legend, strip
from politeia.results import Comparison, Family, Results

STYLE = Path(__file__).with_name("report.css")
SHOWN = ("prediction", "bound", "input", "aside")
QUESTION_SERIES = "gubkom_secretaries_appointed_share"  #: the series that answers the question of the title
_EXPORTED = (
    "series", "region", "date", "value", "unit", "low", "median", "high", "inside", "role", "quality", "source"
)  # fmt: skip
_LARGE, _LONG = 3, 9  # archival dates that make a chart worth half the page, and all of it


def write(results: Results, command: str, path: Path) -> Path:
    """Write the report; ``command`` is the line that makes these results again."""
    from politeia.store import write_whole

    write_whole(path, page(results, command).encode())
    return path


def page(results: Results, command: str) -> str:
    """The whole document."""
    title = words.question(results.about["charter"]["title"])
    parts = [
        _hero(results, title),
        _missed(results),
        _chapters(results),
        _asked(results),
        _values(results),
        _unanswered(results),
        _assumptions(results),
        _reproduce(results, command),
    ]
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f'<a class="skip" href="#missed">{words.SKIP}</a><main>{"".join(parts)}</main></body></html>'
    )


def _hero(results: Results, title: str) -> str:
    about, count = results.about, len(results.histories)
    years = f"{about['start'][:4]} to {about['end'][:4]}"
    size = f"{count:,} simulated {words.plural(count, 'history', 'histories')} of {results.weeks:,} weeks"
    answer, figure = _answer(results)
    rows = results.evidence_table()
    said = [
        f'<p class="verdict">{escape(words.verdict(results.outcomes()))}</p>',
        answer,
        f'<p>{escape(words.score(rows))} <a href="#missed">{words.NOT_REPRODUCED}</a></p>' if rows else "",
        f'<p class="warning">{words.FEW}</p>' if count < 20 else "",
        _outcomes(results),
    ]
    return (
        f'<header><p class="kicker">{escape(about["charter"]["title"])} · {years} · {size}</p>'
        f"<h1>{escape(title)}</h1></header>"
        f'<section class="hero"><div>{"".join(said)}</div>{figure}</section>'
        f'<p class="limits">{words.LIMITS}</p>{_nav(results)}'
    )


def _answer(results: Results) -> tuple[str, str]:
    """A sentence and a figure about the series that answers the question, if the archive has it."""
    family = next((f for f in results.families(SHOWN) if f.rows[0].target.row.series == QUESTION_SERIES), None)
    if family is None:
        return "", ""
    sentence = ""
    fan = results.fan(family.rows[0].target)
    if fan is not None:
        low, median, high = (float(fan[level, -1]) / 100 for level in (1, 3, 5))
        sentence = f"<p>{escape(words.answer(family.title, median, low, high))}</p>"
    return sentence, _figure(results, family, height=290)


def _nav(results: Results) -> str:
    present = {family.group for family in _drawn(results)}
    places = {key: title for key, title in results.about["groups"].items() if key in present}
    places |= {"values": words.TABLE_TITLE} if present else {}
    places |= {"assumptions": words.ASSUMPTIONS_TITLE, "reproduce": words.REPRODUCE_TITLE}
    links = "".join(f'<a href="#{key}">{escape(title)}</a>' for key, title in places.items())
    return f'<nav aria-label="Chapters">{links}</nav>'


def _outcomes(results: Results) -> str:
    outcomes = results.outcomes()
    total = sum(outcomes.values())
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="count">{count:,} of {total:,}</td>'
        f'<td class="bar"><span style="width:{100 * count / total:.1f}%"></span></td>'
        f"<td>{escape(words.OUTCOMES.get(name, ''))}</td></tr>"
        for name, count in outcomes.items()
    )
    failed = "".join(
        f'<p class="warning">{len(numbers):,} without numbers: {escape(reason)}</p>'
        for reason, numbers in list(results.failures().items())[:3]
    )
    return f'<table class="outcomes"><caption>{words.OUTCOME_TITLE}</caption><tbody>{rows}</tbody></table>{failed}'


def _missed(results: Results) -> str:
    rows = results.evidence_table()
    if not rows:
        return _section("missed", words.OUTCOME_TITLE, f"<p>{words.NO_ARCHIVE}</p>")
    found = words.misses(rows)
    items = "".join(f"<li><b>{escape(title)}</b> {escape(sentence)}</li>" for title, sentence in found)
    listed = f'<ol class="missed">{items}</ol>' if found else f"<p>{words.NOTHING_MISSED}</p>"
    return _section("missed", words.NOT_REPRODUCED, f"<p>{escape(words.score(rows))} {words.WORST}</p>{listed}")


def _drawn(results: Results) -> list[Family]:
    """Families with something to judge: a prediction or a bound."""
    judged = ("prediction", "bound")
    return [f for f in results.families(SHOWN) if any(r.counted or r.target.role in judged for r in f.rows)]


def _chapters(results: Results) -> str:
    families = _drawn(results)
    if not families:
        return ""
    parts = [_section("legend", words.LEGEND_TITLE, legend())]
    for key, title in results.about["groups"].items():
        if held := [family for family in families if family.group == key]:
            parts.append(_section(key, escape(title), _figures(results, held)))
    return "".join(parts)


def _figures(results: Results, families: Sequence[Family]) -> str:
    """Wide figures for what the archive knows at several dates, small ones for a single date, then the strips."""
    large, small, strips = [], [], []
    for family in families:
        dates = {row.target.row.date for row in family.rows}
        spread = (max(dates) - min(dates)).days > 400
        drawn = results.fan(family.rows[0].target) is not None
        if len(dates) >= _LONG and spread:
            large.append(_figure(results, family, width=1240, height=330))
        elif len(dates) >= _LARGE and (drawn or spread):
            large.append(_figure(results, family))
        elif drawn or spread:
            small.append(_figure(results, family, width=400, height=190))
        else:
            strips += [_strip_row(row) for row in family.rows if row.counted]
    out = f'<div class="wide">{"".join(large)}</div>' if large else ""
    out += f'<div class="small">{"".join(small)}</div>' if small else ""
    return out + (_table(words.STRIP_COLUMNS, strips, "strips") if strips else "")


def _figure(results: Results, family: Family, width: int = 600, height: int = 240) -> str:
    counted = [row for row in family.rows if row.counted]
    inside = f"{sum(row.inside for row in counted)} of {len(counted)} inside" if counted else "not counted"
    title = escape(words.name(family.title, family.region))
    table = _details(words.SOURCES, _table(words.COLUMNS, [_row(row) for row in family.rows]))
    return (
        f"<figure{' class=long' if width > 1000 else ''}>"
        f"<figcaption><b>{title}</b> <span>{escape(family.unit)} · {inside}</span></figcaption>"
        f"{chart(results, family, width=width, height=height)}{table}</figure>"
    )


def _strip_row(row: Comparison) -> str:
    return (
        f'<tr>{_what(row, unit=False)}<td class="date">{row.target.row.date}</td>'
        f'<td class="strip">{strip(row)}</td><td class="n">{_simulated(row)}</td><td class="n">{_archive(row)}</td>'
        f"<td>{_mark(row)}</td><td>{_source(row)}</td></tr>"
    )


def _row(row: Comparison, *, titled: bool = False) -> str:
    return (
        f'<tr>{_what(row) if titled else ""}<td class="date">{row.target.row.date}</td>'
        f'<td class="n">{_archive(row)}</td><td class="n">{_simulated(row)}</td>'
        f"<td>{_mark(row)}</td><td>{_source(row)}</td></tr>"
    )


def _what(row: Comparison, *, unit: bool = True) -> str:
    target = row.target
    small = f" <small>{escape(target.unit)}</small>" if unit else ""
    return f'<th scope="row">{escape(words.name(target.title, target.row.region))}{small}</th>'


def _archive(row: Comparison) -> str:
    quality = row.target.row.quality
    mark = f' <abbr title="{words.QUALITIES[quality]} source">{quality}</abbr>' if quality else ""
    return f"{words.archival(row.value)}{mark}"


def _simulated(row: Comparison) -> str:
    return f"{words.number(row.median)} <small>({words.number(row.low)} – {words.number(row.high)})</small>"


def _mark(row: Comparison) -> str:
    if row.target.role != "prediction":
        return f'<span class="aside">{words.ROLES[row.target.role]}</span>'
    return f'<span class="miss">✗ {row.miss}</span>' if row.miss else '<span class="hit">✓ in</span>'


def _source(row: Comparison) -> str:
    kept = row.target.row
    name = escape(kept.source)
    if kept.url.startswith(("https://", "http://")):
        name = f'<a href="{escape(kept.url, quote=True)}" rel="noreferrer">{name}</a>'
    notes = "; ".join(filter(None, (kept.note, row.target.reason)))
    return f"{name}<small>{': ' if notes else ''}{escape(notes)}</small>"


def _asked(results: Results) -> str:
    rows = [row for family in results.families(("asked",)) for row in family.rows]
    if not rows:
        return ""
    lines = [
        f'<tr>{_what(row)}<td class="date">{row.target.row.date}</td>'
        f'<td class="strip">{strip(row)}</td><td class="n">{_simulated(row)}</td></tr>'
        for row in rows
    ]
    return _section(
        "asked", words.ASKED_TITLE, _details(f"{len(rows)} values", _table(words.ASKED_COLUMNS, lines, "strips"))
    )


def _values(results: Results) -> str:
    families = results.families(SHOWN)
    if not families:
        return ""
    lines = [_row(row, titled=True) for family in families for row in family.rows]
    data = base64.b64encode(_csv(results).encode()).decode()
    link = f'<p><a download="evidence.csv" href="data:text/csv;base64,{data}">{words.DOWNLOAD}</a></p>'
    table = _details(words.score(results.evidence_table()), _table(("What", *words.COLUMNS), lines))
    return _section("values", words.TABLE_TITLE, link + table)


def _csv(results: Results) -> str:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, _EXPORTED, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row.as_dict() for row in results.comparisons if row.target.answered)
    return buffer.getvalue()


def _unanswered(results: Results) -> str:
    reasons: dict[str, list[str]] = {}
    for target in results.targets:
        if not target.answered:
            reasons.setdefault(target.reason, []).append(words.name(target.title, target.row.region))
    if not reasons:
        return ""
    ordered = sorted((len(set(names)), reason, names) for reason, names in reasons.items())
    items = "".join(
        f"<li><b>{escape(reason)}</b>: {escape(', '.join(dict.fromkeys(names)))}</li>" for _, reason, names in ordered
    )
    count = sum(map(len, reasons.values()))
    listed = _details(f"{count} values of the archive, with the reason", f'<ul class="reasons">{items}</ul>')
    return _section("unanswered", words.UNANSWERED_TITLE, listed)


def _assumptions(results: Results) -> str:
    world = [
        f'<tr><th scope="row">{escape(kept["id"])}</th><td>{escape(kept["text"])}</td></tr>'
        for kept in results.about["assumptions"]
    ]
    guesses = [
        f'<tr><th scope="row">{escape(kept["name"])}</th><td class="n">{kept["value"]:g}</td>'
        f'<td class="n">{kept["low"]:g} – {kept["high"]:g} {escape(kept["unit"])}</td>'
        f"<td>{escape(kept['text'])}</td><td>{escape(kept['source'])}</td></tr>"
        for kept in results.about["parameters"]
        if kept["assumed"]
    ]
    parts = [f"<p>{words.ASSUMED}</p>"]
    if world:
        parts.append(_details(f"{len(world)} of the world", _table(("", "Assumption"), world), shown=True))
    if guesses:
        parts.append(
            _details(f"{len(guesses)} parameters that no datum fixes", _table(words.PARAMETER_COLUMNS, guesses))
        )
    return _section("assumptions", words.ASSUMPTIONS_TITLE, "".join(parts))


def _reproduce(results: Results, command: str) -> str:
    recipe = results.store.recipe
    versions = ", ".join(f"{name} {value}" for name, value in recipe["versions"].items())
    made = f"Seed {recipe['seed']}, scale {recipe['scale']:g}, model {recipe['model']}; {versions}. {words.SAME_BITS}"
    return _section("reproduce", words.REPRODUCE_TITLE, f"<pre>{escape(command)}</pre><p>{escape(made)}</p>")


def _section(key: str, title: str, body: str) -> str:
    return f'<section id="{key}"><h2>{title}</h2>{body}</section>'


def _details(summary: str, body: str, *, shown: bool = False) -> str:
    return f"<details{' open' if shown else ''}><summary>{escape(summary)}</summary>{body}</details>"


def _table(head: Sequence[str], lines: Sequence[str], look: str = "") -> str:
    cells = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    kind = f' class="{look}"' if look else ""
    rows = "".join(lines)
    return f'<div class="scroll"><table{kind}><thead><tr>{cells}</tr></thead><tbody>{rows}</tbody></table></div>'
