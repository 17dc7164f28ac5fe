"""A model: charter + world + mechanisms + parameter values.

The engine receives the mechanisms from here; it imports none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from politeia import mechanism_file
from politeia.charter import Charter
from politeia.declare import Measure, Mechanism, Parameter
from politeia.load import Mistake
from politeia.mechanisms import DEFAULT
from politeia.world import World, unknown

SWITCHES = tuple(f"m{n}" for n in range(1, 67))

#: Measures that the engine counts itself; mechanisms add theirs.
COUNTED: tuple[Measure, ...] = (
    Measure("members", "members", "persons", "members and candidates"),
    Measure("joined", "joined", "persons/week", "persons who joined"),
    Measure("left", "left", "persons/week", "persons who left"),
    Measure("died", "died", "persons/week", "members who died"),
    Measure("expelled", "expelled", "persons/week", "members expelled"),
    Measure("drained", "drained", "persons/week", "members drained into administration"),
    Measure("mobilised", "mobilised", "persons/week", "members sent to the army"),
    Measure("transferred", "transferred", "persons/week", "members moved as a sanction"),
    Measure("appointed_cell", "appointed_cell", "share", "cell secretaries appointed"),
    Measure("appointed_district", "appointed_district", "share", "district secretaries appointed"),
    Measure("appointed_place", "appointed_place", "share", "provincial secretaries appointed"),
    Measure("appointed_middle", "appointed_middle", "share", "secretaries above the cell appointed"),
    Measure("appointed_centre", "appointed_centre", "share", "provincial secretaries appointed by the centre"),
    Measure("secretary_veterans", "secretary_veterans", "share", "provincial secretaries from the first cohort"),
    Measure("secretaries_replaced", "secretaries_replaced", "persons/week", "provincial secretaries replaced"),
    Measure("secretaries_moved", "secretaries_moved", "persons/week", "provincial secretaries who went elsewhere"),
    Measure(
        "secretaries_recalled", "secretaries_recalled", "persons/week", "provincial secretaries replaced by appointment"
    ),
    Measure("secretaries_new", "secretaries_new", "share", "provincial secretaries who came since the last congress"),
    Measure("clients", "clients", "share", "secretaries above the cell who owe their post to the head"),
    Measure("cliques", "cliques", "share", "secretaries above the cell who owe it to another boss"),
    Measure("officer_careerism", "officer_careerism", "share", "careerism among officers"),
    Measure("delegate_workers", "delegate_workers", "share", "workers by origin among delegates"),
    Measure("committee_course", "committee_course", "course", "mean opinion of the committee"),
    Measure("committee_regime", "committee_regime", "share", "acceptance of command in the committee"),
    Measure("undecided", "undecided_weeks", "weeks", "weeks in which something stood undecided, by stake"),
    Measure("head_against", "head_against", "share", "votes against the head at the last congress"),
)
PLACE_MEASURES = ("members", "population", "trust", "class_size", "lost", "opposing")


@dataclass(frozen=True)
class Model:
    """Everything a history depends on, except its number, its seed and its scale."""

    charter: Charter
    world: World
    mechanisms: tuple[Mechanism, ...] = DEFAULT
    settings: Mapping[str, float] = field(default_factory=dict)
    later: tuple[tuple[int, Model], ...] = ()  # from these weeks on it is as these other models say
    draws: tuple[Mapping[str, float], ...] = ()  # a posterior: parameter sets dealt to histories in turn

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """All parameters by their full name ``mechanism.parameter``."""
        return {f"{m.name}.{name}": p for m in self.mechanisms for name, p in m.parameters.items()}

    @cached_property
    def rules(self) -> dict[str, float]:
        """The charter's numeric rules, named ``rule_<name>``."""
        out: dict[str, float] = {}
        for section in ("admission", "minorities", "decisions", "officers"):
            for name, value in getattr(self.charter, section):
                if name == "factions":
                    value = {"banned": 0.0, "may_be_banned": 1.0, "free": 2.0}[value]
                elif name == "veto_by":
                    value = self.charter.bodies.index(value)
                elif name == "types":
                    continue  # no number: rows of their own
                out[f"rule_{name}"] = float(value)
        return out

    @cached_property
    def values(self) -> dict[str, float]:
        """Every rule, switch and parameter as the kernels receive them, where no posterior says otherwise."""
        out = dict(self.rules) | dict.fromkeys(SWITCHES, 1.0)
        for name, parameter in self.parameters.items():
            out[name.replace(".", "__")] = parameter.default
        for name, value in self.settings.items():
            out[name.replace(".", "__")] = float(value)
        return out

    def of_history(self, number: int) -> dict[str, float]:
        """The values of one history: its draw of the posterior, under what is set by hand.

        The draw depends on the history's number alone, so it is the same under every charter and intervention.
        """
        if not self.draws:
            return self.values
        drawn = self.draws[number % len(self.draws)]
        return self.values | {k.replace(".", "__"): v for k, v in drawn.items() if k not in self.settings}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Weekly measures of the whole organisation, in order."""
        own = [measure for m in self.mechanisms for measure in m.measures]
        milieus = [m.name for m in self.world.milieus]
        shares = []
        for k, name in enumerate(milieus):
            shares.append(Measure(f"members_{name}", f"milieu[{k}]#", "persons", f"members in milieu {name}"))
            if name not in ("office", "army"):
                shares.append(Measure(f"{name}_share", f"milieu[{k}]", "share", f"members in milieu {name}"))
            shares.append(Measure(f"origin_{name}", f"origin[{k}]", "share", f"members who came from milieu {name}"))
        cohorts = [Measure(f"cohort_{k}", f"cohort[{k}]", "share", f"members of joining cohort {k}") for k in range(8)]
        cohorts += [
            Measure(f"delegate_cohort_{k}", f"delegates[{k}]", "share", f"delegates of joining cohort {k}")
            for k in range(8)
        ]
        return (*COUNTED, *own, *shares, *cohorts)

    @cached_property
    def place_measures(self) -> tuple[str, ...]:
        """Measures also kept for every place."""
        own = [f"members_{m.name}" for m in self.world.milieus] + [f"cohort_{k}" for k in range(8)]
        return (*PLACE_MEASURES, *own)

    @cached_property
    def place_sources(self) -> tuple[str, ...]:
        """Where the engine reads each place measure."""
        own = [f"milieu[{k}]#" for k in range(len(self.world.milieus))] + [f"cohort[{k}]" for k in range(8)]
        return (*PLACE_MEASURES, *own)

    @cached_property
    def fingerprint(self) -> str:
        """Changes when anything that could change a history changes."""
        digest = hashlib.blake2b(digest_size=10)
        digest.update(self.charter.model_dump_json().encode())
        digest.update(self.world.model_dump_json().encode())
        for mechanism in self.mechanisms:
            digest.update(mechanism.name.encode())
            for step in mechanism.steps:
                digest.update(mechanism_file.source(step.function).encode())
            if mechanism not in DEFAULT:
                digest.update(mechanism_file.told(mechanism).encode())
        digest.update(json.dumps(sorted(self.settings.items())).encode())
        if self.draws:
            digest.update(json.dumps([sorted(draw.items()) for draw in self.draws]).encode())
        for week, model in self.later:
            digest.update(f"{week} {model.fingerprint}".encode())
        return digest.hexdigest()

    def with_settings(self, **settings: float) -> Model:
        """The same model with some parameters, rules or switches set (``mechanism__parameter=value``)."""
        own = {**self.settings, **{k.replace("__", "."): v for k, v in settings.items()}}
        later = tuple((week, model.with_settings(**settings)) for week, model in self.later)
        return replace(self, settings=own, later=later)

    def with_mechanism(self, *mechanisms: Mechanism) -> Model:
        """The same model with mechanisms added at the end (or replaced, where the name is taken)."""
        named = {m.name: m for m in self.mechanisms} | {m.name: m for m in mechanisms}
        later = tuple((week, model.with_mechanism(*mechanisms)) for week, model in self.later)
        return replace(self, mechanisms=tuple(named.values()), later=later)

    def __reduce__(self) -> tuple[Any, ...]:
        """Sent elsewhere as :func:`definition` writes it: a mechanism of a file that is not there goes as its text."""
        return defined, (definition(self),)

    def assumptions(self) -> list[tuple[str, str]]:
        """Every assumption of world and mechanisms: ``(id, what is assumed)``."""
        out = [(a.id, a.text) for a in self.world.assumptions]
        grouped: dict[str, list[str]] = {}
        for name, parameter in self.parameters.items():
            if re.fullmatch(r"A[0-9]+", parameter.source):
                grouped.setdefault(parameter.source, []).append(
                    f"{name} = {parameter.default:g} {parameter.unit} ({parameter.text})"
                )
        out += [(key, "; ".join(values)) for key, values in sorted(grouped.items(), key=lambda item: int(item[0][1:]))]
        return out


def definition(model: Model) -> dict[str, Any]:
    """A model as plain data, for JSON; :func:`defined` is the inverse.

    A mechanism that is none of the default ones is written with the text of its file; one whose text cannot give it
    again raises Mistake.  Later models share draws and mechanisms.
    """
    own = [m.name if m in DEFAULT else mechanism_file.recorded(m) for m in model.mechanisms]
    return _parts(model) | {"draws": [dict(draw) for draw in model.draws], "mechanisms": own}


def _parts(model: Model) -> dict[str, Any]:
    """What a later model has of its own."""
    return {
        "charter": model.charter.model_dump(mode="json"),
        "world": model.world.model_dump(mode="json"),
        "settings": dict(model.settings),
        "later": [[week, _parts(changed)] for week, changed in model.later],
    }


def defined(data: Mapping[str, Any]) -> Model:
    """The model that :func:`definition` wrote down, with this version's default mechanisms.

    The text of any other mechanism is executed.
    """
    ours = {mechanism.name: mechanism for mechanism in DEFAULT}
    held = data.get("mechanisms", list(ours))
    for name in held:
        if isinstance(name, str) and name not in ours:
            raise Mistake(unknown(name, ours, "mechanism"))
    mechanisms = tuple(ours[one] if isinstance(one, str) else mechanism_file.restored(one) for one in held)
    return _defined(data, mechanisms, tuple(dict(draw) for draw in data["draws"]))


def _defined(
    data: Mapping[str, Any], mechanisms: tuple[Mechanism, ...], draws: tuple[Mapping[str, float], ...]
) -> Model:
    return Model(
        Charter.model_validate(data["charter"]),
        World.model_validate(data["world"]),
        mechanisms,
        settings=dict(data["settings"]),
        draws=draws,
        later=tuple((int(week), _defined(changed, mechanisms, draws)) for week, changed in data["later"]),
    )


def build(
    charter: Charter,
    world: World,
    settings: Iterable[str] | Mapping[str, float] = (),
    mechanisms: Iterable[Mechanism] = (),
) -> Model:
    """A model from checked parts and settings such as ``"posts.cost=0.5"``, ``"rule_term=52"`` or ``"m31=0"``.

    ``mechanisms`` come beside the default ones; one that takes a name that is there already raises Mistake.
    """
    model = joined(Model(charter, world), mechanisms)
    pairs = settings.items() if isinstance(settings, Mapping) else [parse(item) for item in settings]
    return replace(model, settings={name: checked(model, name, value) for name, value in pairs})


def joined(model: Model, mechanisms: Iterable[Mechanism]) -> Model:
    """The model with mechanisms beside its own; one that takes a name that is there already raises Mistake."""
    for mechanism in mechanisms:
        if taken := mechanism_file.clash(mechanism, model.mechanisms, [measure.name for measure in model.measures]):
            raise Mistake(f"{mechanism_file.file_of(mechanism)}: {taken}")
        model = model.with_mechanism(mechanism)
    return model


def parse(item: str) -> tuple[str, float]:
    """Split ``name=value``."""
    name, found, value = item.partition("=")
    if not found:
        raise Mistake(f"--set {item}: write it as mechanism.parameter=value, for example --set posts.cost=0.5")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise Mistake(f"--set {item}: '{value}' is not a number") from None


def checked(model: Model, name: str, value: float) -> float:
    """A setting's value, if the name exists and the value is allowed."""
    known = set(model.parameters) | set(model.rules) | set(SWITCHES)
    if name not in known:
        import difflib

        near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise Mistake(
            f"--set {name}: there is no such parameter, rule or switch{hint or '.'} All of them: politeia mechanisms"
        )
    if value != value or value in (float("inf"), float("-inf")):
        raise Mistake(f"--set {name}={value}: a finite number is needed")
    if name in SWITCHES and not 0.0 <= value <= 1.0:
        raise Mistake(f"--set {name}={value:g}: a switch lies between 0 (off) and 1 (as is)")
    if name in model.parameters:
        parameter = model.parameters[name]
        span = parameter.high - parameter.low
        if not parameter.low - span <= value <= parameter.high + 2 * span:
            raise Mistake(
                f"--set {name}={value:g}: far outside what is plausible; {parameter.text} lies in "
                f"[{parameter.low:g}, {parameter.high:g}] {parameter.unit} (default {parameter.default:g})"
            )
    if name.startswith("rule_") and not 0.0 <= value <= 520.0:
        raise Mistake(f"--set {name}={value:g}: a rule lies between 0 and 520")
    return value


__all__ = ["Model", "build", "unknown"]
