"""The reference run gives the numbers that were kept; a change of them is meant, marked and explained."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MARK = "**results**"
UPDATE = (
    "If the change is meant: `make regression`, and say why in CHANGELOG.md, Unreleased, under the mark **results**."
)


def load() -> ModuleType:
    """The program that writes the summary."""
    spec = importlib.util.spec_from_file_location("regression_update", HERE / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = load()


def differences(kept: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """What differs, measure by measure and date by date."""
    out = [f"{name}: no longer there" for name in kept["values"] if name not in found["values"]]
    out += [f"{name}: new" for name in found["values"] if name not in kept["values"]]
    if kept["dates"] != found["dates"]:
        return [*out, "the dates differ"]
    for name in kept["values"].keys() & found["values"].keys():
        for date, one, other in zip(kept["dates"], kept["values"][name], found["values"][name], strict=True):
            if one != other:
                out.append(f"{name} on {date}: {one:g} then, {other:g} now")
    return sorted(out)


def unmarked(kept: str, before: str | None, changelog: str, changelog_before: str) -> bool:
    """Has the summary changed since the last commit without one more mark in the changelog's Unreleased section?"""
    if before is None or before == kept:
        return False
    return unreleased(changelog).count(MARK) <= unreleased(changelog_before).count(MARK)


def unreleased(changelog: str) -> str:
    """The section of changes not yet released, without what stands above it."""
    found = re.search(r"^## \[Unreleased\](.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    return found.group(1) if found else ""


def committed(path: Path) -> str | None:
    """A file as the last commit has it; None if it has none."""
    name = f"HEAD:{path.relative_to(ROOT).as_posix()}"
    found = subprocess.run(["git", "-C", str(ROOT), "show", name], capture_output=True, text=True, check=False)
    return found.stdout if found.returncode == 0 else None


def test_the_reference_run_gives_the_numbers_that_were_kept() -> None:
    kept = json.loads(update.FILE.read_text(encoding="utf-8"))
    changed = differences(kept, update.summary())
    assert not changed, "\n".join([f"{len(changed)} numbers moved.", *changed[:20], UPDATE])


def test_the_file_was_not_edited_by_hand() -> None:
    kept = json.loads(update.FILE.read_text(encoding="utf-8"))
    assert kept["digest"] == update.digest(kept["values"])
    assert update.text(kept) == update.FILE.read_text(encoding="utf-8")
    assert len(kept["values"]) >= 25
    assert len(kept["dates"]) == 10


def test_a_change_of_results_is_marked_in_the_changelog() -> None:
    try:
        changelog = committed(ROOT / "CHANGELOG.md")
    except FileNotFoundError:
        pytest.skip("no git here")
    if changelog is None:
        pytest.skip("not a git checkout")
    now = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    kept = update.FILE.read_text(encoding="utf-8")
    assert not unmarked(kept, committed(update.FILE), now, changelog), f"{update.FILE.name} changed. {UPDATE}"


def test_a_number_that_moved_is_noticed() -> None:
    kept = {"dates": ["1917-01-01"], "values": {"members": [24000.0], "norm": [0.12]}}
    assert differences(kept, kept) == []
    moved = {"dates": kept["dates"], "values": {"members": [24000.0], "norm": [0.1201]}}
    assert differences(kept, moved) == ["norm on 1917-01-01: 0.12 then, 0.1201 now"]


def test_a_change_without_a_mark_is_noticed() -> None:
    old = "# Changelog\n\nmarks: **results**\n\n## [Unreleased]\n- one **results**\n\n## [0.1]\n"
    new = old.replace("- one", "- **results** another\n- one")
    assert unmarked("b", "a", old, old)
    assert not unmarked("b", "a", new, old)
    assert not unmarked("a", "a", old, old)
    assert not unmarked("b", None, old, old)
