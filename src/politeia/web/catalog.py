"""What the catalog offers to a page, and models made of names in it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from politeia import claims as questions
from politeia import intervention, ledger, load
from politeia.mistakes import Mistake
from politeia.world import unknown

if TYPE_CHECKING:
    from politeia.model import Model


@functools.cache
def base(charter: str, world: str) -> Model:
    """The model of a charter and a world, unchanged."""
    from politeia.model import build

    return build(load.charter(charter), load.world(world))


def known(kind: str, names: Iterable[str]) -> None:
    """Refuse names that are not of the catalog, such as paths."""
    held = load.names(f"{kind}s")
    for name in names:
        if name not in held:
            raise Mistake(unknown(name, held, kind))


@functools.cache
def interventions() -> list[dict[str, Any]]:
    """Named changes, with their texts."""
    return [
        {
            "id": item.name,
            "title": item.title,
            "title_fr": item.title_fr,
            "text": item.text,
            "text_fr": item.text_fr,
            "from": None if item.begins is None else item.begins.isoformat(),
            "until": None if item.ends is None else item.ends.isoformat(),
        }
        for item in intervention.catalog().values()
    ]


def titles(changed: str) -> str:
    """The titles of interventions joined by +; what is not of the catalog has the name of its file."""
    held = {row["id"]: str(row["title"]) for row in interventions()}
    names = [name.strip() for name in changed.split("+") if name.strip() not in ("", intervention.AS_IS)]
    return " + ".join(held.get(name, Path(name).name) for name in names)


@functools.cache
def mechanisms(charter: str = "party-1917", world: str = "party-1917") -> list[dict[str, Any]]:
    """The article's mechanisms, with their switches."""
    return ledger.mechanisms(base(charter, world))


@functools.cache
def claims() -> list[dict[str, Any]]:
    """The article's claims, with what the archive says and how the model is asked."""
    return [_claim(claim) for claim in questions.catalog().values()]


def _claim(claim: questions.Claim) -> dict[str, Any]:
    trial = claim.trial
    return {
        "id": claim.id,
        "section": claim.section,
        "kind": claim.kind,
        "text_en": claim.text_en,
        "text_fr": claim.text_fr,
        "mechanisms": list(claim.mechanisms),
        "archive": {
            "status": claim.archive.status,
            "note_en": claim.archive.note_en,
            "note_fr": claim.archive.note_fr,
        },
        "asks_en": trial.asks_en if trial else claim.untested_en,
        "asks_fr": trial.asks_fr if trial else claim.untested_fr,
        "with": [*trial.interventions, *trial.also] if trial else [],
        "tested": trial is not None,
    }
