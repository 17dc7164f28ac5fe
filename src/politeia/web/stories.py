"""A few whole histories for the page: who held which post, what was decided, which towns were lost, some lives.

A history keeps only its weekly numbers; these few are run again with their logs, which changes none of their numbers.
They are the median histories of their outcomes, so that none is picked for its beauty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.chronicle import AWAY, FILLED, HEADS, OF_A_PERSON, POSTS, TURNS, VOTES, Chronicle
from politeia.chronicle_fr import retold
from politeia.engine import Engine, prepare
from politeia.engine import events as kinds
from politeia.engine.organs import codes
from politeia.life import HEAD, MEMBER, Life, Replay, weeks_held
from politeia.mistakes import Mistake
from politeia.model import Model
from politeia.results import Results
from politeia.web.coding import changes, coded

WHOLE = 5
BY = "appointed_middle"  #: histories of one outcome are ordered by the last year of this measure
VACANT, ELECTED, BY_CENTRE, BY_OTHER, LISTED, CO_OPTED, BY_LOT, EX_OFFICIO = range(8)
OTHERWISE = {codes.BY_COOPTION: CO_OPTED, codes.BY_LOT: BY_LOT, codes.EX_OFFICIO: EX_OFFICIO}
LIVES = 34  #: told of the first history; of the others, a third
MONTH = 4  # weeks between the points of a place


def stories(results: Results, held: Model, whole: int, like: Results | None = None) -> dict[str, Any]:
    """The layout of posts, and ``whole`` histories; ``like``: the same numbers as for these other results."""
    engine = prepare(held, scale=results.store.recipe["scale"])
    chosen = [h for h in typical(like or results, whole) if h in results.histories]
    told = []
    for place, number in enumerate(chosen):
        run = Replay(held, history=number, seed=results.store.recipe["seed"], scale=engine.scale, engine=engine)
        told.append(_history(results, run, LIVES if place == 0 else LIVES // 3))
    return {"tree": _tree(engine, run.chronicle), "whole": told} if chosen else {}


def typical(results: Results, count: int) -> list[int]:
    """The median history of each outcome, the most frequent first, then others spread over the most frequent."""
    name = BY if BY in results.measures else results.measures[0]
    last = results.weekly(name)[:, -52:].mean(axis=1)
    rows = results.store.read(["outcome", "status"], results.histories)
    found: list[int] = []
    by_end: dict[str, list[tuple[float, int]]] = {end: [] for end in results.outcomes()}
    for (number, end, status), value in zip(rows.iter_rows(), last, strict=True):
        if status in ("ok", "extinct", "full"):
            by_end[end].append((float(value), int(number)))
    for ranked in by_end.values():
        found += [sorted(ranked)[len(ranked) // 2][1]] if ranked else []
    most = sorted(next(iter(by_end.values()), []))
    spread = [most[int(q * (len(most) - 1))][1] for q in (0.1, 0.9, 0.25, 0.75)] if most else []
    return list(dict.fromkeys([*found, *spread]))[:count]


def parted(results: Results, held: Model, other: Model) -> dict[str, Any]:
    """Why the first whole history and its twin part."""
    from politeia.why import why

    number = typical(results, 1)
    if not number:
        return {}
    recipe = results.store.recipe
    found = why(held, other, history=number[0], seed=recipe["seed"], scale=recipe["scale"])
    return {"why": {**found.as_dict(), "history": number[0]}}


# -- the tree ----------------------------------------------------------------------------------------------------


def _tree(engine: Engine, c: Chronicle) -> dict[str, Any]:
    """Units above the cell, lowest level first, and the posts that the page draws."""
    french, first = retold(c), next(u for u, unit in enumerate(c.plan.units) if unit["level"] > 0)
    units = [
        {
            "level": unit["level"],
            "place": unit["place"] if unit["place"] < len(c.world.places) else -1,
            "parent": unit["parent"] - first if unit["parent"] >= 0 else -1,
            "en": c.organ(u),
            "fr": french.organ(u),
        }
        for u, unit in enumerate(c.plan.units)
        if u >= first
    ]
    posts = [[u - first, seat] for u, seat in _posts(c)]
    return {"units": units, "posts": posts, "root": len(units) - 1, "place_level": c.plan.place_level}


def _posts(c: Chronicle) -> list[tuple[int, int]]:
    """Every seat at the top and in the places, secretaries elsewhere, cells left out: ``(unit, seat)``."""
    return [
        (int(post["unit"]), int(post["seat"]))
        for post in c.plan.posts
        if post["level"] > 0 and (post["seat"] == 0 or post["level"] >= c.plan.place_level)
    ]


def _holders(c: Chronicle) -> dict[str, list[int]]:
    """Who comes to which post, and how: one entry a change, columns apart."""
    place = {post: n for n, post in enumerate(_posts(c))}
    now: dict[int, tuple[int, int]] = {}
    rows: list[tuple[int, int, int, int]] = []
    pending: dict[int, tuple[int, int]] = {}
    week, head = 0, -1
    lines = _lines(c, *POSTS, *HEADS)
    log = zip(*(column[lines].tolist() for column in (c.week, c.kind, c.unit, c.value, c.by, c.person)), strict=True)

    def settle() -> None:
        rows.extend((week, p, *held) for p, held in sorted(pending.items()) if now.get(p, (VACANT, -1)) != held)
        now.update(pending)
        pending.clear()

    for at, kind, unit, seat, by, person in log:
        if at != week:
            settle()
            week = at
        if kind in HEADS:
            head = person if kind == kinds.HEAD_CHOSEN else -1
        elif (p := place.get((unit, int(seat)))) is not None:
            pending[p] = _held(kind, by, unit == c.root, head), person if kind in FILLED else -1
    settle()
    columns = list(zip(*rows, strict=True)) or [()] * 4
    return {
        "weeks": changes(columns[0]),
        **dict(zip(("posts", "states", "persons"), map(list, columns[1:]), strict=True)),
    }


def _held(kind: int, by: int, at_top: bool, head: int) -> int:
    """In which of the ways above a post is held after a line about it."""
    if kind not in FILLED:
        return VACANT
    if kind in (kinds.ELECTED, kinds.TOOK_SEAT):
        return ELECTED if kind == kinds.ELECTED else OTHERWISE[by]
    if at_top:
        return LISTED
    return BY_CENTRE if by < 0 or by == head else BY_OTHER


# -- one history -------------------------------------------------------------------------------------------------


def _history(results: Results, run: Replay, lives: int) -> dict[str, Any]:
    c, weeks = run.chronicle, results.weeks
    local = {name: j for j, name in enumerate(c.model.place_measures)}
    places = run.ended.places[:weeks]
    from politeia.web.document import sampled

    points = sampled(weeks)[::2]
    frame = results.history(run.history).frame()
    return {
        "number": run.history,
        "outcome": run.ended.outcome,
        "points": points,
        "measures": {name: coded(frame[name].to_numpy()[points]) for name in results.measures},
        "lost": [_spans(places[:, p, local["lost"]] > 0.5) for p in range(places.shape[1])],
        "members": coded(places[::MONTH, :, local["members"]].T),
        "holders": _holders(c),
        "heads": [[int(c.week[k]), int(c.person[k]), int(c.kind[k] == kinds.HEAD_CHOSEN)] for k in _lines(c, *HEADS)],
        "decisions": list(_decisions(c)),
        "lives": list(_lives(run, lives)),
    }


def _lines(c: Chronicle, *wanted: int) -> NDArray[np.intp]:
    return np.flatnonzero(c.of(*wanted))


def _spans(lost: NDArray[np.bool_]) -> list[list[int]]:
    """First and last week of each time a place was lost."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lost, [False]]).astype(np.int8)))
    return [[int(a), int(b) - 1] for a, b in edges.reshape(-1, 2)]


