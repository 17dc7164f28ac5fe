"""`politeia charter`: a charter as articles that can be read aloud, and what one changes in another."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any, Literal

import typer

app = typer.Typer(help="Read a charter as articles, or compare two.", rich_markup_mode=None, no_args_is_help=True)

Source = Annotated[str, typer.Argument(metavar="CHARTER", help="a .toml file or a name of the catalog")]
Json = Annotated[bool, typer.Option("--json", help="print data for machines instead of text")]
Language = Annotated[Literal["en", "fr"], typer.Option(help="of the articles")]


@app.command()
def show(charter: Source, language: Language = "en", as_json: Json = False) -> None:
    """Print a charter as numbered articles in plain words."""
    from politeia import articles, load

    held = load.charter(charter)
    found = [article.as_dict() for article in articles.articles(held)]
    _say(articles.document(held, language), {"charter": held.name, "articles": found}, as_json)


@app.command()
def diff(
    a: Source,
    b: Annotated[str, typer.Argument(metavar="OTHER", help="the charter it is compared with")],
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Say in words which articles another charter changes, from what to what."""
    from politeia import articles, load

    one, other = load.charter(a), load.charter(b)
    found = [change.as_dict() for change in articles.compared(one, other)]
    text = articles.compared_in_words(one, other, language)
    _say(text, {"a": one.name, "b": other.name, "changes": found}, as_json)


@app.command()
def together(
    charter: Source,
    world: Annotated[str, typer.Option(help="a .toml file whose rivals have charters, or a name of the catalog")],
    histories: Annotated[int, typer.Option(min=1, max=10_000, help="how many histories")] = 20,
    scale: Annotated[float, typer.Option(min=0.0001, max=1.0, help="rows simulated for each person in reach")] = 1.0,
    seed: Annotated[int, typer.Option(help="of the luck of the histories")] = 1917,
    as_json: Json = False,
) -> None:
    """Run an organisation beside the rivals of its world that have charters: who wins the members."""
    from politeia import load
    from politeia import together as beside
    from politeia.model import build

    model = build(load.charter(charter), load.world(world))
    found = beside.run(model, histories=histories, seed=seed, scale=scale)
    _say(beside.in_words(found), {"organisations": [account.as_dict() for account in found]}, as_json)


def _say(text: str, data: Any, as_json: bool) -> None:
    sys.stdout.write((json.dumps(data, indent=1, ensure_ascii=False) if as_json else text) + "\n")
