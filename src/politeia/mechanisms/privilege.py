"""Advantages of office, and the ceiling on income.

    Pv' = Pv + pace (power (0.25 + 1.5 office)(1 - cap (1 - leak appointed clients)) - Pv)

A ceiling slows it (M39); removing it lets inequality grow (M62).  Benefits in kind leak past a ceiling.  The
committee lifts the ceiling when its own mean stands far from the class and for command, unless the rule is locked.
Sources: partmaximum rows (series.csv); Besley and Ghatak 2005.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip


@kernel
def privilege(privilege, cap, power, party_in_office, appointed_middle, clients, threat, plan, pace, leak, m39):
    ceiling = m39 * cap * (1.0 - leak * appointed_middle * clients)
    goal = power * (0.25 + 1.2 * party_in_office) * (1.0 - ceiling) + 0.15 * plan * power * (1.0 - cap)
    return privilege + pace * (clip(goal, 0.0, 1.0) - privilege)


@kernel
def pay(privilege, cap, hardship, power):
    """Pay of an officer, and of the best paid, over the average worker's."""
    return 1.0 + 5.0 * privilege, 1.3 + 11.0 * privilege


@kernel
def lift_cap(
    cap, committee_course, committee_regime, class_course, power, rule_pay_cap, rule_cap_locked, congress_due,
    m62, draw_cap,
):  # fmt: skip
    """Once a congress: would this committee rather be paid?"""
    if rule_cap_locked > 0.5 or power < 0.5 or congress_due < 1.5:
        return cap
    if committee_course < class_course - 0.35 and committee_regime > 0.58 and draw_cap < 0.35 * m62:
        return 0.0
    return cap


@kernel
def cap_start(cap, rule_pay_cap, week):
    return rule_pay_cap if week <= 0.0 else cap


MECHANISM = Mechanism(
    name="privilege",
    text=__doc__,
    implements=("M39", "M62"),
    steps=(
        Step("environment", cap_start, ("cap",)),
        Step("party", privilege, ("privilege",)),
        Step("party", pay, ("pay_ratio", "pay_ratio_top")),
        Step("congress", lift_cap, ("cap",)),
    ),
    parameters={
        "pace": Parameter(0.010, 0.004, 0.02, "1/week", "A151", "pace of privilege"),
        "leak": Parameter(0.55, 0.1, 0.9, "share", "A152", "benefits in kind that pass the ceiling"),
    },
    fields=(
        Field("privilege", "party", 0, 1, "share", "advantages of office, Pv"),
        Field("cap", "party", 0, 1, "share", "ceiling in force"),
        Field("pay_ratio", "party", 0, 100, "ratio", "officer's pay over a worker's"),
        Field("pay_ratio_top", "party", 0, 100, "ratio", "best officer's pay over a worker's"),
    ),
    measures=(
        Measure("privilege", "privilege", "share", "advantages of office"),
        Measure("cap", "cap", "share", "ceiling on officers' income in force"),
        Measure("pay_ratio", "pay_ratio", "ratio", "officer's pay over a worker's"),
        Measure("pay_ratio_top", "pay_ratio_top", "ratio", "best officer's pay over a worker's"),
    ),
    sources=("series.csv: partmaximum_limit_ratio", "Besley and Ghatak 2005"),
)
