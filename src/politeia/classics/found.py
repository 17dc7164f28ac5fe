"""What a classic found: values with their standard errors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

Value = float | Fraction | str


@dataclass(frozen=True, slots=True)
class Found:
    """Values and their standard errors (0: computed, not drawn); ``runs`` are single runs of the one value, if kept."""

    values: tuple[Value, ...]
    errors: tuple[float, ...]
    runs: np.ndarray | None = None


def exact(*values: Value) -> Found:
    """Values that hold no chance."""
    return Found(values, (0.0,) * len(values))


def mean(runs: np.ndarray) -> Found:
    """The mean of independent runs, and its standard error from their spread."""
    return Found((float(runs.mean()),), (float(runs.std(ddof=1)) / math.sqrt(len(runs)),), runs)


def means(table: np.ndarray) -> Found:
    """Means of several quantities, one a column, over independent runs, one a row."""
    errors = table.std(axis=0, ddof=1) / math.sqrt(len(table))
    return Found(tuple(map(float, table.mean(axis=0))), tuple(map(float, errors)))


def frequency(count: float, n: int) -> Found:
    """A share of ``n`` independent trials; two trials of each kind are added to its error alone (Agresti and Coull 1998).

    An event that never happened in a thousand trials is thus known to some thousandths, not exactly.
    """
    share = (count + 2.0) / (n + 4.0)
    return Found((count / n,), (math.sqrt(share * (1.0 - share) / n),))


def shares(runs: np.ndarray) -> Found:
    """The share of runs that are true, which are kept."""
    found = frequency(float(runs.sum()), len(runs))
    return Found(found.values, found.errors, runs)


def joined(parts: Sequence[Found]) -> Found:
    """Several quantities side by side."""
    return Found(tuple(v for part in parts for v in part.values), tuple(e for part in parts for e in part.errors))
