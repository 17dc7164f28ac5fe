"""`politeia classics`: data, cards, mistakes, exit codes."""

from __future__ import annotations

import json

import pytest

from politeia.classics import CLASSICS, results
from politeia.cli import main


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    code = main(["classics", *arguments])
    out, err = capsys.readouterr()
    return code, out, err


def test_data(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(capsys, "kuran", "power", "degroot", "--json")
    rows = json.loads(out)
    assert (code, err) == (0, "")
    assert {row["model"] for row in rows} == {"kuran", "power", "degroot"}
    wanted = {"model", "parameters", "quantity", "published", "ours", "standard_error", "passed"}
    assert all(wanted <= row.keys() and row["passed"] is True for row in rows)
    assert [row["ours"] for row in rows if row["model"] == "kuran"] == [10.0, 90.0]


def test_a_card(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = answer(capsys, "friedkin-johnsen", "--quiet")
    classic = CLASSICS["friedkin-johnsen"]
    assert code == 0
    for heading in (classic.title, "Sources", "Conventions", "Numbers", "What fails", "60.0208"):
        assert heading in out


def test_an_unknown_name(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = answer(capsys, "granoveter")
    assert (code, out) == (2, "")
    assert "did you mean 'granovetter'?" in err


def test_what_is_not_as_listed_ends_in_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {row.id: "no reason" for row in results.targets() if row.model == "kuran"}
    monkeypatch.setattr(results, "failures", lambda: rows)
    code, out, _ = answer(capsys, "kuran", "--quiet")
    assert code == 1
    assert "passes, but is listed as failing" in out


def test_an_unexpected_failure_ends_in_one(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from politeia.classics import found

    monkeypatch.setitem(CLASSICS["kuran"].quantities, "public opposition (%)", lambda **_: found.exact(50.0))  # type: ignore[arg-type]
    code, out, _ = answer(capsys, "kuran", "--quiet")
    assert code == 1
    assert "FAILS" in out
