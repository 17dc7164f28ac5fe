"""Write the pass over the persons: outsiders one at a time, members gathered from many cells and thought through in lanes.

Members stand among outsiders, a few to a cell.  The pass gathers their values into columns of numbers, one lane a
member, until about a hundred are together.  One loop without side effects then runs every kernel over the lanes, which
the compiler turns into vector instructions.  A last loop writes back what changed, carries out what befell each, and
adds up the tallies of the cells, always in the order of the rows: the sums depend on no width, thread or block.

With ``lanes=False`` the same pieces are written as one loop, a person at a time: for devices whose threads are lanes
already, and as the other's oracle.  What is the same for the whole organisation (some two hundred numbers) is then read
where it is used: a device's thread has no registers to keep it in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from politeia.engine.organs.codes import COUNTED_ROWS
from politeia.engine.text import define, indent

if TYPE_CHECKING:
    from politeia.engine.fuse import Scope, Writer

LANES = 128  #: columns hold so many members; those of one cell are always gathered together
CELLS = 32  #: cells whose own steps are taken together
STRIDE = (
    LANES + 8
)  # from one column to the next: not a power of two, or all columns would share a few sets of the cache
EIGHTS = "(({}) + np.uint64(7) & ~np.uint64(7))"  #: as many whole vectors as so many lanes take
WHERE = ("l = s.U[c].place", "k = s.U[c].milieu")
DERIVED = "derived"  #: source of a value that follows from a person's others
TENDENCIES, COHORTS = 8, 8
POSITION = ("course", "regime", "outlook", "tendency")  #: what of a member is held against a platform
PLATFORM = ("alive", "platform_course", "platform_regime", "platform_outlook")
NOBODY, REACH = 0.0, 0.45  #: no tendency, and how far the nearest may be
JOIN = (
    "s.P[i].status = MEMBER",
    "p.weight = row_weight",
    "p.joined = week",
    "p.origin = origin_of(s, s.U[c].milieu, v_pid)",
    "p.tendency = 0",
    "p.speaks = 0",
    "on_entry(s, i, week)",
    "joined += row_weight",
    "joiners += 1.0",
    "if s.B[0].log_level > 1:",
    "    log_event(s, week, JOINED, c, v_pid, -1, float(s.U[c].milieu + 10 * int(p.origin)))",
)
FATES = {  # what the draw decided: death, expulsion, exit
    1: (
        "t_3 += w",
        "if s.B[0].log_level > 1:",
        "    log_event(s, week, DIED, c, v_pid, -1, 0.0)",
        "renew(s, i, week)",
    ),
    2: (
        "t_4 += w",
        "expel_log(s, i, week)",
        "s.P[i].status = 3",
        "p.tendency = 0",
    ),
    3: (
        "t_2 += w",
        "if s.B[0].log_level > 1:",
        "    log_event(s, week, LEFT, c, v_pid, -1, 0.0)",
        "s.P[i].status = 2",
        "p.tendency = 0",
    ),
}
STIRS = ("if event > 0 and p.post > 0:", "    s.O[p.post - 1].stirred = 1", "    s.wakes[s.O[p.post - 1].unit] = 0")
MOVES = ("if code > 0:", "    s.P[i].move = code", "    s.moving[c] += 1")


@dataclass
class Table:
    """Columns of one scratch array: what is kept in each, and the constants that say where it begins."""

    array: str
    columns: list[str] = field(default_factory=list)

    def at(self, name: str, lane: str) -> str:
        """A lane's number in the column of ``name``, which is added when it is new."""
        if name not in self.columns:
            self.columns.append(name)
        return f"s.{self.array}[{self.array.lower()}0 + {self.array}_{name} + {lane}]"

    def base(self) -> str:
        return f"{self.array.lower()}0 = np.uint64(block) * {self.array}_SIZE"

    def constants(self) -> list[str]:
        return [
            f"{self.array}_SIZE = np.uint64({len(self.columns) * STRIDE})",
            *(f"{self.array}_{name} = np.uint64({k * STRIDE})" for k, name in enumerate(self.columns)),
        ]


