"""What `politeia stress` does: arguments in, a summary, data or a report out."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from politeia import load, progress, stress
from politeia.articles import Language
from politeia.mistakes import Mistake
from politeia.model import build
from politeia.stress.words import Words


def run(
    charter: str,
    *,
    world: str = "",
    histories: int = 200,
    stresses: Sequence[str] = (),
    suggest: bool = False,
    against: str = "",
    report: Path | None = None,
    scale: float | None = None,
    seed: int = 1917,
    out: Path = Path("results"),
    threads: int | None = None,
    as_json: bool = False,
    quiet: bool = False,
    language: Language = "en",
) -> int:
    """Stress a charter and say what gives way; 1 if no history could be simulated."""
    if report is not None and report.suffix not in (".html", ".pdf"):
        raise Mistake(f"--report: given '{report}'; allowed: a file that ends in .html or .pdf")
    if scale is not None and not 0 < scale <= 1:
        raise Mistake(f"--scale: given {scale:g}; allowed: above 0, at most 1 (one row for each person)")
    console = Console(stderr=True, quiet=as_json or quiet)
    found = stress.run(
        build(*stress.loaded(charter, world)),
        histories=histories,
        stresses=tuple(stresses),
        suggest=suggest or report is not None,
        other=load.charter(against) if against else None,
        scale=scale,
        seed=seed,
        folder=out,
        engine=lambda model, rows: progress.prepared(model, rows, console),
        watch=lambda what, total: progress.counting(console, what, total),
        threads=threads,
    )
    text = Words(found, language).told()
    if report is not None:
        from politeia.stress import paper

        paper.write(found, report, language)
        text += f"\n\nwrote {report}"
    data = found.as_dict() | ({"report": str(report)} if report else {})
    sys.stdout.write((json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) if as_json else text) + "\n")
    return int(all(odds["capture"] != odds["capture"] for odds in found.odds.values()))
