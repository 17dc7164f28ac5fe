"""Two pages for a committee: the charter's weak points in bad years, as one HTML file, or as a PDF printed from it."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from html import escape
from pathlib import Path

import politeia
from politeia.articles import articles, span
from politeia.mistakes import Mistake
from politeia.stress import words
from politeia.stress.find import ODDS, Findings

_STYLE = """
@page { size: A4; margin: 11mm 13mm }
body { font: 10.5pt/1.35 Georgia, serif; color: #1c1c1c; max-width: 46rem; margin: 1rem auto; padding: 0 1rem }
h1 { font-size: 1.5em; margin: 0 } h2 { font-size: 1.1em; margin: 1em 0 .3em; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100%; font-size: .92em } th, td { text-align: right; padding: .12em .4em }
th:first-child, td:first-child { text-align: left } tr:nth-child(even) td { background: #f4f4f0 }
td.bad { font-weight: bold; background: #f3d9c4 } ol, ul { margin: .2em 0 .2em 1.2em; padding: 0 } small { color: #555 }
.page { break-before: page }
@media print {
  body { font-size: 8.4pt; line-height: 1.22; margin: 0; padding: 0; max-width: none }
  h2 { margin: .6em 0 .2em }
}
footer { margin-top: 1em; border-top: 1px solid #999; font-size: .85em; color: #444 }
"""
MOST = 6  #: suggestions that a committee reads
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def write(found: Findings, path: Path) -> None:
    """The report as a self-contained HTML file, or a PDF if the name ends so (a Chromium browser prints it)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".pdf":
            _print(html(found), path)
        else:
            path.write_text(html(found), encoding="utf-8")
    except OSError as error:
        raise Mistake(f"{path}: cannot be written ({error.strerror or error})") from None


def _print(page: str, path: Path) -> None:
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise Mistake(f"{path}: no browser to print a PDF (looked for {', '.join(_BROWSERS)}); give a name in .html")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.html"
        source.write_text(page, encoding="utf-8")
        flags = [
            "--headless",
            "--disable-gpu",
            "--no-sandbox",
            "--no-pdf-header-footer",
            f"--user-data-dir={folder}/user",
        ]
        command = [browser, *flags, f"--print-to-pdf={path.resolve()}", source.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    if done.returncode or not path.exists():
        raise Mistake(f"{path}: {browser} did not print it; give a name in .html and print that")


def html(found: Findings) -> str:
    """The report as one page of HTML that needs nothing else."""
    title = escape(found.charter.title)
    battery = found.battery
    asked = (
        f"{found.histories} futures in each of {len(found.odds)} worlds over {span(battery.model.world.weeks)}, "
        f"{battery.engine.persons:,} persons simulated in each, the same luck everywhere."
    )
    told = found.paths[found.told]
    body = [
        f"<h1>{title}: what gives way in bad years</h1><p>{escape(asked)}</p>",
        "<h2>Four questions</h2>", _list(words.questions(found)),
        "<h2>Of ten futures</h2>", _table(found),
        f"<h2>{escape(words.path_head(found, told, found.told))}</h2>",
        _list(words.path_steps(told, numbered=False), "ol"),
        '<div class="page"></div><h2>The weak article</h2>', _list(words.weak(found)),
        "<h2>The article that holds</h2>", _list(words.holding(found)),
        "<h2>What would help, and what it costs</h2>", _list([*words.amended(found), *words.suggested(found)[:MOST]]),
        "<h2>The articles concerned</h2>", _list(_articles(found)),
        "<h2>What is assumed</h2>", _list(_assumed(found)),
        "<h2>Limits</h2>", _list(words.LIMITS),
        f"<footer>{words.NOT_ADVICE} politeia {politeia.__version__}, {dt.date.today().isoformat()}; "
        f"charter {escape(found.charter.name)}, world {escape(battery.model.world.name)}, seed {battery.seed}."
        "</footer>",
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><body>{''.join(body)}</body></html>"
    )


def _list(items: Iterable[str], kind: str = "ul") -> str:
    return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"


def _table(found: Findings) -> str:
    head = "".join(f"<th>{escape(words.NAMES[key])}</th>" for key in ODDS)
    rows = []
    for stress in found.battery.stresses:
        odds = found.odds[stress.name]
        cells = "".join(
            f"<td{' class=bad' if odds[key] >= 0.5 else ''}>{words.counted(odds[key])}</td>" for key in ODDS
        )
        rows.append(f"<tr><td>{escape(stress.title)}<br><small>{escape(stress.text)}</small></td>{cells}</tr>")
    return f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>"


def _articles(found: Findings) -> list[str]:
    """The articles that the report speaks of, as they stand."""
    effects = [found.weakest, *found.weak.values(), *found.holding.values()]
    moved = [e.change for e in effects if e is not None] + [s.change for s in found.suggestions]
    named = {row["id"] for change in moved for row in found.changes(change) if "id" in row}
    return [f"Art. {a.number}. {a.title_en}. {a.text_en}" for a in articles(found.charter) if a.id in named]


def _assumed(found: Findings) -> list[str]:
    """The world's own assumptions; the model's are many and listed by a command."""
    own = [f"{a.id} {a.text}" for a in found.battery.model.world.assumptions]
    return [*own, f"{found.charter.source}.", "The parameters of the model: politeia assumptions."]
