"""The circular flow of appointment in mean field: five variables moved by the model's own kernels.

    a  share of secretaries appointed        posts.appoint, once a term
    n  norm of appointment                   congress.norm, once a congress
    P  capacity of the secretariat           secretariat.capacity
    y  acceptance of command at work         regime.regime, for members rooted at work
    h  acceptance of command in the offices  regime.regime, for those who work there, the head among them

The quality ``k`` of the cadres at work is held fixed: it is the control parameter.  ``python
verification/circular_flow.py`` writes the table of ``docs/explanation/circular_flow.md``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from politeia.mechanisms import DEFAULT, congress, posts, regime, secretariat

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "circular_flow.md"
YEAR = 52


class Point(NamedTuple):
    """A state of the flow."""

    appointed: float
    norm: float
    capacity: float
    stance: float
    head: float


@dataclass(frozen=True)
class Flow:
    """The mean field of one organisation in power, in a world where nothing else changes."""

    cadre: float = 0.2  #: k, quality of the cadres at work
    office: float = 0.3  #: share of members in administration
    rooted: float = 0.9  #: how directly members at work live what the class lives
    desk_rooted: float = 0.1  #: the same for those in offices
    turnover: float = 0.005  #: weekly share of those in offices who are newcomers from work
    term: int = 26  #: weeks between elections
    congress: int = YEAR  #: weeks between congresses
    height: float = 0.5  #: of the organs looked at: 0 the cell, 1 the whole
    settings: Mapping[str, float] = field(default_factory=dict)  #: ``mechanism.parameter`` and rules that differ
    taste: float | None = None  #: members' own taste for command; None: the model's mean

    def __post_init__(self) -> None:
        kernels = (
            (posts, posts.appoint),
            (congress, congress.norm),
            (secretariat, secretariat.capacity),
            (regime, regime.regime),
        )
        object.__setattr__(self, "bound", {kernel: self.bind(module, kernel) for module, kernel in kernels})

    def bind(self, module: Any, kernel: Callable[..., Any]) -> tuple[list[float], dict[str, int]]:
        """What a kernel is given: the mechanism's parameters, rules, switches at 1, neutral values; and where the rest goes."""
        own = module.MECHANISM
        values: list[float] = []
        names = list(inspect.signature(kernel).parameters)
        for name in names:
            if name in own.parameters:
                values.append(self.settings.get(f"{own.name}.{name}", own.parameters[name].default))
            elif name.startswith("rule_"):
                values.append(self.settings.get(name, RULES[name]))
            elif name[0] == "m" and name[1:].isdigit():
                values.append(1.0)
            elif name in NEUTRAL or name in VARIABLES:
                values.append(NEUTRAL.get(name, float("nan")))
            else:
                raise LookupError(f"the mean field does not know what '{name}' is for {own.name}.{kernel.__name__}")
        return values, {name: place for place, name in enumerate(names)}

    def ask(self, kernel: Callable[..., Any], **known: float) -> Any:
        """Call a kernel with these values of the flow's variables; those it does not ask for are left out."""
        usual, places = self.bound[kernel]  # type: ignore[attr-defined]
        values = usual.copy()
        for name, value in known.items():
            if name in places:
                values[places[name]] = value
        return kernel(*values)

    def appoint(self, at: Point, urgency: float, sitting: float) -> float:
        """Probability that a vacancy is filled from above."""
        at_work = (1.0 - self.office) * self.rooted
        return self.ask(
            posts.appoint, norm=at.norm, urgency=urgency, capacity=at.capacity, head_regime=at.head,
            unit_rooted_cadre=self.cadre, unit_at_work=at_work, unit_work_regime=at.stance, sitting_appointed=sitting,
            height=self.height,
        )  # fmt: skip

    def drift(self, at: Point, stance: float, urgency: float, *, office: float) -> float:
        """Weekly change of the stance of those at work (0) or in an office (1), each among their own."""
        taste = PERSON["taste"].default if self.taste is None else self.taste
        new = self.ask(
            regime.regime, regime=stance, regime_anchor=taste, cadre=self.cadre, rooted=self.desk_rooted if office else self.rooted,
            urgency=urgency, control=at.capacity * at.norm, head_regime=at.head, cell_regime=stance, milieu_office=office,
        )  # fmt: skip
        return new - stance

    def step(self, at: Point, urgency: float = 0.0) -> Point:
        """The state a week later."""
        elected, appointed = (self.appoint(at, urgency, sitting) for sitting in (0.0, 1.0))
        change = elected * (1.0 - at.appointed) - (1.0 - appointed) * at.appointed
        norm = self.ask(
            congress.norm, norm=at.norm, party_regime=(1.0 - self.office) * at.stance + self.office * at.head,
            appointed_middle=at.appointed, capacity=at.capacity, head_regime=at.head,
        )  # fmt: skip
        capacity = self.ask(
            secretariat.capacity, capacity=at.capacity, norm=at.norm, party_in_office=self.office, threat=urgency / 0.8
        )
        return Point(
            at.appointed + change / self.term,
            at.norm + (norm - at.norm) / self.congress,
            capacity[0],
            at.stance + self.drift(at, at.stance, urgency, office=0.0),
            at.head + self.drift(at, at.head, urgency, office=1.0) + self.turnover * (at.stance - at.head),
        )

    def run(self, at: Point, weeks: int, urgency: float = 0.0) -> Point:
        """The state after so many weeks of the same urgency."""
        for _ in range(weeks):
            at = self.step(at, urgency)
        return at

    def settle(self, at: Point, urgency: float = 0.0) -> Point:
        """The fixed point reached from a state, in strides of eight weeks."""
        for _ in range(4000):
            change = [8.0 * (y - x) for x, y in zip(at, self.step(at, urgency), strict=True)]
            at = Point(*(x + dx for x, dx in zip(at, change, strict=True)))
            if max(abs(dx) for dx in change) < 1e-8:
                break
        return at

    @property
    def elected(self) -> Point:
        """Where a young organisation settles that nothing disturbs."""
        return self.settle(Point(0.0, 0.12, 0.02, 0.2, 0.3))

    @property
    def commanded(self) -> Point:
        """Where an organisation settles in which everybody is appointed."""
        return self.settle(Point(1.0, 0.9, 0.9, 0.8, 0.9))

    @property
    def two_states(self) -> bool:
        """Does it depend on the past which regime lasts?"""
        return self.commanded.appointed - self.elected.appointed > 0.2

    def tipping(self, urgency: float, longest: int = 1000) -> int | None:
        """Fewest weeks of an urgency after which the elected regime does not come back; None if it always does."""
        start, end = self.elected, self.commanded
        if not self.two_states:
            return None
        between = (start.appointed + end.appointed) / 2
        states = [start]
        for _ in range(longest):
            states.append(self.step(states[-1], urgency))
        if self.settle(states[longest]).appointed < between:
            return None
        low, high = 0, longest
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.settle(states[middle]).appointed > between else (middle, high)
        return high

    def after_war(self, urgency: float, weeks: int, longest: int = 3000) -> tuple[float, int]:
        """Highest appointed share of a war and its wake; weeks after it until half of the rise is gone."""
        at = start = self.elected
        peak, since = start.appointed, 0
        at = self.run(at, weeks, urgency)
        for week in range(longest):
            if at.appointed >= peak:
                peak, since = at.appointed, week
            if at.appointed < (peak + start.appointed) / 2:
                return peak, week
            at = self.step(at)
        return peak, max(longest, since)


