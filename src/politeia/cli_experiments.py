"""`politeia experiments`: the command line of :mod:`politeia.experiments`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="List experiments; show, resume, remove or export one.", rich_markup_mode=None)

Name = Annotated[str, typer.Argument(metavar="NAME", help="of an experiment, or the beginning of it")]
Out = Annotated[Path, typer.Option(help="folder of the results")]
Json = Annotated[bool, typer.Option("--json", help="print data for machines instead of a summary")]


@app.callback(invoke_without_command=True)
def experiments(context: typer.Context, out: Out = Path("results"), as_json: Json = False) -> None:
    """List experiments; show, resume, remove or export one."""
    if context.invoked_subcommand is not None:
        return
    from politeia import experiments as known

    found = known.experiments(out)
    _say(known.in_words(found, out), [one.as_dict() for one in found], as_json)


@app.command()
def show(name: Name, out: Out = Path("results"), as_json: Json = False) -> None:
    """What was run, by what, how it ended, what failed and why."""
    from politeia import experiments as known

    told = known.details(known.find(name, out))
    _say(known.details_in_words(told), told, as_json)


@app.command()
def resume(
    name: Name,
    out: Out = Path("results"),
    threads: Annotated[int | None, typer.Option(min=1, help="processor threads; all by default")] = None,
    cluster: Annotated[str, typer.Option(metavar="local:N|processes:N|tcp://HOST:PORT", help="other workers")] = "",
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="no progress bar")] = False,
) -> None:
    """Run the histories that are missing."""
    from politeia import experiments as known

    raise typer.Exit(known.resume(name, out, threads=threads, cluster=cluster, as_json=as_json, quiet=quiet))


@app.command()
def remove(
    name: Name,
    out: Out = Path("results"),
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    as_json: Json = False,
) -> None:
    """Remove an experiment and all its histories."""
    from politeia import experiments as known
    from politeia.mistakes import Mistake

    found = known.read(known.find(name, out))
    if not yes:
        if not sys.stdin.isatty():
            raise Mistake(f"remove {found.name}: nobody is there to be asked; add --yes")
        typer.confirm(f"Remove {found.name} with its {found.done:,} histories?", abort=True, err=True)
    known.remove(found.folder)
    _say(f"removed {found.folder}", {"removed": str(found.folder), "histories": found.done}, as_json)


@app.command()
def export(
    name: Name,
    to: Annotated[Path, typer.Option("--to", help="FILE.nc, FILE.csv or a folder")],
    out: Out = Path("results"),
    as_json: Json = False,
) -> None:
    """Write its numbers for other programs."""
    from politeia import experiments as known

    written = known.to(name, to, out)
    _say(f"wrote {written}", {"written": str(written)}, as_json)


def _say(text: str, data: Any, as_json: bool) -> None:
    sys.stdout.write((json.dumps(data, indent=1, ensure_ascii=False) if as_json else text) + "\n")
