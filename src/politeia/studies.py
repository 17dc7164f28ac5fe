"""What the commands on claims, rivals, comparisons and branches do: arguments in, a summary or data out.

Each checks its arguments before any work, keeps what it runs under ``out``, and returns an exit code.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import os
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from politeia import (
    answers,
    calibration,
    ensemble,
    evidence,
    intervention,
    main_job,
    paired,
    posterior,
    progress,
    validated,
    validation,
    verdicts,
)
from politeia import branch as branches
from politeia import claims as questions
from politeia import compare as pairs
from politeia import life as lives
from politeia import rivals as explanations
from politeia import why as partings
from politeia.ensemble import Plan
from politeia.mistakes import Mistake
from politeia.results import Results
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.engine import Engine
    from politeia.model import Model
    from politeia.sensitivity.factors import Which

SCALE = 0.002  #: rows for each person within reach: some twenty thousand persons


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What every study takes: which organisation, how fine, where results go, what is printed."""

    charter: str = "party-1917"
    world: str = "party-1917"
    changes: Sequence[str] = ()
    posterior: str = ""  # a name of the catalog, a file, none; empty: the catalog's own for charter and world
    added: str = ""  # files of mechanisms, joined by +
    kept: Model | None = None  # a stored experiment's, instead of what all these make
    scale: float | None = None
    seed: int = 1917
    out: Path = Path("results")
    threads: int | None = None
    as_json: bool = False
    quiet: bool = False

    def __post_init__(self) -> None:
        if self.scale is not None and not 0 < self.scale <= 1:
            raise Mistake(f"--scale: given {self.scale:g}; allowed: above 0, at most 1 (one row for each person)")
        if self.out.exists() and not self.out.is_dir():
            raise Mistake(f"--out: '{self.out}' is a file; allowed: a folder, made if it does not exist")
        if names := intervention.apart(self.added)[1]:
            raise Mistake(
                f"--with: given '{names[0]}'; allowed here: .py files of mechanisms, joined by + "
                "(interventions are arguments of politeia compare and --with of politeia run)"
            )

    @property
    def rows(self) -> float:
        """The scale in force."""
        return SCALE if self.scale is None else self.scale

    @property
    def console(self) -> Console:
        """Where progress is told."""
        return Console(stderr=True, quiet=self.as_json or self.quiet)

    def named(self, changed: str) -> str:
        """Mechanisms that are always there, and interventions, joined by +."""
        return "+".join(filter(None, (self.added, changed)))

    def model(self, changed: str = intervention.AS_IS) -> Model:
        """The model, with interventions and mechanisms."""
        if self.kept is not None:
            return _changed(self.kept, changed)
        return main_job.modelled(
            self.charter,
            self.world,
            changes=self.changes,
            interventions=self.named(changed),
            posterior=self.posterior,
        )

    def beside(self, a: str, b: str) -> tuple[Setting, Setting]:
        """The settings of two sides: what is set in a mechanism that only one of them has is set there."""
        names = [{one.name for one in intervention.mechanisms(text)} for text in (a, b)]
        only_b, only_a = names[1] - names[0], names[0] - names[1]
        return self._without(only_b), self._without(only_a)

    def _without(self, mechanisms: set[str]) -> Setting:
        return replace(self, changes=[c for c in self.changes if c.partition(".")[0].strip() not in mechanisms])

    def engine(self, model: Model) -> Engine:
        """Its engine, compiled."""
        return progress.prepared(model, self.rows, self.console)

    def say(self, text: str, data: Any) -> None:
        """One or the other, to standard output."""
        sys.stdout.write((json.dumps(data, indent=1, ensure_ascii=False) if self.as_json else text) + "\n")


