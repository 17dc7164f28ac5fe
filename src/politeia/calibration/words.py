"""A calibration in sentences, and as plain data."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from politeia import words
from politeia.calibration import results
from politeia.calibration.results import NARROWER, Inferred
from politeia.calibration.run import Result

_MOST = 12


def summary(result: Result, path: Path, charter: str, world: str, added: str = "") -> str:
    """What was inferred, what is reproduced, what is not, what it cost, what to do next."""
    return "\n".join(
        [
            *_inferred(result),
            "",
            *_fit(result),
            "",
            *_trust(result),
            "",
            f"posterior {path}",
            f"next: {command(path, charter, world, added)}",
        ]
    )


def command(path: Path, charter: str, world: str, added: str = "") -> str:
    """The line that runs the model under the posterior."""
    options = [("--charter", charter), ("--world", world), ("--with", added)]
    named = [text for option, value in options if value not in ("party-1917", "") for text in (option, value)]
    return shlex.join(["politeia", "run", *named, "--posterior", str(path)])


def as_data(result: Result, path: Path) -> dict[str, Any]:
    """The same for machines."""
    fits = results.fits(result)
    return {
        "posterior": str(path),
        "folder": str(result.folder),
        "histories": result.spent,
        "ran": result.ran,
        "temperature": result.temperature,
        "not_ruled_out": result.left,
        "particles": result.settings.particles,
        "distinct": results.distinct(result.last.active),
        "acceptance": [population.accepted for population in result.populations[1:]],
        "inferred": [asdict(row) for row in results.inferred(result)],
        "left_at_default": len(result.problem.prior.names) - len(result.names),
        "largest_left_out": _left_out(result),
        "fits": [asdict(fit) for fit in fits],
        "inside": sum(fit.inside for fit in fits),
        "compared": len(fits),
        "held_out": {block: {"inside": n, "entries": of} for block, (n, of) in results.held_out(result).items()},
    }


def _inferred(result: Result) -> list[str]:
    rows = results.inferred(result)
    narrow = [row for row in rows if row.narrowing < NARROWER]
    prior = result.problem.prior
    head = f"{len(narrow)} of {len(prior.names)} parameters are narrower than their plausible range"
    lines = [head + (":" if narrow else ": the archive does not speak of them.")]
    lines += [f"  {_sentence(row)}" for row in narrow[:_MOST]]
    if len(narrow) > _MOST:
        lines.append(f"  and {len(narrow) - _MOST} more (--json lists them)")
    left = len(prior.names) - len(result.names)
    if left:
        name, share = _left_out(result)
        lines.append(f"{left} stay at their defaults; the strongest of them, {name}, has {share:.1%} of all influence.")
    return lines


def _sentence(row: Inferred) -> str:
    low, high = words.number(row.low), words.number(row.high)
    return (
        f"{row.name}: {words.number(row.median)} ({low} to {high}), where {words.number(row.prior_low)} to "
        f"{words.number(row.prior_high)} was held plausible"
    )


def _left_out(result: Result) -> tuple[str, float]:
    """The strongest parameter that stays at its default, and its share of all influence."""
    rest = np.setdiff1d(np.arange(len(result.influence)), result.active)
    total = float(result.influence.sum())
    if not len(rest) or total <= 0.0:
        return "", 0.0
    most = rest[int(np.argmax(result.influence[rest]))]
    return result.problem.prior.names[most], float(result.influence[most]) / total


def _fit(result: Result) -> list[str]:
    fits = results.fits(result)
    inside = sum(fit.inside for fit in fits)
    lines = [f"{inside} of {len(fits)} archival values lie inside the 80 % range"]
    counts, of = Counter(fit.group for fit in fits if fit.inside), Counter(fit.group for fit in fits)
    lines.append("  " + ", ".join(f"{group} {counts[group]} of {of[group]}" for group in of))
    missed = sorted((fit for fit in fits if not fit.inside), key=lambda fit: -abs(fit.residual))
    if missed:
        lines.append("not reproduced, worst first (in standard errors of source and model; +: the model is too high):")
        lines += [f"  {fit.residual:+.1f}  {fit.label}" for fit in missed[:_MOST]]
    lines.append("left out and then predicted: " + _held_out(result))
    return lines


def _held_out(result: Result) -> str:
    return ", ".join(f"{block} {inside} of {of}" for block, (inside, of) in results.held_out(result).items())


def _trust(result: Result) -> list[str]:
    accepted = [population.accepted for population in result.populations[1:]]
    different, count = results.distinct(result.last.active), result.settings.particles
    lines = [
        f"{result.spent:,} histories ({result.ran:,} run now), {len(accepted)} stages, "
        f"{np.mean(accepted):.0%} of the proposals accepted; {different} of {count} particles differ",
        f"{result.left:.2g} of the prior was not ruled out by the waves",
    ]
    if result.temperature > 1.0:
        lines.append(
            f"the budget ended at temperature {result.temperature:.2g}: every error counts as "
            f"{result.temperature**0.5:.2g} times as large. A larger --budget goes further."
        )
    if result.collapsed:
        lines.append("fewer than a tenth of the particles differ: ask for more --particles or a larger --budget")
    return lines
