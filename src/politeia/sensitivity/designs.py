"""Where to look: designs of points in the unit cube, drawn by SALib.  The same seed gives the same points."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake

Floats = NDArray[np.float64]
LEVELS = 4  #: levels of a trajectory: 0, 1/3, 2/3, 1
STEP = LEVELS / (2 * (LEVELS - 1))  #: one step of a trajectory: two thirds of a range


def salib(module: str) -> Any:
    """A module of SALib, or a sentence."""
    try:
        return importlib.import_module(f"SALib.{module}")
    except ModuleNotFoundError:
        raise Mistake(
            "this needs SALib, which is not installed; install the extra 'analysis': pip install 'politeia[analysis]'"
        ) from None


def problem(names: Sequence[str], groups: Sequence[str] | None = None) -> dict[str, Any]:
    """SALib's description of a unit cube; names in one group move together."""
    found = {"num_vars": len(names), "names": list(names), "bounds": [[0.0, 1.0]] * len(names)}
    return found if groups is None else {**found, "groups": list(groups)}


def trajectories(names: Sequence[str], count: int, seed: int) -> Floats:
    """``[count x (factors + 1), factors]``: from each random start every factor steps once (Morris 1991)."""
    points = salib("sample.morris").sample(problem(names), count, num_levels=LEVELS, seed=seed)
    return np.asarray(points, np.float64)


def crossed(names: Sequence[str], groups: Sequence[str], count: int, seed: int) -> Floats:
    """``[count x (groups + 2), factors]``: A, A with each group from B, B (Saltelli et al. 2010), row by row."""
    sample = salib("sample.sobol").sample
    return np.asarray(sample(problem(names, groups), count, calc_second_order=False, seed=seed), np.float64)


def spread(names: Sequence[str], count: int, seed: int) -> Floats:
    """``[count, factors]``: a Latin hypercube (McKay et al. 1979)."""
    return np.asarray(salib("sample.latin").sample(problem(names), count, seed=seed), np.float64)
