"""Paired histories: the same bits as whole runs, kept once, resumed, read back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import small
from politeia import paired
from politeia.engine import Engine
from politeia.intervention import Intervention, intervene
from politeia.paired import OUTCOME, Arm, Design, Runner, Table
from politeia.readings import Reading

DESIGN = Design(pairs=3, draws=2, pairs_per_draw=1, scale=small.SCALE, seed=3)


def reading(of: str, first: int, last: int, how: str = "mean") -> Reading:
    days = {"from": small.START + dt.timedelta(weeks=first), "to": small.START + dt.timedelta(weeks=last)}
    return Reading.model_validate({"of": of, "how": how, **days})


def change(name: str, week: int | None, **settings: float) -> Intervention:
    day = {} if week is None else {"from": small.START + dt.timedelta(weeks=week)}
    texts = dict.fromkeys(("title", "title_fr", "text", "text_fr"), name)
    return Intervention.model_validate({"name": name, **texts, **day, "settings": settings})


@pytest.fixture
def arms(eventful: Engine) -> list[Arm]:
    base = eventful.model
    return [
        Arm(base, (reading("members", 0, 100), reading("norm", 60, 139))),
        Arm(intervene(base, [change("early", None, m23=0.0)]), (reading("members", 0, 50),)),
        Arm(intervene(base, [change("late", 40, rule_initiative=0.0)]), (reading("members", 41, 100),)),
        Arm(intervene(base, [change("unread", 120, m31=0.0)]), (reading("members", 0, 100),)),
        Arm(base, (Reading(of="captured", how="outcome"),), luck=30),
    ]


def test_arms_that_go_on_from_a_copy_have_the_bits_of_whole_runs(eventful: Engine, arms: list[Arm]) -> None:
    runner = Runner(eventful.model, arms, DESIGN, eventful)
    columns = [m.name for m in eventful.model.measures]
    for draw in (0, 2):
        rows = {(arm, key): value for arm, _, _, key, value in runner.job(draw, 1, range(len(arms)))}
        for arm in arms[:4]:
            whole = eventful.like(paired.under(arm.model, runner.draws[draw])).simulate(1, seed=DESIGN.seed)
            for item in arm.readings:
                a, b = item.span(eventful.model.world)
                weeks = whole.measures[a:b, columns.index(item.of)].astype(float)
                assert rows[arm.key, item.key] == weeks.mean()
        assert (arms[4].key, OUTCOME) in rows


def test_new_luck_changes_the_future_and_not_the_past(eventful: Engine) -> None:
    s = eventful.go_on(eventful.start(0, seed=9), 0, 0, 30, seed=9)
    one, other = eventful.branch(s, 1), eventful.branch(s, 2)
    for branch in (one, other):
        eventful.go_on(branch, 0, 30, small.WEEKS, seed=9)
    own = eventful.simulate(0, seed=9).measures
    assert np.array_equal(one.out[:30], own[:30])
    assert np.array_equal(other.out[:30], own[:30])
    assert not np.array_equal(one.out[30:], own[30:])
    assert not np.array_equal(one.out[30:], other.out[30:])
    assert np.array_equal(eventful.go_on(s, 0, 30, small.WEEKS, seed=9).out, own)


def test_stored_histories_are_not_run_again(eventful: Engine, arms: list[Arm], tmp_path: Path) -> None:
    run = runner(eventful, tmp_path)
    first = run(arms[:2]).values()
    assert run(arms[:2], engine=None).values() == first
    both = run(arms).values()
    assert {key: both[key] for key in first} == first


def test_a_damaged_part_is_run_again(eventful: Engine, arms: list[Arm], tmp_path: Path) -> None:
    run = runner(eventful, tmp_path)
    first = run(arms[:2])
    part = next(first.folder.glob("part-*.parquet"))
    part.write_bytes(part.read_bytes()[:-20])
    again = run(arms[:2])
    assert again.notes
    assert again.values() == first.values()


def test_threads_change_nothing(eventful: Engine, arms: list[Arm], tmp_path: Path) -> None:
    one = runner(eventful, tmp_path / "1")(arms, threads=1).values()
    assert runner(eventful, tmp_path / "2")(arms, threads=2).values() == one


def test_draws_cover_every_range_once() -> None:
    model = small.model()
    draws = paired.draw_parameters(model, 10, seed=1)
    assert draws[0] == {}
    off = {name for name, parameter in model.parameters.items() if parameter.default == parameter.low == 0.0}
    assert {"oligarchy.iron", "statutes.doctrine", "dilution.green", "ambition.will"} <= off
    assert set(draws[1]) == set(model.parameters) - off - set(model.settings)
    for name in draws[1]:
        parameter = model.parameters[name]
        places = sorted((d[name] - parameter.low) / (parameter.high - parameter.low) * 10 for d in draws[1:])
        assert [int(place) for place in places] == list(range(10))
    assert draws == paired.draw_parameters(model, 10, seed=1)


def runner(engine: Engine, folder: Path) -> Callable[..., Table]:
    def run(arms: list[Arm], engine: Engine | None = engine, threads: int = 2) -> Table:
        def prepared() -> Engine:
            assert engine is not None, "nothing was left to run"
            return engine

        return paired.run(arms[0].model, arms, design=DESIGN, folder=folder, engine=prepared, threads=threads)

    return run
