"""Towns lost and retaken.  Where the enemy takes a town its militants are shot or flee; it is rebuilt by people sent.

    strength = 0.42 V + 0.28 cohesion + 0.30 min(1, members / (holds people)) + order Pi n W
    P(loss)  = [pressed] sweep (1.25 - strength) + raid W max(0, 0.62 - strength)
    P(retaken) = [not pressed] push (0.4 + strength)(1.2 - 0.5 W)

The world's dates press on a place; whether and when it falls is the history's.  After it is retaken the local
organisation starts from those sent from elsewhere (M30).  More than two thirds of the towns' people lost for ten
weeks: the organisation is destroyed.  Source: territory.csv.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, positive


@kernel
def front_line(
    lost, pressure, trust, place_members, inhabitants, place_gap, threat, capacity, norm, power, front,
    performance, weeks_lost, members_then, row_weight, retaken, sweep, raid, push, holds, order, sent, m30,
    draw_lost, draw_back,
):  # fmt: skip
    """State of a place this week: lost?, just fallen?, just retaken?, rows wanted to rebuild it."""
    strength = (
        0.42 * trust
        + 0.28 * (1.0 - clip(place_gap, 0.0, 1.0))
        + 0.3 * clip(place_members / (holds * inhabitants), 0.0, 1.0)
    )
    strength = strength + order * capacity * norm * threat + 0.1 * (performance - 0.5)
    wanted = 0.0
    retaken = 0.98 * retaken
    if front > 0.5 or power < 0.5:
        return 0.0, 0.0, 0.0, 0.0, members_then, retaken
    if lost < 0.5:
        chance = raid * threat * positive(0.62 - strength)
        if pressure > 0.5:
            chance = chance + m30 * sweep * (1.25 - strength)
        if draw_lost < chance:
            return 1.0, 1.0, 0.0, 0.0, place_members, retaken
        return 0.0, 0.0, 0.0, 0.0, members_then, retaken
    weeks_lost = weeks_lost + 1.0
    if pressure < 0.5 and draw_back < push * (0.4 + strength) * (1.2 - 0.5 * threat):
        wanted = clip(sent * members_then / row_weight + 4.0, 4.0, 200.0)
        return 0.0, 0.0, wanted * m30, 0.0, members_then, 1.0
    return 1.0, 0.0, 0.0, weeks_lost, members_then, retaken


@kernel
def flight(away, exit, fell, lost, underground):
    """Survivors flee; in a lost town the organisation is broken, whoever stays drops out."""
    if fell > 0.5:
        away = away + 0.5
    return away, exit + lost * underground


@kernel
def destruction(weeks_cornered, towns_lost, power, destroyed):
    if power > 0.5 and towns_lost > 0.667:
        weeks_cornered = weeks_cornered + 1.0
    else:
        weeks_cornered = 0.0
    return weeks_cornered, 1.0 if destroyed > 0.5 or weeks_cornered > 10.0 else 0.0


MECHANISM = Mechanism(
    name="territory",
    text=__doc__,
    implements=("M30",),
    steps=(
        Step("place", front_line, ("lost", "fell", "wanted", "weeks_lost", "members_then", "retaken")),
        Step("member", flight, ("away", "exit")),
        Step("party", destruction, ("weeks_cornered", "destroyed")),
    ),
    parameters={
        "sweep": Parameter(0.9, 0.4, 1.2, "1/week", "territory.csv", "fall of a pressed place of no strength"),
        "raid": Parameter(0.012, 0.0, 0.05, "1/week", "A135", "fall of a weak place without recorded pressure"),
        "push": Parameter(0.6, 0.2, 1.0, "1/week", "territory.csv", "retaking once the pressure is over"),
        "holds": Parameter(0.02, 0.005, 0.05, "share", "A135", "members per inhabitant that hold a town"),
        "order": Parameter(0.15, 0.0, 0.4, "1", "A103", "strength that an apparatus lends in war"),
        "sent": Parameter(0.25, 0.1, 0.6, "share", "A130", "members sent to rebuild, of those there before"),
        "underground": Parameter(0.06, 0.01, 0.2, "1/week", "A130", "members of a lost town who drop out"),
    },
    fields=(
        Field("weeks_cornered", "party", 0, 1e4, "weeks", "weeks with two thirds of the towns lost"),
        Field("destroyed", "party", 0, 1, "0/1", "the organisation has been destroyed"),
    ),
    measures=(Measure("towns_lost", "towns_lost", "share", "towns' people in the hands of others"),),
    sources=("territory.csv", "Lanchester"),
)
