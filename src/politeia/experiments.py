"""The experiments of a results folder: what was run and how it ended; continue, remove or export one.

An experiment is the folder of one recipe (:mod:`politeia.store`).  It is named by its folder, by the beginning of
that name, or by the beginning of the eight letters at its end, as long as only one experiment fits.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia import ensemble, export, main_job, words
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.store import Store
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.model import Model


@dataclass(frozen=True)
class Experiment:
    """One folder. ``asked`` is the largest number of histories that was ever asked for; ``when`` its last run."""

    folder: Path
    when: dt.datetime
    bytes: int
    done: int = 0
    asked: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    failures: Mapping[str, list[int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()  #: what was found damaged, or why the folder cannot be read

    @property
    def name(self) -> str:
        """Name of the folder."""
        return self.folder.name

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as ``politeia experiments --json`` gives it."""
        return {
            "name": self.name,
            "when": self.when.isoformat(),
            "done": self.done,
            "asked": self.asked,
            "bytes": self.bytes,
            "outcomes": dict(self.outcomes),
            "failures": {reason: len(numbers) for reason, numbers in self.failures.items()},
            "notes": list(self.notes),
            "folder": str(self.folder),
        }


def experiments(out: Path | str = "results") -> tuple[Experiment, ...]:
    """All experiments of a results folder, the latest run first; those that cannot be read say why."""
    return tuple(sorted(map(read, _folders(Path(out))), key=lambda found: found.when, reverse=True))


def read(folder: Path) -> Experiment:
    """One experiment, its parts verified."""
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    when = dt.datetime.fromtimestamp((folder / "manifest.json").stat().st_mtime, dt.UTC).replace(microsecond=0)
    try:
        store = Store.open(folder)
    except Mistake as mistake:
        return Experiment(folder, when, size, notes=(str(mistake),))
    runs = store.runs()
    done = len(store.histories)
    return Experiment(
        folder,
        dt.datetime.fromisoformat(runs[-1]["at"]) if runs else when,
        size,
        done,
        max(done, store.call.get("histories", 0)),
        Results(store).outcomes() if done else {},
        Results(store).failures() if done else {},
        tuple(store.notes),
    )


def find(name: str, out: Path | str = "results") -> Path:
    """The folder of the one experiment that ``name`` stands for (or a path to it)."""
    if (Path(name) / "manifest.json").is_file():
        return Path(name)
    folders = {folder.name: folder for folder in _folders(Path(out))}
    if name in folders:
        return folders[name]
    if not folders:
        raise Mistake(f"{out}: no experiment here. `politeia run` makes one; --out names another folder.")
    fits = [known for known in folders if known.startswith(name) or known.rpartition("-")[2].startswith(name)]
    if len(fits) > 1:
        raise Mistake(f"'{name}' fits {len(fits)} experiments: {', '.join(sorted(fits))}. Write more of the name.")
    if not fits:
        raise Mistake(unknown(name, folders, "experiment"))
    return folders[fits[0]]


def resume(
    name: str,
    out: Path | str = "results",
    *,
    threads: int | None = None,
    cluster: str = "",
    as_json: bool = False,
    quiet: bool = False,
) -> int:
    """Run what is missing of an experiment; the exit code of the run."""
    folder = find(name, out)
    store = Store.open(folder)
    if "charter" not in store.call:
        raise Mistake(
            f"{folder}: its arguments were not kept (it was not made by `politeia run`). "
            "The command that made it continues it."
        )
    model = _kept(store)
    _same(store, folder, model)
    return main_job.run(
        **store.call, out=folder.parent, threads=threads, cluster=cluster, as_json=as_json, quiet=quiet, model=model
    )


def _kept(store: Store) -> Model | None:
    """The model as it was stored, wherever its files are now; None if it was not stored."""
    from politeia.model import defined

    return defined(store.about["model"]) if "model" in store.about else None


def _same(store: Store, folder: Path, model: Model | None) -> None:
    """Refuse to continue with other histories than those that are stored."""
    plan = main_job.plan(**store.call, model=model)
    now = ensemble.recipe(plan, plan.targets())
    other = [name for name in now if now[name] != store.recipe.get(name)]
    if other:
        raise Mistake(
            f"{folder}: cannot be continued with the same bits, for the {' and the '.join(other)} changed since "
            f"({_command(store)} makes a new experiment). What is stored can be read and exported."
        )


