"""Stress tests of a charter: a battery of bad years, and which article gives way in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from politeia import load
from politeia.charter import Charter
from politeia.mistakes import Mistake
from politeia.stress import study, worlds
from politeia.stress.battery import Battery
from politeia.stress.find import Findings
from politeia.stress.study import Watch
from politeia.world import World

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model

__all__ = ["ROWS", "WEEKS", "Findings", "own_world", "run"]

ROWS = 400  #: persons simulated in each history: rules are compared, nobody is looked up
WEEKS = 313  #: a longer world is cut: six years


def own_world(charter: str) -> str:
    """The world of a charter: NAME.world.toml beside NAME.charter.toml, or the catalog's of the same name."""
    path = Path(charter)
    if not charter.endswith(".toml"):
        return charter
    name = path.name.removesuffix(".toml").removesuffix(".charter")
    beside = path.with_name(f"{name}.world.toml")
    if beside.exists():
        return str(beside)
    raise Mistake(
        f"{charter}: no world beside it ({beside.name}); give one with --world, or: politeia new world {name}"
    )


def run(
    model: Model,
    *,
    histories: int = 200,
    stresses: tuple[str, ...] = (),
    suggest: bool = False,
    other: Charter | None = None,
    scale: float | None = None,
    seed: int = 1917,
    folder: Path = Path("results"),
    engine: Callable[[Model, float], Engine],
    watch: Watch,
    threads: int | None = None,
) -> Findings:
    """Stress a charter in its own world: ``histories`` futures in each world of the battery, on the same luck.

    ``other`` is a second charter with the same organs, set beside it on the same luck;
    ``stresses`` names worlds of the battery (all by default); ``scale`` is in rows per person (some 400 rows by
    default). Raises :class:`~politeia.mistakes.Mistake` for a world of less than two years.
    """
    if model.world.weeks < worlds.SHORTEST:
        raise Mistake(
            f"world '{model.world.name}': {model.world.weeks} weeks; allowed: {worlds.SHORTEST} or more, "
            "so that a bad year and what follows it can be lived through"
        )
    model = _cut(model)
    rows = scale or min(1.0, ROWS / model.world.persons)
    battery = Battery(model, worlds.chosen(stresses), rows, seed, folder, lambda: engine(model, rows), threads=threads)
    return study.examine(battery, histories, suggest=suggest, watch=watch, other=other)


def _cut(model: Model) -> Model:
    """The model over the first six years of its world."""
    return replace(model, world=worlds.shortened(model.world, WEEKS))


def loaded(charter: str, world: str) -> tuple[Charter, World]:
    """A charter with the world that is given, or its own."""
    return load.charter(charter), load.world(world or own_world(charter))
