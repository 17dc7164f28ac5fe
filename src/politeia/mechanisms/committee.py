"""The committee decides: ballots on open questions, re-votes under pressure, and the line that follows.

    P(for) = sigma(steep [q . (x, 2y - 1, z) - bar + loyalty to the head + leader + pressure])
    line' = line + pace slow (dest - line),   dest = (1 - 0.6 skip) committee + 0.6 skip head

A question is sat on the sooner the more urgent it is (M29) and the nearer its deadline (M15); broad debate makes
choices better and slower (M14); a lost vote is taken again when those below press and can leave (M16, M17); the
leading layer, of long experience, is cautious when the hour comes (M7).  Sources: Sumpter and Pratt 2009; Hirschman
1970.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, logistic, positive


@kernel
def below(base_pressure, party_unordered, party_course, line_course, control, m16):
    """Pressure of a base that acts on its own and stands elsewhere than the line."""
    distance = party_course - line_course
    if distance < 0.0:
        distance = -distance
    return (
        0.8 * base_pressure
        + 0.2 * clip(party_unordered / 0.35, 0.0, 1.0) * clip(distance / 0.25, 0.0, 1.0) * (1.0 - 0.7 * control) * m16
    )


@kernel
def ballot(
    course, regime, outlook, client, pid, leader_pid, leader, age, motion_course, motion_regime, motion_outlook,
    bar, pressing, party_course, party_regime, party_outlook, base_pressure, head_course, head_regime,
    head_outlook, leader_course, leader_regime, leader_outlook, steep, loyalty, caution, heed, authority, m7,
    m8, m16,
):  # fmt: skip
    """Probability that one member of the committee votes for the motion."""
    view = motion_course * course + motion_regime * (2.0 * regime - 1.0) + motion_outlook * outlook
    base = motion_course * party_course + motion_regime * (2.0 * party_regime - 1.0) + motion_outlook * party_outlook
    if client == 1.0:
        head = motion_course * head_course + motion_regime * (2.0 * head_regime - 1.0) + motion_outlook * head_outlook
        view = view + loyalty * (head - view)
    if leader > 0.3 and pid != leader_pid:
        lead = (
            motion_course * leader_course
            + motion_regime * (2.0 * leader_regime - 1.0)
            + motion_outlook * leader_outlook
        )
        view = view + authority * leader * (1.0 - m8 * 0.5 * (1.0 - base_pressure)) * (lead - view)
    view = view + pressing * heed * m16 * (base - view)
    if age > 0.0:
        view = view - m7 * caution * (motion_course if motion_course > 0.0 else 0.0) * clip(age / 1000.0, 0.0, 1.0)
    return logistic(steep * (view - bar))


@kernel
def sitting(stake, weeks_left, urgency, committee_spread, rule_urgency_skip, often, m14, m15, m29):
    """Probability that the committee votes on an open question this week."""
    soon = m15 * clip(1.0 - weeks_left / 20.0, 0.0, 1.0)
    slow = m14 * 0.5 * clip(committee_spread / 0.35, 0.0, 1.0)
    return clip(often * (1.0 - slow) + 0.3 * soon + 0.3 * m29 * rule_urgency_skip * urgency * stake, 0.0, 1.0)


@kernel
def again(base_pressure, share, rule_revote, eager, m16, m17):
    """Probability that a lost vote is taken again at once: pressed from below, by people who could leave."""
    return clip(
        rule_revote * m16 * (0.1 + eager * base_pressure * (0.5 + 0.5 * m17)) * clip(2.0 * share + 0.3, 0.0, 1.0),
        0.0,
        1.0,
    )


@kernel
def turnout(cadre, speaks):
    """Probability that a member takes part in a vote of all members: those who act and speak do so more."""
    return clip(0.25 + 0.6 * cadre + 0.3 * speaks, 0.0, 1.0)


@kernel
def line(
    line_course, line_regime, committee_course, committee_regime, committee_spread, committee_size, head_course,
    urgency, protest, class_course, party_course, rule_urgency_skip, rule_collegial, rule_quorum, pace,
    head_weight, m12, m14, m29,
):  # fmt: skip
    """The line follows the committee, slowly when it is divided; under urgency debate is skipped and the head decides."""
    if committee_size < 1.0:
        return line_course, line_regime
    skip = m29 * rule_urgency_skip * urgency * (1.0 - rule_collegial)
    slow = 1.0 - m14 * (0.35 + 0.8 * positive(rule_quorum - 0.5)) * clip(committee_spread / 0.35, 0.0, 1.0) * (
        1.0 - skip
    )
    goal = (1.0 - head_weight * skip) * committee_course + head_weight * skip * head_course
    goal = goal + 0.3 * protest * (class_course - goal)
    return line_course + pace * slow * (goal - line_course), line_regime + pace * slow * (
        committee_regime - line_regime
    )


MECHANISM = Mechanism(
    name="committee",
    text=__doc__,
    implements=("M7", "M14", "M15", "M16", "M29"),
    steps=(
        Step("party", below, ("base_pressure",)),
        Step("party", line, ("line_course", "line_regime")),
        Step("hook", ballot, hook="ballot"),
        Step("hook", sitting, hook="sitting"),
        Step("hook", again, hook="revote"),
        Step("hook", turnout, hook="turnout"),
    ),
    parameters={
        "steep": Parameter(7.0, 4.0, 12.0, "1", "A141", "steepness of a ballot"),
        "loyalty": Parameter(0.75, 0.4, 1.0, "share", "A141", "clients vote as the head would"),
        "caution": Parameter(0.12, 0.0, 0.4, "course", "A142", "caution of long experience before a leap"),
        "heed": Parameter(0.35, 0.1, 0.7, "share", "A143", "committee members heed those who press"),
        "authority": Parameter(0.30, 0.0, 0.6, "share", "A114", "weight of the founding leader in a ballot"),
        "often": Parameter(0.22, 0.05, 0.5, "1/week", "A141", "how often a question is put to the vote"),
        "eager": Parameter(0.8, 0.2, 1.5, "1", "A143", "re-votes under pressure"),
        "pace": Parameter(0.14, 0.05, 0.3, "1/week", "A141", "pace of the line"),
        "head_weight": Parameter(0.6, 0.0, 1.0, "share", "A141", "weight of the head when debate is skipped"),
    },
    fields=(
        Field("base_pressure", "party", 0, 1, "share", "pressure from below"),
        Field("line_course", "party", -1, 1, "course", "the line, L", start=0.1),
        Field("line_regime", "party", 0, 1, "share", "the line on the regime", start=0.25),
    ),
    measures=(
        Measure("line_course", "line_course", "course", "the line on the course axis"),
        Measure("line_regime", "line_regime", "share", "the line on the regime axis"),
        Measure("committee_for", "committee_for", "share", "committee's share for the last motion put to it"),
        Measure("base_pressure", "base_pressure", "share", "pressure from below"),
        Measure("revotes", "revotes", "count", "votes taken again so far"),
        Measure("reversals", "reversals", "count", "of which reversed"),
        Measure("lapsed", "lapsed", "count", "questions whose deadline passed"),
    ),
    sources=("Sumpter and Pratt 2009", "votes.csv"),
)
