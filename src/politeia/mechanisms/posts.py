"""Elected or appointed: what decides how a vacancy is filled, and whom either side picks.

    P(appoint) = sigma(steep [norm n + urge U + reach Pi (0.4 + 0.6 y_head) + habit [sitting one appointed] + shelter dissent
                              - autonomy root k (1 - y) - right to elect - cost - level])

Norm: necessity becomes virtue, past appointments feed the next (M31).  Autonomy: units with able members at work
elect their own. Shelter: local secretaries who face challengers ask for protection from above (M41, local demand
for appointment).  Where cadres are missing (a rebuilt town) only those sent can serve (M30).  Election prefers
ability, closeness, tenure; appointment loyalty, and more so the more visible dissent is (M64).  Sources: Daniels
(circular flow); Harris 2017; Egorov and Sonin 2011; Easter 1996.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, logistic


@kernel
def appoint(
    norm, urgency, capacity, head_regime, unit_rooted_cadre, unit_at_work, unit_work_regime, unit_members,
    unit_opposing, sitting_appointed, height, retaken, power, protest, rule_elect, steep, weight_norm,
    weight_urgency, weight_reach, autonomy, habit, shelter, cost, low, ripe, rebuilt, m30, m31, m41,
):  # fmt: skip
    hands = clip(unit_at_work * 2.5, 0.0, 1.0)
    self_rule = autonomy * clip(ripe * unit_rooted_cadre, 0.0, 1.0) * hands * (1.0 - unit_work_regime)
    z = (
        m31 * weight_norm * norm
        + weight_urgency * urgency * power
        + weight_reach * capacity * (0.4 + 0.6 * head_regime) * (1.0 - rule_elect)
    )
    z = (
        z
        + m31 * habit * sitting_appointed
        + m41 * shelter * unit_opposing * sitting_appointed
        + m30 * rebuilt * retaken
    )
    z = z - self_rule - cost - 2.0 * rule_elect - 0.35 * protest - low * (0.5 - height)
    return logistic(steep * z)


@kernel
def standing(
    cadre,
    course,
    regime,
    electors_course,
    electors_regime,
    age,
    incumbent,
    local,
    candidacy,
    rule_candidate_weeks,
    tenure,
):
    """How a nominee stands before those of the unit who have a vote."""
    far = course - electors_course
    if far < 0.0:
        far = -far
    away = regime - electors_regime
    if away < 0.0:
        away = -away
    years = age / 52.0 if age < 520.0 else 10.0
    barred = 3.0 if age < rule_candidate_weeks + candidacy else 0.0  # candidates do not stand
    return 1.5 * cadre - barred - 0.8 * far - 0.4 * away + tenure * years + 0.2 * incumbent + 0.3 * local


@kernel
def merit(
    cadre, course, head_course, careerism, client, milieu_office, incumbent, speaks, tendency, party_opposing,
    head_regime, age, loyalty, threat_loyalty, tenure, m64,
):  # fmt: skip
    """What those who appoint look for: competence, and loyalty the more dissent is visible."""
    far = course - head_course
    if far < 0.0:
        far = -far
    visible = 2.5 * party_opposing
    if visible > 1.0:
        visible = 1.0
    weight = clip((2.0 * loyalty + threat_loyalty * visible * m64) * head_regime, 0.0, 1.5)
    tie = 0.8 if client == 1.0 else 0.0
    against = 1.0 if tendency > 0.5 or speaks > 0.5 else 0.0
    years = age / 52.0 if age < 520.0 else 10.0
    bond = tie + 0.6 * (1.0 - far) + 0.5 * careerism - against
    return weight * bond + cadre + 0.3 * milieu_office + 0.3 * incumbent + tenure * years


MECHANISM = Mechanism(
    name="posts",
    text=__doc__,
    implements=("M30", "M31", "M41", "M64"),
    steps=(
        Step("hook", appoint, hook="appoint"),
        Step("hook", standing, hook="nominee"),
        Step("hook", merit, hook="pick"),
    ),
    parameters={
        "steep": Parameter(8.0, 5.0, 15.0, "1", "A136", "steepness"),
        "weight_norm": Parameter(0.55, 0.43, 0.70, "1", "A136", "weight of the norm of appointment"),
        "weight_urgency": Parameter(0.60, 0.4, 0.95, "1", "A136", "weight of urgency"),
        "weight_reach": Parameter(0.45, 0.3, 0.7, "1", "A136", "weight of the secretariat's reach"),
        "autonomy": Parameter(1.1, 0.85, 1.4, "1", "A136", "weight of a unit's own forces"),
        "habit": Parameter(0.22, 0.1, 0.45, "1", "A137", "an appointed incumbent is replaced by another"),
        "shelter": Parameter(0.6, 0.0, 1.5, "1", "A138", "local demand for protection from challengers"),
        "cost": Parameter(
            0.58, 0.3, 0.9, "1", "gubkom_secretaries_appointed_share 1923 (series.csv)", "what it costs to appoint"
        ),
        "low": Parameter(0.25, 0.0, 0.5, "1", "A136", "lower organs are less often filled from above"),
        "ripe": Parameter(2.2, 1.6, 3.0, "1", "A136", "cadre quality at which a unit governs itself"),
        "rebuilt": Parameter(0.7, 0.2, 1.2, "1", "A130", "a rebuilt town has only those sent"),
        "tenure": Parameter(0.06, 0.03, 0.4, "1/year", "A139", "weight of a year in the organisation, for either side"),
        "loyalty": Parameter(0.25, 0.1, 0.5, "1", "A139", "weight of loyalty in quiet times"),
        "threat_loyalty": Parameter(1.0, 0.2, 2.0, "1", "A139", "weight added by visible dissent"),
    },
    sources=("Daniels 1960", "Harris 2017", "Egorov and Sonin 2011", "Easter 1996"),
)
