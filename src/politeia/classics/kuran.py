"""Public opposition that hides private opposition: thresholds in percent of a society of ten.

A person shows opposition when the share already showing it reaches a private threshold.  The dynamics are those of
:mod:`granovetter`; the point is that one person's change of heart moves a society from calm to revolution.
"""

from __future__ import annotations

import numpy as np

from politeia.classics import found
from politeia.classics.card import Classic
from politeia.classics.found import Found
from politeia.classics.granovetter import cascade


def opposition(*, thresholds: tuple[float, ...]) -> Found:
    """Public opposition in percent; a threshold of 20 is met when two of ten show opposition."""
    people = np.array(thresholds, dtype=np.float64) * len(thresholds) / 100.0
    return found.exact(100.0 * int(cascade(people, False)) / len(thresholds))


CLASSIC = Classic(
    name="kuran",
    title="Now out of never: private and public opposition",
    text=__doc__,
    cite=(
        "T. Kuran 1989, Sparks and prairie fires, Public Choice 61:41, doi:10.1007/BF00116762",
        "T. Kuran 1991, Now out of never, World Politics 44:7",
    ),
    quantities={"public opposition (%)": opposition},
    conventions={"thresholds": "a threshold is met when the share showing opposition is at least as large"},
)
