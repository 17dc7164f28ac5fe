"""The command line: short answers, exit codes, and never a traceback for a user's mistake."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import politeia
from politeia.cli import main
from politeia.mistakes import Mistake

Answer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Run a command in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> types.SimpleNamespace:
    """Stand in for the job behind `run`, noting what it is given."""
    seen = types.SimpleNamespace(options={}, act=lambda: 0)

    def run(**options: Any) -> int:
        seen.options = options
        return seen.act()

    module = types.ModuleType("politeia.main_job")
    module.run = run  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "politeia.main_job", module)
    monkeypatch.setattr(politeia, "main_job", module, raising=False)
    return seen


def test_bare_command_lists_the_commands(answer: Answer) -> None:
    code, out, _ = answer()
    assert code == 0
    rows = [row.split()[0] for row in out.splitlines() if row.startswith("  ")]
    assert {"run", "check", "new"} <= set(rows)
    assert out.rstrip().endswith("next: politeia run")


def test_version(answer: Answer) -> None:
    assert answer("--version") == (0, f"politeia {politeia.__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["rnu"], "'run'"),
        (["run", "--scael", "3"], "--scale"),
        (["run", "--histories", "many"], "--histories"),
        (["run", "--histories", "0"], "--histories"),
        (["check"], "file"),
        (["check", "nope.toml"], "nope.toml: no such file"),
        (["check", "."], "this is a folder"),
        (["new", "union", "x"], "organisation"),
        (["new", "world", "Bad!"], "cannot be a name"),
    ],
)
def test_mistakes(answer: Answer, tmp_path: Path, arguments: list[str], words: str) -> None:
    code, out, err = answer(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert words in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir()), "nothing is written"


def test_new_then_check(answer: Answer) -> None:
    code, out, _ = answer("new", "organisation", "my-union")
    assert code == 0
    assert "next: politeia run --charter my-union.charter.toml --world my-union.world.toml --scale 1" in out
    assert answer("check", "my-union.charter.toml")[0] == 0
    code, out, _ = answer("check", "my-union.world.toml", "--json")
    assert json.loads(out)["persons"] == 6000
    code, out, err = answer("new", "world", "my-union")
    assert (code, out) == (2, "")
    assert "exists already" in err


def test_new_as_data(answer: Answer) -> None:
    code, out, _ = answer("new", "world", "home", "--folder", "sub", "--json")
    assert code == 0
    assert [Path(f).name for f in json.loads(out)["files"]] == ["home.world.toml"]


def test_run_hands_over_its_options(answer: Answer, job: types.SimpleNamespace) -> None:
    assert answer("run")[0] == 0
    assert job.options == {
        "histories": 100,
        "scale": 0.0096,
        "seed": 1917,
        "begin": None,
        "end": None,
        "charter": "party-1917",
        "world": "party-1917",
        "out": Path("results"),
        "changes": [],
        "interventions": "",
        "posterior": "",
        "threads": None,
        "cluster": "",
        "batch": None,
        "device": "cpu",
        "as_json": False,
        "quiet": False,
    }
    answer("run", "--from", "1918-01-01", "--set", "a.b=1", "--set", "c.d=2", "--json", "--threads", "2")
    assert job.options["begin"] == "1918-01-01"
    assert job.options["changes"] == ["a.b=1", "c.d=2"]
    assert (job.options["as_json"], job.options["threads"]) == (True, 2)


def test_exit_code_of_the_job(answer: Answer, job: types.SimpleNamespace) -> None:
    job.act = lambda: 1
    assert answer("run")[0] == 1


def test_mistake_of_the_job(answer: Answer, job: types.SimpleNamespace) -> None:
    def act() -> int:
        raise Mistake("a.toml, line 3: no")

    job.act = act
    assert answer("run") == (2, "", "error: a.toml, line 3: no\n")


def test_stop(answer: Answer, job: types.SimpleNamespace) -> None:
    def act() -> int:
        raise KeyboardInterrupt

    job.act = act
    code, _, err = answer("run")
    assert code == 130
    assert "the same command continues" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("claims", "C99"), "claim 'C99' does not exist; did you mean 'C9'?"),
        (("claims", "C1", "--language", "de"), "--language: given 'de'; allowed: en, fr"),
        (("claims", "C1", "--scale", "7"), "--scale: given 7"),
        (("compare", "as-is", "no-bann"), "did you mean 'no-ban'?"),
        (("compare", "as-is", "no-ban", "--at", "yesterday"), "--at: given 'yesterday'; allowed: a day as YYYY-MM-DD"),
        (("compare", "as-is", "no-ban+sanctioned-dissent"), "contradict each other"),
        (("branch", "--at", "1999-01-01"), "--at: given 1999-01-01; allowed: 1917-01-08 to 1928"),
        (("branch", "--at", "1921-03-15", "--with", "nothing"), "intervention 'nothing' does not exist"),
        (("why", "as-is", "no-purge+no-purge"), "given twice"),
        (("life", "--with", "no-civil-wars"), "did you mean 'no-civil-war'?"),
        (("run", "--with", "no-civil-wars"), "did you mean 'no-civil-war'?"),
        (("rivals", "--set", "posts.costs=1"), "did you mean 'posts.cost'?"),
    ],
)
def test_mistakes_are_told_before_any_work(
    answer: Answer, tmp_path: Path, arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = answer(*arguments)
    assert code == 2
    assert out == ""
    assert says in err
    assert "Traceback" not in err
    assert not (tmp_path / "results").exists()


def test_interventions_are_listed(answer: Answer) -> None:
    code, out, _ = answer("interventions", "--json")
    rows = {row["name"]: row for row in json.loads(out)}
    assert code == 0
    assert rows["no-civil-war"]["from"] == "1918-05-20"
    assert all(row["text"] and row["text_fr"] and row["changes"] for row in rows.values())


def test_mechanisms_are_those_of_the_article(answer: Answer) -> None:
    _, out, _ = answer("mechanisms", "--json")
    rows = json.loads(out)
    assert {row["id"] for row in rows} >= {f"M{n}" for n in range(1, 67)}
    assert all(
        row["switch"] == row["id"].lower() and row["file"] and (row["measures"] or not row["id"]) for row in rows
    )


@pytest.mark.parametrize("heavy", ["numba", "numpy", "polars", "matplotlib"])
def test_help_imports_nothing_heavy(heavy: str) -> None:
    program = f"import sys, politeia.cli; politeia.cli.main(['--help']); sys.exit({heavy!r} in sys.modules)"
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
