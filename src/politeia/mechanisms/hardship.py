"""Hardship and urgency: hunger, war, revolt, and the sense that everything is at stake.

    E' = E + pace (E* - E),   E* = want + luck + ruin war - relief capacity war + panic plan
    U  = threat + revolt + menace,   revolt breaks out with probability ~ max(0, E (1 - V) + grievance - threshold)

An apparatus that can supply army and towns lowers hardship (relief): appointment has a use.  Extreme danger reduces
every question to one, for or against (M25): urgency narrows the dimensions on which members judge.  Not modelled:
prices and markets.  Expected: more war, more urgency; trust dampens revolt.
Sources: Epstein 2002 for the grievance x legitimacy form; Staw, Sandelands and Dutton 1981.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, noise, positive


@kernel
def threat(war, power, decided_peace, lapsed_peace, week_of_peace, refusal, menace, m24):
    """War felt by the organisation: only in power; a refused peace makes it worse for a year."""
    week_of_peace = week_of_peace + lapsed_peace
    burden = war
    if lapsed_peace > 0.5 and week_of_peace < 52.0:
        burden = war + refusal
    return clip(burden * power * m24, 0.0, 1.0), week_of_peace


@kernel
def weather(weather, spread, draw_weather):
    """Harvests, frosts and transport as they fall out in one history."""
    return 0.97 * weather + noise(draw_weather, spread * 0.243)


@kernel
def hardship(hardship, weather, want, threat, capacity, pace, ruin, relief, lapsed_retreat, stubborn, plan, m19):
    target = want + weather + ruin * threat - m19 * relief * capacity * threat + stubborn * lapsed_retreat + 0.25 * plan
    return hardship + pace * (clip(target, 0.0, 1.0) - hardship)


@kernel
def urgency(
    revolt, threat, hardship, party_trust, grievance, power, shock_urgency, menace, threshold, fury, m25, m37,
    draw_revolt,
):  # fmt: skip
    """Revolt decays in weeks; urgency adds war, revolt and menace."""
    revolt = 0.90 * revolt + shock_urgency
    pressure = positive(hardship * (1.0 - party_trust) + 0.25 * grievance - threshold)
    outbreak = 0.0
    if power > 0.5 and draw_revolt < 0.12 * pressure / 0.2:
        outbreak = 1.0
        revolt = revolt + fury
    return clip(revolt, 0.0, 1.0), clip(m25 * (0.8 * threat + revolt + 0.3 * menace), 0.0, 1.0), outbreak


MECHANISM = Mechanism(
    name="hardship",
    text=__doc__,
    implements=("M19", "M24", "M25"),
    steps=(
        Step("environment", threat, ("threat", "week_of_peace")),
        Step("environment", weather, ("weather",)),
        Step("environment", hardship, ("hardship",)),
        Step("environment", urgency, ("revolt", "urgency", "outbreak")),
    ),
    parameters={
        "spread": Parameter(
            0.06, 0.0, 0.12, "share", "A160", "standard deviation of the luck of harvests and transport"
        ),
        "pace": Parameter(0.06, 0.02, 0.15, "1/week", "A102", "adjustment of hardship"),
        "ruin": Parameter(0.12, 0.0, 0.3, "share", "A102", "hardship added by war at full intensity"),
        "relief": Parameter(0.12, 0.0, 0.3, "share", "A103", "hardship spared by an apparatus that can supply"),
        "refusal": Parameter(0.25, 0.0, 0.5, "share", "A104", "war added in the year after a refused peace"),
        "stubborn": Parameter(0.15, 0.0, 0.4, "share", "A104", "hardship added when the retreat is not decided"),
        "threshold": Parameter(0.56, 0.3, 0.8, "share", "A105", "grievance at which revolt becomes possible"),
        "fury": Parameter(0.30, 0.1, 0.6, "urgency", "A105", "urgency added by a revolt"),
    },
    fields=(
        Field("threat", "party", 0, 1, "share", "war felt"),
        Field("week_of_peace", "party", 0, 1e6, "weeks", "weeks since a peace was refused"),
        Field("weather", "party", -1, 1, "share", "luck of harvests and transport"),
        Field("hardship", "party", 0, 1, "share", "hardship of the class, E", start=0.4),
        Field("revolt", "party", 0, 1, "urgency", "recent revolts"),
        Field("urgency", "party", 0, 1, "share", "sense of immediate danger, U"),
        Field("outbreak", "party", 0, 1, "0/1", "a revolt broke out this week"),
    ),
    measures=(
        Measure("hardship", "hardship", "share", "hardship of the class"),
        Measure("urgency", "urgency", "share", "sense of immediate danger"),
        Measure("war_felt", "threat", "share", "war felt by the organisation"),
        Measure("revolt", "revolt", "share", "recent revolts"),
    ),
    sources=("Epstein 2002", "Staw, Sandelands and Dutton 1981"),
)
