"""The page of the JSON shapes says what commands print."""

from __future__ import annotations

from pathlib import Path

import shapes


def test_shapes_are_those_of_the_page(tmp_path: Path) -> None:
    page = shapes.PAGE.read_text(encoding="utf-8")
    quick = list(shapes.shapes(shapes.QUICK, tmp_path))
    stale = [command for command, shape in quick if shape not in page]
    assert len(quick) == 9
    assert stale == [], "python docs/programs/shapes.py writes the page anew"


def test_the_keys_that_readers_rely_on_are_there() -> None:
    page = shapes.PAGE.read_text(encoding="utf-8")
    sections = {part.splitlines()[0]: part for part in page.split("\n## ")[1:]}
    promised = {
        "run": "histories persons weeks wall_s person_weeks_per_s outcomes evidence results",
        "mechanisms": "id name file switch measures",
        "claims": "id kind text_en text_fr archive model",
        "validate": "rows coverage mapped_share",
        "compare": "measure date difference low high",
        "classics": "model parameters quantity published ours standard_error passed",
        "stress": "worlds weakest_article path suggestions",
        "branch": "date futures outcomes entropy",
        "life": "person events",
        "why": "date decision organ rule a b",
    }
    for command, keys in promised.items():
        missing = [key for key in keys.split() if f"  {key}: " not in sections[command]]
        assert missing == [], command


def test_a_change_of_shape_shows() -> None:
    assert shapes.drawn({"a": [{"b": 1}]}) != shapes.drawn({"a": [{"b": "1"}]})
    assert shapes.drawn({"a": 1}) != shapes.drawn({"A": 1})
