"""Fuse mechanisms into one module: the text of a week, written from what the mechanisms declare.

The engine knows no mechanism.  From the steps' argument names it writes plain loops that load each value once,
call every kernel in the declared order and store what changed; the kernels' own texts and the organs' procedures
are copied into the same module.  Executed as it stands it is the plain-Python reference; compiled by numba it is
the engine.  ``politeia`` keeps the generated text beside the compiled code, so it can be read.
"""

from __future__ import annotations

import ast
import difflib
import inspect
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from politeia.declare import Mechanism, Phase, Step, Tally
from politeia.engine import count, organs
from politeia.engine.hooks import HOOKS
from politeia.engine.person_pass import DERIVED, PersonPass
from politeia.engine.state import ELECTORS, PARTY, PERSON, QUESTION, SEPARATE, TENDENCY, Layout, layout
from politeia.engine.text import define, indent, text_of
from politeia.random import draws
from politeia.world import SERIES

#: First columns of the tallies. Those who joined this week are members, but were not yet asked anything: means are over
#: the ``counted``.
FLOWS = ("weight", "joined", "left", "died", "expelled", "rows", "counted")
COUNTED = 6
MOVES = ("to_office", "to_bench", "to_army", "to_home", "to_village", "to_school", "away")
WHO = {"cell": "c + 8589934592", "place": "l + 17179869184", "party": "34359738368", "tendency": "t + 68719476736"}
EXOGENOUS = (
    *SERIES,
    "shock_hope",
    "shock_urgency",
    "shock_mood",
    "shock_trust",
    "shock_failure",
    "check",
    "check_rural",
    "congress_due",
)
SMALL = {
    "log_event",
    "client_of",
    "nearer",
    "cohort_among",
    "clear_post",
    "still_there",
    "secretary_pid",
    "gumbel",
    "cohort_of",
    "expel_log",
    "is_free",
}
CELL_KEY = "each:own_milieu"  # a key that is the same for a whole cell
CATEGORIES = 9  # columns of a categorical tally: at most eight milieus, cohorts, tendencies and none
BUILTIN_PERSON = {
    "age",
    "weight",
    "pid",
    "joined",
    "origin",
    "client",
    "tendency",
    "speaks",
    "office_holder",
    "seated",
    "former",
    "outcast",
    "own_milieu",
    "nearest",
    "cohort_now",
}


@dataclass
class Columns:
    """Where each tally's sums stand."""

    value: dict[str, int] = field(default_factory=dict)
    base: dict[str, int] = field(default_factory=dict)  # denominator column
    category: dict[str, int] = field(default_factory=dict)
    count: int = len(FLOWS)


@dataclass(frozen=True)
class Fused:
    """The generated module, and what the driver must know of it."""

    source: str
    streams: tuple[str, ...]
    layout: Layout
    columns: Columns
    reads: dict[str, set[str]]
    measures: list[tuple[int, int, int]]
    place_measures: list[tuple[int, int, int]]
    far: tuple[str, ...]  # tallies whose means are kept above the cells only
    scratch: tuple[int, int, int]  # sizes of lane, mark and ids that one block of cells needs


class Unknown(Exception):
    """A kernel asks for a name that nothing supplies."""


def fuse(
    mechanisms: tuple[Mechanism, ...],
    rules: tuple[str, ...],
    milieu: tuple[str, ...],
    measures: tuple[str, ...],
    place_measures: tuple[str, ...],
    counting: bool = False,
    lanes: bool = True,
) -> Fused:
    """Write the fused week of an ordered list of mechanisms.

    With ``counting``, what counts ballots is part of it; with ``lanes``, members are thought through side by side, else
    one at a time.  The last few are remembered: a run and its report ask for the same.
    """
    asked = (mechanisms, rules, milieu, measures, place_measures, counting, lanes)
    for known, fused in tuple(_written):
        if known == asked:
            return fused
    fused = Writer(mechanisms, rules, milieu, lanes).module(measures, place_measures, counting)
    _written.append((asked, fused))
    return fused


_written: deque[tuple[tuple[Any, ...], Fused]] = deque(maxlen=4)