def _decisions(c: Chronicle) -> Iterator[dict[str, Any]]:
    """What the top decided, in both languages."""
    top = _sifted(c, c.of(*VOTES, *HEADS, *TURNS, kinds.CONGRESS, kinds.FOUNDED))
    french = retold(top)
    for k in range(len(top.lines)):
        both = {"en": top.event(k), "fr": french.event(k), "by_en": top.decided_by(k), "by_fr": french.decided_by(k)}
        person = int(top.person[k]) if top.kind[k] in OF_A_PERSON else -1
        yield {"week": int(top.week[k]), "kind": top.name(k), "person": person, "rule": top.rule(k), **both}


def _sifted(c: Chronicle, keep: NDArray[np.bool_]) -> Chronicle:
    """The same chronicle with some lines only: telling a line looks through all of them."""
    sifted = object.__new__(Chronicle)
    sifted.__dict__.update(c.__dict__)
    sifted.lines = c.lines[keep]
    for name in ("week", "kind", "unit", "person", "by", "value"):
        setattr(sifted, name, getattr(c, name)[keep])
    return sifted


# -- lives -------------------------------------------------------------------------------------------------------


def _lives(run: Replay, most: int) -> Iterator[dict[str, Any]]:
    """Some members, each with why it was chosen; as a rule of selection, never of taste."""
    chosen: dict[int, str] = {}
    for why, person in _chosen(run):
        chosen.setdefault(person, why)
    chosen = dict(list(chosen.items())[:most])
    c = run.chronicle
    own = np.isin(c.person, list(chosen)) & c.of(*OF_A_PERSON)
    posts = c.of(*POSTS) & np.isin(c.unit, np.unique(c.unit[own & c.of(*POSTS)]))
    run.chronicle = _sifted(c, own | posts | c.of(*HEADS, kinds.CONGRESS, kinds.BANNED))
    run.french = retold(run.chronicle)
    for person, why in chosen.items():
        yield _life(run.life(person, why), run)
    run.chronicle, run.french = c, retold(c)


