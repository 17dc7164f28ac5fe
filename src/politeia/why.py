"""Why two histories part: the same people and the same luck under two models, and the first decision that differs.

A decision differs if who is chosen, sent, carried or banned differs, or if it is taken under one model only.  The
share of votes is not the decision: 62 % and 64 % for a motion carry the same motion.  Deaths are not decisions, and
who leaves a post to a successor, or for another post, is told with the choice that it follows from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia import chronicle_fr
from politeia.chronicle import HEADS, OF_A_PERSON, POSTS, VOTES, Chronicle
from politeia.engine import events as kinds
from politeia.mistakes import Mistake
from politeia.outcome import OUTCOMES

if TYPE_CHECKING:
    from politeia.engine import Engine, History
    from politeia.model import Model

NOTHING = "nothing of the kind that week"
NEVER = "the two histories never part"
SHARES = (*VOTES, kinds.CONGRESS, kinds.HEAD_REMOVED)  # their value is a share of votes
FOLLOWS = (kinds.OUT_TERM, kinds.OUT_RECALLED, kinds.OUT_CONGRESS, kinds.OUT_OTHER_POST)


@dataclass(frozen=True)
class Difference:
    """The first week in which a measure differs, and the one that differs most, by its size."""

    date: dt.date
    measure: str
    text: str
    a: float
    b: float

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return {**vars(self), "date": self.date.isoformat()}


@dataclass(frozen=True, kw_only=True)
class Parting:
    """Where two histories of one number part; without a date they never do."""

    history: int
    date: dt.date | None = None
    decision: str = ""
    organ: str = ""
    place: str = ""
    rule: str = ""
    decided_by: str = ""
    a: str = ""  #: what is decided under the first model
    b: str = ""
    before: int  #: decisions that were the same
    state_parted: Difference | None
    outcome_a: str
    outcome_b: str
    french: Mapping[str, str] = field(default_factory=dict)  #: decision, organ, decided_by, a and b

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``politeia why --json`` gives it."""
        return {
            **vars(self),
            "date": self.date.isoformat() if self.date else None,
            "state_parted": self.state_parted.as_dict() if self.state_parted else None,
            "summary": self.in_words(),
        }

    def in_words(self) -> str:
        """A short account."""
        same = f"{self.before:,} decision{'s' * (self.before != 1)} before it the same"
        if self.date:
            organ = f", {self.organ}" if self.organ else ""
            lines = [
                f"history {self.history} parts on {self.date}: {self.decision}{organ} ({same})",
                f"  A: {self.a}",
                f"  B: {self.b}",
                f"  decided by: {self.decided_by}; rule: {self.rule}",
            ]
        else:
            lines = [NEVER if self.state_parted is None else "no decision ever differs"]
        if state := self.state_parted:
            lines.append(f"measures differ from {state.date} on, most: {state.text} ({state.a:.6g} and {state.b:.6g})")
        ends = [f"{side}: {OUTCOMES.get(end, end)}" for side, end in (("A", self.outcome_a), ("B", self.outcome_b))]
        return "\n".join([*lines, f"at the end, {'; '.join(ends)}"])


def why(
    one: Model, other: Model, *, history: int, seed: int = 1917, scale: float, engine: Engine | None = None
) -> Parting:
    """Run history ``history`` under both models and find the first decision that differs.

    Decisions of organs come first; if none differs, what happens to single members is compared.  ``engine`` is a
    prepared one of either model at that scale.
    """
    if history < 0:
        raise Mistake(f"--history: given {history}; allowed: 0 or more")
    if (one.world.start, one.world.weeks) != (other.world.start, other.world.weeks):
        raise Mistake(
            f"the two models last from {one.world.start} to {one.world.end} and from {other.world.start} to "
            f"{other.world.end}; only histories of the same years can be compared"
        )
    if engine is None:
        from politeia.engine import prepare

        engine = prepare(one, scale=scale)
    first, second = engine.like(one), engine.like(other)
    for log_level in (1, 2):
        ended = [e.simulate(history, seed=seed, log_level=log_level) for e in (first, second)]
        full = [h for h in ended if h.final["dropped"] > 0]
        parts = Pair(Chronicle(first, ended[0].decisions), Chronicle(second, ended[1].decisions), whole=not full)
        if (parting := parts.parting(history, *ended)).date:
            return parting
    if full:
        raise Mistake(
            f"history {history}: its event log is full, and up to there no decision differs; use a smaller --scale"
        )
    return parting


