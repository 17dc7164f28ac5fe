"""The static layout of a world at a scale: rows into cells, cells into units, posts, weekly columns.

Made once for each engine; :meth:`Plan.state` gives a history its own arrays.
"""

from __future__ import annotations

import copy
import itertools
import math
from collections import namedtuple
from typing import TYPE_CHECKING, Any

import numpy as np

from politeia.charter import METHODS
from politeia.engine.fuse import EXOGENOUS, Fused
from politeia.engine.organs import codes
from politeia.engine.state import BASICS, EVENTS, LEVELS, POSTS, QUESTIONS, SEPARATE, TENDENCIES, TYPES
from politeia.mistakes import Mistake
from politeia.random.draws import history_key, mix_int, salt
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.model import Model

CELL_ROWS = 48  # rows of a full cell
NOMINEES = 6  # nominees looked at for a post
DELEGATES = 400.0  # persons sent to a congress: votes there are counted on them
VETERAN_WEEKS = 400.0  # the first members joined over so many weeks before the start
KEPT_ROWS = 200_000  # of a world up to which fresh arrays are kept, to be copied: making them takes longer than a week
WAYS = {
    "elected": codes.BY_ELECTION,
    "appointed": codes.BY_NAMING,
    "co-opted": codes.BY_COOPTION,
    "by lot": codes.BY_LOT,
    "ex officio": codes.EX_OFFICIO,
}

#: Arrays of one history: persons P (with three columns of their own), cells C, units U, places L, party G, tendencies K, posts O, questions Q, rules and
#: parameters A, basics B, milieus M, levels V, types of membership Y, ballots W and the working table I of a count, cohorts H, salts S, tallies T of the units above the cells, events E, weekly columns X, place columns Z,
#: cell of each row R, segments J of the cells ordered by place and milieu, first row, free rows and members about to move of each cell, first week wakes in which the organ of a unit may have something to do, delegates D, origins F (cumulative, by milieu), generation of each row N, scratch for gathered members lane, mark and ids, means of tallies above the cells, and the measures recorded.
State = namedtuple(
    "State",
    "P P_pid P_status P_move C U L G K O Q A B M V Y W I H S T E X Z R J ordered starts room moving wakes D F N lane mark ids far_means party_floats place_floats measures place_measures out out_places",
)
_NONE = np.zeros(0)  # in the place of what each history has of its own


