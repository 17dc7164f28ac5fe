"""A charter as numbered articles in plain words, English and French, and the difference of two charters.

One place for these texts: whatever prints a charter prints these.  An article keeps its ``id`` whatever its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from politeia.articles import decisions, members, organs
from politeia.articles.words import LABELS, Language, degree, label, percent, span
from politeia.charter import Charter

__all__ = [
    "GROUPS",
    "LABELS",
    "Amendment",
    "Article",
    "Language",
    "articles",
    "compared",
    "compared_in_words",
    "concerning",
    "degree",
    "document",
    "label",
    "percent",
    "rules",
    "span",
]

GROUPS = {
    "organs": ("Levels and organs", "Niveaux et organes"),
    "admission": ("Who may join", "Qui peut adhérer"),
    "minorities": ("What those who disagree may do", "Ce que peuvent ceux qui ne sont pas d’accord"),
    "decisions": ("How it decides", "Comment on décide"),
    "officers": ("Officers", "Les responsables"),
}


@dataclass(frozen=True)
class Article:
    """One article: what it says in each language, and the rules of the charter that say it."""

    id: str
    number: int
    group: str
    title_en: str
    title_fr: str
    text_en: str
    text_fr: str
    rules: tuple[str, ...]  #: such as ``decisions.quorum`` or ``organs.place.term``

    def title(self, language: Language) -> str:
        """Its title in a language."""
        return self.title_fr if language == "fr" else self.title_en

    def text(self, language: Language) -> str:
        """Its text in a language."""
        return self.text_fr if language == "fr" else self.text_en

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**asdict(self), "rules": list(self.rules)}


def articles(charter: Charter) -> list[Article]:
    """The charter's articles, in order."""
    return [Article(number=number, **found) for number, found in enumerate(_written(charter), start=1)]


def concerning(rule: str, written: list[Article]) -> Article | None:
    """The article that a rule belongs to; ``organs`` and ``organs.place`` name the first that fits."""
    return next((a for a in written if any(r == rule or r.startswith(f"{rule}.") for r in a.rules)), None)


def document(charter: Charter, language: Language = "en") -> str:
    """The charter to be read aloud."""
    french = language == "fr"
    title = charter.title_fr if french and charter.title_fr != "—" else charter.title
    lines = [title]
    for group, found in groupby(articles(charter), key=lambda article: article.group):
        lines += ["", GROUPS[group][french].upper()]
        lines += [f"Art. {a.number}. {a.title(language)}. {a.text(language)}" for a in found]
    return "\n".join(lines)


@dataclass(frozen=True)
class Amendment:
    """An article that differs between two charters; ``a`` or ``b`` is None where one has no such article."""

    id: str
    a: Article | None
    b: Article | None
    rules: dict[str, tuple[Any, Any]]  #: what differs: from what, to what

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        held = {side: found and found.as_dict() for side, found in (("a", self.a), ("b", self.b))}
        return {"id": self.id, **held, "rules": {name: list(pair) for name, pair in self.rules.items()}}


def compared(a: Charter, b: Charter) -> list[Amendment]:
    """The articles in which two charters differ."""
    one, other = ({article.id: article for article in articles(charter)} for charter in (a, b))
    mine, theirs = rules(a), rules(b)
    found = []
    for name in dict.fromkeys((*one, *other)):
        held = [article for article in (one.get(name), other.get(name)) if article]
        named = dict.fromkeys(rule for article in held for rule in article.rules)
        parted = {r: (mine.get(r), theirs.get(r)) for r in named if mine.get(r) != theirs.get(r)}
        if parted:
            found.append(Amendment(name, one.get(name), other.get(name), parted))
    return found


def compared_in_words(a: Charter, b: Charter, language: Language = "en") -> str:
    """What the second charter changes, article by article, from what to what."""
    changes = compared(a, b)
    say = _SAY[language]
    if not changes:
        return say["same"]
    total = len(articles(a))
    lines = [say["changed"].format(n=len(changes), total=total)]
    for change in changes:
        head = change.a or change.b
        assert head is not None
        lines += ["", f"Art. {head.number}. {head.title(language)}"]
        lines += [f"  {say['from']} {change.a.text(language) if change.a else say['nothing']}"]
        lines += [f"  {say['to']} {change.b.text(language) if change.b else say['nothing']}"]
    return "\n".join(lines)


def rules(charter: Charter) -> dict[str, Any]:
    """Every rule by its full name."""
    found: dict[str, Any] = {}
    for level in charter.levels:
        found[f"levels.{level.name}"] = level.title
    for organ in charter.organs:
        found |= {f"organs.{organ.level}.{name}": value for name, value in organ if name not in ("level", "name_fr")}
    for section in ("admission", "minorities", "decisions", "officers"):
        found |= {f"{section}.{name}": value for name, value in getattr(charter, section)}
    found["admission.types"] = [held.model_dump() for held in charter.admission.types]
    return found


_SAY = {
    "en": {"same": "The two charters say the same.", "changed": "{n} of {total} articles differ.",
           "from": "from:", "to": "to:  ", "nothing": "(no such article)"},
    "fr": {"same": "Les deux chartes disent la même chose.", "changed": "{n} articles sur {total} diffèrent.",
           "from": "de :", "to": "à : ", "nothing": "(pas de tel article)"},
}  # fmt: skip


def _written(charter: Charter) -> Iterator[dict[str, Any]]:
    yield organs.of_levels(charter)
    for organ in charter.organs:
        yield organs.of_organ(organ, charter)
    yield from members.of_admission(charter)
    yield from members.of_minorities(charter)
    yield from decisions.of_decisions(charter)
    yield from members.of_officers(charter)
