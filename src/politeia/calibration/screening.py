"""Which parameters the archive can speak of: those whose effect on its values stands out from chance.

A lasso for each target, linear and quadratic in every parameter; its penalty is the strongest effect that shuffled
values show, so that a parameter without effect enters by accident only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from politeia.calibration.data import Data
from politeia.mistakes import Mistake

Floats = NDArray[np.float64]
_SHUFFLES = 10
_LEVEL = 0.95  # of the strongest effects of shuffled values: what a target lets pass by accident one time in twenty


def influence(points: Floats, linked: Floats, data: Data, luck: np.random.Generator) -> Floats:
    """Of each parameter: the weighted squared standard errors by which it moves the targets over its range."""
    try:
        from sklearn.linear_model import Lasso
    except ImportError:
        raise Mistake("politeia calibrate needs scikit-learn: pip install 'politeia[analysis]'") from None
    features, targets = _features(points), data.tamed(linked)
    targets = np.where(np.isfinite(targets), targets, np.nanmedian(targets, axis=0))
    spread = targets.std(axis=0)
    moving = spread > 1e-9
    standard = (targets[:, moving] - targets[:, moving].mean(axis=0)) / spread[moving]
    model = Lasso(alpha=_penalty(features, standard, luck), fit_intercept=False, precompute=True, max_iter=3000)
    effects = np.zeros((features.shape[1], targets.shape[1]))
    effects[:, moving] = np.asarray(model.fit(features, standard).coef_).reshape(-1, features.shape[1]).T
    explained = (effects * spread) ** 2  # the features have unit variance
    by_parameter = explained.reshape(2, points.shape[1], -1).sum(axis=0)
    return by_parameter @ (data.weight / np.minimum(data.low_sd, data.high_sd) ** 2)


def strongest(found: Floats, most: int, *, share: float = 0.98) -> NDArray[np.intp]:
    """Positions of the fewest parameters that carry ``share`` of all influence; at most ``most``, in their order."""
    order = np.argsort(-found, kind="stable")
    if found.sum() <= 0.0:
        return np.sort(order[:most])
    needed = int(np.searchsorted(np.cumsum(found[order]) / found.sum(), share)) + 1
    return np.sort(order[: min(most, needed)])


def _features(points: Floats) -> Floats:
    line = 2.0 * points - 1.0
    both = np.hstack([line, line**2])
    return (both - both.mean(axis=0)) / np.maximum(both.std(axis=0), 1e-12)


def _penalty(features: Floats, standard: Floats, luck: np.random.Generator) -> float:
    strongest_ = [
        np.abs(features.T @ standard[luck.permutation(len(standard))]).max(axis=0) / len(standard)
        for _ in range(_SHUFFLES)
    ]
    return float(np.quantile(np.concatenate(strongest_), _LEVEL))
