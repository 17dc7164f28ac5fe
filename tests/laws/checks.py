"""The laws a history must keep, as functions that return every breach in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

import small
from politeia.engine import Engine
from politeia.engine import events as kinds
from small import Week

OUTSIDE, MEMBER, FORMER, EXPELLED = 0, 1, 2, 3
OF_A_PERSON = {
    kinds.JOINED, kinds.LEFT, kinds.DIED, kinds.EXPELLED, kinds.MOVED, kinds.ELECTED, kinds.APPOINTED,
    kinds.LEFT_POST, kinds.HEAD_CHOSEN, kinds.HEAD_REMOVED, kinds.FOUNDED,
}  # fmt: skip
ROUNDING = 1e-5  #: a person's weight is kept in single precision


def persons_by_unit(state: Any, persons: np.ndarray, level: int) -> dict[int, float]:
    """Persons that members stand for in every unit of a level, counted row by row."""
    weight = np.where(persons["status"] == MEMBER, persons["weight"].astype(float), 0.0)
    total = np.concatenate([[0.0], np.cumsum(weight)])
    units = np.flatnonzero(state.U["level"] == level)
    return {int(u): total[state.U["row1"][u]] - total[state.U["row0"][u]] for u in units}


def unit_of_row(state: Any, level: int) -> np.ndarray:
    """The unit of a level in which each row stands."""
    out = np.full(len(state.P), -1)
    for u in np.flatnonzero(state.U["level"] == level):
        out[state.U["row0"][u] : state.U["row1"][u]] = u
    return out


def flows(week: Week, level: int) -> dict[int, float]:
    """Persons that each unit of a level should have gained, by the event log alone."""
    state, here = week.state, unit_of_row(week.state, level)
    gained = {int(u): 0.0 for u in np.flatnonzero(state.U["level"] == level)}
    before = {int(p): float(w) for p, w in zip(week.persons_before["pid"], week.persons_before["weight"], strict=True)}
    now = {int(p): float(w) for p, w in zip(state.P_pid, state.P["weight"], strict=True)}
    first_row = state.U["row0"]
    for line in week.events:
        kind, person = int(line["kind"]), int(line["person"])
        if kind == kinds.JOINED:
            gained[here[first_row[line["unit"]]]] += now[person]
        elif kind in (kinds.LEFT, kinds.DIED, kinds.EXPELLED):
            gained[here[first_row[line["unit"]]]] -= before[person]
        elif kind == kinds.MOVED:
            weight = now[person]
            gained[here[first_row[line["unit"]]]] += weight
            gained[here[first_row[int(line["by"])]]] -= weight
    return gained


def unbalanced(week: Week, level: int) -> Iterator[str]:
    """Members before + joined and come - left, died, expelled and gone = members after, unit by unit."""
    then = persons_by_unit(week.state, week.persons_before, level)
    after = persons_by_unit(week.state, small.persons(week.state), level)
    for unit, gain in flows(week, level).items():
        if abs(after[unit] - then[unit] - gain) > ROUNDING * max(after[unit], then[unit], 1.0):
            yield f"week {week.number}, unit {unit}: {then[unit]:.3f} members + {gain:.3f} is not {after[unit]:.3f}"


def unequal(engine: Engine, week: Week, members_before: float) -> Iterator[str]:
    """The measures say the same: members = members before + joined - left - died - expelled."""
    names = [m.name for m in engine.model.measures]
    row = {name: float(week.state.out[week.number, names.index(name)]) for name in names}
    expected = members_before + row["joined"] - row["left"] - row["died"] - row["expelled"]
    if abs(expected - row["members"]) > ROUNDING * max(expected, 1.0):
        yield f"week {week.number}: measures give {expected:.3f} members, not {row['members']:.3f}"
    counted = week.state.P["weight"][week.state.P_status == MEMBER].sum(dtype=float)
    if abs(counted - row["members"]) > ROUNDING * max(counted, 1.0):
        yield f"week {week.number}: {counted:.3f} members in the rows, {row['members']:.3f} in the measure"


def seated(week: Week) -> Iterator[str]:
    """Every post is vacant or held by one living member of its unit, and person and post agree."""
    state, root = week.state, len(week.state.U) - 1
    rows = small.persons(state)
    for o, post in enumerate(state.O):
        i, unit = int(post["slot"]), int(post["unit"])
        if i < 0:
            if post["pid"] >= 0:
                yield f"week {week.number}: vacant post {o} still names person {post['pid']}"
            continue
        if rows["pid"][i] != post["pid"]:
            yield f"week {week.number}: post {o} is held by {post['pid']}, but {rows['pid'][i]} stands there"
        if rows["status"][i] != MEMBER:
            yield f"week {week.number}: post {o} is held by one who is no member"
        if not state.U["row0"][unit] <= i < state.U["row1"][unit]:
            yield f"week {week.number}: the holder of post {o} stands outside unit {unit}"
        held = rows["seat"][i] == post["seat"] + 1 if unit == root else rows["post"][i] == o + 1
        if not held:
            yield f"week {week.number}: person {post['pid']} does not know of post {o}"
    territorial = state.O[(state.O["slot"] >= 0) & (state.O["unit"] != root)]
    if len(np.unique(territorial["pid"])) != len(territorial):
        yield f"week {week.number}: somebody holds two territorial posts"
    for i in np.flatnonzero(rows["post"] > 0):
        post = state.O[rows["post"][i] - 1]
        if post["slot"] != i or post["pid"] != rows["pid"][i]:
            yield f"week {week.number}: row {i} claims post {rows['post'][i] - 1}, which another holds"
    for i in np.flatnonzero(rows["seat"] > 0):
        post = state.O[state.U["post0"][root] + rows["seat"][i] - 1]
        if post["slot"] != i or post["pid"] != rows["pid"][i]:
            yield f"week {week.number}: row {i} claims seat {rows['seat'][i] - 1}, which another holds"


def twins(week: Week) -> Iterator[str]:
    """No two rows bear one id, and no id comes back."""
    ids = week.state.P_pid
    if (extra := len(ids) - len(np.unique(ids))) > 0:
        yield f"week {week.number}: {extra} ids are borne twice"


def haunted(lines: Iterable[Any]) -> Iterator[str]:
    """After a death the log never names that person again, neither as doer nor as done to."""
    dead: set[int] = set()
    for line in lines:
        kind, person, by = int(line["kind"]), int(line["person"]), int(line["by"])
        if kind in OF_A_PERSON and person in dead:
            yield f"week {line['week']}: dead person {person} is {kinds.NAMES[kind]}"
        if kind == kinds.APPOINTED and by in dead:
            yield f"week {line['week']}: dead person {by} appoints {person}"
        if kind == kinds.DIED:
            dead.add(person)


def outsiders_at_work(lines: Iterable[Any]) -> Iterator[str]:
    """Whoever left or was expelled is neither elected, appointed nor moved before joining again."""
    gone: set[int] = set()
    for line in lines:
        kind, person = int(line["kind"]), int(line["person"])
        if kind == kinds.JOINED:
            gone.discard(person)
        elif kind in (kinds.LEFT, kinds.EXPELLED):
            gone.add(person)
        elif kind in (kinds.ELECTED, kinds.APPOINTED, kinds.MOVED, kinds.HEAD_CHOSEN, kinds.FOUNDED) and person in gone:
            yield f"week {line['week']}: person {person}, no member, is {kinds.NAMES[kind]}"


def misplaced(week: Week, layout: Any) -> Iterator[str]:
    """Rows, cells and units stand where they stood; only members have a tendency, and a living one."""
    state = week.state
    cells = np.flatnonzero(state.U["level"] == 0)
    sizes = state.U["row1"][cells] - state.U["row0"][cells]
    if not np.array_equal(sizes, layout) or sizes.sum() != len(state.P):
        yield f"week {week.number}: the rows of some cell have changed"
    member = state.P_status == MEMBER
    if (state.P_status > EXPELLED).any() or (state.P["weight"][member] < 1.0).any():
        yield f"week {week.number}: a row stands for less than a person, or is in no known state"
    held = np.unique(state.P["tendency"])
    if any(state.K["alive"][t - 1] < 0.5 for t in held if t > 0) or (state.P["tendency"][~member] > 0).any():
        yield f"week {week.number}: a tendency is held by outsiders, or is dead and still held"
    if (state.P_move > 0).any():
        yield f"week {week.number}: a move was left undone"


def out_of_range(engine: Engine, measures: np.ndarray) -> Iterator[str]:
    """Every measure is finite, shares lie in [0, 1], counts are not negative."""
    for j, item in enumerate(engine.model.measures):
        values = measures[:, j].astype(float)
        if not np.isfinite(values).all():
            yield f"{item.name} is not finite in week {int(np.argmin(np.isfinite(values)))}"
            continue
        low, high = {"share": (0, 1), "0/1": (0, 1), "course": (-1, 1), "outlook": (-1, 1)}.get(item.unit, (0, np.inf))
        if values.min() < low - 1e-6 or values.max() > high + 1e-6:
            yield f"{item.name} ({item.unit}) leaves [{low}, {high}]: {values.min():.4g} to {values.max():.4g}"


def fields_out_of_range(engine: Engine, state: Any) -> Iterator[str]:
    """Every field of party, places, cells and tendencies lies within what its mechanism declares."""
    records = {"party": state.G, "place": state.L[:-1], "cell": state.C, "tendency": state.K}
    for field in engine.fused.layout.fields.values():
        if field.entity in records:
            values = np.asarray(records[field.entity][field.name], dtype=float)
            if not ((values >= field.low) & (values <= field.high)).all():
                yield f"{field.name} leaves [{field.low:g}, {field.high:g}]: {values.min():g} to {values.max():g}"
