"""Activism in the shop: a threshold cascade with memory.

    T = (0.45 E + 0.45 |L - A| + 0.12 [out of power] + local luck) (0.4 + 0.6 size)
    a' = a + rate [sigma(gain (T + self a - threshold)) - a]

Militants act before any order (M9): activism needs no contact with a centre.  Workplaces differ for good (luck of
the cell).  Source: Granovetter 1978.  Expected: a small change of spread can move many shops at once.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, logistic, noise


@kernel
def activism(
    activism, hardship, line_course, place_mood, power, class_size, own_luck, gain, memory, threshold, rate, m9,
):  # fmt: skip
    gap = place_mood - line_course
    if gap < 0.0:
        gap = -gap
    tension = (0.45 * hardship + 0.45 * gap + 0.12 * (1.0 - power) + 0.55 * place_mood * (1.0 - power) + own_luck) * (
        0.4 + 0.6 * clip(class_size, 0.0, 1.0)
    )
    return activism + rate * (m9 * logistic(gain * (tension + memory * activism - threshold)) - activism)


@kernel
def cell_luck(own_luck, week, spread, draw_luck):
    """Each shop keeps its temper: redrawn only in the first week."""
    if week <= 0.0:
        return noise(draw_luck, spread)
    return own_luck


MECHANISM = Mechanism(
    name="activism",
    text=__doc__,
    implements=("M9",),
    steps=(Step("cell", cell_luck, ("own_luck",)), Step("cell", activism, ("activism",))),
    parameters={
        "gain": Parameter(9.0, 6.0, 14.0, "1", "A107", "steepness of the cascade"),
        "memory": Parameter(0.55, 0.3, 0.8, "1", "A107", "activism that feeds itself"),
        "threshold": Parameter(0.68, 0.5, 0.8, "share", "A107", "tension at which half the shops move"),
        "rate": Parameter(0.25, 0.1, 0.5, "1/week", "A107", "pace of mobilisation"),
        "spread": Parameter(0.10, 0.03, 0.2, "share", "A107", "lasting difference between shops"),
    },
    fields=(
        Field("activism", "cell", 0, 1, "share", "activism in the shop", start=0.2),
        Field("own_luck", "cell", -1, 1, "share", "temper of the shop"),
    ),
    tallies=(Tally("activism", "activism", text="activism around members"),),
    measures=(Measure("activism", "activism", "share", "activism in members' shops"),),
    sources=("Granovetter 1978",),
)
