"""Rivals, support and polarisation.

    Z = min(1, W + 0.4 lost);   room' follows the world's series, less what polarisation takes (M26)
    support = V closeness tide / (V closeness tide + rest room (0.35 + 0.65 (1 - V))),   tide = exp(swing (mood / 0.66 - 1)) before power

Under polarisation those who are for the revolution but against the policy must rank the two: rivals split (M26),
what is near merges in (M27).  Support is what a soviet election would show.  Source:
soviet_congress_bolshevik_share (series.csv).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, exponential, positive


@kernel
def support(
    support, rival_room, rivals, threat, towns_lost, party_trust, line_course, class_course, power, opening,
    split_room, rest, swing, m22, m24, m26,
):  # fmt: skip
    z = clip(m24 * (threat + 0.4 * towns_lost), 0.0, 1.0)
    rival_room = clip(rivals * (1.0 - m26 * split_room * z), 0.0, 1.0)
    distance = line_course - class_course
    if distance < 0.0:
        distance = -distance
    tide = exponential(swing * (clip(class_course / 0.66, 0.0, 1.2) - 1.0))
    if power > 0.5 and tide < 1.6:
        tide = 1.6
    own = party_trust * positive(1.0 - 1.2 * distance) * tide
    other = rest * rival_room * (m22 * 0.35 + 0.65 * (1.0 - party_trust)) + 0.015
    goal = own / (own + other)
    return support + 0.12 * (goal - support), rival_room


MECHANISM = Mechanism(
    name="rivals",
    text=__doc__,
    implements=("M22", "M24", "M26"),
    steps=(Step("party", support, ("support", "rival_room")),),
    parameters={
        "split_room": Parameter(0.6, 0.2, 1.0, "share", "A156", "room that polarisation takes from rivals"),
        "rest": Parameter(1.1, 0.4, 1.6, "1", "soviet_congress_bolshevik_share 1917 (series.csv)", "weight of rivals"),
        "swing": Parameter(
            6.0, 3.0, 12.0, "1", "A156", "how much the vote of the class swings with its mood before power"
        ),
    },
    fields=(
        Field("rival_room", "party", 0, 1, "share", "room left to rivals", start=1.0),
        Field("support", "party", 0, 1, "share", "support of the class among parties", start=0.08),
    ),
    measures=(Measure("bolshevik_support", "support", "share", "support among delegates of the class"),),
    sources=("Laver and Schilperoord 2007", "series.csv: soviet_congress_bolshevik_share"),
)
