"""Claims: whole as data, and verdicts that can come out either way."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import small
from politeia import claims, intervention, load, studies, verdicts
from politeia.claims import Claim, Trial
from politeia.engine import Engine
from politeia.mistakes import Mistake
from politeia.model import build
from politeia.paired import Design
from politeia.verdicts import Question, judge

CATALOG = claims.catalog()
DESIGN = Design(pairs=12, draws=3, pairs_per_draw=1, scale=small.SCALE, seed=2)


def test_seventy_one_claims_in_order() -> None:
    assert list(CATALOG) == [f"C{n}" for n in range(1, 72)]
    assert all(claim.trial or claim.untested_fr for claim in CATALOG.values())


def test_every_trial_can_be_asked_of_the_party() -> None:
    model = build(load.charter("party-1917"), load.world("party-1917"))
    questions, arms = verdicts.ask(CATALOG, model)
    assert {i for i, claim in CATALOG.items() if claim.trial} == set(questions)
    assert {claim.kind for claim in CATALOG.values() if not claim.trial} <= {"fact", "judgement"}
    assert len({arm.key for arm in arms}) == len(arms)


@pytest.mark.parametrize("claim", CATALOG.values(), ids=list(CATALOG))
def test_every_row_that_is_cited_exists(claim: Claim) -> None:
    for cited in (*claim.archive.supports, *claim.archive.against):
        assert verdicts.cited(cited)["source"]
    status = claim.archive.status
    assert status != "supported" or claim.archive.supports
    assert status != "contradicted" or claim.archive.against
    assert status != "contested" or claim.archive.against or claim.archive.supports


@pytest.mark.parametrize("number", [16, 17, 69, 45, 34, 29, 30, 65, 70, 53, 62])
def test_what_better_sources_contradict_says_so(number: int) -> None:
    assert CATALOG[f"C{number}"].archive.status in ("contested", "contradicted")


def trial(**of: Any) -> Trial:
    usual = {
        "of": "norm",
        "how": "mean",
        "expect": "higher",
        "least": 0.02,
        "unit": "share",
        "asks_en": "?",
        "asks_fr": "?",
    }
    return Trial.model_validate(usual | of)


def judged(contrasts: list[float], *, expect: str = "higher", least: float = 0.02) -> str:
    """The verdict on given contrasts of a level trial."""
    asked = trial(expect=expect, least=least)
    table = {("arm", 0, asked.key): dict(enumerate(contrasts))}
    return judge(Question(asked, asked, ((1.0, "arm"),)), table, Design(pairs=len(contrasts), draws=0)).status


def test_three_verdicts() -> None:
    luck = np.random.default_rng(1).standard_normal(200)
    assert judged(list(0.5 + 0.1 * luck)) == "holds"
    assert judged(list(0.5 + 0.1 * luck), expect="lower") == "fails"
    assert judged(list(-0.5 + 0.1 * luck), expect="lower") == "holds"
    assert judged(list(0.001 * luck)) == "fails"
    assert judged(list(0.02 + 0.1 * luck)) == "undecided"
    assert judged([0.0] * 200) == "fails"
    assert judged([0.0] * 200, least=0.0) == "fails"


def test_undecided_is_rare_where_there_is_an_effect_and_common_at_the_edge() -> None:
    """Of many tables with an effect at the edge, one in forty holds and one in forty fails by chance."""
    luck = np.random.default_rng(2)
    found = [judged(list(0.02 + 0.3 * luck.standard_normal(200))) for _ in range(2000)]
    held, failed = found.count("holds"), found.count("fails")
    assert 20 < held < 85
    assert 20 < failed < 85


def test_students_t() -> None:
    for freedom, exact in ((3, 3.182446), (10, 2.228139), (199, 1.971957)):
        assert verdicts.t95(freedom) == pytest.approx(exact, rel=0.01)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two interventions of our own: one that cannot but work, one that changes nothing that is read."""
    folder = tmp_path_factory.mktemp("interventions")
    texts = "".join(f'{name} = "x"\n' for name in ("title", "title_fr", "text", "text_fr"))
    files = {"works": "rule_elect = 1.0\nrule_apparatus = 0.0", "idle": '"new_class.top" = 1.6'}
    for name, body in files.items():
        (folder / f"{name}.toml").write_text(f'name = "{name}"\n{texts}[settings]\n{body}\n')
    return {name: folder / f"{name}.toml" for name in files}