def _command(store: Store) -> str:
    return f"politeia run --histories {store.call['histories']} with the same options"


def remove(folder: Path) -> None:
    """Remove an experiment. It disappears from the list at once, whatever happens while its files are removed."""
    doomed = folder.with_name(f".{folder.name}.removed")
    try:
        shutil.rmtree(doomed, ignore_errors=True)
        folder.rename(doomed)
        shutil.rmtree(doomed)
    except OSError as error:
        raise Mistake(f"{folder}: cannot be removed ({error.strerror or error})") from None


def to(name: str, target: Path | str, out: Path | str = "results") -> Path:
    """Export an experiment to a file ending in .nc or .csv, or to a folder."""
    return export.write(Results.load(find(name, out)), target)


def in_words(found: tuple[Experiment, ...], out: Path | str) -> str:
    """The list, one line each."""
    if not found:
        return f"no experiment in {out}\nnext: politeia run"
    width = max(len(one.name) for one in found)
    lines = []
    for one in found:
        end = ", ".join(f"{count} {name}" for name, count in one.outcomes.items())
        count = f"{one.done:,} of {one.asked:,}"
        when = one.when.strftime("%Y-%m-%d %H:%M")
        lines.append(f"{one.name:<{width}}  {when}  {count:>16}  {_size(one.bytes):>8}  {end}")
        lines += [f"  note: {note}" for note in one.notes]
    head = f"{'experiment':<{width}}  {'last run (UTC)':<16}  {'histories':>16}  {'disk':>8}  outcomes"
    return "\n".join([head, *lines, f"next: politeia experiments show {found[0].name}"])


def details(folder: Path) -> dict[str, Any]:
    """Everything about one experiment but its numbers."""
    found = read(folder)
    store = Store.open(folder)
    about = store.about
    return {
        **found.as_dict(),
        "failures": {reason: list(numbers) for reason, numbers in found.failures.items()},
        "charter": about.get("charter"),
        "world": about.get("world"),
        "start": about.get("start"),
        "end": about.get("end"),
        "weeks": about["weeks"],
        "measures": len(about["measures"]),
        "mechanisms": [one for one in about.get("model", {}).get("mechanisms", ()) if not isinstance(one, str)],
        "parts": len(store.parts),
        "recipe": store.recipe,
        "call": store.call,
        "runs": store.runs(),
    }


def details_in_words(told: Mapping[str, Any]) -> str:
    """:func:`details` as text."""
    recipe = told["recipe"]
    rows = {
        "charter": told["charter"]["title"],
        "world": f"{told['world']['title']}, {told['start']} to {told['end']}, {told['weeks']} weeks",
        "histories": f"{told['done']:,} of {told['asked']:,}, in {told['parts']} parts",
        "outcomes": ", ".join(f"{count} {name}" for name, count in told["outcomes"].items()) or "none yet",
        "scale, seed": f"{recipe['scale']:g}, {recipe['seed']}",
        "set": ", ".join(f"{name}={value:g}" for name, value in recipe["settings"].items()) or "nothing",
        "mechanisms": ", ".join(f"{one['name']} ({one['file']}, kept here)" for one in told["mechanisms"]),
        "versions": ", ".join(f"{name} {number}" for name, number in recipe["versions"].items()),
        "disk": f"{_size(told['bytes'])} in {told['folder']}",
        "runs": words.span(sum(run["wall_s"] for run in told["runs"])) + f" in {len(told['runs'])}",
    }
    lines = [told["name"], *(f"  {name:<12} {value}" for name, value in rows.items() if value)]
    for reason, numbers in told["failures"].items():
        lines.append(
            f"  failed       {reason} (histories {', '.join(map(str, numbers[:5]))}{', …' * (len(numbers) > 5)})"
        )
    lines += [f"  note         {note}" for note in told["notes"]]
    missing = told["asked"] - told["done"]
    lines.append(
        f"next: politeia experiments {'resume' if missing else 'export'} {told['name']}"
        + " --to FILE.nc" * (not missing)
    )
    return "\n".join(lines)


def _folders(out: Path) -> list[Path]:
    """Folders of experiments."""
    return sorted(path.parent for path in out.glob("*/manifest.json") if not path.parent.name.startswith("."))


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e5 else f"{count / 1e3:,.1f} kB"