class Writer:
    COUNTED = COUNTED

    def __init__(
        self, mechanisms: tuple[Mechanism, ...], rules: tuple[str, ...], milieu: tuple[str, ...], lanes: bool = True
    ) -> None:
        self.mechanisms, self.lanes = mechanisms, lanes
        self.check_places()
        self.tallies: dict[str, Tally] = {t.name: t for m in mechanisms for t in m.tallies}
        self.columns = Columns()
        plain = list(self.tallies.values())
        for tally in plain:
            if tally.of.startswith("each:"):
                self.columns.category[tally.name] = self.columns.count
                self.columns.count += CATEGORIES
            else:
                self.columns.value[tally.name] = self.columns.count
                self.columns.count += 1
                if tally.by:
                    known = next(
                        (self.columns.base[t.name] for t in plain if t.by == tally.by and t.name in self.columns.base),
                        None,
                    )
                    if known is None:
                        known = self.columns.count
                        self.columns.count += 1
                    self.columns.base[tally.name] = known
        parameters = tuple(f"{m.name}__{p}" for m in mechanisms for p in m.parameters)
        self.near = self.near_tallies()
        self.far = tuple(name for name in self.columns.value if name not in self.near)
        self.layout = layout(mechanisms, (*rules, *parameters), self.near, milieu)
        self.rules = set(rules)
        self.milieu = set(milieu)
        self.streams: list[str] = [
            "engine.exit",
            "engine.move",
            "engine.organs",
            "engine.posts",
            "engine.congress",
            "engine.tendencies",
            "engine.moves",
        ]
        self.reads: dict[str, set[str]] = {}

    def near_tallies(self) -> tuple[str, ...]:
        """Tallies whose mean somebody reads in a cell, or in any unit: kept in every unit's record, the others above cells only."""
        asked = {
            name.partition("_")[2]
            for m in self.mechanisms
            for step in m.steps
            for name in inspect.signature(step.function).parameters
            if name.startswith(("cell_", "unit_", "electors_"))
        }
        return tuple(name for name in self.columns.value if name in asked | {"opposing"})

    def check_places(self) -> None:
        """Refuse a step that nothing would ever call."""
        for mechanism in self.mechanisms:
            for step in mechanism.steps:
                for kind, name, known in (
                    ("phase", step.phase, get_args(Phase)),
                    ("decision", step.hook, (*HOOKS, "")),
                ):
                    if name not in known:
                        raise Unknown(
                            f"mechanism '{mechanism.name}': no {kind} is called '{name}'" + near(name, [*known])
                        )

    # -- names ---------------------------------------------------------------------------------------------

    def salt(self, mechanism: Mechanism, name: str) -> str:
        stream = f"{mechanism.name}.{name[5:]}"
        if stream not in self.streams:
            self.streams.append(stream)
        return f"s.S[0, {self.streams.index(stream)}]"

    def steps(self, phase: str, hook: str = "") -> list[tuple[Mechanism, Step]]:
        return [(m, step) for m in self.mechanisms for step in m.steps if step.phase == phase and step.hook == hook]

    # -- functions -----------------------------------------------------------------------------------------

    def module(self, measures: tuple[str, ...], place_measures: tuple[str, ...], counting: bool) -> Fused:
        person_pass = PersonPass(self, Scope, MOVES, self.lanes)
        parts = [
            '"""Written by politeia.engine.fuse; do not edit."""\nimport math\n\nimport numpy as np\n',
            self.constants(),
            self.kernels(),
            self.codings(),
            self.hooks(),
            *map(functions_of, organs.COUNTING if counting else (organs.uncounted,)),
            *map(functions_of, organs.FILES),
            self.single("environment", "party"),
            self.places(),
            person_pass.text(),
            self.means(),
            self.tendencies(),
            self.single("party", "party"),
            self.single("congress", "party"),
            self.exogenous(),
            self.turns(),
            DRIVER,
        ]
        source = explicit("\n\n".join(parts))
        return Fused(
            source,
            tuple(self.streams),
            self.layout,
            self.columns,
            self.reads,
            self.sources(measures),
            self.sources(place_measures),
            self.far,
            person_pass.scratch(),
        )

    def constants(self) -> str:
        from politeia.engine import events

        lines = [
            f"{name} = {value}"
            for held in (events, organs.codes, count)
            for name, value in vars(held).items()
            if name.isupper() and isinstance(value, int)
        ]
        return "\n".join(lines)

    def exogenous(self) -> str:
        """Copy the week's column of the world into the party's record."""
        return define(
            "exogenous", ("s", "week"), [f"s.G[0].{name} = s.X[week, {j}]" for j, name in enumerate(EXOGENOUS)]
        )

    def turns(self) -> str:
        """Log what becomes of the organisation as a whole, as far as some mechanism keeps account of it."""
        from politeia.engine.events import TURNS

        held = [(kind, f"s.G[0].{name}") for name, kind in TURNS.items() if name in self.layout.fields]
        flags = " + ".join(f"({1 << k} if {flag} > 0.5 else 0)" for k, (_, flag) in enumerate(held))
        lines = [f"now = {flags or 0}"]
        for k, (kind, flag) in enumerate(held):
            lines += [
                f"if (now ^ then) & {1 << k} and then >= 0:",
                f"    log_event(s, week, {kind}, s.U.shape[0] - 1, -1, -1, {flag})",
            ]
        return define("log_turns", ("s", "week", "then"), [*lines, "return now"])

    def kernels(self) -> str:
        """Texts of every kernel used, callees first."""
        done: dict[str, str] = {}
        owners: dict[str, Callable[..., float]] = {}
        for function in (draws.draw, draws.draw_of, draws.upper_of):
            self.collect(function, done, owners)
        for mechanism in self.mechanisms:
            for step in mechanism.steps:
                self.collect(step.function, done, owners)
                if step.bound is not None:
                    self.collect(step.bound, done, owners)
        return "\n\n".join(done.values())

    def collect(
        self, function: Callable[..., float], done: dict[str, str], owners: dict[str, Callable[..., float]]
    ) -> None:
        name = function.__name__
        if name in owners:
            if owners[name] is not function:
                raise Unknown(
                    f"two kernels are named '{name}': in {owners[name].__module__} and {function.__module__}; rename one"
                )
            return
        owners[name] = function
        for used in function.__code__.co_names:
            other = function.__globals__.get(used)
            if callable(other) and getattr(other, "__kernel__", False):
                self.collect(other, done, owners)
            elif used in function.__globals__ and used not in ("np", "math"):
                raise Unknown(
                    f"kernel '{name}' ({function.__module__}) uses the global '{used}'; a kernel may use only its arguments, math and other kernels"
                )
        done[name] = text_of(function, "kernel")

    def codings(self) -> str:
        """How a person's fields are stored: fixed point over their range."""
        out = []
        for name in sorted(self.layout.of("person")):
            f = self.layout.fields[name]
            if f.bits == 32:
                out.append(f"@kernel\ndef value_{name}(raw):\n    return float(raw)")
                out.append(f"@kernel\ndef code_{name}(value):\n    return np.float32(value)")
                continue
            top = (1 << f.bits) - 1
            step = (f.high - f.low) / top
            out.append(f"@kernel\ndef value_{name}(raw):\n    return float(raw) * {step!r} + {f.low!r}")
            out.append(
                f"@kernel\ndef code_{name}(value):\n    if value <= {f.low!r}:\n        return np.int32(0)\n    if value >= {f.high!r}:\n        return np.int32({top})\n"
                f"    return np.int32((value - {f.low!r}) * {top / (f.high - f.low)!r} + 0.5)"
            )
        return "\n\n".join(out)

    def hooks(self) -> str:
        out = []
        for hook, (kind, arguments) in HOOKS.items():
            if hook in ("birth", "entry"):
                out.append(self.writing_hook(hook))
                continue
            scope = Scope(self, kind, phase=f"hook:{hook}")
            body = [scope.call(m, step) for m, step in self.steps("hook", hook)]
            lines = [*scope.head(), *body, f"return {scope.local(hook)}" if body else "return 0.0"]
            out.append(define(f"on_{hook}", ("s", *arguments), lines))
        return "\n\n".join(out)

    def writing_hook(self, hook: str) -> str:
        """A hook that sets a person's own fields (birth: lasting dispositions; entry: first opinions)."""
        scope = Scope(self, "row", phase=f"hook:{hook}")
        body = [scope.call(m, step) for m, step in self.steps("hook", hook)]
        stores = [f"s.P[i].{n} = code_{n}(v_{n})" for n in scope.written if n in self.layout.of("person")]
        return define(f"on_{hook}", ("s", "i", "week"), [*scope.head(), *body, *stores, "return 0.0"])

    def single(self, phase: str, entity: str) -> str:
        scope = Scope(self, entity, phase)
        body = [scope.call(m, step) for m, step in self.steps(phase)]
        return define(f"{phase}_steps", ("s", "week"), [*scope.head(), *body, *scope.stores("s.G[0]", "party")])

    def places(self) -> str:
        scope = Scope(self, "place", "place")
        body = [scope.call(m, step) for m, step in self.steps("place")]
        inner = [*scope.head(outer=False), *body, *scope.stores("s.L[l]", "place")]
        lines = [*scope.outer(), "for l in range(s.L.shape[0] - 1):", *indent(inner or ["pass"])]
        return define("place_steps", ("s", "week"), lines)

    def category_columns(self) -> set[int]:
        return {base + k for base in self.columns.category.values() for k in range(CATEGORIES)}

    def cell_keyed(self) -> list[int]:
        """First columns of the tallies whose key is the cell's own milieu: all its members stand in one column."""
        return [self.columns.category[t.name] for t in self.tallies.values() if t.of == CELL_KEY]

    def tally_terms(self, scope: Scope) -> tuple[list[tuple[int, str]], dict[str, list[tuple[int, str]]]]:
        """What a member adds to each plain column, and to the columns kept by category (by key: first column, amount)."""
        sums = [(0, "w"), (COUNTED, "w")]
        keyed: dict[str, list[tuple[int, str]]] = {}
        based: set[int] = set()
        for tally in self.tallies.values():
            if tally.name in self.columns.category:
                if tally.of != CELL_KEY:
                    amount = "w" if not tally.by else f"w * {scope.value(tally.by)}"
                    keyed.setdefault(scope.value(tally.of[5:]), []).append((self.columns.category[tally.name], amount))
                continue
            value, column = scope.value(tally.of), self.columns.value[tally.name]
            base = self.columns.base.get(tally.name)
            if base is None:
                sums.append((column, f"w * {value}"))
                continue
            by = scope.value(tally.by)
            if base not in based:
                based.add(base)
                sums.append((base, f"w * {by}"))
            sums.append((column, f"w * {by} * {value}"))
        return sums, keyed

    def mean_lines(self, unit: str, names: tuple[str, ...], weight: str, sum_of: Callable[[int], str]) -> list[str]:
        """Means of some tallies, from the sums of a unit."""
        lines = []
        for name in names:
            base = self.columns.base.get(name)
            total, by = sum_of(self.columns.value[name]), weight if base is None else sum_of(base)
            where = f"s.U[{unit}].mean_{name}" if name in self.near else f"s.far_means[h, {self.far.index(name)}]"
            lines.append(f"{where} = {total} / {by}" + (f" if {by} > 0.0 else 0.0" if base is not None else ""))
        return lines

    def means(self) -> str:
        lines = [
            "cells = s.C.shape[0]",
            "root = s.T.shape[0] - 1",
            "for h in range(root + 1):",
            *indent(
                [
                    "u = cells + h",
                    "s.U[u].members = s.T[h, 0]",
                    f"w = s.T[h, {COUNTED}]",
                    "if w <= 0.0:",
                    "    w = 1.0",
                    *self.mean_lines("u", tuple(self.columns.value), "w", lambda column: f"s.T[h, {column}]"),
                ]
            ),
        ]
        for k, name in enumerate(FLOWS[:5]):
            lines.append(f"s.G[0].{'members' if k == 0 else name} = s.T[root, {k}]")
        category = self.columns.category
        if "by_tendency" in category:
            lines += [
                "for t in range(s.K.shape[0]):",
                f"    s.K[t].sum_weight = s.T[root, {category['by_tendency']} + t + 1]",
                "    w = max(s.K[t].sum_weight, 1e-9)",
            ]
            for issue in ("course", "regime", "outlook"):
                lines.append(f"    s.K[t].mean_{issue} = s.T[root, {category[f'{issue}_by_tendency']} + t + 1] / w")
        return define("means", ("s",), lines)

    def tendencies(self) -> str:
        scope = Scope(self, "tendency", "tendency")
        body = [scope.call(m, step) for m, step in self.steps("tendency")]
        inner = [
            *scope.head(outer=False),
            *body,
            *scope.stores("s.K[t]", "tendency"),
            "if s.K[t].alive < 0.5:",
            "    end_tendency(s, t)",
        ]
        lines = [
            *scope.outer(),
            "for t in range(s.K.shape[0]):",
            "    if s.K[t].alive < 0.5:",
            "        continue",
            *indent(inner),
        ]
        return define("tendency_steps", ("s", "week"), lines)

    def sources(self, names: tuple[str, ...]) -> list[tuple[int, int, int]]:
        """Where each measure is read: ``(kind, first column, second column)``, as :func:`record` of the driver reads it.

        ``cohort[2]`` is a share of members, ``cohort[2]#`` persons, ``delegates[2]`` a share of delegates; else a tally, a
        place's or the party's field, or ``members``.
        """
        return [self.quantity(of) for of in names]

    def quantity(self, of: str) -> tuple[int, int, int]:
        if of.startswith("delegates["):
            return (4, int(of[10:-1]), 0)
        if "[" in of:
            name, rest = of.split("[")
            column = self.columns.category[name] + int(rest.split("]")[0])
            return (
                (3, column, 0) if of.endswith("#") else (2, column, COUNTED if self.tallies[name].of != CELL_KEY else 0)
            )
        if of == "members":
            return (3, 0, 0)
        if of in self.columns.value:
            return (2, self.columns.value[of], self.columns.base.get(of, COUNTED))
        party, place = list(self.layout.party.names or ()), list(self.layout.place.names or ())
        if of in party:
            return (0, party.index(of), 0)
        if of in place:
            return (1, place.index(of), 0)
        raise Unknown(f"measure of '{of}': no such tally or field" + near(of, [*self.columns.value, *party, *place]))


