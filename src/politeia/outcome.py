"""Outcomes, declared before any run: what became of the organisation, judged over its last year.

Thresholds are arguments of the sensitivity, not truths; they come from the design and are not fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

OUTCOMES = {
    "destroyed": "destroyed in the war",
    "missed": "missed its hour",
    "split": "split",
    "paralysed": "paralysed",
    "captured": "captured by its apparatus",
    "democratic": "still governed by its members",
    "contested": "contested between apparatus and members",
}


@dataclass(frozen=True)
class Thresholds:
    """Where one outcome ends and another begins (shares)."""

    captured_bureaucracy: float = 0.52
    captured_democracy: float = 0.45
    democratic_democracy: float = 0.55
    democratic_bureaucracy: float = 0.42
    paralysed: float = 0.30


def indices(measures: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Composite indices from their components, week by week; the components are reported beside them."""
    gap = np.abs(measures["opposition_public"] - measures["opposition_delegates"])
    democracy = np.mean(
        [
            1 - measures["appointed_place"],
            1 - measures["appointed_middle"],
            measures["voice"],
            1 - np.clip(np.abs(measures["line_course"] - measures["class_course"]) / 0.8, 0, 1),
            1 - measures["norm"],
            1 - np.clip(gap / 0.2, 0, 1),
        ],
        axis=0,
    )
    bureaucracy = np.mean(
        [
            measures["appointed_place"],
            measures["clients"] + measures["cliques"],
            np.clip(measures["office_share"] / 0.6, 0, 1),
            measures["norm"],
            np.clip(measures["privilege"] / 0.5, 0, 1),
            np.clip(measures["officer_careerism"] / 0.6, 0, 1),
        ],
        axis=0,
    )
    return {"democracy": democracy, "bureaucracy": bureaucracy}


def classify(measures: Mapping[str, np.ndarray], final: Mapping[str, float], limits: Thresholds | None = None) -> str:
    """The outcome of one history."""
    t = limits or Thresholds()
    if final.get("destroyed", 0) > 0.5:
        return "destroyed"
    if final.get("missed", 0) > 0.5 and final.get("power", 0) < 0.5:
        return "missed"
    if final.get("split_done", 0) > 0.5:
        return "split"
    last = {name: values[-52:] for name, values in measures.items()}
    stuck = measures["undecided"]
    if len(stuck) > 104 and (stuck[-1] - stuck[-105]) / 104 > t.paralysed:
        return "paralysed"
    index = {name: float(values.mean()) for name, values in indices(last).items()}
    if index["bureaucracy"] > t.captured_bureaucracy and index["democracy"] < t.captured_democracy:
        return "captured"
    if index["democracy"] > t.democratic_democracy and index["bureaucracy"] < t.democratic_bureaucracy:
        return "democratic"
    return "contested"