def of_experiment(folder: Path, setting: Setting) -> Setting:
    """The same about a stored experiment: its model as it was kept, its scale and its seed."""
    usual = Setting()
    for name in ("charter", "world", "changes", "posterior", "added", "scale", "seed"):
        if getattr(setting, name) not in (getattr(usual, name), []):
            option = {"changes": "set", "added": "with"}.get(name, name)
            raise Mistake(f"--of {folder.name}: the experiment says what --{option} says; leave one of them out")
    results = Results.load(folder)
    recipe = results.store.recipe
    if recipe["first_week"]:
        raise Mistake(
            f"--of {folder.name}: its histories begin on {results.start}; a history is told from the beginning of its "
            f"world, {results.model.world.start}"
        )
    return replace(setting, kept=results.model, scale=recipe["scale"], seed=recipe["seed"])


def _changed(kept: Model, changed: str) -> Model:
    """A stored model with interventions and mechanisms."""
    from politeia.model import joined

    own, items = intervention.mechanisms(changed), intervention.parse(changed)
    if items and kept.later:
        raise Mistake(f"'{changed}': the experiment has interventions with dates already; give it none besides")
    model = joined(kept, own)
    main_job.fusable(model, own)
    return intervention.intervene(model, items)


def validate(file: Path | None, setting: Setting, *, histories: int = 100, changed: str = intervention.AS_IS) -> int:
    """Set archival figures (a file's, or the catalog's) beside the histories; 1 if no row is answered."""
    if histories < 1:
        raise Mistake(f"--histories: given {histories}; allowed: 1 or more")
    rows = answers.archive() if file is None else evidence.read(file)
    model = setting.model(changed)
    plan = Plan(model=model, histories=range(histories), scale=setting.scale or main_job.SCALE, seed=setting.seed)
    with progress.counting(setting.console, "histories", histories) as advance:
        found = validation.validate(
            rows,
            plan,
            folder=setting.out,
            engine=lambda: progress.prepared(model, plan.scale, setting.console),
            threads=setting.threads,
            progress=advance,
        )
    for note in found.results.store.notes:
        setting.console.print(f"note: {note}", style="yellow", highlight=False)
    if setting.as_json:
        setting.say("", found.as_dict())
    else:
        screen = Console(highlight=False, width=None if sys.stdout.isatty() else 100)
        validated.show(found, str(file or "the archive of the catalog"), screen)
    return int(found.mapped_share == 0)


def claims(ids: Sequence[str], setting: Setting, *, histories: int = 200, draws: int = 16, language: str = "en") -> int:
    """Test claims of the catalog (all if none is named) and say what archive and model make of them."""
    if histories < 2:
        raise Mistake(f"--histories: given {histories}; allowed: 2 or more (an interval needs pairs)")
    if language not in ("en", "fr"):
        raise Mistake(f"--language: given '{language}'; allowed: en, fr")
    asked = questions.chosen(tuple(ids))
    model = setting.model()
    design = paired.Design(pairs=histories, draws=draws, scale=setting.rows, seed=setting.seed)
    with progress.counting(setting.console, "jobs of paired histories", len(design.jobs())) as advance:
        found, table = verdicts.run(
            asked,
            model,
            engine=lambda: setting.engine(model),
            folder=setting.out,
            design=design,
            threads=setting.threads,
            progress=advance,
        )
    for note in table.notes:
        setting.console.print(f"note: {note}", style="yellow", highlight=False)
    rows = [verdicts.as_data(asked[i], found[i]) for i in asked]
    setting.say(_claims_in_words(rows, design, language, full=bool(ids)), rows)
    return 0


