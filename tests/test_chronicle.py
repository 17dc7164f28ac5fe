"""What the rarer rules do is told in both languages, with who decided and by which rule."""

from __future__ import annotations

import numpy as np
import pytest

import small
from politeia.charter import Charter
from politeia.chronicle import Chronicle
from politeia.chronicle_fr import French
from politeia.engine import Engine
from politeia.engine import events as kinds
from politeia.model import Model


@pytest.fixture(scope="module")
def told(tiny: Engine) -> tuple[Chronicle, French]:
    """A history under lots, offices, co-option, limits of terms, vetoes and votes of all members."""
    data = small.charter().model_dump()
    fillings = {
        "district": {"elected": 1, "by lot": 1, "ex officio": 1},
        "party": {"co-opted": 5, "elected": 4, "by lot": 2},
    }
    for organ in data["organs"]:
        organ |= {"filling": fillings.get(organ["level"], {}), "terms_max": 1, "term": 15}
    data["organs"][-1]["elected_by"] = "members"
    data["decisions"] |= {"veto_by": "place", "veto_share": 0.0, "veto_weeks": 3, "referendum_last": True}
    engine = tiny.like(Model(Charter.model_validate(data), tiny.model.world).with_settings(committee__often=0.3))
    lines = engine.simulate(1, seed=1, last_week=100, log_level=1).decisions
    return Chronicle(engine, lines), French(engine, lines)


WANTED = {
    (kinds.TOOK_SEAT, 2): ("co-opted as member", "coopté comme membre"),
    (kinds.TOOK_SEAT, 3): ("drawn by lot as member", "tiré au sort comme membre"),
    (kinds.TOOK_SEAT, 4): ("seated ex officio as member", "siège de droit comme membre"),
    (kinds.LEFT_POST, kinds.OUT_LIMIT): ("the rules allow no further term in a row", "un mandat de plus d’affilée"),
    (kinds.LEFT_POST, kinds.OUT_OFFICE): ("no longer in the office", "n’a plus la fonction"),
    (kinds.VETOED, 3): ("put off 3 weeks", "repoussée de 3 semaines"),
    (kinds.REFERENDUM, 1): ("vote of all members", "vote de tous les membres"),
}
DECIDED = {
    (kinds.TOOK_SEAT, 3): ("the lot", "le sort", "organs: District committee, filling by lot"),
    (kinds.LEFT_POST, kinds.OUT_LIMIT): ("the charter", "la charte", "terms_max"),
    (kinds.VETOED, 3): ("the secretaries of the organs: Town committee", "les secrétaires", "decisions.veto_by"),
    (kinds.REFERENDUM, 1): ("all members", "tous les membres", "decisions.referendum"),
}


@pytest.mark.parametrize("line", WANTED, ids=lambda line: f"{kinds.NAMES[line[0]]} {line[1]}")
def test_each_is_told(told: tuple[Chronicle, French], line: tuple[int, int]) -> None:
    english, french = told
    found = np.flatnonzero((english.kind == line[0]) & (english.by == line[1]))
    if line == (kinds.TOOK_SEAT, 3):
        found = found[english.unit[found] != english.root]
    assert len(found)
    k = int(found[0])
    assert WANTED[line][0] in english.event(k)
    assert WANTED[line][1] in french.event(k)
    if line in DECIDED:
        by, par, rule = DECIDED[line]
        assert by in english.decided_by(k)
        assert par in french.decided_by(k)
        assert rule in english.rule(k)


def test_the_members_elect_the_top(told: tuple[Chronicle, French]) -> None:
    english, french = told
    k = int(np.flatnonzero((english.kind == kinds.ELECTED) & (english.unit == english.root) & (english.week > 20))[0])
    assert english.decided_by(k) == "the members of the whole organisation"
    assert "toute l’organisation" in french.decided_by(k)
