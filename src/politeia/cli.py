"""The command line: arguments to the public calls, and nothing else.

Heavy imports stay inside the commands, so that help and mistakes answer at once.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

import politeia
from politeia import cli_charter, cli_experiments

app = typer.Typer(
    help="A laboratory for the politics of organisations.",
    add_completion=False,
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

#: Exit code after Ctrl-C.
STOPPED = 130

Json = Annotated[bool, typer.Option("--json", help="print data for machines instead of a summary")]
Quiet = Annotated[bool, typer.Option("--quiet", help="no progress bar")]
Scale = Annotated[float | None, typer.Option(help="rows per person of the world, up to 1; 0.002 by default")]
Seed = Annotated[int, typer.Option(min=0, help="the luck of the whole ensemble")]
Out = Annotated[Path, typer.Option(help="folder of the results")]
Cluster = Annotated[
    str, typer.Option(metavar="local:N|processes:N|tcp://HOST:PORT", help="other workers than this process's threads")
]
Threads = Annotated[int | None, typer.Option(min=1, help="processor threads; all by default")]
Charter = Annotated[str, typer.Option(help="a name of the catalog or a .toml file")]
World = Annotated[str, typer.Option(help="a name of the catalog or a .toml file")]
Changes = Annotated[list[str] | None, typer.Option("--set", metavar="MECHANISM.PARAMETER=VALUE", help="repeatable")]
With = Annotated[
    str,
    typer.Option("--with", help="interventions (see politeia interventions) and .py files of mechanisms, joined by +"),
]
Added = Annotated[str, typer.Option("--with", metavar="FILE.py", help="mechanisms of your own; joined by +")]
Of = Annotated[str, typer.Option("--of", metavar="EXPERIMENT", help="a stored one: its model, scale and seed")]
_TEMPLATES = ("union", "cooperative", "party", "foundation", "mutual", "open-source")
Posterior = Annotated[
    str, typer.Option(help="a name of the catalog, a .json file, or none; by default the catalog's own")
]


app.add_typer(cli_experiments.app, name="experiments")
app.add_typer(cli_charter.app, name="charter")


@app.callback(invoke_without_command=True)
def _bare(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="print the version")] = False,
) -> None:
    if version:
        _say(f"politeia {politeia.__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _say(_overview(context))
        raise typer.Exit


def _overview(context: typer.Context) -> str:
    """One line a command, and what to do next."""
    commands = getattr(context.command, "commands", {})
    width = max(map(len, commands))
    rows = [f"  {name:<{width}}  {command.get_short_help_str(limit=100)}" for name, command in commands.items()]
    return "\n".join(["politeia: a laboratory for the politics of organisations", "", *rows, "", "next: politeia run"])


@app.command()
def run(
    histories: Annotated[int, typer.Option(min=1, max=1_000_000, help="how many histories")] = 100,
    scale: Annotated[float | None, typer.Option(help="rows per person of the world, up to 1")] = 0.0096,
    seed: Annotated[int, typer.Option(min=0, help="the luck of the whole ensemble")] = 1917,
    begin: Annotated[str | None, typer.Option("--from", help="first day, such as 1917-03-12")] = None,
    end: Annotated[str | None, typer.Option("--to", help="last day")] = None,
    charter: Annotated[str, typer.Option(help="a name of the catalog or a .toml file")] = "party-1917",
    world: Annotated[str, typer.Option(help="a name of the catalog or a .toml file")] = "party-1917",
    out: Annotated[Path, typer.Option(help="folder of the results")] = Path("results"),
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="MECHANISM.PARAMETER=VALUE", help="repeatable")
    ] = None,
    changed: With = "",
    posterior: Posterior = "",
    threads: Threads = None,
    cluster: Cluster = "",
    batch: Annotated[int | None, typer.Option(min=1, help="histories computed together")] = None,
    device: Annotated[
        Literal["cpu", "cuda"], typer.Option(help="cuda: many histories at once on a CUDA device, the same results")
    ] = "cpu",
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="no progress bar")] = False,
) -> None:
    """Simulate many histories and set them beside the archive."""
    from politeia import main_job

    code = main_job.run(
        histories=histories,
        scale=scale,
        seed=seed,
        begin=begin,
        end=end,
        charter=charter,
        world=world,
        out=out,
        changes=changes or [],
        interventions=changed,
        posterior=posterior,
        threads=threads,
        cluster=cluster,
        batch=batch,
        device=device,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code or 0)


@app.command()
def validate(
    file: Annotated[
        Path | None, typer.Option("--evidence", help="archival figures, a CSV file; the catalog's by default")
    ] = None,
    histories: Annotated[int, typer.Option(min=1, max=1_000_000, help="how many histories")] = 100,
    changed: With = "",
    leave_out: Annotated[
        bool, typer.Option("--leave-out-blocks", help="score each block of the archive under a calibration without it")
    ] = False,
    charter: Charter = "party-1917",
    world: World = "party-1917",
    posterior: Posterior = "",
    scale: Annotated[float | None, typer.Option(help="rows per person of the world; 0.0096 by default")] = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    changes: Changes = None,
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Set a file of archival figures beside the histories: inside or outside, and how good the ranges are."""
    from politeia import studies

    setting = _setting(scale, seed, out, changes, threads, as_json, quiet, charter, world, posterior)
    if leave_out:
        from politeia import calibration
        from politeia.mistakes import Mistake

        if changed or posterior:
            raise Mistake("--leave-out-blocks calibrates the model as it is: leave --with and --posterior out")

        raise typer.Exit(studies.validate_blocks(setting, calibration.Settings(seed=seed), file))
    raise typer.Exit(studies.validate(file, setting, histories=histories, changed=changed))


