"""The vocabulary in which mechanisms are written.

A mechanism is one file: a module text, a few pure scalar functions marked :func:`kernel`, and one
:class:`Mechanism` that says where each function acts and what its result is called.  A kernel's argument
names *are* its declaration of what it reads: the engine supplies each argument by name.

===================  ============================================================================
argument name        what the engine supplies
===================  ============================================================================
a field              the person's, cell's, place's or party's own value (:class:`Field`)
a transient          a value returned by an earlier step on the same person, cell or place
``cell_course``      mean of a :class:`Tally` over the person's cell; likewise ``unit_`` (the organ's
                     constituency), ``place_`` and ``party_``
a parameter          the mechanism's own :class:`Parameter`
``rule_...``         a rule of the charter
``milieu_...``       a trait of the cell's milieu, from the world
a series             a dated series of the world, at this week
``m31``              the switch of mechanism M31: 1 as is, 0 off
``draw_...``         a uniform number in [0, 1) that belongs to this decision alone
``week``, ``age``    weeks since the start of the world; weeks since the person joined
===================  ============================================================================

Kernels use arithmetic, ``if``, :mod:`math` and other kernels; no arrays, no generator, no state.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

Entity = Literal["person", "cell", "place", "party", "tendency"]
Phase = Literal[
    "environment",  # party: what the week brings
    "place",  # every place: mood, trust, hardship, front
    "cell",  # every cell: activism, fear, own initiative, rates of joining
    "outsider",  # every person outside: hazard of joining
    "member",  # every member: opinion, stance, dissent, leaving, moving
    "tendency",  # every living tendency, after the tallies
    "party",  # party, after the tallies: urgency, capacity, privilege, ...
    "congress",  # party, in the week of a congress, after the delegates are known
    "hook",  # called by the engine at a decision of an organ
]


F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Mark a pure scalar function that the engine may fuse into the compiled week."""
    function.__kernel__ = True  # type: ignore[attr-defined]
    return function


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the model needs and nobody can read off the charter or the world.

    ``source`` names a datum, a publication, or an assumption id (``"A12"``).  ``low`` and ``high`` bound a
    plausible range (the prior of a calibration), not merely the legal one.
    """

    default: float
    low: float
    high: float
    unit: str
    source: str
    text: str

    def __post_init__(self) -> None:
        if not self.low <= self.default <= self.high:
            raise ValueError(f"default {self.default} lies outside [{self.low}, {self.high}]: {self.text}")


@dataclass(frozen=True, slots=True)
class Field:
    """A value that an entity keeps from week to week.

    ``bits`` is the storage of a person's field: 8 or 16 bits over ``[low, high]`` (fixed point), or 32 (float).
    Values are clipped to ``[low, high]`` whenever they are stored.
    """

    name: str
    entity: Entity
    low: float
    high: float
    unit: str
    text: str
    start: float = 0.0
    bits: Literal[8, 16, 32] = 16


@dataclass(frozen=True, slots=True)
class Step:
    """One kernel at work: its result becomes ``writes`` (fields or transients, in order).

    ``bound``, of a step on outsiders, is a kernel of the cell's names (no person's) that no person's result exceeds:
    the engine then draws once against the bound and asks the step itself only where the draw falls below.
    """

    phase: Phase
    function: Callable[..., Any]
    writes: tuple[str, ...] = ()
    hook: str = ""  # for phase "hook": the decision that calls it
    bound: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if not getattr(self.function, "__kernel__", False):
            raise TypeError(f"{self.function.__name__} is not marked with @kernel")
        if self.bound is not None and (self.phase != "outsider" or not getattr(self.bound, "__kernel__", False)):
            raise TypeError(f"{self.function.__name__}: its bound is a @kernel, and belongs to a step on outsiders")
        if (self.phase == "hook") != bool(self.hook):
            raise ValueError(f"{self.function.__name__}: a hook names its decision, other phases do not")


@dataclass(frozen=True, slots=True)
class Tally:
    """A weighted mean over members, taken in every cell and summed up the tree of units.

    ``of`` and ``by`` are member fields or transients; with ``by`` the mean is over members weighted by it.
    """

    name: str
    of: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """A weekly number of a history: a party field or a tally, in the archive's unit."""

    name: str
    of: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One causal process: its text, its parameters, its steps, and the article's mechanisms it implements."""

    name: str
    text: str
    implements: tuple[str, ...]
    steps: tuple[Step, ...]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()
    tallies: tuple[Tally, ...] = ()
    measures: tuple[Measure, ...] = ()
    sources: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """First sentence of the module text."""
        return self.text.strip().split("\n", 1)[0].rstrip(".")
