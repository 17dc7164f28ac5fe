"""Election methods in a random society: how often the Condorcet winner, how much utility.

Each of 25 voters has utilities for the candidates drawn from U(0, 1) and stretched to reach from 0 to 1; all vote
sincerely; equal counts are decided by lot.  Plurality; runoff (the two with most first places); Hare (drop whoever has
fewest first places); Coombs (drop whoever has most last places, unless somebody has a majority of firsts); approval
(approve what lies above one's own mean); Borda; Black (the Condorcet winner, else Borda).  Condorcet efficiency is the
share of elections that have a Condorcet winner in which he wins; social-utility efficiency is the mean utility gained by
the winner over a random candidate, relative to that of the best candidate.
"""

from __future__ import annotations

import math

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

METHODS = ("plurality", "runoff", "hare", "coombs", "approval", "borda", "black")


@kernel
def ahead(count, lot, best, best_lot):
    """Whether a candidate's count beats the best so far; lots decide between equals."""
    return count > best or (count == best and lot > best_lot)


def most(counts, alive, sign, key):
    """The candidate still in the race with the largest (``sign`` 1) or smallest (-1) count."""
    chosen, best, best_lot = -1, 0, 0.0
    for c in range(counts.shape[0]):
        if alive[c] == 1:
            lot = draw(c, key)
            if chosen < 0 or ahead(sign * counts[c], lot, best, best_lot):
                chosen, best, best_lot = c, sign * counts[c], lot
    return chosen


def count_places(utility, alive, sign, counts):
    """First (``sign`` 1) or last (-1) places among those still in the race."""
    voters, candidates = utility.shape
    for c in range(candidates):
        counts[c] = 0
    for v in range(voters):
        chosen = -1
        for c in range(candidates):
            if alive[c] == 1 and (chosen < 0 or sign * utility[v, c] > sign * utility[v, chosen]):
                chosen = c
        counts[chosen] += 1


def prefer(utility, a, b):
    """How many voters prefer ``a`` to ``b``."""
    total = 0
    for v in range(utility.shape[0]):
        if utility[v, a] > utility[v, b]:
            total += 1
    return total


def condorcet(utility):
    """The candidate who beats every other, or -1."""
    voters, candidates = utility.shape
    champion = 0
    for c in range(1, candidates):
        if 2 * prefer(utility, champion, c) <= voters:
            champion = c
    for c in range(candidates):
        if c != champion and 2 * prefer(utility, champion, c) <= voters:
            return -1
    return champion


def score(utility, approval, counts):
    """Points of approval (1 above one's own mean) or of Borda (candidates placed below)."""
    voters, candidates = utility.shape
    for c in range(candidates):
        counts[c] = 0
    for v in range(voters):
        mean = 0.0
        for c in range(candidates):
            mean += utility[v, c] / candidates
        for c in range(candidates):
            if approval:
                if utility[v, c] > mean:
                    counts[c] += 1
            else:
                for other in range(candidates):
                    if utility[v, c] > utility[v, other]:
                        counts[c] += 1


def eliminate(utility, coombs, alive, counts, key):
    """Hare, or Coombs: drop one after the other."""
    voters, candidates = utility.shape
    for left in range(candidates, 1, -1):
        lots = of_run(left, key)
        count_places(utility, alive, 1, counts)
        leader = most(counts, alive, 1, lots)
        if coombs:
            if 2 * counts[leader] > voters:
                return leader
            count_places(utility, alive, -1, counts)
            alive[most(counts, alive, 1, lots)] = 0
        else:
            alive[most(counts, alive, -1, lots)] = 0
    return most(counts, alive, 1, key)


def winner(method, utility, alive, counts, key):
    """The candidate elected."""
    for c in range(alive.shape[0]):
        alive[c] = 1
    champion = condorcet(utility) if method == 6 else -1
    if champion >= 0:
        return champion
    if method == 2 or method == 3:
        return eliminate(utility, method == 3, alive, counts, key)
    if method >= 4:
        score(utility, method == 4, counts)
        return most(counts, alive, 1, key)
    count_places(utility, alive, 1, counts)
    first = most(counts, alive, 1, key)
    if method == 0:
        return first
    alive[first] = 0
    second = most(counts, alive, 1, key)
    return first if 2 * prefer(utility, first, second) > utility.shape[0] else second


