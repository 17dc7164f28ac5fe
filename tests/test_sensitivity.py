"""Sensitivity: known answers through the same code path, planted factors and boxes, chance told apart, runs resumed."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import small
from politeia import load, sensitivity
from politeia.charter import Charter
from politeia.cli import main
from politeia.engine import Engine
from politeia.mistakes import Mistake
from politeia.model import build
from politeia.paired import Table
from politeia.sensitivity import Experiment, Factor, Output, boxes, designs, screening, shares, words
from politeia.sensitivity.factors import at, moved
from politeia.sensitivity.rules import ORGANS, RULES
from politeia.sensitivity.shares import REST

Simulate = Callable[[Mapping[str, float], int], dict[str, float]]
Y = Output("y", "y", "a function", "")


@contextlib.contextmanager
def silent(what: str, total: int) -> Iterator[Callable[[int], None]]:
    yield lambda ended: None


def noise(values: Mapping[str, float], number: int, deviation: float) -> float:
    """Luck of a history: parts at every point, as the engine's does."""
    digest = hashlib.blake2b(json.dumps([sorted(values.items()), number]).encode(), digest_size=8).digest()
    return deviation * float(np.random.default_rng(int.from_bytes(digest)).normal())


def cube(names: str, low: float, high: float) -> tuple[Factor, ...]:
    return tuple(Factor(name, "parameter", low, high, f"the {name}") for name in names)


def experiment(folder: Path, factors: tuple[Factor, ...], simulate: Simulate, **of: Any) -> Experiment:
    given = {"outputs": [Y], "replicates": 2, "seed": 1, "threads": 2} | of
    return Experiment(factors=factors, table=Table(folder, "test", {}), simulate=lambda: simulate, **given)


# Known answers


def ishigami(deviation: float) -> Simulate:
    def simulate(v: Mapping[str, float], number: int) -> dict[str, float]:
        y = np.sin(v["a"]) + 7 * np.sin(v["b"]) ** 2 + 0.1 * v["c"] ** 4 * np.sin(v["a"])
        return {"y": float(y) + noise(v, number, deviation)}

    return simulate


def is_ishigami(found: shares.Shares, chance: float) -> None:
    """Ishigami and Homma (1990): variance 13.84; a 0.314 alone, 0.558 in all, b 0.442, c nothing alone, 0.244 in all."""
    own = {share.factor: share for share in found.factors}
    for name, first, total in (("a", 0.314, 0.558), ("b", 0.442, 0.442), ("c", 0.0, 0.244)):
        assert own[name].first.value == pytest.approx(first, abs=0.1)
        assert own[name].total.value == pytest.approx(total, abs=0.08)
    assert abs(own[REST].total.value) < 0.03
    assert found.explained.value == pytest.approx(13.84 / (13.84 + chance), abs=0.03)
    assert found.leading == ("b", "a")


def test_ishigami(tmp_path: Path) -> None:
    factors = (*cube("abc", -np.pi, np.pi), Factor("d", "rule", 0, 1, "moves nothing"))
    run = experiment(tmp_path, factors, ishigami(1.5))
    found = sensitivity.differences(run, morris=10, sobol=256, keep=3, watch=silent)
    assert set(found.kept) == {"a", "b", "c"}
    is_ishigami(found.shares[0], chance=1.5**2)
    told = words.explanation(found)
    assert "these two parameters explain" in told
    assert "c works through others" in told


def test_chance_that_is_not_told_apart_is_noticed(tmp_path: Path) -> None:
    """The defect: replicates that share their luck at a point, so that chance looks like an effect."""
    sample = designs.crossed("abcd", ["a", "b", "c", REST], 256, seed=1)
    run = experiment(tmp_path, (*cube("abc", -np.pi, np.pi), Factor("d", "rule", 0, 1, "")), ishigami(1.5))
    y = run.run(sample)[:, :, 0]
    is_ishigami(shares.explain("y", ["a", "b", "c", REST], y, seed=1), chance=1.5**2)
    with pytest.raises(AssertionError):
        is_ishigami(shares.explain("y", ["a", "b", "c", REST], y[:, [0, 0]], seed=1), chance=1.5**2)


