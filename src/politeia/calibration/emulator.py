"""A fast stand-in for the engine: what a point would give, and how far that may be wrong.

A ridge regression for each target, linear or quadratic in the active parameters, whichever has the smaller
leave-one-out error; that error (lack of fit and what is left of chance together) is its variance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake

Floats = NDArray[np.float64]
_PENALTIES = np.logspace(-1, 4, 11)
_FEWEST = 8  # points under which nothing is fitted


@dataclass(frozen=True, eq=False)
class Emulator:
    """Means of all targets at points of the active parameters, and the variance of what they leave."""

    centre: Floats
    linear: Floats  # (features, targets)
    quadratic: Floats | None
    error: Floats  #: leave-one-out mean square, a target

    def __call__(self, active: Floats) -> Floats:
        """Means ``(points, targets)``."""
        found = self.centre + _line(active) @ self.linear
        return found if self.quadratic is None else found + _squares(active) @ self.quadratic


def fit(active: Floats, values: Floats) -> Emulator:
    """An emulator of ``values (points, targets)``; values that are missing take the middle of their column."""
    if len(active) < _FEWEST:
        raise Mistake(f"--budget: {len(active)} points are too few to learn from; allowed: enough for {_FEWEST} a wave")
    with np.errstate(all="ignore"):
        middle = np.nan_to_num(np.nanmedian(values, axis=0))
    values = np.where(np.isfinite(values), values, middle)
    plain = _ridge(_line(active), values)
    rich = _ridge(np.hstack([_line(active), _squares(active)]), values)
    better = rich[2] < plain[2]
    k = active.shape[1]
    linear = np.where(better, rich[1][:k], plain[1])
    quadratic = np.where(better, rich[1][k:], 0.0) if better.any() else None
    return Emulator(np.where(better, rich[0], plain[0]), linear, quadratic, np.minimum(rich[2], plain[2]))


def _ridge(features: Floats, values: Floats) -> tuple[Floats, Floats, Floats]:
    """Intercepts, coefficients and leave-one-out mean squares, each target with its own penalty."""
    RidgeCV = ridge()
    found = RidgeCV(alphas=_PENALTIES, alpha_per_target=True).fit(features, values)
    targets = values.shape[1]
    coefficients = np.asarray(found.coef_).reshape(targets, -1).T
    error = -np.asarray(found.best_score_, np.float64).reshape(-1)
    return np.asarray(found.intercept_).reshape(-1), coefficients, np.broadcast_to(error, (targets,)).copy()


def ridge() -> Any:
    """scikit-learn's ridge regression, or a sentence."""
    try:
        from sklearn.linear_model import RidgeCV
    except ImportError:
        raise Mistake("politeia calibrate needs scikit-learn: pip install 'politeia[analysis]'") from None
    return RidgeCV


def _line(active: Floats) -> Floats:
    return 2.0 * active - 1.0


def _squares(active: Floats) -> Floats:
    """Squares and products of all pairs."""
    x = _line(active)
    one, other = np.triu_indices(x.shape[1])
    return x[:, one] * x[:, other]