@app.command()
def export(
    result: Annotated[
        str, typer.Argument(metavar="RESULT", help="a run: its folder, its name, or how its name begins")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="the page to write, such as page.html")],
    twin: Annotated[str | None, typer.Option(help="another run, shown beside it: same luck")] = None,
    whole: Annotated[int, typer.Option(min=0, max=20, help="histories with their posts, decisions and lives")] = 5,
    out: Out = Path("results"),
    as_json: Json = False,
) -> None:
    """Write the laboratory page of a run as one file that opens anywhere, offline."""
    from politeia.experiments import find
    from politeia.results import Results
    from politeia.web import export as pages

    other = None if twin is None else Results.load(find(twin, out))
    path = pages.export(Results.load(find(result, out)), file, twin=other, whole=whole)
    size = path.stat().st_size
    _say(json.dumps({"page": str(path), "bytes": size}) if as_json else f"wrote {path} ({size / 1e6:.2f} MB)")


@app.command()
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="such as C32; all by default")] = None,
    histories: Annotated[int, typer.Option(min=2, max=100_000, help="pairs of histories for each claim")] = 200,
    draws: Annotated[int, typer.Option(min=0, max=1000, help="parameter sets over the plausible ranges")] = 16,
    language: Annotated[str, typer.Option(help="en or fr")] = "en",
    scale: Scale = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    added: Added = "",
    changes: Changes = None,
    posterior: Posterior = "",
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Test the article's claims: what the archive says, what the model says, how sure."""
    from politeia import studies

    setting = _setting(scale, seed, out, changes, threads, as_json, quiet, posterior=posterior, added=added)
    raise typer.Exit(studies.claims(ids or [], setting, histories=histories, draws=draws, language=language))


