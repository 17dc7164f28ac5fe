"""Power in weighted voting: who turns a losing coalition into a winning one.

A coalition wins when its weights reach the quota.  A member's Banzhaf swings are the winning coalitions that lose without
him; the Shapley-Shubik index is the share of orders of all members in which he is the one who makes it win.  Both are
counted over all coalitions, exactly.
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np

from politeia.classics import found
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.declare import kernel
from politeia.engine.standalone import standalone


@kernel
def swings(others, weight, quota):
    """Whether a member of this weight turns the coalition of ``others``."""
    return others < quota <= others + weight


@standalone
def count(weights, quota, turned):
    """``turned[i, s]``: coalitions of s others that member i turns."""
    members = weights.shape[0]
    for coalition in range(1 << members):
        size, total = 0, 0
        for i in range(members):
            if coalition >> i & 1:
                size += 1
                total += weights[i]
        for i in range(members):
            if not coalition >> i & 1 and swings(total, weights[i], quota):
                turned[i, size] += 1


def _turned(weights: tuple[int, ...], members: tuple[int, ...], quota: int) -> np.ndarray:
    """Of each member, in the order of classes."""
    each = np.repeat(np.array(weights, dtype=np.int64), np.array(members))
    turned = np.zeros((len(each), len(each)), dtype=np.int64)
    count(each, quota, turned)
    return turned


def banzhaf(*, weights: tuple[int, ...], members: tuple[int, ...], quota: int) -> Found:
    """Swings of one member of each class of weights."""
    turned = _turned(weights, members, quota)
    first = np.cumsum((0, *members[:-1]))
    return found.exact(*(int(turned[i].sum()) for i in first))


def shapley(*, weights: tuple[int, ...], members: tuple[int, ...], quota: int) -> Found:
    """Shapley-Shubik index of one member of each class of weights."""
    turned = _turned(weights, members, quota)
    n = len(turned)
    orders = [math.factorial(s) * math.factorial(n - s - 1) for s in range(n)]
    first = np.cumsum((0, *members[:-1]))
    index = (sum(int(c) * o for c, o in zip(turned[i], orders, strict=True)) for i in first)
    return found.exact(*(Fraction(part, math.factorial(n)) for part in index))


def powerless(*, weights: tuple[int, ...], members: tuple[int, ...], quota: int) -> Found:
    """How many members never matter."""
    return found.exact(int((_turned(weights, members, quota).sum(axis=1) == 0).sum()))


CLASSIC = Classic(
    name="power",
    title="Power in weighted voting",
    text=__doc__,
    cite=(
        "L. S. Shapley and M. Shubik 1954, A method for evaluating the distribution of power in a committee system, "
        "Am. Pol. Sci. Rev. 48:787",
        "J. F. Banzhaf 1965, Weighted voting doesn't work, Rutgers Law Review 19:317",
    ),
    quantities={"Banzhaf swings": banzhaf, "Shapley-Shubik index": shapley, "powerless members": powerless},
    conventions={"members": "how many members hold each of the weights; values are for one member of each class"},
)