class Scope:
    """Names as one phase sees them: which values are loaded at which loop, which are written.

    With ``hoists=False`` what is the same for the whole organisation is read where it is used, not before the loops.
    """

    def __init__(self, writer: Writer, kind: str, phase: str, hoists: bool = True) -> None:
        self.writer = writer
        self.hoists = hoists
        self.kind = kind
        self.phase = phase
        self.written: list[str] = []
        self.layers: dict[str, dict[str, str]] = {"outer": {}, "middle": {}, "own": {}}
        steps = writer.steps("hook", phase[5:]) if phase.startswith("hook:") else writer.steps(phase)
        self.transients = {w for _, step in steps for w in step.writes} | (
            {phase[5:]} if phase.startswith("hook:") else set()
        )
        if kind == "person":
            self.transients |= {"join", "death", "expulsion", "exit", *MOVES}

    # own names
    def local(self, name: str) -> str:
        if name not in self.written:
            self.layers["own"].setdefault(f"v_{name}", "0.0")
        return f"v_{name}"

    def value(self, name: str) -> str:
        return name if name == "1.0" else self.resolve(None, name)

    def bound(self, mechanism: Mechanism, step: Step) -> str:
        """The bound of a step on outsiders, taken once a cell."""
        assert step.bound is not None
        values = [self.resolve(mechanism, name) for name in inspect.signature(step.bound).parameters]
        self.written += step.writes
        if any(source != "0.0" for source in self.layers["own"].values()):
            raise Unknown(
                f"the bound of '{step.function.__name__}' reads a person's value: a bound holds for a whole cell"
            )
        return f"{', '.join(f'v_{name}' for name in step.writes)} = {step.bound.__name__}({', '.join(values)})"

    def call(self, mechanism: Mechanism, step: Step) -> str:
        arguments = list(inspect.signature(step.function).parameters)
        values = [self.resolve(mechanism, name) for name in arguments]
        targets = step.writes or (() if self.phase[:5] != "hook:" else (self.phase[5:],))
        for name in targets:
            self.check_target(mechanism, name)
            if name not in self.written:
                self.written.append(name)
        self.writer.reads.setdefault(mechanism.name, set()).update(arguments)
        left = ", ".join(f"v_{name}" for name in targets)
        return f"{left} = {step.function.__name__}({', '.join(values)})"

    def check_target(self, mechanism: Mechanism, name: str) -> None:
        entity = {"row": "person", "candidate": "person"}.get(self.kind, self.kind)
        item = self.writer.layout.fields.get(name)
        if item is not None and item.entity != entity:
            raise Unknown(
                f"mechanism '{mechanism.name}' writes '{name}', a field of the {item.entity}, in a phase of the {entity}"
            )

    def resolve(self, mechanism: Mechanism | None, name: str) -> str:
        w = self.writer
        if name == "week":
            return "week"
        if mechanism is not None and name in mechanism.parameters:
            return self.load("outer", f"a_{mechanism.name}__{name}", f"float(s.A[0].{mechanism.name}__{name})")
        if name.startswith("draw_"):
            assert mechanism is not None
            salt = w.salt(mechanism, name)
            return f"draw({self.who()}, {self.load('outer', f'z_{mechanism.name}_{name[5:]}', salt)})"
        if own := self.own(name):
            return own
        if name in self.transients:
            return self.local(name)
        if name in w.rules:
            return self.load("outer", f"a_{name}", f"float(s.A[0].{name})")
        for prefix, layer, unit in (
            ("cell_", "middle", "c"),
            ("unit_", "own", "u"),
            ("place_", "middle", "int(s.L[l].unit)"),
            ("party_", "outer", "s.U.shape[0] - 1"),
        ):
            tally = name.removeprefix(prefix)
            if name.startswith(prefix) and tally in w.columns.value and self.sees(prefix):
                return self.load(self.layer(layer), name, self.mean(unit, tally))
            if name.startswith(prefix) and tally == "members" and self.sees(prefix):
                return self.load(self.layer(layer), name, f"float(s.U[{unit}].members)")
        if name.startswith("milieu_") and name[7:] in w.milieu and self.sees("cell_"):
            return self.load(self.layer("middle"), name, f"float(s.M[k].{name[7:]})")
        if name in (w.layout.cell.names or ()) and self.sees("cell_"):
            return self.load(self.layer("middle"), f"c_{name}", f"float(s.C[c].{name})")
        if name in (w.layout.place.names or ()) and self.sees("place_"):
            return self.load(self.layer("middle"), f"l_{name}", f"float(s.L[l].{name})")
        if name in (w.layout.party.names or ()):
            return self.load("outer", f"g_{name}", f"float(s.G[0].{name})")
        where = f"mechanism '{mechanism.name}'" if mechanism else "a tally"
        raise Unknown(f"{where}, phase {self.phase}: nothing supplies '{name}'" + near(name, self.known()))

    def mean(self, unit: str, tally: str) -> str:
        """Where last week's mean of a tally stands."""
        if tally in self.writer.near:
            return f"float(s.U[{unit}].mean_{tally})"
        return f"float(s.far_means[{unit} - s.C.shape[0], {self.writer.far.index(tally)}])"

    def own(self, name: str) -> str:
        w = self.writer
        if self.kind in ("person", "row", "candidate", "ballot"):
            record = "p" if self.kind == "person" else "s.P[i]"
            if name in w.layout.of("person"):
                return self.load("own", f"v_{name}", f"value_{name}({record}.{name})")
            if name == "own_milieu":
                return self.load(self.layer("middle"), "v_own_milieu", "float(k)")
            if name in BUILTIN_PERSON:
                source = {
                    "age": f"float(week - {record}.joined)",
                    "pid": "int(s.P[i].pid)",
                    "office_holder": f"(1.0 if {record}.post > 0 else 0.0)",
                    "seated": f"(1.0 if {record}.seat > 0 else 0.0)",
                    "former": "(1.0 if s.P[i].status == 2 else 0.0)",
                    "outcast": "(1.0 if s.P[i].status == 3 else 0.0)",
                    "client": f"client_of(s, {record}.post)",
                    "cohort_now": DERIVED,
                    "nearest": DERIVED,
                }.get(name, f"float({record}.{name})")
                return self.load("own", f"v_{name}", source)
        if self.kind in ("ballot", "question") and name in QUESTION:
            return self.load("own", f"q_{name}", f"float(s.Q[q].{name})")
        if self.kind == "question" and name == "weeks_left":
            return self.load("own", "q_left", "float(s.Q[q].deadline - week)")
        if self.kind == "unit":
            if name == "share":
                return self.load("own", "u_share", "float(s.U[u].share)")
            if name == "sitting_appointed":
                return self.load("own", "u_sitting", "sitting_appointed(s, u)")
            if name == "height":
                return self.load("own", "u_height", "float(s.U[u].level) / float(s.U[s.U.shape[0] - 1].level)")
        if self.kind == "candidate":
            if name in ELECTORS:
                return self.load("own", f"v_{name}", f"{name}(s, u)")
            if name == "local":
                return self.load("own", "u_local", "(1.0 if s.U[u].row0 <= i < s.U[u].row1 else 0.0)")
            if name == "incumbent":
                return self.load(
                    "own", "u_incumbent", "(1.0 if s.P[i].post > 0 and s.O[s.P[i].post - 1].unit == u else 0.0)"
                )
        entity = {
            "cell": ("c", "s.C[c]"),
            "place": ("l", "s.L[l]"),
            "party": ("", "s.G[0]"),
            "tendency": ("t", "s.K[t]"),
        }.get(self.kind)
        if entity:
            names = {
                "cell": w.layout.cell,
                "place": w.layout.place,
                "party": w.layout.party,
                "tendency": w.layout.tendency,
            }[self.kind].names or ()
            if name in names:
                return self.load("own", f"v_{name}", f"float({entity[1]}.{name})")
        return ""

    def sees(self, prefix: str) -> bool:
        scope = {
            "party": ("party_",),
            "tendency": ("party_",),
            "question": ("party_",),
            "place": ("party_", "place_"),
            "unit": ("party_", "place_", "unit_"),
        }
        return prefix in scope.get(
            self.kind, ("party_", "place_", "cell_") + (("unit_",) if self.kind == "candidate" else ())
        )

    def layer(self, layer: str) -> str:
        return "own" if layer == "middle" and self.kind == "own" else layer

    def who(self) -> str:
        if self.kind in ("person",):
            return "v_pid"
        if self.kind in ("row", "candidate", "ballot"):
            return "int(s.P[i].pid)"
        if self.kind == "unit":
            return "u + 137438953472"
        if self.kind == "question":
            return "q + 274877906944"
        return WHO[self.kind]

    def load(self, layer: str, local: str, source: str) -> str:
        if layer == "outer" and not self.hoists:
            return source
        self.layers[layer].setdefault(local, source)
        return local

    def known(self) -> list[str]:
        w = self.writer
        return [
            *w.layout.fields,
            *self.transients,
            *w.rules,
            *SERIES,
            *PARTY,
            *TENDENCY,
            *(n for n, _ in PERSON),
            *SEPARATE,
            *(f"{p}{t}" for t in w.columns.value for p in ("cell_", "unit_", "place_", "party_")),
        ]

    # emission
    def outer(self) -> list[str]:
        return [f"{name} = {source}" for name, source in self.layers["outer"].items()]

    def middle(self) -> list[str]:
        return [f"{name} = {source}" for name, source in self.layers["middle"].items()]

    def own_loads(self) -> list[str]:
        return [f"{name} = {source}" for name, source in self.layers["own"].items() if name != "v_pid"]

    def head(self, outer: bool = True) -> list[str]:
        where = {
            "row": ["c = s.R[i]", "l = s.U[c].place", "k = s.U[c].milieu"],
            "ballot": ["c = s.R[i]", "l = s.U[c].place", "k = s.U[c].milieu"],
            "candidate": ["c = s.R[i]", "l = s.U[c].place", "k = s.U[c].milieu"],
            "unit": ["l = s.U[u].place"],
            "cell": ["l = s.U[c].place", "k = s.U[c].milieu"],
        }.get(self.kind, [])
        own = [f"{name} = {source}" for name, source in self.layers["own"].items()]
        return [*where, *(self.outer() if outer else []), *self.middle(), *own]

    def stores(self, record: str, entity: str) -> list[str]:
        names = {
            "cell": self.writer.layout.cell,
            "place": self.writer.layout.place,
            "party": self.writer.layout.party,
            "tendency": self.writer.layout.tendency,
        }[entity].names or ()
        out = []
        for name in self.written:
            if name not in names:
                continue
            item = self.writer.layout.fields.get(name)
            if item is None:
                out.append(f"{record}.{name} = v_{name}")
            else:
                out.append(f"{record}.{name} = min(max(v_{name}, {item.low!r}), {item.high!r})")
        return out


