"""Scenario discovery: boxes of factors' values in which an outcome happens more often (PRIM, Friedman and Fisher 1999).

A box begins as everything.  *Peeling* takes off the thin slab whose loss raises the share of the outcome most for what
it costs; *pasting* gives back what need not have gone.  Of all boxes on the way the one with the largest standardised
excess is kept, and restrictions that the points do not bear out are dropped (quasi-p of Bryant and Lempert 2010).

Peeling many factors finds a box in anything, so it looks at half of the points only; what is reported is measured at
the other half.  A box holds if as many held-out points drawn at random would have such a share in fewer than one case
in twenty.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
SLAB = 0.2  #: share of the box's points that one peel takes
LEAST = 0.1  #: a box holds at least this share of the points looked at
PROMISING = 6  #: factors that are peeled
LEVEL = 0.05  #: a box is more than chance below this p, at the held-out points
_BORNE_OUT = 0.01  #: a restriction stays below this quasi-p, at the points that it was made from
_DRAWS, _FEW = 4000, 2000
_BOXES = 3


@dataclass(frozen=True, slots=True)
class Limit:
    """One restriction of a box: the factor's value lies within ``[low, high]``; infinite where a side is open."""

    factor: int
    low: float = -np.inf
    high: float = np.inf
    quasi_p: float = float("nan")  #: how often as many points without this restriction do as well by chance

    def holds(self, x: Floats) -> Mask:
        """Which points meet it."""
        return (x[:, self.factor] >= self.low) & (x[:, self.factor] <= self.high)


@dataclass(frozen=True, slots=True)
class Box:
    """Restrictions, and what was found at the held-out points that meet them all."""

    limits: tuple[Limit, ...]
    points: int  #: held-out points inside
    of: int  #: held-out points in all
    density: float  #: share of the outcome inside
    elsewhere: float  #: share of the outcome outside
    coverage: float  #: share of all that end so that lie inside
    p: float  #: how often as many points drawn at random do as well

    @property
    def holds(self) -> bool:
        """It is more than chance at points that it was not made from."""
        return self.p < LEVEL


