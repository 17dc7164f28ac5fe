"""The congress: norm, ban, list, head, and the ways back.

    n' = n + turn (y_delegates - n),   y_delegates = (1 - o)[w y_secretaries + (1 - w) y_members] + o low
    ban with sigma(10 (0.6 n + 0.7 U + 0.6 min(0.4, dissent) - hurdle));   lifted when n, U are low
    list from the secretariat with probability slate Pi y_head;   minority seats o (x 0.6 under a ban)
    against the head: sigma(10 (|x - x_head| + 0.6 max(0, y_head - y - 0.15) + 0.25 max(0, 0.5 - V) + blame - ...))

A ban is decided in an emergency, as a suspension (M37).  Ways back: districts with elected secretaries where
dissent is visible can call a congress (rule), the head may be blamed for defeats, a split at the top frees clients.
Sources: Bueno de Mesquita et al. 2003; Svolik 2009; Roeder 1993.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, logistic, positive


@kernel
def call(
    congress_due, party_opposing, appointed_middle, capacity, power, congress_weeks, blame, rule_called_below,
    rule_congress_weeks, ease, draw_call,
):  # fmt: skip
    """A congress called from below, or because it is overdue."""
    if congress_due > 0.5 or congress_weeks < 16.0:
        return congress_due
    if rule_called_below > 0.0 and power > 0.5:
        free = party_opposing * (1.0 - appointed_middle) + 0.3 * blame * party_opposing
        if draw_call < ease * positive(free - 0.45 * rule_called_below) * (1.0 - capacity):
            return 2.0
    if congress_weeks > 2.0 * rule_congress_weeks:
        return 2.0
    return congress_due


@kernel
def norm(
    norm, party_regime, opposition_delegates, appointed_middle, capacity, head_regime, protest, congress_due,
    turn, m31,
):  # fmt: skip
    """What delegates take for normal, from the people they are."""
    weight = (0.25 + 0.65 * capacity) * (0.5 + 0.5 * appointed_middle)
    secretaries = party_regime + 0.35 * appointed_middle * (1.0 - party_regime)
    usual = weight * secretaries + (1.0 - weight) * party_regime
    low = party_regime if party_regime < 0.25 else 0.25
    delegates = (1.0 - opposition_delegates) * usual + opposition_delegates * low - 0.2 * protest
    return norm + m31 * turn * (0.5 if congress_due < 1.5 else 1.0) * (clip(delegates, 0.0, 1.0) - norm)


@kernel
def ban(
    ban, ban_age, norm, urgency, party_opposing, heat, power, opposition_delegates, rule_factions,
    rule_ban_weeks, hurdle, m37, draw_ban,
):  # fmt: skip
    """0 free, 1 organised factions are banned."""
    if rule_factions < 0.5:
        return 1.0, 0.0
    if rule_factions > 1.5 or power < 0.5:
        return 0.0, 0.0
    dissent = party_opposing if party_opposing < 0.4 else 0.4
    if ban < 0.5:
        z = 0.6 * norm + 0.7 * urgency + 0.6 * dissent + 0.5 * heat - hurdle
        if draw_ban < m37 * logistic(10.0 * z) * (1.0 - opposition_delegates):
            return 1.0, 0.0
        return 0.0, 0.0
    if norm < 0.36 and urgency < 0.25 and draw_ban < 0.5 + opposition_delegates:
        return 0.0, 0.0
    return 1.0, ban_age


@kernel
def ban_ends(ban, ban_age, rule_ban_weeks, rule_factions):
    """A ban decided for a time ends by itself."""
    if rule_factions < 0.5:
        return 1.0, 0.0
    age = ban_age + ban
    if rule_ban_weeks > 0.5 and age > rule_ban_weeks:
        return 0.0, 0.0
    return ban, age


@kernel
def renewal(
    capacity, head_regime, opposition_delegates, ban, control, norm, rule_proportional, rule_collegial,
    slate_power, turnover, shedding, m58, m63,
):  # fmt: skip
    """How the new committee is chosen: the secretariat's list, a minority's seats, allies shed."""
    slate = clip(slate_power * capacity * head_regime * (1.0 - rule_collegial), 0.0, 1.0)
    minority = opposition_delegates * (0.6 if ban > 0.5 and rule_proportional < 0.5 else 1.0)
    sheds = clip(m58 * shedding * positive(control - 0.15) * m63, 0.0, 0.8)
    return slate, minority, 1.0 - turnover, sheds


@kernel
def against(
    course, regime, outlook, client, tendency, head_course, head_regime, capacity, blame, power, party_trust,
    heads_fallen, week, head_since, grip, start, bond, m43, m63, leader_lives,
):  # fmt: skip
    """Probability that a committee member votes to remove the head."""
    far = course - head_course
    if far < 0.0:
        far = -far
    doubt = far + 0.6 * positive(head_regime - regime - 0.15) + 0.25 * positive(0.5 - party_trust) + 0.6 * blame
    if tendency > 0.5:
        doubt = doubt + 0.35
    tie = bond if client == 1.0 else 0.0
    return logistic(10.0 * (doubt - start - tie - grip * capacity * m63 + 0.08 * m43 * leader_lives))


@kernel
def loyal(tendency, speaks, ban, m47):
    """Probability that a delegate votes with the leadership."""
    if tendency > 0.5:
        return 0.15 + 0.35 * ban * m47
    if speaks > 0.5:
        return 0.40 + 0.4 * ban
    return 0.985


MECHANISM = Mechanism(
    name="congress",
    text=__doc__,
    implements=("M31", "M37", "M43", "M58", "M63"),
    steps=(
        Step("party", call, ("congress_due",)),
        Step("party", ban_ends, ("ban", "ban_age")),
        Step("congress", norm, ("norm",)),
        Step("congress", ban, ("ban", "ban_age")),
        Step("congress", renewal, ("slate", "minority_seats", "keeps", "sheds")),
        Step("hook", against, hook="against"),
        Step("hook", loyal, hook="loyal"),
    ),
    parameters={
        "ease": Parameter(0.25, 0.05, 0.6, "1/week", "A144", "calling a congress from below"),
        "turn": Parameter(0.6, 0.4, 0.95, "share", "A145", "how much one congress moves the norm"),
        "hurdle": Parameter(0.78, 0.5, 1.0, "1", "A146", "reluctance to ban"),
        "slate_power": Parameter(0.8, 0.4, 1.6, "1", "A147", "reach of the secretariat's list"),
        "turnover": Parameter(0.25, 0.1, 0.5, "share", "A147", "committee renewed at a congress"),
        "shedding": Parameter(0.8, 0.2, 1.6, "1", "A148", "allies who no longer fit are dropped"),
        "grip": Parameter(0.15, 0.0, 0.4, "1", "A149", "hold of the secretariat over its judges"),
        "start": Parameter(0.42, 0.3, 0.6, "1", "A149", "doubt at which one would remove the head"),
        "bond": Parameter(0.45, 0.2, 0.8, "1", "A149", "clients do not remove their patron"),
    },
    fields=(
        Field("norm", "party", 0, 1, "share", "norm of appointment, n", start=0.12),
        Field("ban", "party", 0, 1, "0/1", "organised factions are banned"),
        Field("ban_age", "party", 0, 1e5, "weeks", "weeks since the ban"),
        Field("slate", "party", 0, 1, "share", "probability that a seat comes from the list"),
        Field("minority_seats", "party", 0, 1, "share", "seats for an opposition"),
        Field("keeps", "party", 0, 1, "share", "probability that a sitting member stays"),
        Field("sheds", "party", 0, 1, "share", "probability that an ally who differs is dropped"),
    ),
    measures=(
        Measure("norm", "norm", "share", "norm of appointment"),
        Measure("ban", "ban", "0/1", "organised factions are banned"),
        Measure("congress_for", "congress_for", "share", "delegates voting with the leadership at the last congress"),
        Measure(
            "opposition_delegates", "opposition_delegates", "share", "opposition among delegates at the last congress"
        ),
        Measure("heads_fallen", "heads_fallen", "count", "heads of the secretariat removed so far"),
    ),
    sources=("Bueno de Mesquita et al. 2003", "Svolik 2009", "Roeder 1993"),
)
