"""The life of one person in one history: joined, elected, appointed, moved, expelled, and who decided it.

Nothing needs to be stored: the history is run again with its whole event log, which changes none of its numbers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia.chronicle import FILLED, HEADS, OF_A_PERSON, OWN, Chronicle
from politeia.chronicle_fr import OWN as OWN_FR
from politeia.chronicle_fr import French
from politeia.engine import events as kinds
from politeia.mistakes import Mistake
from politeia.random.draws import history_key, mix_int, salt
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

MEMBER = 1
HEAD, LEADER = "gensec", "leader"
LANGUAGES = ("en",)
NEAREST = 5  # ids named when one is unknown
ENDINGS = {kinds.LEFT: "left", kinds.DIED: "dead", kinds.EXPELLED: "expelled"}
ENGLISH = {
    "left": "outside, a former member", "dead": "dead", "expelled": "outside, expelled", "outside": "outside",
    "in": "a member in", "head": "head of the secretariat", "secretary": "secretary", "member": "member",
}  # fmt: skip
FRENCH = {
    "left": "hors de l’organisation, ancien membre", "dead": "mort", "expelled": "exclu",
    "outside": "hors de l’organisation", "in": "membre,", "head": "chef du secrétariat", "secretary": "secrétaire",
    "member": "membre",
}  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One thing that happened to a person."""

    date: dt.date
    kind: str  #: as the event log names it
    event: str
    organ: str
    place: str
    decided_by: str
    rule: str
    event_fr: str = ""
    organ_fr: str = ""
    decided_by_fr: str = ""

    def as_dict(self) -> dict[str, str]:
        """Plain data."""
        return {**vars(self), "date": self.date.isoformat()}


