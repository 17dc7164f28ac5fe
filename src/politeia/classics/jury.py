"""The jury theorem: many fallible judges are wiser than one, and tiers waste some of it.

Each of n jurors is right with probability p, independently; the majority decides.  With tiers, n juries of n each send
their verdict to a jury of verdicts, which is :mod:`galam` read as judgement: more jurors, yet worse than n x n at once.
"""

from __future__ import annotations

from politeia.classics import found, galam
from politeia.classics.card import Classic
from politeia.classics.found import Found


def right(*, p: float, n: int, runs: int) -> Found:
    """Probability that the majority is right."""
    return galam.top(r=n, p0=p, levels=1, runs=runs)


def right_in_tiers(*, p: float, n: tuple[int, ...], runs: int) -> Found:
    """Probability that the majority of n majorities of n is right, for several n."""
    return found.joined([galam.top(r=size, p0=p, levels=2, runs=runs) for size in n])


CLASSIC = Classic(
    name="jury",
    title="The jury theorem",
    text=__doc__,
    cite=(
        "Condorcet 1785, Essai sur l'application de l'analyse à la probabilité des décisions",
        "P. J. Boland 1989, Majority systems and the Condorcet jury theorem, The Statistician 38:181",
    ),
    quantities={"P(right)": right, "P(right) in two tiers": right_in_tiers},
    conventions={"n": "odd, so that nothing is tied"},
)
