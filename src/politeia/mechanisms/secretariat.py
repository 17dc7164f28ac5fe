"""The secretariat: capacity to assign people, and control as capacity times norm.

    Pi' = Pi + pace (means min(1, 0.05 + a office (0.3 + n) + b n) - Pi),   control = Pi n

Those for whom pragmatism is the orientation gather round the post (M44).  Its staff grows in proportion to itself
until the capacity is filled; assignments follow posts filled by the centre and the moves it directs.  Sources:
cc_secretariat_staff, assignments_uchraspred (series.csv).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip


@kernel
def capacity(
    capacity, norm, party_in_office, power, threat, rule_apparatus, rule_collegial, pace, by_office, by_norm,
    m44,
):  # fmt: skip
    goal = (
        rule_apparatus
        * (1.0 - 0.5 * rule_collegial)
        * clip(
            0.05 + power * (by_office * party_in_office * (0.3 + norm) + m44 * by_norm * norm + 0.15 * threat), 0.0, 1.0
        )
    )
    capacity = capacity + pace * (goal - capacity)
    return capacity, capacity * norm


@kernel
def at_work(
    staff, power, capacity, norm, named, named_by_centre, assigned, mobilised, drained, transferred, members,
    ceiling, growth, posts_each, directed, campaign,
):  # fmt: skip
    """Staff, persons assigned this week, and of them those sent to responsible posts."""
    room = ceiling * capacity + 10.0
    staff = staff + power * growth * (0.8 + 0.6 * norm) * staff * (1.0 - staff / room)
    responsible = posts_each * named_by_centre + directed * capacity * norm * drained
    rank = directed * capacity * (campaign * mobilised + transferred + drained) + assigned
    return staff, responsible, responsible + rank


MECHANISM = Mechanism(
    name="secretariat",
    text=__doc__,
    implements=("M44",),
    steps=(
        Step("party", capacity, ("capacity", "control")),
        Step("party", at_work, ("staff", "assignments_responsible", "assignments")),
    ),
    parameters={
        "pace": Parameter(
            0.012, 0.005, 0.03, "1/week", "cc_secretariat_staff (series.csv)", "growth of the secretariat"
        ),
        "by_office": Parameter(0.8, 0.4, 1.2, "1", "A150", "capacity per member in administration"),
        "by_norm": Parameter(0.7, 0.2, 0.9, "1", "A150", "capacity per norm of appointment"),
        "ceiling": Parameter(
            5000.0, 1000.0, 9000.0, "persons", "cc_secretariat_staff (series.csv)", "staff at full capacity"
        ),
        "growth": Parameter(
            0.0272,
            0.015,
            0.05,
            "1/week",
            "cc_secretariat_staff 1918-21 (series.csv)",
            "growth of the staff while there is room",
        ),
        "posts_each": Parameter(
            4.0,
            3.0,
            9.0,
            "posts",
            "nomenklatura_no1_positions (series.csv) over modelled posts",
            "responsible posts for which one modelled post stands",
        ),
        "directed": Parameter(
            0.1,
            0.01,
            0.3,
            "share",
            "assignments_secretariat (series.csv)",
            "moves that the secretariat directs at full capacity",
        ),
        "campaign": Parameter(
            8.0,
            3.0,
            25.0,
            "1",
            "assignments_secretariat 1921 (series.csv)",
            "members placed in a mobilisation for one sent to the army",
        ),
    },
    fields=(
        Field("capacity", "party", 0, 1, "share", "capacity of the secretariat, Pi", start=0.02),
        Field("control", "party", 0, 1, "share", "control from above"),
        Field("staff", "party", 0, 1e5, "persons", "central staff", start=4.6),
        Field("assignments", "party", 0, 1e9, "persons/week", "persons assigned by the secretariat"),
        Field("assignments_responsible", "party", 0, 1e9, "persons/week", "of whom to responsible posts"),
    ),
    measures=(
        Measure("capacity", "capacity", "share", "capacity of the secretariat"),
        Measure("control", "control", "share", "control from above"),
        Measure("staff", "staff", "persons", "central staff"),
        Measure("assignments", "assignments", "persons/week", "persons assigned by the secretariat"),
        Measure("assignments_responsible", "assignments_responsible", "persons/week", "of whom to responsible posts"),
    ),
    sources=("Daniels 1960", "series.csv: assignments_uchraspred"),
)
