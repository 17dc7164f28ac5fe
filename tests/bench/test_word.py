"""The workload's cheap random words: neighbours in person, week and history know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import exact
from politeia.bench.fixed_point import STEP, counter_of, word
from politeia.random.draws import history_key, mix

N = 1 << 15
PEOPLE = np.arange(N, dtype=np.uint32)

#: (counters, second salt) -> 32-bit words, as the workload draws them
Words = Callable[[np.ndarray, np.uint32], np.ndarray]


@pytest.fixture(autouse=True)
def _wrap_around() -> None:
    np.seterr(over="ignore")


def salts(week: int = 0, history: int = 0) -> tuple[np.uint32, np.uint32]:
    """The two salts of a week, as the loop makes them."""
    both = int(mix(np.uint64(history_key(0, history)) + np.uint64(week) * np.uint64(0xA0761D6478BD642F)))
    return np.uint32(both & 0xFFFFFFFF), np.uint32(both >> 32)


def only_multiplied(counters: np.ndarray, salt: np.uint32) -> np.ndarray:
    """The defect: no shifts."""
    return np.asarray((counters ^ salt) * np.uint32(0x846CA68B))


def one_round(counters: np.ndarray, salt: np.uint32) -> np.ndarray:
    """The defect: half of the mixing."""
    z = np.asarray((counters ^ salt) * np.uint32(0x7FEB352D))
    return z ^ (z >> np.uint32(15))


def one_salt(counters: np.ndarray, salt: np.uint32) -> np.ndarray:
    """The defect: weeks are one sequence, shifted."""
    return np.asarray(word(counters, np.uint32(0)))


def pairs(words: Words) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Samples that must not be related."""

    def of(who: np.ndarray, first: np.uint32, second: np.uint32) -> np.ndarray:
        return words(counter_of(who, first), second)

    here = of(PEOPLE, *salts())
    first, second = salts()
    found = {f"persons i and i + {2**k}": (here[: -(2**k)], here[2**k :]) for k in range(13)}
    found |= {f"week and week + {k}": (here, of(PEOPLE, *salts(week=k))) for k in (1, 2, 52)}
    found |= {f"history and history + {k}": (here, of(PEOPLE, *salts(history=k))) for k in (1, 2, 256)}
    found["a shifted week"] = (here[1:], of(PEOPLE[:-1], np.uint32(first + np.uint32(STEP)), salts(week=9)[1]))
    found["noise and chance"] = (here << np.uint32(16), here)
    found["first and second word"] = (here, words(here, second))
    weeks = np.concatenate([of(PEOPLE[:1], *salts(week=week)) for week in range(8_000)])
    found["a person's weeks"] = (weeks[:-1], weeks[1:])
    return found


def p_values(words: Words) -> dict[str, float]:
    """Every test of the family: pairs as numbers, and each sample's two halves in boxes."""
    out: dict[str, float] = {}
    for name, (x, y) in pairs(words).items():
        a, b = x / 2**32, y / 2**32
        out[f"{name}: correlation"] = exact.correlation(a, b) if a.std() and b.std() else 0.0
        table = np.bincount((a * 8).astype(int) * 8 + (b * 8).astype(int), minlength=64)
        out[f"{name}: 8 by 8"] = exact.chi_square(table, np.full(64, len(a) / 64))
        for half, bits in (("high", y >> np.uint32(24)), ("low", y & np.uint32(255))):
            seen = np.bincount(bits.astype(int), minlength=256)
            out[f"{name}: {half} bits"] = exact.chi_square(seen, np.full(256, len(y) / 256))
    return out


def refused(words: Words) -> dict[str, float]:
    """Tests that fail at the family's level (Bonferroni)."""
    family = {
        name: p for name, p in p_values(words).items() if not (name.startswith("noise") and name.endswith("low bits"))
    }
    return {name: p for name, p in family.items() if p < exact.LEVEL / len(family)}


def test_words_are_uniform_and_neighbours_unrelated() -> None:
    assert refused(word) == {}


@pytest.mark.parametrize("words", [only_multiplied, one_round, one_salt])
def test_a_poor_hash_is_caught(words: Words) -> None:
    assert refused(words)
