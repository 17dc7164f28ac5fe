"""The common workload's arithmetic in integers: pure scalar kernels, and the tables of the logistic.

1.0 is :data:`ONE`.  Everything is kept to 32 bits on the way, so that plain Python, numba and C give the same bits, and a
vector holds as many persons as it can.
"""

from __future__ import annotations

import numpy as np

from politeia.bench import party_week as spec
from politeia.declare import kernel

ONE = 32768
STAY = 45875  # 1 - PULL, in 1/65536
ECHOED = 11796  # PULL x ECHO
PULLING = 19661  # PULL
NOISY = 3932  # PULL x NOISE x 2, of 16 random bits
CENTRE = NOISY * 32768 - 32768  # their mean, less one half for rounding
FULL_RATE, LESS_RATE, BOUNDED, DUTIFUL = 6554, 3290, 16384, 1311  # RATE, its half by 256/255, BOUND, DUTY
QUIT16, QUIT32 = 197, 12884902  # QUIT, rounded up in 16 bits; in 32
SHARES = 64  # shares of members that have an upper bound of their own
STEP = 0x9E3779B1  # between the counters of neighbours


@kernel
def counter_of(who, salt):
    """The counter of a person in a week: a large odd step from one person to the next."""
    return np.uint32(np.uint32(who) * np.uint32(STEP) + salt)


@kernel
def word(counter, salt):
    """32 random bits of a counter, under a second salt of the week.

    Two rounds of multiply and shift (Wellons 2018, the constants of lowbias32).  The second salt enters between them: with
    the first alone, two weeks would be the same sequence, shifted.
    """
    z = np.uint32((counter ^ (counter >> np.uint32(16))) * np.uint32(0x7FEB352D))
    z = np.uint32((z ^ (z >> np.uint32(15)) ^ salt) * np.uint32(0x846CA68B))
    return np.uint32(z ^ (z >> np.uint32(16)))


@kernel
def moved_mood(mood, pulled, luck):
    """New mood: towards what is in ``pulled``, with 16 bits of luck."""
    return np.int32(np.int32(mood * np.int32(STAY) + pulled + luck * np.int32(NOISY)) >> np.int32(16))


@kernel
def moved_opinion(opinion, initiative, near, led):
    """A member's new opinion: towards the cell's, where that is near, and the line, ``led`` being what it adds."""
    gap = np.int32(near - opinion)
    rate = np.int32(np.int32(FULL_RATE) - (np.int32(initiative * np.int32(LESS_RATE)) >> np.int32(8)))
    drawn = np.int32(gap * rate) if abs(gap) < BOUNDED else np.int32(0)
    return np.int32(opinion + (np.int32(drawn + led - opinion * np.int32(DUTIFUL)) >> np.int32(16)))


@kernel
def bound(mood, chance, steep, flat):
    """At least the chance of joining, in 1/65536: the logistic is convex here, so chords on both sides lie above it."""
    rise = np.int32(mood * (steep if mood > 0 else flat))
    return np.int32(chance + (rise >> np.int32(15)))


@kernel
def joins(mood, share, logistics):
    """The chance of joining in 1/2**32, from the table of the logistic."""
    at = np.int64(mood) + np.int64(share) + np.int64(ONE)
    k = at >> 8
    low = np.int64(logistics[k])
    return low + (((np.int64(logistics[k + 1]) - low) * (at & 255)) >> 8)


@kernel
def quotient(total, count):
    """Mean of a sum below 2**24: single precision divides it alike on every machine, many at a time."""
    return np.int32(np.float32(total) / np.float32(count if count > 0 else 1))


def quotients(totals: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """:func:`quotient` of arrays."""
    return (totals.astype(np.float32) / np.maximum(counts, 1).astype(np.float32)).astype(np.int32)


def fixed(values: np.ndarray) -> np.ndarray:
    """Numbers in [-1, 1] in fixed point, int64, inside the range of 16 bits."""
    return np.clip(np.round(values.astype(np.float64) * ONE), 1 - ONE, ONE - 1).astype(np.int64)


def seasons() -> np.ndarray:
    """What the season of a week adds to everybody's mood, with the noise's mean taken off, int32 (SEASON)."""
    return np.array([round(spec.shock(week) * ONE * PULLING) - CENTRE for week in range(spec.SEASON)], np.int32)


def logistic_table() -> np.ndarray:
    """The logistic from its lowest argument on in steps of 1/64, in 1/2**32, uint32."""
    lowest = spec.BASE - spec.BY_MOOD
    return np.array([round(spec.logistic(lowest + k / 64) * 2**32) for k in range(386)], dtype=np.uint32)


def chords(logistics: np.ndarray) -> np.ndarray:
    """What :func:`bound` needs for shares of k / SHARES, int32 (SHARES + 1, 3): at mood 0, and slopes above and below."""

    def most(mood: int, share: int) -> int:
        return (int(joins(mood, share, logistics)) >> 16) + 2

    table = [[most(mood, k * ONE // SHARES) for mood in (0, ONE, -ONE)] for k in range(SHARES + 1)]
    return np.array([(zero, up - zero, zero - down) for zero, up, down in table], dtype=np.int32)
