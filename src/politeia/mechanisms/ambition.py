"""A rival explanation: personality. One man at the right post wanted all of it.

    y_head' = y_head + will (1 - y_head),   Pi' = Pi + reach will (1 - Pi) [in power]

The head of the secretariat comes to want command and builds the means for it; with another at the post nothing of
the kind happens.  Off by default (``will`` = 0): it is not the article's; ``politeia rivals`` turns it on.  Not
modelled: rivals of equal will.  Expected: outcomes part with the head.  Source: Tucker 1973.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel


@kernel
def wants_command(regime, pid, head_pid, leader, will):
    if pid == head_pid:
        return regime + will * (1.0 - leader) * (1.0 - regime)
    return regime


@kernel
def builds_means(capacity, power, leader, will, grasp):
    return capacity + grasp * will * (1.0 - leader) * power * (1.0 - capacity)


MECHANISM = Mechanism(
    name="ambition",
    text=__doc__,
    implements=(),
    steps=(Step("member", wants_command, ("regime",)), Step("party", builds_means, ("capacity",))),
    parameters={
        "will": Parameter(0.0, 0.0, 0.2, "1/week", "A165", "pace at which the head comes to want command"),
        "grasp": Parameter(0.2, 0.05, 0.5, "1", "A165", "means built per unit of will"),
    },
    sources=("Tucker 1973",),
)
