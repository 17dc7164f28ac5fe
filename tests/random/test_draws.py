"""Draws are uniform, and neighbours in every sense know nothing of each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import exact
from politeia.random.draws import draw, draw_of, history_key, mix, mix_int, salt, upper_of, week_salts, word_of

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
N = 40_000
PEOPLE = np.arange(N, dtype=np.uint64)
NAMES = ("posts.vacancy", "voice.speak", "engine.exit", "joining.fortune")
UNIT = 1.1102230246251565e-16

#: (persons, salts) -> uniforms, as the engine draws them
Draws = Callable[[np.ndarray, np.ndarray], np.ndarray]


@pytest.fixture(autouse=True)
def _wrap_around() -> None:
    np.seterr(over="ignore")


def draws(who: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """:func:`draw` for arrays."""
    return (mix(who * GOLDEN + salts) >> np.uint64(11)).astype(np.int64) * UNIT


def only_multiplied(who: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """The defect: the counter is multiplied but not mixed."""
    return ((who * GOLDEN + salts) >> np.uint64(11)).astype(np.int64) * UNIT


def half_mixed(who: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """The defect: salts are added after mixing, so persons keep their luck from week to week."""
    return ((mix(who * GOLDEN) + salts) >> np.uint64(11)).astype(np.int64) * UNIT


def leaning(who: np.ndarray, salts: np.ndarray) -> np.ndarray:
    """The defect: uniform numbers that lean by one part in fifty."""
    return draws(who, salts) ** 1.02


def salts(*, seed: int = 1, history: int = 0, week: int = 0, name: str = NAMES[0]) -> np.uint64:
    """The salt of a decision."""
    return week_salts(history_key(seed, history), week, (name,))[0]


def axes() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Samples that run over one thing while all else stands still: (persons, salts)."""
    one, n = np.uint64(17), 8_000
    still = np.full(n, one)
    return {
        "persons": (PEOPLE, np.full(N, salts())),
        "persons of many generations": (PEOPLE * np.uint64(100_000), np.full(N, salts())),
        "weeks": (still, np.array([salts(week=week) for week in range(n)])),
        "histories": (still, np.array([salts(history=h) for h in range(n)])),
        "seeds": (still, np.array([salts(seed=h) for h in range(n)])),
        "streams": (still, np.array([salts(name=f"stream.{k}") for k in range(n)])),
    }


def neighbours(generator: Draws) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Pairs of samples that must not be related."""
    here = generator(PEOPLE, np.full(N, salts()))
    out = {f"persons i and i + {2**k}": (here[: -(2**k)], here[2**k :]) for k in range(14)}
    for name, other in {
        "week and next week": salts(week=1),
        "week and next year": salts(week=52),
        "history and next history": salts(history=1),
        "history and history + 2**16": salts(history=2**16),
        "seed and next seed": salts(seed=2),
        "one decision and another": salts(name=NAMES[1]),
    }.items():
        out[name] = (here, generator(PEOPLE, np.full(N, other)))
    for name, (who, what) in axes().items():
        line = generator(who, what)
        out[f"successive {name}"] = (line[:-1], line[1:])
    return out


def p_values(generator: Draws) -> dict[str, float]:
    """Every test of the family."""
    out = {}
    for name, (who, what) in axes().items():
        sample = generator(who, what)
        counts = np.bincount((sample * 256).astype(int), minlength=256)
        out[f"{name}: 256 boxes"] = exact.chi_square(counts, np.full(256, len(sample) / 256))
        out[f"{name}: Kolmogorov"] = exact.kolmogorov(sample)
        low_bits = np.bincount((sample * 2**53).astype(np.int64) & 63, minlength=64)
        out[f"{name}: last bits"] = exact.chi_square(low_bits, np.full(64, len(sample) / 64))
    for name, (x, y) in neighbours(generator).items():
        out[f"{name}: correlation"] = exact.correlation(x, y)
        table = np.bincount((x * 8).astype(int) * 8 + (y * 8).astype(int), minlength=64)
        out[f"{name}: 8 by 8"] = exact.chi_square(table, np.full(64, len(x) / 64))
    return out


def refused(generator: Draws) -> dict[str, float]:
    """Tests that fail at the family's level (Bonferroni)."""
    family = p_values(generator)
    return {name: p for name, p in family.items() if p < exact.LEVEL / len(family)}


def test_draws_are_uniform_and_neighbours_unrelated() -> None:
    assert refused(draws) == {}


@pytest.mark.parametrize("generator", [only_multiplied, half_mixed, leaning])
def test_a_poor_generator_is_caught(generator: Draws) -> None:
    assert refused(generator)


def test_arrays_here_are_the_kernel_there() -> None:
    key = salts(week=9)
    assert [draw(int(i), key) for i in range(200)] == list(draws(PEOPLE[:200], np.full(200, key)))


def test_several_draws_of_one_decision_are_unrelated() -> None:
    key, n = salts(), 4_000
    table = np.array([[draw_of(i, turn, key) for turn in range(4)] for i in range(n)])
    family = {f"turn {t}": exact.kolmogorov(table[:, t]) for t in range(4)}
    family |= {f"turns {a} and {b}": exact.correlation(table[:, a], table[:, b]) for a in range(4) for b in range(a)}
    assert min(family.values()) > exact.LEVEL / len(family), family


#: First outputs of splitmix64, as published with it (seed 1234567) and in the Java library (seed 0).
PUBLISHED = {
    1234567: (6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821),
    0: (0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F),
}


@pytest.mark.parametrize("seed", PUBLISHED)
def test_published_vectors_of_splitmix64(seed: int) -> None:
    for turn, word in enumerate(PUBLISHED[seed], start=1):
        counter = (seed + turn * int(GOLDEN)) & 0xFFFFFFFFFFFFFFFF
        assert int(mix(np.uint64(counter))) == mix_int(counter) == word
        assert draw(turn, np.uint64(seed)) == (word >> 11) * 2.0**-53


def test_draws_lie_below_one_and_the_mixer_is_one_to_one() -> None:
    assert float(np.int64(np.uint64(2**64 - 1) >> np.uint64(11))) * UNIT < 1.0
    assert len(np.unique(mix(PEOPLE))) == N


def test_a_name_keeps_its_salt() -> None:
    """These numbers may never change: they would change every history."""
    assert salt("posts.vacancy") == 420605101639925529
    assert salt("engine.exit") == 14293682011575867988
    assert len({salt(f"stream.{k}") for k in range(10_000)}) == 10_000


def test_the_engine_salts_as_this_file_does(tiny: object) -> None:
    """What is tested here is what the compiled week uses."""
    import small

    assert isinstance(tiny, small.Engine)
    state = tiny.start(5, seed=3, last_week=4)
    tiny.advance(state, 0, 4)
    shifted = week_salts(history_key(3, 5), 3 + 1_000_000, tiny.fused.streams)
    assert list(state.S[0]) == list(shifted)


def test_the_upper_bits_are_told_for_less() -> None:
    people = PEOPLE[:4096]
    whole, upper = (function(people, salts()) for function in (word_of, upper_of))
    assert np.array_equal(whole >> np.uint64(33), upper >> np.uint64(33))
    assert not np.array_equal(whole >> np.uint64(32), upper >> np.uint64(32))
