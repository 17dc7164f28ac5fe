"""Tendencies with memory: founders, platforms, alliances.

A public dissenter far from every platform founds a tendency (probability per week grows with unorganised dissent
and with leaders shed from the ruling group, M58); dissenters adhere to the nearest platform and stay while it suits
them, so a beaten tendency can come back.  Platforms follow their adherents.  Two tendencies that are each too small
ally when near (M57: economic strain brings leaders apart and opponents together).  No leader, no organised
opposition. Sources: Laver and Schilperoord 2007; Acemoglu, Egorov and Sonin 2008.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, positive


@kernel
def adhere(tendency, nearest, speaks, private, ban, join, leave, draw_join, draw_leave):
    if tendency < 0.5:
        if speaks > 0.5 and nearest > 0.5 and draw_join < join * (1.0 - 0.6 * ban):
            return nearest
        return 0.0
    if nearest != tendency and nearest > 0.5 and speaks > 0.5 and draw_join < 0.3 * join:
        return nearest
    if private < 0.5 and draw_leave < leave:
        return 0.0
    return tendency


@kernel
def platform(
    platform_course, platform_regime, platform_outlook, mean_course, mean_regime, mean_outlook, sum_weight,
    following, alive, founded, week, party_members, press_open, follow,
):  # fmt: skip
    """The platform follows its adherents; a tendency that nobody holds for a year ends."""
    share = sum_weight / (party_members + 1.0)
    if sum_weight > 0.0:
        platform_course = platform_course + follow * (mean_course - platform_course)
        platform_regime = platform_regime + follow * (mean_regime - platform_regime)
        platform_outlook = platform_outlook + follow * (mean_outlook - platform_outlook)
    following = following + 0.1 * (share - following)
    if following < 0.0002 and week - founded > 52.0:
        alive = 0.0
    return platform_course, platform_regime, platform_outlook, following, alive


@kernel
def founding(
    party_opposing, party_organised, shed, strain, heat, power, ban, urgency, rule_horizontal, rate, split_rate,
    m57, m58,
):  # fmt: skip
    """Probability that a tendency is founded this week."""
    loose = positive(party_opposing - party_organised)
    chance = (
        rate * clip(5.0 * loose, 0.0, 1.0) * (0.4 + 0.6 * rule_horizontal) * (1.0 - 0.5 * ban) * (1.0 - 0.4 * urgency)
    )
    chance = chance * (1.0 + m57 * 2.0 * strain) + m58 * split_rate * clip(shed, 0.0, 3.0)
    return clip(chance, 0.0, 0.5), 0.97 * shed


@kernel
def organised(tendency, speaks):
    return 1.0 if tendency > 0.5 else 0.0


@kernel
def opposition(party_opposition_course_sum, party_organised, line_course, opposition_course):
    """Where the organised opposition stands, seen from the press."""
    if party_organised > 0.001:
        return opposition_course + 0.2 * (party_opposition_course_sum - opposition_course)
    return opposition_course + 0.1 * (line_course - opposition_course)


MECHANISM = Mechanism(
    name="tendencies",
    text=__doc__,
    implements=("M57", "M58"),
    steps=(
        Step("member", adhere, ("tendency",)),
        Step("member", organised, ("organised_here",)),
        Step("tendency", platform, ("platform_course", "platform_regime", "platform_outlook", "following", "alive")),
        Step("party", founding, ("founding", "shed")),
        Step("party", opposition, ("opposition_course",)),
    ),
    parameters={
        "join": Parameter(0.25, 0.05, 0.6, "1/week", "A124", "adherence of one who speaks near a platform"),
        "leave": Parameter(0.03, 0.005, 0.1, "1/week", "A124", "departure of one who no longer disagrees"),
        "follow": Parameter(0.05, 0.01, 0.2, "1/week", "A124", "platforms follow adherents"),
        "rate": Parameter(0.06, 0.01, 0.2, "1/week", "A124", "founding at full unorganised dissent"),
        "split_rate": Parameter(0.03, 0.0, 0.1, "1/week", "A124", "founding by leaders shed from the ruling group"),
    },
    fields=(
        Field("founding", "party", 0, 1, "1/week", "probability that a tendency is founded"),
        Field("opposition_course", "party", -1, 1, "course", "where the organised opposition stands"),
    ),
    tallies=(
        Tally("organised", "organised_here", text="members of tendencies"),
        Tally("opposition_course_sum", "course", by="organised_here", text="course of organised dissenters"),
        Tally("by_tendency", "each:tendency"),
        Tally("course_by_tendency", "each:tendency", by="course"),
        Tally("regime_by_tendency", "each:tendency", by="regime"),
        Tally("outlook_by_tendency", "each:tendency", by="outlook"),
    ),
    measures=(
        Measure("organised", "organised", "share", "members of tendencies"),
        Measure("tendencies", "tendencies_founded", "count", "tendencies founded so far"),
    ),
    sources=("Laver and Schilperoord 2007", "Acemoglu, Egorov and Sonin 2008"),
)
