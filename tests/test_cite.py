"""Citations: nothing that is named gets lost, everything parses, and every publication is known."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import small
from politeia import cite, load
from politeia.declare import Mechanism
from politeia.mistakes import Mistake
from politeia.model import build

REFERENCE = build(load.charter("party-1917"), load.world("party-1917"))
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def printed() -> str:
    return cite.bibtex(REFERENCE)


def entries(text: str) -> dict[str, str]:
    """Entries by key; a text that is not a sequence of balanced entries fails."""
    found: dict[str, str] = {}
    rest = text.strip()
    while rest:
        head = re.match(r"@[a-z]+\{([^,\s{}]+),", rest)
        assert head, f"not an entry: {rest[:60]!r}"
        assert head[1] not in found, f"the key '{head[1]}' is used twice"
        end = closing(rest)
        assert end, f"a brace of '{head[1]}' stays open"
        found[head[1]], rest = rest[:end], rest[end:].strip()
    return found


def closing(text: str) -> int:
    """Where the first brace of a text is closed; 0 if it is not."""
    depth = 0
    for end, letter in enumerate(text, start=1):
        depth += (letter == "{") - (letter == "}")
        if letter == "}" and depth == 0:
            return end
    return 0


def strangers(mechanisms: tuple[Mechanism, ...]) -> list[str]:
    """Sources that a mechanism lists or its text names, and sources.bib lacks."""
    named = (source for mechanism in mechanisms for source in cite.literature(mechanism))
    return [source for source in named if cite.short_name(source) not in cite.bibliography()]


def posts_with(**changes: object) -> Mechanism:
    """The mechanism of posts, changed."""
    return replace(next(m for m in REFERENCE.mechanisms if m.name == "posts"), **changes)  # type: ignore[arg-type]


def test_every_publication_that_a_mechanism_names_is_known() -> None:
    assert strangers(REFERENCE.mechanisms) == []


def test_an_unknown_publication_is_seen_and_not_lost() -> None:
    added = posts_with(
        sources=("Nobody & Sons 1899, 50 % off",), text="Posts.\n\nSources: Somebody {et al.} 1898; Kuran 1991."
    )
    assert strangers((added,)) == ["Nobody & Sons 1899, 50 % off", "Somebody {et al.} 1898"]
    model = REFERENCE.with_mechanism(added)
    found = entries(cite.bibtex(model))
    for name in strangers((added,)):
        assert f"title = {{{{{cite.escaped(name)}}}}}" in found[cite.references(model)[name]]
    assert r"title = {{Nobody \& Sons 1899, 50 \% off}}" in "".join(found.values())


def test_every_entry_parses_and_has_its_own_key(printed: str) -> None:
    found = entries(printed)
    assert set(cite.references(REFERENCE).values()) <= set(found)
    assert len(found) > 400
    for key, entry in found.items():
        assert "title = {" in entry, key
        assert not re.search(r"^  short = ", entry, re.MULTILINE), key


@pytest.mark.parametrize(
    "spoilt", ["@misc{a,\n  title = {x},\n", "@misc{a,\n}\n@misc{a,\n}", "nothing", "@misc{a,\n  t = {{x},\n}"]
)
def test_the_parser_can_fail(spoilt: str) -> None:
    with pytest.raises(AssertionError):
        entries(spoilt)


def test_specials_are_escaped_in_what_is_not_an_address(printed: str) -> None:
    for line in printed.splitlines():
        if not line.startswith(("  url = ", "@")):
            assert not re.search(r"(?<!\\)[&%$#_]", line), line


def test_every_source_of_the_archive_is_present(printed: str) -> None:
    found = cite.archive()
    assert len({source for source, _ in found}) > 380
    for (source, url), counts in found.items():
        assert f"title = {{{{{cite.escaped(source)}}}}}" in printed
        assert f"url = {{{url}}}" in printed or not url
        assert sum(counts.values()) > 0
    assert sum(sum(counts.values()) for counts in found.values()) > 700


def test_keys_depend_on_the_source_alone() -> None:
    keys = list(entries(cite.bibtex(REFERENCE)))
    again = list(entries(cite.bibtex(build(load.charter("party-1917"), load.world("party-1917"), ["posts.cost=0.5"]))))
    assert keys == again
    assert "evidence-ogpu-monthly-review" in " ".join(keys)


def test_a_world_without_an_archive_cites_no_archive() -> None:
    found = entries(cite.bibtex(small.model()))
    assert not [key for key in found if key.startswith("evidence-")]
    assert "kuran1991" in found


def test_the_program_is_cited_with_its_model(printed: str) -> None:
    own = entries(printed)["politeia"]
    assert own.startswith("@software{politeia,")
    assert REFERENCE.fingerprint in own
    assert "party-1917" in own
    changed = REFERENCE.with_settings(posts__cost=0.5)
    assert r"posts.cost = 0.5; model fingerprint " + changed.fingerprint in cite.bibtex(changed)


def test_the_program_is_cited_as_citation_cff_says(printed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    title, version, license_ = (
        re.findall(rf'^{name}: "?(.*?)"?$', said, re.MULTILINE)[0] for name in ("title", "version", "license")
    )
    author = re.findall(r'- name: "(.*)"', said)[0]
    own = entries(printed)["politeia"]
    expected = {"author": f"{{{author}}}", "title": title, "version": version, "license": license_}
    for name, value in expected.items():
        assert f"  {name} = {{{value}}}," in own
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (cite.AUTHOR, cite.LICENSE) == (project["authors"][0]["name"], project["license"]) == (author, license_)


def test_what_an_installed_package_says_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    about = SimpleNamespace(json={"author": "A. N. Other", "license_expression": "MIT"})
    monkeypatch.setattr(cite.metadata, "metadata", lambda _: about)
    assert "author = {{A. N. Other}}" in cite.bibtex(small.model())
    assert "license = {MIT}" in cite.bibtex(small.model())


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("Hirschman 1970", "Hirschman 1970"),
        ("Hirschman 1970, ch. 3", "Hirschman 1970"),
        ("Harrison and Carroll 1991 (susceptible newcomers)", "Harrison and Carroll 1991"),
        ("Epstein 2002 for the grievance x legitimacy form", "Epstein 2002"),
        ("Staw, Sandelands and Dutton 1981", "Staw, Sandelands and Dutton 1981"),
        ("series.csv: real_wage_index", "series.csv"),
        ("party-week and levy figures in series.csv", "series.csv"),
        ("article, Flexibility", "article"),
        ("Daniels 1971", "Daniels 1971"),
        ("Hirschman", "Hirschman"),
    ],
)
def test_short_names(written: str, known: str) -> None:
    assert cite.short_name(written) == known


def test_sources_are_read_out_of_a_text() -> None:
    text = "It moves.\n\nExpected: more. Sources: Bueno de Mesquita et al. 2003; Svolik\n2009 (ch. 2).  Not modelled: the rest."
    found = cite.literature(posts_with(text=text, sources=()))
    assert found == ["Bueno de Mesquita et al. 2003", "Svolik 2009 (ch. 2)"]
    assert cite.literature(posts_with(text="Source: territory.csv.\n", sources=())) == ["territory.csv"]
    assert cite.literature(posts_with(text="Sources: Kuran 1991", sources=())) == ["Kuran 1991"]
    assert cite.literature(posts_with(text="Source: J. Kuran 1991.  ``x`` moves.", sources=())) == ["J. Kuran 1991"]
    assert cite.literature(posts_with(text="It moves.", sources=())) == []


def test_every_entry_of_the_bibliography_is_read() -> None:
    text = cite.SOURCES.read_text(encoding="utf-8")
    written = re.findall(r"^@\w+\{([^,]+),", text, re.MULTILINE)
    assert len(written) == len(set(written))
    assert {entry.key for entry in cite.bibliography().values()} == set(written)
    for entry in cite.bibliography().values():
        assert "short = " not in entry.text


def test_one_short_name_means_one_publication(tmp_path: Path) -> None:
    file = tmp_path / "sources.bib"
    file.write_text("".join(f"@misc{{{key},\n  title = {{x}},\n  short = {{X 1900}},\n}}\n" for key in "ab"))
    with pytest.raises(Mistake, match="'X 1900' is the short name of both 'a' and 'b'"):
        cite.bibliography(file)
    with pytest.raises(Mistake, match="cannot be read"):
        cite.bibliography(tmp_path / "none.bib")
