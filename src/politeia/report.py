"""The report: one HTML file that asks nothing of the network, opens anywhere and can be handed on.

It opens on the question and the verdict, says what the model fails to reproduce, and only then shows the fans.
"""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from politeia import words
from politeia.charts import chart, legend, strip
from politeia.results import Comparison, Family, Results

SHOWN = ("prediction", "input", "aside")
QUESTION_SERIES = "gubkom_secretaries_appointed_share"  #: the series that answers the question of the title
_LARGE, _LONG = 3, 9  # archival dates that make a chart worth half the page, and all of it


def write(results: Results, command: str, path: Path) -> Path:
    """Write the report; ``command`` is the line that makes these results again."""
    from politeia.store import write_whole

    write_whole(path, page(results, command).encode())
    return path


def page(results: Results, command: str) -> str:
    """The whole document."""
    title = words.question(results.about["charter"]["title"])
    body = "".join(
        [
            _hero(results, title),
            _missed(results),
            _chapters(results),
            _asked(results),
            _table(results),
            _unanswered(results),
            _assumptions(results),
            _reproduce(results, command),
        ]
    )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">"
        f'<style>{_STYLE}</style></head><body><a class="skip" href="#missed">Skip to the results</a><main>{body}</main></body></html>'
    )


def _hero(results: Results, title: str) -> str:
    about = results.about
    family = next((f for f in results.families(SHOWN) if f.rows[0].target.row.series == QUESTION_SERIES), None)
    answer, figure = "", ""
    if family is not None:
        fan = results.fan(family.rows[0].target)
        if fan is not None:
            low, median, high = (float(fan[level, -1]) / 100 for level in (1, 3, 5))
            answer = f"<p>{escape(words.answer(family.title, median, low, high))}</p>"
        figure = _figure(results, family, height=290)
    rows = results.evidence_table()
    score = f'<p>{escape(words.score(rows))} <a href="#missed">{words.NOT_REPRODUCED}</a></p>' if rows else ""
    count = len(results.histories)
    few = f'<p class="warning">{words.FEW}</p>' if count < 20 else ""
    return (
        f'<header><p class="kicker">{escape(about["charter"]["title"])} · {about["start"][:4]} to {about["end"][:4]} · '
        f"{count:,} simulated histories of {results.weeks:,} weeks</p><h1>{escape(title)}</h1></header>"
        f'<section class="hero"><div><p class="verdict">{escape(words.verdict(results.outcomes()))}</p>{answer}{score}{few}'
        f"{_outcomes(results)}</div>{figure}</section><p class=\"limits\">{words.LIMITS}</p>{_nav(results)}"
    )


def _nav(results: Results) -> str:
    groups = results.about["groups"]
    present = {family.group for family in results.families(SHOWN)}
    links = "".join(f'<a href="#{key}">{escape(title)}</a>' for key, title in groups.items() if key in present)
    return f'<nav aria-label="Chapters">{links}<a href="#values">{words.TABLE_TITLE}</a><a href="#assumptions">{words.ASSUMPTIONS_TITLE}</a></nav>'


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
        return ""
    found = words.misses(rows)
    items = "".join(f"<li><b>{escape(title)}</b> {escape(sentence)}</li>" for title, sentence in found)
    body = f'<ol class="missed">{items}</ol>' if found else f"<p>{words.NOTHING_MISSED}</p>"
    return f'<section id="missed"><h2>{words.NOT_REPRODUCED}</h2><p>{escape(words.score(rows))} The worst come first.</p>{body}</section>'


def _chapters(results: Results) -> str:
    families = [family for family in results.families(SHOWN) if any(row.counted for row in family.rows)]
    parts = [f'<section><h2>Simulated bands, archival marks</h2>{legend()}</section>'] if families else []
    for key, title in results.about["groups"].items():
        held = [family for family in families if family.group == key]
        if held:
            parts.append(f'<section id="{key}"><h2>{escape(title)}</h2>{_figures(results, held)}</section>')
    return "".join(parts)


