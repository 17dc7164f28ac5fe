"""The cell's own initiative: militants join, generalise and lead what they did not order.

    p_own = initiative rule x min(1, reach k) a (1 - 0.6 control)(1 - 0.7 fear),   p_ordered = 0.8 a max(0, 1 - |L - A| / 0.45)

A cell acts when either fires.  Faced with an accomplished fact it joins and takes the head (M10); in power its
action fills the holes of a state that does not answer (M20), and takes plants that owners sabotage (M21), which
pulls the line after it.  Expected: without the rule of initiative power is missed more often; after 1921 little
changes.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, positive


@kernel
def acts(
    activism, cell_rooted_cadre, line_course, place_mood, control, fear, power, threat, reach, rule_initiative,
    m10, m20, draw_own, draw_ordered,
):  # fmt: skip
    gap = place_mood - line_course
    if gap < 0.0:
        gap = -gap
    own = (
        rule_initiative
        * m10
        * clip(reach * cell_rooted_cadre, 0.0, 1.0)
        * activism
        * (1.0 - 0.6 * control)
        * (1.0 - 0.7 * fear)
    )
    own = own * (1.0 - power * (1.0 - m20))
    ordered = 0.8 * activism * positive(1.0 - gap / 0.45)
    unordered = 1.0 if draw_own < own else 0.0
    following = 1.0 if draw_ordered < ordered else 0.0
    acting = unordered if unordered > following else following
    return acting, unordered


@kernel
def sabotage_answered(takeovers, party_unordered, power, week_in_power, m21):
    """Takeovers from below in the first year of power, which drag the line forward."""
    return clip(
        takeovers * 0.96 + 0.04 * party_unordered * power * m21 * positive(1.0 - week_in_power / 52.0), 0.0, 1.0
    )


MECHANISM = Mechanism(
    name="initiative",
    text=__doc__,
    implements=("M10", "M20", "M21"),
    steps=(Step("cell", acts, ("acting", "unordered")), Step("party", sabotage_answered, ("takeovers",))),
    parameters={"reach": Parameter(1.8, 1.0, 3.0, "1", "A108", "initiative per unit of cadre quality")},
    fields=(
        Field("acting", "cell", 0, 1, "0/1", "the cell acts this week"),
        Field("unordered", "cell", 0, 1, "0/1", "it acts on its own initiative"),
        Field("takeovers", "party", 0, 1, "share", "pressure of takeovers from below"),
    ),
    tallies=(
        Tally("acting", "acting", text="members in cells that act"),
        Tally("unordered", "unordered", text="members in cells that act unordered"),
    ),
    measures=(
        Measure("cells_acting", "acting", "share", "members whose cell acts"),
        Measure("initiative", "unordered", "share", "members whose cell acts on its own initiative"),
    ),
    sources=("Granovetter 1978", "article, Flexibility"),
)
