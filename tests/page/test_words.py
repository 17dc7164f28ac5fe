"""Every string of the page exists in each language, with the same gaps, and no chapter lacks one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from politeia import claims, intervention

SOURCE = Path(__file__).parents[2] / "page" / "src"
TOKEN = re.compile(r'//[^\n]*|"((?:[^"\\]|\\.)*)"|([A-Za-z_$][\w$-]*)|([{}:,])')


def strings(path: Path) -> dict[str, str]:
    """The strings of an object literal, by path: ``outcome.captured``."""
    text = path.read_text(encoding="utf-8")
    text = text[text.index("export default {") + len("export default ") :]
    found: dict[str, str] = {}
    stack: list[str] = []
    key, named, depth = "", False, 0
    for match in TOKEN.finditer(text):
        quoted, word, mark = match.groups()
        if mark == "{":
            depth += 1
            stack, named = ([*stack, key] if depth > 1 else stack), False
        elif mark == "}":
            depth -= 1
            stack = stack[:-1]
            if depth == 0:
                return found
        elif mark == ":":
            named = True
        elif mark == ",":
            named = False
        elif named and quoted is not None:
            found[".".join([*stack, key])] = quoted
        elif not named and (quoted or word):
            key = quoted or word
    raise AssertionError(f"{path}: the object never ends")


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """Keys that only one has, are empty, or whose gaps differ."""
    gaps = re.compile(r"\{(\w+)\}")
    shared = one.keys() & other.keys()
    found = sorted(one.keys() ^ other.keys())
    found += sorted(k for k in shared if set(gaps.findall(one[k])) != set(gaps.findall(other[k])))
    return found + sorted(k for k in shared if bool(one[k]) != bool(other[k]))


def test_both_languages_say_the_same_things() -> None:
    english, french = (strings(SOURCE / "words" / f"{language}.ts") for language in ("en", "fr"))
    assert len(english) > 200
    assert differences(english, french) == []
    same = [key for key in english if english[key] == french[key] and len(english[key]) > 9]
    assert len(same) <= 4, same


def test_a_missing_string_or_gap_is_noticed() -> None:
    english = {"a": "of {count}", "b": "x"}
    assert differences(english, {"a": "sur {count}"}) == ["b"]
    assert differences(english, {"a": "sur {nombre}", "b": "y"}) == ["a"]


def test_what_results_name_in_english_has_a_french_name(shown: dict[str, Any]) -> None:
    known = strings(SOURCE / "words" / "names_fr.ts")
    told = {family["title"] for family in shown["families"]} | {m["text"] for m in shown["measures"]}
    told |= set(shown["groups"].values())
    patterns = r"(members|delegates) of joining cohort \d|members (in|who came from) milieu \w+"
    missing = [name for name in sorted(told) if name not in known and not re.fullmatch(patterns, name)]
    assert missing == []


@pytest.mark.parametrize("path", sorted((SOURCE / "chapters").glob("[0-9]*.ts")), ids=lambda path: path.stem)
def test_a_chapter_is_whole(path: Path, shown: dict[str, Any]) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("en: ") == text.count("fr: ") >= 6
    figure = re.search(r'figure: "([^"]+)"', text)
    assert figure
    series = {family["series"] for family in shown["families"]}
    measures = {f"m:{measure['name']}" for measure in shown["measures"]}
    assert figure[1].split("@")[0] in series | measures
    changed = re.search(r'change: \{\s*name: "([^"]+)"', text)
    assert changed
    assert changed[1] in intervention.catalog()
    assert set(re.findall(r'"(C\d+)"', text)) <= claims.catalog().keys()
    assert set(re.findall(r'"(\w+)"', re.search(r"evidence: \[(.*?)\]", text, re.DOTALL)[1])) <= series  # type: ignore[index]
    mechanism = re.search(r'id: "(M\d+)"', text)
    assert mechanism
    assert mechanism[1] in {number for row in shown["mechanisms"] for number in row["id"]}


def test_the_lock_names_no_host() -> None:
    lock = (SOURCE.parent / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert "://" not in lock
    assert lock.count('"integrity"') > 50
