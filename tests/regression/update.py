"""The reference run in brief: medians of some measures at some dates.

``make regression`` (or ``python -m tests.regression.update``) writes ``summary.json`` anew.  Do so only when a change
of results is meant, and say in the changelog, under the mark ``**results**``, why the numbers moved.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from politeia import load
from politeia.engine import prepare
from politeia.model import Model

FILE = Path(__file__).with_name("summary.json")
SCALE, SEED, HISTORIES, DATES = 0.0025, 1917, 5, 10
MEASURES = (
    "members", "joined", "left", "died", "expelled", "industry_share", "office_share", "army_share", "origin_industry", "cohort_0",
    "appointed_cell", "appointed_place", "appointed_middle", "clients", "norm", "capacity", "control", "assignments",
    "opposition_public", "opposition_private", "opposition_delegates", "party_course", "party_regime", "line_course",
    "hardship", "urgency", "trust", "activism", "cadre", "towns_lost", "privilege", "performance", "class_size", "power",
)  # fmt: skip


def digest(values: dict[str, list[float]]) -> str:
    """Fingerprint of the numbers."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def reference() -> Model:
    """The party of 1917 as the catalog has it."""
    return Model(load.charter("party-1917"), load.world("party-1917"))


def summary() -> dict[str, Any]:
    """Run the reference and sum it up."""
    model = reference()
    engine = prepare(model, scale=SCALE)
    runs = [engine.simulate(number, seed=SEED) for number in range(HISTORIES)]
    names = [m.name for m in model.measures]
    weeks = [int(w) for w in np.linspace(0, model.world.weeks - 1, DATES)]
    medians = np.median([run.measures[weeks] for run in runs], axis=0)
    values = {name: [float(f"{v:.4g}") for v in medians[:, names.index(name)]] for name in MEASURES if name in names}
    return {
        "about": f"medians of {HISTORIES} histories, seed {SEED}, scale {SCALE}; written by python -m tests.regression.update",
        "dates": [model.world.date(week).isoformat() for week in weeks],
        "values": values,
        "digest": digest(values),
    }


def text(found: dict[str, Any]) -> str:
    """As it is kept: one measure a line, so that a change can be read in a diff."""
    lines = [f"    {json.dumps(name)}: {json.dumps(row)}" for name, row in found["values"].items()]
    parts = [f'  "{key}": {json.dumps(found[key])},' for key in ("about", "digest", "dates")]
    return "{\n" + "\n".join(parts) + '\n  "values": {\n' + ",\n".join(lines) + "\n  }\n}\n"


if __name__ == "__main__":
    FILE.write_text(text(summary()), encoding="utf-8")
    print(f"written: {FILE}. Say why in CHANGELOG.md, under the mark **results**.")
