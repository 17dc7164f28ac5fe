"""The pyramid of delegates: what is left of a minority at each stage.

    o' = o t / (o t + beta (1 - o)(2 - t)),   t = 1 + (gamma - 1)(o - (1 - o)),   beta = 1 + bias Pi (0.3 + 0.7 [secretary appointed])

This rational form stays near o^gamma / (o^gamma + beta (1 - o)^gamma) for gamma up to 2. A proportional rule makes
gamma 1 and the bias small.  The diverse pressures of the base must be mirrored at the top (M13); the secretary who
was appointed sends the delegates that suit (M51).  Sources: Galam; Taagepera 1986.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.shapes import clip


@kernel
def pyramid(share, capacity, sitting_appointed, power, rule_proportional, gamma, bias, m13):
    fair = rule_proportional * m13 + (1.0 - m13)
    slant = 1.0 + (1.0 - 0.8 * fair) * bias * capacity * power * (0.3 + 0.7 * sitting_appointed)
    own = clip(share, 0.0, 1.0)
    other = 1.0 - own
    tilt = 1.0 + (1.0 - fair) * (gamma - 1.0) * (own - other)
    return own * tilt / (own * tilt + slant * other * (2.0 - tilt) + 1e-12)


MECHANISM = Mechanism(
    name="delegates",
    text=__doc__,
    implements=("M13",),
    steps=(Step("hook", pyramid, hook="relay"),),
    parameters={
        "gamma": Parameter(1.25, 1.0, 2.0, "1", "A140", "advantage of a majority at each stage"),
        "bias": Parameter(1.1, 0.5, 3.6, "1", "A140", "advantage of an appointed secretary's side"),
    },
    sources=("Galam", "Taagepera 1986"),
)
