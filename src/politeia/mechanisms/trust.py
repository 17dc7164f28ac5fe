"""Trust of the class, and what it does when trust is gone.

    V' = V + pace (1 - gap |L - A| - want E - envy Pv + deeds acting + 0.1 performance - V) + shock

In power hardship is charged to the organisation.  A class without trust can act on a captured organisation (not
only alarm it): strikes and refusals press for concessions, in proportion to activism and to the links it has of its
own (M59).  Concessions lower the norm of appointment at the next congress and draw the committee back.  Not
modelled: elections of the soviets themselves.  Expected: without horizontal links protest changes nothing.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, positive


@kernel
def trust(
    trust, place_mood, line_course, hardship, power, privilege, place_acting, performance, shock_trust, pace,
    gap, want, envy, deeds, m52,
):  # fmt: skip
    distance = line_course - place_mood
    if distance < 0.0:
        distance = -distance
    blame = want * hardship * (0.35 + 0.65 * power)
    target = 1.0 - gap * distance * m52 - blame - envy * privilege + deeds * place_acting + 0.10 * (performance - 0.5)
    return trust + pace * (target - trust) + shock_trust


@kernel
def protest(protest, party_activism, party_trust, power, rule_horizontal, ban, m59):
    """Pressure of a class that no longer trusts: nil without organisation of its own."""
    links = rule_horizontal * (1.0 - 0.7 * ban)
    heat = power * party_activism * positive(0.55 - party_trust) * 2.0 * links * m59
    return clip(0.9 * protest + 0.1 * heat, 0.0, 1.0)


@kernel
def strikers(party_activism, party_trust, party_class_here, industry, power, rate, restraint):
    """Persons on strike in a week, in all the shops of the class."""
    return (
        industry
        * party_class_here
        * rate
        * party_activism
        * party_activism
        * (1.0 - restraint * power)
        * (1.15 - party_trust)
    )


MECHANISM = Mechanism(
    name="trust",
    text=__doc__,
    implements=("M52", "M59"),
    steps=(
        Step("place", trust, ("trust",)),
        Step("party", protest, ("protest",)),
        Step("party", strikers, ("strikers",)),
    ),
    parameters={
        "pace": Parameter(0.03, 0.015, 0.06, "1/week", "A109", "pace at which trust moves"),
        "gap": Parameter(1.1, 0.7, 1.6, "1", "A109", "trust lost per unit of distance between line and class"),
        "want": Parameter(0.55, 0.3, 0.8, "1", "A109", "trust lost to hardship in power"),
        "envy": Parameter(0.5, 0.2, 0.9, "1", "A109", "trust lost to officers' advantages"),
        "rate": Parameter(
            0.09, 0.03, 0.3, "1/week", "strikers_total 1917 (series.csv)", "strikers among workers at full activism"
        ),
        "restraint": Parameter(
            0.85,
            0.5,
            0.98,
            "share",
            "strikers_total 1920 (series.csv)",
            "strikes held back where the organisation governs",
        ),
        "deeds": Parameter(0.35, 0.1, 0.6, "1", "A109", "trust won by cells that act"),
    },
    fields=(
        Field("trust", "place", 0, 1, "share", "trust of the class, V", start=0.55),
        Field("protest", "party", 0, 1, "share", "pressure of a class that has lost trust"),
        Field("strikers", "party", 0, 1e9, "persons/week", "persons on strike"),
    ),
    tallies=(Tally("trust", "trust", text="trust of the class where members are"),),
    measures=(
        Measure("trust", "trust", "share", "trust of the class"),
        Measure("protest", "protest", "share", "pressure of the class on the organisation"),
        Measure("strikers", "strikers", "persons/week", "persons on strike"),
    ),
    sources=("Wlezien 1995", "Hirschman 1970"),
)