def discover(x: Floats, y: Floats, seed: int) -> list[Box]:
    """Boxes of ``x`` ``[points, factors]`` where ``y`` (share of the outcome at each point, 0 to 1) is high.

    One after the other, each among the points outside those before; the last may be one that does not hold.
    """
    luck = np.random.default_rng([seed, len(x)])
    order = luck.permutation(len(x))
    found, held = np.sort(order[: len(x) // 2]), np.sort(order[len(x) // 2 :])
    boxes: list[Box] = []
    while len(boxes) < _BOXES and min(len(found), len(held)) >= 2 / LEAST:
        seen, ends = x[found], y[found]
        limits = prune(seen, ends, paste(seen, ends, peel(seen, ends, promising(seen, ends))), luck)
        if not limits:
            break
        boxes.append(measure(x[held], y[held], limits, luck))
        if not boxes[-1].holds:
            break
        found, held = (part[~inside(x[part], limits)] for part in (found, held))
    return boxes


def inside(x: Floats, limits: Sequence[Limit]) -> Mask:
    """Which points meet all limits."""
    return np.logical_and.reduce([limit.holds(x) for limit in limits]) if limits else np.ones(len(x), bool)


def promising(x: Floats, y: Floats, most: int = PROMISING) -> list[int]:
    """Factors for which some single cut parts the points best (largest t of the two sides).

    Slabs are small: among hundreds of factors the luckiest slab would win over the right one.
    """
    order = np.argsort(x, axis=0, kind="stable")
    sums = np.cumsum(y[order] - y.mean(), axis=0)[:-1]
    count = np.arange(1, len(y))[:, None]
    score = np.abs(sums) / np.sqrt(count * (len(y) - count))
    values = np.take_along_axis(x, order, axis=0)
    score[values[1:] == values[:-1]] = 0.0  # no cut between equal values
    score[(count < LEAST * len(y))[:, 0] | (count > (1 - LEAST) * len(y))[:, 0]] = 0.0
    return sorted(np.argsort(-score.max(axis=0), kind="stable")[:most].tolist())


def peel(x: Floats, y: Floats, factors: Sequence[int]) -> tuple[Limit, ...]:
    """Take slabs off until the box is small; of all boxes on the way the one with the largest standardised excess."""
    limits: dict[int, Limit] = {}
    box, best = np.ones(len(x), bool), (0.0, tuple[Limit, ...]())
    while True:
        slabs = [
            (gain, limit) for limit in _slabs(x, box, limits, factors) if (gain := _gain(y, box, limit.holds(x))) > 0
        ]
        if not slabs:
            return best[1]
        _, limit = max(slabs, key=lambda slab: slab[0])
        limits[limit.factor] = limit
        box &= limit.holds(x)
        best = max(best, (excess(y, box), tuple(limits.values())), key=lambda item: item[0])


def _slabs(x: Floats, box: Mask, limits: dict[int, Limit], factors: Sequence[int]) -> Iterator[Limit]:
    """Each factor cut from below and from above; where many points share the outermost value, all of them go."""
    within = x[box]
    lows, highs = np.quantile(within, (SLAB, 1 - SLAB), axis=0, method="inverted_cdf")
    for factor in factors:
        values, limit = within[:, factor], limits.get(factor, Limit(factor))
        above, below = values[values > lows[factor]], values[values < highs[factor]]
        if len(above):
            yield replace(limit, low=float(above.min()))
        if len(below):
            yield replace(limit, high=float(below.max()))


def _gain(y: Floats, box: Mask, kept: Mask) -> float:
    """How much the share rises for each point that goes; nought if too few would be left."""
    left = box & kept
    gone = int(box.sum() - left.sum())
    if not gone or left.sum() < LEAST * len(y):
        return 0.0
    return float(y[left].mean() - y[box].mean()) / gone


def excess(y: Floats, box: Mask) -> float:
    """Standardised excess of the share inside over that of all points (Klösgen 1996)."""
    return float(np.sqrt(box.mean()) * (y[box].mean() - y.mean())) if box.any() else 0.0


def paste(x: Floats, y: Floats, limits: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """Give back slabs, largest gain first, while the standardised excess grows."""
    while True:
        best = max(_wider(x, limits), key=lambda wider: excess(y, inside(x, wider)), default=limits)
        if excess(y, inside(x, best)) <= excess(y, inside(x, limits)) + 1e-12:
            return limits
        limits = best


def _wider(x: Floats, limits: tuple[Limit, ...]) -> Iterator[tuple[Limit, ...]]:
    """The box with one side moved out by a slab."""
    for k, limit in enumerate(limits):
        others = limits[:k] + limits[k + 1 :]
        column = np.sort(x[inside(x, others)][:, limit.factor])
        below, above = column[column < limit.low], column[column > limit.high]
        count = max(1, round(SLAB * len(column)))
        if len(below):
            low = float(below[-count]) if len(below) > count else -np.inf
            yield (*others, replace(limit, low=low))
        if len(above):
            high = float(above[count - 1]) if len(above) > count else np.inf
            yield (*others, replace(limit, high=high))


def prune(x: Floats, y: Floats, limits: tuple[Limit, ...], luck: np.random.Generator) -> tuple[Limit, ...]:
    """Drop the weakest restriction while there is one that chance could have made."""
    kept = tuple(limit for limit in limits if np.isfinite([limit.low, limit.high]).any())
    while kept:
        judged = _judged(x, y, kept, luck)
        worst = max(judged, key=lambda limit: limit.quasi_p)
        if worst.quasi_p < _BORNE_OUT:
            break
        kept = tuple(limit for limit in kept if limit.factor != worst.factor)
    return tuple(sorted(kept, key=lambda limit: limit.factor))


def _judged(x: Floats, y: Floats, limits: Sequence[Limit], luck: np.random.Generator) -> tuple[Limit, ...]:
    """Each restriction with its quasi-p at these points."""
    box = inside(x, limits)
    return tuple(
        replace(limit, quasi_p=as_well(y[inside(x, [o for o in limits if o is not limit])], y[box], luck))
        for limit in limits
    )


def as_well(pool: Floats, chosen: Floats, luck: np.random.Generator) -> float:
    """How often as many points drawn from a pool have a mean at least that of those chosen from it."""
    if not len(chosen) or len(chosen) == len(pool):
        return 1.0
    if len(pool) > _FEW:  # the sum of so many is normal
        error = float(pool.std()) * math.sqrt((len(pool) / len(chosen) - 1) / (len(pool) - 1))
        return 0.5 * math.erfc((float(chosen.mean() - pool.mean()) / error) / math.sqrt(2)) if error else 1.0
    draws = luck.permuted(np.tile(pool, (_DRAWS, 1)), axis=1)[:, : len(chosen)].mean(axis=1)
    return float((1 + (draws >= chosen.mean() - 1e-12).sum()) / (1 + _DRAWS))


def measure(x: Floats, y: Floats, limits: tuple[Limit, ...], luck: np.random.Generator) -> Box:
    """A box at points that it was not made from."""
    box = inside(x, limits)
    density = float(y[box].mean()) if box.any() else 0.0
    elsewhere = float(y[~box].mean()) if (~box).any() else float("nan")
    coverage = float(y[box].sum() / y.sum()) if y.sum() else 0.0
    judged = _judged(x, y, limits, luck)
    return Box(judged, int(box.sum()), len(y), density, elsewhere, coverage, as_well(y, y[box], luck))
