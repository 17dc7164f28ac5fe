"""The Peter principle: whom to promote when the new post asks for other skills.

160 posts in six levels (1, 5, 11, 21, 41, 81) of responsibility 1, .9, .8, .6, .4, .2.  Competence is drawn from
N(7, 2) within [1, 10], age from N(25, 5) within [18, 60].  In each step everybody grows a year older; who is below
competence 4 or has reached 60 leaves; vacancies are filled from the top level down, each by the best, the worst or a
random member of the level below, whose post is filled in its turn; the bottom level takes newcomers.  The promoted keep
their competence up to a change of U(-1, 1) (common sense) or draw a new one (Peter's hypothesis).  Efficiency is the
mean of competence weighted by responsibility, in percent of 10.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import normal, of_run, one_of
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

POSTS = (1, 5, 11, 21, 41, 81)
RESPONSIBILITY = (1.0, 0.9, 0.8, 0.6, 0.4, 0.2)
TRANSFER = {"common-sense": 0, "peter": 1}
PROMOTE = {"best": 0, "worst": 1, "random": 2, "mix": 3}
STEPS, SETTLED = 1000, 200  #: efficiency is averaged over the steps after the first 200


@kernel
def leaves(competence, age):
    """Dismissed for incompetence, or retired."""
    return competence < 4.0 or age >= 60.0


@kernel
def transferred(competence, uniform):
    """Competence in the new post, if it takes much the same skills."""
    return min(max(competence + 2.0 * uniform - 1.0, 1.0), 10.0)


@kernel
def preferred(best, candidate, lowest):
    """Whether a candidate is better (or worse, if the worst is wanted) than the best so far."""
    return candidate < best if lowest else candidate > best


def fitting(mean, deviation, low, high, clip, turn, key):
    """A normal number within bounds: drawn again until it fits, or cut."""
    while True:
        value = mean + deviation * normal(turn[0], key)
        turn[0] += 1
        if clip or low <= value <= high:
            return min(max(value, low), high)


def hire(competence, age, post, clip, turn, key):
    """A newcomer takes the post."""
    competence[post] = fitting(7.0, 2.0, 1.0, 10.0, clip, turn, key)
    age[post] = fitting(25.0, 5.0, 18.0, 60.0, clip, turn, key)


def choose(competence, low, high, how, turn, key):
    """Who of posts ``low`` to ``high`` - 1 is promoted, of those that are held (competence > 0); -1 if none is."""
    held = 0
    for post in range(low, high):
        if competence[post] > 0.0:
            held += 1
    if held == 0:
        return -1
    if how == 3:
        how = one_of(2, turn[0], key)
        turn[0] += 1
    wanted = -1
    if how == 2:
        wanted = one_of(held, turn[0], key)
        turn[0] += 1
    chosen = -1
    for post in range(low, high):
        if competence[post] > 0.0:
            if how == 2:
                if wanted == 0:
                    return post
                wanted -= 1
            elif chosen < 0 or preferred(competence[chosen], competence[post], how == 1):
                chosen = post
    return chosen


def fill(competence, age, first, peter, how, clip, turn, keys):
    """Fill all vacancies, from the top level down."""
    levels = first.shape[0] - 1
    for level in range(levels):
        for post in range(first[level], first[level + 1]):
            if competence[post] > 0.0:
                continue
            chosen = -1
            if level < levels - 1:
                chosen = choose(competence, first[level + 1], first[level + 2], how, turn, keys[1])
            if chosen < 0:
                hire(competence, age, post, clip, turn, keys[0])
            else:
                if peter:
                    competence[post] = fitting(7.0, 2.0, 1.0, 10.0, clip, turn, keys[0])
                else:
                    competence[post] = transferred(competence[chosen], draw(turn[0], keys[2]))
                    turn[0] += 1
                age[post] = age[chosen]
                competence[chosen] = 0.0


def efficiency(competence, first, responsibility):
    """In percent."""
    total, most = 0.0, 0.0
    for level in range(first.shape[0] - 1):
        for post in range(first[level], first[level + 1]):
            total += responsibility[level] * competence[post]
            most += responsibility[level] * 10.0
    return 100.0 * total / most


@standalone
def firms(peter, how, clip, runs, steps, settled, salts, first, responsibility, competence, age, turn, keys, gains):
    """``gains[run]``: mean efficiency after ``settled`` steps less that of the start, in points."""
    posts = competence.shape[0]
    for run in range(runs):
        for stream in range(keys.shape[0]):
            keys[stream] = of_run(run, salts[stream])
        turn[0] = 0
        for post in range(posts):
            hire(competence, age, post, clip, turn, keys[0])
        start = efficiency(competence, first, responsibility)
        total = 0.0
        for step in range(steps):
            for post in range(posts):
                age[post] += 1.0
                if leaves(competence[post], age[post]):
                    competence[post] = 0.0
            fill(competence, age, first, peter, how, clip, turn, keys)
            if step >= settled:
                total += efficiency(competence, first, responsibility)
        gains[run] = total / (steps - settled) - start


def _gains(transfer: str, promote: str, runs: int, draws: str = "again", steps: int = STEPS) -> np.ndarray:
    first = np.concatenate([[0], np.cumsum(POSTS)]).astype(np.int64)
    gains = np.zeros(runs)
    posts = int(first[-1])
    salts = luck.salts("peter.person", "peter.choice", "peter.transfer")
    firms(
        TRANSFER[transfer], PROMOTE[promote], draws == "cut", runs, steps, min(SETTLED, steps // 5), salts, first,
        np.array(RESPONSIBILITY), np.zeros(posts), np.zeros(posts), np.zeros(1, dtype=np.int64), salts.copy(), gains,
    )  # fmt: skip
    return gains


def gain(*, transfer: str, promote: str, runs: int, draws: str = "again", steps: int = STEPS) -> Found:
    """Gain of efficiency over the start, in points."""
    return found.mean(_gains(transfer, promote, runs, draws, steps))


def order(*, transfer: str, runs: int) -> Found:
    """The three ways to promote, the most efficient first."""
    ways = ("best", "random", "worst")
    by_gain = {way: float(_gains(transfer, way, runs).mean()) for way in ways}
    return found.exact(">".join(sorted(ways, key=lambda way: -by_gain[way])))


CLASSIC = Classic(
    name="peter",
    title="The Peter principle",
    text=__doc__,
    cite=(
        "A. Pluchino, A. Rapisarda and C. Garofalo 2010, The Peter principle revisited, Physica A 389:467, "
        "doi:10.1016/j.physa.2009.09.045, arXiv:0907.0455",
    ),
    quantities={"efficiency gain (points)": gain, "gain to the point": gain, "order of strategies": order},
    conventions={
        "transfer": "common-sense (competence moves by U(-1, 1)) or peter (a fresh draw)",
        "promote": "best, worst, random, or mix (best or worst by a coin)",
        "draws": "again: normal draws are repeated until they fit; cut: they are cut at the bounds",
    },
    fails="The order of strategies and the signs for best and worst reproduce; the printed points do not, under any "
    "of fourteen conventions that an independent program tried, and the gain of random promotion changes its sign with them.",
)
