"""Counter-based random numbers: a number depends only on who decides, when, what, and in which history.

``draw(who, salt)`` is the splitmix64 output function (Steele, Lea and Flood 2014) applied to the counter
``who``, offset by a salt that stands for (seed, history, week, decision).  No generator is stepped, so results
cannot depend on the order in which persons are visited, nor on threads.
"""

from __future__ import annotations

import hashlib

import numpy as np

from politeia.declare import kernel

MASK = 0xFFFFFFFFFFFFFFFF


@kernel
def multiplied(z):
    """All of :func:`mix` but its last step, which leaves the upper 31 bits as they are."""
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    return (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)


@kernel
def mix(z):
    """Finaliser of splitmix64: a bijection of 64-bit words with full avalanche."""
    z = multiplied(z)
    return z ^ (z >> np.uint64(31))


@kernel
def upper_of(who, salt):
    """A word whose upper 31 bits are those of :func:`word_of`, for less: enough to tell who is worth a second look."""
    return multiplied(np.uint64(who) * np.uint64(0x9E3779B97F4A7C15) + salt)


@kernel
def word_of(who, salt):
    """The 64 random bits of person (or unit) ``who`` under ``salt``."""
    return mix(np.uint64(who) * np.uint64(0x9E3779B97F4A7C15) + salt)


@kernel
def draw(who, salt):
    """Uniform number in [0, 1) with 53 bits, of person (or unit) ``who`` under ``salt``."""
    return float(np.int64(word_of(who, salt) >> np.uint64(11))) * 1.1102230246251565e-16


@kernel
def draw_of(who, turn, salt):
    """The ``turn``-th of several numbers for one decision."""
    word = mix(np.uint64(turn) * np.uint64(0xD1342543DE82EF95) + salt)
    return draw(who, word)


def salt(name: str) -> int:
    """The 64-bit salt of a named decision: it never changes while the name stays."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


def mix_int(z: int) -> int:
    """:func:`mix` on Python integers, for setting up salts outside the compiled week."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def history_key(seed: int, history: int) -> int:
    """The key of one history: seeds and numbers enter through separate rounds, so neighbours share nothing."""
    return mix_int(mix_int((seed * 0x9E3779B97F4A7C15 + 1) & MASK) ^ ((history * 0xD1342543DE82EF95 + 7) & MASK))


def week_salts(key: int, week: int, names: tuple[str, ...]) -> np.ndarray:
    """Salts of all named decisions in one week of one history, shape ``(len(names),)``, uint64."""
    base = mix_int((key + week * 0xA0761D6478BD642F) & MASK)
    return np.array([mix_int((base ^ salt(name)) & MASK) for name in names], dtype=np.uint64)