def test_sobol_g(tmp_path: Path) -> None:
    weights = {"a": 0.0, "b": 1.0, "c": 4.5, "d": 9.0, "e": 99.0, "f": 99.0}

    def simulate(v: Mapping[str, float], number: int) -> dict[str, float]:
        y = np.prod([(abs(4 * v[n] - 2) + w) / (1 + w) for n, w in weights.items()])
        return {"y": float(y) + noise(v, number, 0.2)}

    run = experiment(tmp_path, cube("abcdef", 0, 1), simulate)
    found = sensitivity.differences(run, morris=20, sobol=256, keep=2, watch=silent)
    parts = {name: 1 / (3 * (1 + w) ** 2) for name, w in weights.items()}
    variance = np.prod([1 + part for part in parts.values()]) - 1
    own = {share.factor: share for share in found.shares[0].factors}
    assert set(own) == {"a", "b", REST}
    for name in "ab":
        assert own[name].first.value == pytest.approx(parts[name] / variance, abs=0.1)
    rest = (np.prod([1 + parts[name] for name in "cdef"]) - 1) / variance
    assert own[REST].first.value == pytest.approx(rest, abs=0.05)


def test_the_same_seed_gives_the_same_points() -> None:
    def drawn(seed: int) -> list[Any]:
        crossed = designs.crossed("abcd", ["a", REST, "c", REST], 8, seed)
        return [designs.trajectories("abc", 5, seed), crossed, designs.spread("abc", 9, seed)]

    for one, again, other in zip(drawn(4), drawn(4), drawn(5), strict=True):
        assert np.array_equal(one, again)
        assert not np.array_equal(one, other)


# Screening


NAMES = [f"f{k}" for k in range(20)]


def screened(seed: int, effect: float) -> screening.Screening:
    """One factor of some effect, nineteen of none, and luck of deviation 1."""
    sample = designs.trajectories(NAMES, 6, seed)
    luck = np.random.default_rng(seed).normal(size=(len(sample), 2))
    return screening.screen("y", NAMES, sample, effect * sample[:, :1] + luck, seed)


def ended(seed: int, often: float, effect: float) -> screening.Screening:
    """The same for an outcome: each history ends so or not."""
    sample = designs.trajectories(NAMES, 12, seed)
    luck = np.random.default_rng(seed).random((len(sample), 2))
    return screening.screen("y", NAMES, sample, (luck < often + effect * (sample[:, :1] - 0.5)).astype(float), seed)


def test_a_planted_factor_is_found_and_dummies_are_not() -> None:
    found = [screened(seed, effect=8.0) for seed in range(20)]
    assert all(item.effects[0].factor == "f0" and item.effects[0].above for item in found)
    assert found[0].effects[0].mean == pytest.approx(8.0 * designs.STEP, abs=1.5)
    assert sum(len(item.important) > 1 for item in found) <= 4  # level 0.05: more than 4 of 20 in one of 390


def test_pure_chance_moves_nothing() -> None:
    assert sum(bool(screened(seed, effect=0.0).important) for seed in range(20)) <= 4


@pytest.mark.parametrize("often", [0.1, 0.5])
def test_the_floor_of_an_outcome_is_chance(often: float) -> None:
    assert sum(bool(ended(seed, often, effect=0.0).important) for seed in range(20)) <= 4


def test_a_factor_that_decides_an_outcome_is_found() -> None:
    found = [ended(seed, 0.5, effect=1.0) for seed in range(10)]
    assert sum(item.effects[0].factor == "f0" and item.effects[0].above for item in found) >= 8