def near(name: str, known: list[str]) -> str:
    match = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return f"; did you mean '{match[0]}'?" if match else ""


def explicit(source: str) -> str:
    """Hand every function the arrays it needs, by name, instead of the whole state: ``s.P[i]`` becomes ``P[i]``.

    Compiled, an array is seven or more machine arguments; the whole state at every call would be two hundred, and
    most of the compile time.  Entry points still take the state, and take it apart once.
    """
    tree = Separate().visit(ast.parse(source))
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    if twice := {name for name in defined if defined.count(name) > 1}:
        raise Unknown(f"two functions of the week are called {', '.join(sorted(twice))}; rename one of each")
    functions = {
        node.name: node for node in tree.body if isinstance(node, ast.FunctionDef) and node.args.args[0].arg == "s"
    }
    needs, calls = {}, {}
    for name, function in functions.items():
        nodes = list(ast.walk(function))
        needs[name] = {n.attr for n in nodes if isinstance(n, ast.Attribute) and is_state(n.value)}
        calls[name] = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)} & {
            *functions
        }
    growing = True
    while growing:
        before = sum(map(len, needs.values()))
        for name in functions:
            needs[name].update(*(needs[other] for other in calls[name]))
        growing = sum(map(len, needs.values())) > before
    rewrite = Explicit(needs)
    for name, function in functions.items():
        rewrite.visit(function)
        names = sorted(needs[name])
        if ast.unparse(function.decorator_list[0]) == "entry":
            first = int(ast.get_docstring(function) is not None)
            function.body[first:first] = ast.parse("\n".join(f"{array} = s.{array}" for array in names)).body
        else:
            function.args.args[:1] = [ast.arg(array) for array in names]
    return "\n\n\n".join(ast.unparse(node) for node in tree.body)


