"""Verdicts: what the archive and the model say of each claim, and how sure the model is.

On ``n`` pairs of histories with contrasts x, in the direction the claim expects::

    holds        the whole 95 % interval of the mean lies above the smallest effect that counts
    fails        the whole interval lies below it: no effect worth the name, or one the other way
    undecided    the interval straddles it

``share`` is the part of pairs that go the claimed way; ``robustness`` the part of parameter sets, spread over all
plausible ranges at once, whose mean contrast goes the claimed way.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia import claims as questions
from politeia import evidence, intervention, paired
from politeia.claims import Cited, Claim, Trial
from politeia.mistakes import Mistake
from politeia.paired import ENDS, OUTCOME, Arm, Design, Table
from politeia.readings import Reading
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model


NUMBERS = ("effect", "low", "high", "share", "robustness")
#: Verdicts on the reference model, for the page; written by ``verification/claims.py``.
STORED = Path(__file__).parent / "catalog" / "verdicts.csv"


@dataclass(frozen=True)
class Verdict:
    """What the model says of one claim."""

    status: str  #: holds, fails, undecided, not tested
    effect: float = math.nan
    low: float = math.nan
    high: float = math.nan
    histories: int = 0
    share: float = math.nan  #: of pairs that go the claimed way
    robustness: float = math.nan  #: of parameter sets that do
    why_en: str = ""
    why_fr: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        numbers = {n: getattr(self, n) for n in ("effect", "low", "high", "share", "robustness")}
        rest = {"status": self.status, "histories": self.histories, "why_en": self.why_en, "why_fr": self.why_fr}
        return rest | {name: None if math.isnan(value) else value for name, value in numbers.items()}


@dataclass(frozen=True)
class Question:
    """A trial bound to a model: the arms it needs, the sign with which each enters the contrast."""

    trial: Trial
    reading: Reading
    terms: tuple[tuple[float, str], ...]  #: coefficient, arm

    def contrast(self, values: Mapping[tuple[str, int, str], Mapping[int, float]], draw: int) -> dict[int, float]:
        """One number for every history that all arms have."""
        key = OUTCOME if self.reading.how == "outcome" else self.reading.key
        cells = [values.get((arm, draw, key), {}) for _, arm in self.terms]
        out = {}
        for history in paired.histories_of(cells):
            held = [cell[history] for cell in cells]
            if self.trial.luck:
                out[history] = float(held[0] != held[1])
                continue
            if self.reading.how == "outcome":
                held = [float(ENDS[int(end)] == self.reading.of) for end in held]
            out[history] = sum(c * x for (c, _), x in zip(self.terms, held, strict=True)) - self.trial.than
        return {h: x for h, x in out.items() if math.isfinite(x)}

    @property
    def sign(self) -> float:
        """+1 where the claim expects more."""
        return 1.0 if self.trial.expect == "higher" else -1.0


def ask(claims: Mapping[str, Claim], model: Model) -> tuple[dict[str, Question], list[Arm]]:
    """The claims' trials as questions, and the arms to be run for all of them."""
    readings: dict[str, dict[str, Reading]] = {}
    models: dict[str, tuple[Model, int | None]] = {}
    built: dict[tuple[str, ...], Model] = {}
    questions = {}

    def arm(names: tuple[str, ...], reading: Reading, luck: int | None = None) -> str:
        if names not in built:
            built[names] = intervention.intervene(model, [intervention.find(name) for name in names])
        key = Arm(built[names], (reading,), luck).key
        models[key] = (built[names], luck)
        readings.setdefault(key, {})[reading.key] = reading
        return key

    places = [place.name for place in model.world.places]
    for claim in claims.values():
        if (trial := claim.trial) is None:
            continue
        reading = Reading.model_validate(trial.model_dump(include=set(Reading.model_fields), by_alias=True))
        reading.check([m.name for m in model.measures], places, model.place_measures)
        reading.span(model.world)
        terms = [(1.0, arm((), reading))]
        if trial.luck:
            terms.append((-1.0, arm((), reading, _luck(claim, model))))
        elif trial.also:
            joint = tuple(sorted({*trial.interventions, *trial.also}))
            terms += [
                (-1.0, arm(trial.interventions, reading)),
                (-1.0, arm(trial.also, reading)),
                (1.0, arm(joint, reading)),
            ]
        elif trial.interventions:
            terms = [(1.0, arm(trial.interventions, reading)), (-1.0, arm((), reading))]
        questions[claim.id] = Question(trial, reading, tuple(terms))
    return questions, [Arm(m, tuple(readings[key].values()), luck) for key, (m, luck) in models.items()]


def _luck(claim: Claim, model: Model) -> int:
    assert claim.trial is not None
    assert claim.trial.luck is not None
    week = model.world.week(claim.trial.luck)
    if not 0 < week < model.world.weeks:
        raise Mistake(
            f"claim {claim.id}: luck {claim.trial.luck} lies outside {model.world.start} to {model.world.end}"
        )
    return week


