"""The random numbers of the classics: the engine's own, one history for each run."""

from __future__ import annotations

import math

import numpy as np

from politeia.declare import kernel
from politeia.random.draws import draw, history_key, mix, week_salts

SEED = 1917  #: of every published row; another seed gives other runs of the same model


def salts(*decisions: str, seed: int = SEED) -> np.ndarray:
    """Salts of a classic's named decisions, uint64: each run adds its number by :func:`of_run`."""
    return week_salts(history_key(seed, 0), 0, decisions)


@kernel
def of_run(run, salt):
    """The salt of a decision in one run: ``draw(who, of_run(run, salt))`` is ``draw_of(who, run, salt)``."""
    return mix(np.uint64(run) * np.uint64(0xD1342543DE82EF95) + salt)


@kernel
def one_of(n, who, salt):
    """One of 0 .. n-1, equally likely."""
    return int(draw(who, salt) * n)


@kernel
def normal(who, salt):
    """A standard normal number (Box and Muller 1958)."""
    radius = math.sqrt(-2.0 * math.log(1.0 - draw(2 * who, salt)))
    return radius * math.cos(6.283185307179586 * draw(2 * who + 1, salt))
