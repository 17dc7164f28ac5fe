"""The built documents: no warning, no request to any other host, everything in its place."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from politeia.mechanisms import DEFAULT

#: Attributes whose address a browser fetches by itself; a link that a reader may click is none.
FETCHED = {"src", "srcset", "data", "poster", "action"}
FETCHED_BY_LINK = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "modulepreload",
    "manifest",
}
ABROAD = re.compile(r"(?:https?:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?\s*((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)
IN_SCRIPT = re.compile(
    r"(?:fetch|import|importScripts|open|sendBeacon|EventSource|WebSocket)\s*\(\s*[\"'`](?:\w+:)?//|\.src\s*=\s*[\"'`](?:\w+:)?//"
)


class Requests(HTMLParser):
    """Addresses abroad that a page asks for by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        wanted = [held[name] for name in FETCHED & held.keys()]
        if tag == "link" and FETCHED_BY_LINK & set(held.get("rel", "").split()):
            wanted.append(held.get("href", ""))
        self.found += [address for address in wanted if ABROAD.match(address.strip())]
        self.found += IN_STYLE.findall(held.get("style", ""))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside in ("script", "style"):
            self.found += abroad(data, self._inside == "style")


def abroad(text: str, style: bool) -> list[str]:
    """Addresses of other hosts in a style sheet or a script."""
    return (IN_STYLE if style else IN_SCRIPT).findall(text)


def requests(path: Path) -> list[str]:
    """What a built file would ask of another host."""
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".html":
        page = Requests()
        page.feed(text)
        return page.found
    return abroad(text, path.suffix in (".css", ".svg"))


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js", ".svg")]
    assert len(files) > 80
    assert {path.name: found for path in files if (found := requests(path))} == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://cdn.example/x.js"></script>'),
        ("a.html", '<link rel="stylesheet" href="//fonts.example/x.css">'),
        ("a.html", '<p style="background: url(https://example/x.png)">'),
        ("a.html", '<style>@import "https://example/x.css";</style>'),
        ("a.html", "<script>fetch('https://example/x')</script>"),
        ("a.css", "@font-face { src: url('https://example/x.woff2') }"),
        ("a.js", 'image.src = "https://example/x.png"'),
    ],
)
def test_a_request_abroad_is_found(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert requests(path)


def test_a_link_for_the_reader_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text('<a href="https://example/">x</a><img src="x.png"><link rel="license" href="https://example/">')
    assert requests(path) == []


def test_every_mechanism_has_its_page(site: Path) -> None:
    for mechanism in DEFAULT:
        text = (site / "reference" / "made" / "mechanisms" / f"{mechanism.name}.html").read_text(encoding="utf-8")
        for name, parameter in mechanism.parameters.items():
            assert f"{mechanism.name}.{name}" in text
            assert f"{parameter.default:g}" in text
        for step in mechanism.steps:
            assert step.function.__name__ in text


def test_every_command_and_its_options_are_told(site: Path) -> None:
    import typer

    from politeia import cli

    text = (site / "reference" / "made" / "commands.html").read_text(encoding="utf-8")
    for name, command in typer.main.get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        assert f"politeia {name}" in text
        for option in (opt for parameter in command.params for opt in parameter.opts if opt.startswith("--")):
            assert option.removeprefix("--") in text, f"{name} {option}"


def test_pages_still_to_come_are_taken_up(site: Path) -> None:
    """Pages of explanation and decisions join the site by being there."""
    docs = Path(__file__).resolve().parents[2] / "docs"
    for folder in ("explanation", "decisions"):
        menu = (site / folder / "index.html").read_text(encoding="utf-8")
        for path in (docs / folder).glob("*.md"):
            if path.stem not in ("index", "README"):
                assert f'href="{path.stem}.html"' in menu


def test_search_finds_without_a_server(site: Path) -> None:
    """The index is a script beside the page, which a browser loads from a folder too."""
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))
    assert "tutorials/rules" in index["docnames"]
    assert "fellowship" in index["terms"]
