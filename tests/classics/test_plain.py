"""Plain Python is the oracle: compiled classics give its bits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from politeia.classics import CLASSICS, ORDER
from politeia.classics.found import Found
from politeia.engine.standalone import Standalone

#: model, quantity, and parameters so small that plain Python takes a fraction of a second
TINY: list[tuple[str, str, dict[str, Any]]] = [
    ("galam", "share after each vote", {"r": 4, "p0": 0.7, "levels": 3, "runs": 8, "tie": 0.5}),
    ("galam", "expected share after each vote", {"r": 5, "p0": 0.45, "levels": 6}),
    ("galam-contrarian", "stationary share", {"r": 3, "a": 0.1, "p0": 0.6, "N": 60, "votes": 6, "runs": 3}),
    ("granovetter", "participants", {"N": 20, "change": (1, 2)}),
    ("granovetter", "P(most act)", {"N": 100, "mean": 25, "sigma": 12.2, "runs": 30}),
    ("march1991", "knowledge of the code", {"p1": 0.5, "p2": 0.5, "m": 5, "n": 6, "runs": 4}),
    (
        "march1991",
        "knowledge of the code",
        {"p1": 0.5, "p2": 0.5, "m": 5, "n": 6, "runs": 3, "p3": 0.1, "p4": 0.05, "periods": 9},
    ),
    ("march1991", "knowledge of the code", {"p1": 0.5, "p2": 0.5, "m": 5, "n": 6, "runs": 4, "spec": "literal"}),
    ("voter", "mean events to consensus", {"N": 8, "start": 3, "runs": 12}),
    ("zealots", "mean and variance of the share", {"N": 10, "z": (2, 1), "runs": 3, "events": 400}),
    ("moran", "P(takeover)", {"N": 8, "r": 1.5, "runs": 20}),
    ("deffuant", "mean number of major clusters", {"N": 40, "mu": 0.5, "eps": 0.2, "runs": 3, "sweeps": 20}),
    ("hegselmann-krause", "P(consensus)", {"N": 60, "eps": 0.2, "runs": 6}),
    ("axelrod", "mean number of regions", {"F": 3, "q": 4, "side": 4, "neighbours": 8, "runs": 2}),
    ("peter", "efficiency gain (points)", {"transfer": "peter", "promote": "mix", "runs": 2, "steps": 12}),
    (
        "peter",
        "efficiency gain (points)",
        {"transfer": "common-sense", "promote": "random", "runs": 2, "steps": 12, "draws": "cut"},
    ),
    (
        "accidental-politicians",
        "best number of independents",
        {"N": 40, "P1": 0.6, "r": 0.1, "runs": 2, "bills": 10, "step": 10},
    ),
    ("merrill", "social-utility efficiency (%)", {"method": "coombs", "voters": 7, "candidates": (4,), "runs": 12}),
    ("merrill", "Condorcet efficiency (%)", {"method": "black", "voters": 7, "candidates": (4,), "runs": 12}),
    ("merrill", "Condorcet efficiency (%)", {"method": "runoff", "voters": 7, "candidates": (4,), "runs": 12}),
    ("condorcet-paradox", "P(no Condorcet winner)", {"culture": "anonymous", "n": 11, "runs": 40}),
    ("jury", "P(right)", {"p": 0.6, "n": 5, "runs": 50}),
    ("power", "Shapley-Shubik index", {"weights": (4, 2, 1), "members": (3, 2, 1), "quota": 12}),
    ("sah-stiglitz", "P(accept) in hierarchy and polyarchy", {"bureaux": 3, "p": 0.7, "runs": 60}),
    ("simon-yule", "share of cells of 1, 2, 3", {"alpha": 0.3, "entrants": 300, "runs": 2}),
    ("nk", "mean number of local optima", {"N": 5, "K": 2, "runs": 3}),
]


@pytest.fixture
def loops(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The loops that are called while a test runs."""
    called: set[str] = set()
    call = Standalone.__call__

    def noted(self: Standalone, *arguments: Any) -> Any:
        called.add(f"{self.function.__module__}.{self.function.__name__}")
        return call(self, *arguments)

    monkeypatch.setattr(Standalone, "__call__", noted)
    return called


def measured(case: tuple[str, str, dict[str, Any]]) -> Found:
    """A quantity of a classic."""
    model, quantity, settings = case
    return CLASSICS[model].quantities[quantity](**settings)


def test_plain_python_and_compiled_code_give_the_same_bits(monkeypatch: pytest.MonkeyPatch, loops: set[str]) -> None:
    compiled = [measured(case) for case in TINY]
    monkeypatch.setattr(Standalone, "compiled", False)
    for case, other in zip(TINY, compiled, strict=True):
        plain = measured(case)
        assert (plain.values, plain.errors) == (other.values, other.errors), case
    unheard = everything() - loops - ARRAYS
    assert not unheard, unheard


#: compared below, on arrays, because their quantities take no small sizes
ARRAYS = {
    "politeia.classics.galam_inflexible.settle",
    "politeia.classics.granovetter.settle",
    "politeia.classics.degroot.debate",
    "politeia.classics.deffuant.flow",
    "politeia.classics.garbage_can.organisation",
    "politeia.classics.bass.spread",
}


def everything() -> set[str]:
    """Every loop of every classic."""
    held = {value for module in ORDER for value in vars(module).values() if isinstance(value, Standalone)}
    return {f"{loop.function.__module__}.{loop.function.__name__}" for loop in held}


def test_the_other_loops_give_the_same_bits() -> None:
    from politeia.classics import bass, deffuant, degroot, galam_inflexible, garbage_can, granovetter, luck

    assert galam_inflexible.settle(0.2, 0.17, 50) == galam_inflexible.settle.plain(0.2, 0.17, 50)
    assert granovetter.settle(0.0, 0.25, 0.122, 50) == granovetter.settle.plain(0.0, 0.25, 0.122, 50)
    weights = degroot.square((0.5, 0.2, 0.3, 0.1, 0.8, 0.1, 0.3, 0.3, 0.4))
    start, salt = np.array([1.0, 5.0, 9.0]), luck.salts("bass.join")[0]
    for loop, arguments in (
        (degroot.debate, (weights, np.array([0.9, 0.5, 1.0]), start, 20, np.zeros(3), np.zeros(3))),
        (deffuant.flow, (np.full(25, 0.1), 10, 0.1, 5, *np.zeros((3, 25)))),
        (bass.spread, (0.03, 0.38, 2, salt, np.zeros((2, 30)))),
        (garbage_can.organisation, garbage_case()),
    ):
        twice = [[a.copy() if isinstance(a, np.ndarray) else a for a in arguments] for _ in range(2)]
        loop(*twice[0])
        loop.plain(*twice[1])
        for one, other in zip(*twice, strict=True):
            assert np.asarray(one).tobytes() == np.asarray(other).tobytes(), loop.function.__name__


def garbage_case() -> tuple[Any, ...]:
    """One organisation of the garbage can."""
    from politeia.classics.garbage_can import CHOICES, PROBLEMS

    work = [np.zeros(n, dtype=np.int64) for n in (10, 20, 20, 10, 10, 10, 10)]
    orders = np.array(CHOICES[0]), np.array(PROBLEMS[0])
    return (2200, 0, 1, 1, *orders, 1100, True, 20, *work, np.zeros(4, dtype=np.int64))