@app.command()
def rivals(
    histories: Annotated[int, typer.Option(min=2, max=100_000, help="histories of each rival")] = 60,
    scale: Scale = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    added: Added = "",
    changes: Changes = None,
    posterior: Posterior = "",
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare rival explanations: fit to the archive, and what each predicts where they differ."""
    from politeia import studies

    setting = _setting(scale, seed, out, changes, threads, as_json, quiet, posterior=posterior, added=added)
    raise typer.Exit(studies.rivals(setting, histories=histories))


@app.command()
def sensitivity(
    of: Annotated[list[str] | None, typer.Option("--of", help="a measure, index or outcome; repeatable")] = None,
    factors: Annotated[
        Literal["rules", "parameters", "world", "all"], typer.Option(help="what is moved, over its whole range")
    ] = "rules",
    morris: Annotated[int, typer.Option(min=2, max=10_000, help="trajectories of the screening")] = 10,
    sobol: Annotated[int, typer.Option(min=0, max=65_536, help="points of the shares, a power of two; 0 none")] = 64,
    keep: Annotated[int, typer.Option(min=1, max=50, help="factors whose shares are measured, at most")] = 6,
    replicates: Annotated[
        int | None, typer.Option(min=1, max=1000, help="histories a point; 2, or 1 for boxes")
    ] = None,
    discover: Annotated[str, typer.Option("--discover", help="an outcome: in which boxes of values it happens")] = "",
    points: Annotated[int, typer.Option(min=40, max=100_000, help="points in which boxes are looked for")] = 400,
    charter: Charter = "party-1917",
    world: World = "party-1917",
    scale: Scale = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    added: Added = "",
    changes: Changes = None,
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Which rules and parameters make histories differ, and where an outcome happens."""
    from politeia import studies

    setting = _setting(scale, seed, out, changes, threads, as_json, quiet, charter, world, added=added)
    raise typer.Exit(
        studies.sensitivity(
            setting,
            of=of or [],
            which=factors,
            morris=morris,
            sobol=sobol,
            keep=keep,
            replicates=replicates,
            discover=discover,
            points=points,
        )
    )


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="interventions joined by +, as-is, or a folder of results")],
    b: Annotated[str, typer.Argument(metavar="B", help="the same for the other side")],
    histories: Annotated[int, typer.Option(min=2, max=1_000_000, help="pairs of histories")] = 100,
    at: Annotated[list[str] | None, typer.Option("--at", help="a day; repeatable; ends of years by default")] = None,
    charter: Charter = "party-1917",
    world: World = "party-1917",
    scale: Scale = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    added: Added = "",
    changes: Changes = None,
    posterior: Posterior = "",
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Paired differences of two models: the same luck, one thing changed."""
    from politeia import studies

    setting = _setting(scale, seed, out, changes, threads, as_json, quiet, charter, world, posterior, added)
    raise typer.Exit(studies.compare(a, b, setting, histories=histories, at=at or []))


@app.command()
def branch(
    at: Annotated[str, typer.Option("--at", help="the day, such as 1921-03-15")],
    futures: Annotated[int, typer.Option(min=1, max=100_000, help="how many")] = 200,
    history: Annotated[int, typer.Option(min=0, help="of this history")] = 0,
    changed: Annotated[
        str, typer.Option("--with", help="interventions joined by +, from that day on; .py files of mechanisms")
    ] = "",
    of: Of = "",
    charter: Charter = "party-1917",
    world: World = "party-1917",
    scale: Scale = None,
    seed: Seed = 1917,
    changes: Changes = None,
    posterior: Posterior = "",
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """From the same state, many futures with new luck: was the outcome still open?"""
    from politeia import studies

    setting = _setting(scale, seed, Path("results"), changes, threads, as_json, quiet, charter, world, posterior)
    raise typer.Exit(studies.branch(at, _of(of, setting), futures=futures, history=history, changed=changed))


@app.command()
def why(
    a: Annotated[str, typer.Argument(metavar="A", help="interventions joined by +, or as-is")],
    b: Annotated[str, typer.Argument(metavar="B", help="the same for the other side")],
    history: Annotated[int, typer.Option(min=0, help="number of the history")] = 0,
    of: Of = "",
    charter: Charter = "party-1917",
    world: World = "party-1917",
    scale: Scale = None,
    seed: Seed = 1917,
    added: Added = "",
    changes: Changes = None,
    posterior: Posterior = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Where two histories with the same luck part: the first decision that differs."""
    from politeia import studies

    setting = _setting(scale, seed, Path("results"), changes, None, as_json, quiet, charter, world, posterior, added)
    raise typer.Exit(studies.why(a, b, _of(of, setting), history=history))


