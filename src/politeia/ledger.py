"""What the model holds and takes for granted: its mechanisms with their switches, and its assumptions."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

from politeia import mechanism_file
from politeia.declare import Mechanism
from politeia.mistakes import Mistake
from politeia.model import Model

#: Weights of the assumptions, measured by ``verification/assumptions.py`` in the reference model.
WEIGHTS = Path(__file__).parent / "catalog" / "weights.csv"

#: What a hazard or a decision of the engine is counted by.
FLOWS = {
    "exit": ("left", "members"),
    "death": ("died", "members"),
    "expulsion": ("expelled", "members"),
    "join": ("joined", "members"),
    "away": ("transferred",),
    "to_office": ("drained", "office_share"),
    "to_army": ("mobilised", "army_share"),
    "appoint": ("appointed_cell", "appointed_district", "appointed_place", "appointed_middle"),
    "nominee": ("secretaries_replaced", "secretary_veterans"),
    "pick": ("clients", "cliques", "officer_careerism"),
    "relay": ("opposition_delegates",),
    "birth": ("cadre", "officer_careerism"),
    "entry": ("party_course", "party_regime"),
}


def mechanisms(model: Model) -> list[dict[str, Any]]:
    """One row for each of the article's mechanisms: id, the file that holds it, its switch, the measures it feeds."""
    rows = []
    for mechanism in model.mechanisms:
        for number in mechanism.implements or ("",):
            rows.append(
                {
                    "id": number,
                    "name": mechanism.name,
                    "file": mechanism_file.file_of(mechanism),
                    "switch": number.lower(),
                    "measures": moved(mechanism, model),
                    "text": mechanism.title,
                }
            )
    return sorted(rows, key=lambda row: (not row["id"], int(row["id"][1:] or 0) if row["id"] else 0, row["name"]))


def moved(mechanism: Mechanism, model: Model) -> list[str]:
    """Measures that a mechanism moves at first hand: its own, those of what it writes or decides."""
    written = {name for step in mechanism.steps for name in (*step.writes, step.hook)}
    found = [measure.name for measure in mechanism.measures]
    found += [measure.name for measure in model.measures if measure.of in written]
    found += [name for what in sorted(written & FLOWS.keys()) for name in FLOWS[what]]
    return list(dict.fromkeys(found))


def parameters(model: Model) -> list[dict[str, Any]]:
    """One row for each parameter: full name, value, plausible range, unit, source, meaning."""
    return [
        {
            "name": name,
            "value": model.values[name.replace(".", "__")],
            "low": parameter.low,
            "high": parameter.high,
            "unit": parameter.unit,
            "source": parameter.source,
            "text": parameter.text,
        }
        for name, parameter in model.parameters.items()
    ]


def assumptions(model: Model) -> list[dict[str, Any]]:
    """One row for each assumption, the heaviest first: id, text, parameters that it sets, weight, where it is made.

    ``weight`` is how far the bureaucracy index of the last year moves beyond chance, on the same luck, when the
    parameters are drawn from their ranges (0 to 1); None where it was not measured, as for assumptions of a world or of
    the calibration.
    """
    from politeia.calibration.data import DISCREPANCY

    measured = weights()
    owners: dict[str, list[str]] = {}
    for name, parameter in model.parameters.items():
        owners.setdefault(parameter.source, []).append(name)
    own = {assumption.id: assumption.text for assumption in model.world.assumptions}
    rows = []
    for number, text in model.assumptions():
        names = owners.get(number, []) if text != own.get(number) else []
        where = list(dict.fromkeys(name.partition(".")[0] for name in names))
        rows.append(
            {
                "id": number,
                "text": text,
                "parameters": names,
                "weight": measured.get(number) if names else None,
                "where": ", ".join(where) or f"world {model.world.name}",
            }
        )
    for size, number, text in DISCREPANCY.values():
        missed = f"error that the model is allowed: {size:g}, as a logarithm (of the odds, for a share) ({text})"
        rows.append({"id": number, "text": missed, "parameters": [], "weight": None, "where": "calibration"})
    return sorted(rows, key=_heaviest_first)


def _heaviest_first(row: dict[str, Any]) -> tuple[Any, ...]:
    """Measured, then with parameters, then of the world; by number where nothing else parts them."""
    weight = row["weight"]
    return (weight is None, -(weight or 0.0), not row["parameters"], int(row["id"][1:]))


def weights(path: Path | None = None) -> dict[str, float]:
    """The measured weight of each assumption, by id; none if nothing was measured."""
    path = path or WEIGHTS
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        found = [(row.get("id") or "", row.get("weight") or "") for row in csv.DictReader(lines)]
    for line, (number, weight) in enumerate(found, start=2):
        if not number or not _is_weight(weight):
            raise Mistake(f"{path}, line {line}: given id '{number}', weight '{weight}'; allowed: an id, a number >= 0")
    return {number: float(weight) for number, weight in found}


def _is_weight(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and float(text) >= 0.0
    except ValueError:
        return False


def in_words(model: Model) -> str:
    """The same for a reader: mechanisms, parameters, assumptions."""
    out = ["mechanisms (a switch is set with --set m31=0)"]
    for row in mechanisms(model):
        out.append(f"  {row['id'] or '-':<4} {row['name']:<16} {row['text']}")
    out += ["", "parameters (--set mechanism.parameter=value)"]
    for row in parameters(model):
        name, span = f"{row['name']} = {row['value']:g}", f"[{row['low']:g}, {row['high']:g}] {row['unit']}"
        out.append(f"  {name:<38} {span:<26} {row['source']:<6} {row['text']}")
    out += ["", "rules of the charter (--set rule_name=value)"]
    out += [f"  {name} = {value:g}" for name, value in model.rules.items()]
    out += ["", "assumptions, with their weight on the bureaucracy index where it was measured (heaviest first)"]
    return "\n".join([*out, assumptions_in_words(assumptions(model))])


def assumptions_in_words(rows: list[dict[str, Any]]) -> str:
    """One line an assumption: id, weight, what is assumed."""
    weights = ["-" if row["weight"] is None else f"{row['weight']:.3f}" for row in rows]
    return "\n".join(f"  {row['id']:<5} {w:<6} {row['text']}" for row, w in zip(rows, weights, strict=True))