@standalone
def elections(method, runs, salts, utility, alive, counts, champion, elected, worth):
    """``champion[run]`` and ``elected[run]``; ``worth[run]``: total utility of the elected, the mean, the best."""
    voters, candidates = utility.shape
    for run in range(runs):
        key = of_run(run, salts[0])
        for v in range(voters):
            low, high = 1.0, 0.0
            for c in range(candidates):
                utility[v, c] = draw(v * candidates + c, key)
                low, high = min(low, utility[v, c]), max(high, utility[v, c])
            for c in range(candidates):
                utility[v, c] = (utility[v, c] - low) / (high - low)
        champion[run] = condorcet(utility)
        elected[run] = winner(method, utility, alive, counts, of_run(run, salts[1]))
        for c in range(candidates):
            total = 0.0
            for v in range(voters):
                total += utility[v, c]
            if c == elected[run]:
                worth[run, 0] = total
            worth[run, 1] += total / candidates
            worth[run, 2] = max(worth[run, 2], total)


def _hold(method: str, voters: int, candidates: int, runs: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    alive, counts = np.zeros(candidates, dtype=np.int64), np.zeros(candidates, dtype=np.int64)
    champion, elected = np.zeros(runs, dtype=np.int64), np.zeros(runs, dtype=np.int64)
    worth = np.zeros((runs, 3))
    salts = luck.salts("merrill.utility", "merrill.lot")
    utility = np.zeros((voters, candidates))
    elections(METHODS.index(method), runs, salts, utility, alive, counts, champion, elected, worth)
    return champion, elected, worth


def condorcet_efficiency(*, method: str, voters: int, candidates: tuple[int, ...], runs: int) -> Found:
    """Percent of the elections with a Condorcet winner in which he is elected, for each number of candidates."""
    parts = []
    for number in candidates:
        champion, elected, _ = _hold(method, voters, number, runs)
        there = champion >= 0
        parts.append(found.frequency(float((elected == champion)[there].sum()), int(there.sum())))
    return _percent(found.joined(parts))


def utility_efficiency(*, method: str, voters: int, candidates: tuple[int, ...], runs: int) -> Found:
    """Percent of the possible gain in utility over a random candidate, for each number of candidates."""
    parts = []
    for number in candidates:
        worth = _hold(method, voters, number, runs)[2]
        gained, possible = worth[:, 0] - worth[:, 1], worth[:, 2] - worth[:, 1]
        ratio = float(gained.mean() / possible.mean())
        error = float((gained - ratio * possible).std(ddof=1) / possible.mean()) / math.sqrt(runs)
        parts.append(Found((ratio,), (error,)))
    return _percent(found.joined(parts))


def has_champion(*, voters: int, candidates: tuple[int, ...], runs: int) -> Found:
    """Percent of elections that have a Condorcet winner."""
    parts = [found.shares(_hold("plurality", voters, number, runs)[0] >= 0) for number in candidates]
    return _percent(found.joined(parts))


def _percent(share: Found) -> Found:
    return Found(tuple(100.0 * float(v) for v in share.values), tuple(100.0 * e for e in share.errors))


CLASSIC = Classic(
    name="merrill",
    title="Election methods in a random society",
    text=__doc__,
    cite=(
        "S. Merrill 1984, A comparison of efficiency of multicandidate electoral systems, Am. J. Political Science 28:23, "
        "doi:10.2307/2110786",
        "endolith/elsim (a transcription of Tables 1 and 3)",
    ),
    quantities={
        "Condorcet efficiency (%)": condorcet_efficiency,
        "social-utility efficiency (%)": utility_efficiency,
        "elections with a Condorcet winner (%)": has_champion,
    },
    conventions={
        "utility": "stretched to [0, 1] for each voter before it is summed",
        "lots": "equal counts are decided by lot, also when candidates are dropped",
    },
    fails="Tables 2 and 4 of the paper are not asked for: independent transcriptions miss them by 5 and 9 points.",
)
