"""What `new` writes is right as it is, and `check` says what a file holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from politeia import load, templates
from politeia.load import Mistake


def test_an_organisation_comes_with_its_world(tmp_path: Path) -> None:
    charter, world = templates.new("organisation", "my-union", tmp_path / "deep" / "folder")
    assert (charter.name, world.name) == ("my-union.charter.toml", "my-union.world.toml")
    assert load.charter(charter).name == load.world(world).name == "my-union"


def test_a_world_alone(tmp_path: Path) -> None:
    (path,) = templates.new("world", "home", tmp_path)
    found = templates.summary(path)
    assert (found["places"], found["persons"], found["members"], found["weeks"]) == (3, 6000, 800, 156)
    assert {a["id"] for a in found["assumptions"]} == {"A1", "A2", "A3", "A4"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    mine = tmp_path / "my-union.world.toml"
    mine.write_text("mine")
    with pytest.raises(Mistake, match="exists already"):
        templates.new("organisation", "my-union", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [mine.name]
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("name", ["", "Union", "1st", "a b", "../up", "a/b", "a" * 61, "été", "a\n"])
def test_bad_names(tmp_path: Path, name: str) -> None:
    with pytest.raises(Mistake, match="cannot be a name"):
        templates.new("world", name, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Mistake, match="cannot be written"):
        templates.new("world", "home", tmp_path / "file")


def test_check_in_words(tmp_path: Path) -> None:
    charter, world = templates.new("organisation", "my-union", tmp_path)
    text = templates.check(charter)
    assert "a valid charter, 'my-union'" in text
    assert "levels: party > place > cell" in text
    assert "Town committee: 5 seats, elected for 52 weeks" in text
    text = templates.check(world)
    assert "a valid world, 'my-union'" in text
    assert "6,000 persons in reach, 800 of them members" in text
    assert "series not given, taken as 0: war, menace" in text
    assert "A2 Towns" in text


def test_every_assumption_of_a_template_is_listed(tmp_path: Path) -> None:
    (path,) = templates.new("world", "home", tmp_path)
    world = load.world(path)
    items = [*world.places, *world.milieus, *world.events, *world.congresses, *world.questions]
    points = [point for series in world.series for point in series.points]
    assert {item.source for item in [*items, *points]} == {a.id for a in world.assumptions}
