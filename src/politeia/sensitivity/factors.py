"""Factors: everything that is moved, each over its own range, and the model in which they are moved."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from politeia.charter import Charter, Organ
from politeia.mistakes import Mistake
from politeia.sensitivity.rules import OPTIONAL, ORGANS, RULES, Range, without

if TYPE_CHECKING:
    from politeia.model import Model

Kind = Literal["rule", "parameter", "world"]
Which = Literal["rules", "parameters", "world", "all"]
#: Rules that the engine reads itself, beside those that a kernel names.
_READ_BY_ENGINE = {"rule_quorum", *(rule for rules in OPTIONAL.values() for rule in rules)}
_MOST_JITTER = 1.0


@dataclass(frozen=True, slots=True)
class Factor:
    """One quantity that is moved from ``low`` to ``high``; with ``step`` above 0 it takes whole steps only."""

    name: str
    kind: Kind
    low: float
    high: float
    text: str
    step: float = 0.0

    def at(self, place: float) -> float:
        """The value at a place between 0 (low) and 1 (high)."""
        if not self.step:
            return self.low + place * (self.high - self.low)
        count = round((self.high - self.low) / self.step) + 1
        return self.low + self.step * min(int(place * count), count - 1)

    @property
    def switch(self) -> bool:
        """It is either off or on."""
        return (self.low, self.high, self.step) == (0.0, 1.0, 1.0)


def factors(model: Model, which: Which = "all") -> tuple[Factor, ...]:
    """What can be moved in a model: rules that are read, parameters that are not off by default, jitters of its world.

    What the model sets stays as it is set.
    """
    if which not in get_args(Which):
        raise Mistake(f"--factors: given '{which}'; allowed: {', '.join(get_args(Which))}")
    found = [*_rules(model), *_organs(model), *_parameters(model), *_jitters(model)]
    kind = {"rules": "rule", "parameters": "parameter", "world": "world"}.get(which)
    chosen = tuple(f for f in found if kind in (None, f.kind) and f.name not in model.settings and f.high > f.low)
    if len(chosen) < 2:
        raise Mistake(f"--factors {which}: this model leaves {len(chosen)} to move; at least 2 are needed")
    return chosen


def unread(model: Model) -> list[str]:
    """Rules of the charter that nothing reads in this world."""
    read = {name for m in model.mechanisms for step in m.steps for name in inspect.signature(step.function).parameters}
    read |= _READ_BY_ENGINE
    if not any(series.name == "admission" for series in model.world.series):
        read.add("rule_filter")
    return [name for name in model.rules if name not in read]


def _factor(name: str, span: Range, text: str) -> Factor:
    return Factor(name, "rule", span.low, span.high, text, span.step)


def _rules(model: Model) -> Iterator[Factor]:
    idle = set(unread(model)) | without(model.values)
    for section in ("admission", "minorities", "decisions", "officers"):
        rules = getattr(model.charter, section)
        for field, info in type(rules).model_fields.items():
            name = f"rule_{field}"
            if name in RULES and name not in idle:
                yield _factor(name, RULES[name], info.description or field.replace("_", " "))


def _organs(model: Model) -> Iterator[Factor]:
    top = model.charter.levels[-1].name
    for organ in model.charter.organs:
        for field, span in ORGANS.items():
            named = "elected" not in organ.ways or {"appointed", "co-opted"} & {*organ.ways}
            if field == "may_appoint" and (organ.level == top or named):
                continue  # nobody stands above, or some seat is filled from above anyway
            if field == "term" and ({*organ.ways} == {"ex officio"} or (organ.level == top and organ.term is None)):
                continue  # the seats last as long as another office, or from one congress to the next
            text = f"{organ.name}: {Organ.model_fields[field].description}"
            yield _factor(f"organs.{organ.level}.{field}", span, text)


def _parameters(model: Model) -> Iterator[Factor]:
    for name, p in sorted(model.parameters.items()):
        if not p.default == p.low == 0.0:  # what is off by default stays off
            yield Factor(name, "parameter", p.low, p.high, p.text)


def _jitters(model: Model) -> Iterator[Factor]:
    for series in model.world.series:
        if series.jitter > 0:
            high = min(2 * series.jitter, _MOST_JITTER)
            yield Factor(f"jitter.{series.name}", "world", 0.0, high, f"luck of the series {series.name}")


def moved(model: Model, values: Mapping[str, float]) -> Model:
    """The model with these factors at these values."""
    settings = {n: v for n, v in values.items() if not n.startswith(("organs.", "jitter."))}
    organs = {n.removeprefix("organs."): v for n, v in values.items() if n.startswith("organs.")}
    jitters = {n.removeprefix("jitter."): v for n, v in values.items() if n.startswith("jitter.")}
    charter, world = model.charter, model.world
    if organs:
        charter = _with_organs(charter, organs)
    if jitters:
        series = [s.model_copy(update={"jitter": jitters.get(s.name, s.jitter)}) for s in world.series]
        world = world.model_copy(update={"series": tuple(series)})
    later = tuple((week, moved(m, values)) for week, m in model.later)
    return replace(model, charter=charter, world=world, settings={**settings, **model.settings}, later=later)


def _with_organs(charter: Charter, values: Mapping[str, float]) -> Charter:
    organs = []
    for organ in charter.organs:
        own = {field: values[f"{organ.level}.{field}"] for field in ORGANS if f"{organ.level}.{field}" in values}
        organs.append({**organ.model_dump(), **own})
    return Charter.model_validate(charter.model_dump() | {"organs": organs})


def at(factors: Sequence[Factor], places: Sequence[float]) -> dict[str, float]:
    """The values of all factors at a point of the unit cube."""
    return {factor.name: factor.at(float(place)) for factor, place in zip(factors, places, strict=True)}
