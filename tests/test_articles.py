"""A charter reads as articles, and two charters differ in the articles whose rules differ."""

from __future__ import annotations

import json

import pytest

from politeia import articles, cli, load
from politeia.articles import degree, span
from politeia.charter import Charter
from politeia.templates import ORIGINS


def charter(name: str) -> Charter:
    return load.charter(load.resource("templates", f"{name}.charter.toml"))


def all_charters() -> list[Charter]:
    return [charter(name) for name in ("organisation", *ORIGINS[1:])] + [load.charter("party-1917")]


@pytest.mark.parametrize("held", all_charters(), ids=lambda c: c.name + c.title)
def test_every_rule_is_in_exactly_one_article(held: Charter) -> None:
    named = [rule for article in articles.articles(held) for rule in article.rules]
    assert sorted(named) == sorted(articles.rules(held))


@pytest.mark.parametrize("held", all_charters(), ids=lambda c: c.name + c.title)
def test_articles_are_numbered_and_in_both_languages(held: Charter) -> None:
    found = articles.articles(held)
    assert [a.number for a in found] == list(range(1, len(found) + 1))
    assert len({a.id for a in found}) == len(found)
    assert all(a.text_en.endswith(".") and a.text_fr.endswith(".") and a.text_en != a.text_fr for a in found)
    assert list(dict.fromkeys(a.group for a in found)) == list(articles.GROUPS)


def test_each_value_that_changes_changes_its_article() -> None:
    """Whatever rule is moved, the reader sees it: in the text, in both languages."""
    from politeia.stress.changes import single

    held = charter("union")
    for change in single(held):
        (amended,) = articles.compared(held, change.of(held))
        assert amended.a is not None
        assert amended.b is not None
        unsaid = amended.a.id == "organ-party"
        assert unsaid or (amended.a.text_en != amended.b.text_en and amended.a.text_fr != amended.b.text_fr), change.key
        assert set(amended.rules) == set(change.rules)


def recalled(share: float, weeks: int) -> Charter:
    """A union whose stewards are recalled so."""
    data = charter("union").model_dump()
    organs = [o | ({"recall": share, "recall_weeks": weeks} if o["level"] == "cell" else {}) for o in data["organs"]]
    return Charter.model_validate(data | {"organs": organs})


def test_an_article_of_recall_says_its_time_of_grace() -> None:
    said = articles.document(recalled(0.25, 26)), articles.document(recalled(0.25, 26), "fr")
    assert "25% of the members openly dissent, but not within 6 months of taking office" in said[0]
    assert "25 % des membres s’opposent ouvertement, mais pas dans les 6 mois qui suivent" in said[1]
    assert "openly dissent." in articles.document(recalled(0.25, 0))
    (change,) = articles.compared(recalled(0.25, 26), recalled(0.25, 52))
    assert change.rules == {"organs.cell.recall_weeks": (26, 52)}
    assert "not within 1 year" in articles.compared_in_words(recalled(0.25, 26), recalled(0.25, 52))
    assert "recall_weeks" not in str([c.rules for c in articles.compared(recalled(0.25, 26), recalled(0.3, 26))])


def test_the_same_charter_has_no_difference() -> None:
    held = charter("mutual")
    assert articles.compared(held, held) == []
    assert articles.compared_in_words(held, held, "fr") == "Les deux chartes disent la même chose."


def test_an_organ_that_one_charter_lacks() -> None:
    found = {change.id: change for change in articles.compared(charter("union"), charter("cooperative"))}
    assert found["organ-district"].b is None
    assert "(no such article)" in articles.compared_in_words(charter("union"), charter("cooperative"))


@pytest.mark.parametrize(
    ("weeks", "english", "french"),
    [(1, "1 week", "1 semaine"), (8, "8 weeks", "8 semaines"), (26, "6 months", "6 mois"), (52, "1 year", "1 an"),
     (78, "18 months", "18 mois"), (260, "5 years", "5 ans")],
)  # fmt: skip
def test_spans(weeks: int, english: str, french: str) -> None:
    assert (span(weeks), span(weeks, "fr")) == (english, french)


def test_degrees() -> None:
    assert [degree(x) for x in (0, 0.5, 1)] == ["not at all", "by half (50%)", "fully"]
    assert degree(0.3, "fr") == "en partie (30 %)"


def test_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(load.resource("templates", "party.charter.toml"))
    assert cli.main(["charter", "show", path, "--language", "fr"]) == 0
    assert "Art. 1. Niveaux." in capsys.readouterr().out
    assert cli.main(["charter", "diff", path, "party-1917", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {change["id"] for change in found["changes"]} >= {"pay", "organ-place", "congress"}
    assert cli.main(["charter", "show", "nowhere.toml"]) == 2


def test_how_ballots_are_counted_is_said() -> None:
    from politeia.charter import METHODS

    held = charter("union").model_dump()
    said = set()
    for method in METHODS:
        held["organs"][-1]["method"] = method
        (found,) = [a for a in articles.articles(Charter.model_validate(held)) if a.id == "organ-party"]
        said |= {found.text_en, found.text_fr}
    assert len(said) == 2 * len(METHODS)
