"""Debate with stubborn members: nobody quite forgets a first opinion.

x(t+1) = A W x(t) + (I - A) x(0), A diagonal with each person's susceptibility (A = I is :mod:`degroot`).  The limit
is (I - A W)^-1 (I - A) x(0): a lasting disagreement, pulled together.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found
from politeia.classics.card import Classic
from politeia.classics.degroot import limit, square
from politeia.classics.found import Found


def opinions(*, W: tuple[float, ...], start: tuple[float, ...]) -> Found:
    """The limit opinions; a person's stubbornness is the weight given to oneself, A = I - diag(W)."""
    weights = square(W)
    end = limit(weights, 1.0 - np.diag(weights), np.array(start, dtype=np.float64))
    return found.exact(*map(float, end))


CLASSIC = Classic(
    name="friedkin-johnsen",
    title="Debate with stubborn members",
    text=__doc__,
    cite=(
        "N. E. Friedkin and E. C. Johnsen 1990, Social influence and opinions, J. Math. Sociology 15:193, "
        "doi:10.1080/0022250X.1990.9990069",
        "S. Parsegov and others 2017, IEEE Trans. Automatic Control 62:2270, doi:10.1109/TAC.2016.2613905 (the example)",
    ),
    quantities={"limit opinions": opinions, "limit opinions to eight digits": opinions},
    conventions={"A": "susceptibility is one less the weight given to oneself"},
)
