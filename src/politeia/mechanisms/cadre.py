"""Cadres: capacity for initiative is learned in action, lost in office and under control.

    dk = learn [cell acts][at work](1 - k) + school (1 - k) - desk [in office] k - discourage control [at work] k

The quality of cadres still rooted at work is the hidden control parameter of the circular flow (see the mean field
in docs).  Output above all, officials discourage initiative (M53).  A charter may school its cadres.
"""

from politeia.declare import Measure, Mechanism, Parameter, Step, Tally, kernel


@kernel
def cadre(cadre, acting, rooted, control, milieu_office, plan, rule_schooling, learn, school, desk, discourage, m53):
    if milieu_office > 0.5:
        return cadre - desk * cadre + school * rule_schooling * (1.0 - cadre)
    gain = (learn * acting * rooted + school * rule_schooling) * (1.0 - cadre)
    return cadre + gain - m53 * discourage * (control + 0.3 * plan) * cadre


@kernel
def rooted_weight(rooted, milieu_office):
    return 0.0 if milieu_office > 0.5 else rooted


MECHANISM = Mechanism(
    name="cadre",
    text=__doc__,
    implements=("M53",),
    steps=(Step("member", cadre, ("cadre",)), Step("member", rooted_weight, ("at_work",))),
    parameters={
        "learn": Parameter(0.0046, 0.001, 0.012, "1/week", "A119", "learning in action"),
        "school": Parameter(0.004, 0.0, 0.01, "1/week", "A119", "schooling at full effort"),
        "desk": Parameter(0.002, 0.0005, 0.005, "1/week", "A119", "loss in office"),
        "discourage": Parameter(0.004, 0.0, 0.01, "1/week", "A119", "loss under control from above"),
    },
    tallies=(
        Tally("cadre", "cadre", text="mean capacity for initiative"),
        Tally("rooted_cadre", "cadre", by="at_work", text="capacity of members at work"),
        Tally("at_work", "at_work", text="share of members rooted at work"),
        Tally("work_regime", "regime", by="at_work", text="acceptance of command among members at work"),
    ),
    measures=(Measure("cadre", "rooted_cadre", "share", "capacity for initiative of members at work"),),
    sources=("Merton 1940", "article, The party changes its nature"),
)
