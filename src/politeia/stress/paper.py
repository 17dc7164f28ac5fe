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
from politeia.articles import Language, articles, percent, span
from politeia.mistakes import Mistake
from politeia.outcome import Thresholds
from politeia.stress.find import ODDS, Findings
from politeia.stress.phrases import LIMITS, MEANINGS, NAMES, PAPER, PRICES
from politeia.stress.words import Words, counted

_STYLE = """
@page { size: A4; margin: 11mm 13mm }
body { font: 10.5pt/1.35 Georgia, serif; color: #1c1c1c; max-width: 46rem; margin: 1rem auto; padding: 0 1rem }
h1 { font-size: 1.5em; margin: 0 } h2 { font-size: 1.1em; margin: 1em 0 .3em; border-bottom: 1px solid #999 }
table { border-collapse: collapse; width: 100%; font-size: .92em } th, td { text-align: right; padding: .12em .4em }
th:first-child, td:first-child { text-align: left }
.help th, .help td { text-align: left; vertical-align: top } .help small { white-space: nowrap }
tr:nth-child(even) td { background: #f4f4f0 }
tr:nth-child(n) td.bad { font-weight: bold; background: #f3d9c4 }
ul { margin: .2em 0 .2em 1.2em; padding: 0 } ol { margin: .2em 0 .2em 1.9em; padding: 0 } small { color: #555 }
.page { break-before: page }
@media print {
  body { font-size: 8.4pt; line-height: 1.22; margin: 0; padding: 0; max-width: none }
  h2 { margin: .6em 0 .2em }
}
footer { margin-top: 1em; border-top: 1px solid #999; font-size: .85em; color: #444 }
"""
MOST = 6  #: suggestions that a committee reads
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def write(found: Findings, path: Path, language: Language = "en") -> None:
    """The report as a self-contained HTML file, or a PDF if the name ends so (a Chromium browser prints it)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".pdf":
            _print(html(found, language), path)
        else:
            path.write_text(html(found, language), encoding="utf-8")
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


def html(found: Findings, language: Language = "en") -> str:
    """The report as one page of HTML that needs nothing else."""
    words = Words(found, language)
    say = PAPER[language]
    battery = found.battery
    title = escape(say["title"].format(title=words.title))
    told = found.paths[found.told]
    body = [
        f"<h1>{title}</h1><p>{escape(_asked(words))}</p>",
        _section(say["questions"], _list(words.questions())),
        _section(say["ten"], _table(words)),
        _section(words.path_head(told, found.told), _list(words.path_steps(told, numbered=False), "ol")),
        '<div class="page"></div>',
        _section(say["weak"], f"<p><small>{escape(say['distance'].format(tried=found.tried))}</small></p>"
                 + _list(words.weak())),
        _section(say["holding"], _list(words.holding())),
        _section(say["help"], _helping(words)),
        _section(say["concerned"], _list(_articles(words))),
        _section(say["assumed"], _list(_assumed(words))),
        _section(say["limits"], _list(LIMITS[language])),
        f"<footer>{words.say('advice')} politeia {politeia.__version__}, {dt.date.today().isoformat()}{say['stop']} "
        + escape(say["foot"].format(charter=found.charter.name, world=battery.model.world.name, seed=battery.seed))
        + "</footer>",
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style><body>{''.join(body)}</body></html>"
    )


def _section(head: str, body: str) -> str:
    return f"<h2>{escape(head)}</h2>{body}"


def _asked(words: Words) -> str:
    """What was simulated, and how far the campaign of growth came."""
    found, battery = words.found, words.found.battery
    say = PAPER[words.language]
    asked = say["asked"].format(
        histories=found.histories, worlds=len(found.odds), span=span(battery.model.world.weeks, words.language),
        persons=words.number(battery.engine.persons, ","),
    )  # fmt: skip
    return asked + "".join(say["reached"].format(reached=words.number(x, ".1f")) for x in battery.reached.values())


def _list(items: Iterable[str], kind: str = "ul") -> str:
    return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"


def _table(words: Words) -> str:
    names, french = NAMES[words.language], words.language == "fr"
    head = "".join(f"<th>{escape(names[key])}</th>" for key in ODDS)
    rows = []
    for stress in words.found.battery.stresses:
        odds = words.found.odds[stress.name]
        cells = "".join(
            f"<td{' class=bad' if odds[key] >= 0.5 else ''}>{escape(counted(odds[key]))}</td>" for key in ODDS
        )
        text = stress.text_fr if french else stress.text
        name = f"{escape(words.world(stress.name))}<br><small>{escape(text)}</small>"
        rows.append(f"<tr><td>{name}</td>{cells}</tr>")
    return f"<table><tr><th></th>{head}</tr>{''.join(rows)}</table>{_key(words)}"


def _helping(words: Words) -> str:
    """Each change that helps: what it brings, and every price with its interval."""
    found, say, prices = words.found, PAPER[words.language], PRICES[words.language]
    told = [*([found.amended] if found.amended else []), *found.suggestions[:MOST]]
    if not told:
        return _list(words.suggested())
    rows = []
    for s in told:
        worse = {key for key, _, _ in s.moves(worse=True)}
        cells = "".join(f"<td{' class=bad' if k in worse else ''}>{_apart(words.priced(s, k))}</td>" for k in prices)
        rows.append(f"<tr><td>{escape(words.changes(s.change))}</td><td>{escape(words.gain(s))}</td>{cells}</tr>")
    head = "".join(f"<th>{escape(name)}</th>" for name in (say["changed"], say["gain"], *prices.values()))
    return f'<table class="help"><tr>{head}</tr>{"".join(rows)}</table><p><small>{escape(say["priced"])}</small></p>'


def _apart(said: str) -> str:
    """A value and, on a line of its own, its interval."""
    value, _, interval = escape(said).partition(" (")
    return f"{value}<br><small>({interval}</small>"


def _key(words: Words) -> str:
    """What the columns mean, and from where on."""
    t = Thresholds()
    limits = {
        "bureaucracy": words.number(t.captured_bureaucracy),
        "democracy": words.number(t.captured_democracy),
        "paralysed": percent(t.paralysed, words.language),
    }
    names, colon = NAMES[words.language], " :" if words.language == "fr" else ":"
    said = [
        f"<b>{escape(names[k])}</b>{colon} {escape(m.format(**limits))}" for k, m in MEANINGS[words.language].items()
    ]
    return f"<p><small>{escape(PAPER[words.language]['marks'])} {'; '.join(said)}.</small></p>"


def _articles(words: Words) -> list[str]:
    """The articles that the report speaks of, as they stand."""
    found = words.found
    effects = [found.weakest, *found.weak.values(), *found.holding.values()]
    moved = [e.change for e in effects if e is not None] + [s.change for s in found.suggestions[:MOST]]
    named = {row["id"] for change in moved for row in found.changes(change) if "id" in row}
    say, language = PAPER[words.language]["article"], words.language
    return [
        say.format(n=a.number, title=a.title(language), text=a.text(language))
        for a in articles(found.charter)
        if a.id in named
    ]


def _assumed(words: Words) -> list[str]:
    """The world's own assumptions; the model's are many and listed by a command."""
    found, say = words.found, PAPER[words.language]
    own = [f"{a.id} {a.text}" for a in found.battery.model.world.assumptions]
    return [*own, say["sources"].format(source=found.charter.source), say["parameters"]]
