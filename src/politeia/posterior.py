"""A posterior: equally weighted draws of parameters, with the recipe that made them; one JSON file.

The catalog may hold one for a pair of charter and world; the commands then deal its draws to histories, unless
``--posterior none`` asks for the defaults or names another file.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from politeia.mistakes import Mistake
from politeia.model import Model, checked
from politeia.world import nearest

Floats = NDArray[np.float64]
CATALOG = Path(__file__).parent / "catalog" / "posteriors"
VERSION = 1
NONE = "none"
LARGEST = 5_000_000  # bytes
DIGITS = 6  # significant digits of a stored draw


@dataclass(frozen=True, eq=False)
class Posterior:
    """Draws ``(particles, parameters)`` in the parameters' units; ``recipe`` says how they came about."""

    name: str
    names: tuple[str, ...]
    draws: Floats
    recipe: Mapping[str, Any] = field(default_factory=dict)

    def settings(self) -> tuple[dict[str, float], ...]:
        """One set of parameters for each draw."""
        return tuple(dict(zip(self.names, map(float, row), strict=True)) for row in self.draws)

    def of(self, model: Model) -> Model:
        """The model with these draws dealt to its histories. Raises Mistake for what the model cannot take."""
        for name, column in zip(self.names, self.draws.T, strict=True):
            for value in (float(column.min()), float(column.max())):
                try:
                    checked(model, name, value)
                except Mistake as fault:
                    raise Mistake(f"posterior '{self.name}', {str(fault).removeprefix('--set ')}") from None
        return replace(
            model, draws=self.settings(), later=tuple((week, self.of(changed)) for week, changed in model.later)
        )

    def save(self, path: Path) -> None:
        """Write the file, whole."""
        from politeia.store import write_whole

        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, self.text().encode())
        except OSError as error:
            raise Mistake(f"{path}: cannot be written: {error.strerror or error}; choose another --save") from None

    def text(self) -> str:
        """The file's text: one draw a line, so that a change can be read."""
        head = {"schema_version": VERSION, "name": self.name, "recipe": self.recipe, "parameters": list(self.names)}
        rows = ",\n  ".join(json.dumps([float(f"{value:.{DIGITS}g}") for value in row]) for row in self.draws)
        return json.dumps(head, indent=1, ensure_ascii=False)[:-2] + f',\n "draws": [\n  {rows}\n ]\n}}\n'


def read(given: str | Path) -> Posterior:
    """A posterior by its name in the catalog, or a file."""
    path = Path(given)
    known = sorted(file.stem for file in CATALOG.glob("*.json"))
    if not path.suffix and not path.exists():
        if str(given) not in known:
            raise Mistake(
                f"--posterior {given}: no such posterior in the catalog{nearest(str(given), known)}. "
                f"Allowed: {', '.join([*known, NONE])}, or a .json file that politeia calibrate --save wrote"
            )
        path = CATALOG / f"{given}.json"
    content = _content(path)
    if content.get("schema_version") != VERSION:
        raise Mistake(
            f"{path}, field 'schema_version': given {content.get('schema_version')!r}; allowed: {VERSION}. "
            "Write the file anew with politeia calibrate --save"
        )
    return _checked(path, content)


def chosen(model: Model, given: str | None) -> Model:
    """The model with the posterior that is asked for: the catalog's own if none is named, ``none`` for the defaults."""
    if given == NONE:
        return model
    if given:
        return read(given).of(model)
    own = CATALOG / f"{pair(model)}.json"
    return read(own).of(model) if own.exists() else model


def name_of(model: Model, given: str | None) -> str:
    """What :func:`chosen` used, for people."""
    return "" if not model.draws else given or pair(model)


def pair(model: Model) -> str:
    """Names a charter in a world, as the folders of results do."""
    charter, world = model.charter.name, model.world.name
    return charter if charter == world else f"{charter}-in-{world}"


def _content(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise Mistake(f"{path}: too large for a posterior (most: {LARGEST / 1e6:g} MB)")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Mistake(f"{path}: cannot be read: {error.strerror or error}") from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise Mistake(f"{path}: not a posterior in JSON: {error}") from None
    if not isinstance(content, dict):
        raise Mistake(f"{path}: not a posterior: allowed: a file that politeia calibrate --save wrote")
    return content


def _checked(path: Path, content: Mapping[str, Any]) -> Posterior:
    names, rows = content.get("parameters"), content.get("draws")
    if not isinstance(names, list) or not names or not all(isinstance(name, str) for name in names):
        raise Mistake(f"{path}, field 'parameters': allowed: names such as posts.cost, at least one")
    if len(set(names)) < len(names):
        raise Mistake(f"{path}, field 'parameters': a name appears twice")
    if not isinstance(rows, list) or not rows:
        raise Mistake(f"{path}, field 'draws': no draws; allowed: one row of numbers for each draw, at least one")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != len(names):
            raise Mistake(f"{path}, field 'draws', row {number}: allowed: {len(names)} numbers, one a parameter")
        for name, value in zip(names, row, strict=True):
            if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
                raise Mistake(f"{path}, field 'draws', row {number}, '{name}': given {value!r}; allowed: a number")
    recipe = content.get("recipe")
    title = str(content.get("name") or path.stem)
    return Posterior(title, tuple(names), np.array(rows, np.float64), recipe if isinstance(recipe, dict) else {})


def digest(posterior: Posterior) -> str:
    """Changes with any draw."""
    return hashlib.blake2b(posterior.text().encode(), digest_size=8).hexdigest()
