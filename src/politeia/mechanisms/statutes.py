"""A rival explanation: the doctrine. Centralism was in the statutes and in the heads from the start.

    y' = y + doctrine (centralism - y),   n' = n + doctrine (centralism - n)

Members and rules are drawn to command by what the organisation taught itself before 1917, whatever happens to it.
Off by default (``doctrine`` = 0): it is not the article's; ``politeia rivals`` turns it on.  Not modelled: rival
readings of the doctrine.  Expected: command before any war.  Source: Pipes 1990 and others, as a hypothesis.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel


@kernel
def taught(regime, doctrine, centralism):
    return regime + doctrine * (centralism - regime)


@kernel
def written(norm, doctrine, centralism):
    return norm + doctrine * (centralism - norm)


MECHANISM = Mechanism(
    name="statutes",
    text=__doc__,
    implements=(),
    steps=(Step("member", taught, ("regime",)), Step("party", written, ("norm",))),
    parameters={
        "doctrine": Parameter(0.0, 0.0, 0.05, "1/week", "A163", "pull of a doctrine of command"),
        "centralism": Parameter(0.75, 0.4, 1.0, "share", "A163", "command that the doctrine asks for"),
    },
    sources=("Pipes 1990",),
)
