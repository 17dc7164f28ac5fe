"""What the model holds and takes for granted: its mechanisms with their switches, and its assumptions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from politeia.model import Model


def mechanisms(model: Model) -> list[dict[str, Any]]:
    """One row for each of the article's mechanisms: id, the file that holds it, its switch, the measures it feeds."""
    rows = []
    for mechanism in model.mechanisms:
        module = sys.modules[mechanism.steps[0].function.__module__]
        for number in mechanism.implements or ("",):
            rows.append(
                {
                    "id": number,
                    "name": mechanism.name,
                    "file": f"mechanisms/{Path(str(module.__file__)).name}",
                    "switch": number.lower(),
                    "measures": [measure.name for measure in mechanism.measures],
                    "text": mechanism.title,
                }
            )
    return sorted(rows, key=lambda row: (not row["id"], int(row["id"][1:] or 0) if row["id"] else 0, row["name"]))


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
    out += ["", "assumptions"]
    out += [f"  {number:<5} {text}" for number, text in model.assumptions()]
    return "\n".join(out)
