"""Mobilisation to the front and the way home.

    to_army = call W max(0, share_wanted W - share),   to_home = release (army shrinks, or war ends) [in the army]

Half the members were under arms at the end of the civil war (series.csv).  An army that goes home takes its members
out of reach: some come home, some drop out (in ``leaving``).
"""

from politeia.declare import Field, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, positive


@kernel
def army_moves(army_before, army):
    """Share by which the army shrank this week."""
    shrinks = 0.0
    if army_before > 0.001:
        shrinks = clip((army_before - army) / army_before, 0.0, 1.0)
    return army, shrinks


@kernel
def mobilise(
    to_army, to_home, milieu_armed, milieu_office, threat, power, party_in_army, army_shrinks, cadre, seated,
    wanted, call, release,
):  # fmt: skip
    if milieu_armed > 0.5:
        return to_army, to_home + release * army_shrinks
    if power > 0.5 and seated < 0.5:
        to_army = to_army + call * threat * positive(wanted * threat - party_in_army) * (0.5 + cadre)
    return to_army, to_home


MECHANISM = Mechanism(
    name="mobilisation",
    text=__doc__,
    implements=("M32",),
    steps=(
        Step("environment", army_moves, ("army_before", "army_shrinks")),
        Step("member", mobilise, ("to_army", "to_home")),
    ),
    parameters={
        "wanted": Parameter(
            0.72, 0.3, 0.9, "share", "party_share_in_army 1920 (series.csv)", "members wanted under arms at full war"
        ),
        "call": Parameter(0.12, 0.02, 0.3, "1/week", "party_mobilised (series.csv)", "pace of mobilisation"),
        "release": Parameter(0.6, 0.2, 1.0, "share", "A129", "soldiers who come home as members when the army shrinks"),
    },
    fields=(
        Field("army_before", "party", 0, 10, "share of 1917", "size of the army a week ago"),
        Field("army_shrinks", "party", 0, 1, "share", "weekly shrinking of the army"),
    ),
    sources=("series.csv: communists_mobilised_to_army_total",),
)