def _life(told: Life, run: Replay) -> dict[str, Any]:
    found = told.as_dict()
    start = run.chronicle.world.start
    for event, row in zip(told.events, found["events"], strict=True):
        row["week"] = (event.date - start).days // 7
    return found


def _chosen(run: Replay) -> Iterator[tuple[str, int]]:
    c, s = run.chronicle, run.state
    with suppress(Mistake):  # nobody ever was
        yield "head", run.holder(HEAD)[0]
    with suppress(Mistake):
        yield "delegate", run.delegate()[0]
    yield from (("worker-to-desk", person) for person in _worker_to_desk(run)[:3])
    if run.leader >= 0:
        yield "leader", run.leader
    for why, lines in (
        ("expelled", c.of(kinds.EXPELLED) & ((c.value.astype(np.int64) & 2) > 0)),
        ("sent-away", c.of(kinds.MOVED) & (c.value.astype(np.int64) // 10 == AWAY)),
        ("founder", c.of(kinds.FOUNDED)),
        ("opposition", c.of(kinds.DELEGATE) & ((c.value.astype(np.int64) & 2) > 0)),
        ("rebuilder", c.of(kinds.MOVED) & (c.value.astype(np.int64) // 10 == kinds.ASSIGNED)),
    ):
        persons = list(dict.fromkeys(c.person[lines].tolist()))
        yield from ((why, int(person)) for person in persons[:: max(1, len(persons) // 2)][:2])
    held = weeks_held(run._secretaries("place"), run.weeks)
    yield from (("secretary", person) for person in sorted(held, key=lambda p: (-held[p], p))[:12])
    top = s.O["pid"][(s.O["unit"] == c.root) & (s.O["slot"] >= 0)]
    yield from (("committee", int(person)) for person in top[:10])


def _worker_to_desk(run: Replay) -> list[int]:
    """Members from the workers who joined at the bench and end at a desk, those with a post first."""
    c, s, milieus = run.chronicle, run.state, run.chronicle.world.milieus
    bench = [k for k, m in enumerate(milieus) if m.bench]
    desk = [k for k, m in enumerate(milieus) if m.office]
    joined = c.person[c.of(kinds.JOINED) & np.isin(c.value.astype(np.int64) % 10, bench)]
    called = c.person[c.of(kinds.MOVED) & (c.value.astype(np.int64) // 10 == 1)]
    milieu = s.U["milieu"][s.R]
    rows = np.flatnonzero(
        (s.P_status == MEMBER) & np.isin(s.P["origin"], bench) & np.isin(milieu, desk)
        & np.isin(s.P_pid, joined) & np.isin(s.P_pid, called)
    )  # fmt: skip
    ordered: Sequence[int] = sorted(rows.tolist(), key=lambda i: (s.P["post"][i] == 0, int(s.P_pid[i])))
    return [int(s.P_pid[i]) for i in ordered]
