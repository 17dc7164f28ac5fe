"""A new dominant group: posts that reproduce themselves, an economy that accumulates, a history rewritten.

    class index = (appointed clients + privilege + careerist office) / 3, smoothed over a year
    wage = 100 (w0 - w1 E)(1 - squeeze plan index)

With accumulation by pressure on wages (M61) and an apparatus that appoints itself, the index rises; no date is
given.  Terror turning on veterans (M64, M66) and the rewriting of memory (M65) act as weaker protection of early
cohorts when control is near full. Sources: real_wage_index (series.csv); Svolik 2012.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip, positive


@kernel
def class_index(
    class_index, appointed_middle, clients, privilege, officer_careerism, party_careerism, party_in_office,
    power,
):  # fmt: skip
    self_made = appointed_middle * clients
    pull = clip(0.5 + 2.0 * (officer_careerism - party_careerism), 0.0, 1.0)
    goal = power * (self_made + clip(2.0 * privilege, 0.0, 1.0) + pull * appointed_middle) / 3.0
    return class_index + 0.02 * (goal - class_index)


@kernel
def wages(hardship, plan, class_index, top, slope, squeeze, m61):
    return 100.0 * (top - slope * hardship) * (1.0 - m61 * squeeze * plan * (0.3 + 0.7 * class_index))


@kernel
def memory(memory, control, dogma, m65):
    """Collective memory of how it was: fades under control and dogma."""
    return clip(memory - 0.004 * m65 * control * (0.3 + dogma) + 0.0008 * (1.0 - memory), 0.0, 1.0)


@kernel
def veterans(expulsion, age, office_holder, control, memory, class_index, hunt, seniority, m64, m66):
    """Near full control, seniority protects less and less, and executors fall in turn."""
    grip = positive(control - 0.55) * class_index
    if age > seniority:
        return expulsion + m64 * hunt * grip * (1.5 - memory)
    if office_holder > 0.5:
        return expulsion + m66 * 0.5 * hunt * grip
    return expulsion


MECHANISM = Mechanism(
    name="new_class",
    text=__doc__,
    implements=("M61", "M64", "M65", "M66"),
    steps=(
        Step("member", veterans, ("expulsion",)),
        Step("party", class_index, ("class_index",)),
        Step("party", wages, ("wage",)),
        Step("party", memory, ("memory",)),
    ),
    parameters={
        "hunt": Parameter(0.01, 0.0, 0.03, "1/week", "A157", "removal of veterans at full control"),
        "seniority": Parameter(520.0, 260.0, 780.0, "weeks", "A157", "membership that makes a veteran"),
        "top": Parameter(1.30, 1.0, 1.7, "1", "real_wage_index (series.csv)", "wage without hardship, 1913 = 1"),
        "slope": Parameter(1.05, 0.6, 1.6, "1", "real_wage_index (series.csv)", "wage lost to hardship"),
        "squeeze": Parameter(0.35, 0.0, 0.6, "share", "A158", "wage lost to accumulation"),
    },
    fields=(
        Field("class_index", "party", 0, 1, "share", "closure of the ruling group"),
        Field("wage", "party", 0, 300, "1913 = 100", "real wage"),
        Field("memory", "party", 0, 1, "share", "collective memory", start=1.0),
    ),
    measures=(
        Measure("class_index", "class_index", "share", "closure of the ruling group"),
        Measure("wage", "wage", "1913=100", "real wage"),
        Measure("memory", "memory", "share", "collective memory"),
    ),
    sources=("Svolik 2012", "series.csv: real_wage_index"),
)
