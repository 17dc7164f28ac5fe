"""The experiments in the folder of results: found by name only, read again when something was added."""

from __future__ import annotations

import re
import shlex
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia import intervention
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.web import catalog
from politeia.web.limits import NAME, NAMED, Refusal
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.model import Model

Mark = tuple[int, int]  # changes when something is added to an experiment


@dataclass(frozen=True)
class Made:
    """How the model of an experiment was asked for, and which histories it has."""

    model: Model
    scale: float
    seed: int
    first_week: int
    last_week: int


class Shelf:
    """The folder of results. A name that is not in its listing does not exist, whatever it looks like."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._held: dict[str, tuple[Mark, Results]] = {}
        self._models: dict[str, Model] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """Experiments, the newest first."""
        if not self.root.is_dir():
            return []
        found = [folder for folder in self.root.iterdir() if (folder / "manifest.json").is_file()]
        found.sort(key=lambda folder: (-_mark(folder)[1], folder.name))
        return [folder.name for folder in found if len(folder.name) <= NAME and re.fullmatch(NAMED, folder.name)]

    def results(self, name: str) -> Results:
        """An experiment's results as they are now."""
        names = self.names()
        if name not in names:
            raise Refusal(404, unknown(name, names, "experiment"))
        mark = _mark(self.root / name)
        with self._lock:
            held = self._held.get(name)
            if held is None or held[0] != mark:
                held = self._held[name] = (mark, _loaded(self.root / name))
        return held[1]

    def rows(self) -> list[dict[str, Any]]:
        """A line for each experiment that has histories and can be read."""
        found = []
        for name in self.names():
            try:
                found.append(row(name, self.results(name)))
            except Refusal:
                continue  # empty yet, damaged, or written by another version: asked for by name it says so
        return found

    def made(self, results: Results) -> Made:
        """What runs a history of these results again; refused if the model is not what it was."""
        recipe = results.store.recipe
        name = results.folder.name
        with self._lock:
            if name not in self._models:
                self._models[name] = _model(results)
            model = self._models[name]
        return Made(model, recipe["scale"], recipe["seed"], recipe["first_week"], recipe["last_week"])


def row(name: str, results: Results) -> dict[str, Any]:
    """What a list says of an experiment."""
    recipe = results.store.recipe
    return {
        "name": name,
        "title": title(results),
        "histories": len(results.histories),
        "outcomes": results.outcomes(),
        "when": _when(results),
        "start": results.about["start"],
        "end": results.about["end"],
        "weeks": results.weeks,
        "scale": recipe["scale"],
        "seed": recipe["seed"],
    }


def title(results: Results) -> str:
    """The organisation, and what was changed."""
    call = results.store.call
    changed = catalog.titles(call.get("interventions", ""))
    return ", ".join([results.about["charter"]["title"], *([changed] if changed else []), *call.get("changes", [])])


def command(results: Results) -> str:
    """The line that makes these results again; nothing if that is not known."""
    call, recipe = results.store.call, results.store.recipe
    if not {"charter", "world", "changes", "interventions"} <= call.keys():
        return ""
    said = {"histories": len(results.histories), "scale": f"{recipe['scale']:g}", "seed": recipe["seed"]}
    said |= {option: call[option] for option in ("charter", "world") if call[option] != "party-1917"}
    said |= {option: call.get(name) for option, name in (("from", "begin"), ("to", "end")) if call.get(name)}
    said |= {"with": call["interventions"]} if call["interventions"] not in ("", intervention.AS_IS) else {}
    said |= {"posterior": call["posterior"]} if call.get("posterior") else {}
    words = [word for option, value in said.items() for word in (f"--{option}", str(value))]
    return shlex.join(["politeia", "run", *words, *(word for change in call["changes"] for word in ("--set", change))])


def _when(results: Results) -> str:
    """When histories were last added."""
    if runs := results.store.runs():
        return str(runs[-1]["at"])
    changed = (results.folder / "manifest.json").stat().st_mtime
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(changed))


def _mark(folder: Path) -> Mark:
    try:
        return (folder / "manifest.json").stat().st_mtime_ns, (folder / "parts").stat().st_mtime_ns
    except OSError:
        return 0, 0


def _loaded(folder: Path) -> Results:
    try:
        found = Results.load(folder)
        row(folder.name, found)  # a manifest can be whole and yet lack what a list says
    except Mistake as mistake:
        raise Refusal(409, str(mistake)) from None
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Refusal(409, f"{folder.name}: its manifest lacks what this version needs. Run it anew.") from None
    return found


def _model(results: Results) -> Model:
    try:
        return results.model
    except Mistake as mistake:
        raise Refusal(409, str(mistake)) from None
