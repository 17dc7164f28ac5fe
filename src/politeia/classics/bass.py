"""The spread of membership by word of mouth: who has not joined does so at rate p + q x (share that has).

The share F(t) follows (1 - e^-(p+q)t) / (1 + (q/p) e^-(p+q)t); joining is fastest at ln(q/p)/(p+q), when
(1 - p/q)/2 have joined.  N people who join one by one: the waiting time for the next is exponential with rate
(N - k)(p + q k/N), so there is no step of time and no bias from it.
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

WINDOW, BIN = 2.5, 0.25  #: of time around the peak, in which the rate of joining is fitted by a parabola


@kernel
def wait(joined, people, p, q, uniform):
    """Time until the next joins."""
    return -math.log(1.0 - uniform) / ((people - joined) * (p + q * joined / people))


@standalone
def spread(p, q, runs, salt, times):
    """``times[run, k]``: when the k-th person joined."""
    people = times.shape[1]
    for run in range(runs):
        key = of_run(run, salt)
        now = 0.0
        for joined in range(people):
            now += wait(joined, people, p, q, draw(joined, key))
            times[run, joined] = now


def curve(*, p: float, q: float, N: int, runs: int) -> Found:
    """Time of fastest joining, and the shares that have joined at times 5 and 10."""
    times = np.zeros((runs, N))
    (salt,) = luck.salts("bass.join")
    spread(p, q, runs, salt, times)
    table = [[_peak(line), *(np.searchsorted(line, (5.0, 10.0)) / N)] for line in times]
    return found.means(np.array(table))


def _peak(times: np.ndarray) -> float:
    """The top of a parabola through the numbers joining in short bins around the peak."""
    centre = float(np.median(times[times < np.median(times) * 2.0]))
    for _ in range(4):
        edges = np.arange(centre - WINDOW, centre + WINDOW + BIN / 2.0, BIN)
        counts = np.histogram(times, edges)[0]
        square, slope, _ = np.polyfit(edges[:-1] + BIN / 2.0 - centre, counts, 2)
        centre += float(np.clip(-slope / (2.0 * square), -1.0, 1.0))
    return centre


CLASSIC = Classic(
    name="bass",
    title="Joining by word of mouth",
    text=__doc__,
    cite=("F. M. Bass 1969, A new product growth for model consumer durables, Management Science 15:215",),
    quantities={"peak time, F(5), F(10)": curve},
    conventions={"time": "continuous; in steps of dt the curve lags by some dt/2"},
)