@dataclass(frozen=True)
class Life:
    """What a history did with one person."""

    history: int
    person: int
    chosen: str  #: why this person
    place: str  #: where the person was met, outside
    milieu: str
    origin: str  #: milieu of social origin, once a member
    events: tuple[Event, ...]
    named: int  #: posts filled by this person's appointment
    end: str  #: what the person is when the history ends
    end_fr: str = ""
    milieu_fr: str = ""
    origin_fr: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``politeia life --json`` gives it."""
        return {
            "history": self.history,
            "person": self.person,
            "chosen": self.chosen,
            "born_outside": {
                name: getattr(self, name) for name in ("place", "milieu", "origin", "milieu_fr", "origin_fr")
            },
            "events": [event.as_dict() for event in self.events],
            "named": self.named,
            "end": self.end,
            "end_fr": self.end_fr,
        }

    def in_words(self, language: str = "en") -> str:
        """A short biography, one line an event."""
        if language not in LANGUAGES:
            raise Mistake(unknown(language, LANGUAGES, "language"))
        head = f"Person {self.person} in history {self.history}" + (f": {self.chosen}" if self.chosen else "")
        origin = f", of social origin: {self.origin}" if self.origin else ""
        lines = [head, f"met outside in {self.place}, milieu: {self.milieu}{origin}", ""]
        if not self.events:
            return "\n".join([*lines, f"Person {self.person} never joined."])
        for event in self.events:
            organ = f", {event.organ}" if event.organ else ""
            lines.append(f"{event.date}  {event.event}{organ}; decided by: {event.decided_by} ({event.rule})")
        lines += ["", f"at the end: {self.end}"]
        if self.named:
            lines.append(f"posts filled by this person's appointment: {self.named}")
        return "\n".join(lines)


def life(
    model: Model,
    *,
    history: int,
    seed: int = 1917,
    scale: float,
    person: int | None = None,
    office: str | None = None,
    random_delegate: bool = False,
    engine: Engine | None = None,
    first_week: int = 0,
    last_week: int | None = None,
) -> Life:
    """The life of a person by id, of whoever held an office longest, or of a delegate drawn by the history's number.

    ``office`` is ``gensec`` (head of the secretariat; also what is told if nothing is asked for), ``leader``, a level
    or an organ of the charter.  The weeks are those that were run, by default all of
    the world's.  Raises :class:`~politeia.mistakes.Mistake` if there is no such person or office.
    """
    if (person is not None) + (office is not None) + random_delegate > 1:
        raise Mistake("--person, --office and --random-delegate exclude each other; give one of them")
    if history < 0:
        raise Mistake(f"--history: given {history}; allowed: 0 or more")
    if office is not None:
        _check_office(model, office)
    run = Replay(
        model, history=history, seed=seed, scale=scale, engine=engine, first_week=first_week, last_week=last_week
    )
    if random_delegate:
        chosen, reason = run.delegate()
    elif person is not None:
        chosen, reason = run.existing(person), ""
    else:
        chosen, reason = run.holder(office or HEAD)
    return run.life(chosen, reason)


def _check_office(model: Model, office: str) -> None:
    known = _offices(model)
    if office not in known:
        raise Mistake(unknown(office, list(known), "office"))


def _offices(model: Model) -> dict[str, str]:
    """Names of offices, and the level whose secretary is meant (the head's is the highest)."""
    organs = model.charter.organs
    return {HEAD: "party", LEADER: ""} | {o.level: o.level for o in organs} | {o.name: o.level for o in organs}


class Replay:
    """A history run again with its whole log, and the members it started with."""

    def __init__(
        self,
        model: Model,
        *,
        history: int,
        seed: int,
        scale: float,
        engine: Engine | None = None,
        first_week: int = 0,
        last_week: int | None = None,
    ) -> None:
        if engine is None:
            from politeia.engine import prepare

            engine = prepare(model, scale=scale)
        elif engine.model is not model:
            engine = engine.like(model)
        self.history, self.seed, self.weeks = history, seed, last_week or model.world.weeks
        s = engine.start(history, seed=seed, first_week=first_week, last_week=self.weeks, log_level=2)
        first = np.flatnonzero(s.P_status == MEMBER)
        self.leader = int(s.G["leader_pid"][0])
        self.founders = {int(s.P_pid[i]): (int(s.P["joined"][i]), int(s.R[i]), int(s.P["origin"][i])) for i in first}
        self.state = engine.go_on(s, history, first_week, self.weeks, seed=seed)
        self.ended = engine.finish(self.state, history)
        if self.state.G["dropped"][0] > 0:
            raise Mistake(f"history {history}: its event log is full, no life can be told whole; use a smaller --scale")
        self.chronicle = Chronicle(engine, self.ended.decisions)
        self.french = French(engine, self.ended.decisions)
        self.rows = engine.persons

    # -- whose life ----------------------------------------------------------------------------------------

    @property
    def members(self) -> NDArray[np.int64]:
        """Ids of all who ever were members, in order."""
        joined = self.chronicle.person[self.chronicle.of(kinds.JOINED)]
        return np.unique(np.concatenate([joined, np.array(list(self.founders), dtype=np.int64)]))

    def existing(self, person: int) -> int:
        """The id, if somebody ever bore it."""
        if person >= 0 and person // self.rows <= int(self.state.N[person % self.rows]):
            return person
        members = self.members
        near = np.sort(members[np.argsort(np.abs(members - person), kind="stable")[:NEAREST]])
        raise Mistake(
            f"person {person} does not exist in history {self.history}; ids of members lie between {members[0]} "
            f"and {members[-1]}, the nearest are {', '.join(map(str, near))}"
        )

    def delegate(self) -> tuple[int, str]:
        """A delegate of any congress, drawn by the number of the history."""
        sent = np.unique(self.chronicle.person[self.chronicle.of(kinds.DELEGATE)])
        if not len(sent):
            raise Mistake(f"history {self.history}: no congress met and sent for delegates; give --person or --office")
        luck = mix_int(history_key(self.seed, self.history) ^ salt("life.delegate"))
        return int(sent[luck % len(sent)]), "a delegate, drawn by the number of the history"

    def holder(self, office: str) -> tuple[int, str]:
        """Who held an office longest; of two, the smaller id."""
        if office == LEADER and self.leader >= 0:
            return self.leader, "the leader at the start"
        level = _offices(self.chronicle.model)[office]
        held = weeks_held(self._heads() if level == "party" else self._secretaries(level), self.weeks)
        if not held:
            raise Mistake(f"history {self.history}: nobody ever held the office '{office}'")
        person = min(held, key=lambda pid: (-held[pid], pid))
        organ = self.chronicle.model.charter.organ(level)
        title = "head of the secretariat" if level == "party" else f"secretary ({organ.name if organ else level})"
        return person, f"{title} for {held[person]} weeks, longer than anybody else"

    def _heads(self) -> Iterator[tuple[int, int, int]]:
        c = self.chronicle
        for k in np.flatnonzero(c.of(*HEADS)):
            yield int(c.week[k]), 0, int(c.person[k]) if c.kind[k] == kinds.HEAD_CHOSEN else -1

    def _secretaries(self, level: str) -> Iterator[tuple[int, int, int]]:
        c = self.chronicle
        own = np.array([c.levels[unit["level"]] == level for unit in c.plan.units])
        posts = c.of(*FILLED, kinds.LEFT_POST, kinds.DIED_IN_POST) & (c.value == 0) & own[c.unit]
        for k in np.flatnonzero(posts):
            yield int(c.week[k]), int(c.unit[k]), int(c.person[k]) if c.kind[k] in FILLED else -1

    # -- the life ------------------------------------------------------------------------------------------

    def life(self, person: int, chosen: str) -> Life:
        """What happened to a person, in order."""
        cell = int(self.state.R[person % self.rows])
        c = self.chronicle
        lines = np.flatnonzero(c.of(*OF_A_PERSON) & (c.person == person))
        return Life(
            history=self.history,
            person=person,
            chosen=chosen,
            place=c.place(cell),
            milieu=c.milieu(c.plan.cells[cell][1]),
            origin=self._origin(person, c),
            milieu_fr=self.french.milieu(c.plan.cells[cell][1]),
            origin_fr=self._origin(person, self.french),
            events=(*self._before(person), *dict.fromkeys(self._event(int(k)) for k in lines)),
            named=int((c.of(kinds.APPOINTED) & (c.by == person) & (c.unit != c.root)).sum()),
            end=self._end(person, self.chronicle, ENGLISH),
            end_fr=self._end(person, self.french, FRENCH),
        )

    def _origin(self, person: int, c: Chronicle) -> str:
        joined = np.flatnonzero(c.of(kinds.JOINED) & (c.person == person))
        if person in self.founders:
            return c.milieu(self.founders[person][2])
        return c.milieu(int(c.value[joined[0]]) // 10) if len(joined) else ""

    def _before(self, person: int) -> Iterator[Event]:
        """How one who is a member at the start had joined."""
        if person in self.founders:
            week, cell, _ = self.founders[person]
            c = self.chronicle
            yield Event(
                date=c.world.date(week),
                kind="joined",
                event="joined, before the start",
                organ=c.where(cell),
                place=c.place(cell),
                decided_by=OWN,
                rule="admission",
                event_fr="adhère, avant le début",
                organ_fr=self.french.where(cell),
                decided_by_fr=OWN_FR,
            )

    def _event(self, k: int) -> Event:
        c = self.chronicle
        return Event(
            date=c.date(k),
            kind=c.name(k),
            event=c.event(k),
            organ=c.organ_named(k),
            place=c.place(int(c.unit[k])),
            decided_by=c.decided_by(k),
            rule=c.rule(k),
            event_fr=self.french.event(k),
            organ_fr=self.french.organ_named(k),
            decided_by_fr=self.french.decided_by(k),
        )

    def _end(self, person: int, c: Chronicle, said: Mapping[str, str]) -> str:
        s = self.state
        ways = np.flatnonzero(c.of(kinds.JOINED, *ENDINGS) & (c.person == person))
        if len(ways) and c.kind[ways[-1]] in ENDINGS:
            return said[ENDINGS[int(c.kind[ways[-1]])]]
        if not len(ways) and person not in self.founders:
            return said["outside"]
        i = int(np.flatnonzero(s.P_pid == person)[0])
        head = [said["head"]] * (int(s.G["head_pid"][0]) == person)
        return "; ".join([f"{said['in']} {c.where(int(s.R[i]))}", *self._posts(person, c, said), *head])

    def _posts(self, person: int, c: Chronicle, said: Mapping[str, str]) -> Iterator[str]:
        """Posts held at the end."""
        s = self.state
        for o in np.flatnonzero((s.O["pid"] == person) & (s.O["slot"] >= 0)):
            unit, seat = int(s.O["unit"][o]), int(s.O["seat"][o])
            yield f"{said['secretary' if seat == 0 and unit != c.root else 'member']}, {c.organ(unit)}"


def weeks_held(changes: Iterable[tuple[int, int, int]], end: int) -> dict[int, int]:
    """Weeks by person, from changes ``(week, post, who holds it from now on or -1)`` in order."""
    total: dict[int, int] = defaultdict(int)
    now: dict[int, tuple[int, int]] = {}
    for week, post, person in changes:
        before, since = now.get(post, (-1, week))
        if before >= 0:
            total[before] += week - since
        now[post] = (person, week)
    for person, since in now.values():
        if person >= 0:
            total[person] += end - since
    return dict(total)
