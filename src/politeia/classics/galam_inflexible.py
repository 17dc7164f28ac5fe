"""Majority votes with inflexibles on one side: people who never give up their opinion.

A share a of the people holds opinion A whatever its group decides.  For groups of three

    p' = p^2 (3 - 2p) + a (1 - p)^2

Above a = 3 - 2 sqrt 2 the side with the inflexibles wins from any start.
"""

from __future__ import annotations

from politeia.classics import found
from politeia.classics.arithmetic import crossing
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.declare import kernel
from politeia.engine.standalone import standalone


@kernel
def next_share(p, a):
    """Expected share of A after a vote in groups of three with a share ``a`` of inflexibles for A."""
    return p * p * (3.0 - 2.0 * p) + a * (1.0 - p) * (1.0 - p)


@standalone
def settle(p, a, rounds):
    """The share after many rounds."""
    for _ in range(rounds):
        p = next_share(p, a)
    return p


def critical() -> Found:
    """The least share of inflexibles that wins from nobody else."""
    return found.exact(crossing(lambda a: settle(a, a, 200_000) > 0.9, 0.1, 0.3))


def settled(*, a: float) -> Found:
    """Where the vote ends when only the inflexibles are for A at first."""
    return found.exact(float(settle(a, a, 200_000)))


CLASSIC = Classic(
    name="galam-inflexible",
    title="Majority votes with inflexibles",
    text=__doc__,
    cite=("S. Galam and F. Jacobs 2007, The role of inflexible minorities, Physica A 381:366",),
    quantities={"critical share": critical, "final share": settled},
    conventions={"a": "share of the whole people; the start is a, nobody else being for A"},
)