@app.command()
def life(
    history: Annotated[int, typer.Option(min=0, help="number of the history")] = 0,
    person: Annotated[int | None, typer.Option(help="id of a person")] = None,
    office: Annotated[str | None, typer.Option(help="gensec, leader, a level or an organ: who held it longest")] = None,
    random_delegate: Annotated[bool, typer.Option("--random-delegate", help="a delegate of a congress")] = False,
    changed: With = "",
    of: Of = "",
    charter: Charter = "party-1917",
    world: World = "party-1917",
    scale: Scale = None,
    seed: Seed = 1917,
    changes: Changes = None,
    posterior: Posterior = "",
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """The life of one member in one history, and who decided it."""
    from politeia import studies

    setting = _setting(scale, seed, Path("results"), changes, None, as_json, quiet, charter, world, posterior)
    raise typer.Exit(
        studies.life(
            _of(of, setting),
            history=history,
            person=person,
            office=office,
            random_delegate=random_delegate,
            changed=changed,
        )
    )


@app.command()
def calibrate(
    evidence: Annotated[Path | None, typer.Option(help="an archive of your own, CSV; the catalog's by default")] = None,
    particles: Annotated[int, typer.Option(help="equally weighted draws of the posterior")] = 128,
    replicates: Annotated[int, typer.Option("--replicates", "--histories", help="histories of each point")] = 3,
    waves: Annotated[int, typer.Option(help="waves of history matching")] = 2,
    budget: Annotated[int, typer.Option(help="histories in all")] = 6_000,
    scale: Annotated[float | None, typer.Option(help="rows per person of the world; 0.002 by default")] = None,
    save: Annotated[Path | None, typer.Option(help="write the posterior to this .json file")] = None,
    charter: Charter = "party-1917",
    world: World = "party-1917",
    seed: Seed = 1917,
    out: Out = Path("results"),
    added: Added = "",
    held: Annotated[
        list[str] | None, typer.Option("--set", metavar="MECHANISM.PARAMETER=VALUE", help="held fixed")
    ] = None,
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Infer the parameters from the archive with its errors; the posterior is a file for --posterior."""
    from politeia import calibration, studies

    settings = calibration.Settings(particles=particles, replicates=replicates, waves=waves, budget=budget, seed=seed)
    setting = _setting(scale, seed, out, held, threads, as_json, quiet, charter, world, added=added)
    raise typer.Exit(studies.calibrate(setting, settings, archive=evidence, save=save))


@app.command()
def odd(
    charter: Charter = "party-1917",
    world: World = "party-1917",
    changed: With = "",
    as_json: Json = False,
) -> None:
    """Describe the model as an ODD document, in Markdown."""
    from politeia import odd as described

    text = described.document(_declared(charter, world, changed))
    _say(json.dumps({"markdown": text}, ensure_ascii=False) if as_json else text.rstrip())


@app.command()
def cite(
    charter: Charter = "party-1917",
    world: World = "party-1917",
    changed: With = "",
    as_json: Json = False,
) -> None:
    """BibTeX of the model and of every source it rests on."""
    from politeia import cite as sources

    built = _declared(charter, world, changed)
    text = sources.bibtex(built)
    data = {"bibtex": text, "references": sources.references(built)}
    _say(json.dumps(data, ensure_ascii=False) if as_json else text.rstrip())


@app.command()
def assumptions(
    charter: Charter = "party-1917",
    world: World = "party-1917",
    changed: With = "",
    as_json: Json = False,
) -> None:
    """The ledger of assumptions, those that weigh most first."""
    from politeia import ledger

    rows = ledger.assumptions(_declared(charter, world, changed))
    _say(json.dumps(rows, indent=1, ensure_ascii=False) if as_json else ledger.assumptions_in_words(rows))


@app.command()
def classics(
    names: Annotated[list[str] | None, typer.Argument(metavar="[NAME...]", help="such as galam; else all")] = None,
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Published models on the same engine: the published number, ours with its standard error, what fails."""
    from politeia.classics import report

    raise typer.Exit(report.classics(names or [], threads=threads, as_json=as_json, quiet=quiet))


@app.command()
def bench(
    persons: Annotated[
        list[int] | None, typer.Option(help="a size; repeatable; 10,000 to 10,000,000 by default")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="PART", help="politeia, c, numpy, warp, mesa, full, startup; repeatable")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="small sizes, fewer turns, nothing compiled anew")] = False,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Time the common workload here and elsewhere, the full model, memory and start-up, side by side."""
    from politeia.bench import report

    raise typer.Exit(report.command(persons=persons or (), only=only or (), quick=quick, as_json=as_json, quiet=quiet))


@app.command()
def interventions(as_json: Json = False) -> None:
    """List the interventions: named changes of charter, world, parameters or switches."""
    from politeia import studies

    raise typer.Exit(studies.interventions(studies.Setting(as_json=as_json)))


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="address to listen on; another than this machine's needs a token")
    ] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(help="0 for any; by default the first free one from 8917 on")] = None,
    token: Annotated[str | None, typer.Option(help="asked of whoever comes; made if others can reach it")] = None,
    out: Out = Path("results"),
    threads: Threads = None,
) -> None:
    """Serve the laboratory page and its interface on this machine, until Ctrl-C."""
    from politeia.web import server

    raise typer.Exit(server.serve(out, host=host, port=port, token=token, threads=threads, say=_say))


@app.command("open")
def open_page(
    result: Annotated[str | None, typer.Argument(metavar="[RESULT]", help="a folder or a name of results")] = None,
    port: Annotated[int | None, typer.Option(help="0 for any; by default the first free one from 8917 on")] = None,
    out: Out = Path("results"),
    threads: Threads = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="open it, if there is a display")] = True,
    once: Annotated[bool, typer.Option("--once", help="start, see that the page answers, and stop")] = False,
) -> None:
    """Open the page of a result, the newest by default, in the browser."""
    from politeia.web import server

    folder, name = server.find(result, out)
    show = browser and server.display()
    raise typer.Exit(server.serve(folder, port=port, threads=threads, opened=name, browse=show, once=once, say=_say))


def _setting(
    scale: float | None,
    seed: int,
    out: Path,
    changes: list[str] | None,
    threads: int | None,
    as_json: bool,
    quiet: bool,
    charter: str = "party-1917",
    world: str = "party-1917",
    posterior: str = "",
    added: str = "",
) -> Any:
    from politeia.studies import Setting

    return Setting(
        charter=charter,
        world=world,
        changes=changes or [],
        posterior=posterior,
        added=added,
        scale=scale,
        seed=seed,
        out=out,
        threads=threads,
        as_json=as_json,
        quiet=quiet,
    )


def _of(experiment: str, setting: Any) -> Any:
    """The setting of a stored experiment, if one is named."""
    from politeia import experiments, studies

    return studies.of_experiment(experiments.find(experiment), setting) if experiment else setting


def _declared(charter: str, world: str, changed: str) -> Any:
    """The model as it is declared, without a posterior."""
    from politeia import main_job, posterior

    return main_job.modelled(charter, world, interventions=changed, posterior=posterior.NONE)


@app.command()
def mechanisms(
    charter: Charter = "party-1917",
    world: World = "party-1917",
    changed: With = "",
    as_json: Json = False,
) -> None:
    """List mechanisms, switches, parameters with their ranges and sources, and assumptions."""
    from politeia import ledger

    built = _declared(charter, world, changed)
    _say(json.dumps(ledger.mechanisms(built), indent=1) if as_json else ledger.in_words(built))


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="a charter or a world, a .toml file")],
    as_json: Json = False,
) -> None:
    """Say whether a charter or a world is right, and where it is not."""
    from politeia import templates

    found = templates.summary(file)
    _say(json.dumps(found, indent=2, ensure_ascii=False) if as_json else templates.in_words(found))


@app.command()
def stress(
    charter: Annotated[str, typer.Argument(help="a .toml file or a name of the catalog")],
    world: Annotated[str, typer.Option(help="its world; NAME.world.toml beside NAME.charter.toml by default")] = "",
    histories: Annotated[int, typer.Option(min=10, max=100_000, help="futures in each world")] = 200,
    stresses: Annotated[
        list[str] | None, typer.Option("--only", metavar="WORLD", help="only this world of the battery; repeatable")
    ] = None,
    suggest: Annotated[bool, typer.Option("--suggest", help="changes that help most, and their price")] = False,
    against: Annotated[
        str, typer.Option(metavar="CHARTER", help="another charter with the same organs: its gain and its price")
    ] = "",
    report: Annotated[Path | None, typer.Option(help="write two pages for a committee: FILE.html or FILE.pdf")] = None,
    scale: Annotated[float | None, typer.Option(help="rows per person of the world; some 400 rows by default")] = None,
    seed: Seed = 1917,
    out: Out = Path("results"),
    language: Annotated[Literal["en", "fr"], typer.Option(help="of the summary and the report")] = "en",
    threads: Threads = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Try a charter in bad years: who decides, what gives way, which article is the weak one."""
    from politeia import stress_job

    code = stress_job.run(
        charter,
        world=world,
        histories=histories,
        stresses=stresses or (),
        suggest=suggest,
        against=against,
        report=report,
        scale=scale,
        seed=seed,
        out=out,
        language=language,
        threads=threads,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code)


@app.command()
def new(
    kind: Annotated[Literal["organisation", "world"], typer.Argument(help="a charter with a small world, or a world")],
    name: Annotated[str, typer.Argument(help="small letters, digits, - and _")],
    origin: Annotated[
        str | None, typer.Option("--from", metavar="TEMPLATE", help="association (default), " + ", ".join(_TEMPLATES))
    ] = None,
    folder: Annotated[Path, typer.Option(help="where to write")] = Path(),
    as_json: Json = False,
) -> None:
    """Write a commented charter or world that runs as it is."""
    from politeia import templates

    origin = origin or templates.PLAIN
    paths = [str(path) for path in templates.new(kind, name, folder, origin)]
    if as_json:
        _say(json.dumps({"kind": kind, "name": name, "from": origin, "files": paths}, indent=2))
    else:
        used = f"from the template '{origin}'; others: {', '.join(t for t in templates.ORIGINS if t != origin)}"
        _say("\n".join([*(f"wrote {path}" for path in paths), used, f"next: {_next(paths)}"]))


def _next(paths: list[str]) -> str:
    """How to run what was written: a small world is simulated person by person."""
    options = [f"--{path.removesuffix('.toml').rsplit('.', 1)[1]} {path}" for path in paths]
    return f"politeia run {' '.join(options)} --scale 1"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"error: {text}\n")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns 0 (done), 1 (ran, failed its purpose), 2 (bad input) or 130 (stopped)."""
    from politeia.mistakes import Mistake

    try:
        code = _code(app(args=arguments, prog_name="politeia", standalone_mode=False))
    except Mistake as mistake:
        _complain(str(mistake))
        return 2
    except typer.TyperException as error:
        _complain(_usage(error))
        return 2
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except BrokenPipeError:  # the reader of our output left: `politeia ... | head`
        sys.stderr.close()
        return 0
    if code == STOPPED:
        sys.stderr.write("\nstopped; what is finished is kept, and the same command continues from there\n")
    return code


def _code(result: Any) -> int:
    return result if isinstance(result, int) else 0


def _usage(error: typer.TyperException) -> str:
    """The sentence about a wrong argument, and where to read which ones there are."""
    text = error.format_message()
    context = getattr(error, "ctx", None)
    if context is None:
        return text
    return f"{text}\nhelp: {context.command_path} --help"


if __name__ == "__main__":
    sys.exit(main())
