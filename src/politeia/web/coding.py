"""Numbers for the page, small: whole steps above the lowest value, each written as the change from the one before.

``{"low": l, "step": s, "rows": [[first, change, change, ...], ...]}`` stands for rows of ``l + s * (n - 1)``, where
``n`` is the running sum; ``n = 0`` is no number.  Lists of small changes compress to a fifth of the plain numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 1000  #: between the lowest and the highest value: finer than a screen shows


def coded(values: NDArray[Any], steps: int = STEPS) -> dict[str, Any]:
    """Rows of numbers as whole steps; the error is at most half a step."""
    rows = np.atleast_2d(np.asarray(values, np.float64))
    finite = rows[np.isfinite(rows)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 0.0)
    low = float(f"{low:.6g}")
    step = float(f"{max(high - low, 0.0) / steps:.4g}") or 1.0
    with np.errstate(invalid="ignore"):
        whole = np.where(np.isfinite(rows), np.rint((rows - low) / step) + 1, 0).astype(np.int64)
    return {"low": low, "step": step, "rows": np.diff(whole, axis=1, prepend=0).tolist()}


def decoded(held: dict[str, Any]) -> NDArray[np.float64]:
    """What :func:`coded` wrote."""
    whole = np.cumsum(np.array(held["rows"], np.int64), axis=1)
    return np.where(whole == 0, np.nan, held["low"] + held["step"] * (whole - 1))


def changes(numbers: Sequence[int]) -> list[int]:
    """A rising list as changes."""
    return np.diff(np.asarray(numbers, np.int64), prepend=0).tolist() if len(numbers) else []
