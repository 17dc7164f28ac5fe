"""What the documents tell a reader to type runs, returns what they say and prints what they show."""

from __future__ import annotations

from pathlib import Path

import pytest

import sessions
from politeia.web.export import built

SLOW = {"calibrate.md", "cluster.md"}  # half a minute of simulation; workers that start
PAGE = """
```{code-block} python
:caption: hello.py
print("one", 1)
print("two", 2)
```

```console
$ python hello.py
one 7
two 8
$ python -c 'import sys; sys.exit("error: no")' || exit 2
error: no
```

% not run
```console
$ false
```
"""


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.name, marks=[pytest.mark.slow] if path.name in SLOW else [])
        for path in sessions.PAGES
    ],
)
def test_page_tells_the_truth(path: Path, tmp_path: Path) -> None:
    ran = list(sessions.run(path.read_text(encoding="utf-8"), tmp_path, page_is_built=built()))
    faults = [done.fault for done in ran if done.fault]
    assert ran
    assert not faults, "\n\n".join([*faults, f"If this is meant: python docs/programs/sessions.py {path}"])


def test_every_tutorial_and_how_to_is_run() -> None:
    named = {path.name for path in sessions.PAGES}
    assert {"scientist.md", "historian.md", "rules.md", "mechanism.md", "charter.md", "branch.md"} <= named
    assert {"calibrate.md", "cluster.md", "evidence.md"} <= named
    for path in sessions.PAGES:
        assert sum(len(block.commands) for block in sessions.blocks(path.read_text(encoding="utf-8"))) > 1, path


def test_numbers_may_move_and_words_may_not(tmp_path: Path) -> None:
    assert faults(PAGE, tmp_path) == ""
    assert "prints 50% of the lines" in faults(PAGE.replace("two 8", "three 8"), tmp_path)


def test_an_exit_code_is_a_promise(tmp_path: Path) -> None:
    assert "returned 0, not 2" in faults(PAGE.replace("one 7", "error: one 7"), tmp_path)
    assert "returned 2, not 0" in faults(PAGE.replace("error: no\n```", "no\n```"), tmp_path)
    assert "returned 1, not 0" in faults(PAGE.replace("% not run\n", ""), tmp_path)


def test_a_page_is_renewed_with_what_is_printed(tmp_path: Path) -> None:
    stale = PAGE.replace("one 7\ntwo 8", "one 7\nthree 8")
    fresh = sessions.renewed(stale, list(sessions.run(stale, tmp_path)))
    assert "$ python hello.py\none 1\ntwo 2\n$ python -c" in fresh
    assert "$ false" in fresh


def test_a_mechanism_of_ones_own_is_the_page_s(tmp_path: Path) -> None:
    """The page itself asserts that its kernel is fused and that it keeps members; here, that it does assert."""
    text = next(path for path in sessions.PAGES if path.name == "mechanism.md").read_text(encoding="utf-8")
    assert 'assert "def fellowship(exit, activism, keep):" in week' in text
    assert 'assert last_year(1.0, "members").mean() > without.mean()' in text


def faults(page: str, folder: Path) -> str:
    """What is wrong with a page."""
    return "\n".join(filter(None, (done.fault for done in sessions.run(page, folder))))