def judge(question: Question, table: Mapping[tuple[str, int, str], Mapping[int, float]], design: Design) -> Verdict:
    """The verdict on one trial."""
    found = question.contrast(table, 0)
    x = np.array([found[h] for h in sorted(found)])
    if len(x) < 2:
        return Verdict("undecided", histories=len(x), why_en="too few histories", why_fr="trop peu d’histoires")
    z = question.sign * x
    mean = float(x.mean())
    margin = t95(len(x) - 1) * float(x.std(ddof=1)) / math.sqrt(len(x))
    low, high = question.sign * mean - margin, question.sign * mean + margin
    least = question.trial.least
    if low > least:
        status = "holds"
    elif high < least or (margin == 0.0 and high <= least):
        status = "fails"
    else:
        status = "undecided"
    means = [list(question.contrast(table, draw).values()) for draw in range(1, design.draws + 1)]
    ways = [question.sign * float(np.mean(values)) > 0 for values in means if values]
    return Verdict(
        status,
        mean,
        mean - margin,
        mean + margin,
        len(x),
        float((z > 0).mean()),
        float(np.mean(ways)) if ways else math.nan,
    )


def t95(freedom: int) -> float:
    """Student's t at 97.5 % (Abramowitz and Stegun 26.7.5): within 1 % from 3 degrees of freedom on."""
    z, v = 1.959963984540054, max(freedom, 1)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / v**power for power, term in enumerate(terms, start=1))


def run(
    claims: Mapping[str, Claim],
    model: Model,
    *,
    engine: Callable[[], Engine],
    folder: Path,
    design: Design | None = None,
    threads: int | None = None,
    progress: paired.Progress | None = None,
) -> tuple[dict[str, Verdict], Table]:
    """Test these claims on a model: stored histories are not run again."""
    design = design or Design()
    questions, arms = ask(claims, model)
    table = paired.run(model, arms, design=design, folder=folder, engine=engine, threads=threads, progress=progress)
    values = table.values()
    verdicts = {}
    for claim in claims.values():
        if claim.id in questions:
            verdicts[claim.id] = judge(questions[claim.id], values, design)
        else:
            status = "not testable" if claim.kind == "judgement" else "not tested"
            verdicts[claim.id] = Verdict(status, why_en=claim.untested_en, why_fr=claim.untested_fr)
    return verdicts, table


def stored(path: Path = STORED) -> dict[str, Verdict]:
    """The last verdicts on the reference model, as ``verification/claims.py`` wrote them; none if there are none."""
    if not path.exists():
        return {}
    known = questions.catalog()
    with path.open(encoding="utf-8", newline="") as file:
        return {line["id"]: _verdict(line, known[line["id"]]) for line in csv.DictReader(file) if line["id"] in known}


def _verdict(line: Mapping[str, str], claim: Claim) -> Verdict:
    effect, low, high, share, robustness = (float(line[name] or "nan") for name in NUMBERS)
    histories = int(line["histories"] or 0)
    why = (claim.untested_en, claim.untested_fr)
    return Verdict(line["status"], effect, low, high, histories, share, robustness, *why)


def write(found: Mapping[str, Verdict], path: Path = STORED) -> None:
    """Keep these verdicts where :func:`stored` reads them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "status", *NUMBERS, "histories"))
        for key, verdict in found.items():
            held = (getattr(verdict, name) for name in NUMBERS)
            table.writerow(
                (key, verdict.status, *(f"{x:.4g}" if math.isfinite(x) else "" for x in held), verdict.histories)
            )


def as_data(claim: Claim, verdict: Verdict) -> dict[str, Any]:
    """One claim with both verdicts, as plain data."""
    archive, trial = claim.archive, claim.trial
    rows = [{"says": "for", **cited(row)} for row in archive.supports]
    rows += [{"says": "against", **cited(row)} for row in archive.against]
    model = verdict.as_dict()
    if trial is not None:
        model |= {
            "asks_en": trial.asks_en,
            "asks_fr": trial.asks_fr,
            "interventions": [*trial.interventions, *trial.also],
            "reading": trial.of,
            "expect": trial.expect,
            "least": trial.least,
            "unit": trial.unit,
        }
    return {
        "id": claim.id,
        "section": claim.section,
        "kind": claim.kind,
        "text_en": claim.text_en,
        "text_fr": claim.text_fr,
        "mechanisms": list(claim.mechanisms),
        "archive": {"status": archive.status, "note_en": archive.note_en, "note_fr": archive.note_fr, "rows": rows},
        "model": model,
    }


def cited(reference: Cited) -> dict[str, Any]:
    """A citation with all that the archive's tables hold of it."""
    if reference.text:
        return {"text": reference.text, "source": reference.source, "quality": reference.quality}
    kind, _, key = reference.row.partition(":")
    table = _tables().get(kind)
    if table is None:
        raise Mistake(f"claims: {unknown(kind, _tables(), 'table')}")
    if key not in table:
        raise Mistake(f"claims: {unknown(key, table, f'row of {kind}.csv')}")
    return {"row": reference.row, **table[key]}


@cache
def _tables() -> dict[str, dict[str, dict[str, str]]]:
    """Rows of the archive by the keys that claims use."""

    def table(name: str, *columns: str) -> dict[str, dict[str, str]]:
        with (evidence.CATALOG / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            found: dict[str, dict[str, str]] = {}
            for line in csv.DictReader(file):
                found.setdefault(
                    "@".join(line[column] for column in columns), {k: v or "" for k, v in line.items() if k}
                )
            return found

    return {
        "series": table("series", "series", "region", "date"),
        "events": table("events", "id"),
        "votes": table("votes", "date", "body"),
        "territory": table("territory", "place", "date_from"),
    }


def counted(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How many claims came out in each way."""
    out: dict[str, int] = {}
    for verdict in verdicts:
        out[verdict.status] = out.get(verdict.status, 0) + 1
    return out
