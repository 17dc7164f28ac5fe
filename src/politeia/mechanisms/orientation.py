"""Opinion on the course: lived evidence, debate, the press, office, a patron, the mandate of the elected.

    dx = evidence rooted sqrt(size)(1 - 0.8 D)(A_place + b - x)            what is lived at work
       + debate w(x_cell - x)(x_cell - x) + 0.3 debate links w(x_all - x)(x_all - x)
       + press new [(1 - pi/2)(L - x) + (pi/2)(O - x)]                     the line, and a minority's platform
       + fit (L + b - x) + patron [client](x_head - x) + mandate [elected](x_place - x)
       + office [post or desk](0.3 + Pv)(B - x) + noise

w is a smooth bounded-confidence weight.  Cohesion comes from a shared orientation (M5); the inherited staff pulls
those who share its offices (M42); the men round the post come to carry the apparatus's interest B (M44); cutting
members from work weakens their evidence (M33); a strong pull of the line helps cohesion and hurts flexibility
(M11). Sources: Friedkin-Johnsen; Hegselmann-Krause; Harrison and Carroll 1991 (susceptible newcomers); Prendergast
1993.
"""

from politeia.declare import Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import nearness, noise


@kernel
def rootedness(milieu_rooted, office_holder, m33):
    """How directly a member lives what the class lives."""
    rooted = 1.0 - m33 * (1.0 - milieu_rooted)
    if office_holder > 0.5:
        rooted = rooted * (1.0 - 0.3 * m33)
    return rooted


@kernel
def course(
    course, anchor, careerism, age, client, office_holder, rooted, place_mood, class_size, cell_course,
    party_course, place_course, line_course, opposition_course, head_course, dogma, privilege, power, control,
    milieu_office, press_open, rule_horizontal, evidence, debate, reach, press, fit, patron, mandate, office,
    interest, hush, m5, m11, m34, m42, m44, m55, draw_noise,
):  # fmt: skip
    signal = 1.0 - m34 * 0.5 * (1.0 - class_size) if class_size < 1.0 else 1.0
    step = (
        evidence
        * rooted
        * signal
        * (1.0 - 0.8 * dogma * m55)
        * (1.0 - 0.3 * careerism)
        * (place_mood + anchor - course)
    )
    near = cell_course - course
    step += debate * nearness(near, reach) * near
    wide = party_course - course
    step += 0.3 * debate * rule_horizontal * nearness(wide, reach) * wide
    fresh = 1.6 if age < 60.0 else 1.0
    half = 0.5 * press_open
    step += m5 * m11 * press * fresh * ((1.0 - half) * (line_course - course) + half * (opposition_course - course))
    step += m5 * fit * (line_course + anchor - course)
    if client == 1.0:
        step += patron * m44 * (head_course - course)
    elif office_holder > 0.5:
        step += mandate * (1.0 - 0.5 * control) * (place_course - course)
    if power > 0.5:
        if office_holder > 0.5:
            step += office * m44 * (0.3 + privilege) * (interest - course)
        elif milieu_office > 0.5:
            step += 0.6 * office * m42 * (0.3 + privilege) * (interest - course)
    return course + step + noise(draw_noise, hush)


@kernel
def lead(
    course, pid, leader_pid, leader, leader_course, seated, class_course, party_course, takeovers,
    base_pressure, sway, insight, m8, m12, draw_lead,
):  # fmt: skip
    """The leader reads the class sooner; with workplace militants behind, sways the committee (a product, not a sum)."""
    if pid == leader_pid:
        return course + insight * leader * (class_course - course)
    if seated > 0.5:
        behind = 1.0 - m8 * 0.75 * (1.0 - base_pressure)
        course = course + m12 * sway * leader * behind * (leader_course - course)
        course = course + 0.04 * (base_pressure + takeovers) * (party_course - course)
    return course


MECHANISM = Mechanism(
    name="orientation",
    text=__doc__,
    implements=("M5", "M8", "M11", "M12", "M33", "M42", "M44"),
    steps=(
        Step("member", rootedness, ("rooted",)),
        Step("member", course, ("course",)),
        Step("member", lead, ("course",)),
    ),
    parameters={
        "evidence": Parameter(0.06, 0.03, 0.15, "1/week", "A112", "pull of what is lived at work"),
        "debate": Parameter(0.04, 0.01, 0.1, "1/week", "A112", "pull of the cell"),
        "reach": Parameter(0.55, 0.3, 1.0, "course", "A112", "distance at which others still count a quarter"),
        "press": Parameter(0.016, 0.005, 0.05, "1/week", "A112", "pull of the press"),
        "fit": Parameter(0.012, 0.0, 0.03, "1/week", "A112", "settling around the line"),
        "patron": Parameter(0.03, 0.0, 0.08, "1/week", "A113", "pull of the patron on a client"),
        "mandate": Parameter(0.055, 0.01, 0.12, "1/week", "A113", "pull of electors on the elected"),
        "office": Parameter(0.02, 0.0, 0.05, "1/week", "A113", "pull of office"),
        "interest": Parameter(-0.5, -0.8, 0.0, "course", "A113", "where the apparatus's interest lies, B"),
        "hush": Parameter(0.02, 0.005, 0.04, "course", "A112", "weekly noise"),
        "sway": Parameter(0.07, 0.0, 0.2, "1/week", "A114", "pull of the founding leader on the committee"),
        "insight": Parameter(0.12, 0.03, 0.3, "1/week", "A114", "speed at which the leader follows the class"),
    },
    tallies=(
        Tally("course", "course", text="mean opinion on the course"),
        Tally("rooted_course", "course", by="rooted", text="mean opinion of members at work"),
    ),
    measures=(Measure("party_course", "course", "course", "mean opinion of members"),),
    sources=("Hegselmann and Krause", "Harrison and Carroll 1991", "Prendergast 1993"),
)
