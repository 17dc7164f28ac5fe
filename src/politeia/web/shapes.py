"""What requests and answers look like: the schema that the documentation page shows."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from politeia.web import limits

Id = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9_-]*$")]
Fan = Annotated[list[list[float | None]], Field(description="[levels][weeks]; null where no history has a number")]


class Asked(BaseModel):
    """Nothing but the named fields; numbers are finite, and no text is taken for a number."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, strict=True)


class Shape(BaseModel):
    """An answer: nothing but the named fields."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Refused(Shape):
    """Why a request was not served."""

    error: str = Field(description="a sentence for the user")


class RunRequest(Asked):
    """A run: which organisation, what is changed, how many histories, how fine."""

    charter: Id = "party-1917"
    world: Id = "party-1917"
    changed: list[Id] = Field(default=[], alias="with", max_length=20, description="ids of interventions")
    settings: dict[Annotated[str, Field(max_length=100)], float] = Field(
        default={}, max_length=limits.SETTINGS, description="mechanism.parameter, rule_name or switch, and its value"
    )
    histories: int = Field(default=100, ge=1, le=limits.HISTORIES)
    scale: float = Field(
        default=limits.SCALE, ge=limits.LEAST_SCALE, le=1.0, description="rows for each person of the world"
    )
    seed: int = Field(default=1917, ge=0, lt=2**31, description="the luck of the whole ensemble")
    first_day: dt.date | None = Field(default=None, strict=False, description="within the world; its start by default")
    last_day: dt.date | None = Field(default=None, strict=False, description="within the world; its end by default")


class Partial(Shape):
    """What the histories that have come say: levels are shares of histories, weeks count from ``start``."""

    histories: int
    outcomes: dict[str, int]
    start: dt.date
    weeks: list[int]
    levels: list[float]
    fans: dict[str, Fan]


class Run(Shape):
    """A run of this server."""

    id: str
    state: str = Field(description="queued, preparing, running, done, failed or cancelled")
    position: int = Field(description="runs that come before it")
    done: int
    total: int
    experiment: str = Field(description="where its histories are stored, once there are any")
    reason: str = Field(default="", description="why it failed")
    partial: Partial | None = None


class Status(Shape):
    """The server."""

    version: str
    live: bool
    ready: bool = Field(description="the engine is compiled")
    runs: int = Field(description="runs that are queued or under way")


class Experiment(Shape):
    """A line of the list of experiments."""

    name: str
    title: str
    histories: int
    outcomes: dict[str, int]
    when: str
    start: dt.date
    end: dt.date
    weeks: int
    scale: float
    seed: int


class MeasureFan(Shape):
    """The quantiles of one measure."""

    measure: str
    unit: str
    text: str
    start: dt.date
    histories: int
    levels: list[float]
    quantiles: Fan


class HistoryShape(Shape):
    """One history. It is one of many: never show it as the result."""

    history: int
    of: int = Field(description="histories of the experiment")
    outcome: str
    status: str
    reason: str
    final: dict[str, float | None]
    start: dt.date
    measures: dict[str, list[float | None]] = Field(description="a value a week")


class LifeEvent(Shape):
    """One thing that happened to a person."""

    model_config = ConfigDict(extra="allow")

    date: dt.date
    kind: str
    event: str
    organ: str
    place: str
    decided_by: str
    rule: str


class LifeShape(Shape):
    """The life of one member in one history."""

    model_config = ConfigDict(extra="allow")

    history: int
    person: int
    chosen: str
    born_outside: dict[str, str]
    events: list[LifeEvent]
    named: int
    end: str


class InterventionShape(Shape):
    """A named change."""

    id: str
    title: str
    title_fr: str
    text: str
    text_fr: str
    begins: dt.date | None = Field(alias="from")
    until: dt.date | None


class MechanismShape(Shape):
    """One of the article's mechanisms."""

    id: str
    name: str
    file: str
    switch: str
    measures: list[str]
    text: str


class ClaimShape(Shape):
    """One of the article's claims: what the archive says, how the model is asked."""

    id: str
    section: int
    kind: str
    text_en: str
    text_fr: str
    mechanisms: list[str]
    archive: dict[str, str]
    asks_en: str
    asks_fr: str
    changed: list[str] = Field(alias="with")
    tested: bool


class Toml(Asked):
    """A text to check."""

    toml: str = Field(max_length=limits.BODY)


class FaultShape(Shape):
    """One mistake in a text; line 0 where no line is to blame."""

    line: int
    field: str
    message: str


class Checked(Shape):
    """Whether a charter or a world is right."""

    ok: bool
    errors: list[FaultShape]


Document = dict[str, Any]
