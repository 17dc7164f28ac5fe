"""The table of targets is whole, and every row is reproduced or stands in the table of failures."""

from __future__ import annotations

import pytest

from politeia.classics import CLASSICS, results
from politeia.classics.card import GRADES, Row, failures, setting, targets, values
from politeia.classics.judge import JUDGES
from politeia.mistakes import Mistake

EFFORT = 0.06  #: of the published runs: judges know their standard errors


@pytest.fixture(scope="module")
def found() -> list[results.Result]:
    """Every row, with few runs."""
    return results.run(effort=EFFORT)


def test_every_row_is_reproduced_or_a_named_failure(found: list[results.Result]) -> None:
    assert len(found) == len(targets())
    failed = {r.row.id: r.verdict.why for r in found if not r.verdict.passed}
    assert failed.keys() == failures().keys(), failed


def test_ours_are_judged_by_their_own_errors(found: list[results.Result]) -> None:
    """A drawn quantity has a standard error, a computed one has none."""
    for result in found:
        if result.row.judge == "z":
            assert all(error > 0.0 for error in result.found.errors), result.row


def test_the_table_is_whole() -> None:
    rows = targets()
    assert len({row.id for row in rows}) == len(rows)
    assert failures().keys() <= {row.id for row in rows}
    assert all(failures().values())
    for row in rows:
        assert row.quantity in CLASSICS[row.model].quantities, row
        assert row.judge.split()[0] in JUDGES, row
        assert row.grade in GRADES, row
        assert row.source, row
        assert row.published or row.peer, row


def test_every_classic_and_every_quantity_has_a_row() -> None:
    asked = {(row.model, row.quantity) for row in targets()}
    assert asked == {(name, quantity) for name, classic in CLASSICS.items() for quantity in classic.quantities}


@pytest.mark.parametrize("name", CLASSICS)
def test_a_card_says_what_whose_and_how(name: str) -> None:
    classic = CLASSICS[name]
    assert len(classic.text) > 200
    assert classic.title
    assert classic.cite
    assert classic.conventions
    assert classic.fails


def test_threads_do_not_matter() -> None:
    few = ["jury", "moran", "sah-stiglitz", "kuran"]
    one, two = (results.run(few, effort=0.01, threads=threads) for threads in (1, 2))
    assert [r.found.values for r in one] == [r.found.values for r in two]


def test_a_cell_of_the_table_is_read_as_numbers_fractions_or_words() -> None:
    assert setting("12") == 12
    assert setting(".5,x,3") == (0.5, "x", 3)
    assert [float(v) for v in values("7/30 0.25")] == [7 / 30, 0.25]
    assert values("best>worst") == ("best>worst",)


def test_an_unknown_name_is_a_sentence() -> None:
    with pytest.raises(Mistake, match="did you mean 'galam'"):
        results.run(["galma"])


def test_a_failure_that_is_mended_is_noticed() -> None:
    row: Row = next(row for row in targets() if row.model == "kuran")
    result = results.result_of(row)
    assert not result.surprise
    assert results.Result(row, result.found, result.verdict, reason="once upon a time").surprise
