"""Sanctions against dissent: transfers that scatter, expulsions that end.

    away      = tau transfers Pi n (0.4 + 0.6 y_head)(1.5 if banned else 0.7)[speaks][post or k > 0.45]
    expulsion = exp rule max(0, control (0.4 + 0.6 y_head) - 0.30) [speaks or in a tendency], only under a ban

The apparatus blocks an opposition with transfers and a muzzled press (M51); loyalty is selected (M64).  A transfer
leaves fear behind.  Sources: Iyer and Mani 2012; Keller and Wang; Gregory, Schroeder and Sonin 2011.
"""

from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.shapes import positive


@kernel
def transfer(
    away, speaks, tendency, office_holder, cadre, seated, capacity, norm, head_regime, ban, power,
    rule_transfers, tau, m51,
):  # fmt: skip
    if speaks < 0.5 or power < 0.5 or seated > 0.5:
        return away
    worth = 1.0 if office_holder > 0.5 or cadre > 0.45 else 0.15
    return (
        away
        + tau * rule_transfers * m51 * capacity * norm * (0.4 + 0.6 * head_regime) * (1.5 if ban > 0.5 else 0.7) * worth
    )


@kernel
def expel(expulsion, speaks, tendency, control, head_regime, ban, power, rule_expulsion, exp, joined, m64):
    if power < 0.5 or ban < 0.5 or (speaks < 0.5 and tendency < 0.5):
        return expulsion
    grip = positive(control * (0.4 + 0.6 * head_regime) - 0.30)
    return expulsion + exp * rule_expulsion * m64 * 4.0 * grip * (1.0 if speaks > 0.5 else 0.4)


MECHANISM = Mechanism(
    name="sanctions",
    text=__doc__,
    implements=("M51", "M64"),
    steps=(Step("member", transfer, ("away",)), Step("member", expel, ("expulsion",))),
    parameters={
        "tau": Parameter(0.05, 0.01, 0.15, "1/week", "A132", "transfers of a visible dissenter at full control"),
        "exp": Parameter(0.02, 0.005, 0.05, "1/week", "A132", "expulsions at full control"),
    },
    sources=("Iyer and Mani 2012", "Gregory, Schroeder and Sonin 2011"),
)
