"""A seat is drawn as it was really filled: by lot, by co-option and ex officio are no elections; and a defect is caught."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import small
from politeia.charter import Charter
from politeia.chronicle import Chronicle
from politeia.engine import Engine
from politeia.model import Model
from politeia.web import export, stories

OF_WAY = {0: stories.ELECTED, 2: stories.CO_OPTED, 3: stories.BY_LOT, 4: stories.EX_OFFICIO}
SHAPES = """() => Object.fromEntries(["elected", "centre", "listed", "coopted", "lot", "office"].map((kind) =>
  [kind, [...new Set([...document.querySelectorAll(`svg.tree .post.${kind}`)].map((p) => p.getAttribute("d").replace(/[\\d.-]+/g, "")))]]))"""


def ended(engine: Engine) -> tuple[list[int], list[int]]:
    """How the seats of the top are filled by the charter, and how the page's document says they were, after 60 weeks."""
    data = small.charter().model_dump()
    data["organs"][-1].update(filling={"elected": 4, "co-opted": 3, "by lot": 2, "ex officio": 2}, term=20)
    mixed = engine.like(Model(Charter.model_validate(data), engine.model.world))
    state = mixed.start(0, seed=1, last_week=60, log_level=1)
    mixed.advance(state, 0, 60)
    told = Chronicle(mixed, state.E[: int(state.G[0]["n_events"])])
    held, top = stories._holders(told), int(told.root)
    now = dict(zip(held["posts"], held["states"], strict=True))  # the last change of each post
    posts = [n for n, (unit, _) in enumerate(stories._posts(told)) if unit == top]
    own = np.flatnonzero(state.O["unit"] == top)
    taken = [k for k in range(len(own)) if state.O["slot"][own[k]] >= 0]
    return [OF_WAY[int(state.O["way"][own[k]])] for k in taken], [now[posts[k]] for k in taken]


def agree(ways: list[int], shown: list[int]) -> bool:
    """An elected seat may come from the secretariat's list."""
    return all(
        one == other or (one, other) == (stories.ELECTED, stories.LISTED)
        for one, other in zip(ways, shown, strict=True)
    )


def test_the_document_says_how_each_seat_was_filled(tiny: Engine) -> None:
    ways, shown = ended(tiny)
    assert {*ways} == {*OF_WAY.values()}
    assert agree(ways, shown)


def test_a_lot_told_as_an_election_is_noticed(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stories.OTHERWISE, 3, stories.ELECTED)
    assert not agree(*ended(tiny))


@pytest.fixture(scope="module")
def mixed(shown: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a history in which the top's elected seats were filled otherwise."""
    if not export.built():
        pytest.skip("the page is not built here (no npm): `make page` says why")
    document = json.loads(json.dumps(shown))
    kinds = (stories.CO_OPTED, stories.BY_LOT, stories.EX_OFFICIO)
    top = {n for n, (unit, _) in enumerate(document["tree"]["posts"]) if unit == document["tree"]["root"]}
    for whole in document["whole"]:
        held = whole["holders"]
        for k, post in enumerate(held["posts"]):
            if post in top and held["states"][k] == stories.ELECTED:
                held["states"][k] = kinds[post % 3]
    path = tmp_path_factory.mktemp("mixed") / "page.html"
    path.write_text(export.one_file(document), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ("drawn by lot", "chosen by those who sit there", "goes with another office")),
        ("fr", ("tiré au sort", "coopté par ceux qui y siègent", "lié à un autre poste")),
    ],
)
def test_each_way_has_its_shape_and_its_line_in_the_legend(
    opened: Any, mixed: Path, language: str, names: tuple[str, ...]
) -> None:
    page = opened(f"lang={language}&view=lab&week=40", mixed).page
    page.wait_for_selector("svg.tree .post.lot")
    legend = page.inner_text(".keys:has(.post.elected)")
    assert all(name in legend for name in names)
    shapes = page.evaluate(SHAPES)
    drawn = [found[0] for found in shapes.values() if found]
    assert all(len(found) <= 1 for found in shapes.values())
    assert all(shapes[kind] for kind in ("elected", "coopted", "lot", "office"))
    assert shapes["lot"] == shapes["coopted"], "a triangle, up or down"
    assert len({*drawn}) == len(drawn) - 1


def test_where_all_are_elected_or_named_the_legend_has_no_more(opened: Any) -> None:
    page = opened("lang=en&view=lab&week=40").page
    page.wait_for_selector("svg.tree .post")
    assert "by lot" not in page.inner_text(".keys:has(.post.elected)")


def test_the_articles_are_those_of_the_charter_and_say_what_the_reader_changed(
    opened: Any, shown: dict[str, Any]
) -> None:
    page = opened("lang=en&view=lab&week=40&rule.press=0.25").page
    page.click("text=Read as articles")
    told = page.locator(".articles li").all_inner_texts()
    assert len(told) == len(shown["articles"])
    assert all(article["text_en"] in text for article, text in zip(shown["articles"], told, strict=True))
    press = next(n for n, article in enumerate(shown["articles"]) if article["id"] == "press")
    assert "0.8 → 0.25" in told[press]
    assert sum("→" in text for text in told) == 1