@pytest.mark.parametrize(
    ("change", "expect", "status"),
    [
        ("works", "lower", "holds"),
        ("works", "higher", "fails"),
        ("idle", "lower", "fails"),
        ("idle", "higher", "fails"),
    ],
)
def test_planted_claims_come_out_as_they_must(
    eventful: Engine,
    planted: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: str,
    expect: str,
    status: str,
) -> None:
    """Always true: elections enforced and no secretariat lower appointment. Always false: the reverse, or a wage's scale."""
    monkeypatch.setattr(intervention, "find", lambda name: intervention.read(planted[name]))
    days = {"from": small.START + dt.timedelta(weeks=60), "to": small.START + dt.timedelta(weeks=130)}
    own = Claim.model_validate(
        {
            "id": "C1",
            "section": 0,
            "kind": "mechanism",
            "text_en": "x",
            "text_fr": "x",
            "archive": {"status": "silent", "note_en": "x", "note_fr": "x"},
            "trial": trial(of="appointed_middle", expect=expect, **{"with": [change]}, **days).model_dump(
                by_alias=True
            ),
        }
    )
    found, _ = verdicts.run({"C1": own}, eventful.model, engine=lambda: eventful, folder=tmp_path, design=DESIGN)
    verdict = found["C1"]
    assert verdict.status == status
    assert verdict.histories == 12
    assert change == "works" or verdict.effect == 0.0


def test_a_joint_contrast_is_a_difference_of_differences() -> None:
    asked = trial(**{"with": ["no-ban"], "and": ["no-purge"]})
    table = {(arm, 0, asked.key): {0: value} for arm, value in zip("abcd", (1.0, 5.0, 7.0, 20.0), strict=True)}
    question = Question(asked, asked, ((1.0, "a"), (-1.0, "b"), (-1.0, "c"), (1.0, "d")))
    assert question.contrast(table, 0) == {0: 9.0}


def test_a_history_that_failed_is_left_out() -> None:
    asked = trial()
    table = {("a", 0, asked.key): {0: 1.0, 1: math.nan, 2: 3.0}}
    assert question_of(asked).contrast(table, 0) == {0: 1.0, 2: 3.0}


def question_of(asked: Trial) -> Question:
    return Question(asked, asked, ((1.0, "a"),))


def test_unknown_claims_name_the_nearest() -> None:
    with pytest.raises(Mistake, match="claim 'C99' does not exist"):
        claims.chosen(("C99",))
    assert list(claims.chosen(("c2", "C1"))) == ["C1", "C2"]


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ({"kind": "mechanism", "untested_en": "x", "untested_fr": "x"}, "needs a trial"),
        ({"untested_en": "x"}, "go together"),
        ({}, "give either a trial"),
        ({"id": "D1", "untested_en": "x", "untested_fr": "x"}, "id"),
    ],
)
def test_malformed_claims(of: dict[str, Any], says: str) -> None:
    whole = {
        "id": "C1",
        "section": 0,
        "kind": "fact",
        "text_en": "x",
        "text_fr": "x",
        "archive": {"status": "silent", "note_en": "x", "note_fr": "x"},
    }
    with pytest.raises(ValueError, match=says):
        Claim.model_validate(whole | of)


def test_a_verdict_without_other_parameter_sets_is_told() -> None:
    verdict = verdicts.Verdict("holds", 1.0, 0.5, 1.5, histories=4, share=1.0)
    rows = [verdicts.as_data(CATALOG["C32"], verdict)]
    told = studies._claims_in_words(rows, Design(pairs=4, draws=0), "en", full=True)
    assert "no other parameter set was asked" in " ".join(str(told).split())
