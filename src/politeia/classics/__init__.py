"""Published models on the engine's kernels and random numbers, each with its card."""

from __future__ import annotations

from collections.abc import Mapping

from politeia.classics import (
    accidental_politicians,
    axelrod,
    bass,
    condorcet_paradox,
    deffuant,
    degroot,
    friedkin_johnsen,
    galam,
    galam_contrarian,
    galam_inflexible,
    garbage_can,
    granovetter,
    hegselmann_krause,
    jury,
    kuran,
    march1991,
    merrill,
    moran,
    nk,
    peter,
    power,
    sah_stiglitz,
    simon_yule,
    voter,
    zealots,
)
from politeia.classics.card import Classic

ORDER = (
    galam, galam_contrarian, galam_inflexible, granovetter, kuran, march1991, voter, zealots, moran, degroot,
    friedkin_johnsen, deffuant, hegselmann_krause, axelrod, peter, accidental_politicians, garbage_can, merrill,
    condorcet_paradox, jury, power, sah_stiglitz, simon_yule, bass, nk,
)  # fmt: skip

CLASSICS: Mapping[str, Classic] = {module.CLASSIC.name: module.CLASSIC for module in ORDER}
