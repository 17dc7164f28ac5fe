"""Calibration on problems whose answer is known, through the same code as the real one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import planted
import small
from exact import LEVEL, binomial, kolmogorov
from politeia import answers, calibration, engine, evidence
from politeia.calibration import data, emulator, prior, smc
from politeia.calibration.results import fits, held_out, inferred
from politeia.calibration.run import Result, Settings
from politeia.calibration.space import Wave
from politeia.mistakes import Mistake

QUICK = Settings(particles=32, replicates=2, waves=1, budget=560)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """One thorough calibration of the known answer."""
    problem, _ = planted.line(3, dead=6)
    settings = Settings(particles=200, replicates=2, waves=1, budget=6000)
    return calibration.calibrate(problem, settings, folder=tmp_path_factory.mktemp("known"))


def answer(result: Result) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the exact posterior: two values of each parameter, less our own luck."""
    simulate = result.problem.simulator()
    centre = np.full(len(result.problem.prior.names), 0.5)
    ours = np.mean([simulate(centre, history) for history in range(result.settings.replicates)], axis=0)
    variance = planted.ERROR**2 + planted.CHANCE**2 * (1 + 1 / result.settings.replicates)
    return (result.problem.data.low - ours).reshape(-1, 2).mean(axis=1), np.full(2, np.sqrt(variance / 2))


