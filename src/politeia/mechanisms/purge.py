"""Verification of members: who loses the card.

    expulsion = check (dirt / mean dirt),   dirt = (0.15 + 1.1 m + 0.5 (1 - k) + misuse n [speaks]) rural

``check`` is the share that the world's dated verification removes in a week.  Aimed at careerists and the passive;
a norm of command also turns it on those who dissent (misuse).  The committee is not verified: it answers to the congress.  Sources: purge files (series.csv); Harrison and
Carroll 1991.
"""

from politeia.declare import Mechanism, Parameter, Step, Tally, kernel


@kernel
def purge(
    expulsion, check, check_rural, careerism, cadre, speaks, norm, milieu_bench, milieu_armed, office_holder, seated,
    party_dirt, misuse, m38,
):  # fmt: skip
    dirt = 0.15 + 1.1 * careerism + 0.5 * (1.0 - cadre) + misuse * norm * speaks
    dirt = dirt * (1.0 + (check_rural - 1.0) * (1.0 - milieu_bench) * (1.0 - milieu_armed))
    if office_holder > 0.5:
        dirt = 0.6 * dirt
    if seated > 0.5:
        return dirt, expulsion  # the committee answers to the congress
    mean = party_dirt if party_dirt > 0.05 else 0.5
    return dirt, expulsion + m38 * check * dirt / mean


MECHANISM = Mechanism(
    name="purge",
    text=__doc__,
    implements=("M38",),
    steps=(Step("member", purge, ("dirt", "expulsion")),),
    parameters={
        "misuse": Parameter(0.4, 0.0, 1.0, "1", "A131", "weight of dissent in a verification under a norm of command")
    },
    tallies=(
        Tally("dirt", "dirt", text="mean exposure to a verification"),
        Tally("careerism", "careerism", text="mean careerism"),
    ),
    sources=("series.csv: purge1921_expelled_share", "Harrison and Carroll 1991"),
)
