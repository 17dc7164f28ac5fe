"""Joining: out of conviction, by taking sides, or for a career; and who is let in.

    conviction = r0 opening V (0.15 + a) closeness draw (1 - p),   sides = r2 power W max(0, V - 0.15)
    career = r1 power max(0, 0.25 + Pv + promo office - danger - 0.15 W - sacrifice) career_milieu
    hazard = [conviction (1 - m)^2 (0.35 + 1.3 k) levy + sides (1 - m)](1 - 0.45 g) + career m^2 (1 - detect g)

Distance counts in full where the class is behind the line, in part where it is ahead of it: no rival is nearer. Metal
and arms shops join more readily.  Former members come back when conditions open (M2); power draws the hesitant (M23),
danger keeps careerists away; a tightened admission (M38) and unpaid work (M40) sift; rivals merge in when no room is
left outside (M27).  Sources: Weinstein 2005; Lazarev 2005; Iannaccone 1992; Smith 1983 (metal workers); party-week and
levy figures in series.csv.
"""

from politeia.declare import Field, Mechanism, Parameter, Step, kernel
from politeia.shapes import bell, exponential, noise, positive


@kernel
def fortune(fortune, memory, spread, draw_fortune):
    """Luck of recruiting in one history: what campaigns, persons and weather did that no archive lists."""
    return memory * fortune + noise(draw_fortune, spread * 0.2)


@kernel
def local_fortune(local_fortune, week, local_spread, draw_a, draw_b, draw_c):
    """Places differ for good in how they recruit, for reasons no table gives."""
    if week <= 0.0:
        return local_spread * bell(draw_a, draw_b, draw_c)
    return local_fortune


@kernel
def luck(fortune, local_fortune):
    """What fortune multiplies the recruits of a place by."""
    return exponential(fortune + local_fortune)


@kernel
def rates(
    activism, trust, place_mood, line_course, opening, power, threat, privilege, party_in_office, lost,
    recruiting, levy, rival_room, retaken, milieu_draw, milieu_career, milieu_bench, milieu_office,
    milieu_armed, rule_sacrifice, admission, conviction, sides, career, promotion, danger, detect, levy_rate,
    room, crowd, cell_members, people, extent, luck, ripe, hesitant, rooted_growth, implanted, war_industry, metal, ahead,
    m3, m23, m24, m27, m38, m40,
):  # fmt: skip
    """Weekly rates at which outsiders of a cell ask to join and are let in."""
    if lost > 0.5:
        return 0.0, 0.0, 0.0
    distance = place_mood - line_course
    if distance < 0.0:
        distance = -distance
    else:
        distance = ahead * distance
    gate = 1.0 - 0.45 * admission * m38
    free = positive(1.0 - cell_members / (people * extent + 1.0) / crowd)
    campaign = (recruiting + levy * levy_rate * milieu_bench) * luck
    idea = conviction * opening * opening * trust * (0.15 + activism) * positive(1.0 - distance / 0.9) * milieu_draw
    density = cell_members / (people * extent + 1.0)
    idea = idea * (0.35 + rooted_growth * density / (density + implanted)) * (1.0 + metal * war_industry * milieu_bench)
    idea = (
        idea
        * (1.0 + m3 * ripe * positive(place_mood) * positive(place_mood))
        * (1.0 - hesitant * power)
        * (1.0 - power * room * rival_room * m27)
        * campaign
        * gate
        * free
    )
    side = sides * m24 * power * threat * positive(trust - 0.15) * milieu_draw * campaign * gate * free
    if milieu_armed > 0.5:
        side = 1.4 * side
    gain = (
        0.25 + privilege + promotion * party_in_office - danger * 2.0 * retaken - 0.15 * threat - m40 * rule_sacrifice
    )
    ambition = (
        career * m23 * power * positive(gain) * milieu_career * (1.0 - m38 * detect * admission) * campaign * free
    )
    return idea, side, ambition


@kernel
def join(join_idea, join_side, join_career, careerism, cadre, former, outcast, comeback, readmitted, m2):
    """Hazard of joining of one person outside."""
    straight = 1.0 - careerism
    hazard = (
        join_idea * straight * straight * (0.35 + 1.3 * cadre)
        + join_side * straight
        + join_career * careerism * careerism
    )
    if former > 0.5:
        hazard = hazard * (1.0 + m2 * comeback)
    if outcast > 0.5:
        hazard = hazard * readmitted
    return hazard


