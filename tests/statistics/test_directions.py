"""Each parameter moves its measure the way its text says, luck held fixed: eight pairs of histories, a sign test."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

import exact
import small
from politeia.engine import Engine

PAIRS = 8
SURE = 0.04  #: seven of eight pairs, or all


@dataclass(frozen=True)
class Claim:
    """More of ``parameter`` moves ``measure`` up (+1) or down (-1), as a mean over weeks ``first`` to ``last``."""

    parameter: str
    measure: str
    sign: int
    first: int = 10
    last: int = 70
    given: tuple[tuple[str, float], ...] = ()  # settings of both sides


COMMAND = (("rule_pay_cap", 0.6), ("posts__cost", -0.4), ("secretariat__pace", 0.1))  # an apparatus with advantages
LIGHT = (("posts__cost", 0.2),)  # appointment is cheap enough to be seen in a small organisation
FALLEN = (("territory__sweep", 3.0),)  # the town that is pressed falls at once

CLAIMS = (
    Claim("joining.conviction", "joined", +1),
    Claim("joining.career", "joined", +1),
    Claim("joining.detect", "joined", -1, 40, 80),
    Claim("leaving.e0", "left", +1),
    Claim("leaving.natural", "died", +1),
    Claim("leaving.kill", "died", +1, 18, 25, given=FALLEN),
    Claim("posts.cost", "appointed_middle", -1),
    Claim("posts.weight_norm", "appointed_middle", +1, 40, 140, given=(("posts__cost", 0.1),)),
    Claim("posts.weight_urgency", "appointed_middle", +1, given=LIGHT),
    Claim("posts.autonomy", "appointed_middle", -1, given=LIGHT),
    Claim("secretariat.pace", "capacity", +1),
    Claim("secretariat.by_norm", "capacity", +1),
    Claim("cadre.learn", "cadre", +1),
    Claim("cadre.discourage", "cadre", -1, 40, 140),
    Claim("administration.hire", "office_share", +1),
    Claim("mobilisation.call", "army_share", +1, 15, 42),
    Claim("privilege.pace", "privilege", +1, given=COMMAND),
    Claim("privilege.leak", "privilege", +1, 40, 140, given=COMMAND),
    Claim("territory.underground", "left", +1, 18, 26, given=FALLEN),
    Claim("regime.urge", "party_regime", +1, 20, 60),
    Claim("regime.root", "party_regime", -1, 20, 140),
    Claim("trust.want", "trust", -1),
    Claim("trust.gap", "trust", -1),
    Claim("voice.cost", "opposition_public", -1),
    Claim("voice.privately", "opposition_private", -1),
    Claim("hardship.ruin", "hardship", +1, 16, 60),
    Claim("activism.threshold", "activism", -1),
    Claim("sanctions.tau", "transferred", +1),
    Claim("outlook.fade", "hope", -1, 1, 12),
)


def p_value(engine: Engine, claim: Claim) -> float:
    """Sign test of the claim over paired histories."""
    parameter = engine.model.parameters[claim.parameter]
    low, high = parameter.low, parameter.high
    means = {}
    for value in (low, high):
        changed = small.variant(engine, **dict(claim.given), **{claim.parameter.replace(".", "__"): value})
        runs = [changed.simulate(number, seed=21, last_week=claim.last) for number in range(PAIRS)]
        means[value] = np.array([small.measure(engine, run, claim.measure)[claim.first :].mean() for run in runs])
    return exact.signs(claim.sign * (means[high] - means[low]))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: f"{c.parameter} {'+-'[c.sign < 0]} {c.measure}")
def test_a_parameter_moves_its_measure_as_declared(eventful: Engine, claim: Claim) -> None:
    assert p_value(eventful, claim) < SURE


@pytest.mark.parametrize("claim", CLAIMS[::5], ids=lambda c: c.parameter)
def test_the_opposite_claim_is_refused(eventful: Engine, claim: Claim) -> None:
    wrong = replace(claim, sign=-claim.sign)
    assert p_value(eventful, wrong) > SURE


def test_a_parameter_that_does_nothing_is_refused(eventful: Engine) -> None:
    """The defect: a kernel that reads its parameter but moves nothing; here, a career that nobody can make."""
    claim = Claim("privilege.leak", "privilege", +1, 2, 60, given=COMMAND)
    assert p_value(small.variant(eventful, privilege__pace=0.0), claim) > SURE
