"""A mechanism of the user's own: read from a file, refused in a sentence, kept with an experiment, sent to workers."""

from __future__ import annotations

import importlib
import json
import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import fake
from politeia import experiments, intervention, ledger, load, main_job, mechanism_file, odd, studies
from politeia.calibration import words
from politeia.cli import main
from politeia.declare import Mechanism, Parameter, Step, kernel
from politeia.intervention import Intervention
from politeia.mechanisms import DEFAULT
from politeia.mistakes import Mistake
from politeia.model import Model, build, defined, definition
from politeia.results import Results
from politeia.store import Store
from politeia.web.document import model_of

PAGE = Path(__file__).parents[1] / "docs" / "howto" / "mechanism.md"
TEXT = re.search(r":caption: fellowship.py\n(.*?)^```", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)[1]  # type: ignore[index]
PLAIN = build(load.charter("party-1917"), load.world("party-1917"))
Answer = Callable[..., tuple[int, str, str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "fellowship.py", TEXT)


@pytest.fixture
def answer(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answer:
    """Run a command in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new)


# Read


def test_the_text_alone_counts(file: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    other = written(tmp_path / "elsewhere" / "other.py", TEXT.replace("\n", "\r\n").rstrip())
    one, same = mechanism_file.read(file), mechanism_file.read(other)
    assert one is same
    written(file, changed("1.0 - hold", "1.0 - 0.5 * hold"))
    assert mechanism_file.read(file) != one
    prints = {build(PLAIN.charter, PLAIN.world, (), (m,)).fingerprint for m in (one, same, mechanism_file.read(file))}
    assert len(prints) == 2
    assert PLAIN.fingerprint not in prints


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("x = 1\n", "it has no MECHANISM"),
        ("MECHANISM = 3\n", "MECHANISM is of type int"),
        ("x = 1\ny =\n", "line 2: not Python"),
        ("\n\nx = 1 / 0\n", "line 3: the file fails: ZeroDivisionError"),
        ("import helpers_of_mine\n", "line 1: No module named 'helpers_of_mine'; a mechanism is one file"),
        ("import sys\nsys.exit(0)\n", "line 2: the file ends the program"),
        (changed("Parameter(0.5", "Parameter(5"), "the file fails: ValueError: default 5 lies outside"),
        (changed("@kernel\n", ""), "is not marked with @kernel"),
        (changed('name="fellowship"', 'name="Fellow ship"'), "allowed: small letters, digits and _"),
        (changed('(Step("member", fellowship, ("exit", "hold")),)', "()"), "no step: it would do nothing"),
        (changed('("exit", "hold")),)', '("exit", "hold")))'), "write steps=(Step(...),) with the comma"),
        (
            changed('company"),),\n    measures', 'company")),\n    measures'),
            "write tallies=(Tally(...),) with the comma",
        ),
        (
            changed("parameters={", "parameters=[").replace('prevents")}', 'prevents")]').replace('"keep": ', ""),
            "Parameter(",
        ),
        (changed("text=__doc__", "text=None"), "name and text are texts"),
        (changed("implements=()", 'implements=("A1",)'), "implements names mechanisms of the article"),
        (changed("@kernel", "from fake import same\n\n\n@kernel"), "kernel 'same' comes from fake; a mechanism is one"),
        (changed("fellowship, (", "kernel(lambda exit, activism, keep: (exit, keep)), ("), "write it as a def of the"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_sentence(text: str, says: str, tmp_path: Path) -> None:
    path = written(tmp_path / "mine.py", text)
    for _ in range(2):  # nothing half made stays behind
        with pytest.raises(Mistake, match=re.escape(says)) as caught:
            mechanism_file.read(path)
        assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (changed('name="fellowship"', 'name="posts"'), "a mechanism called 'posts' is there already"),
        (changed('Measure("fellowship"', 'Measure("members"'), "a measure called 'members' is there already"),
        (changed('Tally("fellowship"', 'Tally("opposing"'), "its tally 'opposing' is the name of one of '"),
        (changed("activism", "activsm"), "nothing supplies 'activsm'; did you mean 'activism'?"),
        (changed('"fellowship", "share"', '"felowship", "share"'), "no such tally or field; did you mean 'fellowship'?"),
        (changed('"fellowship", "share"', '"people[0]", "share"'), "mine.py: nothing is called 'people'"),
        (changed('Step("member"', 'Step("membre"'), "no phase is called 'membre'; did you mean 'member'?"),
        (changed('Step("member", fellowship', 'Step("hook", fellowship, hook="exitt"').replace(', ("exit", "hold"))', ")"),
         "no decision is called 'exitt'"),
        (changed("@kernel", "K = 1\n\n\n@kernel").replace("keep *", "K *"), "kernel 'fellowship' (mine.py) uses the glo"),
        (changed("keep * activism", "[keep, activism][0]"), "mine.py, line 14: the compiler refuses kernel 'fellowship'"),
        (changed("keep * activism", "'a' + keep"), "mine.py, line 14: the compiler refuses kernel 'fellowship'"),
        (changed("keep * activism", "keep * friends(activism)"), "name 'friends' is not defined"),
        (changed("1.0 - hold), hold", "1.0 - hold)"), "mine.py, line 12: kernel 'fellowship' returns 1, its step writes 2"),
    ],
)  # fmt: skip
def test_a_mechanism_that_does_not_fit_is_a_sentence(text: str, says: str, answer: Answer, tmp_path: Path) -> None:
    written(tmp_path / "mine.py", text)
    code, _, err = answer("run", "--histories", "1", "--with", "mine.py", "--quiet")
    assert code == 2
    assert err.startswith("error: mine.py")
    assert says in err
    assert not (tmp_path / "results").exists()


def test_a_file_that_is_none_is_a_sentence(answer: Answer, tmp_path: Path, file: Path) -> None:
    assert "did you mean 'fellowship.py'?" in answer("run", "--with", "felowship.py")[2]
    (tmp_path / "folder.py").mkdir()
    assert "this is a folder" in answer("run", "--with", "no-ban+folder.py")[2]
    assert "a .py file (a mechanism)" in answer("run", "--with", "fellowship.txt")[2]
    assert "is there already" in answer("run", "--with", "fellowship.py+fellowship.py")[2]
    assert "given 'no-ban'; allowed here: .py files" in answer("claims", "--with", "fellowship.py+no-ban")[2]
    assert "there is no such parameter" in answer("run", "--set", "fellowship.keep=1")[2]


# Kept and sent


def test_what_is_kept_makes_the_same_model(file: Path) -> None:
    at = PLAIN.world.date(10)
    item = Intervention(
        name="later", title="l", title_fr="l", text="l", text_fr="l", settings={"fellowship.keep": 1.0}, **{"from": at}
    )
    model = intervention.intervene(build(PLAIN.charter, PLAIN.world, (), (mechanism_file.read(file),)), [item])
    file.unlink()
    kept = json.loads(json.dumps(definition(model)))
    again = defined(kept)
    assert again.fingerprint == model.fingerprint
    assert again.later[0][1].mechanisms == again.mechanisms == model.mechanisms
    assert kept["mechanisms"][-1]["text"] == TEXT
    dropped = kept | {"mechanisms": kept["mechanisms"][:-1]}
    assert defined(dropped).fingerprint != model.fingerprint
    edited = kept | {"mechanisms": [*kept["mechanisms"][:-1], {**kept["mechanisms"][-1], "text": TEXT + "# mine\n"}]}
    assert defined(edited).fingerprint != model.fingerprint


def test_a_model_of_the_default_mechanisms_is_kept_by_name() -> None:
    kept = json.loads(json.dumps(definition(PLAIN)))
    assert kept["mechanisms"] == [mechanism.name for mechanism in DEFAULT]
    assert defined(kept) == PLAIN
    del kept["mechanisms"]  # as experiments had it before
    assert defined(kept) == PLAIN
    fewer = replace(PLAIN, mechanisms=DEFAULT[:3])
    assert defined(definition(fewer)) == fewer
    with pytest.raises(Mistake, match="mechanism 'posst' does not exist"):
        defined(kept | {"mechanisms": ["posst"]})


def test_a_model_is_sent_with_its_texts(file: Path) -> None:
    model = build(PLAIN.charter, PLAIN.world, ["fellowship.keep=1"], (mechanism_file.read(file),))
    sent = pickle.dumps(model)
    file.unlink()
    assert pickle.loads(sent).fingerprint == model.fingerprint
    assert TEXT[:60].encode() in sent


def test_one_made_in_python_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "company_of_mine.py", TEXT.replace("MECHANISM", "COMPANY"))
    monkeypatch.syspath_prepend(str(tmp_path))
    mine = importlib.import_module("company_of_mine").COMPANY
    model = PLAIN.with_mechanism(mine)
    kept = json.loads(json.dumps(definition(model)))
    assert kept["mechanisms"][-1]["file"] == "company_of_mine.py"
    assert defined(kept).fingerprint == model.fingerprint
    assert ledger.mechanisms(defined(kept))[0] == ledger.mechanisms(model)[0]
    other = replace(mine, parameters={"keep": Parameter(0.1, 0.0, 1.0, "share", "A900", "changed here")})
    assert PLAIN.with_mechanism(other).fingerprint != model.fingerprint
    with pytest.raises(Mistake, match="declares it otherwise than it is here"):
        definition(PLAIN.with_mechanism(other))


@kernel
def still(course):
    return course


def test_one_that_no_file_gives_again_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    lone = Mechanism("lone", "Lone.", (), (Step("member", still, ("course",)),))
    with pytest.raises(Mistake, match="no mechanism called 'lone' stands by itself in it"):
        definition(PLAIN.with_mechanism(lone))
    ours = replace(DEFAULT[0], text="changed")
    with pytest.raises(Mistake, match="it is not made in one file of its own"):
        definition(PLAIN.with_mechanism(ours))
    typed: dict[str, Any] = {"__name__": "__main__"}
    exec("from politeia.declare import kernel\n\n@kernel\ndef f(course):\n    return course\n", typed)
    with pytest.raises(Mistake, match="it is made in the program that runs"):
        definition(PLAIN.with_mechanism(Mechanism("typed", "Typed.", (), (Step("member", typed["f"], ("course",)),))))
    held = fake.model(mechanisms=(lone,))
    with pytest.raises(Mistake, match="an experiment could not keep it"):
        studies.ensemble.run(
            studies.Plan(model=held, histories=range(2), scale=0.01, seed=1), folder=tmp_path, engine=fake.Engine(held)
        )
    assert not list(tmp_path.iterdir())


def test_an_added_mechanism_acts_after_a_change_of_model_too(file: Path) -> None:
    changing = intervention.intervene(PLAIN, intervention.parse("no-ban"))
    model = changing.with_mechanism(mechanism_file.read(file))
    assert all(later.mechanisms == model.mechanisms for _, later in model.later)


# In the commands


def test_both_sides_of_a_comparison(file: Path) -> None:
    setting = studies.Setting(changes=["fellowship.keep=1", "m31=0"])
    sides = setting.beside("as-is", str(file))
    assert [side.changes for side in sides] == [["m31=0"], ["fellowship.keep=1", "m31=0"]]
    assert sides[1].model(str(file)).settings == {"fellowship.keep": 1.0, "m31": 0.0}
    always = replace(setting, added=str(file))
    assert words.command(Path("p.json"), "mine.toml", "party-1917", "f.py").endswith("--with f.py --posterior p.json")
    assert [side.model("as-is").values["fellowship__keep"] for side in always.beside("as-is", "no-ban")] == [1.0, 1.0]


def test_lists_and_the_document_have_it(answer: Answer, file: Path) -> None:
    rows = json.loads(answer("mechanisms", "--with", "fellowship.py", "--json")[1])
    (row,) = [row for row in rows if row["name"] == "fellowship"]
    assert (row["file"], row["measures"][0]) == ("fellowship.py", "fellowship")
    assert {r["file"].partition("/")[0] for r in rows} == {"fellowship.py", "mechanisms"}
    document = answer("odd", "--with", "fellowship.py")[1]
    assert "`fellowship`: Fellowship: fewer leave a lively cell" in document
    assert "| fellowship.py |" in document
    assert "A900" in answer("assumptions", "--with", "fellowship.py")[1]
    assert odd.document(main_job.modelled(interventions=str(file), posterior="none")).strip() == document.strip()


def test_an_experiment_with_it_is_run_moved_continued_and_read(answer: Answer, file: Path, tmp_path: Path) -> None:
    assert answer("new", "organisation", "mine")[0] == 0
    run = "run --charter mine.charter.toml --world mine.world.toml --scale 0.1 --histories 2 --batch 1 --json".split()
    own = ("--with", "fellowship.py", "--set", "fellowship.keep=1")
    code, out, err = answer(*run, *own)
    assert (code, err) == (0, "")
    folder = Path(json.loads(out)["results"])
    before = Results.load(folder).weekly("members")
    without = Path(json.loads(answer(*run)[1])["results"])
    assert (Results.load(without).weekly("members") != before).any()

    file.rename(tmp_path / "moved.py")
    written(file, changed("1.0 - hold", "1.0 - 0.5 * hold"))
    sorted(Store.open(folder).parts)[0].unlink()
    code, out, _ = answer("experiments", "resume", folder.name, "--cluster", "processes:1", "--json")
    assert (code, json.loads(out)["ran"]) == (0, 1)
    results = Results.load(folder)
    assert (results.weekly("members") == before).all()
    assert json.loads(answer(*run, "--with", "moved.py", *own[2:])[1])["ran"] == 0

    told = experiments.details(folder)
    assert [(one["file"], one["text"]) for one in told["mechanisms"]] == [("fellowship.py", TEXT)]
    assert "fellowship (fellowship.py, kept here)" in answer("experiments", "show", folder.name)[1]
    assert answer("experiments", "export", folder.name, "--to", "all.csv")[0] == 0
    assert "fellowship" in (tmp_path / "all.csv").read_text().split("\n")[0].split(",")
    assert results.frame(["fellowship"])["q50"].max() > 0
    held = model_of(results)
    assert isinstance(held, Model)
    assert held.mechanisms[-1].name == "fellowship"

    about_it = ("--of", folder.name, "--json", "--quiet")
    lives = json.loads(answer("life", "--random-delegate", *about_it)[1])
    assert lives["events"]
    code, out, _ = answer("branch", "--at", f"{results.date(results.weeks - 9)}", "--futures", "2", *about_it)
    assert (code, sum(json.loads(out)["outcomes"].values())) == (0, 1.0)
    assert "leave one of them out" in answer("life", "--random-delegate", "--seed", "3", *about_it)[2]
    spoil(folder)
    for command in (("show", folder.name), ("export", folder.name, "--to", "again.csv")):  # numbers are read
        assert answer("experiments", *command)[0] == 0
    assert answer("compare", str(folder), str(without))[0] == 0
    assert not (tmp_path / "executed").exists()
    code, out, err = answer("life", "--random-delegate", *about_it)
    assert (code, out) == (2, "")
    assert f"The model of {folder.name} has changed since" in err
    code, out, err = answer("experiments", "resume", folder.name)
    assert "cannot be continued with the same bits, for the model changed since" in err
    assert model_of(Results.load(folder)) is None
    assert (tmp_path / "executed").exists()


def spoil(folder: Path) -> None:
    """Change a kept text by hand: it leaves a file where it is executed."""
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text("utf-8"))
    content["about"]["model"]["mechanisms"][-1]["text"] += "open('executed', 'w').close()\n"
    manifest.write_text(json.dumps(content), "utf-8")
