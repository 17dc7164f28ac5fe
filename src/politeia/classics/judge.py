r"""Is what was found what was published? Each row of the targets names one of these judges.

=================  ================================================================================================
``equal``          every value is the published one, to the last bit
``z``              an exact value: \|ours - published\| is below four of our standard errors
``within T``       published to some precision: the difference is at most T and three of our standard errors
``apart T``        a wrong convention must show: the difference is more than T and three standard errors
``mean of N``      published as the mean of N runs: a mean of N of our runs could be it, two-sided p above .01
``median of N``    published as the median of N runs: likewise
``plateau``        the published optimum lies between the two ends that we found
``own``            nothing was published to compare with: judged by the independent value alone
=================  ================================================================================================

Where a row also holds the value of an independent program, with its standard error, both must hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from politeia.classics.found import Found, Value

LIMIT = 4.0  #: standard errors
LEAST = 0.01  #: p-value of a published mean


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a row passes, in a sentence; ``z`` is the largest difference in standard errors, where that means something."""

    passed: bool
    why: str
    z: float | None = None


def judge(rule: str, found: Found, published: Sequence[Value]) -> Verdict:
    """Set what was found beside what was published, by the rule of the row."""
    name = rule.split()[0]
    number = float(rule.split()[-1]) if " " in rule else 0.0
    if name not in ("plateau", "own") and len(published) != len(found.values):
        return Verdict(False, f"{len(found.values)} values found, {len(published)} published")
    return JUDGES[name](found, published, number)


def equal(found: Found, published: Sequence[Value], _: float) -> Verdict:
    """To the last bit."""
    same = all(ours == theirs for ours, theirs in zip(found.values, published, strict=True))
    return Verdict(same, "equal" if same else "not equal")


def standard(found: Found, published: Sequence[Value], _: float = 0.0, other: float = 0.0) -> Verdict:
    """In our standard errors; ``other`` is that of the published value."""
    worst = max(
        _in_errors(float(ours) - float(theirs), math.hypot(error, other))
        for ours, theirs, error in zip(found.values, published, found.errors, strict=True)
    )
    return Verdict(worst < LIMIT, f"|z| = {worst:.2f}, limit {LIMIT:g}", worst)


def _in_errors(gap: float, error: float) -> float:
    if error == 0.0:
        return 0.0 if gap == 0.0 else math.inf
    return abs(gap) / error


def within(found: Found, published: Sequence[Value], most: float) -> Verdict:
    """To a stated precision."""
    excess, gap = _worst(found, published, most)
    return Verdict(excess <= 0.0, f"off by {gap:.4g}, allowed {most:g} and three standard errors")


def apart(found: Found, published: Sequence[Value], least: float) -> Verdict:
    """A value that must not come out."""
    excess, gap = _worst(found, published, least)
    return Verdict(excess > 0.0, f"off by {gap:.4g}, must be more than {least:g}")


def _worst(found: Found, published: Sequence[Value], most: float) -> tuple[float, float]:
    """The largest excess over what is allowed, and the difference there."""
    gaps = [abs(float(a) - float(b)) for a, b in zip(found.values, published, strict=True)]
    return max((gap - most - 3.0 * error, gap) for gap, error in zip(gaps, found.errors, strict=True))


def mean_of(found: Found, published: Sequence[Value], n: float) -> Verdict:
    """Could the mean of ``n`` of our runs be the published number?"""
    if found.runs is None:
        return Verdict(False, "no single runs to draw a mean from")
    p = chance_of_mean(found.runs, int(n), float(published[0]))
    return Verdict(p > LEAST, f"a mean of {n:g} of our runs is as far off with p = {p:.3f}")


def chance_of_mean(runs: np.ndarray, n: int, published: float) -> float:
    """Two-sided p-value that the mean of ``n`` draws from whole-numbered ``runs`` lies as far out as ``published``."""
    low = int(runs.min())
    single = np.bincount(runs.astype(np.int64) - low) / len(runs)
    law = np.ones(1)
    for _ in range(n):
        law = np.convolve(law, single)
    sums = np.arange(len(law)) + n * low
    target = round(published * n)
    return float(min(1.0, 2.0 * min(law[sums <= target].sum(), law[sums >= target].sum())))


def median_of(found: Found, published: Sequence[Value], n: float) -> Verdict:
    """Could the median of ``n`` of our runs be the published number?"""
    if found.runs is None:
        return Verdict(False, "no single runs to draw a median from")
    p = chance_of_median(found.runs, int(n), float(published[0]))
    return Verdict(p > LEAST, f"a median of {n:g} of our runs is as far off with p = {p:.3f}")


def chance_of_median(runs: np.ndarray, n: int, published: float) -> float:
    """Two-sided p-value: half of ``n`` draws from ``runs`` lie as low, or as high, as ``published``."""
    below, above = (_half(n, float(side.mean())) for side in (runs <= published, runs >= published))
    return min(1.0, 2.0 * min(below, above))


def _half(n: int, p: float) -> float:
    """Probability that at least half of ``n`` trials of probability ``p`` succeed."""
    return sum(math.comb(n, k) * p**k * (1.0 - p) ** (n - k) for k in range((n + 1) // 2, n + 1))


def plateau(found: Found, published: Sequence[Value], _: float) -> Verdict:
    """The published optimum among the settings that are almost as good as ours."""
    low, high = map(float, found.values[:2])
    return Verdict(low <= float(published[0]) <= high, f"settings from {low:g} to {high:g} reach 97 % of the best")


def own(_: Found, __: Sequence[Value], ___: float) -> Verdict:
    """Nothing was published."""
    return Verdict(True, "no published number")


JUDGES: dict[str, Callable[[Found, Sequence[Value], float], Verdict]] = {
    "equal": equal,
    "z": standard,
    "within": within,
    "apart": apart,
    "mean": mean_of,
    "median": median_of,
    "plateau": plateau,
    "own": own,
}
