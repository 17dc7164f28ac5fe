"""Rival explanations: named models over the same engine, each with its own cause and the others' switched off.

A rival is an intervention on the reference model (``catalog/rivals``).  They are compared on how well each fits the
archive, on what each says of quantities where they differ most, and on what each predicts if one thing had been
otherwise: explanations that fit alike may still part there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia import ensemble, intervention, load, paired
from politeia.ensemble import Plan
from politeia.intervention import Intervention
from politeia.outcome import OUTCOMES
from politeia.paired import Arm, Design
from politeia.readings import Reading
from politeia.results import Comparison
from politeia.verdicts import t95

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

#: What is asked of every rival: the effect of these interventions on the bureaucracy index of the last year.
ASKED = ("no-civil-war", "class-does-not-scatter", "no-ban", "no-levy", "leader-lives", "secretariat-collegial")
INDEX = "bureaucracy"
_TAIL = 0.2  # of the interval score: ranges hold eight histories in ten


@dataclass(frozen=True)
class Fit:
    """One rival beside the archive and under interventions."""

    rival: Intervention
    inside: int
    compared: int
    score: float  #: median over archival values of the interval score, in units of the value: smaller is better
    outcomes: dict[str, float]
    effects: dict[str, tuple[float, float, float]]  #: intervention: mean, low, high of the change of the index
    rows: tuple[Comparison, ...]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "name": self.rival.name,
            "title": self.rival.title,
            "title_fr": self.rival.title_fr,
            "text": self.rival.text,
            "inside": self.inside,
            "compared": self.compared,
            "score": self.score,
            "outcomes": self.outcomes,
            "effects": [
                {"intervention": name, "measure": INDEX, "effect": mean, "low": low, "high": high}
                for name, (mean, low, high) in self.effects.items()
            ],
        }


def catalog() -> dict[str, Intervention]:
    """The rivals of the catalog; the reference first."""
    found = {path.stem: intervention.read(path) for path in load.held("rivals")}
    return {name: found[name] for name in sorted(found, key=lambda name: (bool(found[name].settings), name))}


def rivals(
    model: Model,
    *,
    engine: Engine,
    folder: Path,
    histories: int = 60,
    scale: float = 0.002,
    seed: int = 1917,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> list[Fit]:
    """Run every rival on the same luck; what is stored is not run again."""
    return [
        _fit(model, rival, engine, folder, histories, scale, seed, threads, progress) for rival in catalog().values()
    ]


def jobs(histories: int) -> int:
    """How many steps :func:`rivals` reports."""
    return 2 * histories * len(catalog())


def _fit(
    model: Model,
    rival: Intervention,
    engine: Engine,
    folder: Path,
    histories: int,
    scale: float,
    seed: int,
    threads: int | None,
    progress: Callable[[int], None] | None,
) -> Fit:
    own = intervention.intervene(model, [rival])
    ready = engine.like(own)
    plan = Plan(model=own, histories=range(histories), scale=scale, seed=seed)
    results = ensemble.run(plan, folder=folder, engine=ready, threads=threads, progress=progress)
    reading = Reading.model_validate({"of": INDEX, "from": model.world.date(model.world.weeks - 52)})
    arms = {"": Arm(own, (reading,))}
    for name in ASKED:
        if not _contradicts(rival, name):
            arms[name] = Arm(intervention.intervene(model, [rival, intervention.find(name)]), (reading,))
    design = Design(pairs=histories, draws=0, scale=scale, seed=seed)
    table = paired.run(
        own, list(arms.values()), design=design, folder=folder, engine=lambda: ready, threads=threads, progress=progress
    )
    values = table.values()
    plain = values[arms[""].key, 0, reading.key]
    effects = {
        name: _interval([values[arm.key, 0, reading.key][h] - plain[h] for h in sorted(plain)])
        for name, arm in arms.items()
        if name
    }
    rows = results.evidence_table()
    ends = results.outcomes()
    return Fit(
        rival,
        sum(row.inside for row in rows),
        len(rows),
        float(np.median([_score(row) for row in rows])) if rows else math.nan,
        {name: count / histories for name, count in ends.items()},
        effects,
        rows,
    )


def _contradicts(rival: Intervention, name: str) -> bool:
    """The intervention changes what this rival is made of."""
    theirs = dict(rival.touches())
    return any(theirs.get(what, value) != value for what, value in intervention.find(name).touches())


def _interval(gaps: Sequence[float]) -> tuple[float, float, float]:
    x = np.array(gaps)
    margin = t95(len(x) - 1) * float(x.std(ddof=1)) / math.sqrt(len(x)) if len(x) > 1 else math.inf
    mean = float(x.mean())
    return mean, mean - margin, mean + margin


def _score(row: Comparison) -> float:
    """Interval score (Gneiting and Raftery 2007) in units of the archive's value."""
    below, above = max(row.low - row.value, 0.0), max(row.value - row.high, 0.0)
    return (row.high - row.low + 2.0 / _TAIL * (below + above)) / max(abs(row.value), 1e-9)


