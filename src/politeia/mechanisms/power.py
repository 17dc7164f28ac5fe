"""Taking power, missing it, and splitting.

    seizure: after the committee has decided, while the window is open, with hazard try V min(1, members / needed)
    split:   hs max(0, gap - 0.30)(links)(1 - 0.6 U) public, reduced while a common aim and an outside danger hold (M18)

A window can close: delay has a growing cost (M15).  Capacity is nil at first: a decree without an apparatus does
nothing (M19).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, positive


@kernel
def power(
    power, missed, decided_power, lapsed_power, power_open, party_trust, members, line_course, attempt, needed,
    chances, week_in_power, draw_try,
):  # fmt: skip
    """1 once power has been taken."""
    if power > 0.5:
        return 1.0, missed, chances, week_in_power + 1.0
    if lapsed_power > 0.5:
        missed = 1.0
    if decided_power > 0.5 and missed < 0.5:
        chances = chances + 1.0
        if chances > 26.0:
            missed = 1.0
        if draw_try < attempt * party_trust * clip(members / needed, 0.0, 1.0) * clip(0.5 + line_course, 0.0, 1.0):
            return 1.0, 0.0, chances, 0.0
    return power, missed, chances, 0.0


@kernel
def split(
    split_done, party_opposing, party_organised, party_gap, urgency, threat, opposition_course, line_course,
    rule_horizontal, ban, power, minority_seats, rate, far, m18, draw_split,
):  # fmt: skip
    """An organised opposition far from the line may leave for good."""
    distance = opposition_course - line_course
    if distance < 0.0:
        distance = -distance
    hazard = (
        rate * positive(distance - far) * rule_horizontal * (0.35 if ban > 0.5 else 1.0) * (1.0 - m18 * 0.6 * urgency)
    )
    hazard = hazard * clip(party_organised / 0.15, 0.0, 1.0) * (1.3 - minority_seats)
    if split_done < 0.5 and draw_split < hazard:
        return 1.0, 0.6
    return split_done, 0.0


@kernel
def secede(exit, tendency, seceding):
    """Adherents of the tendency that splits follow it out."""
    return exit + (seceding if tendency > 0.5 else 0.0)


@kernel
def performance(performance, urgency, party_gap, party_rooted_cadre, appointed_middle, capacity, party_private, m45):
    """Works in calm, misfires in crisis: execution counts when quiet, judgment and self-activity when not."""
    execution = 0.45 + 0.3 * appointed_middle * capacity + 0.25 * (1.0 - clip(2.0 * party_gap, 0.0, 1.0))
    judgment = (
        0.25 + 1.5 * party_rooted_cadre + 0.2 * (1.0 - clip(2.0 * party_gap, 0.0, 1.0)) - m45 * 0.25 * appointed_middle
    )
    goal = execution * (1.0 - urgency) + clip(judgment, 0.0, 1.0) * urgency
    return performance + 0.1 * (clip(goal, 0.0, 1.0) - performance)


MECHANISM = Mechanism(
    name="power",
    text=__doc__,
    implements=("M15", "M18", "M19", "M45"),
    steps=(
        Step("member", secede, ("exit",)),
        Step("party", power, ("power", "missed", "chances", "week_in_power")),
        Step("party", split, ("split_done", "seceding")),
        Step("party", performance, ("performance",)),
    ),
    parameters={
        "attempt": Parameter(0.7, 0.2, 1.0, "1/week", "A154", "success of an attempt a week at full trust"),
        "needed": Parameter(200000.0, 50000.0, 400000.0, "persons", "A154", "members needed to take power"),
        "rate": Parameter(0.02, 0.005, 0.05, "1/week", "A155", "split hazard per unit of distance"),
        "far": Parameter(0.36, 0.25, 0.5, "course", "A155", "distance that can be borne"),
    },
    fields=(
        Field("power", "party", 0, 1, "0/1", "the organisation holds power"),
        Field("missed", "party", 0, 1, "0/1", "the hour has been missed"),
        Field("chances", "party", 0, 1e4, "weeks", "weeks since the decision"),
        Field("week_in_power", "party", 0, 1e5, "weeks", "weeks in power"),
        Field("split_done", "party", 0, 1, "0/1", "the organisation has split"),
        Field("seceding", "party", 0, 1, "share", "adherents leaving this week"),
        Field("performance", "party", 0, 1, "share", "how well it works", start=0.5),
    ),
    measures=(
        Measure("power", "power", "0/1", "the organisation holds power"),
        Measure("performance", "performance", "share", "how well it works"),
        Measure("split", "split_done", "0/1", "the organisation has split"),
    ),
    sources=("article, Debates; The party in power",),
)
