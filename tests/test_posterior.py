"""Posteriors as files: written, read, refused, dealt to histories."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import small
from politeia import posterior
from politeia.mistakes import Mistake
from politeia.posterior import Posterior
from politeia.studies import Setting

NAMES = ("posts.cost", "joining.conviction")


@pytest.fixture
def found() -> Posterior:
    model = small.model()
    low, high = (np.array([getattr(model.parameters[name], edge) for name in NAMES]) for edge in ("low", "high"))
    return Posterior("mine", NAMES, np.array([low, (low + high) / 2, high]), {"seed": 1})


def test_it_survives_the_file(found: Posterior, tmp_path: Path) -> None:
    found.save(tmp_path / "deep" / "mine.json")
    again = posterior.read(tmp_path / "deep" / "mine.json")
    assert again.names == found.names
    assert again.draws == pytest.approx(found.draws, rel=1e-5)
    assert again.recipe == {"seed": 1}
    assert again.text() == found.text()


def test_draws_are_dealt_and_what_is_set_by_hand_stays(found: Posterior, tmp_path: Path) -> None:
    model = found.of(small.model(posts__cost=0.4))
    assert model.of_history(2)["joining__conviction"] == pytest.approx(found.draws[2, 1])
    assert model.of_history(3)["joining__conviction"] == pytest.approx(found.draws[0, 1])
    assert model.of_history(2)["posts__cost"] == 0.4
    assert model.fingerprint != small.model(posts__cost=0.4).fingerprint


def test_every_study_speaks_of_the_same_model(
    found: Posterior, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catalog's own posterior is the default; none and a file are chosen; interventions keep the draws."""
    monkeypatch.setattr(posterior, "CATALOG", tmp_path)
    assert not Setting().model().draws
    found.save(tmp_path / "party-1917.json")
    assert len(Setting().model().draws) == 3
    assert len(Setting(posterior="party-1917").model().draws) == 3
    assert len(Setting(posterior=str(tmp_path / "party-1917.json")).model().draws) == 3
    assert not Setting(posterior="none").model().draws
    changed = Setting().model("no-civil-war")
    assert len(changed.draws) == 3
    assert all(len(later.draws) == 3 for _, later in changed.later)


def without(key: str) -> Callable[[dict[str, Any]], None]:
    return lambda content: content.pop(key)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda c: c.update(schema_version=9), "field 'schema_version': given 9; allowed: 1"),
        (without("parameters"), "field 'parameters': allowed: names such as"),
        (lambda c: c.update(parameters=["posts.cost"] * 2), "a name appears twice"),
        (lambda c: c.update(draws=[]), "field 'draws': no draws"),
        (lambda c: c["draws"].append([1.0]), "field 'draws', row 4: allowed: 2 numbers"),
        (lambda c: c["draws"][1].__setitem__(0, "much"), "row 2, 'posts.cost': given 'much'; allowed: a number"),
    ],
)
def test_a_spoilt_file_is_a_sentence(
    found: Posterior, tmp_path: Path, spoil: Callable[[dict[str, Any]], None], sentence: str
) -> None:
    content = json.loads(found.text())
    spoil(content)
    (tmp_path / "bad.json").write_text(json.dumps(content))
    with pytest.raises(Mistake, match=sentence):
        posterior.read(tmp_path / "bad.json")


def test_other_mistakes_are_sentences(found: Posterior, tmp_path: Path) -> None:
    (tmp_path / "text.json").write_text("no")
    with pytest.raises(Mistake, match="not a posterior in JSON"):
        posterior.read(tmp_path / "text.json")
    with pytest.raises(Mistake, match="cannot be read"):
        posterior.read(tmp_path / "absent.json")
    with pytest.raises(Mistake, match=r"--posterior party-1871: no such posterior in the catalog.*none"):
        posterior.read("party-1871")
    unknown = Posterior("mine", ("posts.csot",), np.ones((2, 1)))
    with pytest.raises(Mistake, match=r"posterior 'mine', posts.csot: there is no such parameter.*posts.cost"):
        unknown.of(small.model())
    far = Posterior("mine", ("posts.cost",), np.array([[0.3], [900.0]]))
    with pytest.raises(Mistake, match=r"posts.cost=900: far outside what is plausible"):
        far.of(small.model())