def apart(fits: Sequence[Fit], most: int = 12) -> list[dict[str, Any]]:
    """Archival values on which the rivals differ most: their medians, in widths of their ranges."""
    found = []
    for rows in zip(*(fit.rows for fit in fits), strict=True):
        medians = np.array([row.median for row in rows])
        width = float(np.mean([row.high - row.low for row in rows]))
        if width > 0 and np.isfinite(medians).all():
            first = rows[0]
            found.append(
                {
                    "series": first.target.row.series,
                    "title": first.target.title,
                    "region": first.target.row.region,
                    "date": first.target.row.date.isoformat(),
                    "unit": first.target.unit,
                    "archive": first.value,
                    "source": first.target.row.source,
                    "medians": {fit.rival.name: float(m) for fit, m in zip(fits, medians, strict=True)},
                    "inside": [fit.rival.name for fit, row in zip(fits, rows, strict=True) if row.inside],
                    "spread": float(np.ptp(medians)) / width,
                }
            )
    found.sort(key=lambda row: -float(row["spread"]))
    return found[:most]


def as_data(fits: Sequence[Fit]) -> dict[str, Any]:
    """Everything as plain data."""
    return {"rivals": [fit.as_dict() for fit in fits], "apart": apart(fits)}


def in_words(fits: Sequence[Fit]) -> str:
    """The table a reader wants first: fit, outcomes, and where the explanations part."""
    lines = [f"{'rival':<24} {'archival values inside':>22} {'score':>7}   outcomes"]
    for fit in fits:
        ends = ", ".join(
            f"{share:.0%} {OUTCOMES.get(name, name).split(' by ')[0]}" for name, share in fit.outcomes.items()
        )
        lines.append(f"{fit.rival.title:<24} {f'{fit.inside} of {fit.compared}':>22} {fit.score:>7.2f}   {ends}")
    lines.append("score: median interval score in units of the archive's value; smaller is better")
    lines += ["", f"what each predicts: change of the {INDEX} index in the last year (95 % interval)"]
    for name in ASKED:
        lines.append(f"  {intervention.find(name).title}")
        for fit in fits:
            lines.append(f"    {fit.rival.title:<22} {_effect(fit.effects, name)}")
    lines += ["", "where their medians differ most, and what the archive says"]
    for row in apart(fits):
        medians = "  ".join(f"{name} {value:,.4g}" for name, value in row["medians"].items())
        lines.append(f"  {row['title']}, {row['region']}, {row['date']}: archive {row['archive']:,.4g}")
        lines.append(f"    {medians}")
    return "\n".join(lines)


def _effect(effects: Mapping[str, tuple[float, float, float]], name: str) -> str:
    if name not in effects:
        return "part of this rival itself"
    mean, low, high = effects[name]
    return f"{mean:+.3f}  ({low:+.3f} to {high:+.3f})"
