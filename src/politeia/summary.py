"""The summary a run ends with: what fails first, then outcomes, then every value beside the archive."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from politeia import words
from politeia.results import Comparison, Family, Results

MOST_MISSES = 12
_BAR = 24  # cells of an outcome's bar


@dataclass(frozen=True, kw_only=True)
class Effort:
    """What a run cost. ``ran`` histories were simulated now, the others were stored."""

    ran: int
    persons: int
    weeks: int
    wall_s: float
    threads: int
    workers: str = ""  # who did it, if not threads
    person_weeks_per_s: float


def show(results: Results, effort: Effort, console: Console, report: str) -> None:
    """Print it all."""
    console.print(_page(results, effort, report))


def _page(results: Results, effort: Effort, report: str) -> Group:
    rows = results.evidence_table()
    parts: list[RenderableType] = ["", _head(results, effort)]
    if rows:
        parts += [heading(words.NOT_REPRODUCED), Padding(missed(rows), (0, 0, 0, 2))]
    parts += [heading(words.OUTCOME_TITLE), Padding(_outcomes(results), (0, 0, 0, 2))]
    if rows:
        parts += [heading(words.TABLE_TITLE), table(results.families())]
        parts += ["", legend()]
    parts += ["", _end(results, rows, report)]
    return Group(*parts)


def heading(text: str) -> Text:
    """The title of a part."""
    return Text(f"\n{text}", style="bold")


def _head(results: Results, effort: Effort) -> Text:
    about = results.about
    count = len(results.histories)
    text = Text(about["charter"]["title"], style="bold")
    text.append(f"   {about['start']} to {about['end']}\n", style="not bold")
    histories = words.plural(count, "history", "histories")
    text.append(f"{count:,} {histories} of {effort.weeks:,} weeks, {effort.persons:,} persons each", style="not bold")
    if draws := about.get("posterior", {}).get("draws", 0):
        text.append(
            f"\nparameters: {draws} draws of the posterior {about['posterior']['name']}, dealt in turn",
            style="not bold",
        )
    if effort.ran:
        work = effort.ran * effort.weeks * effort.persons
        pace = f"{words.large(work)} person-weeks in {words.span(effort.wall_s)}"
        rate = f"{words.large(effort.person_weeks_per_s)} a second on {effort.workers or f'{effort.threads} threads'}"
        text.append(f"\n{pace}: {rate}", style="not bold dim")
    else:
        text.append("\nall of them were stored: nothing was run", style="not bold dim")
    if count < 20:
        text.append(f"\n{words.FEW}", style="not bold yellow")
    return text


def missed(rows: Sequence[Comparison]) -> RenderableType:
    """The series with values outside the range, the worst first."""
    found = words.misses(rows)
    if not found:
        return Text(words.NOTHING_MISSED)
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold", max_width=46)
    table.add_column()
    for title, sentence in found[:MOST_MISSES]:
        table.add_row(title, sentence)
    if len(found) > MOST_MISSES:
        table.add_row(
            Text(f"and {len(found) - MOST_MISSES} more series", style="dim"), Text("marked ✗ below", style="dim")
        )
    return table


def _outcomes(results: Results) -> RenderableType:
    outcomes = results.outcomes()
    total = sum(outcomes.values())
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True, style="blue")
    table.add_column()
    for name, count in outcomes.items():
        bar = "█" * max(1, round(_BAR * count / total))
        table.add_row(name, f"{count:,} of {total:,}", bar, words.OUTCOMES.get(name, ""))
    failures = results.failures()
    for reason, numbers in list(failures.items())[:3]:
        table.add_row("", f"{len(numbers):,}", "", Text(f"without numbers: {reason}", style="red"))
    return table


def table(families: Iterable[Family]) -> Group:
    """One grid a series, all of the same widths, each under its title."""
    head = _grid()
    head.add_row("date", "simulated", words.RANGE, "archive", "", "source", style="dim")
    parts: list[RenderableType] = [head]
    for family in families:
        grid = _grid()
        for row in family.rows:
            grid.add_row(*_cells(row))
        parts += [Text(f"{words.name(family.title, family.region)} ({family.unit})", style="bold"), grid]
    return Group(*parts)


def _grid() -> Table:
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    grid.add_column(width=12, justify="right", no_wrap=True)
    grid.add_column(width=9, justify="right", no_wrap=True)
    grid.add_column(width=21, justify="center", no_wrap=True)
    grid.add_column(width=12, justify="right", no_wrap=True)
    grid.add_column(width=10, no_wrap=True)
    grid.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    return grid


def _cells(row: Comparison) -> tuple[RenderableType, ...]:
    archive = Text(words.archival(row.value))
    archive.append(f" {row.target.row.quality or ' '}", style="dim")
    mark = Text("✓ in", style="green") if row.inside else Text(f"✗ {row.miss}", style="red")
    band = f"{words.number(row.low)} – {words.number(row.high)}"
    source = Text(row.target.row.source, style="dim")
    return row.target.row.date.isoformat(), words.number(row.median), band, archive, mark, source


def legend() -> Text:
    """What the columns and letters mean."""
    return Text(
        f"simulated: the median history. A good, B fair, C poor source. {words.RIVALS}\n{words.LIMITS}",
        style="dim",
    )


def _end(results: Results, rows: tuple[Comparison, ...], report: str) -> Text:
    text = Text()
    if rows:
        text.append(words.score(rows) + "\n", style="bold")
    text.append(f"results  {results.folder}\nreport   {report}\nnext     {words.NEXT}")
    return text