@kernel
def join_bound(join_idea, join_side, join_career, comeback, readmitted, m2):
    """No hazard is higher: it is convex in careerism, so greatest at one of its ends, and grows with capacity."""
    convinced = 1.65 * join_idea + join_side
    most = convinced if convinced > join_career else join_career
    return most * (1.0 + positive(m2 * comeback)) * (1.0 + positive(readmitted - 1.0))


MECHANISM = Mechanism(
    name="joining",
    text=__doc__,
    implements=("M2", "M3", "M23", "M27", "M38", "M40"),
    steps=(
        Step("environment", fortune, ("fortune",)),
        Step("place", local_fortune, ("local_fortune",)),
        Step("place", luck, ("luck",)),
        Step("cell", rates, ("join_idea", "join_side", "join_career")),
        Step("outsider", join, ("join",), bound=join_bound),
    ),
    parameters={
        "memory": Parameter(0.98, 0.9, 0.995, "1/week", "A159", "persistence of the luck of recruiting"),
        "spread": Parameter(0.30, 0.0, 0.6, "log", "A159", "its standard deviation"),
        "local_spread": Parameter(0.45, 0.0, 0.8, "log", "A159", "lasting differences between places"),
        "rooted_growth": Parameter(1.3, 0.0, 6.0, "1", "A126", "recruiting gained where members already are"),
        "implanted": Parameter(
            0.004, 0.001, 0.02, "share", "A126", "density of members at which half of that is reached"
        ),
        "metal": Parameter(
            2.0, 0.0, 6.0, "1", "A126", "conviction gained in the metal and arms shops, the largest and most militant"
        ),
        "ahead": Parameter(
            0.4, 0.0, 1.0, "1", "A126", "how much being ahead of the line keeps from joining: nobody else is nearer"
        ),
        "ripe": Parameter(6.0, 0.0, 20.0, "1", "A126", "conviction gained when the class moves"),
        "hesitant": Parameter(0.5, 0.0, 0.9, "share", "A126", "conviction lost once the organisation governs"),
        "conviction": Parameter(
            0.0018, 0.0006, 0.008, "1/week", "membership of 1917 (series.csv)", "joining out of conviction"
        ),
        "sides": Parameter(
            0.0042, 0.001, 0.012, "1/week", "membership of 1919-20 (series.csv)", "joining to take sides in a war"
        ),
        "career": Parameter(
            0.0085, 0.002, 0.03, "1/week", "membership of 1922-28 (series.csv)", "joining for a career"
        ),
        "promotion": Parameter(0.25, 0.1, 0.5, "1", "A125", "weight of promotion in career motives"),
        "danger": Parameter(0.55, 0.2, 0.9, "1", "A125", "deterrence where towns have fallen"),
        "detect": Parameter(0.75, 0.3, 0.95, "share", "A125", "careerists recognised by a strict admission"),
        "levy_rate": Parameter(
            6.0, 1.0, 10.0, "1", "lenin_levy_recruits (series.csv)", "weight of a levy at the bench"
        ),
        "room": Parameter(0.4, 0.0, 0.8, "share", "A126", "joiners lost to rivals while these have room"),
        "crowd": Parameter(0.55, 0.3, 0.9, "share", "A126", "share of a milieu at which recruitment ends"),
        "comeback": Parameter(1.5, 0.0, 6.0, "1", "A127", "readiness of former members to come back"),
        "readmitted": Parameter(0.1, 0.0, 1.0, "share", "A127", "expelled who are let in again"),
    },
    fields=(
        Field("fortune", "party", -3, 3, "log", "luck of recruiting"),
        Field("local_fortune", "place", -3, 3, "log", "lasting luck of recruiting in a place"),
        Field("luck", "place", 0, 500, "1", "recruits of a place over those that fortune left alone"),
        Field("join_idea", "cell", 0, 1, "1/week", "rate out of conviction"),
        Field("join_side", "cell", 0, 1, "1/week", "rate of taking sides"),
        Field("join_career", "cell", 0, 1, "1/week", "rate for a career"),
    ),
    sources=("Weinstein 2005", "Lazarev 2005", "Iannaccone 1992", "Smith 1983"),
)