def _claims_in_words(rows: list[dict[str, Any]], design: paired.Design, language: str, *, full: bool) -> str:
    lines = []
    for row in rows:
        model, archive = row["model"], row["archive"]
        effect = ""
        if model["effect"] is not None:
            effect = f"{model['effect']:+.3g} ({model['low']:+.3g} to {model['high']:+.3g}) {model['unit']}"
        lines.append(
            f"{row['id']:<4} {row['kind']:<14} archive {archive['status']:<13} model {model['status']:<13} {effect}"
        )
        lines.append(_wrapped(row[f"text_{language}"], indent=5))
        if not full:
            continue
        lines.append(_wrapped(f"archive: {archive[f'note_{language}']}", indent=5))
        for cited in archive["rows"]:
            lines.append(_wrapped(f"{cited['says']}: {_cited(cited)}", indent=7))
        if model["effect"] is None:
            lines.append(_wrapped(model[f"why_{language}"], indent=5))
            continue
        lines.append(_wrapped(f"asked: {model[f'asks_{language}']} ({model['reading']})", indent=5))
        changed = " + ".join(model["interventions"]) or "as it was"
        robust = "no other parameter set was asked"
        if model["robustness"] is not None:
            robust = f"{model['robustness']:.0%} of {design.draws} parameter sets over the plausible ranges"
        lines.append(
            _wrapped(
                f"{changed}: expected {model['expect']} by at least {model['least']:g} {model['unit']}; "
                f"{model['share']:.0%} of {model['histories']} pairs go that way, and {robust}",
                indent=5,
            )
        )
    counts: dict[tuple[str, str], int] = {}
    for side in ("archive", "model"):
        for row in rows:
            key = (side, row[side]["status"])
            counts[key] = counts.get(key, 0) + 1
    told = [
        f"{side}: " + ", ".join(f"{n} {status}" for (s, status), n in counts.items() if s == side)
        for side in ("model", "archive")
    ]
    lines += ["", f"{len(rows)} claims", *told]
    lines.append(
        "holds / fails: the 95 % interval lies above / below the smallest effect that counts; undecided: across it"
    )
    if not full:
        lines.append("next: politeia claims C32 (rows of the archive, what was compared)")
    return "\n".join(lines)


def _wrapped(text: str, indent: int) -> str:
    space = " " * indent
    return textwrap.fill(text, width=100, initial_indent=space, subsequent_indent=space)


def _cited(row: dict[str, Any]) -> str:
    if "text" in row:
        said = row["text"]
    elif row["row"].startswith("series"):
        said = f"{row['series']}, {row['region']}, {row['date']}: {row['value']} {row['unit']}"
    elif row["row"].startswith("events"):
        said = f"{row['id']} {row['title']}: {row['what_happened']}"
    elif row["row"].startswith("votes"):
        said = f"{row['date']}, {row['body']}: {row['question']}, {row['votes']} {row['option']}"
    else:
        said = f"{row['place']}: {row['controller']} from {row['date_from']} to {row['date_to']}"
    return f"{said} [{row['source']}{', ' + row['quality'] if row['quality'] else ''}]"


def sensitivity(
    setting: Setting,
    *,
    of: Sequence[str] = (),
    which: Which = "rules",
    morris: int = 10,
    sobol: int = 64,
    keep: int = 6,
    replicates: int | None = None,
    discover: str = "",
    points: int = 400,
) -> int:
    """Which rules and parameters make histories differ; with ``discover``, where an outcome happens."""
    from politeia import sensitivity as weights
    from politeia.sensitivity import words

    _check_sensitivity(of, morris, sobol, replicates, discover)
    model = setting.model()
    moved = weights.factors(model, which)
    outputs, readings = weights.outputs(model, [discover] if discover else of or weights.STANDARD)
    experiment = weights.Experiment(
        factors=moved,
        outputs=outputs,
        table=weights.table(model, setting.out, scale=setting.rows, seed=setting.seed),
        simulate=lambda: weights.Histories(model, setting.engine(model), tuple(readings), setting.seed),
        replicates=replicates or (1 if discover else 2),
        seed=setting.seed,
        threads=setting.threads,
    )
    for note in [*experiment.table.notes, *_not_moved(weights.unread(model), which)]:
        setting.console.print(f"note: {note}", style="yellow", highlight=False)
    watch = functools.partial(progress.counting, setting.console)
    if discover:
        boxes = weights.scenarios(experiment, points=points, watch=watch)
        setting.say(words.scenarios(boxes), boxes.as_dict())
    else:
        found = weights.differences(experiment, morris=morris, sobol=sobol, keep=keep, watch=watch)
        setting.say(words.explanation(found), found.as_dict())
    return 0