class Pair:
    """Two logs of one history, decision by decision."""

    def __init__(self, one: Chronicle, other: Chronicle, whole: bool = True) -> None:
        self.sides, self.whole = (one, other), whole
        titles = {c.question(int(k)) for c in self.sides for k in np.flatnonzero(c.of(*VOTES))}
        self.questions = {title: number for number, title in enumerate(sorted(titles))}
        self.lines = (decisions(one), decisions(other))
        self.keys = (self._keys(0), self._keys(1))

    def _keys(self, side: int) -> NDArray[np.int64]:
        """What was decided, a row a decision; questions by title, for two worlds may number them differently."""
        c, lines = self.sides[side], self.lines[side]
        person = c.person.astype(np.int64)
        for k in np.flatnonzero(c.of(*VOTES)):
            person[k] = self.questions[c.question(int(k))]
        value = np.where(c.of(*SHARES), 0, c.value).astype(np.int64)
        return np.column_stack([c.week, c.kind, c.unit, person, c.by, value])[lines]

    def first(self) -> int | None:
        """Position of the first decision that differs, if one does."""
        a, b = self.keys
        n = min(len(a), len(b))
        differ = np.flatnonzero((a[:n] != b[:n]).any(axis=1))
        if len(differ):
            return int(differ[0])
        return n if self.whole and len(a) != len(b) else None

    def parting(self, history: int, one: History, other: History) -> Parting:
        """The first decision that differs and what was decided under either model."""
        state = state_parted(self.sides[0], one, other)
        found = Parting(history=history, before=0, state_parted=state, outcome_a=one.outcome, outcome_b=other.outcome)
        if layout := self._layouts():
            start = self.sides[0].world.start
            return replace(
                found, date=start, decision="the organs themselves", decided_by="the models", rule="charter or world",
                a=layout[0], b=layout[1],
            )  # fmt: skip
        at = self.first()
        if at is None:
            return replace(found, before=len(self.keys[0]))
        return replace(found, before=at, **self._told(at))

    def _told(self, at: int) -> dict[str, Any]:
        """The decision at a position where the logs differ, in words."""
        side, found = self._decision(at)
        c, k = self.sides[side], int(self.lines[side][found])
        told = [NOTHING, NOTHING]
        told[side] = sentence(c, k)
        if (twin := self._counterpart(side, found, at)) is not None:
            told[1 - side] = sentence(self.sides[1 - side], int(self.lines[1 - side][twin]))
        return {
            "date": c.date(k),
            "decision": topic(c, k),
            "organ": c.organ_named(k),
            "place": c.place(int(c.unit[k])),
            "rule": c.rule(k),
            "decided_by": c.decided_by(k),
            "a": told[0],
            "b": told[1],
            "french": self._french(side, k, None if twin is None else int(self.lines[1 - side][twin])),
        }

    def _french(self, side: int, k: int, other: int | None) -> dict[str, str]:
        """The same in French."""
        c = chronicle_fr.retold(self.sides[side])
        told = ["rien de tel cette semaine-là"] * 2
        told[side] = chronicle_fr.sentence(c, k)
        if other is not None:
            told[1 - side] = chronicle_fr.sentence(chronicle_fr.retold(self.sides[1 - side]), other)
        decision, organ, by = chronicle_fr.topic(c, k), c.organ_named(k), c.decided_by(k)
        return {"decision": decision, "organ": organ, "decided_by": by, "a": told[0], "b": told[1]}

    def _layouts(self) -> tuple[str, str] | None:
        """Both layouts in words, if they are not the same: units and ids then mean different things."""
        a, b = (c.plan for c in self.sides)
        if a.units == b.units and np.array_equal(a.posts[["unit", "seat"]], b.posts[["unit", "seat"]]):
            return None
        told = [f"{len(p.posts):,} posts in {len(p.units):,} units, {p.rows:,} persons simulated" for p in (a, b)]
        return told[0], told[1]

    def _decision(self, at: int) -> tuple[int, int]:
        """Of two lines that differ, the one that comes first: its side and position."""
        a, b = self.keys
        if at >= len(a) or at >= len(b):
            return (0, at) if at < len(a) else (1, at)
        if a[at, 0] != b[at, 0]:
            return (0, at) if a[at, 0] < b[at, 0] else (1, at)
        ahead = b[at:][b[at:, 0] == a[at, 0]]
        return (1, at) if (ahead == a[at]).all(axis=1).any() else (0, at)

    def _counterpart(self, side: int, found: int, at: int) -> int | None:
        """The decision of that week on the same occasion under the other model."""
        wanted = self.keys[side][found]
        for k in range(at, len(self.keys[1 - side])):
            row = self.keys[1 - side][k]
            if row[0] > wanted[0]:
                return None
            if row[0] == wanted[0] and occasion(row) == occasion(wanted):
                return k
        return None


