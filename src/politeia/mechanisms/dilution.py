"""A rival explanation: dilution. A mass of newcomers who never knew another party.

    y' = y + green [in the first years](1 - y),   k' = k - green [in the first years] k

Those who came in the great recruitments took command for granted and left politics to others; growth and composition
do the rest.  Off by default (``green`` = 0): it is not the article's; ``politeia rivals`` turns it on.  Not modelled:
schooling of recruits.  Expected: command follows the waves of joining.  Source: Rigby 1968.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel


@kernel
def newcomers(regime, cadre, age, power, green, years):
    if power < 0.5 or age > years * 52.0:
        return regime, cadre
    return regime + green * (1.0 - regime), cadre - green * cadre


MECHANISM = Mechanism(
    name="dilution",
    text=__doc__,
    implements=(),
    steps=(Step("member", newcomers, ("regime", "cadre")),),
    parameters={
        "green": Parameter(0.0, 0.0, 0.05, "1/week", "A164", "deference of newcomers, and what they do not learn"),
        "years": Parameter(3.0, 1.0, 6.0, "years", "A164", "membership after which one is no newcomer"),
    },
    sources=("Rigby 1968",),
)
