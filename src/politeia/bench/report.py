"""What the command on speed prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from politeia import bench, progress
from politeia.bench.results import Bench
from politeia.bench.targets import Target, targets

WAITS = {
    "help_s": "politeia --help",
    "import_s": "import politeia",
    "first_week_s": "first simulated week of the full model, compiled before",
    "cold_workload_s": "the common workload's first week, nothing compiled",
    "cold_week_s": "first simulated week of the full model, nothing compiled",
}


def command(
    *,
    persons: Sequence[int] = (),
    only: Sequence[str] = (),
    quick: bool = False,
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Measure, and print tables or data."""
    console = Console(stderr=True, quiet=as_json or quiet)
    with progress.telling(console, "parts", _parts(persons, only, quick)) as tell:
        found = bench.run(persons=persons, only=only, quick=quick, progress=tell)
    if as_json:
        sys.stdout.write(json.dumps(found.as_dict(), indent=1) + "\n")
    else:
        show(found, Console(highlight=False, markup=False))
    return 0


def _parts(persons: Sequence[int], only: Sequence[str], quick: bool) -> int:
    sizes = persons or (bench.QUICK if quick else bench.SIZES)
    return 1 + len(sizes) + sum(not only or name in only for name in ("full", "startup"))


def show(found: Bench, console: Console) -> None:
    """Tables of times, start-up and targets."""
    machine, bandwidth = found.machine, found.triad
    console.print(f"{machine['processor']}, {machine['cores']} cores; memory (triad): " + _bandwidths(bandwidth))
    if machine["load_before"] is not None and machine["load_before"] > 0.5:
        console.print(
            f"the machine was busy (load {machine['load_before']:.1f}): trust ratios and processor times (--json)"
        )
    for workload in dict.fromkeys(row["workload"] for row in found.rows):
        console.print(times([row for row in found.rows if row["workload"] == workload]))
    for row in found.rows:
        if row.get("why"):
            console.print(f"{row['implementation']}, {row['asked']:,} persons: {row['why']}")
    if found.startup:
        console.print("\nWaiting, seconds")
        for name, seconds in found.startup.items():
            console.print(f"  {seconds:6.2f}  {WAITS[name]}")
    console.print("\nTargets (one thread by processor time)")
    for target in targets(found):
        console.print("  " + in_words(target), soft_wrap=True)


def _bandwidths(triad: dict[int, float]) -> str:
    return ", ".join(f"{gb:.0f} GB/s on {threads} thread{'s'[: threads > 1]}" for threads, gb in triad.items())


def times(rows: Sequence[dict[str, Any]]) -> Table:
    """Nanoseconds a person-week of one workload: a line for each implementation, a column for each size."""
    sizes = sorted({row["asked"] for row in rows})
    table = Table(
        title=f"{rows[0]['workload']}: nanoseconds a person-week", title_justify="left", box=None, pad_edge=False
    )
    table.add_column("", no_wrap=True)
    for heading in (*(f"{size:,}" for size in sizes), "bytes each", "bandwidth", "compile s"):
        table.add_column(heading, justify="right")
    for key in dict.fromkeys((row["implementation"], row["threads"], row["histories"]) for row in rows):
        mine = [row for row in rows if (row["implementation"], row["threads"], row["histories"]) == key]
        last = mine[-1]
        share = last.get("bandwidth_share")
        cells = [
            next((_number(row["ns_per_person_week"]) for row in mine if row["asked"] == size), "") for size in sizes
        ]
        more = (
            _number(last["bytes_per_person"]),
            "" if share is None else f"{share:.0%}",
            _number(mine[0]["compile_s"]),
        )
        table.add_row(_label(*key), *cells, *more)
    return table


def _label(implementation: str, threads: int, histories: int) -> str:
    many = f", {histories} runs" if histories > 1 else ""
    return f"{implementation}, {threads} thread{'s'[: threads > 1]}{many}"


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def in_words(target: Target) -> str:
    """One line: what, how much, against what, and whether it is met."""
    bound = f"{'at least' if target.least else 'at most'} {target.bound:g} {target.unit}"
    if target.value is None:
        return f"{target.what}: not measured ({bound})"
    return f"{target.what}: {_number(target.value)} {target.unit} ({bound}): {'met' if target.met else 'NOT MET'}"
