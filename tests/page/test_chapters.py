"""The page's chapters: one for each section of the claims, whole in both languages, and naming only what exists."""

from __future__ import annotations

import copy
import datetime as dt
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from politeia import claims, evidence, intervention, load
from politeia.intervention import Intervention
from politeia.model import build
from politeia.world import World

FOLDER = Path(__file__).parents[2] / "page" / "src" / "chapters"
FILES = sorted(FOLDER.glob("[0-9][0-9]-*.ts"))
FIRST = (1, 5, 7, 13, 19, 22, 29, 38, 44, 52, 57, 61, 67)  #: the first mechanism of each section, and the end
STRING = re.compile(r'("(?:[^"\\]|\\.)*")')
BREAKING = re.compile(r" [;:?!»%]|« |\d \d{3}\b|'|\"")  #: French marks that could end up alone on the next line

Chapter = dict[str, Any]


def read(path: Path) -> Chapter:
    """A chapter as data: its file is JSON but for bare keys, trailing commas and TypeScript around it."""
    text = path.read_text(encoding="utf-8")
    body = text[text.index("export default") + len("export default") : text.rindex("satisfies")]
    parts = STRING.split(body)
    for k in range(0, len(parts), 2):
        parts[k] = re.sub(r",(\s*[}\]])", r"\1", re.sub(r"(\w+):", r'"\1":', parts[k]))
    chapter: Chapter = json.loads("".join(parts))
    return chapter


def texts(chapter: Chapter) -> Iterator[tuple[str, Any]]:
    """Everything that is read, with the name of where it stands."""
    yield "title", chapter["title"]
    yield from ((f"story {k + 1}", paragraph) for k, paragraph in enumerate(chapter["story"]))
    yield "asks", chapter["asks"]
    yield "mechanism", chapter["mechanism"]["text"]
    yield "change", chapter["change"]["text"]


def numbers(text: str) -> list[str]:
    """The numbers of a text in order of size, without the marks that part thousands."""
    plain = re.sub(r"(?<=\d)[,\u00a0](?=\d{3}\b)", "", text)
    return sorted(re.findall(r"\d+", plain))


@cache
def world() -> World:
    return load.world("party-1917")


@cache
def changes() -> dict[str, Intervention]:
    return intervention.catalog()


@cache
def sections() -> dict[str, int]:
    return {name: claim.section for name, claim in claims.catalog().items()}


@cache
def known() -> dict[str, set[str]]:
    """The names that a chapter may use."""
    model = build(load.charter("party-1917"), world())
    rows = [*evidence.catalog(), *evidence.read(evidence.CATALOG / "wanted.csv")]
    mapping = tomllib.loads((evidence.CATALOG / "mapping.toml").read_text(encoding="utf-8"))
    asked = {row.series for row in rows} | {vote["series"] for vote in mapping["votes"]}
    drawn = {
        name
        for name, rule in mapping["series"].items()
        if rule.get("measure") and not rule.get("moment") and rule.get("statistic", "at") == "at"
    }
    places = {(row.series, row.region) for row in rows if row.series in drawn}
    return {
        "measures": {f"m:{measure.name}" for measure in model.measures},
        "figures": {f"{series}@{region}" for series, region in places},
        "mechanisms": {name for mechanism in model.mechanisms for name in mechanism.implements},
        "evidence": {name for name, rule in mapping["series"].items() if rule.get("measure") and name in asked},
    }


def said(chapter: Chapter) -> Iterator[str]:
    """What is wrong with the texts."""
    if not 2 <= len(chapter["story"]) <= 4:
        yield f"a story of {len(chapter['story'])} paragraphs"
    for where, both in texts(chapter):
        for language in ("en", "fr"):
            if len(both.get(language, "").strip()) < (3 if where == "title" else 40):
                yield f"{where}: nothing in {language}"
        if found := BREAKING.search(both.get("fr", "")):
            yield f"{where}: French mark {found.group()!r}"
        if numbers(both.get("en", "")) != numbers(both.get("fr", "")):
            yield f"{where}: other numbers in French"


