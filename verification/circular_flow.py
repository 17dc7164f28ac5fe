"""The circular flow of appointment in mean field: five variables moved by the model's own kernels.

    a  share of secretaries appointed        posts.appoint, once a term
    n  norm of appointment                   congress.norm, once a congress
    P  capacity of the secretariat           secretariat.capacity
    y  acceptance of command among members   regime.regime, averaged over members at work and in offices
    h  acceptance of command in the head     regime.regime, for one who works in an office

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
    rooted: float = 0.9  #: how directly the others live what the class lives
    term: int = 26  #: weeks between elections
    congress: int = YEAR  #: weeks between congresses
    height: float = 0.5  #: of the organs looked at: 0 the cell, 1 the whole
    settings: Mapping[str, float] = field(default_factory=dict)  #: ``mechanism.parameter`` and rules that differ
    taste: float | None = None  #: members' own taste for command; None: the model's mean

    def supply(self, module: Any, kernel: Callable[..., Any], **known: float) -> Any:
        """Call a kernel by its argument names: variables, the mechanism's parameters, rules, switches at 1."""
        own = module.MECHANISM
        values = []
        for name in inspect.signature(kernel).parameters:
            if name in own.parameters:
                values.append(self.settings.get(f"{own.name}.{name}", own.parameters[name].default))
            elif name in known:
                values.append(known[name])
            elif name.startswith("rule_"):
                values.append(self.settings.get(name, RULES.get(name, 0.0)))
            elif name[0] == "m" and name[1:].isdigit():
                values.append(1.0)
            elif name in NEUTRAL:
                values.append(NEUTRAL[name])
            else:
                raise LookupError(f"the mean field does not know what '{name}' is for {own.name}.{kernel.__name__}")
        return kernel(*values)

    def appoint(self, at: Point, urgency: float, sitting: float) -> float:
        """Probability that a vacancy is filled from above."""
        at_work = (1.0 - self.office) * self.rooted
        return self.supply(
            posts, posts.appoint, norm=at.norm, urgency=urgency, capacity=at.capacity, head_regime=at.head,
            unit_rooted_cadre=self.cadre, unit_at_work=at_work, unit_work_regime=at.stance, sitting_appointed=sitting,
            height=self.height,
        )  # fmt: skip

    def drift(self, at: Point, stance: float, urgency: float, *, official: bool) -> float:
        """Weekly change of the stance of one member."""
        taste = PERSON["taste"].default if self.taste is None else self.taste
        new = self.supply(
            regime, regime.regime, regime=stance, regime_anchor=taste, cadre=self.cadre, client=0.0, office_holder=0.0,
            rooted=0.0 if official else self.rooted, urgency=urgency, control=at.capacity * at.norm, head_regime=at.head,
            cell_regime=at.stance, milieu_office=float(official),
        )  # fmt: skip
        return new - stance

    def step(self, at: Point, urgency: float = 0.0) -> Point:
        """The state a week later."""
        elected, appointed = (self.appoint(at, urgency, sitting) for sitting in (0.0, 1.0))
        change = elected * (1.0 - at.appointed) - (1.0 - appointed) * at.appointed
        norm = self.supply(
            congress, congress.norm, norm=at.norm, party_regime=at.stance, opposition_delegates=0.0,
            appointed_middle=at.appointed, capacity=at.capacity, head_regime=at.head, congress_due=2.0,
        )  # fmt: skip
        capacity = self.supply(
            secretariat, secretariat.capacity, capacity=at.capacity, norm=at.norm, party_in_office=self.office, threat=urgency / 0.8
        )  # fmt: skip
        at_work = self.drift(at, at.stance, urgency, official=False)
        in_office = self.drift(at, at.stance, urgency, official=True)
        return Point(
            at.appointed + change / self.term,
            at.norm + (norm - at.norm) / self.congress,
            capacity[0],
            at.stance + (1.0 - self.office) * at_work + self.office * in_office,
            at.head + self.drift(at, at.head, urgency, official=True),
        )

    def run(self, at: Point, weeks: int, urgency: float = 0.0) -> Point:
        """The state after so many weeks of the same urgency."""
        for _ in range(weeks):
            at = self.step(at, urgency)
        return at

    def settle(self, at: Point, urgency: float = 0.0) -> Point:
        """The fixed point reached from a state."""
        for _ in range(400):
            later = self.run(at, 100, urgency)
            if max(abs(x - y) for x, y in zip(at, later, strict=True)) < 1e-7:
                return later
            at = later
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
        """Do both regimes last?"""
        return self.elected.appointed < 0.5 < self.commanded.appointed

    def tipping(self, urgency: float, longest: int = 1000) -> int | None:
        """Fewest weeks of an urgency after which the elected regime does not come back; None if it always does."""
        at = self.elected
        if at.appointed > 0.5 or self.commanded.appointed < 0.5:
            return None
        states = [at]
        for _ in range(longest):
            states.append(self.step(states[-1], urgency))
        low, high = 0, longest
        if self.settle(states[high]).appointed < 0.5:
            return None
        while high - low > 1:
            middle = (low + high) // 2
            if self.settle(states[middle]).appointed > 0.5:
                high = middle
            else:
                low = middle
        return high


PERSON = next(m for m in DEFAULT if m.name == "person").parameters
#: The rules of the party of 1917 that these kernels read.
RULES = {"rule_elect": 0.0, "rule_apparatus": 1.0, "rule_collegial": 0.0}
#: What the mean field leaves out: dissent, protest, dogma, heat, rebuilt towns.
NEUTRAL = {
    "power": 1.0, "protest": 0.0, "retaken": 0.0, "unit_opposing": 0.0, "unit_members": 100.0, "dogma": 0.0, "heat": 0.0,
    "party_opposing": 0.0,
}  # fmt: skip


def fold(flow: Flow, low: float = 0.0, high: float = 0.5, *, regime: str = "elected") -> float | None:
    """The cadre quality at which a regime appears (elected) or disappears (commanded); None if there is no such point."""

    def elects(cadre: float) -> bool:
        return getattr(replace(flow, cadre=cadre), regime).appointed < 0.5

    if elects(low) or not elects(high):
        return None
    while high - low > 1e-4:
        middle = (low + high) / 2
        low, high = (low, middle) if elects(middle) else (middle, high)
    return (low + high) / 2
