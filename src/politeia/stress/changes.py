"""Changes of one article of a charter: each rule moved to either end of the range that organisations have had.

The ranges are those of the sensitivity (:mod:`politeia.sensitivity.rules`); organs may also be elected where they are
named, protected from naming, chosen more or less often, and recalled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from politeia.articles import rules
from politeia.charter import Charter, Organ
from politeia.mistakes import Mistake
from politeia.sensitivity.rules import OPTIONAL, RULES, without

SECTIONS = ("admission", "minorities", "decisions", "officers")
RECALLS = (0.1, 0.33)  #: shares of dissent at which a recall is tried
GRACES = (13, 52)  #: weeks in office before a recall that are tried: California's ninety days, Wisconsin's year
TERMS = (26, 156)  #: terms that are tried, weeks
FEW_TERMS = 2  #: terms in a row that are tried where there is no limit
_NEAR = 0.05  # a share closer than this to the charter's own is no change


@dataclass(frozen=True)
class Change:
    """Some rules at other values: ``("decisions.quorum", 0.67)``, ``("organs.place.recall", 0.1)``."""

    values: tuple[tuple[str, Any], ...]

    @property
    def key(self) -> str:
        """Names it in a table and on the command line."""
        return "+".join(f"{name}={value}" for name, value in self.values)

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules it moves."""
        return tuple(name for name, _ in self.values)

    def of(self, charter: Charter) -> Charter:
        """The charter so changed, checked as any other."""
        data = charter.model_dump()
        for name, value in self.values:
            section, _, rest = name.partition(".")
            if section == "organs":
                level, _, field = rest.partition(".")
                next(organ for organ in data["organs"] if organ["level"] == level)[field] = value
            else:
                data[section][rest] = value
        return Charter.model_validate(data)

    def __add__(self, other: Change) -> Change:
        return Change((*self.values, *other.values))


def between(charter: Charter, other: Charter) -> Change:
    """The change that makes one charter say what the other says; both must have the same levels and organs."""
    trees = [([x.name for x in c.levels], sorted(o.level for o in c.organs)) for c in (charter, other)]
    if trees[0] != trees[1]:
        raise Mistake(
            f"charter '{other.name}': other levels or organs than '{charter.name}'; "
            "two charters are compared on the same luck if they have the same"
        )
    mine, theirs = rules(charter), rules(other)
    parted = [rule for rule, value in theirs.items() if value != mine[rule]]
    values = [(rule, theirs[rule]) for rule in parted if not rule.startswith("levels.") and not rule.endswith(".name")]
    if not values:
        raise Mistake(f"charter '{other.name}': it says the same as '{charter.name}'; change an article first")
    return Change(tuple(values))


def value_of(charter: Charter, rule: str) -> Any:
    """What the charter says on a rule such as ``organs.place.recall``."""
    section, _, rest = rule.partition(".")
    if section != "organs":
        return getattr(getattr(charter, section), rest)
    level, _, field = rest.partition(".")
    return getattr(charter.organ(level), field)


def single(charter: Charter, unread: frozenset[str] = frozenset()) -> list[Change]:
    """Every change of one rule that is tried; ``unread`` names the rules that nothing reads."""
    return [*_rules(charter, unread), *_organs(charter)]


def _rules(charter: Charter, unread: frozenset[str]) -> Iterator[Change]:
    held_rules = {f"rule_{name}": held for section in SECTIONS for name, held in getattr(charter, section)}
    unread |= without(held_rules) - OPTIONAL.keys()  # what is off may be put on, not be shaped
    for section in SECTIONS:
        for name, held in getattr(charter, section):
            if f"rule_{name}" in unread or f"rule_{name}" not in RULES:
                continue
            for value in _ends(name, held):
                yield Change(((f"{section}.{name}", value),))


def _ends(name: str, held: Any) -> Iterator[Any]:
    span = RULES[f"rule_{name}"]
    if name == "factions":
        yield from (value for value in ("free", "may_be_banned", "banned") if value != held)
    elif name == "veto_by":
        yield from (value for value in ("nobody", "members") if value != held)
    elif isinstance(held, bool):
        yield not held
    else:
        for end in (span.low, span.high):
            if abs(end - held) > _NEAR * (span.high - span.low):
                yield type(held)(end)


def _organs(charter: Charter) -> Iterator[Change]:
    top = charter.levels[-1].name
    for organ in charter.organs:
        fields = _top_fields(organ) if organ.level == top else _fields(organ)
        yield from (_moved(organ, **each) for each in fields)


def _fields(organ: Organ) -> Iterator[dict[str, Any]]:
    if "elected" not in organ.ways:
        yield _elected(organ) | {"may_appoint": False}
    elif not {"appointed", "co-opted"} & {*organ.ways}:
        yield {"may_appoint": not organ.may_appoint}
    yield from _terms(organ)
    yield from _limits(organ)


def _top_fields(organ: Organ) -> Iterator[dict[str, Any]]:
    """A congress elects the top, when its term is over if it has one; the members may elect it in its place."""
    if "elected" not in organ.ways:
        yield _elected(organ)
    elif organ.elected_by == "members":
        yield {"elected_by": "delegates"}
    else:
        yield {"elected_by": "members"}
    yield from _terms(organ)
    yield from _limits(organ)


def _terms(organ: Organ) -> Iterator[dict[str, Any]]:
    """Shorter and longer terms; a seat ex officio has none."""
    if {*organ.ways} != {"ex officio"}:
        yield from ({"term": term} for term in (min(TERMS), max(TERMS)) if term != organ.term)


def _elected(organ: Organ) -> dict[str, Any]:
    """Every seat by election."""
    return ({"filled_by": "elected"} if organ.filled_by != "elected" else {}) | (
        {"filling": {}} if organ.filling else {}
    )


def _limits(organ: Organ) -> Iterator[dict[str, Any]]:
    yield from ({"recall": share} for share in RECALLS if abs(share - organ.recall) > _NEAR)
    if organ.recall:
        yield from ({"recall_weeks": weeks} for weeks in GRACES if weeks != organ.recall_weeks)
    yield {"terms_max": 0 if organ.terms_max else FEW_TERMS}


def _moved(organ: Organ, **fields: Any) -> Change:
    return Change(tuple((f"organs.{organ.level}.{field}", value) for field, value in fields.items()))
