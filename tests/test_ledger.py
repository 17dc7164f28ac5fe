"""The ledger: assumptions, heaviest first, and the table of weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import small
from politeia import ledger, load
from politeia.calibration.data import DISCREPANCY
from politeia.mistakes import Mistake
from politeia.model import Model, build

REFERENCE = build(load.charter("party-1917"), load.world("party-1917"))
HEAD = "id,weight,low,high,histories,measured\n"


@pytest.fixture
def weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of weights in place of the catalog's; empty of any file at first."""
    monkeypatch.setattr(ledger, "WEIGHTS", tmp_path / "weights.csv")
    return tmp_path / "weights.csv"


def ids(rows: list[dict[str, Any]]) -> list[str]:
    return [row["id"] for row in rows]


def test_every_assumption_is_there_once() -> None:
    rows = ledger.assumptions(REFERENCE)
    of_calibration = sorted(number for _, number, _ in DISCREPANCY.values())
    assert sorted(ids(rows)) == sorted([*(number for number, _ in REFERENCE.assumptions()), *of_calibration])
    assert dict(REFERENCE.assumptions()).items() <= {row["id"]: row["text"] for row in rows}.items()


def test_every_assumed_parameter_belongs_to_one_assumption(weighed: Path) -> None:
    listed = [name for row in ledger.assumptions(REFERENCE) for name in row["parameters"]]
    numbers = {number for number, _ in REFERENCE.assumptions()}
    assert sorted(listed) == sorted(name for name, p in REFERENCE.parameters.items() if p.source in numbers)
    for row in ledger.assumptions(REFERENCE):
        assert {REFERENCE.parameters[name].source for name in row["parameters"]} <= {row["id"]}


def test_unmeasured_assumptions_stand_in_order_of_their_numbers(weighed: Path) -> None:
    rows = ledger.assumptions(REFERENCE)
    assert {row["weight"] for row in rows} == {None}
    for some in ([r for r in rows if r["parameters"]], [r for r in rows if not r["parameters"]]):
        assert ids(some) == sorted(ids(some), key=lambda number: int(number[1:]))
    assert rows[0]["parameters"]
    assert [row["where"] for row in rows[-4:]] == ["world party-1917", *["calibration"] * 3]


def test_the_heaviest_stands_first(weighed: Path) -> None:
    weighed.write_text(
        HEAD + "A103,0.01,0,0.02,12,2024-01-01\nA104,0.2,0.1,0.3,12,2024-01-01\nA1,9,9,9,12,2024-01-01\n"
    )
    rows = ledger.assumptions(REFERENCE)
    assert ids(rows)[:3] == ["A104", "A103", "A101"]
    assert [row["weight"] for row in rows][:3] == [0.2, 0.01, None]
    assert rows[0]["where"] == "hardship"
    assert rows[1]["where"] == "hardship, territory"
    world = [row for row in rows if not row["parameters"]]
    assert {row["weight"] for row in world} == {None}, "an assumption of the world has no weight"
    assert rows[-len(world) :] == world
    assert "A104  0.200  hardship.refusal" in ledger.in_words(REFERENCE)


def test_a_world_may_use_a_number_of_the_mechanisms(weighed: Path) -> None:
    weighed.write_text(HEAD + "A104,0.2,0.1,0.3,12,2024-01-01\n")
    world = small.eventful_world().model_dump()
    world["assumptions"] = [{"id": "A104", "text": "invented elsewhere"}]
    rows = [row for row in ledger.assumptions(small.model(type(REFERENCE.world)(**world))) if row["id"] == "A104"]
    assert [(row["weight"], row["where"]) for row in rows] == [(0.2, "hardship"), (None, "world eventful")]


@pytest.mark.parametrize("row", ["A112,,,,,", "A112,much,,,,", ",0.1,,,,", "A112,-1,,,,", "A112,nan,,,,", "A112"])
def test_a_wrong_weight_is_told_with_its_line(weighed: Path, row: str) -> None:
    weighed.write_text(HEAD + "A101,0.1,0,0.2,12,2024-01-01\n" + row + "\n")
    with pytest.raises(Mistake, match="line 3: given id"):
        ledger.assumptions(REFERENCE)


def test_the_catalogs_weights_speak_of_assumptions_that_exist() -> None:
    numbers = {row["id"] for row in ledger.assumptions(REFERENCE) if row["parameters"]}
    assert set(ledger.weights()) <= numbers


def test_mechanisms_name_their_switches() -> None:
    rows = ledger.mechanisms(REFERENCE)
    assert {f"M{n}" for n in range(1, 67)} == {row["id"] for row in rows if row["id"]}
    for row in rows:
        assert row["switch"] == row["id"].lower()


def test_parameters_show_what_was_set() -> None:
    changed: Model = REFERENCE.with_settings(posts__cost=0.5)
    assert {row["name"]: row["value"] for row in ledger.parameters(changed)}["posts.cost"] == 0.5


def test_measures_moved_exist_and_flows_name_real_ones() -> None:
    known = {measure.name for measure in REFERENCE.measures}
    for row in ledger.mechanisms(REFERENCE):
        assert set(row["measures"]) <= known
        assert row["measures"] or not row["id"]
    assert {name for names in ledger.FLOWS.values() for name in names} <= known
