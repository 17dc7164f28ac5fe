"""Several organisations in one world: their weeks run in step, and none can win whom another holds.

Each organisation has its charter, its members, its line and its own luck; all live in the same places and the same
years.  Before every week each learns what the others hold: of the people of a milieu in a place, those who are members
elsewhere are no longer within its reach.  So whoever joins one is missing to the others, and comes back within their
reach by leaving.  Who is asked by several at once is drawn to the line nearest to the class there, for every
organisation recruits by its own distance (``mechanisms/joining.py``).

Not modelled: members who go over from one to another without leaving first, alliances, fights between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from politeia import load
from politeia.mistakes import Mistake
from politeia.random.draws import mix_int, salt

if TYPE_CHECKING:
    from politeia.charter import Charter
    from politeia.engine import Engine, History
    from politeia.model import Model

MOST = 0.9  #: of the people in reach that all together may hold at the start


@dataclass(frozen=True)
class Beside:
    """Another organisation: its charter, how many members it has at the start (persons) and where its line stands."""

    charter: Charter
    members: float
    course: float


def of_world(model: Model) -> dict[str, Beside]:
    """The rivals of a world that have a charter, by name.

    Raises :class:`~politeia.mistakes.Mistake` if there is none, or if a charter cannot be read.
    """
    found = {
        rival.name: Beside(load.charter(rival.charter), rival.members, rival.course)
        for rival in model.world.rivals
        if rival.charter
    }
    if not found:
        raise Mistake(
            f"world '{model.world.name}': none of its rivals has a charter; write in the world file, under [[rivals]]: "
            'charter = "NAME" (a name of the catalog, or the path of a .toml file)'
        )
    return found


class Together:
    """An organisation with others beside it, at one scale."""

    def __init__(self, model: Model, others: Mapping[str, Beside], engine: Callable[[Model], Engine]) -> None:
        world = model.world
        own = sum(place.members for place in world.places)
        if own + sum(other.members for other in others.values()) > MOST * world.persons:
            raise Mistake(
                f"world '{world.name}': its organisations hold more than {MOST:.0%} of the {world.persons:,.0f} people "
                "in reach; give the rivals fewer members"
            )
        main = engine(model)
        self.names = (model.charter.name, *others)
        if len(set(self.names)) < len(self.names):
            raise Mistake(f"rivals: '{model.charter.name}' is the name of the organisation itself; choose another")
        self.engines = [
            main,
            *(main.like(_as_large(model, other, other.members / max(own, 1.0))) for other in others.values()),
        ]
        self.courses = [None, *(other.course for other in others.values())]
        self.ground = [_ground(engine) for engine in self.engines]

    def simulate(self, history: int, *, seed: int, last_week: int | None = None) -> dict[str, History]:
        """One history of all organisations: each as :meth:`~politeia.engine.Engine.simulate` returns it, by name.

        The first has the luck of its number; the others' depends on their name too, and on nothing else.
        """
        last = self.engines[0].model.world.weeks if last_week is None else last_week
        states: list[Any] = []
        for name, engine, course in zip(self.names, self.engines, self.courses, strict=True):
            own = seed if course is None else mix_int(seed ^ salt(f"together.{name}")) >> 2
            s = engine.start(history, seed=own, last_week=last)
            if course is not None:
                _hold(engine, s, course)
                s.X[:] = _same_luck(engine, s.X, states[0].X)
            states.append(s)
        people = [s.C["people"].copy() for s in states]
        for week in range(last):
            if len(states) > 1:
                self._share(states, people)
            for engine, s in zip(self.engines, states, strict=True):
                engine.advance(s, week, week + 1)
        ends = zip(self.names, self.engines, states, strict=True)
        return {name: engine.finish(s, history) for name, engine, s in ends}

    def _share(self, states: list[Any], people: list[NDArray[np.float64]]) -> None:
        """Take from each organisation's people in reach those whom the others hold, in every milieu of every place."""
        count = max(int(ground.max()) for ground in self.ground) + 1
        held = [
            np.bincount(ground, weights=s.U["members"][: len(ground)], minlength=count)
            for ground, s in zip(self.ground, states, strict=True)
        ]
        total = np.sum(held, axis=0)
        for ground, s, own, base in zip(self.ground, states, held, people, strict=True):
            reach = np.bincount(ground, weights=base * s.C["extent"], minlength=count)
            free = np.clip(1.0 - (total - own) / np.maximum(reach, 1e-9), 0.0, 1.0)
            s.C["people"][:] = base * free[ground]


@dataclass(frozen=True)
class Account:
    """What became of one organisation over some histories: members (persons) at the end of each, and its outcomes."""

    name: str
    title: str
    start: float
    members: tuple[float, ...]
    outcomes: dict[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)


def run(model: Model, *, histories: int = 20, seed: int = 1917, scale: float = 1.0) -> list[Account]:
    """The organisation of a model beside the rivals of its world that have a charter, in ``histories`` histories."""
    from politeia.engine import prepare

    others = of_world(model)
    beside = Together(model, others, lambda held: prepare(held, scale=scale))
    runs = [beside.simulate(number, seed=seed) for number in range(histories)]
    titles = [model.charter.title, *(rival.title for rival in model.world.rivals if rival.charter)]
    starts = [sum(p.members for p in model.world.places), *(other.members for other in others.values())]
    return [
        Account(
            name,
            title,
            start,
            tuple(float(run[name].measures[-1, 0]) for run in runs),
            dict(Counter(run[name].outcome for run in runs).most_common()),
        )
        for name, title, start in zip(beside.names, titles, starts, strict=True)
    ]


def in_words(accounts: Sequence[Account]) -> str:
    """One line an organisation."""
    lines = []
    for account in accounts:
        low, middle, high = np.quantile(account.members, (0.1, 0.5, 0.9))
        ends = ", ".join(f"{outcome} {count}" for outcome, count in account.outcomes.items())
        lines.append(
            f"{account.title}: {account.start:,.0f} members at the start, {middle:,.0f} at the end "
            f"(8 in 10 histories: {low:,.0f} to {high:,.0f}); {ends}"
        )
    return "\n".join(lines)


def _as_large(model: Model, other: Beside, factor: float) -> Model:
    """The model of another organisation in the same world, with its own members at the start."""
    places = tuple(
        p.model_copy(update={"members": min(p.members * factor, MOST * sum(p.people.values()))})
        for p in model.world.places
    )
    return replace(model, charter=other.charter, world=model.world.model_copy(update={"places": places}))


def _ground(engine: Engine) -> NDArray[np.int64]:
    """Number of the place and milieu of each cell."""
    milieus = len(engine.plan.milieus)
    return np.array([place * milieus + milieu for place, milieu, *_ in engine.plan.cells], dtype=np.int64)


def _hold(engine: Engine, s: Any, course: float) -> None:
    """The first members and the line stand where the organisation does."""
    members = s.P_status == 1
    weights = s.P["weight"][members].astype(np.float64)
    for name in ("course", "anchor"):
        item = engine.fused.layout.fields[name]
        top = (1 << item.bits) - 1
        values = item.low + s.P[name][members].astype(np.float64) * (item.high - item.low) / top
        moved = np.clip(values + course - np.average(values, weights=weights), item.low, item.high)
        s.P[name][members] = np.round((moved - item.low) / (item.high - item.low) * top)
    s.G["line_course"] = course


def _same_luck(engine: Engine, own: NDArray[np.float64], main: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weekly columns with the first organisation's luck of the world's series: they share the harvest."""
    found = own.copy()
    for _, column, _ in engine.plan.jitter:
        found[:, column] = main[:, column]
    return found
