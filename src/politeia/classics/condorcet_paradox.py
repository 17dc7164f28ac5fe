"""The Condorcet paradox: majorities that run in a circle.

n voters (odd) rank three candidates.  Impartial culture: each ranking is equally likely for each voter.  Impartial
anonymous culture: each way to divide the n voters among the six rankings is equally likely, which is a Polya urn: a
voter takes a ranking with probability proportional to one more than those who took it before.  There is no Condorcet
winner when the majorities run a over b over c over a, or the other way round.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found, luck
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.luck import of_run
from politeia.declare import kernel
from politeia.engine.standalone import standalone
from politeia.random.draws import draw

CULTURES = {"impartial": 0, "anonymous": 1}
MANY = 1001  #: voters that stand for infinitely many: the chance differs by less than 0.0001


@kernel
def prefers(ranking, pair):
    """1 if a ranking (0 abc, 1 acb, 2 bac, 3 bca, 4 cab, 5 cba) puts a over b, b over c, c over a; else -1."""
    if pair == 0:
        return 1 if ranking == 0 or ranking == 1 or ranking == 4 else -1
    if pair == 1:
        return 1 if ranking == 0 or ranking == 2 or ranking == 3 else -1
    return 1 if ranking >= 3 else -1


@kernel
def circle(ab, bc, ca):
    """Whether three majorities run in a circle."""
    return (ab > 0 and bc > 0 and ca > 0) or (ab < 0 and bc < 0 and ca < 0)


@standalone
def votes(voters, anonymous, runs, salt, urn, paradox):
    """``paradox[run]`` is 1 if nobody beats all others."""
    for run in range(runs):
        key = of_run(run, salt)
        for k in range(6):
            urn[k] = 1
        ab, bc, ca = 0, 0, 0
        for v in range(voters):
            total = 6 + v if anonymous else 6
            mark = int(draw(v, key) * total)
            ranking = 0
            while mark >= urn[ranking]:
                mark -= urn[ranking]
                ranking += 1
            if anonymous:
                urn[ranking] += 1
            ab += prefers(ranking, 0)
            bc += prefers(ranking, 1)
            ca += prefers(ranking, 2)
        paradox[run] = 1 if circle(ab, bc, ca) else 0


def no_winner(*, culture: str, n: int | str, runs: int) -> Found:
    """Probability that there is no Condorcet winner."""
    paradox = np.zeros(runs, dtype=np.int64)
    (salt,) = luck.salts("condorcet-paradox.vote")
    voters = MANY if isinstance(n, str) else n
    votes(voters, CULTURES[culture], runs, salt, np.ones(6, dtype=np.int64), paradox)
    return found.shares(paradox)


CLASSIC = Classic(
    name="condorcet-paradox",
    title="The Condorcet paradox",
    text=__doc__,
    cite=(
        "R. Niemi and H. Weisberg 1968, A mathematical solution for the probability of the paradox of voting, "
        "Behavioral Science 13:317, doi:10.1002/bs.3830130406",
        "W. Gehrlein and P. Fishburn 1976, Condorcet's paradox and anonymous preference profiles, Public Choice 26:1",
    ),
    quantities={"P(no Condorcet winner)": no_winner},
    conventions={
        "culture": "impartial (voters independent) or anonymous (divisions of the voters equally likely)",
        "n": "odd; the limit of many voters is played by 1001",
    },
)
