"""The class scatters: war shops close, hunger and cold drive workers out of the towns; better years bring them back.

    size'    = size - closing - fled size + return (1.06 - size) max(0, 0.62 - E)
    closing  = war_industry (orders before - orders),   within size - floor
    fled     = flight max(0, E (0.5 + 0.7 exposure) - bearable) (size - floor) / size
    jobless' = (jobless + closing) (1 - depart - fled)

When war orders end, those who lived on them are out of work at once and leave the town by and by; hunger takes from
both.  A scattered class sends a weaker signal (its evidence is weighted by the root of its size, in ``orientation``), so
the organisation may come to stand in for it (M34).  Cells of each milieu grow and shrink with their population: the
bench with the class, the army and the offices with the world's series.  Not modelled: who leaves first.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, Tally, kernel
from politeia.shapes import positive


@kernel
def orders_end(orders_before, orders):
    """War orders lost this week, of those at the start."""
    return orders, positive(orders_before - orders)


@kernel
def class_size(
    class_size, jobless, hardship, exposure, war_industry, orders_lost, flight, bearable, floor, back, depart,
    inhabitants, m34,
):  # fmt: skip
    spare = positive(class_size - floor)
    closing = war_industry * orders_lost * m34
    if closing > spare:
        closing = spare
    fled = flight * positive(hardship * (0.5 + 0.7 * exposure) - bearable) * spare * m34
    coming = back * (1.06 - class_size) * positive(0.62 - hardship)
    if class_size > 1.0:
        coming = 0.1 * coming
    idle = (jobless + closing) * positive(1.0 - depart - fled / class_size)
    size = class_size + coming - fled - closing
    return size, idle, inhabitants * (0.06 + 0.94 * (size + idle)), (fled + closing) / class_size


@kernel
def cell_size(class_size, army, office, study, milieu_bench, milieu_armed, milieu_office, milieu_school):
    """Population of a cell's milieu relative to the start."""
    size = 1.0
    if milieu_bench > 0.5:
        size = class_size
    elif milieu_armed > 0.5:
        size = army
    elif milieu_office > 0.5:
        size = office
    elif milieu_school > 0.5:
        size = study
    return size


MECHANISM = Mechanism(
    name="class_size",
    text=__doc__,
    implements=("M34",),
    steps=(
        Step("environment", orders_end, ("orders_before", "orders_lost")),
        Step("place", class_size, ("class_size", "jobless", "population", "scattering")),
        Step("cell", cell_size, ("extent",)),
    ),
    parameters={
        "flight": Parameter(
            0.03,
            0.01,
            0.08,
            "1/week",
            "population of Petrograd 1917-20 (series.csv)",
            "weekly departures per unit of unbearable hardship",
        ),
        "floor": Parameter(0.24, 0.1, 0.35, "share of 1917", "A106", "workers who stay whatever happens"),
        "bearable": Parameter(0.48, 0.4, 0.7, "share", "A106", "hardship that does not yet drive workers away"),
        "back": Parameter(
            0.028, 0.005, 0.06, "1/week", "industrial workers 1921-26 (series.csv)", "return in better years"
        ),
        "depart": Parameter(
            0.05,
            0.01,
            0.15,
            "1/week",
            "population of Petrograd 1918 (series.csv)",
            "workers out of work who leave the town",
        ),
    },
    fields=(
        Field(
            "class_size", "place", 0.02, 2.0, "share of 1917", "workers at the bench, relative to the start", start=1.0
        ),
        Field("orders_before", "party", 0, 10, "share of 1917", "war orders a week ago"),
        Field("orders_lost", "party", 0, 10, "share of 1917", "war orders lost this week"),
        Field("jobless", "place", 0, 1, "share of 1917", "workers out of work who are still in the town"),
        Field("scattering", "place", 0, 1, "1/week", "workers losing their shop"),
        Field("population", "place", 0, 1e9, "persons", "inhabitants of the town"),
    ),
    tallies=(Tally("class_here", "class_size", text="class size where members are"),),
    measures=(Measure("class_size", "class_here", "share of 1917", "size of the class where members live"),),
    sources=("series.csv: population, industrial_workers",),
)
