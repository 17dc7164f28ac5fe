"""Several organisations in one world: alone nothing changes, side by side nobody is won twice, and the nearer one grows."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any
from unittest import mock

import numpy as np
import pytest

import small
from politeia import cli, load
from politeia.engine import Engine
from politeia.mistakes import Mistake
from politeia.together import Beside, Together

WEEKS = 60


def beside(engine: Engine, **others: tuple[float, float]) -> Together:
    """The small party beside others of another charter: members at the start and course."""
    held = {
        name: Beside(small.charter(seats=2, term=40), members, course) for name, (members, course) in others.items()
    }
    return Together(engine.model, held, engine.like)


def test_alone_it_is_the_history_that_it_was(tiny: Engine) -> None:
    (found,) = beside(tiny).simulate(3, seed=1, last_week=WEEKS).values()
    usual = tiny.simulate(3, seed=1, last_week=WEEKS)
    assert found.measures.tobytes() == usual.measures.tobytes()
    assert found.final == usual.final


def ends(together: Together, history: int = 3) -> dict[str, float]:
    """Members at the end, by organisation."""
    return {name: float(h.measures[-1, 0]) for name, h in together.simulate(history, seed=1, last_week=WEEKS).items()}


def test_a_rival_takes_members_and_without_the_exchange_none(tiny: Engine) -> None:
    alone = ends(beside(tiny))["small"]
    crowded = beside(tiny, rival=(1_500_000.0, 0.5))
    assert ends(crowded)["small"] < 0.9 * alone
    with mock.patch.object(Together, "_share"):
        assert ends(crowded)["small"] == alone


def joined_where_all_are_taken(engine: Engine, exchange: bool) -> tuple[int, float]:
    """Cells and weeks in which all together hold a tenth more than everybody in reach; persons who joined there."""
    together = beside(engine, one=(700_000.0, 0.5), other=(700_000.0, 0.3))
    full: list[np.ndarray] = []
    found = [0, 0.0]
    weeks = itertools.count(-1)
    share = together._share

    def watched(states: list[Any], people: list[np.ndarray]) -> None:
        week = next(weeks)
        for cells, s in zip(full, states, strict=False):
            found[0] += int(cells.sum())
            new = (s.P_status == 1) & (s.P["joined"] == week) & cells[s.R]
            found[1] += float(s.P["weight"][new].sum())
        count = max(int(ground.max()) for ground in together.ground) + 1
        held = sum(
            np.bincount(g, s.U["members"][: len(g)], count) for g, s in zip(together.ground, states, strict=True)
        )
        reach = [
            np.bincount(g, p * s.C["extent"], count) for g, p, s in zip(together.ground, people, states, strict=True)
        ]
        full[:] = [(held > 1.1 * r)[g] for g, r in zip(together.ground, reach, strict=True)]
        if exchange:
            share(states, people)

    with mock.patch.object(together, "_share", watched):
        together.simulate(3, seed=1, last_week=40)
    return int(found[0]), found[1]


def test_nobody_is_won_whom_others_hold(tiny: Engine) -> None:
    cells, joined = joined_where_all_are_taken(tiny, True)
    assert cells > 100
    assert joined == 0.0
    assert joined_where_all_are_taken(tiny, False)[1] > 0.0, "without the exchange they are won twice"


def test_the_order_of_the_others_changes_nothing(tiny: Engine) -> None:
    given = {"one": (80_000.0, 0.5), "other": (40_000.0, -0.2)}
    forward, backward = ends(beside(tiny, **given)), ends(beside(tiny, **dict(reversed(given.items()))))
    assert forward == backward


def test_the_one_nearer_to_the_class_grows_more(tiny: Engine) -> None:
    """Two of the same charter and size; the class stands far to the one side."""
    grown = [ends(beside(tiny, near=(50_000.0, 0.5), far=(50_000.0, -0.9)), history) for history in range(4)]
    assert np.mean([end["near"] for end in grown]) > 1.2 * np.mean([end["far"] for end in grown])


def test_too_many_members_are_refused(tiny: Engine) -> None:
    with pytest.raises(Mistake, match="more than 90%"):
        beside(tiny, rival=(1e8, 0.0))
    with pytest.raises(Mistake, match="the name of the organisation itself"):
        beside(tiny, small=(10.0, 0.0))


RIVAL = """
[[rivals]]
name = "newcomers"
title = "Newcomers"
members = 300
course = -0.2
spread = 0.1
source = "A1"
"""


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    charter, world = (load.resource("templates", f"organisation.{part}.toml") for part in ("charter", "world"))
    path = tmp_path / "two.world.toml"
    path.write_text(world.read_text().replace("2023-01-02", "2020-06-01") + RIVAL)
    command = ["charter", "together", str(charter), "--world", str(path), "--histories", "2", "--scale", "0.1"]
    assert cli.main(command) == 2
    assert "none of its rivals has a charter" in capsys.readouterr().err
    path.write_text(path.read_text() + f'charter = "{charter}"\n')
    assert cli.main([*command, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["organisations"]
    assert [o["title"] for o in found] == ["An association", "Newcomers"]
    assert all(len(o["members"]) == 2 and sum(o["outcomes"].values()) == 2 for o in found)