class Plan:
    """The static layout of a world at a scale: rows into cells, cells into units, posts, weekly columns."""

    def __init__(self, model: Model, fused: Fused, scale: float) -> None:
        self.model, self.fused, self.scale = model, fused, scale
        self.salts = np.array([salt(name) for name in fused.streams], dtype=np.uint64)
        self._fresh: tuple[tuple[int, int, int], Any] | None = None
        world = model.world
        self.milieus = [m.name for m in world.milieus]
        self.levels = [level.name for level in model.charter.levels]
        self.place_level = self.levels.index("place")
        self.cells: list[tuple[int, int, int, float, float]] = []  # place, milieu, rows, people, members
        self.paths: list[tuple[int, ...]] = []
        self._cells()
        self._units()
        self._posts()
        self._weeks()

    def _cells(self) -> None:
        """Split every milieu of every place into cells, and deal the cells to districts."""
        world = self.model.world
        total = self.scale * world.persons
        draw = {m.name: m.draw for m in world.milieus}
        below = self.place_level - 1
        for p, place in enumerate(world.places):
            weight = sum(n * draw[m] for m, n in place.people.items()) or 1.0
            made: list[tuple[int, int, float, float]] = []
            for m, name in enumerate(self.milieus):
                people = place.people.get(name, 0.0)
                if people <= 0:
                    continue
                rows = max(8, round(total * people / world.persons))
                count = max(1, round(rows / CELL_ROWS))
                members = place.members * people * draw[name] / weight
                for j in range(count):
                    size = rows // count + (1 if j < rows % count else 0)
                    made.append((m, size, people / count, members / count))
            districts = min(place.districts, len(made))
            order = sorted(range(len(made)), key=lambda j: (j % districts, made[j][0]))
            for j in order:
                m, size, people, members = made[j]
                self.cells.append((p, m, size, people, members))
                path = []
                for level in range(1, below + 1):
                    groups = max(1, districts * 3 ** (below - level))
                    path.append((j % districts) if level == below else (j % groups))
                self.paths.append(tuple(path))
        if below > 1:  # deeper trees: cells of one lower unit must stand together
            ordered = sorted(range(len(self.cells)), key=lambda c: (self.cells[c][0], *self.paths[c][::-1]))
            self.cells = [self.cells[c] for c in ordered]
            self.paths = [self.paths[c] for c in ordered]
        self.rows = sum(cell[2] for cell in self.cells)

    def _units(self) -> None:
        """Number the units level by level, the whole organisation last."""
        n_cells, top = len(self.cells), len(self.levels) - 1
        keys: list[list[tuple[Any, ...]]] = [[(c,) for c in range(n_cells)]]
        provinces = sorted({place.province for place in self.model.world.places})
        for level in range(1, top + 1):
            out: list[tuple[Any, ...]] = []
            for c, (p, *_rest) in enumerate(self.cells):
                if level == top:
                    key: tuple[Any, ...] = ()
                elif level < self.place_level:
                    key = (p, *self.paths[c][level - 1 :][::-1])
                elif level == self.place_level:
                    key = (p,)
                else:
                    key = (provinces.index(self.model.world.places[p].province) // 3 ** (level - self.place_level - 1),)
                out.append(key)
            keys.append(out)
        if top - self.place_level > 1:
            order = sorted(range(n_cells), key=lambda c: tuple(keys[level][c] for level in range(top, 0, -1)))
            self.cells = [self.cells[c] for c in order]
            self.paths = [self.paths[c] for c in order]
            keys = [keys[0], *([level_keys[c] for c in order] for level_keys in keys[1:])]
        starts = np.concatenate([[0], np.cumsum([cell[2] for cell in self.cells])])
        units: list[dict[str, int]] = []
        member: list[np.ndarray] = []
        nowhere = len(self.model.world.places)
        for level, level_keys in enumerate(keys):
            seen: dict[tuple[Any, ...], int] = {}
            of_cell = np.zeros(n_cells, dtype=np.int64)
            for c, key in enumerate(level_keys):
                if key not in seen:
                    seen[key] = len(units)
                    place = self.cells[c][0] if level <= self.place_level else nowhere
                    units.append(
                        {
                            "level": level,
                            "place": place,
                            "row0": int(starts[c]),
                            "row1": int(starts[c + 1]),
                            "parent": -1,
                        }
                    )
                u = seen[key]
                units[u]["row1"] = int(starts[c + 1])
                of_cell[c] = u
            member.append(of_cell)
        for level in range(top):
            for c in range(n_cells):
                units[member[level][c]]["parent"] = int(member[level + 1][c])
        self.units = units
        self.unit_of_place = np.full(nowhere + 1, len(units) - 1, dtype=np.int32)
        for u, unit in enumerate(units):
            if unit["level"] == self.place_level:
                self.unit_of_place[unit["place"]] = u

    def _posts(self) -> None:
        """Posts unit by unit, seat 0 the secretary."""
        posts: list[tuple[int, ...]] = []
        for u, unit in enumerate(self.units):
            organ = self.model.charter.organ(self.levels[unit["level"]])
            unit["post0"] = len(posts)
            unit["posts"] = 0 if organ is None else organ.seats
            if organ is not None:
                term = self.model.charter.weeks(organ)
                posts += [(u, seat, unit["level"], term, WAYS[way]) for seat, way in enumerate(organ.ways)]
        self.posts = np.zeros(len(posts), dtype=POSTS)
        for field, column in zip(("unit", "seat", "level", "term", "way"), zip(*posts, strict=True), strict=True):
            self.posts[field] = column
        for field in ("slot", "pid", "patron", "past"):
            self.posts[field] = -1

    def _weeks(self) -> None:
        """The world's series, shocks, checks and congresses, week by week."""
        world, n = self.model.world, self.model.world.weeks + 1
        x = np.zeros((n, len(EXOGENOUS)))
        column = {name: j for j, name in enumerate(EXOGENOUS)}
        weeks = np.arange(n)
        for series in world.series:
            at = [(point.date - world.start).days / 7.0 for point in series.points]
            x[:, column[series.name]] = np.interp(weeks, at, [point.value for point in series.points])
        for name in ("orders", "army", "office", "study", "recruiting", "opening", "rivals"):
            if not any(series.name == name for series in world.series):
                x[:, column[name]] = 1.0
        if not any(series.name == "admission" for series in world.series):
            x[:, column["admission"]] = self.model.values["rule_filter"]
        places = {place.name: p for p, place in enumerate(world.places)}
        shocks = np.zeros((n, len(world.places), 2))
        for event in world.events:
            week = world.week(event.date)
            if not 0 <= week < n:
                continue
            if event.place:
                shocks[week, places[event.place]] += (event.mood, event.trust)
            else:
                shocks[week, :, 1] += event.trust
                x[week, column["shock_mood"]] += event.mood
                x[week, column["shock_trust"]] += event.trust
            x[week, column["shock_hope"]] += event.hope
            x[week, column["shock_urgency"]] += event.urgency
            x[week, column["shock_failure"]] += event.failure
        for check in world.checks:
            week = world.week(check.date)
            span = slice(max(week, 0), max(0, min(week + check.weeks, n)))
            x[span, column["check"]] += -math.log1p(-min(check.share, 0.99)) / check.weeks
            x[span, column["check_rural"]] = check.rural
        due = column["congress_due"]
        for congress in world.congresses:
            if 0 <= (week := world.week(congress.date)) < n:
                x[week, due] = max(x[week, due], 2.0 if congress.kind == "congress" else 1.0)
        if not world.congresses:
            every = self.model.charter.decisions.congress_weeks
            x[every::every, due] = 2.0
        pressure = np.zeros((n, len(world.places)), dtype=np.uint8)
        for loss in world.losses:
            first, last = max(0, world.week(loss.lost)), max(0, min(n, world.week(loss.retaken)))
            pressure[first : max(last, first + 1), places[loss.place]] = 1
        self.x = x
        self.place_columns = np.concatenate([pressure[:, :, None], shocks], axis=2)
        self.jitter = [(s.name, column[s.name], s.jitter) for s in world.series if s.jitter > 0]

    def blocks(self, count: int) -> list[tuple[int, int]]:
        """Ranges of cells of about equal rows; what lies under one unit of the next level stays together."""
        parents = np.array([unit["parent"] for unit in self.units[: len(self.cells)]])
        firsts = np.flatnonzero(np.diff(parents, prepend=-1, append=-1))
        starts = np.array([*(self.units[c]["row0"] for c in firsts[:-1]), self.rows])
        cuts = firsts[np.searchsorted(starts, np.linspace(0, self.rows, count + 1))]
        return [(int(a), int(b)) for a, b in itertools.pairwise(cuts) if b > a]

    def state(self, seed: int, history: int, first: int, last: int, log_level: int = 0) -> Any:
        """Fresh arrays for one history."""
        span = (first, last, log_level)
        if self.rows > KEPT_ROWS or log_level > 1:  # a whole log takes more room than all the rest, empty as it is
            return self._blank(*span)._replace(**self.own(seed, history))
        kept = self._fresh
        if kept is None or kept[0] != span:
            kept = self._fresh = (span, self._blank(*span))
        return self.copied(kept[1])._replace(**self.own(seed, history))

    def _blank(self, first: int, last: int, log_level: int) -> Any:
        """What fresh histories have in common; ``own`` is missing."""
        model, world, layout = self.model, self.model.world, self.fused.layout
        n_cells, n_units, n_places = len(self.cells), len(self.units), len(world.places)
        persons = np.zeros(self.rows, dtype=layout.person).view(np.recarray)
        cells = self._records(layout.cell, n_cells, "cell")
        cells["people"] = [cell[3] for cell in self.cells]
        cells["target"] = [cell[4] for cell in self.cells]
        cells["extent"] = 1.0
        units = np.recarray(n_units, dtype=layout.unit)
        units[:] = np.zeros(1, dtype=layout.unit)[0]
        for name in self.units[0]:
            units[name] = [unit[name] for unit in self.units]
        places = self._records(layout.place, n_places + 1, "place")
        places["offset"][:n_places] = [p.course for p in world.places]
        places["exposure"][:n_places] = [p.exposure for p in world.places]
        places["war_industry"][:n_places] = [p.war_industry for p in world.places]
        places["front"][:n_places] = [float(p.front) for p in world.places]
        places["inhabitants"][:n_places] = [p.population for p in world.places]
        party = self._records(layout.party, 1, "party")
        party["power"] = float(world.power)
        party["head_seat"] = party["head_slot"] = party["head_pid"] = -1.0
        party["leader_slot"] = party["leader_pid"] = -1.0
        party["industry"] = sum(p.people.get(m.name, 0.0) for p in world.places for m in world.milieus if m.bench)
        party["row_weight"] = 1.0
        milieu_of = np.array([cell[1] for cell in self.cells], dtype=np.int32)
        place_of = np.array([cell[0] for cell in self.cells], dtype=np.int32)
        order = np.lexsort((np.arange(n_cells), milieu_of, place_of))
        segment = np.searchsorted(
            (place_of * len(self.milieus) + milieu_of)[order], np.arange(n_places * len(self.milieus) + 1)
        )
        members = sum(p.members for p in world.places)
        party_rows = world.resolution.party_rows * self.rows
        kinds = {
            name: next((k for k, m in enumerate(world.milieus) if getattr(m, name)), -1)
            for name in ("office", "bench", "armed", "school")
        }
        plain = [k for k, m in enumerate(world.milieus) if not (m.office or m.bench or m.armed or m.school)]
        units["milieu"][:n_cells] = milieu_of
        places["unit"] = self.unit_of_place
        places["army_cum"][:n_places] = self._table({m.name for m in world.milieus if m.armed})
        places["people_cum"][:n_places] = self._table(set(self.milieus))
        basics = np.recarray(1, dtype=BASICS)
        basics[0] = (
            kinds["office"], kinds["bench"], kinds["armed"], plain[0] if plain else -1, kinds["school"], self.place_level, NOMINEES,
            log_level, first, world.week(world.cohorts[0]) if world.cohorts else 0, len(world.cohorts),
            model.values["rule_quorum"], DELEGATES, party_rows, max(1.0, members / party_rows), VETERAN_WEEKS,
        )  # fmt: skip
        cohorts = np.zeros((2, 8))
        cohorts[1] = np.inf
        cohorts[1, : len(world.cohorts)] = [world.week(d) for d in world.cohorts]
        posted = 20_000 + len(self.posts) * (last - first) // 4
        lines = {0: 4000, 1: posted}.get(log_level, posted + 20 * self.rows)
        return State(
            P=persons, **{f"P_{name}": np.zeros(self.rows, dtype=kind) for name, kind in SEPARATE.items()}, C=cells, U=units, L=places, G=party, K=self._records(layout.tendency, TENDENCIES, "tendency"),
            O=self.posts.copy().view(np.recarray), Q=self._questions(), B=basics, M=self._milieus(), V=self._powers(), Y=self._types(), W=np.zeros((codes.BALLOTS + 1, codes.CANDIDATES)), I=np.zeros((codes.CELL + 1, codes.BALLOTS), dtype=np.int64), H=cohorts,
            T=np.zeros((n_units - n_cells, self.fused.columns.count)), far_means=np.zeros((n_units - n_cells, len(self.fused.far))), E=np.zeros(lines, dtype=EVENTS).view(np.recarray), Z=self.place_columns,
            R=np.repeat(np.arange(n_cells, dtype=np.int32), [cell[2] for cell in self.cells]), J=segment.astype(np.int32), ordered=order.astype(np.int32), starts=np.cumsum([0, *(cell[2] for cell in self.cells)]).astype(np.int32), room=np.zeros(n_cells, dtype=np.int32), moving=np.zeros(n_cells, dtype=np.int32), wakes=np.zeros(n_units, dtype=np.int32),
            D=np.zeros(1500, dtype=np.int32), N=np.zeros(self.rows, dtype=np.uint16),
            **self.scratch(1),
            F=np.cumsum([[m.drawn_from.get(n, 0.0) for n in self.milieus] for m in world.milieus], axis=1), party_floats=floats_of(party), place_floats=floats_of(places),
            measures=np.array(self.fused.measures, dtype=np.int32), place_measures=np.array(self.fused.place_measures, dtype=np.int32), out=np.zeros((last - first, len(model.measures)), dtype=np.float32),
            out_places=np.zeros((last - first, n_places, len(model.place_sources)), dtype=np.float32),
            A=_NONE, S=_NONE, X=_NONE,
        )  # fmt: skip

    def own(self, seed: int, history: int) -> dict[str, Any]:
        """The arrays in which two fresh histories differ: parameters, salts, and the luck of the world's series."""
        key = history_key(seed, history)
        salts = np.zeros((3, len(self.fused.streams)), dtype=np.uint64)
        salts[1] = self.salts
        salts[2, 0] = key
        return {"A": self._rules(history), "S": salts, "X": self._series(key)}

    def scratch(self, blocks: int) -> dict[str, np.ndarray]:
        """Columns in which members are gathered, for so many blocks of cells at a time."""
        kinds = {"lane": np.float64, "mark": np.int32, "ids": np.int64}
        return {
            name: np.zeros(size * blocks, dtype=kind)
            for (name, kind), size in zip(kinds.items(), self.fused.scratch, strict=True)
        }

    def adopt(self, s: Any, before: Plan, seed: int, history: int) -> Any:
        """A running history goes on under this model: its rules, parameters and world from now on, its state as it is."""
        questions = self._questions()
        old = {question.name: q for q, question in enumerate(before.model.world.questions)}
        for q, question in enumerate(self.model.world.questions):
            if question.name in old:
                before_q = s.Q[old[question.name]]
                for field in ("state", "votes", "carried", "share", "pressing", "vetoed", "asked"):
                    questions[field][q] = before_q[field]
                if before_q["vetoed"]:
                    questions["opens"][q] = before_q["opens"]
        powers = self._powers()
        powers["above"], powers["held"] = s.V["above"], s.V["held"]
        s.O["term"], s.O["way"] = self.posts["term"], self.posts["way"]
        s.B["quorum"] = self.model.values["rule_quorum"]
        x = self._series(history_key(seed, history))
        s = s._replace(Q=questions, M=self._milieus(), V=powers, Y=self._types(), Z=self.place_columns)
        awake = np.zeros(len(self.units), dtype=np.int32)  # every organ looks again whether there is something to do
        return s._replace(A=self._rules(history), X=x, wakes=awake)

    @staticmethod
    def copied(s: Any) -> Any:
        """The same state in memory of its own: what a history changes is copied, what it only reads is shared."""
        shared = (
            "R",
            "J",
            "ordered",
            "starts",
            "F",
            "X",
            "Z",
            "A",
            "M",
            "Y",
            "measures",
            "place_measures",
            "party_floats",
            "place_floats",
        )
        own = {name: copy_of(getattr(s, name)) for name in s._fields if name not in shared}
        views = {"party_floats": floats_of(own["G"]), "place_floats": floats_of(own["L"])}
        return s._replace(**own, **views)

    def like(self, model: Model) -> Plan:
        """The layout of another model; shared with this one's where charter and world are the same."""
        if model.charter is not self.model.charter or model.world is not self.model.world:
            return Plan(model, self.fused, self.scale)
        other = copy.copy(self)
        other.model, other._fresh = model, None
        return other

    def _rules(self, history: int) -> Any:
        """Rules, switches and parameters as kernels read them in one history."""
        values, kind = self.model.of_history(history), self.fused.layout.rules
        return np.array([tuple(values[name] for name in kind.names or ())], dtype=kind).view(np.recarray)

    def _milieus(self) -> Any:
        milieu = np.recarray(len(self.milieus), dtype=self.fused.layout.milieu)
        for k, item in enumerate(self.model.world.milieus):
            for name in self.fused.layout.milieu.names or ():
                milieu[name][k] = float(getattr(item, name))
        return milieu

    def _questions(self) -> Any:
        world = self.model.world
        questions = np.recarray(len(world.questions), dtype=QUESTIONS)
        questions[:] = np.zeros(1, dtype=QUESTIONS)[0] if len(questions) else 0
        effects = {"none": 0, "power": 1, "peace": 2, "retreat": 3}
        for q, asked in enumerate(world.questions):
            questions[q] = (
                world.week(asked.opens), world.week(asked.deadline), 0, 0, -1, effects[asked.effect],
                0, 0, asked.course, asked.regime, asked.outlook, asked.bar, asked.stake, 0.0, 0.0,
            )  # fmt: skip
        return questions

    def _powers(self) -> Any:
        """What the organs of each level are and may."""
        levels = np.recarray(len(self.levels), dtype=LEVELS)
        levels[:] = np.zeros(1, dtype=LEVELS)[0]
        top = len(self.levels) - 1
        for level, name in enumerate(self.levels):
            organ = self.model.charter.organ(name)
            if organ is None:
                continue
            for field in ("may_appoint", "recall", "recall_weeks", "seats", "terms_max"):
                levels[field][level] = float(getattr(organ, field))
            levels["term_binds"][level] = float(self.model.charter.binds(organ))
            levels["method"][level] = METHODS.index(organ.method)
            by_members = level == top and organ.elected_by == "members"
            levels["by_members"][level] = float(by_members)
            apart = by_members or any(way not in ("elected", "ex officio") for way in organ.ways)
            levels["apart"][level] = float(apart)
            levels["ex_officio"][level] = float(organ.ways.count("ex officio"))
        return levels

    def _types(self) -> Any:
        """Types of membership; there are none where all members have the same rights."""
        held = self.model.charter.admission.types
        types = np.recarray(len(held), dtype=TYPES)
        for k, item in enumerate(held):
            if item.milieu and item.milieu not in self.milieus:
                raise Mistake(
                    f"charter '{self.model.charter.name}', admission.types[{k + 1}].milieu: "
                    f"{unknown(item.milieu, self.milieus, f'in world {self.model.world.name} milieu')}"
                )
            milieu = self.milieus.index(item.milieu) if item.milieu else -1
            types[k] = (milieu, item.weeks, item.share, float(item.vote), float(item.stand))
        return types

    def _series(self, key: int) -> np.ndarray:
        """The world's weekly columns with the luck of one history; each series has its own."""
        x = self.x.copy()
        for name, column, deviation in self.jitter:
            luck = np.random.Generator(np.random.Philox(key=mix_int(key ^ salt(f"world.jitter.{name}"))))
            x[:, column] *= np.exp(deviation * luck.standard_normal() - 0.5 * deviation * deviation)
        np.clip(x[:, EXOGENOUS.index("war")], 0.0, 1.0, out=x[:, EXOGENOUS.index("war")])
        return x

    def _records(self, dtype: np.dtype, count: int, entity: str) -> Any:
        """Zeroed records with the fields' starting values."""
        out = np.recarray(count, dtype=dtype)
        out[:] = np.zeros(1, dtype=dtype)[0]
        for name, item in self.fused.layout.fields.items():
            if item.entity == entity:
                out[name] = item.start
        return out

    def _table(self, milieus: set[str]) -> np.ndarray:
        """Cumulative distribution of people of some milieus over places."""
        people = np.array(
            [sum(n for m, n in place.people.items() if m in milieus) for place in self.model.world.places]
        )
        if people.sum() <= 0:
            people = np.ones(len(people))
        return np.cumsum(people / people.sum())


def copy_of(array: np.ndarray) -> np.ndarray:
    """A copy in memory of its own; records go as bytes, for NumPy would take them a field at a time."""
    made = np.empty_like(array)
    if array.dtype.names:
        made.view(np.uint8)[...] = array.view(np.uint8)
    else:
        made[...] = array
    return made


def floats_of(records: np.ndarray) -> np.ndarray:
    """The same memory seen as a plain table, one column a field."""
    return np.asarray(records).view(np.float64).reshape(len(records), -1)
