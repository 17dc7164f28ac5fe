"""Units of the archive as people write them: what kind of quantity a unit names, and how many of ours it holds.

Only what is written is converted ('thousand persons', 'share', 'per mille'); a number is never guessed at from its
size.
"""

from __future__ import annotations

import re
from collections.abc import Collection

SHARE, COUNT, RATIO, INDEX = "a share", "a count", "a ratio", "an index"

_SHARES = (
    (r"per ?cent|%|percentage", 1.0),
    (r"per ?mille|‰", 0.1),
    (r"shares?|fractions?|proportions?", 100.0),
)
_COUNTED = (
    "persons people members candidates workers strikers communists delegates votes voters secretaries officials "
    "employees soldiers recruits seats posts positions students staff committees"
).split()
_SCALES = (
    (r"thousands?|1[ ,.]?000|'000|k", 1e3),
    (r"millions?|mln", 1e6),
    (r"hundreds?", 1e2),
    (r"dozens?", 12.0),
)
WORDS = "persons, thousand persons, million persons, percent, share, per mille, ratio, 1913=100"


def read(unit: str) -> tuple[str, float] | None:
    """Kind of quantity, and the factor to persons, per cent or the ratio itself; None for words not known here.

    >>> read("thousand persons"), read("share of members")
    (('a count', 1000.0), ('a share', 100.0))
    """
    text = unit.casefold().strip()
    if re.search(r"=\s*100\b|\bindex\b", text):
        return INDEX, 1.0
    for pattern, factor in _SHARES:
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", text):
            return SHARE, factor
    if re.match(r"(ratio|times)\b", text):
        return RATIO, 1.0
    factor = next((f for p, f in _SCALES if re.match(rf"(?:in )?(?:{p})(?!\w)", text)), 1.0)
    if not any(re.search(rf"\b{word}\b", text) for word in _COUNTED) and factor == 1.0:
        return None
    period = re.search(r"\bper (day|week|month|year)\b", text)
    return (f"{COUNT} {period.group()}" if period else COUNT), factor


def factor(given: str, ours: Collection[str]) -> float | str:
    """What turns a number in the unit ``given`` into ours, or a sentence why nothing does.

    ``ours`` are the ways in which our unit is written; a unit that is not said is taken as ours.
    """
    if not given or given in ours:
        return 1.0
    told = read(given)
    if told is None:
        return f"its unit '{given[:60]}' is not known; known: {WORDS}"
    kinds = sorted({known[0] for unit in ours if (known := read(unit))})
    if told[0] not in kinds:
        return f"its unit '{given[:60]}' is {told[0]}; the series is {' or '.join(kinds)}"
    return told[1]
