"""The ODD document holds everything that the model declares, in any world, and its week is the engine's week."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import small
from politeia import load, odd, templates
from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.engine import Engine
from politeia.engine.fuse import DRIVER
from politeia.engine.hooks import HOOKS
from politeia.mistakes import Mistake
from politeia.model import Model, build
from politeia.odd.concepts import streams
from politeia.odd.markdown import prose, table
from politeia.odd.week import STAGES

REFERENCE = build(load.charter("party-1917"), load.world("party-1917"))
SECTIONS = (
    "1 Purpose and patterns",
    "2 Entities, state variables and scales",
    "3 Process overview and scheduling",
    "4 Design concepts",
    "5 Initialization",
    "6 Input data",
    "7 Submodels",
    "Assumptions",
    "Mechanisms of the article",
)
CONCEPTS = (
    "Basic principles, Emergence, Adaptation, Objectives, Learning, Prediction, Sensing, Interaction, Stochasticity, "
    "Collectives, Observation"
).split(", ")


@kernel
def rest(course):
    return course


def stranger(text: str | None = "A stranger.\n\n    x' = x\n\nNothing moves.") -> Mechanism:
    """A mechanism that somebody adds."""
    odd_one = Parameter(0.5, 0.0, 1.0, "1/fortnight", "A9001", "how strange | it <is>")
    return Mechanism("stranger", text, ("M5",), (Step("member", rest, ("course",)),), {"oddity": odd_one})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def document() -> str:
    return odd.document(REFERENCE)


def section(document: str, title: str) -> str:
    """The text of one chapter."""
    return document.split(f"\n## {title}\n")[1].split("\n## ")[0]


def absent(document: str, model: Model) -> list[str]:
    """What the model declares and the document leaves out."""
    entities, submodels = section(document, SECTIONS[1]), section(document, SECTIONS[6])
    schedule = section(document, SECTIONS[2]).splitlines()
    missing = [name for name in model.parameters if f"| `{name}` |" not in submodels]
    for mechanism in model.mechanisms:
        missing += [item.name for item in mechanism.fields if f"| `{item.name}` |" not in entities]
        for step in mechanism.steps:
            lines = [row for row in schedule if row.startswith(f"- `{mechanism.name}.{step.function.__name__}` (")]
            missing += [step.function.__name__] * (len(lines) != 1)
    return missing


def test_chapters_and_concepts_stand_in_the_order_of_the_protocol(document: str) -> None:
    assert re.findall(r"^## (.*)$", document, re.MULTILINE) == list(SECTIONS)
    assert re.findall(r"^### (.*)$", section(document, SECTIONS[3]), re.MULTILINE) == CONCEPTS


def test_everything_declared_is_there_once(document: str) -> None:
    assert absent(document, REFERENCE) == []


def test_what_is_left_out_is_seen(document: str) -> None:
    added = REFERENCE.with_mechanism(stranger())
    assert absent(document, added) == ["stranger.oddity", "rest"]
    assert absent(odd.document(added), added) == []


def test_parameters_come_with_value_range_unit_and_source() -> None:
    added = REFERENCE.with_mechanism(stranger()).with_settings(stranger__oddity=0.25)
    row = r"| `stranger.oddity` | 0.25 | 0 to 1 | 1/fortnight | A9001 | how strange \| it &lt;is> |"
    assert row in odd.document(added)
    assert "Set for this model: `stranger.oddity` = 0.25." in odd.document(added)


@pytest.mark.parametrize("text", ["", "  \n", None])
def test_a_mechanism_without_text_is_a_mistake(text: str | None) -> None:
    with pytest.raises(Mistake, match="mechanism 'stranger': it has no text"):
        odd.document(REFERENCE.with_mechanism(stranger(text)))


def test_measures_assumptions_rules_and_input_are_there(document: str) -> None:
    for measure in REFERENCE.measures:
        assert f"| `{measure.name}` |" in section(document, "4 Design concepts")
    for number, _ in REFERENCE.assumptions():
        assert f"\n| {number} |" in section(document, "Assumptions")
    for name in REFERENCE.rules:
        assert f"| `{name}` |" in section(document, "5 Initialization")
    world, given = REFERENCE.world, section(document, "6 Input data")
    for series in world.series:
        assert f"| `{series.name}` |" in given
    rows = (*world.events, *world.losses, *world.checks, *world.congresses, *world.questions, *world.rivals)
    for item in rows:
        assert (item.place if hasattr(item, "retaken") else item.title) in given
        assert getattr(item, "source", "") in given


def test_a_changed_rule_is_told_with_its_new_value() -> None:
    changed = build(REFERENCE.charter, REFERENCE.world, ["rule_ban_weeks=30"])
    assert "| `rule_ban_weeks` | 30 |" in odd.document(changed)


def test_another_model_from_a_week_on_is_told() -> None:
    later = REFERENCE.with_settings(posts__cost=0.5)
    text = odd.document(replace(REFERENCE, later=((104, later),)))
    assert f"From {REFERENCE.world.date(104)} on another model holds" in text
    assert "`posts.cost` = 0.5" in text


def calls(text: str) -> Iterator[tuple[str, int]]:
    """Every call of the stages, and where it first stands in a driver's text after the one before."""
    place = 0
    for stage in STAGES:
        for name in stage.calls:
            place = text.find(f"{name}(", place)
            yield name, place
            if place < 0:
                return


