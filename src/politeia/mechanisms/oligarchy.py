"""A rival explanation: the iron law. Whoever says organisation says oligarchy.

    n' = n + iron s (1 - n),   s = members / (members + half)

The larger an organisation, the more it depends on those who run it, and the more it takes their naming for normal:
no war, no scattering, no doctrine is needed.  Off by default (``iron`` = 0): it is not the article's; ``politeia
rivals`` turns it on.  Not modelled: technical expertise itself.  Expected: appointment follows size.
Source: Michels 1911.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel


@kernel
def iron_law(norm, members, iron, half):
    return norm + iron * members / (members + half) * (1.0 - norm)


MECHANISM = Mechanism(
    name="oligarchy",
    text=__doc__,
    implements=(),
    steps=(Step("party", iron_law, ("norm",)),),
    parameters={
        "iron": Parameter(0.0, 0.0, 0.02, "1/week", "A162", "growth of the norm of appointment at full size"),
        "half": Parameter(100000.0, 10000.0, 500000.0, "persons", "A162", "members at which size has half its effect"),
    },
    sources=("Michels 1911",),
)
