"""Small arithmetic that several classics share."""

from __future__ import annotations

from collections.abc import Callable

from politeia.declare import kernel


@kernel
def power(x, n):
    """x^n for a whole n >= 0, by multiplication: the same bits in plain Python and compiled."""
    value = 1.0
    for _ in range(n):
        value *= x
    return value


def crossing(above: Callable[[float], bool], low: float, high: float, halvings: int = 60) -> float:
    """Where a condition that is false at ``low`` and true at ``high`` becomes true."""
    for _ in range(halvings):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if above(middle) else (middle, high)
    return 0.5 * (low + high)
