"""Which assumptions carry the result?  Writes src/politeia/catalog/weights.csv and docs/explanation/assumptions.md.

The parameters of one assumption are drawn together from their plausible ranges, all else as it is, and the same
histories are run again.  Histories of the same luck part by chance once anything differs: how far is measured with all
parameters a thousandth larger.  The weight of an assumption is what its draws add to that chance,

    weight = sqrt(max(0, mean of squared differences - mean of squared chance differences)),

in the bureaucracy index of the last year; the interval is a bootstrap over histories.  The pass mark: the interval of the
heaviest assumption lies above nought.

`--groups N` measures the first N assumptions only, to try the program; it prints and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from politeia import engine, ledger, load
from politeia.engine import Engine
from politeia.model import Model, build
from politeia.outcome import indices

SCALE, SEED = 0.002, 13
DRAWS = 20
RESAMPLES = 2000
NUDGE = 1.001
LAST_YEAR = 52
PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "assumptions.md"


@dataclass(frozen=True)
class Weight:
    """How far the index moves with one assumption: beyond chance, and its 95 % interval."""

    id: str
    parameters: tuple[str, ...]
    weight: float
    low: float
    high: float
    histories: int


def drawn(model: Model, number: str, parameters: Sequence[str], draw: int) -> Model:
    """The model with these parameters drawn from their ranges; the same draw for the same assumption."""
    luck = np.random.Generator(np.random.Philox(key=1000 * int(number[1:]) + draw))
    ranges = [model.parameters[name] for name in parameters]
    values = {n.replace(".", "__"): float(luck.uniform(p.low, p.high)) for n, p in zip(parameters, ranges, strict=True)}
    return model.with_settings(**values)


def nudged(model: Model) -> Model:
    """The model with every parameter a thousandth larger: what differs then is chance."""
    return model.with_settings(**{n.replace(".", "__"): NUDGE * p.default for n, p in model.parameters.items()})


def bureaucracy(ready: Engine, number: int) -> float:
    """The bureaucracy index over the last year of one history."""
    history = ready.simulate(number, seed=SEED)
    last = {m.name: history.measures[-LAST_YEAR:, k] for k, m in enumerate(ready.model.measures)}
    return float(indices(last)["bureaucracy"].mean())


def weigh(number: str, parameters: Sequence[str], moved: np.ndarray, chance: np.ndarray) -> Weight:
    """What the draws add to chance, with a bootstrap interval over histories."""
    both = np.isfinite(moved) & np.isfinite(chance)
    squares = np.array([moved[both], chance[both]]) ** 2
    luck = np.random.default_rng(int(number[1:]))
    again = luck.integers(0, both.sum(), (2, RESAMPLES, both.sum()))
    excess = squares[0][again[0]].mean(axis=1) - squares[1][again[1]].mean(axis=1)
    low, high = np.sqrt(np.maximum(np.quantile(excess, (0.025, 0.975)), 0.0))
    weight = float(np.sqrt(max(squares[0].mean() - squares[1].mean(), 0.0)))
    return Weight(number, tuple(parameters), weight, float(low), float(high), int(both.sum()))


def measure(ready: Engine, groups: Sequence[tuple[str, Sequence[str]]]) -> tuple[float, list[Weight]]:
    """How far chance moves the index, and the weight of each assumption, heaviest first."""
    models = {("", draw): ready.model for draw in range(DRAWS)}
    models |= {("nudged", draw): nudged(ready.model) for draw in range(DRAWS)}
    models |= {
        (number, draw): drawn(ready.model, number, names, draw) for number, names in groups for draw in range(DRAWS)
    }
    with ThreadPoolExecutor(2) as pool:
        values = list(pool.map(lambda job: bureaucracy(ready.like(models[job]), job[1]), models))
    plain, chance, *rest = np.array(values).reshape(-1, DRAWS)
    found = [weigh(*group, row - plain, chance - plain) for group, row in zip(groups, rest, strict=True)]
    return float(np.sqrt(np.nanmean((chance - plain) ** 2))), sorted(found, key=lambda w: (-w.weight, -w.high))


def write(found: Sequence[Weight], floor: float, today: dt.date) -> None:
    """The table for the program and the page for the reader."""
    with ledger.WEIGHTS.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("id", "weight", "low", "high", "histories", "measured"))
        for w in found:
            table.writerow((w.id, f"{w.weight:.4f}", f"{w.low:.4f}", f"{w.high:.4f}", w.histories, today))
    rows = [
        f"| {w.id} | {w.weight:.3f} | {w.low:.3f} to {w.high:.3f} | {', '.join(f'`{name}`' for name in w.parameters)} |"
        for w in found
    ]
    above = sum(w.low > 0 for w in found)
    text = TEXT.format(
        date=today, draws=DRAWS, scale=SCALE, groups=len(found), floor=floor, above=above, rows="\n".join(rows)
    )
    PAGE.write_text(text, encoding="utf-8")


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--groups", type=int, default=None, help="only so many assumptions; writes nothing")
    wanted = arguments.parse_args().groups
    model = build(load.charter("party-1917"), load.world("party-1917"))
    rows = sorted((row for row in ledger.assumptions(model) if row["parameters"]), key=lambda row: int(row["id"][1:]))
    groups = [(row["id"], row["parameters"]) for row in rows][:wanted]
    floor, found = measure(engine.prepare(model, scale=SCALE), groups)
    passed = max(w.low for w in found) > 0
    if wanted is None:
        write(found, floor, dt.date.today())
    for w in found if wanted is not None else found[:5]:
        print(f"{w.id} {w.weight:.4f} [{w.low:.4f}, {w.high:.4f}] {w.histories} histories: {', '.join(w.parameters)}")
    print(f"assumptions: {'pass' if passed else 'FAIL'}; floor {floor:.4f}")
    return 0 if passed else 1


TEXT = """# What each assumption weighs

Most parameters are assumptions: nobody has measured them. This table tells which of them the main result leans on. The
parameters of one assumption are drawn together from their plausible ranges, everything else stays at its default, and
{draws} histories are run with and without the draw, on the same luck (scale {scale:g}).

Measured on {date}: {groups} assumptions. Two histories of the same luck part by chance once anything at all differs: with
every parameter larger by a thousandth the bureaucracy index of the last year (0 to 1) moves by **{floor:.3f}** (root mean
square). The *weight* of an assumption is what its draws add to that: the root of the squared differences less those of
chance; the interval is a bootstrap over histories. Of the intervals, {above} lie above nought; the others are lost in chance at
this number of histories.

A weight says how much an assumption matters, not whether it is right, nor in which direction it pushes; a wide range weighs
more than a narrow one. Assumptions are moved one at a time: what two do together is not measured here. Assumptions of the
world (places, series, events) have no range and no weight. Rival explanations are off by default; what is assumed for them
is weighed as if they were turned on.

| assumption | weight | 95 % interval | parameters |
|---|---|---|---|
{rows}

What each assumption says, and its ranges: `politeia mechanisms`. `python verification/assumptions.py` writes this page.
"""

if __name__ == "__main__":
    raise SystemExit(main())
