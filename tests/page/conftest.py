"""A small real ensemble and its twin, their page as one file, and a browser that looks at it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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


class Reader:
    """One opened page, what it asked of the network and what it complained of."""

    def __init__(self, browser: Any, path: Path, fragment: str = "lang=en", **options: Any) -> None:
        self.context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce", **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(20_000)
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{path.as_uri()}#{fragment}")
        self.page.wait_for_selector("main h1", state="attached")

    def fragment(self) -> str:
        """The address, once it has settled."""
        self.page.wait_for_timeout(350)
        return str(self.page.evaluate("location.hash.slice(1)"))


@pytest.fixture
def opened(chromium: Any, file: Path) -> Iterator[Any]:
    """Opens the page at an address, and checks at the end that it complained of nothing and asked nobody."""
    readers: list[Reader] = []

    def reader(fragment: str = "lang=en", path: Path = file) -> Reader:
        readers.append(Reader(chromium, path, fragment))
        return readers[-1]

    yield reader
    for one in readers:
        one.context.close()
        assert not one.complaints
        assert all(url.startswith(("file:", "blob:", "data:")) for url in one.asked), one.asked