PERSON = next(m for m in DEFAULT if m.name == "person").parameters
#: The rules of the party of 1917 that these kernels read.
RULES = {"rule_elect": 0.0, "rule_apparatus": 1.0, "rule_collegial": 0.0}
#: What the mean field leaves out: dissent, protest, dogma, heat, rebuilt towns, members as clients or officers.
NEUTRAL = {
    "power": 1.0, "protest": 0.0, "retaken": 0.0, "unit_opposing": 0.0, "unit_members": 100.0, "dogma": 0.0, "heat": 0.0,
    "party_opposing": 0.0, "opposition_delegates": 0.0, "congress_due": 2.0, "client": 0.0, "office_holder": 0.0,
}  # fmt: skip
#: What the flow itself supplies.
VARIABLES = {
    "norm", "urgency", "capacity", "head_regime", "unit_rooted_cadre", "unit_at_work", "unit_work_regime",
    "sitting_appointed", "height", "regime", "regime_anchor", "cadre", "rooted", "control", "cell_regime", "milieu_office",
    "party_regime", "appointed_middle", "party_in_office", "threat",
}  # fmt: skip


def crossing(flow: Flow, low: float = 0.0, high: float = 0.8, *, regime: str = "elected") -> float | None:
    """The cadre quality above which a regime has less than half of its secretaries appointed; None if there is none."""

    def elects(cadre: float) -> bool:
        return getattr(replace(flow, cadre=cadre), regime).appointed < 0.5

    if elects(low) or not elects(high):
        return None
    while high - low > 5e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if elects(middle) else (middle, high)
    return (low + high) / 2


#: Feedbacks far above the model's defaults, at which two regimes last side by side.
STRONG = {
    "posts.steep": 12.0, "posts.habit": 0.8, "posts.weight_norm": 1.2, "posts.weight_reach": 0.45, "posts.cost": 0.6,
    "posts.autonomy": 1.1, "posts.ripe": 4.0, "congress.turn": 0.95,
}  # fmt: skip
QUALITIES = (0.05, 0.10, 0.15, 0.20, 0.25, 0.30)


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *rows])


def number(value: float | None) -> str:
    """Three digits, or a dash."""
    return "—" if value is None else f"{value:.3f}"


