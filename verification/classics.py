"""The classics in full: every published number beside ours, written to ``docs/explanation/classics.md``.

``python verification/classics.py`` takes a minute on two processors, and fails if a row is not as listed.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from pathlib import Path

from politeia.classics import CLASSICS, results
from politeia.classics.card import GRADES, Classic, failures
from politeia.classics.report import count, values_in_words
from politeia.classics.results import Result

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "classics.md"

INTRODUCTION = """# Classic models, number by number

A simulator of organisations should reproduce the models that its field already has. Each of the {models} below is a file in
`src/politeia/classics/`: pure scalar kernels, the engine's random numbers, and a loop that the engine's compiler takes as it
takes the week. `politeia classics` runs them all, `politeia classics peter` prints one card.

Run on {day}: **{count}**, in {seconds:.0f} s of processor time.

An exact result is judged in our own standard errors (below four); a published mean of ten runs by whether ten of our runs
could have given it; a computed number to the last bit, or to the digits that were printed. Where an independent program
gives a value with its error, both must hold. Each row says how well the published number is known:

{grades}

No number known only from memory counts against a model without a reason given; none that fails is left out.
"""

LEFT_OUT = """## Considered and left out

- **Civil violence** (Epstein 2002): does not reproduce as printed. With arrests at the printed probability the second run has
  no outburst; other programs had to round the ratio of officers to rebels, and even then find waiting times a third of
  those printed. A demonstration, not a target.
- **Cabinet size** (Klimek, Hanel and Thurner 2009): the ideal mechanism, but its exact rule was not to be had.
- **Cultural transmission** (Harrison and Carroll 1991): the closest to recruitment with socialisation; its tables were not to
  be had.
- **Decision styles of the garbage can** (resolution, flight, oversight): our shares are not those remembered; only activity
  and difficulty are kept.
- Schelling, Laver's party competition, Hirschman's exit and voice, Svolik's power-sharing, Daniels' circular flow, Michels: no
  specification of individual behaviour together with a number to hit. The nearest to an iron law in numbers is Galam's 0.7676.

`python verification/classics.py` writes this page.
"""


def main() -> None:
    """Run everything, write the page, fail if a row is not as listed."""
    began = time.process_time()
    found = results.run(threads=os.cpu_count())
    spent = time.process_time() - began
    head = INTRODUCTION.format(
        models=len(CLASSICS), day=dt.date.today().isoformat(), count=count(found), seconds=spent,
        grades="\n".join(f"- *{name}*: {text}" for name, text in GRADES.items()),
    )  # fmt: skip
    cards = [section(classic, [r for r in found if r.row.model == name]) for name, classic in CLASSICS.items()]
    PAGE.write_text("\n".join([head, failing(found), *cards, LEFT_OUT]), encoding="utf-8")
    print(count(found))
    surprises = [r.row.id for r in found if r.surprise]
    if surprises:
        raise SystemExit(f"not as listed: {surprises}")


def failing(found: list[Result]) -> str:
    """The named failures, first."""
    lines = [f"- **{m}**, {q} ({p}): {reason}." for (m, p, q), reason in failures().items()]
    return "\n".join(["## What does not reproduce", "", *lines, ""])


def section(classic: Classic, found: list[Result]) -> str:
    """One model."""
    rows = [
        f"| {r.row.quantity} | {r.row.parameters.replace(',', ', ') or '-'} | {values_in_words(r.row.published)} | "
        f"{values_in_words(r.found.values, r.found.errors)} | {r.row.judge} | {r.row.grade} | {'yes' if r.verdict.passed else '**no**'} |"
        for r in found
    ]
    return "\n".join(
        [
            f"## {classic.title} (`{classic.name}`)",
            "",
            "; ".join(classic.cite) + ".",
            "",
            *(f"- `{name}`: {text}" for name, text in classic.conventions.items()),
            "",
            "| quantity | parameters | published | ours ± standard error | judged | known | holds |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            f"What fails: {classic.fails.rstrip('.')}.",
            "",
        ]
    )


if __name__ == "__main__":
    main()
