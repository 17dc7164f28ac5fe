"""The main job: simulate many histories, set them beside the archive, say what came out.

This is what ``politeia run`` calls.  Everything that can be wrong in the arguments is found before anything is
written.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shlex
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from politeia import ensemble, intervention, load, mechanism_file, report, summary, words, workforce
from politeia import posterior as posteriors
from politeia.ensemble import Plan
from politeia.load import Mistake
from politeia.results import FAILED, Results
from politeia.summary import Effort
from politeia.workforce import Workforce
from politeia.world import World

if TYPE_CHECKING:
    from politeia.declare import Mechanism
    from politeia.engine import Engine
    from politeia.model import Model

SCALE = 0.0096  #: rows for each person within the organisation's reach


def run(
    *,
    histories: int = 100,
    scale: float | None = None,
    seed: int = 1917,
    begin: str | None = None,
    end: str | None = None,
    charter: str | Path = "party-1917",
    world: str | Path = "party-1917",
    out: Path | str = "results",
    changes: Sequence[str] = (),
    interventions: str = "",
    posterior: str = "",
    threads: int | None = None,
    cluster: str = "",
    batch: int | None = None,
    device: str = "cpu",
    as_json: bool = False,
    quiet: bool = False,
    model: Model | None = None,
) -> int:
    """Run ``histories`` histories of a charter in a world; 0 if they came out, 1 if every one of them failed.

    ``begin`` and ``end`` are days (YYYY-MM-DD) within the world; ``changes`` are ``mechanism.parameter=value``;
    ``interventions`` are names of the catalog or files, joined by ``+`` (a ``.py`` file is a mechanism, and is
    executed); ``posterior`` is a name of the catalog, a file, ``none``, or empty for the catalog's own; ``model`` is
    what all these made before, and is taken instead.  ``cluster`` names other workers than the threads of this
    process: ``local:4``, ``processes:4`` or the address of a Dask scheduler; ``device`` is ``cpu`` or ``cuda``: a CUDA
    device of this machine, with the same results.
    Histories that are stored under ``out`` are not run again.  Raises :class:`~politeia.load.Mistake` for bad input
    and KeyboardInterrupt when stopped, after storing what had ended.
    """
    _check_numbers(histories, scale, threads, batch)
    asked = plan(
        histories=histories,
        scale=scale,
        seed=seed,
        begin=begin,
        end=end,
        charter=charter,
        world=world,
        changes=changes,
        interventions=interventions,
        posterior=posterior,
        model=model,
    )
    _check_folder(Path(out))
    force = _force(device, cluster, threads)
    console = Console(stderr=True, quiet=as_json or quiet)
    began = time.perf_counter()
    with _bar(console, asked, device) as progress:
        results = ensemble.run(
            asked,
            folder=out,
            engine=progress.prepare,
            executor=force,
            batch=batch,
            progress=progress,
            each_week=progress.each_week,
        )
    effort = _effort(results, progress.ran, force, time.perf_counter() - began - progress.preparing_s)
    command = _command(asked, charter, world, out, changes, interventions, posterior)
    page = _report(results, command)
    for note in results.store.notes:
        console.print(f"note: {note}", style="yellow", highlight=False)
    if as_json:
        sys.stdout.write(json.dumps(as_data(results, effort, page), indent=1, ensure_ascii=False) + "\n")
    else:
        screen = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
        summary.show(results, effort, screen, str(page))
    return int(set(results.outcomes()) == {FAILED})


def plan(
    *,
    histories: int = 100,
    scale: float | None = None,
    seed: int = 1917,
    begin: str | None = None,
    end: str | None = None,
    charter: str | Path = "party-1917",
    world: str | Path = "party-1917",
    changes: Sequence[str] = (),
    interventions: str = "",
    posterior: str = "",
    model: Model | None = None,
) -> Plan:
    """What these arguments of :func:`run` ask for; the plan remembers them, with files by their full path."""
    if model is None:
        model = modelled(charter, world, changes=changes, interventions=interventions, posterior=posterior)
    first, last = _weeks(model.world, begin, end)
    call = {
        "histories": histories,
        "scale": scale or SCALE,
        "seed": seed,
        "begin": begin,
        "end": end,
        "charter": _lasting(charter),
        "world": _lasting(world),
        "changes": list(changes),
        "interventions": "+".join(map(_lasting, filter(None, interventions.split("+")))),
        "posterior": _lasting(posterior),
    }
    return Plan(
        model=model,
        histories=range(histories),
        scale=scale or SCALE,
        seed=seed,
        first_week=first,
        last_week=last,
        posterior=posteriors.name_of(model, posterior),
        call=call,
    )


def modelled(
    charter: str | Path = "party-1917",
    world: str | Path = "party-1917",
    *,
    changes: Sequence[str] = (),
    interventions: str = "",
    posterior: str = "",
) -> Model:
    """The model that these arguments of :func:`run` ask for: every command makes its own here."""
    from politeia.model import build

    own = intervention.mechanisms(interventions)
    base = build(load.charter(charter), load.world(world), changes, own)
    fusable(base, own)
    return intervention.intervene(posteriors.chosen(base, posterior), intervention.parse(interventions))


def fusable(model: Model, own: Sequence[Mechanism]) -> None:
    """Refuse what nothing supplies and what the compiler does not take before anything is compiled or written."""
    if not own:
        return
    from politeia import engine
    from politeia.engine.trial import refusal

    try:
        engine.fused(model)
    except (engine.Unknown, ValueError, KeyError) as error:
        files = ", ".join(map(mechanism_file.file_of, own))
        said = f"nothing is called {error}" if isinstance(error, KeyError) else str(error)
        raise Mistake(f"{files}: {mechanism_file.plainly(said)}") from None
    for mechanism in own:
        for reason in filter(None, map(refusal, mechanism.steps)):
            raise Mistake(reason)


def _lasting(name: str | Path) -> str:
    """A name of the catalog as it is; a file by its full path, so that it is found from any folder."""
    return str(Path(name).resolve()) if Path(name).is_file() else str(name)


TOLD_AT_ONCE = 1_000_000  # rows: a larger history is told whole only when asked


def _report(results: Results, command: str) -> Path:
    """The laboratory page with one whole history, unless that would take minutes; else the plain report.

    A whole history, its posts and lives, is run once more with everything logged; `politeia export` does it for any
    size.
    """
    from politeia.web import export  # the page is above this layer: only its one file is wanted

    path = results.folder / "report.html"
    if export.built():
        persons = max((run["persons"] for run in results.store.runs()), default=0)
        return export.export(results, path, whole=1 if persons <= TOLD_AT_ONCE else 0, told=command)
    return report.write(results, command, path)


def as_data(results: Results, effort: Effort, page: Path) -> dict[str, Any]:
    """The run as plain data: the same as the summary says."""
    total = len(results.histories)
    rows = results.comparisons
    return {
        "histories": total,
        "persons": effort.persons,
        "weeks": effort.weeks,
        "ran": effort.ran,
        "wall_s": round(effort.wall_s, 3),
        "person_weeks_per_s": round(effort.person_weeks_per_s),
        "outcomes": {name: count / total for name, count in results.outcomes().items()},
        "evidence": [row.as_dict() for row in rows if row.counted],
        "inside": sum(row.inside for row in rows if row.counted),
        "compared": sum(row.counted for row in rows),
        "asked": [row.as_dict() for row in rows if row.target.role == "asked"],
        "inputs": [row.as_dict() for row in rows if row.target.role in ("bound", "input", "aside")],
        "unanswered": [row.as_dict() for row in rows if row.target.role == "unmapped"],
        "not_reproduced": [f"{title}: {sentence}" for title, sentence in words.misses(results.evidence_table())],
        "failures": {reason: len(numbers) for reason, numbers in results.failures().items()},
        "results": str(results.folder),
        "report": str(page),
    }


class _Bar:
    """The progress of an ensemble: prepares the engine when it is needed and counts what has ended."""

    def __init__(self, bar: Progress, console: Console, plan: Plan, device: str) -> None:
        self.ran = 0
        self.preparing_s = 0.0
        self._bar, self._console, self._plan, self._device = bar, console, plan, device
        self._task = bar.add_task("histories", total=len(plan.histories), pace="")
        self._engine: Engine | None = None
        self._began = 0.0
        self._weeks = 0

    def prepare(self) -> Engine:
        """The engine, compiled; says what is going on, for it may take a minute."""
        from politeia import engine

        began = time.perf_counter()
        with self._console.status("compiling the week: about 40 s the first time, then kept"):
            self._engine = engine.prepare(self._plan.model, scale=self._plan.scale, device=self._device)
        self._began = time.perf_counter()
        self.preparing_s = self._began - began
        if self.preparing_s > 1:
            self._console.print(f"compiled the week in {words.span(self.preparing_s)}", highlight=False)
        self._bar.reset(self._task, completed=int(self._bar.tasks[0].completed), total=len(self._plan.histories))
        self._bar.start()
        return self._engine

    def __call__(self, ended: int) -> None:
        if self._engine is None:  # what was stored before
            self._bar.update(self._task, completed=ended)
            if ended:
                self._console.print(_stored(ended, len(self._plan.histories)), highlight=False)
            return
        self.ran += ended
        self._weeks = max(self._weeks, self.ran * (self._plan.end_week - self._plan.first_week))
        self._show(ended)

    def each_week(self) -> None:
        """A week has ended of a history that is too large to wait for its end."""
        self._weeks += 1
        self._show(0, f"{self._weeks} weeks, ")

    def _show(self, ended: int, told: str = "") -> None:
        assert self._engine is not None
        pace = self._weeks * self._engine.persons / (time.perf_counter() - self._began)
        self._bar.update(self._task, advance=ended, pace=f"{told}{words.large(pace)} person-weeks a second")


@contextmanager
def _bar(console: Console, plan: Plan, device: str) -> Iterator[_Bar]:
    bar = Progress(
        TextColumn("{task.completed:.0f} of {task.total:.0f} histories"),
        BarColumn(bar_width=28),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        console=console,
        transient=True,
        refresh_per_second=4,  # drawing takes the processor from the histories
    )
    try:
        yield _Bar(bar, console, plan, device)
    finally:
        bar.stop()


def _stored(stored: int, asked: int) -> str:
    if stored == asked:
        return f"{stored:,} of {asked:,} histories already stored: nothing to run"
    return f"{stored:,} of {asked:,} histories already stored: {asked - stored:,} to run"


def _effort(results: Results, ran: int, force: Workforce, wall_s: float) -> Effort:
    """What this run cost; the pace is that of the runs which made the histories, if nothing was left to run."""
    runs = [run for run in results.store.runs() if run["wall_s"] > 0]
    persons = runs[-1]["persons"] if runs else 0
    done, seconds = (ran, wall_s) if ran else (sum(r["histories"] for r in runs), sum(r["wall_s"] for r in runs))
    pace = done * results.weeks * persons / seconds if seconds else 0.0
    return Effort(
        ran=ran,
        persons=persons,
        weeks=results.weeks,
        wall_s=wall_s,
        threads=force.slots,
        workers=force.name,
        person_weeks_per_s=pace,
    )


def _force(device: str, cluster: str, threads: int | None) -> Workforce:
    """Who does the work; what is asked for and not there is refused before anything is written."""
    if device == "cpu":
        return workforce.chosen(cluster, threads)
    if device != "cuda":
        raise Mistake(f"--device: given '{device[:40]}'; allowed: cpu, cuda")
    if cluster or threads is not None:
        raise Mistake("--device cuda: the device does all the work; leave --threads and --cluster out")
    from politeia.engine.cuda import present

    present()
    return workforce.Device()


def _check_numbers(histories: int, scale: float | None, threads: int | None, batch: int | None) -> None:
    for option, given in (("--histories", histories), ("--threads", threads), ("--batch", batch)):
        if given is not None and given < 1:
            raise Mistake(f"{option}: given {given}; allowed: 1 or more")
    if scale is not None and not 0 < scale <= 1:
        raise Mistake(f"--scale: given {scale:g}; allowed: above 0, at most 1 (one row for each person)")


def _weeks(world: World, begin: str | None, end: str | None) -> tuple[int, int]:
    """The simulated weeks of two days, each within the world."""
    first = 0 if begin is None else world.week(_day("--from", begin, world))
    last = world.weeks if end is None else min(world.weeks, world.week(_day("--to", end, world)) + 1)
    if last <= first:
        raise Mistake(f"--to: given {end}; allowed: a later day than --from ({begin or world.start})")
    return first, last


def _day(option: str, text: str, world: World) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{option}: given '{text[:40]}'; allowed: a day as YYYY-MM-DD") from None
    if not world.start <= day <= world.end:
        raise Mistake(f"{option}: given {day}; allowed: {world.start} to {world.end}, the years of '{world.name}'")
    return day


def _check_folder(out: Path) -> None:
    """Refuse before a minute of work what would be refused after it."""
    if out.exists() and not out.is_dir():
        raise Mistake(f"--out: '{out}' is a file; allowed: a folder, made if it does not exist")
    parent = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not os.access(parent, os.W_OK):
        raise Mistake(f"--out: '{out}' cannot be written ('{parent}' is read-only for you)")


def _command(
    plan: Plan,
    charter: str | Path,
    world: str | Path,
    out: Path | str,
    changes: Sequence[str],
    interventions: str,
    posterior: str,
) -> str:
    """The line that makes the same results again."""
    words_ = [
        "politeia",
        "run",
        "--histories",
        str(len(plan.histories)),
        "--scale",
        f"{plan.scale:g}",
        "--seed",
        str(plan.seed),
    ]
    for option, value, usual in (
        ("--charter", charter, "party-1917"),
        ("--world", world, "party-1917"),
        ("--out", out, "results"),
    ):
        words_ += [option, str(value)] if str(value) != usual else []
    dates = plan.model.world
    words_ += ["--from", str(dates.date(plan.first_week))] if plan.first_week else []
    words_ += ["--to", str(dates.date(plan.end_week - 1))] if plan.end_week < dates.weeks else []
    for change in changes:
        words_ += ["--set", change]
    words_ += ["--with", interventions] if interventions else []
    words_ += ["--posterior", posterior] if posterior else []
    return shlex.join(words_)