def driver() -> str:
    """What the engine calls in a week, in order."""
    before, after = (DRIVER.split(f"def {name}(s, week):")[1].split("@entry")[0] for name in ("before", "after"))
    return f"{before}    persons_pass(s, week)\n{after}"


def test_the_stages_are_the_engines() -> None:
    assert [name for name, place in calls(driver()) if place < 0] == []
    assert [name for name, place in calls(driver().replace("moves(", "").replace("posts(", "")) if place < 0]
    phases = {step.phase for mechanism in REFERENCE.mechanisms for step in mechanism.steps}
    assert {phase for stage in STAGES for phase in stage.phases} | {"hook"} >= phases
    assert sorted(hook for stage in STAGES for hook in stage.hooks) == sorted(HOOKS)


def test_the_streams_are_the_engines(plain: Engine) -> None:
    theirs = {name for name in plain.fused.streams if not name.startswith("engine.")}
    assert set(streams(plain.model)) == theirs
    assert f"have {len(theirs)} named random streams" in odd.document(plain.model)


def test_the_patterns_are_those_of_the_archive(document: str) -> None:
    assert "| How many |" in section(document, SECTIONS[0])
    assert "no archival pattern" in odd.document(small.model())


def test_any_organisation_has_its_document(tmp_path: Path) -> None:
    charter, world = templates.new("organisation", "club", tmp_path)
    text = odd.document(build(load.charter(charter), load.world(world)))
    assert "Northport" in section(text, "5 Initialization")
    assert "Petrograd" not in section(text, "5 Initialization")
    assert "| A1 |" in section(text, "Assumptions")


def test_every_row_of_a_table_has_the_columns_of_its_head(document: str) -> None:
    width = 0
    for line in re.sub(r"```.*?```", "", document, flags=re.DOTALL).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("| ") else 0
        assert not (width and cells) or cells == width, line
        width = cells or width * line.startswith("|---")


def test_the_same_model_gives_the_same_document(document: str) -> None:
    assert odd.document(build(load.charter("party-1917"), load.world("party-1917"))) == document


def test_equations_become_code() -> None:
    text = "First:\n\n    x' = a x\n        + b   over two lines\n\nThen.\n\n    y' = y"
    code = "```text\nx' = a x\n    + b   over two lines\n```"
    assert prose(text) == f"First:\n\n{code}\n\nThen.\n\n```text\ny' = y\n```"
    assert table(("a",), [("x\ny|z",), (1.5,), (True,)]).splitlines()[2:] == ["| x y\\|z |", "| 1.5 |", "| yes |"]
    assert table(("a",), []) == "None."
