"""The few statistical tests that the laws need, with nothing but the standard library and numpy."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

LEVEL = 0.001  #: probability that a family of tests fails although every law holds


def gaussian(z: float) -> float:
    """Two-sided p-value of a standard normal number."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def binomial(successes: int, trials: int, p: float) -> float:
    """Exact two-sided p-value: all outcomes no likelier than the one seen."""
    k = np.arange(trials + 1)
    factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, trials + 1)))])
    log = factorial[-1] - factorial[k] - factorial[trials - k] + k * math.log(p) + (trials - k) * math.log1p(-p)
    weight = np.exp(log)
    return float(min(1.0, weight[weight <= weight[successes] * (1 + 1e-9)].sum()))


def several(successes: float, chances: Sequence[float] | np.ndarray) -> float:
    """P-value of a count of independent decisions with known, unequal chances (normal limit)."""
    p = np.asarray(chances, dtype=float)
    return gaussian((successes - p.sum()) / math.sqrt((p * (1.0 - p)).sum()))


def chi_square(seen: np.ndarray, expected: np.ndarray) -> float:
    """Upper p-value of Pearson's statistic (Wilson and Hilferty's cube root, good from some 5 degrees of freedom)."""
    statistic = float(((seen - expected) ** 2 / expected).sum())
    freedom = len(seen) - 1
    z = ((statistic / freedom) ** (1 / 3) - (1 - 2 / (9 * freedom))) / math.sqrt(2 / (9 * freedom))
    return 0.5 * math.erfc(z / math.sqrt(2.0))


def kolmogorov(uniforms: np.ndarray) -> float:
    """P-value of the largest distance from the uniform law on [0, 1)."""
    x = np.sort(uniforms)
    n = len(x)
    distance = max((np.arange(1, n + 1) / n - x).max(), (x - np.arange(n) / n).max())
    scaled = (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n)) * distance
    if scaled < 0.3:
        return 1.0
    return float(
        min(1.0, max(0.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * scaled * scaled) for k in range(1, 60))))
    )


def correlation(x: np.ndarray, y: np.ndarray) -> float:
    """P-value of no linear relation between two equally long samples."""
    return gaussian(float(np.corrcoef(x, y)[0, 1]) * math.sqrt(len(x)))


def signs(differences: Sequence[float] | np.ndarray) -> float:
    """One-sided p-value of a sign test: are the differences positive? Ties count against."""
    n, up = len(differences), int((np.asarray(differences) > 0).sum())
    return sum(math.comb(n, k) for k in range(up, n + 1)) / 2.0**n