def named(chapter: Chapter) -> Iterator[str]:
    """What a chapter names that does not exist, or belongs to another section."""
    section, names = chapter["section"], known()
    figure = chapter["figure"]
    if figure not in names["measures"] and f"{figure.partition('@')[0]}@{place(figure)}" not in names["figures"]:
        yield f"figure {figure}"
    mechanism = chapter["mechanism"]["id"]
    if mechanism not in names["mechanisms"] or not FIRST[section] <= int(mechanism[1:]) < FIRST[section + 1]:
        yield f"mechanism {mechanism}"
    if chapter["change"]["name"] not in changes():
        yield f"intervention {chapter['change']['name']}"
    yield from (f"claim {name}" for name in chapter["claims"] if sections().get(name) != section)
    yield from (f"series {name}" for name in chapter["evidence"] if name not in names["evidence"])
    if not chapter["evidence"]:
        yield "no evidence"


def place(figure: str) -> str:
    return figure.partition("@")[2] or "RSFSR/USSR"


def dated(chapter: Chapter) -> Iterator[str]:
    """What is wrong with its years: two at least, within the world's, the time bar and the change among them."""
    first, last = chapter["years"]
    day = dt.date.fromisoformat(chapter["date"])
    if not world().start.year <= first < last <= world().end.year:
        yield f"years {first}-{last}"
    if not first <= day.year <= last:
        yield f"date {day}"
    change = changes().get(chapter["change"]["name"])
    if change is not None and change.begins is not None and change.begins.year > last:
        yield f"change from {change.begins}"


def faults(chapter: Chapter) -> list[str]:
    return [*said(chapter), *named(chapter), *dated(chapter)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_chapter_is_whole_and_names_what_exists(path: Path) -> None:
    assert faults(read(path)) == []


def test_every_section_has_its_chapter_in_order() -> None:
    chapters = [read(path) for path in FILES]
    assert [chapter["section"] for chapter in chapters] == sorted(set(sections().values())) == list(range(12))
    assert [int(path.name[:2]) for path in FILES] == list(range(12))


def test_the_index_lists_every_file_in_order() -> None:
    text = (FOLDER / "index.ts").read_text(encoding="utf-8")
    imports = dict(re.findall(r'import (\w+) from "\./([0-9]{2}-[\w-]+)"', text))
    listed = re.findall(r"\w+", text[text.index("= [") : text.rindex("]")])
    assert [imports[name] for name in listed] == [path.stem for path in FILES]


def test_no_two_chapters_bet_on_one_figure_or_turn_one_switch() -> None:
    chapters = [read(path) for path in FILES]
    assert len({chapter["figure"] for chapter in chapters}) == len(chapters)  # the page keeps a bet by its figure
    assert len({chapter["change"]["name"] for chapter in chapters}) == len(chapters)


def _set(*keys: Any) -> Callable[[Chapter, Any], None]:
    def put(chapter: Chapter, value: Any) -> None:
        held: Any = chapter
        for key in keys[:-1]:
            held = held[key]
        held[keys[-1]] = value

    return put


@pytest.mark.parametrize(
    ("put", "value"),
    [
        (_set("story", 0, "fr"), ""),
        (_set("story"), []),
        (_set("change", "text", "en"), " "),
        (_set("asks", "fr"), "Combien de membres le parti avait-il au milieu de chaque année ?"),
        (_set("title", "fr"), "L'ouverture"),
        (
            _set("mechanism", "text", "fr"),
            "Un mécanisme de 1917 dont le texte anglais ne dit pas l’année, ou une autre.",
        ),
        (_set("figure"), "m:happiness"),
        (_set("figure"), "party_members_total@Atlantis"),
        (_set("figure"), "division_cc_insurrection"),
        (_set("mechanism", "id"), "M44"),
        (_set("change", "name"), "no-such-change"),
        (_set("change", "name"), "no-expulsion-1926"),
        (_set("claims"), ["C71"]),
        (_set("evidence"), ["party_members_totals"]),
        (_set("evidence"), ["partmaximum_end"]),
        (_set("evidence"), []),
        (_set("years"), [1917, 1917]),
        (_set("years"), [1917, 1934]),
        (_set("date"), "1925-01-01"),
    ],
    ids=lambda given: "" if callable(given) else str(given)[:30],  # a function has no lasting name
)
def test_a_planted_fault_is_found(put: Callable[[Chapter, Any], None], value: Any) -> None:
    chapter = copy.deepcopy(read(FILES[0]))
    put(chapter, value)
    assert faults(chapter)