def _figures(results: Results, families: Sequence[Family]) -> str:
    """Wide figures for what the archive knows at several dates, small ones for a single date, then the strips."""
    large, small, strips = [], [], []
    for family in families:
        dates = {row.target.row.date for row in family.rows}
        if len(dates) >= _LONG:
            large.append(_figure(results, family, width=1240, height=330))
        elif len(dates) >= _LARGE:
            large.append(_figure(results, family))
        elif len(dates) > 1 or results.fan(family.rows[0].target) is not None:
            small.append(_figure(results, family, width=400, height=190))
        else:
            strips += [_strip_row(row) for row in family.rows if row.counted]
    out = f'<div class="wide">{"".join(large)}</div>' if large else ""
    out += f'<div class="small">{"".join(small)}</div>' if small else ""
    if strips:
        head = "<tr><th>What</th><th>Date</th><th>Simulated and archive</th><th>Simulated</th><th>Archive</th><th></th><th>Source</th></tr>"
        out += f'<div class="scroll"><table class="strips"><thead>{head}</thead><tbody>{"".join(strips)}</tbody></table></div>'
    return out


def _figure(results: Results, family: Family, width: int = 600, height: int = 240) -> str:
    counted = [row for row in family.rows if row.counted]
    inside = f"{sum(row.inside for row in counted)} of {len(counted)} inside" if counted else "not counted"
    rows = "".join(_row(row, titled=False) for row in family.rows)
    caption = f"<b>{escape(words.name(family.title, family.region))}</b> <span>{escape(family.unit)} · {inside}</span>"
    return (
        f"<figure{' class=long' if width > 1000 else ''}><figcaption>{caption}</figcaption>{chart(results, family, width=width, height=height)}"
        f'<details><summary>Table and sources</summary><div class="scroll"><table>{_header(titled=False)}<tbody>{rows}</tbody></table></div></details></figure>'
    )


def _strip_row(row: Comparison) -> str:
    target = row.target
    return (
        f'<tr><th scope="row">{escape(words.name(target.title, target.row.region))}</th><td class="date">{target.row.date}</td>'
        f'<td class="strip">{strip(row)}</td><td class="n">{_simulated(row)}</td><td class="n">{_archive(row)}</td>'
        f"<td>{_mark(row)}</td><td>{_source(row)}</td></tr>"
    )


def _header(*, titled: bool) -> str:
    first = '<th scope="col">What</th>' if titled else ""
    names = ("Date", "Archive", f"Simulated median ({words.RANGE})", "", "Source and note")
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{first}{cells}</tr></thead>"


def _row(row: Comparison, *, titled: bool) -> str:
    target = row.target
    first = f'<th scope="row">{escape(words.name(target.title, target.row.region))} <small>{escape(target.unit)}</small></th>' if titled else ""
    return (
        f'<tr>{first}<td class="date">{target.row.date}</td><td class="n">{_archive(row)}</td><td class="n">{_simulated(row)}</td>'
        f"<td>{_mark(row)}</td><td>{_source(row)}</td></tr>"
    )


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
    linked = f'<a href="{escape(kept.url, quote=True)}" rel="noreferrer">{name}</a>' if kept.url.startswith("http") else name
    notes = "; ".join(filter(None, (kept.note, row.target.reason)))
    return f"{linked}<small>{': ' if notes else ''}{escape(notes)}</small>"


def _asked(results: Results) -> str:
    families = results.families(("asked",))
    if not families:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{escape(words.name(f.title, f.region))} <small>{escape(f.unit)}</small></th>'
        f'<td class="date">{row.target.row.date}</td><td class="strip">{strip(row)}</td><td class="n">{_simulated(row)}</td></tr>'
        for f in families
        for row in f.rows
    )
    head = f"<thead><tr><th>What</th><th>Date</th><th>Range and median</th><th>Simulated ({words.RANGE})</th></tr></thead>"
    return (
        f'<section id="asked"><h2>{words.ASKED_TITLE}</h2><details><summary>{sum(len(f.rows) for f in families)} values</summary>'
        f'<div class="scroll"><table class="strips">{head}<tbody>{rows}</tbody></table></div></details></section>'
    )


