"""Pages of the catalog: what comes with the program, read from its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from politeia import answers, articles, claims, evidence, intervention, load, rivals, templates
from politeia.charter import Charter
from politeia.model import Model
from politeia.odd.markdown import cell, code, listing, table
from politeia.outcome import OUTCOMES
from politeia.stress import worlds as stresses
from politeia.world import World


def pages(model: Model) -> Iterator[tuple[str, str]]:
    """One page a part of the catalog."""
    yield "catalog/charters.md", _charters("en", "Charters", "As numbered articles: `politeia charter show NAME`.")
    yield (
        "catalog/chartes.md",
        _charters("fr", "Chartes", "En articles numérotés : `politeia charter show NOM --language fr`."),
    )
    yield "catalog/worlds.md", _worlds()
    yield "catalog/measures.md", _measures(model)
    yield "catalog/interventions.md", _interventions()
    yield "catalog/claims.md", _claims()
    yield "catalog/stresses.md", _stresses()
    yield "catalog/evidence.md", _evidence()


def _pairs() -> Iterator[tuple[str, Charter, World]]:
    """Every charter with its world: the catalog's, then the templates."""
    for name in load.names("charters"):
        yield f"`{name}`", load.charter(name), load.world(name)
    for origin in templates.ORIGINS:
        name = "organisation" if origin == templates.PLAIN else origin
        found = (load.resource("templates", f"{name}.{part}.toml") for part in ("charter", "world"))
        charter, world = found
        yield f"template `{origin}`", load.charter(charter), load.world(world)


def _charters(language: articles.Language, title: str, text: str) -> str:
    french = language == "fr"
    parts = [f"# {title}", text]
    for name, charter, _ in _pairs():
        parts += [f"## {charter.title_fr if french else charter.title}", f"{name}. {cell(charter.source)}"]
        for group, found in groupby(articles.articles(charter), key=lambda article: article.group):
            parts.append(f"**{articles.GROUPS[group][french]}**")
            parts.append(
                "\n".join(f"- Art. {a.number}. *{a.title(language)}.* {cell(a.text(language))}" for a in found)
            )
    return "\n\n".join(parts) + "\n"


def _worlds() -> str:
    parts = ["# Worlds", "The party's world, and the small worlds of the templates."]
    for name, _, world in _pairs():
        parts += [
            f"## {world.title}",
            f"{name}: {world.start} to {world.end}, {world.persons:,.0f} persons within reach.",
        ]
        parts.append(
            listing(world.milieus, {"milieu": "title", "rooted": "rooted", "draw": "draw", "source": "source"})
        )
        parts += _counted("Places", (place.name for place in world.places))
        parts += _counted("Series", (f"`{series.name}`" for series in world.series))
        parts += _counted("Events", (f"{event.date} {event.title}" for event in world.events))
        parts += _counted("Questions", (f"{q.opens} {q.title}" for q in world.questions))
        parts += _counted("Congresses", (f"{c.date} {c.title}" for c in world.congresses))
    return "\n\n".join(parts) + "\n"


def _counted(title: str, names: Iterable[str]) -> list[str]:
    found = list(names)
    return [f"*{title}* ({len(found)}): {cell('; '.join(found))}."] if found else []


def _measures(model: Model) -> str:
    rows = ((f"`{m.name}`", m.unit, m.text) for m in model.measures)
    ends = ((f"`{name}`", text) for name, text in OUTCOMES.items())
    return (
        "\n\n".join(
            (
                "# Measures and outcomes",
                "Weekly numbers of a history, in the order of `Results.measures`.",
                table(("measure", "unit", "meaning"), rows),
                "## For every place",
                f"{code(model.place_measures)}.",
                "## Outcomes",
                "Judged over the last year, on thresholds declared before any run ([how](../python/results.md)).",
                table(("outcome", "in words"), ends),
            )
        )
        + "\n"
    )


def _interventions() -> str:
    columns: dict[str, Any] = {
        "name": lambda i: f"`{i.name}`",
        "title": "title",
        "en français": "title_fr",
        "what it changes": "text",
    }
    return (
        "\n\n".join(
            (
                "# Interventions",
                "Named changes for `--with`, `compare`, `why` and `branch`; join them with `+`.",
                listing(intervention.catalog().values(), columns),
                "## Rival explanations",
                "What `politeia rivals` sets beside each other over the same engine ([why](../../../explanation/rivals.md)).",
                listing(rivals.catalog().values(), columns),
            )
        )
        + "\n"
    )


def _claims() -> str:
    columns: dict[str, Any] = {
        "id": "id",
        "kind": "kind",
        "claim": "text_en",
        "en français": "text_fr",
        "archive": lambda c: c.archive.status,
    }
    return (
        "# Claims\n\nThe sentences of a history that `politeia claims` tests. What archive and model say of each: "
        "[verdicts](../../../explanation/verdicts.md).\n\n" + listing(claims.catalog().values(), columns) + "\n"
    )


def _stresses() -> str:
    columns: dict[str, Any] = {
        "name": lambda s: f"`{s.name}`",
        "title": "title",
        "en français": "title_fr",
        "what happens": "text",
    }
    return (
        "# Bad years\n\nThe battery of `politeia stress`: each is made from the organisation's own world.\n\n"
        + listing(stresses.catalog(), columns)
        + "\n"
    )


def _evidence() -> str:
    """The series of the archive: how many values, when, and how the model answers."""
    rules = answers.mapping()
    rows = []
    for name, found in groupby(sorted(evidence.catalog(), key=lambda row: row.series), key=lambda row: row.series):
        held = list(found)
        rule = rules.series.get(name)
        years = f"{min(row.date for row in held).year}–{max(row.date for row in held).year}"
        grades = Counter(row.quality or "–" for row in held if row.known)
        answer = code(rule.measure) if rule and rule.measure else "not answered"
        told = " ".join(f"{grade}:{count}" for grade, count in sorted(grades.items()))
        rows.append((f"`{name}`", rule.title if rule else "", sum(row.known for row in held), years, told, answer))
    return (
        "# Evidence\n\nThe archive by series: values by the reliability of their source (A good, B fair, C poor), and the "
        "measures that answer them. `politeia validate` shows each value with its source.\n\n"
        + table(("series", "title", "values", "years", "reliability", "answered by"), rows)
        + "\n"
    )
