"""Weekly series in few bytes: three and a half digits, differences from week to week, bytes sorted by weight.

A weekly measure is a number that moves a little every week, by chance more often than not.  Each value keeps its
sign, its exponent and 10 bits of mantissa (relative error at most 1/2048, a small part of what two histories differ
by), its 20-bit pattern is replaced by its difference from the week before, and the low, middle and high bytes of the
differences are laid one after the other, so that zstd finds the zeros together.  Half of what is left is the noise of
the weeks, a bit a value for each bit of mantissa: ``benchmarks/store.py`` has the figures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

DIGITS = 10  #: bits of mantissa that are kept
_DROPPED = 12  # bits of float32 that have no place in the packed pattern
_ROUNDED = 23 - DIGITS  # bits that are rounded away; those with a place are zero, which zstd finds by itself
_HALF = np.uint32((1 << (_ROUNDED - 1)) - 1)
_KEPT = np.uint32(0xFFFFFFFF << _ROUNDED & 0xFFFFFFFF)
_BLOCK = 64  # rows that are unpacked together: few enough to stay in the cache
_NAN = np.uint32(0x7FC00000 >> _DROPPED)

Floats = NDArray[np.float32]


def pack(values: Floats) -> NDArray[np.uint8]:
    """Float32 ``[..., weeks]`` to bytes ``[..., 3 x weeks]``."""
    values = np.ascontiguousarray(values, np.float32)
    bits = values.view(np.uint32)
    to_even = (bits >> _ROUNDED) & np.uint32(1)
    nearest = ((bits + _HALF + to_even) & _KEPT) >> _DROPPED
    rounded = np.where(np.isnan(values), _NAN, nearest).astype(np.int32)
    steps = np.diff(rounded, axis=-1, prepend=np.int32(0)).astype(np.int32)
    zigzag = (steps << 1) ^ (steps >> 31)  # small whatever the sign: the high bytes stay zero
    planes = [zigzag & 255, (zigzag >> 8) & 255, (zigzag >> 16) & 255]
    return np.concatenate(planes, axis=-1).astype(np.uint8)


def unpack(packed: NDArray[np.uint8]) -> Floats:
    """The inverse of :func:`pack`: bytes ``[..., 3 x weeks]`` to float32 ``[..., weeks]``."""
    weeks = packed.shape[-1] // 3
    rows = packed.reshape(-1, 3, weeks)
    values = np.empty((len(rows), weeks), np.int32)
    for first in range(0, len(rows), _BLOCK):
        _unpack(rows[first : first + _BLOCK], values[first : first + _BLOCK])
    return values.view(np.float32).reshape(*packed.shape[:-1], weeks)


def _unpack(planes: NDArray[np.uint8], values: NDArray[np.int32]) -> None:
    np.copyto(values, planes[:, 2])
    for plane in (1, 0):
        values <<= 8
        values |= planes[:, plane]
    sign = values & 1
    np.negative(sign, out=sign)
    values >>= 1
    values ^= sign
    np.cumsum(values, axis=-1, out=values)
    values <<= _DROPPED


def rounded(values: Floats) -> Floats:
    """What reading back gives: values rounded to :data:`DIGITS` bits of mantissa."""
    return unpack(pack(values))
