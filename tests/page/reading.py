"""A reader of the page: one browser window that remembers what the page asked for and complained of."""

from __future__ import annotations

from pathlib import Path
from typing import Any


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

    def check(self) -> None:
        """Close it; it must have complained of nothing and asked no other host."""
        self.context.close()
        assert not self.complaints
        assert all(url.startswith(("file:", "blob:", "data:")) for url in self.asked), self.asked
