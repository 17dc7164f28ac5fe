"""Claims: what the article says, as data that can come out against it.

A claim is tested on paired histories.  Its contrast is one number a pair:

    effect     reading(with the interventions) - reading(as it was)
    joint      y(a and b) - y(a) - y(b) + y(as it was)          (``and``: is the whole more than its parts?)
    level      reading(as it was) - than                        (no intervention)
    fork       1 if a future with new luck ends differently     (``luck``: is the outcome still open?)

``expect`` says which way it should go and ``least`` the smallest contrast that would count.  Nothing in the model knows
of either.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from politeia import load
from politeia.mistakes import Mistake
from politeia.readings import Reading
from politeia.world import Key, Strict, Text, unknown

Kind = Literal["fact", "mechanism", "counterfactual", "judgement"]
Support = Literal["supported", "contradicted", "contested", "silent"]
Id = Annotated[str, Field(pattern=r"^C[1-9][0-9]?$")]


class Cited(Strict):
    """A row of the archive, or a text that its tables do not hold.

    A row is ``series:NAME@REGION@DATE``, ``events:E016``, ``votes:DATE@BODY`` or ``territory:PLACE@DATE``.
    """

    row: str = ""
    text: Text = ""
    source: str = ""
    quality: Literal["A", "B", "C", ""] = ""

    @model_validator(mode="after")
    def _one_of_two(self) -> Cited:
        if bool(self.row) == bool(self.text) or (self.text and not self.source):
            raise ValueError("give either a row of the archive, or a text with its source")
        return self


class Archive(Strict):
    """What the sources say of a claim."""

    status: Support
    note_en: Text = Field(min_length=1)
    note_fr: Text = Field(min_length=1)
    supports: tuple[Cited, ...] = Field(default=(), alias="for")
    against: tuple[Cited, ...] = ()


class Trial(Reading):
    """How the model is asked."""

    interventions: tuple[Key, ...] = Field(default=(), alias="with")
    also: tuple[Key, ...] = Field(default=(), alias="and")
    luck: dt.date | None = None
    than: float = 0.0
    expect: Literal["higher", "lower"]
    least: float = Field(ge=0.0, description="the smallest contrast that would count, in the reading's unit")
    unit: str = Field(min_length=1)
    asks_en: Text = Field(min_length=1, description="what is compared, in a sentence")
    asks_fr: Text = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> Trial:
        if self.also and not self.interventions:
            raise ValueError("'and' needs 'with': the two changes whose joint effect is asked for")
        if self.luck and (self.interventions or self.how != "outcome"):
            raise ValueError("'luck' asks whether outcomes stay open: it takes how = \"outcome\" and no intervention")
        return self


class Claim(Strict):
    """One claim of the article."""

    id: Id
    section: int = Field(ge=0, le=11)
    kind: Kind
    text_en: Text = Field(min_length=1)
    text_fr: Text = Field(min_length=1)
    mechanisms: tuple[str, ...] = ()
    archive: Archive
    trial: Trial | None = None
    untested_en: Text = Field(default="", description="why the model is not asked")
    untested_fr: Text = ""

    @model_validator(mode="after")
    def _asked_or_not(self) -> Claim:
        if (self.trial is None) == (self.untested_en == ""):
            raise ValueError("give either a trial, or untested_en and untested_fr: why there is none")
        if bool(self.untested_en) != bool(self.untested_fr):
            raise ValueError("untested_en and untested_fr go together")
        if self.trial is None and self.kind in ("mechanism", "counterfactual"):
            raise ValueError(f"a claim of kind '{self.kind}' needs a trial")
        return self


class Section(Strict):
    """A file of the catalog: the claims of one section of the article."""

    section: int
    title_en: str
    title_fr: str
    claims: tuple[Claim, ...]


def catalog() -> dict[str, Claim]:
    """Every claim of the catalog by id, in the order of the article."""
    return {claim.id: claim for claim in _claims()}


@cache
def _claims() -> tuple[Claim, ...]:
    sections = [load.parsed_as(Section, path) for path in load.held("claims")]
    found = [claim for section in sections for claim in section.claims]
    return tuple(sorted(found, key=lambda claim: int(claim.id[1:])))


def chosen(ids: tuple[str, ...]) -> dict[str, Claim]:
    """These claims, or all of them."""
    known = catalog()
    for given in ids:
        if given.upper() not in known:
            raise Mistake(unknown(given, known, "claim"))
    return {i: known[i] for i in known if not ids or i in {given.upper() for given in ids}}
