"""Shapes that mechanisms share: the logistic, a bounded-confidence weight, clipping.

They use only ``+ - * /`` so that plain Python, compiled code and any machine give the same bits.
"""

from __future__ import annotations

from politeia.declare import kernel


@kernel
def clip(value, low, high):
    """``value`` held within [low, high]."""
    if value < low:
        return low
    if value > high:
        return high
    return value


@kernel
def positive(value):
    """``max(0, value)``."""
    if value > 0.0:
        return value
    return 0.0


@kernel
def exponential(z):
    """e^z for z in [-30, 30], by squaring its third-order series at z/1024 ten times (relative error below 2e-5)."""
    z = clip(z, -30.0, 30.0) * 0.0009765625
    value = 1.0 + z * (1.0 + z * (0.5 + z * 0.16666666666666666))
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    value = value * value
    return value * value


@kernel
def logistic(z):
    """1 / (1 + e^-z), from 0 to 1."""
    return 1.0 / (1.0 + exponential(-z))


@kernel
def nearness(distance, reach):
    """Weight of another's opinion at ``distance``: 1 when equal, 1/4 at ``reach`` (bounded confidence, smooth)."""
    ratio = distance / reach
    weight = 1.0 / (1.0 + ratio * ratio)
    return weight * weight


@kernel
def noise(uniform, deviation):
    """A symmetric step of standard deviation ``deviation`` from a uniform number (rectangular)."""
    return (uniform - 0.5) * 3.4641016151377544 * deviation


@kernel
def bell(first, second, third):
    """Near-normal number of mean 0 and standard deviation 1 from three uniforms (Irwin-Hall)."""
    return (first + second + third - 1.5) * 2.0