def _table(results: Results) -> str:
    rows = results.families(SHOWN)
    if not rows:
        return ""
    body = "".join(_row(row, titled=True) for family in rows for row in family.rows)
    data = base64.b64encode(_csv(results).encode()).decode()
    link = f'<a download="evidence.csv" href="data:text/csv;base64,{data}">Download as CSV</a>'
    return (
        f'<section id="values"><h2>{words.TABLE_TITLE}</h2><p>{link}</p><details><summary>{words.score(results.evidence_table())}</summary>'
        f'<div class="scroll"><table>{_header(titled=True)}<tbody>{body}</tbody></table></div></details></section>'
    )


def _csv(results: Results) -> str:
    buffer = io.StringIO()
    names = ("series", "region", "date", "value", "unit", "low", "median", "high", "inside", "role", "quality", "source")
    writer = csv.DictWriter(buffer, names, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(row.as_dict() for row in results.comparisons if row.target.answered)
    return buffer.getvalue()


def _unanswered(results: Results) -> str:
    reasons: dict[str, list[str]] = {}
    for target in results.targets:
        if not target.answered:
            label = words.name(target.title, target.row.region)
            if label not in reasons.setdefault(target.reason, []):
                reasons[target.reason].append(label)
    if not reasons:
        return ""
    ordered = sorted(reasons.items(), key=lambda item: len(item[1]))
    items = "".join(f"<li><b>{escape(reason)}</b>: {escape(', '.join(names))}</li>" for reason, names in ordered)
    count = sum(not target.answered for target in results.targets)
    return (
        f'<section id="unanswered"><h2>{words.UNANSWERED_TITLE}</h2><details><summary>{count} values of the archive, with the reason</summary>'
        f'<ul class="reasons">{items}</ul></details></section>'
    )


def _assumptions(results: Results) -> str:
    listed = "".join(f"<tr><th scope='row'>{escape(a['id'])}</th><td>{escape(a['text'])}</td></tr>" for a in results.about["assumptions"])
    guessed = "".join(_guesses(results))
    world = f"<details open><summary>{len(results.about['assumptions'])} of the world</summary><div class='scroll'><table><tbody>{listed}</tbody></table></div></details>"
    head = "<thead><tr><th>Parameter</th><th>Value</th><th>Plausible</th><th>Meaning</th><th>Source</th></tr></thead>"
    model = f"<details><summary>{guessed.count('<tr>')} parameters that no datum fixes</summary><div class='scroll'><table>{head}<tbody>{guessed}</tbody></table></div></details>"
    return (
        f'<section id="assumptions"><h2>{words.ASSUMPTIONS_TITLE}</h2><p>No source gives these; the verdict depends on them.</p>'
        f"{world if listed else ''}{model if guessed else ''}</section>"
    )


def _guesses(results: Results) -> Iterator[str]:
    for kept in results.about["parameters"]:
        if kept["assumed"]:
            yield (
                f"<tr><th scope='row'>{escape(kept['name'])}</th><td class='n'>{kept['value']:g}</td>"
                f"<td class='n'>{kept['low']:g} – {kept['high']:g} {escape(kept['unit'])}</td>"
                f"<td>{escape(kept['text'])}</td><td>{escape(kept['source'])}</td></tr>"
            )


def _reproduce(results: Results, command: str) -> str:
    recipe = results.store.recipe
    versions = ", ".join(f"{name} {value}" for name, value in recipe["versions"].items())
    return (
        f'<section id="reproduce"><h2>{words.REPRODUCE_TITLE}</h2><pre>{escape(command)}</pre>'
        f"<p>Seed {recipe['seed']}, scale {recipe['scale']:g}, model {escape(str(recipe['model']))[:16]}; {escape(versions)}. "
        "The same command gives the same numbers, to the last bit, with any number of threads.</p></section>"
    )


_STYLE = """
:root{--ink:#1a1a1a;--quiet:#5a5a5a;--line:#d9d5cc;--paper:#fdfcfa;--b80:#c9ddf0;--b50:#86b3dc;--median:#0b4a82;--out:#b83a00}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI","Liberation Sans",sans-serif}
main{max-width:1280px;margin:0 auto;padding:20px 32px 64px}
h1{font:600 34px/1.2 Georgia,"Liberation Serif",serif;margin:2px 0 14px;max-width:30em}
h2{font:600 23px/1.25 Georgia,"Liberation Serif",serif;margin:40px 0 10px}
p{margin:0 0 10px;max-width:75ch}
.kicker,.limits{color:var(--quiet);font-size:14px;margin:0;max-width:none}.limits{margin-top:16px}
.verdict{font-size:20px;line-height:1.4}
.hero{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,620px);gap:36px;align-items:start}
.warning{color:var(--out)}
nav{display:flex;flex-wrap:wrap;gap:4px 18px;margin:14px 0 0;padding:10px 0;border:solid var(--line);border-width:1px 0;font-size:14px}
a{color:#0b4a82}
a:focus-visible,summary:focus-visible{outline:3px solid #f0a500;outline-offset:2px}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:#fff;padding:8px}
table{border-collapse:collapse;font-size:14px;width:100%}
caption{text-align:left;font-weight:600;padding:6px 0}
th,td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid #eceae4}
thead th{color:var(--quiet);font-weight:500}
tbody th{font-weight:600}
small{color:var(--quiet);font-size:13px}
th small{font-weight:400}
.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.date,.count{white-space:nowrap;font-variant-numeric:tabular-nums}
.outcomes{margin-top:8px}.outcomes .bar{width:27%}
.bar span{display:block;height:14px;margin-top:4px;background:var(--median);min-width:2px}
.missed{columns:2;column-gap:40px;padding-left:20px;font-size:15px;margin:0}.missed li{break-inside:avoid;margin-bottom:5px}
.wide,.small{display:grid;gap:22px 32px;grid-template-columns:repeat(2,minmax(0,1fr));margin-bottom:22px}
.small{grid-template-columns:repeat(3,minmax(0,1fr))}
figure{margin:0;min-width:0}.long{grid-column:1/-1}
figcaption{font-size:15px;line-height:1.35;margin-bottom:2px}figcaption span{color:var(--quiet);font-size:13px}
.small figcaption{min-height:2.7em}
svg{display:block;width:100%;height:auto}
.legend{display:flex;flex-wrap:wrap;gap:4px 22px;list-style:none;margin:0;padding:0;font-size:14px}
.legend li{display:flex;align-items:center;gap:6px}.legend svg{width:30px}
details summary{cursor:pointer;color:#0b4a82;font-size:14px;padding:2px 0}
.scroll{overflow-x:auto}
.strips .strip{width:26%;min-width:200px}
.reasons{font-size:14px;padding-left:20px}
pre{background:#f3f1eb;padding:12px 14px;overflow-x:auto;font-size:14px;margin:0 0 10px}
.hit{color:#1d6b3a;white-space:nowrap}.miss{color:var(--out);white-space:nowrap;font-weight:600}.aside{color:var(--quiet)}
svg text{font:12px system-ui,-apple-system,"Segoe UI","Liberation Sans",sans-serif;fill:var(--quiet)}
.grid{stroke:#e9e6df}.axis{stroke:#b9b4a8}
.b80{fill:var(--b80)}.b50{fill:var(--b50)}.median{fill:none;stroke:var(--median);stroke-width:1.8}
.rivals{stroke:#777;stroke-width:1;stroke-dasharray:2 2}
.gap{stroke:var(--out);stroke-width:1.3}
.mark{stroke:#fff;stroke-width:1}.in{fill:#1a1a1a}.out{fill:var(--out)}
.rival{fill:#fff;stroke:#1a1a1a;stroke-width:1.4}.out.rival{stroke:var(--out)}
.given{fill:#b9b4a8;stroke:#fff}
@media(max-width:1000px){.hero,.wide,.small{grid-template-columns:minmax(0,1fr)}.missed{columns:1}main{padding:16px}}
@media print{nav,.skip{display:none}body{font-size:12px}figure,tr{break-inside:avoid}}
"""
