"""Hope abroad, and the turn inward.

    H' = H - fade (H - rest) + shocks;   z' = z + ebb max(0, H_ref - H)(1 - z) + rise max(0, H - H_ref)(-1 - z)
         + 0.5 press (line_outlook - z) + office [desk](1 - z) + menace (1 - z);   line_outlook follows committee and practice

Defeats abroad strengthen those who lead (M46) and convince members to build at home (M49); the doctrine follows the
practice (M48) and excuses privilege and power (M50).  Blame for defeats falls on the head only by ``attribution``
(M60): at 0 a defeat feeds its author.  Not modelled: foreign parties themselves.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import clip, positive


@kernel
def hope(hope, blame, shock_hope, shock_failure, fade, rest, attribution, m46, m60):
    hope = hope - fade * (hope - rest) + m46 * shock_hope
    blame = 0.97 * blame + shock_failure * (1.0 - m60 * (1.0 - attribution))
    return clip(hope, 0.0, 1.0), clip(blame, 0.0, 1.0)


@kernel
def outlook(
    outlook, hope, menace, milieu_office, office_holder, power, rooted, line_outlook, dogma, ebb, reference,
    office, press, m49, draw_noise,
):  # fmt: skip
    step = m49 * ebb * positive(reference - hope) * (1.0 - outlook)
    step += m49 * ebb * positive(hope - reference) * (-1.0 - outlook)
    step += m49 * 0.3 * ebb * menace * (1.0 - outlook)
    step += press * (1.0 + dogma) * (line_outlook - outlook)
    if power > 0.5 and (milieu_office > 0.5 or office_holder > 0.5):
        step += office * (1.0 - outlook)
    return outlook + step + 0.06 * (draw_noise - 0.5)


@kernel
def line_outlook(line_outlook, committee_outlook, control, hope, practice, m48):
    """The committee's view; practice in isolation finds its doctrine."""
    pull = practice * m48 * control * positive(0.5 - hope)
    return line_outlook + 0.05 * (committee_outlook - line_outlook) + pull * (1.0 - line_outlook)


MECHANISM = Mechanism(
    name="outlook",
    text=__doc__,
    implements=("M46", "M48", "M49", "M60"),
    steps=(
        Step("environment", hope, ("hope", "blame")),
        Step("member", outlook, ("outlook",)),
        Step("party", line_outlook, ("line_outlook",)),
    ),
    parameters={
        "fade": Parameter(0.004, 0.001, 0.01, "1/week", "A115", "fading of hope toward its rest"),
        "rest": Parameter(0.40, 0.2, 0.6, "share", "A115", "hope without news"),
        "attribution": Parameter(0.15, 0.0, 1.0, "share", "A116", "how much of a defeat is charged to the head"),
        "ebb": Parameter(0.02, 0.005, 0.06, "1/week", "A115", "pull of hope and of its loss"),
        "reference": Parameter(0.42, 0.3, 0.6, "share", "A115", "hope that changes nothing"),
        "office": Parameter(0.004, 0.0, 0.02, "1/week", "A113", "office looks inward"),
        "press": Parameter(0.012, 0.003, 0.04, "1/week", "A112", "pull of the line"),
        "practice": Parameter(0.03, 0.0, 0.1, "1/week", "A115", "doctrine that follows practice"),
    },
    fields=(
        Field("hope", "party", 0, 1, "share", "hope in allies abroad, H", start=0.55),
        Field("blame", "party", 0, 1, "share", "defeats charged to the head"),
        Field("line_outlook", "party", -1, 1, "outlook", "the line on the outlook axis", start=-0.6),
    ),
    tallies=(Tally("outlook", "outlook", text="mean outlook"),),
    measures=(
        Measure("hope", "hope", "share", "hope in allies abroad"),
        Measure("line_outlook", "line_outlook", "outlook", "line on the outlook axis"),
        Measure("party_outlook", "outlook", "outlook", "mean outlook of members"),
    ),
    sources=("article, Bureaucratisation on the march",),
)