def test_without_a_floor_dummies_are_called_important(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect: a floor that forgets chance."""
    monkeypatch.setattr(screening, "chance_floor", lambda changes, seed: 0.0)
    assert sum(len(screened(seed, effect=8.0).important) > 1 for seed in range(20)) > 4


def test_a_step_that_changes_no_bit_is_idle(tmp_path: Path) -> None:
    run = experiment(tmp_path, cube("ab", 0, 1), lambda v, number: {"y": v["a"] + number})
    found = sensitivity.differences(run, morris=4, sobol=0, keep=2, watch=silent)
    assert found.idle == ("b",)
    assert found.shares == ()
    assert "changed none of these readings: b" in words.explanation(found)


def test_failed_histories_are_left_out(tmp_path: Path) -> None:
    def simulate(v: Mapping[str, float], number: int) -> dict[str, float]:
        fails = v["a"] > 0.9 and number == 0
        return {"y": float("nan") if fails else v["a"] + noise(v, number, 0.05)}

    found = sensitivity.differences(
        experiment(tmp_path, cube("abc", 0, 1), simulate), morris=6, sobol=16, keep=1, watch=silent
    )
    assert found.failed > 0
    assert found.shares[0].leading == ("a",)
    assert "NaN" not in json.dumps(found.as_dict())


# Boxes


def planted(seed: int, inside: float, outside: float = 0.2, points: int = 300) -> tuple[Any, Any]:
    """Twelve factors; the outcome depends on whether f0 > 0.5 and f1 < 0.6."""
    luck = np.random.default_rng(seed)
    x = luck.random((points, 12))
    p = np.where((x[:, 0] > 0.5) & (x[:, 1] < 0.6), inside, outside)
    return x, (luck.random(points) < p).astype(float)


def test_a_planted_box_is_recovered() -> None:
    found = [boxes.discover(*planted(seed, inside=0.95), seed)[0] for seed in range(10)]
    assert sum(box.holds for box in found) >= 9
    both = [box for box in found if {0, 1} <= {limit.factor for limit in box.limits}]
    assert len(both) >= 8
    lows = [limit.low for box in both for limit in box.limits if limit.factor == 0]
    highs = [limit.high for box in both for limit in box.limits if limit.factor == 1]
    assert np.median(lows) == pytest.approx(0.5, abs=0.1)
    assert np.median(highs) == pytest.approx(0.6, abs=0.1)
    assert np.median([box.density for box in both]) > 0.8
    assert np.median([box.elsewhere for box in both]) < 0.4


def test_chance_of_many_points_is_that_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    luck = np.random.default_rng(8)
    pool = luck.random(400)
    chosen = np.full(56, pool.mean() + 0.04)
    drawn = boxes.as_well(pool, chosen, luck)
    monkeypatch.setattr(boxes, "_FEW", 100)
    assert boxes.as_well(pool, chosen, luck) == pytest.approx(drawn, abs=0.03)


def in_noise() -> int:
    return sum(any(box.holds for box in boxes.discover(*planted(seed, 0.4, 0.4), seed)) for seed in range(20))


def test_no_box_is_found_in_noise() -> None:
    assert in_noise() <= 4  # level 0.05


def test_a_box_judged_where_it_was_made_is_found_in_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    """The defect: the points that made the box also judge it."""
    own = boxes.measure
    monkeypatch.setattr(
        boxes, "discover", lambda x, y, seed: [own(x, y, made(x, y, seed), np.random.default_rng(seed))]
    )
    assert in_noise() > 4


def made(x: Any, y: Any, seed: int) -> tuple[boxes.Limit, ...]:
    limits = boxes.paste(x, y, boxes.peel(x, y, boxes.promising(x, y)))
    return boxes.prune(x, y, limits, np.random.default_rng(seed))


def test_switches_are_cut_between_off_and_on(tmp_path: Path) -> None:
    factors = (*cube("abc", 0, 1), Factor("organs.place.may_appoint", "rule", 0, 1, "from above", step=1))
    captured = Output("captured", "@outcome", "captured by its apparatus", "", outcome=True)

    def simulate(v: Mapping[str, float], number: int) -> dict[str, float]:
        likely = 0.9 if v["organs.place.may_appoint"] else 0.1
        return {"@outcome": 4.0 if abs(noise(v, number, 1.0)) < 1.645 * likely else 6.0}

    run = experiment(tmp_path, factors, simulate, outputs=[captured], replicates=1)
    found = sensitivity.scenarios(run, points=200, watch=silent)
    (box,) = [box for box in found.boxes if box.holds]
    assert [found.factor(limit.factor).name for limit in box.limits] == ["organs.place.may_appoint"]
    assert "organs.place.may_appoint (from above) is on" in words.scenarios(found)
    assert found.as_dict()["boxes"][0]["limits"][0]["high"] is None


def test_what_never_happens_has_no_box(tmp_path: Path) -> None:
    captured = Output("captured", "@outcome", "captured by its apparatus", "", outcome=True)
    run = experiment(tmp_path, cube("ab", 0, 1), lambda v, number: {"@outcome": 6.0}, outputs=[captured])
    found = sensitivity.scenarios(run, points=60, watch=silent)
    assert (found.boxes, found.share) == ((), 0.0)
    assert "always or never" in words.scenarios(found)


# Stored and resumed


def test_a_stopped_run_goes_on_with_the_same_numbers(tmp_path: Path) -> None:
    sample = designs.spread("abc", 40, seed=3)
    calls: list[int] = []

    def stopping(v: Mapping[str, float], number: int) -> dict[str, float]:
        calls.append(number)
        if len(calls) > 30:
            raise KeyboardInterrupt
        return ishigami(1.0)(v, number)

    with pytest.raises(KeyboardInterrupt):
        experiment(tmp_path / "a", cube("abc", 0, 1), stopping, threads=1).run(sample)
    calls.clear()

    def counted(v: Mapping[str, float], number: int) -> dict[str, float]:
        calls.append(number)
        return ishigami(1.0)(v, number)

    resumed = experiment(tmp_path / "a", cube("abc", 0, 1), counted).run(sample)
    assert 0 < len(calls) <= 80 - 24
    whole = experiment(tmp_path / "b", cube("abc", 0, 1), ishigami(1.0), threads=3).run(sample)
    assert np.array_equal(resumed, whole)


KILLED = """
import sys, time
from pathlib import Path
from politeia.paired import Table
from politeia.sensitivity import Experiment, Factor, Output, designs

def simulate(values, number):
    time.sleep(0.02)
    return {"y": values["a"] + number}

factors = tuple(Factor(name, "parameter", 0, 1, name) for name in "abc")
table = Table(Path(sys.argv[1]), "test", {})
Experiment(factors=factors, outputs=[Output("y", "y", "y", "")], table=table, simulate=lambda: simulate,
           replicates=2, seed=1, threads=2).run(designs.spread("abc", 400, seed=3))
"""


def test_a_killed_run_loses_at_most_one_part(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)])
    try:
        for _ in range(600):
            if list(tmp_path.glob("test-*/part-*.parquet")):
                break
            time.sleep(0.05)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    calls: list[int] = []

    def simulate(v: Mapping[str, float], number: int) -> dict[str, float]:
        calls.append(number)
        return {"y": v["a"] + number}

    sample = designs.spread("abc", 400, seed=3)
    y = experiment(tmp_path, cube("abc", 0, 1), simulate).run(sample)
    assert len(calls) <= 800 - 24
    assert np.allclose(y[:, :, 0], sample[:, :1] + np.arange(2))


def test_a_damaged_part_is_run_again(tmp_path: Path) -> None:
    sample = designs.spread("abc", 20, seed=3)
    first = experiment(tmp_path, cube("abc", 0, 1), ishigami(1.0)).run(sample)
    part = next(tmp_path.glob("test-*/part-*.parquet"))
    part.write_bytes(part.read_bytes()[:-9])
    again = experiment(tmp_path, cube("abc", 0, 1), ishigami(1.0))
    assert again.table.notes
    assert np.array_equal(again.run(sample), first)


# Factors


def test_every_rule_has_a_range_that_its_charter_allows() -> None:
    model = small.model()
    assert set(RULES) == set(model.rules)
    sections = {f"rule_{name}": section for section in ("admission", "minorities", "decisions", "officers")
                for name in type(getattr(model.charter, section)).model_fields}  # fmt: skip
    names = {"rule_factions": ("banned", "may_be_banned", "free"), "rule_veto_by": ("nobody", "members")}
    switches = ("rule_cap_locked", "rule_referendum_last")
    for name, span in RULES.items():
        for value in (span.low, span.high):
            given = names[name][int(value)] if name in names else value
            data = model.charter.model_dump()
            data[sections[name]][name.removeprefix("rule_")] = bool(given) if name in switches else given
            Charter.model_validate(data)
        assert span.reason


def test_what_is_moved() -> None:
    model = build(load.charter("party-1917"), load.world("party-1917"), ["posts.cost=0.5", "rule_elect=1"])
    names = {factor.name for factor in sensitivity.factors(model)}
    assert {"rule_quorum", "organs.place.term", "jitter.war", "posts.habit"} <= names
    assert not {"posts.cost", "rule_elect", "organs.party.may_appoint", "oligarchy.iron"} & names
    assert not {name for name in names if "veto" in name or "referendum" in name}, "its charter has none"
    assert sensitivity.unread(model) == ["rule_filter"]  # its world says how strict admission is, week by week
    assert "rule_filter" not in names
    calm = small.model(small.calm_world())
    assert sensitivity.unread(calm) == []


def test_a_rule_that_nothing_reads_is_noticed() -> None:
    model = small.model()
    held = tuple(m for m in model.mechanisms if m.name != "cult")
    assert "rule_cult" in sensitivity.unread(dataclasses.replace(model, mechanisms=held))
    assert "rule_cult" not in sensitivity.unread(model)


def test_values_reach_charter_and_world() -> None:
    model = build(load.charter("party-1917"), load.world("party-1917"))
    changed = moved(
        model, {"organs.place.term": 13.0, "organs.place.may_appoint": 0.0, "jitter.war": 0.2, "posts.cost": 0.3}
    )
    organ = changed.charter.organ("place")
    assert organ is not None
    assert (organ.term, organ.may_appoint) == (13, False)
    assert {s.name: s.jitter for s in changed.world.series}["war"] == 0.2
    assert changed.settings == {"posts.cost": 0.3}
    assert moved(model, {"posts.cost": 0.3}).charter is model.charter
    assert set(ORGANS) == {"term", "may_appoint", "recall"}


def test_a_factor_takes_whole_steps() -> None:
    factor = Factor("rule_factions", "rule", 0, 2, "", step=1)
    assert [factor.at(place) for place in (0.0, 0.32, 1 / 3, 0.66, 2 / 3, 1.0)] == [0, 0, 1, 1, 2, 2]
    assert at((Factor("a", "rule", 2, 4, ""), factor), [0.5, 1.0]) == {"a": 3.0, "rule_factions": 2.0}


def test_readings_are_those_of_whole_histories(eventful: Engine, tmp_path: Path) -> None:
    model = eventful.model
    factors = tuple(
        f for f in sensitivity.factors(model, "rules") if f.name in ("rule_initiative", "organs.place.term")
    )
    outputs, readings = sensitivity.outputs(model, ["members", "contested", "norm * 2"])
    run = Experiment(
        factors=factors,
        outputs=outputs,
        table=sensitivity.table(model, tmp_path, scale=eventful.scale, seed=5),
        simulate=lambda: sensitivity.Histories(model, eventful, tuple(readings), 5),
        replicates=2,
        seed=5,
    )
    found = run.run(np.array([[0.2, 0.0], [1.0, 1.0]]))
    column = [m.name for m in model.measures].index
    for point, places in enumerate(([0.2, 0.0], [1.0, 1.0])):
        whole = eventful.like(moved(model, at(factors, places))).simulate(1, seed=5)
        assert found[point, 1, 0] == whole.measures[-52:, column("members")].astype(float).mean()
        assert found[point, 1, 1] == (whole.outcome == "contested")
        assert found[point, 1, 2] == pytest.approx(2 * whole.measures[-52:, column("norm")].mean())
    later = dataclasses.replace(
        run, outputs=sensitivity.outputs(model, ["hope"])[0], simulate=lambda: pytest.fail("stored")
    )
    assert later.run(np.array([[0.2, 0.0]])).shape == (1, 2, 1)


# The command


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--of", "memberz"), "did you mean 'members'?"),
        (("--of", "Nowhere.members"), "place 'Nowhere' does not exist"),
        (("--discover", "capture"), "did you mean 'captured'?"),
        (("--discover", "captured", "--of", "members"), "give one of them"),
        (("--sobol", "100"), "--sobol: given 100; allowed: 0 (screening only) or a power of two from 8 on"),
        (("--replicates", "1"), "--replicates: given 1; allowed: 2 or more"),
        (("--morris", "1"), "--morris"),
        (("--factors", "seats"), "--factors"),
        (("--set", "posts.costs=1"), "did you mean 'posts.cost'?"),
        (("--charter", "party-1918"), "party-1918"),
    ],
)
def test_mistakes_are_told_before_any_work(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code = main(["sensitivity", *arguments])
    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err
    assert not (tmp_path / "results").exists()


def test_a_missing_extra_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(Mistake, match=r"politeia\[analysis\]"):
        designs.trajectories("abc", 2, seed=1)
