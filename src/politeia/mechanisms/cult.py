"""Cult and dogma: the dead leader becomes a doctrine that needs appointed interpreters.

    D' = D + pace (rule Pi y_head (0.4 + 0.6 clients) - D),   only once the founding leader is gone

The apparatus imposes the image (M54, C56); a dogma weakens evidence and raises the cost of dissent (M55, in
``orientation`` and ``voice``).  Sources: Crabtree, Kern and Siegel 2020.
"""

from politeia.declare import Field, Measure, Mechanism, Parameter, Step, kernel
from politeia.shapes import clip


@kernel
def dogma(dogma, leader, leader_ever, capacity, head_regime, clients, power, rule_cult, pace, m54):
    ever = 1.0 if leader > 0.9 else leader_ever
    if ever < 0.5 or leader > 0.05 or power < 0.5:
        return dogma, ever
    goal = m54 * rule_cult * clip(1.6 * capacity * head_regime * (0.4 + 0.6 * clients), 0.0, 1.0)
    return dogma + pace * (goal - dogma), ever


MECHANISM = Mechanism(
    name="cult",
    text=__doc__,
    implements=("M54", "M55"),
    steps=(Step("party", dogma, ("dogma", "leader_ever")),),
    parameters={"pace": Parameter(0.012, 0.006, 0.024, "1/week", "A153", "pace of the cult")},
    fields=(
        Field("dogma", "party", 0, 1, "share", "weight of the dogma, D"),
        Field("leader_ever", "party", 0, 1, "0/1", "a founding leader has been active"),
    ),
    measures=(Measure("dogma", "dogma", "share", "weight of the dogma"),),
    sources=("Crabtree, Kern and Siegel 2020",),
)
