"""Leaving and dying: disappointment, exhaustion, fear for oneself, the front.

    exit = e0 / (1 + age / settled) [3 (1 - m) max(0, |gap| - 0.15)(1.2 - 0.6 voice) + 0.45 E^2 power + 0.10 + isolation (1 - rooted)]
         + e1 m^2 max(0, W - 0.3)(lost + 0.15)
    death = natural + front W [in the army](0.5 + k) + kill [town fallen]

The threat to leave gives voice its weight (M17).  Peasant and dispersed members lose touch sooner.
Sources: Hirschman 1970; Gehlbach 2006; communists_killed (series.csv).
"""

from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.shapes import positive


@kernel
def leaving(
    exit, gap, careerism, voice, hardship, power, threat, towns_lost, milieu_armed, milieu_bench, milieu_office,
    army_shrinks, scattering, opening, lose_touch, m34, age, settled, origin, own_milieu, e0, e1, tired,
    isolation, adrift, m17,
):  # fmt: skip
    doubt = 3.0 * (1.0 - careerism) * positive(gap - 0.15) * (1.2 - 0.6 * voice * m17)
    weary = tired * hardship * hardship * power
    alone = isolation * (1.0 - milieu_bench) * (1.0 - milieu_armed) * (1.0 - milieu_office)
    hazard = e0 * (doubt + weary + 0.10 + alone) + e1 * careerism * careerism * positive(threat - 0.3) * (
        towns_lost + 0.15
    )
    hazard += lose_touch * m34 * scattering * milieu_bench
    hazard = hazard / (1.0 + age / settled)
    own = 1.0 if origin == own_milieu else 0.15
    return exit + hazard * (2.0 - opening) + adrift * own * milieu_armed * army_shrinks


@kernel
def dying(death, threat, milieu_armed, cadre, fell, natural, front, kill, m30):
    return death + natural + front * threat * milieu_armed * (0.5 + cadre) + kill * fell * m30


MECHANISM = Mechanism(
    name="leaving",
    text=__doc__,
    implements=("M17",),
    steps=(Step("member", leaving, ("exit",)), Step("member", dying, ("death",))),
    parameters={
        "settled": Parameter(
            52.0,
            13.0,
            208.0,
            "weeks",
            "retention_1917_20 and stazh_count_pre1917 (series.csv)",
            "membership after which leaving is half as likely",
        ),
        "e0": Parameter(0.0055, 0.001, 0.015, "1/week", "retention of joiners (exit counts)", "scale of leaving"),
        "e1": Parameter(0.02, 0.0, 0.05, "1/week", "A128", "careerists who leave in danger"),
        "tired": Parameter(0.9, 0.3, 6.0, "1", "A128", "exhaustion under hardship in power"),
        "isolation": Parameter(0.9, 0.0, 3.0, "1", "A128", "loss of touch in villages and schools"),
        "lose_touch": Parameter(
            3.0, 0.5, 6.0, "1", "A129", "members of a scattering class who are lost to the organisation"
        ),
        "adrift": Parameter(
            0.60, 0.1, 0.7, "share", "A129", "those who joined as soldiers and drop out when an army goes home"
        ),
        "natural": Parameter(0.0002, 0.0001, 0.0005, "1/week", "A128", "ordinary mortality"),
        "front": Parameter(
            0.0007, 0.0003, 0.006, "1/week", "communists_killed (series.csv)", "mortality at the front at full war"
        ),
        "kill": Parameter(0.09, 0.03, 0.4, "share", "A130", "members killed where a town falls"),
    },
    sources=("Hirschman 1970", "Gehlbach 2006"),
)
