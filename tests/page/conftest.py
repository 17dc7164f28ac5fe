"""A small real ensemble and its twin, their page as one file, and a browser that looks at it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reading import Reader

from politeia import ensemble, intervention, load
from politeia.engine import prepare
from politeia.ensemble import Plan
from politeia.model import build
from politeia.results import Results
from politeia.web import export
from politeia.web.document import document

CHANGE = "elected-middle-posts"


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Results]:
    """Six histories of the party at a five-hundredth, as they were and with the middle posts elected."""
    folder = tmp_path_factory.mktemp("results")
    base = build(load.charter("party-1917"), load.world("party-1917"))
    engine = prepare(base, scale=0.002)

    def run(model: Any) -> Results:
        plan = Plan(model=model, histories=range(6), scale=0.002, seed=1917)
        return ensemble.run(plan, folder=folder, engine=engine.like(model), threads=2)

    return run(base), run(intervention.intervene(base, [intervention.find(CHANGE)]))


@pytest.fixture(scope="session")
def shown(pair: tuple[Results, Results]) -> dict[str, Any]:
    """Their page document."""
    return document(pair[0], twin=pair[1], whole=2, told="politeia run --histories 6 --scale 0.002")


@pytest.fixture(scope="session")
def file(shown: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Their page as one file."""
    if not export.built():
        pytest.skip("the page is not built here (no npm): `make page` says why")
    path = tmp_path_factory.mktemp("page") / "page.html"
    path.write_text(export.one_file(json.loads(json.dumps(shown))), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's browser; nothing is downloaded."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (extra 'test')")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no chromium on this machine: apt install chromium")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[Any]:
    """Opens the page at an address, and checks at the end that it complained of nothing and asked nobody."""
    readers: list[Reader] = []

    def reader(fragment: str = "lang=en", path: Path = file) -> Reader:
        readers.append(Reader(chromium, path, fragment))
        return readers[-1]

    yield reader
    for one in readers:
        one.check()
