"""Published models on the engine's kernels and random numbers, each with its card."""

from __future__ import annotations

from collections.abc import Mapping

from politeia.classics import (
    axelrod,
    deffuant,
    degroot,
    friedkin_johnsen,
    galam,
    galam_contrarian,
    galam_inflexible,
    granovetter,
    hegselmann_krause,
    kuran,
    march1991,
    moran,
    voter,
    zealots,
)
from politeia.classics.card import Classic

ORDER = (
    galam, galam_contrarian, galam_inflexible, granovetter, kuran, march1991, voter, zealots, moran, degroot,
    friedkin_johnsen, deffuant, hegselmann_krause, axelrod,
)  # fmt: skip

CLASSICS: Mapping[str, Classic] = {module.CLASSIC.name: module.CLASSIC for module in ORDER}
