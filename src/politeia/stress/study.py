"""A stress test from beginning to end: the battery, the single changes, the pairs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import combinations

import numpy as np

from politeia.charter import Charter
from politeia.mistakes import Mistake
from politeia.sensitivity.factors import unread
from politeia.stress import find
from politeia.stress.battery import AS_WRITTEN, CHUNK, Battery
from politeia.stress.changes import Change, between, single
from politeia.stress.find import Effect, Findings

Watch = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]
SCREEN = 36  #: histories in which every change is tried, shared among the worlds
CONFIRM = 360  #: histories in which the best are confirmed, likewise
SINGLES, PAIRED = 6, 4  #: single changes that are priced, and of how many the pairs are
PRICED = 20  #: histories a world of a priced change


def examine(battery: Battery, histories: int, *, suggest: bool, watch: Watch, other: Charter | None = None) -> Findings:
    """All that is asked about a charter."""
    if histories < 10:
        raise Mistake(f"--histories: given {histories}; allowed: 10 or more (odds are counts)")
    names = list(battery.models)
    amendment = None if other is None else between(battery.model.charter, other)
    with watch("parts of the worlds", -(-histories // CHUNK) * len(names)) as advance:
        battery.run(battery.everywhere([AS_WRITTEN]), histories, advance)
    charter = battery.model.charter
    changes = [c for c in single(charter, frozenset(unread(battery.model))) if _valid(c, charter)]
    screen = min(SCREEN // len(names), histories)
    with watch("changes of one article", len(changes) * len(names)) as advance:
        battery.run(battery.everywhere(changes), screen, advance)
    distance = {
        name: {c: find.moved(battery.difference(name, "margin", screen, c)).mean for c in changes} for name in names
    }
    confirm = min(CONFIRM // len(names), histories)
    ranked = {name: sorted(changes, key=lambda c: distance[name][c]) for name in names}
    ends = {name: [*first[:2], *first[-1:]] for name, first in ranked.items()}
    with watch("parts confirmed", sum(map(len, ends.values())) * -(-confirm // CHUNK)) as advance:
        battery.run(ends, confirm, advance)
    overall = sorted(changes, key=lambda c: float(np.mean([distance[name][c] for name in names])))
    found = Findings(
        battery=battery,
        histories=histories,
        odds={name: find.odds(battery, name, histories) for name in names},
        ends={name: find.ends(battery, name, histories) for name in names},
        paths={name: find.path(battery, name, histories) for name in names},
        tried=len(changes),
        weak={name: _best(battery, name, ends[name][:-1], confirm) for name in names},
        holding={name: _worst(battery, name, ends[name][-1], confirm) for name in names},
        weakest=_weakest(battery, overall[:2], min(PRICED, histories)),
    )
    if amendment is not None:
        with watch("parts of the other charter", -(-confirm // CHUNK) * len(names)) as advance:
            battery.run(battery.everywhere([amendment]), confirm, advance)
        found = replace(found, amended=find.suggestion(battery, amendment, confirm))
    return _suggested(found, overall, min(PRICED, histories), watch) if suggest else found


def _valid(change: Change, charter: Charter) -> bool:
    """Some changes of one rule make a charter that is refused: they are not tried."""
    try:
        change.of(charter)
    except ValueError:
        return False
    return True


def _best(battery: Battery, name: str, changes: Sequence[Change], histories: int) -> Effect | None:
    """The change that most lowers the odds of capture, or, where these do not move, the distance to it."""
    found = [find.effect(battery, name, c, histories) for c in changes]
    helping = [e for e in found if e.margin.high < 0]
    return min(helping, key=lambda e: (e.capture.mean if e.capture.shown else 0.0, e.margin.mean), default=None)


def _worst(battery: Battery, name: str, change: Change, histories: int) -> Effect | None:
    found = find.effect(battery, name, change, histories)
    return found if found.margin.low > 0 else None


def _weakest(battery: Battery, changes: Sequence[Change], histories: int) -> Effect | None:
    """The same over all worlds together."""
    battery.run(battery.everywhere(changes), histories)
    found = []
    for change in changes:
        priced = find.suggestion(battery, change, histories)
        if priced.helps:
            shares = [
                float(np.mean([np.nanmean(battery.values(n, "captured", histories, c)) for n in battery.models]))
                for c in (AS_WRITTEN, change)
            ]
            found.append(Effect(change, "", priced.margin, priced.odds["capture"], *shares))
    return min(found, key=lambda e: (e.capture.mean if e.capture.shown else 0.0, e.margin.mean), default=None)


def _suggested(found: Findings, overall: Sequence[Change], histories: int, watch: Watch) -> Findings:
    """The single changes that help most, each article once, and the pairs of the first of them, with their prices."""
    battery = found.battery
    singles: dict[str, Change] = {}
    for change in overall:
        singles.setdefault(found.article(change).id, change)
    best = list(singles.values())[:SINGLES]
    tried = [*best, *(a + b for a, b in combinations(best[:PAIRED], 2))]
    with watch("changes priced", len(tried) * len(battery.models)) as advance:
        battery.run(battery.everywhere(tried), histories, advance)
    priced = [s for s in (find.suggestion(battery, c, histories) for c in tried) if s.helps]
    return replace(found, suggestions=sorted(priced, key=lambda s: s.margin.mean), asked=True)
