"""The answers of two independent libraries to elections drawn at random; ``verification/voting.py`` wrote them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from politeia import voting

ANSWERS: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "oracle.json").read_text())["answers"]


@pytest.mark.parametrize("asked", ANSWERS)
def test_the_libraries_elect_the_same(asked: str) -> None:
    rule, library = asked.split()
    assert len(ANSWERS[asked]) >= 15
    for election in ANSWERS[asked]:
        if rule in voting.RULES:
            papers = {tuple(ballot): n for ballot, n in election["papers"].items()}
            assert sorted(voting.RULES[rule](papers, election["seats"]).elected) == election["answer"], library
        else:
            assert voting.apportion(election["votes"], election["seats"], method=rule) == election["answer"], library


def test_every_rule_with_an_oracle_is_asked() -> None:
    rules = {asked.split()[0] for asked in ANSWERS}
    assert rules == {*voting.RULES, *voting.DIVISORS, *voting.QUOTAS} - {"two-round", "modified-sainte-lague"}