def agrees(draws: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> bool:
    """Within what 200 draws with some dependence, and chance measured from 24 histories, leave open."""
    near = np.abs(draws.mean(axis=0) - mean) < 4 * sd / np.sqrt(len(draws) / 2)
    return bool(near.all() and (np.abs(np.log(draws.std(axis=0) / sd)) < 0.3).all())


def test_the_known_answer(known: Result) -> None:
    assert known.temperature == 1.0
    assert known.names == ("p.0", "p.1")  # the six without effect were left out
    mean, sd = answer(known)
    assert agrees(known.draws(), mean, sd)
    assert not agrees(known.draws(known.populations[0].active), mean, sd)  # what is not ruled out is no posterior yet
    assert not agrees(known.draws() + 0.5, mean, sd)


def test_a_wrong_emulator_costs_acceptances_and_does_not_bias(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine decides; particles that walk on the wrong emulator alone are caught."""
    problem, _ = planted.line(3)
    fit, fitted = emulator.fit, []

    def off(active: np.ndarray, values: np.ndarray) -> emulator.Emulator:
        right = fit(active, values)
        fitted.append(replace(right, centre=right.centre + 0.35))
        return fitted[-1]

    monkeypatch.setattr(emulator, "fit", off)
    settings = Settings(particles=200, replicates=2, waves=1, budget=8000)
    found = calibration.calibrate(problem, settings, folder=tmp_path)
    mean, sd = answer(found)
    assert agrees(found.draws(), mean, sd)
    wave = Wave(fitted[-1], found.likelihood.variance)
    trusted = smc.walk(found.last.active, wave, found.space, 1.0, np.random.default_rng(1), 200)
    assert not agrees(found.draws(trusted), mean, sd)


def ranks(folder: Path, *, bias: float, problems: int = 36) -> np.ndarray:
    """Where the truth stands among 31 draws of each posterior, as a number in [0, 1)."""
    found = []
    for number in range(problems):
        problem, truth = planted.line(100 + number, bias=bias)
        result = calibration.calibrate(problem, replace(QUICK, seed=number), folder=folder)
        luck = np.random.default_rng([number, 4])
        below = (result.draws()[1:] < truth[result.active]).sum(axis=0)
        found += list((below + luck.random(len(below))) / len(result.last.active))
    return np.array(found)


def test_ranks_of_the_truth_are_uniform(tmp_path: Path) -> None:
    """Simulation-based calibration; the twin simulator is wrong by four fifths of an error."""
    assert kolmogorov(ranks(tmp_path, bias=0.0)) > LEVEL
    assert kolmogorov(ranks(tmp_path, bias=0.4)) < LEVEL


def test_planted_parameters_are_recovered(tmp_path: Path) -> None:
    """Archives made by the engine: 80 % intervals hold the truth at their rate; those of other archives do not."""
    ready = engine.prepare(planted.known_world(), scale=small.TINY)
    own, other, results = [], [], []
    for number in range(7):
        problem, truth = planted.organisation(ready, number)
        result = calibration.calibrate(
            problem, Settings(particles=24, replicates=2, waves=1, budget=300), folder=tmp_path
        )
        results.append((result, truth))
    for k, (result, truth) in enumerate(results):
        low, high = np.quantile(result.last.active, [0.1, 0.9], axis=0)
        own += list((low <= truth[result.active]) & (truth[result.active] <= high))
        for shift in (1, 3, 5):
            stranger = results[(k + shift) % len(results)][1][result.active]
            other += list((low <= stranger) & (stranger <= high))
    assert binomial(sum(own), len(own), 0.8) > LEVEL
    assert binomial(sum(other), len(other), 0.8) < LEVEL


def test_threads_and_a_second_call_change_nothing(tmp_path: Path) -> None:
    problem, _ = planted.line(5)
    one = calibration.calibrate(problem, QUICK, folder=tmp_path / "one", threads=1)
    four = calibration.calibrate(problem, QUICK, folder=tmp_path / "four", threads=4)
    again = calibration.calibrate(problem, QUICK, folder=tmp_path / "one")
    assert planted.bits(one) == planted.bits(four) == planted.bits(again)
    assert one.ran > 0
    assert again.ran == 0
    other = calibration.calibrate(problem, replace(QUICK, seed=2), folder=tmp_path / "one")
    assert planted.bits(other) != planted.bits(one)


SCRIPT = """
import sys
from pathlib import Path
import planted
from politeia import calibration
from politeia.calibration.run import Settings
problem, _ = planted.line(6, pause=0.004)
settings = Settings(particles=32, replicates=2, waves=1, budget=560)
calibration.calibrate(problem, settings, folder=Path(sys.argv[1]), threads=2)
"""


def killed_when(folder: Path, parts: int) -> None:
    """Start a calibration in a process of its own and kill it when so many parts are stored."""
    paths = [str(Path(__file__).parent), str(Path(calibration.__file__).parents[2])]
    child = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(folder)], env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    )
    end = time.monotonic() + 60
    while len(list(folder.glob("*/part-*"))) < parts and child.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    assert child.poll() is None, "it ended before it could be killed"
    child.send_signal(signal.SIGKILL)
    child.wait()


def test_killed_twice_and_continued_it_is_the_same(tmp_path: Path) -> None:
    problem, _ = planted.line(6)
    killed_when(tmp_path / "killed", 3)
    killed_when(tmp_path / "killed", 7)
    continued = calibration.calibrate(problem, QUICK, folder=tmp_path / "killed", threads=3)
    whole = calibration.calibrate(problem, QUICK, folder=tmp_path / "whole")
    assert 0 < continued.ran < whole.ran
    assert planted.bits(continued) == planted.bits(whole)


def test_a_damaged_part_is_made_again(tmp_path: Path) -> None:
    problem, _ = planted.line(7)
    before = calibration.calibrate(problem, QUICK, folder=tmp_path)
    part = sorted(before.folder.glob("part-*.npz"))[1]
    part.write_bytes(part.read_bytes()[:-20] + b"x" * 20)
    after = calibration.calibrate(problem, QUICK, folder=tmp_path)
    assert 0 < after.ran <= 48
    assert "damaged" in after.notes[0]
    assert planted.bits(after) == planted.bits(before)


def test_a_block_left_out_is_as_if_it_had_never_been_there(known: Result, tmp_path: Path) -> None:
    """Weighting anew agrees with a calibration of the other block alone."""
    again = calibration.without(known, "other")
    mean = known.problem.data.low.reshape(-1, 2)[:, 0]
    alone = replace(known.problem, data=known.problem.data.without("other"))
    direct = calibration.calibrate(alone, known.settings, folder=tmp_path)
    assert again.recipe["effective"] > 40
    for column in range(2):
        spread = direct.draws()[:, column].std()
        assert abs(again.draws[:, column].mean() - direct.draws()[:, column].mean()) < 0.6 * spread
        assert again.draws[:, column].std() == pytest.approx(spread, rel=0.35)
        assert abs(again.draws[:, column].mean() - mean[column]) < 4 * spread
    assert set(calibration.blocks(known)) == {"one", "other"}
    assert sum(of for _, of in held_out(known).values()) == len(known.problem.data)
    with pytest.raises(Mistake, match="block 'third': not in the archive; allowed: one, other"):
        calibration.without(known, "third")


def test_what_is_inferred_and_fitted(known: Result) -> None:
    rows = inferred(known)
    assert all(row.prior_low < row.low < row.median < row.high < row.prior_high + planted.SPAN for row in rows)
    assert all(row.narrowing < 0.5 for row in rows)
    assert all(fit.inside for fit in fits(known))
    assert 0.0 < known.left < 0.5


def test_priors() -> None:
    found = prior.of_ranges({"a.wide": (0.01, 0.1, 1.0), "a.flat": (0.0, 0.25, 1.0), "a.narrow": (1.0, 2.0, 3.0)})
    assert list(found.log) == [True, False, False]
    assert found.default == pytest.approx([0.5, 0.25, 0.5])
    assert found.values(np.full(3, 0.5)) == pytest.approx([0.1, 0.5, 2.0])
    assert found.values(found.default) == pytest.approx([0.1, 0.25, 2.0])
    model = small.model(posts__cost=0.4)
    free = prior.of_model(model)
    off = {name for name, p in model.parameters.items() if p.default == p.low == 0.0}
    assert off
    assert not off & set(free.names)
    assert "posts.cost" not in free.names
    assert free.values(free.default) == pytest.approx([model.parameters[n].default for n in free.names])


def test_a_hypercube_visits_every_slice() -> None:
    points = prior.hypercube(np.random.default_rng(1), 20, 3)
    assert (np.sort((points * 20).astype(int), axis=0) == np.arange(20)[:, None]).all()
    near = prior.around(points, np.array([0.0, 0.5, 0.9]), 0.5)
    assert near.min(axis=0) == pytest.approx([0.0, 0.26, 0.46], abs=0.03)
    assert near.max(axis=0) == pytest.approx([0.49, 0.74, 0.95], abs=0.03)


def test_rivals_are_a_range_and_families_do_not_outvote() -> None:
    model = planted.known_world()
    one, two = (
        replace(planted.rows()[0], value=value, quality=quality) for value, quality in ((100.0, "A"), (150.0, "C"))
    )
    found, _ = data.of_targets(answers.bind([one, two, *planted.rows()[1:6]], model))
    assert len(found) == 6
    assert found.weight == pytest.approx([5**-0.5] * 5 + [1.0])
    logs = np.tile(found.low, (4, 1))
    logs[:, 0] = np.log([100.0, 130.0, 150.0, 180.0])
    far = found.residuals(logs)[:, 0]
    assert far[:3] == pytest.approx([0.0, 0.0, 0.0])
    assert far[3] == pytest.approx(np.log(180 / 150) / np.hypot(evidence.ERRORS["C"], data.DISCREPANCY["whole"][0]))
    below = found.residuals(np.where(np.arange(6) == 0, np.log(90.0), found.low))[0]
    assert below == pytest.approx(np.log(0.9) / np.hypot(evidence.ERRORS["A"], data.DISCREPANCY["whole"][0]))
    assert found.residuals(np.full(6, np.nan)) == pytest.approx([data.FAR] * 6)
    assert found.without("size").misfit(logs) == pytest.approx([0.0] * 4)


def test_a_lower_bound_has_no_upper_edge() -> None:
    targets = answers.bind(planted.rows()[:1], planted.known_world())
    bound, _ = data.of_targets([replace(target, role="bound") for target in targets])
    far = bound.residuals(bound.low + np.array([[-1.0], [0.0], [5.0]]))[:, 0]
    assert far[0] < 0.0
    assert far[1:] == pytest.approx([0.0, 0.0])


def test_one_structural_miss_cannot_decide_alone_and_yet_has_a_side() -> None:
    found, _ = data.of_targets(answers.bind(planted.rows(), planted.known_world()))
    steps = np.array([0.0, 1.0, 4.0, 12.0, 13.0])
    logs = np.tile(found.low, (len(steps), 1))
    logs[:, 0] += steps * found.high_sd[0]
    misfits = found.misfit(logs)
    assert misfits[0] == 0.0
    assert (np.diff(misfits) > 0.0).all()
    assert misfits[3] < 0.2 * 144 * found.weight[0]
    assert replace(found, tail=np.inf).misfit(logs) == pytest.approx(steps**2 * found.weight[0])


def test_too_small_budgets_and_empty_archives_are_sentences() -> None:
    with pytest.raises(Mistake, match=r"--budget: given 20; allowed: [0-9]+ or more"):
        Settings(budget=20)
    with pytest.raises(Mistake, match="--particles: given 2; allowed: 8 or more"):
        Settings(particles=2)
    with pytest.raises(Mistake, match="Nothing to calibrate against"):
        calibration.of_model(small.model(), scale=small.TINY, seed=1, engine=lambda: pytest.fail("not needed"))
    for particles in (8, 32, 128):
        least = Settings(particles=particles, budget=100_000).least
        assert Settings(particles=particles, budget=least).first > 0