def decisions(c: Chronicle) -> NDArray[np.intp]:
    """Lines that are decisions: no deaths, and nobody who only makes room for another."""
    follows = c.of(kinds.LEFT_POST) & np.isin(c.by, FOLLOWS)
    return np.flatnonzero(~(c.of(kinds.DIED, kinds.DIED_IN_POST) | follows))


def occasion(row: NDArray[np.int64]) -> tuple[Any, ...]:
    """What is to be decided: a post, a question, the head, one turn of the whole, or what becomes of a person."""
    _, kind, unit, person, _, value = row.tolist()
    if kind in POSTS:
        return ("post", unit, value)
    if kind in VOTES:
        return ("question", person)
    if kind in HEADS:
        return ("head",)
    return ("person", person) if kind in OF_A_PERSON else ("turn", kind)


def topic(c: Chronicle, k: int) -> str:
    """The occasion in words."""
    kind = c.kind[k]
    if kind in POSTS:
        return f"who is {c.post(k)}"
    if kind in VOTES:
        return f"the question '{c.question(k)}'"
    if kind in HEADS:
        return "who heads the secretariat"
    if kind in OF_A_PERSON:
        return f"what becomes of person {c.person[k]}"
    named = {kinds.CONGRESS: "a congress", kinds.BANNED: "the ban on factions", kinds.POWER: "taking power"}
    return named.get(int(kind), c.name(k))


def sentence(c: Chronicle, k: int) -> str:
    """What was decided, about whom, by whom."""
    subject = f"person {c.person[k]} " if c.kind[k] in OF_A_PERSON else ""
    return f"{subject}{c.event(k)}, by {c.decided_by(k)}"


def state_parted(c: Chronicle, one: History, other: History) -> Difference | None:
    """The first week in which a measure differs."""
    a, b = one.measures.astype(np.float64), other.measures.astype(np.float64)
    differ = (a != b) & ~(np.isnan(a) & np.isnan(b))
    if not differ.any():
        return None
    week = int(np.argmax(differ.any(axis=1)))
    x, y = a[week], b[week]
    size = np.where(differ[week], np.abs(x - y) / np.maximum(np.maximum(np.abs(x), np.abs(y)), 1e-12), -1.0)
    j = int(np.nanargmax(size))
    measure = c.model.measures[j]
    return Difference(c.world.date(week), measure.name, measure.text, float(x[j]), float(y[j]))