def states(flow: Flow) -> str:
    """Where the flow settles, by cadre quality."""
    rows = []
    for cadre in QUALITIES:
        here = replace(flow, cadre=cadre)
        young, old = here.elected, here.commanded
        peak, half = here.after_war(0.6, 104)
        cells = [f"{cadre:.2f}", *(number(value) for value in young), number(old.appointed), number(peak)]
        rows.append([*cells, "stays" if here.two_states and here.run(young, 104, 0.6) and half >= 3000 else str(half)])
    head = ["k", "a", "n", "P", "y", "h", "a, if all began appointed", "a at the height of the war", "weeks to half"]
    return table(head, rows)


def shares() -> str:
    """The crossing by share of offices and by how fast their people are renewed."""
    rows = []
    for office in (0.15, 0.30, 0.45):
        flows = [Flow(office=office, turnover=turnover) for turnover in (0.0, 0.002, 0.005, 0.01)]
        rows.append([f"{office:.2f}", *(number(crossing(flow)) for flow in flows)])
    return table(["in offices", "none renewed", ".002 a week", ".005 a week", ".010 a week"], rows)


def tipped(flow: Flow, low: float, high: float) -> str:
    """Weeks, and urgency-weeks, that tip an elected regime, at qualities between which two regimes last."""
    rows = []
    for part in (0.1, 0.35, 0.6, 0.85):
        cadre = low + part * (high - low)
        cells = [f"{cadre:.3f}"]
        for urgency in (0.3, 0.45, 0.6, 0.75):
            weeks = replace(flow, cadre=cadre).tipping(urgency)
            cells.append("never" if weeks is None else f"{weeks} ({urgency * weeks:.0f})")
        rows.append(cells)
    return table(["k", "U = .30", "U = .45", "U = .60", "U = .75"], rows)


def page() -> str:
    """The page of the documents."""
    usual, strong = Flow(), Flow(turnover=0.0, settings=STRONG)
    first, last = crossing(usual), crossing(usual, regime="commanded")
    low, high = crossing(strong) or 0.0, crossing(strong, regime="commanded") or 0.0
    single = not any(replace(usual, cadre=cadre).two_states for cadre in QUALITIES)
    verdict = (
        "At the defaults there is **no fold**: for every k the flow has one stable state, whatever it began with. The"
        " appointed share falls smoothly as k rises. What a war leaves behind fades, though over years, because the norm"
        " moves only at congresses and the stance of those in offices slowly."
        if single
        else "At the defaults there **is a fold**: for some k two regimes are stable, and the past decides which one lasts."
    )
    return PAGE_TEXT.format(
        verdict=verdict, first=number(first), last=number(last), states=states(usual), shares=shares(),
        tipped=tipped(strong, low, high), low=number(low), high=number(high),
        strong=", ".join(f"`{name}` {value:g}" for name, value in STRONG.items()),
    )  # fmt: skip


PAGE_TEXT = """# The circular flow of appointment

<!-- Written by `python verification/circular_flow.py`. Do not edit: run it again after a change of equations or defaults. -->

A secretariat appoints secretaries; they send delegates who find appointment normal; the congress raises the norm; the
norm and the offices give the secretariat more reach. Can this circle close, and can it open again? Five variables are
enough to ask. They are moved by the kernels of the full model, not by a copy of them: the share of secretaries
appointed `a` (`posts.appoint`, once a term), the norm `n` (`congress.norm`, once a year), the capacity of the
secretariat `P` (`secretariat.capacity`), the acceptance of command among members at work `y` and in the offices `h`, the
head among them (`regime.regime`). Dissent, protest, the cult and the luck of persons are left out. The quality `k` of the
cadres at work stands still: it is the control parameter, since it alone changes slowly and from elsewhere.

## What the defaults say

With three members in ten in offices, whose people are renewed by half a percent a week:

{states}

The first columns are the state in which a young organisation settles; then the appointed share if everybody had been
appointed to begin with; then what a war of urgency .6 for two years does, and how many weeks after it half of the rise is
gone.

{verdict} Half of the secretaries are appointed at k = {first} coming from election, and at {last} coming from command.

Below that quality appointment is the normal state and a war only brings it sooner; above it election is. The
crossing depends on how many work in offices and on how long they stay there, because a stance that office has formed is
brought back only by newcomers and by what office still shares with the workshop:

{shares}

## Where two regimes last

A stronger circle closes. With {strong}, and offices that are never renewed, the elected regime exists from k = {low} and
the commanded one up to k = {high}. Between the two an emergency can tip the first into the second for good. Weeks of
urgency that do it (in brackets urgency times weeks):

{tipped}

## How it is tested

`tests/laws/test_mean_field.py` forces k in the full model (nothing learned, lost or discouraged; nobody hired, joining or
leaving), lets a war pass, and asks eight histories where the appointed share stands a long time after. The majority must
be where the five variables say.
"""


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
    print(f"written: {PAGE}")
