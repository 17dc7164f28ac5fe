"""What `politeia validate` prints: coverage in words, misses first, what no measure answers, then every figure."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from politeia import answers, summary, words
from politeia.results import families
from politeia.scores import NOMINAL, Scores
from politeia.validation import Entry, Validation

MOST_REASONS = 25


def show(found: Validation, file: str, console: Console) -> None:
    """Print it all."""
    counted = [entry.comparison for entry in found.counted]
    parts: list[RenderableType] = ["", _head(found, file)]
    if counted:
        parts += [summary.heading(words.NOT_REPRODUCED), _indented(summary.missed(counted))]
        parts += [summary.heading("How good the ranges are"), _indented(_scores(found))]
    if unmapped := [entry for entry in found.entries if not entry.target.answered]:
        parts += [summary.heading(words.UNANSWERED_TITLE), _indented(_unmapped(unmapped))]
    titles = [series.title for series in answers.mapping().series.values()]
    if counted:
        parts += [summary.heading(words.TABLE_TITLE), summary.table(families(counted, titles)), "", summary.legend()]
    if asked := [entry for entry in found.entries if entry.target.role == "asked"]:
        parts += [summary.heading(words.ASKED_TITLE), _indented(_asked(asked))]
    parts += ["", Text(in_words(found), style="bold")]
    console.print(Group(*parts))


def in_words(found: Validation) -> str:
    """Coverage and calibration in two sentences."""
    answered = sum(entry.target.answered for entry in found.entries)
    rows = f"{answered:,} of {len(found.entries):,} rows are answered by a measure"
    if not found.counted:
        return f"{rows}; none of them is a prediction with a figure to compare."
    return (
        f"{rows}. {words.score([entry.comparison for entry in found.counted])}\n"
        f"Of the ranges that should hold {_listed(NOMINAL)} of the figures, {_listed(found.scores.coverage)} do: "
        f"a calibration error of {100 * found.scores.calibration_error:.0f} points."
    )


def blocks_in_words(scored: Mapping[str, Scores]) -> str:
    """Each block of the archive under the calibration that did not see it, one line each."""
    groups = answers.mapping().groups
    lines = [
        "Blocks of the archive, each under the calibration without it (figures; share inside 50, 80 and 95 %; CRPS)"
    ]
    for name, part in _ordered(scored, list(groups)).items():
        shares = "".join(f"{100 * share:6.0f} %" for share in part.coverage)
        lines.append(f"  {groups.get(name, name):<32} {part.count:4d} {shares} {part.crps:8.2f}")
    return "\n".join(lines)


def _head(found: Validation, file: str) -> Text:
    about, count = found.results.about, len(found.results.histories)
    text = Text(f"{about['charter']['title']} beside {file}", style="bold")
    text.append(
        f"\n{count:,} {words.plural(count, 'history', 'histories')}, {found.results.folder}", style="not bold dim"
    )
    if count < 20:
        text.append(f"\n{words.FEW}", style="not bold yellow")
    return text


def _scores(found: Validation) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("", "figures", *(f"in {100 * level:g} %" for level in NOMINAL), "error", "CRPS", "ranks"):
        table.add_column(title, justify="left" if title == "" else "right")
    _score_row(table, "all", found.scores, "bold")
    for name, part in found.by(lambda entry: entry.row.quality).items():
        _score_row(table, f"{words.QUALITIES.get(name, name)} sources", part)
    groups = answers.mapping().groups
    for name, part in _ordered(found.by(lambda entry: entry.target.group), list(groups)).items():
        _score_row(table, groups.get(name, name), part, "dim")
    return table


def _score_row(table: Table, name: str, part: Scores, style: str = "") -> None:
    shares = [f"{100 * share:.0f} %" for share in part.coverage]
    ranks = " ".join(str(n) for n in part.ranks)
    error = f"{100 * part.calibration_error:.0f}"
    table.add_row(name, str(part.count), *shares, error, f"{part.crps:.2f}", ranks, style=style)


def _ordered(parts: Mapping[str, Scores], order: Sequence[str]) -> dict[str, Scores]:
    return dict(sorted(parts.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)))


def _unmapped(rows: Sequence[Entry]) -> Table:
    """One line a series and reason."""
    together: dict[tuple[str, str, str], int] = defaultdict(int)
    for entry in rows:
        near = f"; nearest: {entry.nearest}" if entry.nearest and "did you mean" not in entry.target.reason else ""
        together[entry.row.series, entry.target.reason, near] += 1
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", max_width=46)
    table.add_column()
    for (series, reason, near), count in list(together.items())[:MOST_REASONS]:
        table.add_row(series + (f" ({count})" if count > 1 else ""), reason + near)
    if len(together) > MOST_REASONS:
        table.add_row("", Text(f"and {len(together) - MOST_REASONS} more: --json names them all", style="dim"))
    return table


def _asked(rows: Sequence[Entry]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for title in ("what", "date", "simulated", words.RANGE):
        table.add_column(title, style="dim" if title == "date" else "")
    for entry in rows:
        told = entry.comparison
        band = f"{words.number(told.low)} – {words.number(told.high)} {entry.target.unit}"
        name = words.name(entry.target.title, entry.row.region)
        table.add_row(name, entry.row.date.isoformat(), words.number(told.median), band)
    return table


def _indented(what: RenderableType) -> Padding:
    return Padding(what, (0, 0, 0, 2))


def _listed(shares: Sequence[float]) -> str:
    told = ["–" if math.isnan(share) else f"{100 * share:.0f}" for share in shares]
    return f"{', '.join(told[:-1])} and {told[-1]} %"
