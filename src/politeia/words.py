"""What the summary and the report say, gathered here: one place to read, correct or translate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import groupby

from politeia.results import Comparison

#: outcome -> how a history that ended so is told ("in 52 of 100 histories ...")
OUTCOMES = {
    "captured": "the apparatus ended by deciding alone",
    "democratic": "the members kept the last word",
    "contested": "neither the apparatus nor the members prevailed",
    "paralysed": "it could no longer decide",
    "split": "it broke in two",
    "missed": "it never took power",
    "destroyed": "it was destroyed",
    "failed": "the simulation failed",
}
QUALITIES = {"A": "good", "B": "fair", "C": "poor", "": "not rated"}
ROLES = {
    "prediction": "compared",
    "input": "given to the world",
    "bound": "at least",
    "aside": "set aside",
    "asked": "no value known",
    "unmapped": "not answered",
}

RANGE = "80 % range"
RANGE_IN_WORDS = "the range that holds 8 of 10 histories"
NOT_REPRODUCED = "What the model does not reproduce"
NOTHING_MISSED = "Every archival value lies in the range of the simulated ones."
OUTCOME_TITLE = "How the histories end"
TABLE_TITLE = "Every value beside the archive"
ASSUMPTIONS_TITLE = "What is assumed"
REPRODUCE_TITLE = "Run it again"
UNANSWERED_TITLE = "What the model does not answer"
ASKED_TITLE = "Simulated where no archival value is known yet"
LEGEND = (
    "simulated: median, 50 % and 80 % of histories",
    "archive, good source",
    "fair",
    "poor",
    "rival value of the same date",
    "outside the 80 % range",
    "given to the world or set aside: not counted",
    "at least so much: not counted",
)
COLUMNS = ("Date", "Archive", f"Simulated median ({RANGE})", "", "Source and note")
STRIP_COLUMNS = ("What", "Date", "Simulated and archive", "Simulated", "Archive", "", "Source")
ASKED_COLUMNS = ("What", "Date", "Range and median", f"Simulated ({RANGE})")
PARAMETER_COLUMNS = ("Parameter", "Value", "Plausible", "Meaning", "Source")
LEGEND_TITLE = "Simulated bands, archival marks"
SOURCES = "Table and sources"
SKIP = "Skip to what is not reproduced"
WORST = "The worst come first."
DOWNLOAD = "Download as CSV"
NO_ARCHIVE = "This world has no archive to compare with: it names no regions."
ASSUMED = "No source gives these; the verdict depends on them."
SAME_BITS = "The same command gives the same numbers, to the last bit, with any number of threads."
LIMITS = (
    "A simulation, not a proof: it shows what follows from the rules, the assumptions and chance. "
    "Never take one history for the result."
)
NEXT = "open the report in a browser; then write rules of your own: politeia new organisation my-rules"
RIVALS = "Rival values are never averaged."
FEW = "With so few histories the ranges are rough: run a hundred or more before judging."


def question(title: str) -> str:
    """The question the report opens on."""
    name = title[0].lower() + title[1:] if title.startswith(("The ", "A ", "An ")) else title
    return f"Could {name} have kept electing its secretaries?"


def verdict(outcomes: Mapping[str, int]) -> str:
    """All outcomes in one sentence, the most frequent first."""
    total = sum(outcomes.values())
    clauses = []
    for place, (name, count) in enumerate(outcomes.items()):
        whole = f" of {total:,} {plural(total, 'history', 'histories')}" if place == 0 else ""
        clauses.append(f"in {count:,}{whole} {OUTCOMES.get(name, name)}")
    return _sentence("; ".join(clauses))


def answer(title: str, median: float, low: float, high: float) -> str:
    """The measure that answers the question, at the end, in one sentence."""
    what = title[0].lower() + title[1:]
    return (
        f"In the last week the median history has {number(100 * median, 2)} % of its {what} "
        f"({RANGE}: {number(100 * low, 2)} to {number(100 * high, 2)} %)."
    )


def score(rows: Sequence[Comparison]) -> str:
    """How many archival values lie in the simulated range."""
    inside = sum(row.inside for row in rows)
    share = f" ({100 * inside / len(rows):.0f}\u00a0%)" if rows else ""
    values = plural(len(rows), "value lies", "values lie")
    return f"{inside} of {len(rows)} archival {values} in {RANGE_IN_WORDS}{share}."


def misses(rows: Sequence[Comparison]) -> list[tuple[str, str]]:
    """Title and sentence of every series with values outside the range, the worst first."""
    found = []
    for (title, region), held in groupby(sorted(rows, key=_family), key=_family):
        group = list(held)
        outside = [row for row in group if row.miss]
        if not outside:
            continue
        count = "the only value" if len(group) == 1 else f"{len(outside)} of {len(group)} values"
        ways = [_way(way, outside) for way in ("too low", "too high") if any(row.miss == way for row in outside)]
        worst = max(_distance(row) for row in outside)
        key = (len(outside) / len(group) < 0.5, -len(outside), -worst)
        found.append((key, name(title, region), f"{count} outside: {' and '.join(ways)}"))
    return [(title, sentence) for _, title, sentence in sorted(found)]


def name(title: str, region: str) -> str:
    """A series with its place, if it is not the whole."""
    return title if region == "RSFSR/USSR" else f"{title}: {region}"


def number(value: float, digits: int = 3) -> str:
    """A number as people write it: 611,978 or 37.3; simulated values carry ``digits`` significant digits."""
    if math.isnan(value):
        return "–"
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    if abs(rounded) >= 100 or rounded == int(rounded):
        return f"{rounded:,.0f}"
    return f"{rounded:.{max(0, min(digits - 1 - math.floor(math.log10(abs(rounded))), 4))}f}"


def archival(value: float) -> str:
    """The archive's own number, not rounded to fewer digits than it has (up to six)."""
    return number(value, 7 if abs(value) >= 1000 else 3)


def plural(count: int, one: str, many: str) -> str:
    """The right form for a count."""
    return one if count == 1 else many


def span(seconds: float) -> str:
    """A length of time: 45 s, 12 min, 3.5 h."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def large(count: float) -> str:
    """A large number in words: 6.3 billion."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if count >= size:
            return f"{count / size:.1f} {word}"
    return f"{count:,.0f}"


def _family(row: Comparison) -> tuple[str, str]:
    return row.target.title, row.target.row.region


def _way(way: str, outside: Sequence[Comparison]) -> str:
    years = sorted({row.target.row.date.year for row in outside if row.miss == way})
    return f"{way} in {_years(years)}"


def _years(years: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1] % 100:02d}" for run in runs)


def _distance(row: Comparison) -> float:
    """How far outside the range, in widths of the range."""
    edge = row.high if row.value > row.high else row.low
    return abs(row.value - edge) / max(row.high - row.low, 1e-9 + 0.01 * abs(row.value))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."
