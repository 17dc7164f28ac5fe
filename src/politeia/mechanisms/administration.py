"""Drain into administration, and back: building army, supply and transport from nothing takes the best.

    to_office = hire max(0, target - share)(0.05 + k)^2 / mean,   target = office rule + need + war_need W,   in power only
    to_bench  = back rule max(0, share - target)

The best are cut from their workplaces (M32).  Students leave the bench for school; scattered workers leave for the
village. Sources: members' occupations 1919-27 (series.csv); Besley and Ghatak 2005.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, positive


@kernel
def drain(
    to_office, to_bench, cadre, careerism, milieu_office, milieu_armed, milieu_bench, milieu_school, power,
    threat, age, party_in_office, party_in_army, hardship, office_holder, seated, rule_office_share,
    rule_back_to_bench, need, war_need, hire, back, m32,
):  # fmt: skip
    if power < 0.5:
        return to_office, to_bench
    civil = clip(1.0 - party_in_army, 0.1, 1.0)
    target = clip(rule_office_share + need + war_need * threat + 0.35 * positive(hardship - 0.5), 0.0, 0.8) * civil
    lack = target - party_in_office
    if milieu_office < 0.5 and milieu_armed < 0.5:
        ability = (0.05 + cadre) * (0.05 + cadre) * 6.0 + 0.3 * careerism
        to_office = to_office + m32 * hire * positive(lack) * ability
    if milieu_office > 0.5 and office_holder < 0.5 and seated < 0.5:
        to_bench = to_bench + back * rule_back_to_bench * positive(-lack)
    return to_office, to_bench


@kernel
def study(
    to_school, to_bench, to_village, milieu_school, milieu_bench, power, age, study, threat, scattering, enrol,
    graduate, m34,
):  # fmt: skip
    if milieu_bench > 0.5 and power > 0.5 and age < 400.0:
        to_school = to_school + enrol * study * (1.0 - threat)
    if milieu_school > 0.5:
        to_bench = to_bench + graduate
    to_village = to_village + 0.5 * m34 * scattering * milieu_bench
    return to_school, to_bench, to_village


MECHANISM = Mechanism(
    name="administration",
    text=__doc__,
    implements=("M32",),
    steps=(
        Step("member", drain, ("to_office", "to_bench")),
        Step("member", study, ("to_school", "to_bench", "to_village")),
    ),
    parameters={
        "need": Parameter(
            0.1,
            0.0,
            0.35,
            "share",
            "members_self_declared_employees 1922 (series.csv)",
            "administration that governing takes, beyond the charter's share",
        ),
        "war_need": Parameter(0.25, 0.0, 0.6, "share", "A133", "administration added by war"),
        "hire": Parameter(0.10, 0.02, 0.3, "1/week", "A133", "pace of hiring"),
        "back": Parameter(0.03, 0.005, 0.08, "1/week", "A133", "pace of return at full rule"),
        "enrol": Parameter(0.0008, 0.0, 0.003, "1/week", "A134", "workers sent to study"),
        "graduate": Parameter(0.006, 0.002, 0.02, "1/week", "A134", "students who leave school"),
    },
    sources=("Besley and Ghatak 2005", "series.csv: members_share_at_bench"),
)
