"""Who people are: lasting dispositions, and the first opinions of a new member.

At birth into a milieu a person gets an anchor on the course axis, a taste for command, a careerism and a capacity
for initiative; they last (without lasting differences opinion collapses onto the line).  On joining, opinions start
between the local mood and the line.  Illegality selects: those who join while the organisation is underground are
hardened (M1).  The old parts of the programme hold, newer ones are under revision (M6): anchors pull only part of
the way.
"""

from politeia.declare import Field, Mechanism, Parameter, Step, kernel
from politeia.shapes import bell, clip


@kernel
def dispositions(
    milieu_course, milieu_career, spread, taste, taste_spread, cadre_mean, careerism_mean, draw_a, draw_b,
    draw_c, draw_d, draw_e, draw_f,
):  # fmt: skip
    anchor = clip(milieu_course + spread * bell(draw_a, draw_b, draw_c), -1.0, 1.0)
    regime_anchor = clip(taste + taste_spread * (draw_d - 0.5) * 3.4641016151377544, 0.0, 1.0)
    careerism = clip(careerism_mean * milieu_career * 2.0 * draw_e, 0.0, 1.0)
    cadre = clip(cadre_mean * 2.0 * draw_f, 0.0, 1.0)
    return anchor, regime_anchor, careerism, cadre


@kernel
def first_opinions(
    cadre, careerism, anchor, regime_anchor, line_course, line_outlook, place_mood, opening, hardened, m1, m6,
    draw_outlook,
):  # fmt: skip
    """Between the local mood and the line, each with its own bias; underground joiners are the hardened ones."""
    underground = m1 * (1.0 - opening)
    held = 0.5 * (place_mood + line_course)  # what is settled; without M6 everything is as open as the rest
    course = clip(held + anchor * (2.0 - m6), -1.0, 1.0)
    outlook = clip(line_outlook + 0.5 * (draw_outlook - 0.5), -1.0, 1.0)
    strength = clip(cadre + underground * (hardened - 0.5 * cadre), 0.0, 1.0)
    return course, regime_anchor, outlook, strength, careerism * (1.0 - 0.7 * underground)


MECHANISM = Mechanism(
    name="person",
    text=__doc__,
    implements=("M1", "M6"),
    steps=(
        Step("hook", dispositions, ("anchor", "regime_anchor", "careerism", "cadre"), hook="birth"),
        Step("hook", first_opinions, ("course", "regime", "outlook", "cadre", "careerism"), hook="entry"),
    ),
    parameters={
        "spread": Parameter(0.30, 0.2, 0.5, "course", "A110", "standard deviation of personal anchors"),
        "taste": Parameter(0.2, 0.15, 0.26, "share", "A110", "mean taste for command"),
        "taste_spread": Parameter(0.12, 0.08, 0.16, "share", "A110", "its standard deviation"),
        "cadre_mean": Parameter(0.18, 0.1, 0.35, "share", "A110", "mean capacity for initiative outside"),
        "careerism_mean": Parameter(0.28, 0.15, 0.4, "share", "A110", "mean careerism outside"),
        "hardened": Parameter(0.45, 0.2, 0.7, "share", "A111", "capacity added by selection underground"),
    },
    fields=(
        Field("anchor", "person", -1, 1, "course", "lasting bias on the course axis", bits=8),
        Field("regime_anchor", "person", 0, 1, "share", "lasting taste for command", bits=8),
        Field("careerism", "person", 0, 1, "share", "how much joining and rising is for oneself", bits=8),
        Field("course", "person", -1, 1, "course", "how far the line should carry the class's interest"),
        Field("regime", "person", 0, 1, "share", "0 elect and debate, 1 command from above"),
        Field("outlook", "person", -1, 1, "outlook", "-1 stake on revolution abroad, 1 build at home whatever happens"),
        Field("cadre", "person", 0, 1, "share", "capacity for initiative, k"),
    ),
    sources=("Weinstein 2005", "Iannaccone 1992", "Friedkin and Johnsen"),
)
