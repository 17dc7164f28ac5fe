"""How far each rule of a charter is moved when its weight is measured, and why so far.

A rule has no plausible range as a parameter has: an organisation chooses it.  These are the rules that organisations
of this kind have had or asked for; another range gives another weight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Range:
    """A test range; with ``step`` above 0 only ``low``, ``low + step``, ... ``high`` are taken."""

    low: float
    high: float
    step: float
    reason: str


_OFF_ON = "from not at all to fully"
_SWITCH = "no or yes"

#: Ranges of the numeric rules of a charter, by their name in a model.
RULES: dict[str, Range] = {
    "rule_candidate_weeks": Range(0, 104, 1, "from no trial to two years"),
    "rule_filter": Range(0.0, 0.6, 0, "from open doors to most applicants refused"),
    "rule_sacrifice": Range(0.0, 0.4, 0, "from nothing asked to nearly half of one's free time"),
    "rule_horizontal": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_press": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_factions": Range(0, 2, 1, "banned, may be banned, free"),
    "rule_ban_weeks": Range(26, 520, 1, "from half a year to ten years; 0, never, is like the upper end"),
    "rule_proportional": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_transfers": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_expulsion": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_quorum": Range(0.5, 0.67, 0, "from a simple majority to two thirds"),
    "rule_revote": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_initiative": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_urgency_skip": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_congress_weeks": Range(26, 156, 1, "from two congresses a year to one in three years"),
    "rule_called_below": Range(0.1, 0.67, 0, "from a tenth to two thirds of the districts; 0, never, is another rule"),
    "rule_collegial": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_quorum_present": Range(0.5, 1.0, 0, "from half of the seats held to all"),
    "rule_mandate": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_veto_by": Range(0, 1, 1, "nobody, or the members"),
    "rule_veto_share": Range(0.33, 0.67, 0, "from a third against to two thirds"),
    "rule_veto_weeks": Range(0, 52, 1, "from for good, 0, to a delay of a year"),
    "rule_referendum_members": Range(0.05, 0.33, 0, "from one in twenty dissenting to a third"),
    "rule_referendum_last": Range(0, 1, 1, _SWITCH),
    "rule_referendum_proxies": Range(0, 3, 1, "from nobody represented to three votes carried by one member"),
    "rule_referendum_turnout": Range(0.0, 0.5, 0, "from any number taking part to half of the members"),
    "rule_elect": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_pay_cap": Range(0.0, 1.0, 0, "from no advantage allowed to full income"),
    "rule_cap_locked": Range(0, 1, 1, _SWITCH),
    "rule_office_share": Range(0.1, 0.5, 0, "from a tenth to half of the members in administration"),
    "rule_back_to_bench": Range(0.1, 1.0, 0, "from a third of the usual speed to three times"),
    "rule_apparatus": Range(0.25, 1.0, 0, "from a quarter of its means to all of them"),
    "rule_schooling": Range(0.0, 1.0, 0, _OFF_ON),
    "rule_cult": Range(0.0, 1.0, 0, _OFF_ON),
}

#: Rules that an organisation may do without: where a charter leaves them off, their weight is not measured.
OPTIONAL: dict[str, tuple[str, ...]] = {
    "rule_quorum_present": ("rule_quorum_present",),
    "rule_mandate": ("rule_mandate",),
    "rule_veto_by": ("rule_veto_by", "rule_veto_share", "rule_veto_weeks"),
    "rule_referendum_members": ("rule_referendum_members", "rule_referendum_turnout", "rule_referendum_proxies"),
    "rule_referendum_last": ("rule_referendum_last", "rule_referendum_turnout", "rule_referendum_proxies"),
}


def without(values: Mapping[str, Any]) -> set[str]:
    """Rules that mean nothing under these values (of all rules, by name), for what they belong to is left off."""
    used = {rule for switch, rules in OPTIONAL.items() if values[switch] not in (0, "nobody") for rule in rules}
    return {rule for rules in OPTIONAL.values() for rule in rules} - used


#: Ranges of the rules that each organ has for itself.
ORGANS: dict[str, Range] = {
    "term": Range(13, 104, 1, "from four elections a year to one in two years"),
    "may_appoint": Range(0, 1, 1, _SWITCH),
    "recall": Range(0.3, 1.0, 0, "from three in ten dissenting to all, which is never; 0 is never too"),
}