def _check_sensitivity(of: Sequence[str], morris: int, sobol: int, replicates: int | None, discover: str) -> None:
    """Refuse what would only fail after hours."""
    from politeia.outcome import OUTCOMES

    if discover and discover not in OUTCOMES:
        raise Mistake(f"--discover: {unknown(discover, OUTCOMES, 'outcome')}")
    if discover and of:
        raise Mistake("--of and --discover: give one of them; boxes are found for the outcome that --discover names")
    if morris < 2:
        raise Mistake(f"--morris: given {morris}; allowed: 2 or more trajectories")
    if sobol and (sobol < 8 or sobol & (sobol - 1)):
        raise Mistake(f"--sobol: given {sobol}; allowed: 0 (screening only) or a power of two from 8 on, such as 64")
    if replicates == 1 and not discover:
        raise Mistake("--replicates: given 1; allowed: 2 or more (chance is told by replicates)")


def _not_moved(names: Sequence[str], which: str) -> list[str]:
    if not names or which not in ("rules", "all"):
        return []
    return [f"nothing reads {', '.join(names)} in this world: not moved"]


def rivals(setting: Setting, *, histories: int = 60) -> int:
    """Run the rival explanations and compare them."""
    if histories < 2:
        raise Mistake(f"--histories: given {histories}; allowed: 2 or more")
    model = setting.model()
    ready = setting.engine(model)
    with progress.counting(setting.console, "histories", explanations.jobs(histories)) as advance:
        fits = explanations.rivals(
            model,
            engine=ready,
            folder=setting.out,
            histories=histories,
            scale=setting.rows,
            seed=setting.seed,
            threads=setting.threads,
            progress=advance,
        )
    setting.say(explanations.in_words(fits), explanations.as_data(fits))
    return 0


def calibrate(
    setting: Setting, settings: calibration.Settings, *, archive: Path | None = None, save: Path | None = None
) -> int:
    """Infer the parameters of a model from an archive; 1 if the particles collapsed to one."""
    from politeia.calibration import words

    rows = None if archive is None else evidence.read(archive)
    if save is not None and save.suffix != ".json":
        raise Mistake(f"--save: given '{save}'; allowed: a file name that ends in .json")
    found = _calibrated(setting, settings, rows)
    path = save or found.folder / f"posterior-{found.problem.data.digest}.json"
    calibration.posterior(found).save(path)
    setting.say(words.summary(found, path, setting.charter, setting.world, setting.added), words.as_data(found, path))
    return int(found.collapsed)


def _calibrated(
    setting: Setting, settings: calibration.Settings, rows: Sequence[evidence.Row] | None
) -> calibration.Result:
    """A calibration, from what is stored of it and what is left to run."""
    setting = replace(setting, scale=setting.scale or calibration.SCALE, posterior=posterior.NONE)
    model = setting.model()
    problem = calibration.of_model(
        model, scale=setting.rows, seed=setting.seed, engine=lambda: setting.engine(model), rows=rows
    )
    with progress.telling(setting.console, "histories", settings.budget) as tell:
        threads = setting.threads or os.cpu_count() or 1
        found = calibration.calibrate(problem, settings, folder=setting.out, threads=threads, progress=tell)
    for note in found.notes:
        setting.console.print(f"note: {note}", style="yellow", highlight=False)
    return found


def validate_blocks(setting: Setting, settings: calibration.Settings, file: Path | None = None) -> int:
    """Score every block of the archive under the calibration without it; stored simulations are weighted anew."""
    found = _calibrated(setting, settings, None if file is None else evidence.read(file))
    scored = validation.left_out(validation.held_out(found))
    data = {name: part.as_dict() for name, part in scored.items()}
    setting.say(validated.blocks_in_words(scored), {"blocks": data, "results": str(found.folder)})
    return int(not scored["all"].count)


