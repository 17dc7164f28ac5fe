"""The event log of one history in words: which organ, where, what, who decided, by which rule.

Lines are numbered as the log has them.  A line that only follows from another (who leaves a post because a successor
was chosen, who is sent somewhere to take a post) is told with the decision that it follows from.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia.engine import events as kinds

if TYPE_CHECKING:
    from politeia.charter import Organ
    from politeia.engine import Engine
    from politeia.model import Model
    from politeia.world import Check

#: Lines about a person: their ``person`` is a lasting id.
OF_A_PERSON = (
    kinds.JOINED, kinds.LEFT, kinds.DIED, kinds.EXPELLED, kinds.MOVED, kinds.DELEGATE, kinds.ELECTED, kinds.APPOINTED,
    kinds.TOOK_SEAT, kinds.LEFT_POST, kinds.DIED_IN_POST, kinds.HEAD_CHOSEN, kinds.HEAD_REMOVED, kinds.FOUNDED,
)  # fmt: skip
FILLED = (kinds.ELECTED, kinds.APPOINTED, kinds.TOOK_SEAT)
POSTS = (*FILLED, kinds.LEFT_POST, kinds.DIED_IN_POST)
#: Lines about a question: their ``person`` is its number.
VOTES = (kinds.CARRIED, kinds.REFUSED, kinds.REVOTED, kinds.LAPSED, kinds.VETOED, kinds.REFERENDUM)
HEADS = (kinds.HEAD_CHOSEN, kinds.HEAD_REMOVED)
TURNS = (kinds.BANNED, kinds.POWER, kinds.SPLIT, kinds.DESTROYED)

AWAY, TO_BENCH = 7, 2  # moves as the hazards of the week's pass number them
OWN = "own choice"
NOBODY = "nobody"
WAYS = {2: "co-opted", 3: "drawn by lot", 4: "seated ex officio"}  # of the lines TOOK_SEAT


class Chronicle:
    """One history's log, the charter and the world that give its numbers their names."""

    def __init__(self, engine: Engine, lines: NDArray[Any]) -> None:
        self.model, self.world = engine.model, engine.model.world
        self.plan = engine.plan
        self.levels = self.plan.levels
        self.root = len(self.plan.units) - 1
        self.lines = lines
        self.week, self.kind, self.unit = (lines[name].astype(np.int64) for name in ("week", "kind", "unit"))
        self.person, self.by, self.value = lines["person"], lines["by"], lines["value"].astype(np.float64)

    def of(self, *wanted: int) -> NDArray[np.bool_]:
        """Which lines are of these kinds."""
        asked = np.zeros(max(kinds.NAMES) + 1, bool)  # asked for at every line that is told: np.isin sorts first
        asked[list(wanted)] = True
        return asked[self.kind]

    # -- names ---------------------------------------------------------------------------------------------

    @cached_property
    def _numbers(self) -> tuple[list[int], Counter[tuple[int, int]]]:
        """The number of each unit among its place's units of its level, and how many there are."""
        count: Counter[tuple[int, int]] = Counter()
        numbers = []
        for unit in self.plan.units:
            key = (unit["level"], unit["place"])
            count[key] += 1
            numbers.append(count[key])
        return numbers, count

    def model_at(self, week: int) -> Model:
        """The model in force in a week."""
        return next((model for start, model in reversed(self.model.later) if start <= week), self.model)

    def organ_of(self, unit: int, week: int = 0) -> Organ | None:
        """The committee of a unit as the charter has it that week."""
        return self.model_at(week).charter.organ(self.levels[self.plan.units[unit]["level"]])

    def place(self, unit: int) -> str:
        """The town, or nothing for what lies above towns."""
        number = self.plan.units[unit]["place"]
        return self.world.places[number].name if number < len(self.world.places) else ""

    def organ(self, unit: int) -> str:
        """The committee of a unit: ``District committee 2 of Moscow``; a cell is told with its milieu."""
        organ = self.organ_of(unit)
        return self._named(unit, organ.name) if organ else self.where(unit)

    def where(self, unit: int) -> str:
        """The members' unit: ``District 2 of Moscow``."""
        level = self.plan.units[unit]["level"]
        if unit == self.root:
            return "the whole organisation"
        if level == self.plan.place_level:
            return self.place(unit)
        return self._named(unit, self.model.charter.levels[level].title)

    def _named(self, unit: int, name: str) -> str:
        if unit == self.root:
            return name
        numbers, count = self._numbers
        own = self.plan.units[unit]
        number = f" {numbers[unit]}" if count[own["level"], own["place"]] > 1 else ""
        place = f" of {self.place(unit)}" if self.place(unit) else ""
        milieu = f" ({self.milieu(self.plan.cells[unit][1])})" if own["level"] == 0 else ""
        return f"{name}{number}{place}{milieu}"

    def milieu(self, number: int) -> str:
        """Title of a milieu."""
        return self.world.milieus[number].title

    def question(self, k: int) -> str:
        """Title of the question that a line is about."""
        asked = self.model_at(int(self.week[k])).world.questions
        return asked[int(self.person[k])].title

    def head(self, k: int) -> str:
        """Who heads the secretariat when a line is written."""
        before = np.flatnonzero(self.of(*HEADS)[:k])
        if len(before) and self.kind[before[-1]] == kinds.HEAD_CHOSEN:
            return f"the head of the secretariat (person {self.person[before[-1]]})"
        return "the secretariat, without a head"

    def mechanism(self, writes: str, reads: str = "") -> str:
        """The mechanisms that set a field or a hazard (from something), or answer a hook."""
        owners = []
        for m in self.model.mechanisms:
            for step in m.steps:
                code = step.function.__code__
                if (writes in step.writes or writes == step.hook) and (not reads or reads in code.co_varnames):
                    owners.append(m.name)
        return ", ".join(dict.fromkeys(owners))

    # -- one line ------------------------------------------------------------------------------------------

    def date(self, k: int) -> dt.date:
        """First day of the week in which it happened."""
        return self.world.date(int(self.week[k]))

    def name(self, k: int) -> str:
        """The kind of line, as the log names it."""
        return kinds.NAMES[int(self.kind[k])]

    def cause(self, k: int) -> int:
        """The line of the same week from which a line follows; itself if none."""
        kind, by = self.kind[k], self.by[k]
        same = self.week == self.week[k]
        if kind == kinds.LEFT_POST and by in (kinds.OUT_TERM, kinds.OUT_RECALLED):
            found = same & self.of(*FILLED) & (self.unit == self.unit[k]) & (self.value == self.value[k])
        elif (kind == kinds.LEFT_POST and by == kinds.OUT_OTHER_POST) or self.how(k) == kinds.TO_POST:
            found = same & self.of(*FILLED) & (self.person == self.person[k])
        elif kind == kinds.LEFT_POST and by in (kinds.OUT_MOVED, kinds.OUT_TRANSFERRED):
            found = same & self.of(kinds.MOVED) & (self.person == self.person[k])
        elif kind == kinds.LEFT_POST and by == kinds.OUT_EXPELLED:
            found = same & self.of(kinds.EXPELLED) & (self.person == self.person[k])
        else:
            return k
        later = np.flatnonzero(found)
        return int(next((j for j in later if j > k), later[-1])) if len(later) else k

    def how(self, k: int) -> int:
        """How a member moves (:data:`politeia.engine.events.MOVES`); 0 for other lines."""
        return int(self.value[k]) // 10 if self.kind[k] == kinds.MOVED else 0

    def again(self, k: int) -> bool:
        """Does a line confirm who holds the post, or bring back one who was a member before?"""
        earlier = slice(0, k)
        if self.kind[k] == kinds.JOINED:
            return bool((self.of(kinds.LEFT, kinds.EXPELLED)[earlier] & (self.person[earlier] == self.person[k])).any())
        post = (self.unit[earlier] == self.unit[k]) & (self.value[earlier] == self.value[k]) & self.of(*POSTS)[earlier]
        last = np.flatnonzero(post)
        return bool(len(last) and self.kind[last[-1]] in FILLED and self.person[last[-1]] == self.person[k])

    def post(self, k: int) -> str:
        """The post of a line: secretary or member."""
        return "secretary" if self.value[k] == 0 and self.unit[k] != self.root else "member"

    def event(self, k: int) -> str:
        """What happens, without its subject."""
        kind, value = self.kind[k], int(self.value[k])
        again = " again" if kind in (kinds.JOINED, *FILLED) and self.again(k) else ""
        if kind == kinds.APPOINTED and self.unit[k] == self.root:
            return f"elected {self.post(k)}{again} from the list of the secretariat"
        if kind == kinds.TOOK_SEAT:
            return f"{WAYS[int(self.by[k])]} as {self.post(k)}{again}"
        if kind in FILLED:
            return f"{self.name(k)} {self.post(k)}{again}"
        if kind == kinds.LEFT_POST:
            return f"no longer {self.post(k)}: {kinds.REASONS[int(self.by[k])]}"
        if kind == kinds.DIED_IN_POST:
            return f"died as {self.post(k)}"
        if kind == kinds.MOVED:
            return kinds.MOVES[self.how(k)]
        if kind == kinds.EXPELLED:
            verified = " in a verification" if value & 1 else ""
            return f"expelled{verified}{' as a public dissenter' if value & 2 else ''}"
        if kind == kinds.DELEGATE:
            sent = ", sent by an opposition" if value & 2 else ""
            return f"delegate{sent}, votes {'with' if value & 1 else 'against'} the leadership"
        if kind == kinds.VETOED:
            until = f", put off {self.by[k]} weeks" if self.by[k] else ""
            return f"'{self.question(k)}': {self.name(k)} ({100 * self.value[k]:.0f} % against){until}"
        if kind in VOTES:
            void = ", void: too few took part" if kind == kinds.REFERENDUM and not self.by[k] else ""
            return f"'{self.question(k)}': {self.name(k)} ({100 * self.value[k]:.0f} % for{void})"
        if kind == kinds.CONGRESS:
            return f"congress: {100 * self.value[k]:.0f} % of the delegates with the leadership"
        if kind == kinds.BANNED and value == 0:
            return "the ban on factions ends"
        told = {
            kinds.JOINED: f"joined{again}",
            kinds.LEFT: "left the organisation",
            kinds.HEAD_CHOSEN: "head of the secretariat",
            kinds.HEAD_REMOVED: "removed as head of the secretariat",
            kinds.FOUNDED: "founded a tendency",
        }
        return told.get(int(kind), self.name(k))

    def organ_named(self, k: int) -> str:
        """The organ in which it happens; for members, their cell."""
        unit = int(self.unit[k])
        if self.kind[k] in (kinds.JOINED, kinds.LEFT, kinds.DIED, kinds.EXPELLED, kinds.MOVED):
            return self.where(unit)
        if self.kind[k] in (kinds.DELEGATE, kinds.CONGRESS) or self._by_congress(k):
            return "Congress"
        return "Secretariat" if self.kind[k] in HEADS else self.organ(unit)

    def _by_congress(self, k: int) -> bool:
        return bool(self.kind[k] == kinds.BANNED and (self.of(kinds.CONGRESS) & (self.week == self.week[k])).any())

    def decided_by(self, k: int) -> str:
        """Who decided, in words."""
        cause = self.cause(k)
        if cause != k:
            return self.decided_by(cause)
        kind, unit = int(self.kind[k]), int(self.unit[k])
        match kind:
            case kinds.ELECTED if unit == self.root and not self.by_members(k):
                at_congress = (self.of(kinds.CONGRESS) & (self.week == self.week[k])).any()
                return "the congress" if at_congress else "the last congress before the start"
            case kinds.ELECTED | kinds.DELEGATE:
                return f"the members of {self.where(unit)}"
            case kinds.APPOINTED:
                return self._patron(k)
            case kinds.TOOK_SEAT:
                return {2: f"the {self.organ(unit)}", 3: "the lot"}.get(int(self.by[k]), "the charter")
            case kinds.REFERENDUM:
                return "all members"
            case kinds.VETOED:
                return self._vetoing(k)
            case kinds.LEFT_POST:
                return self._out(k)
            case kinds.MOVED:
                return self._mover(k)
            case kinds.EXPELLED:
                return self._judge(k)
            case kinds.JOINED | kinds.LEFT | kinds.FOUNDED:
                return OWN
            case kinds.CONGRESS:
                return "the delegates"
            case kinds.BANNED:
                return "the congress" if self._by_congress(k) else "the term set by the charter"
            case kinds.SPLIT:
                return "the opposition"
            case kinds.DIED | kinds.DIED_IN_POST | kinds.DESTROYED | kinds.LAPSED:
                return NOBODY
        return f"the {self.organ(self.root)}"

    def by_members(self, k: int) -> bool:
        """Is the organ of a line the highest, and elected by all members?"""
        organ = self.organ_of(int(self.unit[k]), int(self.week[k]))
        return bool(self.unit[k] == self.root and organ is not None and organ.elected_by == "members")

    def _vetoing(self, k: int) -> str:
        charter = self.model_at(int(self.week[k])).charter
        organ = charter.organ(charter.decisions.veto_by)
        return "the members" if organ is None else f"the secretaries of the organs: {organ.name}"

    def _patron(self, k: int) -> str:
        """Who names: the head of the secretariat, or the secretary of the organ above."""
        head, by = self.head(k), int(self.by[k])
        if self.unit[k] == self.root:
            return f"the congress, on the list of {head}"
        if by < 0 or f"person {by})" in head:
            return head
        above = self.plan.units[int(self.unit[k])]["parent"]
        return f"the secretary of the {self.organ(above)} (person {by})"

    def _out(self, k: int) -> str:
        judges = [f"verification '{check.title}' or a sanction" for check in self._checks(k)]
        return {
            kinds.OUT_CONGRESS: "the congress",
            kinds.OUT_LEFT: OWN,
            kinds.OUT_TRANSFERRED: f"{self.head(k)}, against dissent",
            kinds.OUT_EXPELLED: next(iter(judges), "the organisation"),
            kinds.OUT_MOVED: "the organisation",
            kinds.OUT_LIMIT: "the charter",
            kinds.OUT_OFFICE: "the charter",
        }.get(int(self.by[k]), NOBODY)

    def _mover(self, k: int) -> str:
        left = self.plan.cells[int(self.by[k])][1]
        if self.how(k) == TO_BENCH and self.world.milieus[left].school:
            return "the end of studies"
        return {
            1: "the administration",
            TO_BENCH: "the administration",
            3: "mobilisation",
            4: "demobilisation",
            5: OWN,
            6: "the organisation",
            AWAY: f"{self.head(k)}, against dissent",
            kinds.ASSIGNED: "the organisation",
            kinds.FLED: "the fall of the town",
        }.get(self.how(k), "the organisation")

    def _judge(self, k: int) -> str:
        value = int(self.value[k])
        check = next((f"verification '{c.title}'" for c in self._checks(k)), "a verification of members")
        judges = (check, f"{self.head(k)}, against dissent")
        return (
            ", or ".join(judge for bit, judge in zip((1, 2), judges, strict=True) if value & bit) or "the organisation"
        )

    def _checks(self, k: int) -> list[Check]:
        """Verifications of members under way."""
        week = int(self.week[k])
        world = self.model_at(week).world
        return [check for check in world.checks if 0 <= week - world.week(check.date) < check.weeks]

    def rule(self, k: int) -> str:
        """The rule of the charter, the entry of the world or the mechanism under which it happens."""
        cause = self.cause(k)
        if self.kind[k] == kinds.LEFT_POST and self.by[k] in (kinds.OUT_TERM, kinds.OUT_RECALLED):
            why = "term" if self.by[k] == kinds.OUT_TERM else "recall"
            return f"organs: {self._organ_name(k)}, {why}"
        if cause != k:
            return self.rule(cause)
        kind = int(self.kind[k])
        match kind:
            case kinds.ELECTED | kinds.APPOINTED | kinds.TOOK_SEAT:
                return self._filling(k)
            case kinds.LEFT_POST:
                return self._rule_out(k)
            case kinds.MOVED:
                return self._rule_moved(k)
            case kinds.EXPELLED:
                rules = (self.mechanism("expulsion", "check"), "minorities.expulsion")
                return (
                    ", or ".join(r for bit, r in zip((1, 2), rules, strict=True) if int(self.value[k]) & bit)
                    or "expulsion"
                )
            case kinds.CONGRESS:
                return self._rule_of_congress(int(self.week[k]))
            case kinds.BANNED:
                return "minorities.factions" if self._by_congress(k) else "minorities.ban_weeks"
        return {
            kinds.JOINED: "admission",
            kinds.LEFT: self.mechanism("exit"),
            kinds.DIED: self.mechanism("death"),
            kinds.DIED_IN_POST: self.mechanism("death"),
            kinds.DELEGATE: self.mechanism("relay"),
            kinds.HEAD_CHOSEN: f"organs: {self._organ_name(k)}",
            kinds.HEAD_REMOVED: self.mechanism("against"),
            kinds.FOUNDED: self.mechanism("founding"),
            kinds.REVOTED: "decisions.revote",
            kinds.LAPSED: "world: deadline",
            kinds.VETOED: "decisions.veto_by",
            kinds.REFERENDUM: "decisions.referendum_members, decisions.referendum_last",
            kinds.POWER: self.mechanism("power"),
            kinds.SPLIT: self.mechanism("split_done"),
            kinds.DESTROYED: self.mechanism("destroyed"),
        }.get(kind, "decisions.quorum")

    def _rule_of_congress(self, week: int) -> str:
        world = self.model_at(week).world
        dated = (f"world: {c.name}" for c in world.congresses if world.week(c.date) == week)
        return next(dated, "decisions.congress_weeks")

    def _organ_name(self, k: int) -> str:
        organ = self.organ_of(int(self.unit[k]), int(self.week[k]))
        return organ.name if organ else self.where(int(self.unit[k]))

    def _filling(self, k: int) -> str:
        organ = self.organ_of(int(self.unit[k]), int(self.week[k]))
        if self.kind[k] == kinds.APPOINTED and self.unit[k] == self.root:
            return self.mechanism("slate")
        way = organ.ways[int(self.value[k])] if organ and int(self.value[k]) < organ.seats else "elected"
        if self.kind[k] == kinds.APPOINTED and organ is not None and way == "elected":
            return f"organs: {organ.name}, may_appoint"
        return f"organs: {self._organ_name(k)}, {'filling' if organ and organ.filling else 'filled_by'} {way}"

    def _rule_out(self, k: int) -> str:
        return {
            kinds.OUT_CONGRESS: self.mechanism("keeps"),
            kinds.OUT_TRANSFERRED: "minorities.transfers",
            kinds.OUT_LEFT: self.mechanism("exit"),
            kinds.OUT_EXPELLED: self.mechanism("expulsion"),
            kinds.OUT_TOWN_LOST: self.mechanism("lost"),
            kinds.OUT_LIMIT: f"organs: {self._organ_name(k)}, terms_max",
        }.get(int(self.by[k]), f"organs: {self._organ_name(k)}")

    def _rule_moved(self, k: int) -> str:
        from_office = self.world.milieus[self.plan.cells[int(self.by[k])][1]].office
        return {
            1: "officers.office_share",
            TO_BENCH: "officers.back_to_bench" if from_office else self.mechanism("to_bench"),
            3: self.mechanism("to_army"),
            4: self.mechanism("to_home"),
            5: self.mechanism("to_village"),
            6: self.mechanism("to_school"),
            AWAY: "minorities.transfers",
            kinds.ASSIGNED: self.mechanism("wanted"),
            kinds.FLED: self.mechanism("fell"),
        }.get(self.how(k), self.mechanism("away"))