class PersonPass:
    """The text of ``persons(s, week, first, last, block)``: cells ``first .. last - 1``, in the scratch of a block."""

    def __init__(self, writer: Writer, scope: type[Scope], moves: tuple[str, ...], lanes: bool) -> None:
        self.writer, self.lanes, self.moves = writer, lanes, moves
        self.cell = scope(writer, "cell", "cell", lanes)
        self.cell_body = [self.cell.call(m, step) for m, step in writer.steps("cell")]
        self.outsider = scope(writer, "person", "outsider", lanes)
        self.outside = [self.outsider.call(m, step) for m, step in writer.steps("outsider")]
        self.bounds = scope(writer, "person", "outsider", lanes)
        steps = writer.steps("outsider")
        self.thinned = bool(steps) and all(step.bound is not None for _, step in steps)
        self.ceiling = [self.bounds.bound(m, step) for m, step in steps] if self.thinned else []
        self.member = scope(writer, "person", "member", lanes)
        self.body = [self.member.call(m, step) for m, step in writer.steps("member")]
        self.sums, self.keyed = writer.tally_terms(self.member)
        self.derived = self.derivations()
        self.codes = self.coded()
        self.keys = {key: f"key_{key[2:]}" for key in self.keyed}
        self.numbers, self.whole, self.ids = Table("lane"), Table("mark"), Table("ids")

    def text(self) -> str:
        """The pass as functions of the generated module."""
        if not self.lanes:
            return define("persons", ("s", "week", "first", "last", "block"), self.one_by_one(), "entry")
        parts = [self.cells(), self.gather(), self.seek(), self.think(), self.carry_out(), self.scan()]
        constants = [line for table in (self.numbers, self.whole, self.ids) for line in table.constants()]
        return "\n\n".join(["\n".join(constants), *parts])

    def scratch(self) -> tuple[int, int, int]:
        """Numbers that one block needs in the arrays lane (float64), mark (int32) and ids (int64); organs count rows in the last."""
        numbers, whole, ids = (len(t.columns) * STRIDE for t in (self.numbers, self.whole, self.ids))
        return max(numbers, 1), max(whole, 1), max(ids, COUNTED_ROWS)

    # -- pieces --------------------------------------------------------------------------------------------

    def coded(self) -> dict[str, str]:
        """How each of a member's own values that changed is stored."""
        own = self.writer.layout.of("person")
        out = {n: f"code_{n}(v_{n})" for n in self.member.written if n in own}
        if "speaks" in self.member.written:
            out["speaks"] = "np.int32(1) if v_speaks > 0.5 else np.int32(0)"
        if "tendency" in self.member.written:
            out["tendency"] = "np.int32(v_tendency)"
        return out

    def derivations(self) -> list[str]:
        """What follows from a member's own values and from a few numbers that are the same for all."""
        own, lines = self.member.layers["own"], list[str]()
        if self.seeks():
            mine = [self.member.value(name) for name in POSITION]
            speaks = self.member.value("speaks")
            if not self.lanes:
                lines += [f"v_nearest = {NOBODY}", f"gap = {REACH}"]
                lines += [nearer("v_nearest", "gap", f"{t + 1.0}", mine, f"s.K[{t}]") for t in range(TENDENCIES)]
            lines.append(
                f"if {speaks} == 0.0 and v_tendency == 0.0:  # who neither speaks nor adheres looks for none\n    v_nearest = {NOBODY}"
            )
        if own.get("v_cohort_now") == DERIVED:
            joined = self.member.value("joined")
            since = [self.member.load("outer", f"since_{k}", f"s.H[1, {k}]") for k in range(COHORTS)]
            lines.append(f"v_cohort_now = cohort_among({joined}, {', '.join(since)})")
        return lines

    def seeks(self) -> bool:
        """Does a step ask for the tendency whose platform is nearest?"""
        return self.member.layers["own"].get("v_nearest") == DERIVED

    def fate(self) -> list[str]:
        """What befalls a member, and where they move, from two draws."""
        hazard = {
            name: self.member.local(name) if name in self.member.written else "0.0"
            for name in ("death", "expulsion", "exit", *self.moves)
        }
        lines = [
            f"u = draw(v_pid, {self.salt('exit')})",
            f"leaves = {hazard['death']} + {hazard['expulsion']}",
            "event = 0",
            f"if u < leaves + {hazard['exit']}:\n    event = 3",
            "if u < leaves:\n    event = 2",
            f"if u < {hazard['death']}:\n    event = 1",
            "code = 0",
            f"u = draw(v_pid, {self.salt('move')})",
            "edge = 0.0",
        ]
        for number, name in enumerate(self.moves, start=1):
            if hazard[name] != "0.0":
                lines += [
                    f"if code == 0 and {hazard[name]} > 0.0:",
                    f"    edge += {hazard[name]}",
                    f"    if u < edge:\n        code = {number}",
                ]
        return lines

    def zeros(self) -> list[str]:
        """What a step may add to before any step has set it."""
        return [f"{name} = 0.0" for name, source in self.member.layers["own"].items() if source == "0.0"]

    def loads(self) -> dict[str, str]:
        """What is read of a member's record."""
        own = self.member.layers["own"].items()
        return {name: source for name, source in own if source not in ("0.0", DERIVED) and name != "v_pid"}

    def salt(self, name: str) -> str:
        return f"z_{name}" if self.lanes else f"s.S[0, {self.writer.streams.index(f'engine.{name}')}]"

    def opening(self, *scopes: Scope) -> list[str]:
        salts = [f"z_{name} = s.S[0, {self.writer.streams.index(f'engine.{name}')}]" for name in ("exit", "move")]
        return [*salts, *dict.fromkeys(line for scope in scopes for line in scope.outer())]

    def cell_steps(self) -> list[str]:
        """The cell's own steps, one cell at a time."""
        return [
            *WHERE,
            *self.cell.head(outer=False)[2:],
            *self.cell_body,
            *self.cell.stores("s.C[c]", "cell"),
            *self.places_outside(),
        ]

    def places_outside(self) -> list[str]:
        """How many joiners' rows one row outside stands for."""
        return [
            "rows = float(s.U[c].row1 - s.U[c].row0) - float(s.C[c].rows_in)",
            "outside = float(s.C[c].people) * float(s.C[c].extent) - float(s.U[c].members)",
            "ratio = outside / (rows * row_weight) if rows > 0.5 and outside > 0.0 else 0.0",
            "s.C[c].ratio = ratio",
            "s.C[c].sanctions = 0.0",
        ]

    def cell_values(self) -> list[str]:
        """What persons read of their cell, once its own steps are done."""
        return [
            *dict.fromkeys([*self.bounds.middle(), *self.outsider.middle(), *self.member.middle()]),
            *self.ceiling,
            f"bound = {self.bounds.local('join')} * ratio * 1.000001" if self.thinned else "bound = 1.0",
            "joined = 0.0",
            "joiners = 0.0",
        ]

    def join(self) -> list[str]:
        """Whether one outsider joins: the exact hazard, once the draw lies below the bound."""
        return [
            "p = s.P[i]",
            *self.outsider.own_loads(),
            *self.outside,
            f"if u < {self.outsider.local('join')} * ratio:",
            *indent(list(JOIN)),
        ]

    def clear(self) -> list[str]:
        sums = [f"t_{k} = 0.0" for k in self.plain_columns()]
        return ["above = s.U[c].parent - s.C.shape[0]", *sums]

    def plain_columns(self) -> list[int]:
        return [k for k in range(self.writer.columns.count) if k not in self.writer.category_columns()]

    def flush(self, joined: str, joiners: str) -> list[str]:
        """The cell's sums, with those who joined this week: its own record, and the unit above."""
        writer = self.writer
        return [
            f"t_1 = {joined}",
            "t_0 += t_1",
            f"t_5 += {joiners}",
            "s.C[c].rows_in = t_5",
            "s.room[c] = s.U[c].row1 - s.U[c].row0 - int(t_5)",
            "s.U[c].members = t_0",
            f"counted = t_{writer.COUNTED} if t_{writer.COUNTED} > 0.0 else 1.0",
            *writer.mean_lines("c", writer.near, "counted", lambda column: f"t_{column}"),
            *(f"s.T[above, {k}] += t_{k}" for k in self.plain_columns()),
            *(f"s.T[above, {base} + k] += t_0" for base in writer.cell_keyed()),
        ]

    def add_up(self, term: dict[str, str], key: dict[str, str]) -> list[str]:
        """Add a member to the cell's tallies: plain sums, then those kept by tendency, origin or cohort."""
        lines = ["t_5 += 1.0", *(f"t_{column} += {term[expression]}" for column, expression in self.sums)]
        for name, sums in self.keyed.items():
            adds = [f"s.T[above, {base} + g] += {term[amount]}" for base, amount in sums]
            lines.append(f"g = {key[name]}")
            if name == "v_tendency":  # most members adhere to none, and nobody asks how many
                lines += ["if g > 0:", *indent(adds)]
            else:
                lines += adds
        return lines

    # -- one person at a time ------------------------------------------------------------------------------

    def one_by_one(self) -> list[str]:
        """The steps of all cells, then one loop over members; each turn first goes on to the next one.

        Threads side by side wait for each other where that search, through outsiders and from cell to cell, ends.  So
        they think of a member each at the same time, although their members, one row in ten, stand at other rows of
        other cells.
        """
        return [
            "for c in range(first, last):",
            *indent(["row_weight = float(s.G[0].row_weight)", *self.cell_steps()]),
            "c = first",
            "i = 0",
            "end = -1  # where the cell's rows end; -1 where it has to be opened",
            "while True:",
            "    while c < last and (i >= end or s.P[i].status != MEMBER):",
            *indent(indent(self.go_on())),
            "    if c == last:",
            "        break",
            *indent(self.one_member()),
        ]

    def go_on(self) -> list[str]:
        """One step towards the next member: past an outsider, who may join, or from one cell to the next."""
        joins = ["row_weight = float(s.G[0].row_weight)", *self.join()]
        return [
            "if end < 0:",
            *indent(["l = s.U[c].place", "k = s.U[c].milieu", "ratio = s.C[c].ratio"]),
            *indent([*self.cell_values(), *self.clear(), "i = s.U[c].row0", "end = s.U[c].row1"]),
            "elif i < end:",
            "    v_pid = int(s.P[i].pid)",
            f"    u = draw(v_pid, {self.salt('exit')})",
            *(["    if u < bound:", *indent(indent(joins))] if self.outside else []),
            "    i += 1",
            "else:",
            *indent([*self.flush("joined", "joiners"), "c += 1", "end = -1"]),
        ]

    def one_member(self) -> list[str]:
        terms = {expression: expression for _, expression in self.sums}
        terms |= {amount: amount for sums in self.keyed.values() for _, amount in sums}
        return [
            "v_pid = int(s.P[i].pid)",
            "p = s.P[i]",
            "w = float(p.weight)",
            *self.zeros(),
            *(f"{name} = {source}" for name, source in self.loads().items()),
            *self.derived,
            *self.body,
            *self.fate(),
            *(f"p.{name} = {code}" for name, code in self.codes.items()),
            *STIRS,
            "if event == 0:  # no branch leaves the loop's body early, for threads would then wait elsewhere",
            *indent([*MOVES, *self.add_up(terms, {name: f"int({name})" for name in self.keyed})]),
            *(line for event, fate in FATES.items() for line in (f"elif event == {event}:", *indent(list(fate)))),
            "i += 1",
        ]

    # -- in lanes ------------------------------------------------------------------------------------------

    def scan(self) -> str:
        """The entry: list the members of each cell, let outsiders join; when the lanes are full, gather, think and carry out."""
        number, ids = self.numbers, self.ids
        full = [f"{step}(s, week, block, m)" for step in ("gather", "seek", "think")]
        full.append("carry_out(s, week, block, q)")
        cell = [
            f"if (c - first) % {CELLS} == 0:",
            *indent([f"cells(s, week, block, c, min(c + {CELLS}, last))"]),
            f"if q == np.uint64({LANES}) or m + np.uint64(s.U[c].row1 - s.U[c].row0) > np.uint64({LANES}):",
            *indent([*full, "m = np.uint64(0)", "q = np.uint64(0)"]),
            *WHERE,
            *self.places_outside(),
            *self.cell_values(),
            "before = m",
            "for i in range(np.uint64(s.U[c].row0), np.uint64(s.U[c].row1)):  # no branch, for none could be foretold",
            *indent([f"{ids.at('row', 'm')} = int(i)", "m += np.uint64(s.P[i].status == MEMBER)"]),
            "for j in range(before, m):  # long before they are gathered",
            f"    prefetch(s.P, {ids.at('row', 'j')})",
            f"    prefetch(s.P, {ids.at('row', 'j')} + 1)  # a record may reach into the next line of the cache",
            *self.candidates(),
            f"for j in range(before, before + {EIGHTS.format('m - before')}):  # the next cell writes over what is too much",
            *indent([f"{number.at(name, 'j')} = {name}" for name in self.member.layers["middle"]]),
            f"{number.at('joined', 'q')} = joined",
            f"{number.at('joiners', 'q')} = joiners",
            f"{ids.at('cell', 'q')} = c",
            f"{ids.at('end', 'q')} = int(m)",
            "q += np.uint64(1)",
        ]
        lines = [
            "row_weight = float(s.G[0].row_weight)",
            *self.opening(self.bounds, self.outsider),
            number.base(),
            ids.base(),
            "m = np.uint64(0)",
            "q = np.uint64(0)",
            "for c in range(first, last):",
            *indent(cell),
            *full,
        ]
        return define("persons", ("s", "week", "first", "last", "block"), lines, "entry")

    def cells(self) -> str:
        """The steps of some cells, a lane each: what they read is gathered, and what they write is put back."""
        number, scope = self.numbers, self.cell
        read = {
            name: source for name, source in (scope.layers["middle"] | scope.layers["own"]).items() if source != "0.0"
        }
        stores = [store.split(" = ", 1) for store in scope.stores("s.C[c]", "cell")]
        step = [
            "c = first + int(j)",
            *(f"{name} = {number.at(f'of_{name}', 'j')}" for name in read),
            *(f"{name} = 0.0" for name, source in scope.layers["own"].items() if source == "0.0"),
            *self.cell_body,
            *(f"{number.at(f'to_{k}', 'j')} = {value}" for k, (_, value) in enumerate(stores)),
        ]
        lines = [
            number.base(),
            "count = np.uint64(last - first)",
            "for j in range(count):",
            *indent(["c = first + int(j)", *WHERE]),
            *indent([f"{number.at(f'of_{name}', 'j')} = {source}" for name, source in read.items()]),
            *dict.fromkeys(scope.outer()),
            f"for j in range({EIGHTS.format('count')}):  # what lies past the last lane is not read",
            *indent(step),
            "for j in range(count):",
            *indent(["c = first + int(j)"]),
            *indent([f"{target} = {number.at(f'to_{k}', 'j')}" for k, (target, _) in enumerate(stores)]),
        ]
        return define("cells", ("s", "week", "block", "first", "last"), lines)

    def gather(self) -> str:
        """Members' own values into the lanes; the first short loop asks for all their records before any is needed."""
        number, ids = self.numbers, self.ids
        first = [
            f"i = np.uint64({ids.at('row', 'j')})",
            f"{ids.at('pid', 'j')} = int(s.P[i].pid)",
            f"{number.at('w', 'j')} = float(s.P[i].weight)",
        ]
        rest = [
            f"i = np.uint64({ids.at('row', 'j')})",
            "p = s.P[i]",
            *(f"{number.at(name, 'j')} = {raw(source)}" for name, source in self.loads().items()),
        ]
        loop = "for j in range(lanes):"
        lines = [number.base(), ids.base(), loop, *indent(first), loop, *indent(rest)]
        return define("gather", ("s", "week", "block", "lanes"), lines)

    def seek(self) -> str:
        """The nearest tendency of each lane: a loop for each that lives, before all is thought of at once."""
        number, lines = self.numbers, list[str]()
        if self.seeks():
            best, gap = number.at("v_nearest", "j"), number.at("gap", "j")
            mine = [decoded(self.loads()[f"v_{name}"], number.at(f"v_{name}", "j")) for name in POSITION]
            loop = f"for j in range({EIGHTS.format('lanes')}):"
            lines = [
                number.base(),
                loop,
                *indent([f"{best} = {NOBODY}", f"{gap} = {REACH}"]),
                f"for t in range({TENDENCIES}):",
                "    if s.K[t].alive > 0.5:",
                *indent(indent([loop, *indent([nearer(best, gap, "t + 1.0", mine, "s.K[t]")])])),
            ]
        return define("seek", ("s", "week", "block", "lanes"), lines)

    def candidates(self) -> list[str]:
        """One draw for every row, in vectors; between the first and the last below the bound each is looked at again.

        The last vector may reach into the next cell: its rows are drawn and not looked at.
        """
        if not self.outside:
            return []
        again = [
            "v_pid = int(s.P[i].pid)",
            "u = draw(v_pid, z_exit)",
            "if u < bound and s.P[i].status != MEMBER:",
            *indent(self.join()),
        ]
        return [
            "if bound > 0.0:",
            "    least = np.uint64(min(bound, 1.0) * 18446744073709549568.0) | np.uint64(0x1FFFFFFFF)  # as words, not below the bound",
            "    row0, row1 = np.uint64(s.U[c].row0), np.uint64(s.U[c].row1)",
            "    low = row1",
            "    high = row0",
            f"    for i in range(row0, min(row0 + {EIGHTS.format('row1 - row0')}, np.uint64(s.P.shape[0]))):",
            "        below = upper_of(s.P[i].pid, z_exit) <= least",
            "        low = min(low, i if below else row1)",
            "        high = max(high, i + np.uint64(1) if below else row0)",
            "    for i in range(int(low), int(min(high, row1))):",
            *indent(indent(again)),
        ]

    def think(self) -> str:
        """Every kernel over the lanes; nothing but columns is written, so the loop can be made of vectors."""
        number, whole = self.numbers, self.whole
        loads = {name: decoded(source, number.at(name, "j")) for name, source in self.loads().items()}
        loads |= {name: number.at(name, "j") for name in self.member.layers["middle"]}
        if self.seeks():
            loads["v_nearest"] = number.at("v_nearest", "j")
        terms = dict.fromkeys(e for _, e in self.sums)
        terms |= dict.fromkeys(e for sums in self.keyed.values() for _, e in sums)
        lane = [
            f"v_pid = {self.ids.at('pid', 'j')}",
            f"w = {number.at('w', 'j')}",
            *self.zeros(),
            *(f"{name} = {source}" for name, source in loads.items()),
            *self.derived,
            *self.body,
            *self.fate(),
            *(f"{whole.at(name, 'j')} = {code}" for name, code in self.codes.items()),
            f"{whole.at('event', 'j')} = event",
            f"{whole.at('code', 'j')} = code",
            *(f"{whole.at(column, 'j')} = np.int32({key})" for key, column in self.keys.items()),
            *(f"{number.at(term_name(e), 'j')} = {e}" for e in terms if e != "w"),
        ]
        lines = [
            number.base(),
            whole.base(),
            self.ids.base(),
            *self.opening(self.member),
            f"for j in range({EIGHTS.format('lanes')}):  # what lies past the last lane is not read",
            *indent(lane),
        ]
        return define("think", ("s", "week", "block", "lanes"), lines)

    def carry_out(self) -> str:
        """Write back, carry out, add up, cell by cell."""
        number, whole, ids = self.numbers, self.whole, self.ids
        terms = {e: number.at(term_name(e) if e != "w" else "w", "j") for _, e in self.sums}
        terms |= {e: number.at(term_name(e), "j") for sums in self.keyed.values() for _, e in sums if e != "w"}
        terms["w"] = "w"
        lane = [
            f"i = {ids.at('row', 'j')}",
            f"v_pid = {ids.at('pid', 'j')}",
            "p = s.P[i]",
            f"w = {number.at('w', 'j')}",
            *(f"p.{name} = {whole.at(name, 'j')}" for name in self.codes),
            f"event = {whole.at('event', 'j')}",
            f"code = {whole.at('code', 'j')}",
            *STIRS,
            *(
                line
                for event, fate in FATES.items()
                for line in (f"if event == {event}:", *indent([*fate, "continue"]))
            ),
            *MOVES,
            *self.add_up(terms, {name: whole.at(column, "j") for name, column in self.keys.items()}),
        ]
        cell = [
            f"c = {ids.at('cell', 'q')}",
            "k = s.U[c].milieu",
            f"end = np.uint64({ids.at('end', 'q')})",
            *self.clear(),
            "for j in range(begin, end):",
            *indent(lane),
            *self.flush(number.at("joined", "q"), number.at("joiners", "q")),
            "begin = end",
        ]
        lines = [
            number.base(),
            whole.base(),
            ids.base(),
            "begin = np.uint64(0)",
            "for q in range(cells):",
            *indent(cell),
        ]
        return define("carry_out", ("s", "week", "block", "cells"), lines)


def nearer(best: str, gap: str, number: str, mine: list[str], tendency: str) -> str:
    """Whether the platform of one more tendency is nearer to a member than the best so far."""
    platform = [f"float({tendency}.{name})" for name in PLATFORM]
    return f"{best}, {gap} = nearer({', '.join([best, gap, number, *mine, *platform])})"


def raw(source: str) -> str:
    """A person's field is gathered as it is stored, and decoded in the lanes."""
    return f"float({source.partition('(')[2][:-1]})" if source.startswith("value_") else source


def decoded(source: str, column: str) -> str:
    return f"{source.partition('(')[0]}({column})" if source.startswith("value_") else column


def term_name(expression: str) -> str:
    """Name of the column of one term of a tally: ``w * v_rooted * v_course`` is ``sum_rooted_course``."""
    return "sum_" + "_".join(part.removeprefix("v_") for part in expression.split(" * ")[1:])