def compare(a: str, b: str, setting: Setting, *, histories: int = 100, at: Sequence[str] = ()) -> int:
    """Paired differences of two models (interventions joined by +, or ``as-is``), or of two folders of results."""
    dates = [day("--at", text) for text in at]
    sides = setting.beside(*("" if _stored(text) else text for text in (a, b)))
    models = [None if _stored(text) else side.model(text) for text, side in zip((a, b), sides, strict=True)]
    results = [_results(text, model, side, histories) for text, model, side in zip((a, b), models, sides, strict=True)]
    found = pairs.compare(results[0], results[1], dates, names=(a, b))
    ends = [{"a": one, "b": other, "pairs": n} for (one, other), n in found.ends.items()]
    if setting.as_json:
        setting.say("", [difference.as_dict() for difference in found.differences])
    else:
        setting.say(found.in_words(), ends)
    return 0


def _stored(text: str) -> bool:
    """It is a folder of results."""
    return (Path(text) / "manifest.json").exists()


def _results(text: str, model: Model | None, setting: Setting, histories: int) -> Results:
    if model is None:
        return Results.load(Path(text))
    if histories < 2:
        raise Mistake(f"--histories: given {histories}; allowed: 2 or more (an interval needs pairs)")
    plan = main_job.plan(
        histories=histories,
        scale=setting.rows,
        seed=setting.seed,
        charter=setting.charter,
        world=setting.world,
        changes=setting.changes,
        interventions=setting.named(text),
        posterior=setting.posterior,
        model=model,
    )
    with progress.counting(setting.console, f"histories of {text}", histories) as advance:
        return ensemble.run(
            plan,
            folder=setting.out,
            engine=lambda: setting.engine(model),
            threads=setting.threads,
            progress=advance,
        )


def branch(at: str, setting: Setting, *, futures: int = 200, history: int = 0, changed: str = "") -> int:
    """Futures with new luck from one state."""
    files, names = intervention.apart(changed)  # a mechanism is there from the start, an intervention from that day on
    model = setting.model("+".join(files))
    other = setting.model(changed) if names else None
    date = day("--at", at)
    branches.week_of(model, date)
    with progress.counting(setting.console, "futures", futures + 1) as advance:
        found = branches.branch(
            model,
            at=date,
            engine=setting.engine(model),
            futures=futures,
            history=history,
            seed=setting.seed,
            changed=other,
            threads=setting.threads,
            progress=advance,
        )
    text = found.in_words()
    if names:
        text += f"\nwith: {intervention.described(intervention.parse(changed))}, from that day on"
    setting.say(text, found.as_dict() | {"with": changed or intervention.AS_IS})
    return 0


def why(a: str, b: str, setting: Setting, *, history: int = 0) -> int:
    """The first decision at which two histories with the same luck part."""
    sides = setting.beside(a, b)
    one, other = sides[0].model(a), sides[1].model(b)
    found = partings.why(one, other, history=history, seed=setting.seed, scale=setting.rows, engine=setting.engine(one))
    setting.say(found.in_words(), found.as_dict())
    return 0


def life(
    setting: Setting,
    *,
    history: int = 0,
    person: int | None = None,
    office: str | None = None,
    random_delegate: bool = False,
    changed: str = "",
) -> int:
    """The life of one person in one history."""
    model = setting.model(changed)
    found = lives.life(
        model,
        history=history,
        seed=setting.seed,
        scale=setting.rows,
        person=person,
        office=office,
        random_delegate=random_delegate,
        engine=setting.engine(model),
    )
    setting.say(found.in_words(), found.as_dict())
    return 0


def interventions(setting: Setting) -> int:
    """The catalog of interventions."""
    held = intervention.catalog()
    rows = [
        {
            "name": item.name,
            "title": item.title,
            "title_fr": item.title_fr,
            "text": item.text,
            "text_fr": item.text_fr,
            "from": None if item.begins is None else item.begins.isoformat(),
            "until": None if item.ends is None else item.ends.isoformat(),
            "changes": {what: str(value) for what, value in item.touches()},
        }
        for item in held.values()
    ]
    lines = [f"{item.name:<30} {item.text}" for item in held.values()]
    setting.say("\n".join([*lines, "", "join with +: politeia compare as-is no-ban+no-transfers"]), rows)
    return 0


def day(option: str, text: str) -> dt.date:
    """A day, or a sentence."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Mistake(f"{option}: given '{text[:40]}'; allowed: a day as YYYY-MM-DD") from None