def is_state(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "s"


class Separate(ast.NodeTransformer):
    """Rewrites ``s.P[i].status`` to ``s.P_status[i]``: what every row is asked each week stands in columns of its own."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        rows = node.value
        if node.attr in SEPARATE and isinstance(rows, ast.Subscript) and ast.unparse(rows.value) == "s.P":
            return ast.Subscript(ast.Attribute(rows.value.value, f"P_{node.attr}"), rows.slice)  # type: ignore[attr-defined]
        return node


class Explicit(ast.NodeTransformer):
    """Rewrites ``s.P`` to ``P`` and ``f(s, i)`` to ``f(P, i)``, given the arrays each function needs."""

    def __init__(self, needs: dict[str, set[str]]) -> None:
        self.needs = needs

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        self.generic_visit(node)
        return ast.Name(node.attr) if is_state(node.value) else node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id in self.needs and is_state(node.args[0]):
            node.args[:1] = [ast.Name(name) for name in sorted(self.needs[node.func.id])]
        return node


def functions_of(module: object) -> str:
    """All functions of one of the organs' files."""
    names = [n for n, v in vars(module).items() if inspect.isfunction(v) and v.__module__ == module.__name__]  # type: ignore[attr-defined]
    inline = {n for n in names if n in SMALL or getattr(getattr(module, n), "__kernel__", False)}
    return "\n\n".join(text_of(getattr(module, n), "kernel" if n in inline else "fused") for n in names)


DRIVER = '''
@fused
def sitting_appointed(s, u):
    if s.U[u].posts == 0:
        return 0.0
    o = s.U[u].post0
    return 1.0 if s.O[o].slot >= 0 and s.O[o].appointed == 1 else 0.0


@fused
def begin(s, week):
    """Bring in the week's series, shocks and pressures; salt its decisions."""
    base = mix(s.S[2, 0] + np.uint64(week + 1000000) * np.uint64(0xA0761D6478BD642F))
    for j in range(s.S.shape[1]):
        s.S[0, j] = mix(base ^ s.S[1, j])
    g = s.G[0]
    exogenous(s, week)
    members = float(s.G[0].members)
    g.row_weight = max(1.0, members / s.B[0].party_rows)
    g.heaviest = max(float(g.heaviest) * 0.99, float(g.row_weight))
    g.assigned = 0.0
    for h in range(s.T.shape[0]):
        for k in range(s.T.shape[1]):
            s.T[h, k] = 0.0
    for l in range(s.L.shape[0] - 1):
        s.L[l].pressure = float(s.Z[week, l, 0])
        s.L[l].shock_mood = float(s.Z[week, l, 1])
        s.L[l].shock_trust = float(s.Z[week, l, 2])


@fused
def read(s, table, j, u, l):
    """One measure of unit ``u`` (and place ``l``), from its row in the table of sources."""
    kind, first, second = table[j, 0], table[j, 1], table[j, 2]
    if kind == 0:
        return s.party_floats[0, first]
    if kind == 1:
        return s.place_floats[l, first]
    if kind == 2:
        base = s.T[u - s.C.shape[0], second]
        return s.T[u - s.C.shape[0], first] / base if base > 0.0 else 0.0
    if kind == 3:
        return s.T[u - s.C.shape[0], first]
    return s.H[0, first]


@fused
def record(s, week):
    """Write this week's measures."""
    root = s.U.shape[0] - 1
    w = week - s.B[0].first_week
    for j in range(s.out.shape[1]):
        s.out[w, j] = read(s, s.measures, j, root, 0)
    for l in range(s.L.shape[0] - 1):
        u = int(s.L[l].unit)
        for j in range(s.out_places.shape[2]):
            s.out_places[w, l, j] = read(s, s.place_measures, j, u, l)


@entry
def before(s, week):
    begin(s, week)
    environment_steps(s, week)
    place_steps(s, week)


@entry
def after(s, week):
    then = log_turns(s, week, -1)
    aggregate(s)
    means(s)
    count_electors(s, week)
    moves(s, week, s.S[0, 6])
    rebuild(s, week, s.S[0, 6])
    see_top(s, week)  # who died or left this week names nobody
    posts(s, week, s.S[0, 3])
    count_posts(s, week)
    count_towns(s, week)
    see_top(s, week)
    tendency_steps(s, week)
    found_tendency(s, week, s.S[0, 5])
    party_steps(s, week)
    then = log_turns(s, week, then)
    call_congress(s, week)
    committee(s, week, s.S[0, 2])
    if float(s.G[0].congress_due) > 0.0:
        relay_shares(s, week)
        delegates(s, week, s.S[0, 4])
        if float(s.G[0].congress_due) > 1.5:
            challenge_head(s, week, s.S[0, 4])
        congress_steps(s, week)
        log_turns(s, week, then)
        if float(s.G[0].congress_due) > 1.5:
            elect_committee(s, week, s.S[0, 4])
            s.G[0].last_congress = week
        log_event(s, week, CONGRESS, s.U.shape[0] - 1, -1, int(s.G[0].head_pid), float(s.G[0].congress_for))
        s.G[0].congress_weeks = 0.0
        see_top(s, week)
    else:
        s.G[0].congress_weeks += 1.0
    top_seats(s, week, s.S[0, 3])
    if float(s.G[0].head_seat) < 0.0:
        choose_head(s, week, s.S[0, 2])
    sit_ex_officio(s, week)
    record(s, week)


@entry
def populate(s, week):
    """The first persons of every milieu, then the first members and officers."""
    base = mix(s.S[2, 0] + np.uint64(week + 1000000) * np.uint64(0xA0761D6478BD642F))
    for j in range(s.S.shape[1]):
        s.S[0, j] = mix(base ^ s.S[1, j])
    exogenous(s, week)
    for i in range(s.P.shape[0]):
        s.P[i].pid = i
        s.P[i].status = OUTSIDE
        s.P[i].origin = s.U[s.R[i]].milieu
        on_birth(s, i, week)
    w = s.B[0].first_weight
    s.G[0].heaviest = w
    for c in range(s.C.shape[0]):
        wanted = float(s.C[c].target) / w
        n = int(wanted + draw_of(c, 2, s.S[0, 2]))
        size = s.U[c].row1 - s.U[c].row0
        n = min(n, size - 1)
        for j in range(n):
            i = s.U[c].row0 + j
            s.P[i].status = MEMBER
            s.P[i].weight = w
            u = draw_of(i, 3, s.S[0, 2])
            s.P[i].origin = origin_of(s, s.U[c].milieu, i)
            s.P[i].joined = week - 1 - int(s.B[0].veteran_weeks * u)
            on_entry(s, i, week)
            s.U[c].members += w
            s.T[s.U[c].parent - s.C.shape[0], 0] += w
            s.C[c].rows_in += 1.0
    aggregate(s)
    means(s)
    count_electors(s, week)
    root = s.U.shape[0] - 1
    o0 = s.U[root].post0
    for o in range(o0, o0 + s.U[root].posts):
        if s.O[o].way == EX_OFFICIO:
            continue
        if s.O[o].way == BY_LOT:
            draw_lot(s, o, week, s.S[0, 3])
            continue
        best = -1
        best_score = -1e9
        for k in range(12):
            i = random_member(s, 0, s.U[root].row1, o, k, s.S[0, 3])
            if i < 0 or s.P[i].seat > 0 or not is_free(s, i, o, week):
                continue
            score = on_nominee(s, i, root, week)
            if score > best_score:
                best = i
                best_score = score
        if best >= 0:
            take_post(s, o, best, 0, -1, week)
            if s.B[0].log_level > 0:
                log_event(s, week, ELECTED, root, s.P[best].pid, -1, float(s.O[o].seat))
            if s.O[o].seat == 0:
                s.G[0].leader_slot = best
                s.G[0].leader_pid = s.P[best].pid
                s.G[0].leader_lives = 1.0
            if s.O[o].seat == 1:
                s.G[0].head_seat = 1.0
                s.G[0].head_slot = best
                s.G[0].head_pid = s.P[best].pid
                log_event(s, week, HEAD_CHOSEN, root, s.P[best].pid, -1, 0.0)
    for u in range(root):
        for o in range(s.U[u].post0, s.U[u].post0 + s.U[u].posts):
            if s.U[u].members > 0.0 and s.O[o].way != EX_OFFICIO:
                if s.O[o].way == BY_LOT:
                    draw_lot(s, o, week, s.S[0, 3])
                else:
                    elect(s, o, week, s.S[0, 3])
                together = s.V[s.O[o].level].method > STANDING  # seats counted together fall due together
                luck = draw_of(s.U[u].post0 if together else o, 4, s.S[0, 3])
                s.O[o].due = week + 1 + int(luck * s.O[o].term)
    sit_ex_officio(s, week)
    see_top(s, week)
'''
