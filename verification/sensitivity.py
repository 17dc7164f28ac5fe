"""Which rules make histories differ, and in which parameters is the party captured?  Writes docs/explanation/sensitivity.md.

Every rule of the charter is moved over its test range: screening by trajectories, then the shares of variance of those
furthest above chance, two histories at each point.  Then every parameter is moved over its plausible range, one history
a point, and boxes are looked for in which the apparatus captures the organisation.

A dummy moves with the rules: a parameter that is changed by a thousandth only, so that histories part and nothing else
happens.  The pass mark: the dummy lies below the floor of chance for every output, and some rule above it for some.

What is run is kept under results/, so that a stopped run continues.  `--morris`, `--sobol`, `--points` are its size.
"""

from __future__ import annotations

import argparse
import datetime as dt
import functools
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from politeia import engine, load, progress, sensitivity
from politeia.model import Model, build
from politeia.sensitivity import Experiment, Explanation, Factor, Scenarios, words

SCALE, SEED = 0.002, 1917
DUMMY = "person.taste"
OUTPUTS = ("democracy", "bureaucracy", "appointed_place", "opposition_public", "members", "captured")
ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "sensitivity.md"
WATCH = functools.partial(progress.counting, Console(stderr=True))


def dummy(model: Model) -> Factor:
    """A parameter moved by a thousandth: what it does is chance."""
    default = model.parameters[DUMMY].default
    return Factor(DUMMY, "parameter", default, 1.001 * default, "moved by a thousandth only: a dummy")


def prepared(model: Model, which: str, outputs: tuple[str, ...], replicates: int) -> Experiment:
    """The experiment on these factors; the week is compiled when the first history is run."""
    found, readings = sensitivity.outputs(model, outputs)

    @functools.cache
    def simulate() -> sensitivity.Histories:
        return sensitivity.Histories(model, engine.prepare(model, scale=SCALE), tuple(readings), SEED)

    return Experiment(
        factors=sensitivity.factors(model, which),
        outputs=found,
        table=sensitivity.table(model, ROOT / "results", scale=SCALE, seed=SEED),
        simulate=simulate,
        replicates=replicates,
        seed=SEED,
    )


def passed(found: Explanation) -> bool:
    """The dummy is not called important, and something is."""
    above = [effect.factor for item in found.screenings for effect in item.important]
    return DUMMY not in above and bool(above)


def write(found: Explanation, where: Scenarios, verdict: str) -> None:
    """The page for the reader."""
    floors = [
        next(e.strength for e in s.effects if e.factor == DUMMY) / s.floor for s in found.screenings if s.floor > 0
    ]
    text = TEXT.format(
        date=dt.date.today(),
        scale=SCALE,
        rules=len(found.experiment.factors) - 1,
        histories=found.histories,
        dummy=DUMMY,
        below=", ".join(f"{ratio:.2f}" for ratio in floors),
        verdict=verdict,
        explanation=words.explanation(found),
        scenarios=words.scenarios(where),
        parameters=len(where.experiment.factors),
        points=where.points,
    )
    PAGE.write_text(text, encoding="utf-8")


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--morris", type=int, default=8, help="trajectories")
    arguments.add_argument("--sobol", type=int, default=32, help="points of the shares, a power of two")
    arguments.add_argument("--points", type=int, default=240, help="points of the Latin hypercube")
    size = arguments.parse_args()
    model = build(load.charter("party-1917"), load.world("party-1917"))
    rules = prepared(model, "rules", OUTPUTS, replicates=2)
    rules = replace(rules, factors=(*rules.factors, dummy(model)))
    found = sensitivity.differences(rules, morris=size.morris, sobol=size.sobol, keep=4, watch=WATCH)
    parameters = prepared(model, "parameters", ("captured",), replicates=1)
    where = sensitivity.scenarios(parameters, points=size.points, watch=WATCH)
    verdict = "pass" if passed(found) else "FAIL"
    write(found, where, verdict)
    print(f"{words.explanation(found)}\n\n{words.scenarios(where)}\n\nsensitivity: {verdict}")
    return 0 if verdict == "pass" else 1


TEXT = """# Which rules make histories differ, and where the apparatus wins

Run on {date}, at scale {scale:g}. Written by `python verification/sensitivity.py`; the same questions about other measures, factors
and organisations: `politeia sensitivity`.

## Rules

Each of {rules} rules of the charter of 1917, and of its organs, is moved over the range that organisations of this kind
have had or asked for (`src/politeia/sensitivity/rules.py` gives each range and its reason); parameters stay at their defaults.
{histories} histories, two at every point on the same two numbers.

- *Screening* (Morris): what one step of two thirds of a range does, from random places. Histories of the same luck part by
  chance once anything differs, so even a rule without effect moves a measure: the *floor* is what chance alone exceeds for none of
  the rules in nineteen screenings of twenty. It is measured from the differences between the two histories of each step.
- *Shares* (Sobol): of the rules furthest above the floor, how much of the variance that all rules make each explains on its own,
  the rest of the rules moving as one group. What two histories of one point differ by is chance and is taken off.

A dummy moved with them: `{dummy}` changed by a thousandth. Its effect, in units of the floor, output by output: {below}
(above 1 it would be called important): **{verdict}**.

```text
{explanation}
```

## Parameters

At the charter as it was, every one of {parameters} parameters is moved over its plausible range at once ({points} points, one history
each). A box is made from half of the points and judged at the other half.

```text
{scenarios}
```

## What this does not say

A weight belongs to the ranges: a rule moved further weighs more. It says that a rule matters in this model, not that the model
is right. The intervals come from few points and are wide on purpose: they are what so many histories can tell. Rules over their
whole ranges are mostly charters unlike that of 1917, and few of these are captured; weights near that charter may differ
([interventions](verdicts.md) ask about single changes from it).
"""

if __name__ == "__main__":
    raise SystemExit(main())
