"""Private and public dissent: what one thinks, and what one dares to say.

    gap = |x - L| + 0.5 (1 - cover max(0, z)) max(0, (n + appointed)/2 - y) + 0.25 |z - L_z|,   private: gap > privately
    P(public) = sigma(steep [gap (0.6 + 0.6 H)(1 - 0.6 m) - fear F (1 - support) - cost + discussion + 0.35 support + organised - attack D])
    F = f_cell + ban + watch control

Dissent is personal and so is silence (Kuran): support seen around one makes speaking cheaper, fear dearer.  A
minority press (M28), links across cells, an organised tendency and leaders who speak lower its cost; the ban and
the appeal to unity raise it (M47); the doctrine of building at home excuses command (M50); attack in place of argument makes debate poorer (M56).  Youth speaks more (C52,
students). Sources: Kuran 1991; Hirschman 1970; Merridale (most were reluctant to oppose).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, logistic, positive


@kernel
def fear(fear, sanctions, control, threat, sanction, fade, m51):
    """Fear in a cell after sanctions; it fades."""
    return fear * (1.0 - fade) + m51 * sanction * clip(sanctions, 0.0, 2.0) * (1.0 - fear)


@kernel
def dissent(
    course, regime, outlook, careerism, tendency, line_course, line_outlook, norm, appointed_middle, hope, fear,
    ban, control, power, press_open, urgency, cell_opposing, party_opposing, milieu_school, rule_horizontal,
    privately, steep, cost, dread, unity, watch, organised, youth, war_truce, discussion, attack, discussing,
    dogma, cover, m28, m47, m18, m45, m50, m55, m56, draw_speak,
):  # fmt: skip
    gap = course - line_course
    if gap < 0.0:
        gap = -gap
    inward = outlook - line_outlook
    if inward < 0.0:
        inward = -inward
    excused = m50 * cover * positive(outlook)
    gap = gap + 0.5 * m45 * (1.0 - excused) * positive(0.5 * (norm + appointed_middle) * power - regime) + 0.25 * inward
    private = 1.0 if gap > privately else 0.0
    support = 0.5 * cell_opposing + 0.5 * rule_horizontal * party_opposing * (0.6 + 0.8 * press_open * m28)
    scare = clip(fear + ban * unity * m47 + watch * control, 0.0, 1.0)
    z = gap * (0.6 + 0.6 * hope) * (1.0 - 0.6 * careerism) - dread * scare * (1.0 - support) - cost + 0.35 * support
    z = z - m18 * war_truce * urgency + youth * milieu_school
    z = z + discussion * discussing
    z = z - dogma * (0.15 * m55 + attack * m56)
    if tendency > 0.5:
        z = z + organised * (1.0 - 0.6 * ban)
    speaks = 1.0 if private > 0.5 and draw_speak < logistic(steep * z) else 0.0
    return gap, private, speaks


@kernel
def voice(party_opposing, party_private, press_open, rule_press, ban, control, m28, m51):
    """Share of dissent that is spoken; room left to a minority in the press."""
    spoken = party_opposing / (party_private + 0.02)
    access = m28 * rule_press * (1.0 - 0.5 * ban) * (1.0 - 0.9 * control * m51)
    return clip(spoken, 0.0, 1.0), press_open + 0.1 * (access - press_open)


MECHANISM = Mechanism(
    name="voice",
    text=__doc__,
    implements=("M18", "M28", "M45", "M47", "M50", "M55", "M56"),
    steps=(
        Step("cell", fear, ("fear",)),
        Step("member", dissent, ("gap", "private", "speaks")),
        Step("party", voice, ("voice", "press_open")),
    ),
    parameters={
        "sanction": Parameter(0.22, 0.1, 0.45, "share", "A120", "fear added by one sanction in the cell"),
        "fade": Parameter(0.03, 0.01, 0.08, "1/week", "A120", "fading of fear"),
        "privately": Parameter(0.2, 0.15, 0.35, "course", "A121", "gap beyond which one disagrees"),
        "steep": Parameter(9.0, 5.0, 14.0, "1", "A121", "steepness of speaking"),
        "cost": Parameter(0.05, 0.0, 0.3, "1", "A121", "cost of speaking"),
        "dread": Parameter(0.55, 0.3, 0.9, "1", "A121", "weight of fear"),
        "unity": Parameter(0.22, 0.05, 0.4, "1", "A122", "fear added by the ban and the call for unity"),
        "watch": Parameter(0.8, 0.1, 1.2, "1", "A122", "fear added by control"),
        "organised": Parameter(0.12, 0.0, 0.3, "1", "A122", "ease of speaking within a tendency"),
        "youth": Parameter(0.10, 0.0, 0.25, "1", "A123", "students speak more freely"),
        "discussion": Parameter(0.19, 0.0, 0.4, "1", "A161", "ease of speaking while a question is open to all"),
        "attack": Parameter(
            0.25, 0.0, 0.6, "1", "A122", "cost of speaking where persons are attacked in place of arguments"
        ),
        "cover": Parameter(0.5, 0.0, 1.0, "share", "A115", "command that believers in building at home excuse"),
        "war_truce": Parameter(0.12, 0.0, 0.3, "1", "A122", "restraint in danger for the sake of the common aim"),
    },
    fields=(
        Field("fear", "cell", 0, 1, "share", "fear in the cell"),
        Field("voice", "party", 0, 1, "share", "share of dissent that is spoken"),
        Field("press_open", "party", 0, 1, "share", "room of a minority in the press", start=0.8),
    ),
    tallies=(
        Tally("opposing", "speaks", text="members who dissent in public"),
        Tally("private", "private", text="members who disagree"),
        Tally("gap", "gap", text="mean distance to the line"),
    ),
    measures=(
        Measure("opposition_public", "opposing", "share", "members who dissent in public"),
        Measure("opposition_private", "private", "share", "members who disagree"),
        Measure("voice", "voice", "share", "share of dissent that is spoken"),
        Measure("press", "press_open", "share", "room of a minority in the press"),
    ),
    sources=("Kuran 1991", "Hirschman 1970"),
)
