"""Elect or command: how members come to accept, and then to want, rule from above.

    dy = appointed (1 - y) + urgency U (0.85 - y) + desk (0.8 - y) - root rooted (1 - U)(0.4 + k)(y - y_b)
       + company (y_cell - y) + press control (y_head - y) + 0.3 press D (0.9 - y) + trauma heat U (0.9 - y)

Necessity becomes virtue is this equation and nothing else (M31, with ``posts``); pressed from all sides the
organisation narrows debate (M35); a harsh debate under the guns leaves a trauma (M36); habituation to command feeds
cliques (M41). Source: Staw, Sandelands and Dutton 1981 (threat-rigidity).
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import positive


@kernel
def regime(
    regime, regime_anchor, cadre, client, office_holder, rooted, urgency, heat, control, head_regime, dogma,
    cell_regime, milieu_office, power, protest, appointed, urge, desk, root, company, press, trauma, m31, m35,
    m36, m41,
):  # fmt: skip
    step = -root * rooted * (1.0 - urgency) * (0.4 + cadre) * (regime - regime_anchor)
    step += company * (cell_regime - regime)
    if client > 0.5:
        step += m31 * m41 * appointed * (1.0 - regime)
    step += m35 * urge * urgency * positive(0.85 - regime)
    step += m36 * trauma * heat * urgency * positive(0.9 - regime)
    if power > 0.5 and (milieu_office > 0.5 or office_holder > 0.5):
        step += desk * positive(0.8 - regime)
    step += press * control * (head_regime - regime)
    step += 0.3 * press * dogma * positive(0.9 - regime)
    return regime + step


@kernel
def debate_heat(heat, party_opposing, deciding, m36):
    """Bitterness of a wide debate on an open question."""
    return 0.93 * heat + 0.07 * m36 * (1.0 if deciding > 0.5 else 0.3) * (
        3.0 * party_opposing if party_opposing < 0.33 else 1.0
    )


MECHANISM = Mechanism(
    name="regime",
    text=__doc__,
    implements=("M31", "M35", "M36", "M41"),
    steps=(Step("member", regime, ("regime",)), Step("party", debate_heat, ("heat",))),
    parameters={
        "appointed": Parameter(0.018, 0.005, 0.036, "1/week", "A117", "being named from above"),
        "urge": Parameter(0.010, 0.003, 0.02, "1/week", "A117", "urgency"),
        "desk": Parameter(0.003, 0.0, 0.01, "1/week", "A117", "working in an office"),
        "root": Parameter(0.016, 0.005, 0.03, "1/week", "A117", "return to one's own taste, at work and in calm"),
        "company": Parameter(0.012, 0.005, 0.03, "1/week", "A117", "conformity in the cell"),
        "press": Parameter(0.04, 0.01, 0.1, "1/week", "A117", "pull of a controlled press"),
        "trauma": Parameter(0.012, 0.0, 0.03, "1/week", "A118", "trauma of a harsh debate in danger"),
    },
    fields=(Field("heat", "party", 0, 1, "share", "bitterness of debate"),),
    tallies=(Tally("regime", "regime", text="mean acceptance of command"),),
    measures=(
        Measure("party_regime", "regime", "share", "acceptance of command among members"),
        Measure("heat", "heat", "share", "bitterness of debate"),
    ),
    sources=("Staw, Sandelands and Dutton 1981",),
)
