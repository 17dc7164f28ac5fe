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
    threads: Annotated[int | None, typer.Option(min=1, help="processor threads; all by default")] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="histories computed together")] = None,
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
        threads=threads,
        batch=batch,
        as_json=as_json,
        quiet=quiet,
    )
    raise typer.Exit(code or 0)


@app.command()
def mechanisms(
    charter: Annotated[str, typer.Option(help="a name of the catalog or a .toml file")] = "party-1917",
    world: Annotated[str, typer.Option(help="a name of the catalog or a .toml file")] = "party-1917",
    as_json: Json = False,
) -> None:
    """List mechanisms, switches, parameters with their ranges and sources, and assumptions."""
    from politeia import ledger, load, model

    built = model.build(load.charter(charter), load.world(world))
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
def new(
    kind: Annotated[Literal["organisation", "world"], typer.Argument(help="a charter with a small world, or a world")],
    name: Annotated[str, typer.Argument(help="small letters, digits, - and _")],
    folder: Annotated[Path, typer.Option(help="where to write")] = Path(),
    as_json: Json = False,
) -> None:
    """Write a commented charter or world that runs as it is."""
    from politeia import templates

    paths = [str(path) for path in templates.new(kind, name, folder)]
    if as_json:
        _say(json.dumps({"kind": kind, "name": name, "files": paths}, indent=2))
    else:
        _say("\n".join([*(f"wrote {path}" for path in paths), f"next: {_next(paths)}"]))


def _next(paths: list[str]) -> str:
    """How to run what was written: a small world is simulated person by person."""
    options = [f"--{path.removesuffix('.toml').rsplit('.', 1)[1]} {path}" for path in paths]
    return f"politeia run {' '.join(options)} --scale 1"


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")


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
