"""The charter: the rules the organisation chose, one TOML file.

Organs form one tree of levels.  The lowest level is the cell (a workplace branch), one level is that of the
world's places, the highest is the whole organisation; any number of levels may lie between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field, model_validator

from politeia.world import Key, Misplaced, Name, Share, Source, Strict, Where, repeated, unknown

Filling = Literal["elected", "appointed", "co-opted"]


class Organ(Strict):
    """A committee at one level of the tree. Its first seat is its secretary."""

    name: Name
    name_fr: Name = "—"
    level: Key = Field(description="cell, district, place or party; or a level of your own")
    seats: int = Field(ge=1, le=301)
    term: int = Field(default=26, ge=1, le=520, description="weeks between elections")
    filled_by: Filling = "elected"
    may_appoint: bool = Field(default=True, description="a higher organ may appoint in place of an election")
    recall: Share = Field(default=0.0, description="share of dissenting members that recalls the secretary; 0 never")


class Admission(Strict):
    """Who may join."""

    candidate_weeks: int = Field(default=0, ge=0, le=208, description="weeks as a candidate before a vote")
    filter: Share = Field(default=0.15, description="strictness when the world orders none")
    sacrifice: Share = Field(default=0.10, description="unpaid work and dues asked of every member")


class Minorities(Strict):
    """What those who disagree may do."""

    horizontal: Share = Field(default=1.0, description="links between cells without passing through the top")
    press: Share = Field(default=0.8, description="access of a minority to the organisation's press")
    factions: Literal["free", "may_be_banned", "banned"] = "may_be_banned"
    ban_weeks: int = Field(default=0, ge=0, le=520, description="a ban ends by itself after so many weeks; 0 never")
    proportional: Share = Field(default=0.0, description="share of delegates elected in proportion to platforms")
    transfers: Share = Field(default=1.0, description="officers and members may be moved as a sanction")
    expulsion: Share = Field(default=1.0, description="members may be expelled for dissent")


class Decisions(Strict):
    """How committees decide."""

    quorum: float = Field(default=0.5, ge=0.05, le=1.0, description="share of those voting needed to carry a motion")
    revote: Share = Field(default=1.0, description="a vote may be taken again under pressure from below")
    initiative: Share = Field(default=1.0, description="cells may act before they are told to")
    urgency_skip: Share = Field(default=1.0, description="debate may be skipped in danger")
    congress_weeks: int = Field(default=52, ge=4, le=520, description="a congress is due so many weeks after the last")
    called_below: Share = Field(default=0.33, description="share of districts that can call a congress; 0 never")
    collegial: Share = Field(default=0.0, description="the secretariat's powers are shared by the committee")


class Officers(Strict):
    """What officers may earn and how they return."""

    elect: Share = Field(default=0.0, description="right to elect, enforced against appointment")
    pay_cap: Share = Field(default=1.0, description="ceiling on officers' income: 1 full, 0 none")
    cap_locked: bool = Field(default=False, description="the committee cannot lift the ceiling")
    office_share: float = Field(default=0.30, ge=0.0, le=1.0, description="members in administration in quiet times")
    back_to_bench: float = Field(default=0.35, ge=0.0, le=4.0, description="speed at which officers return to work")
    apparatus: Share = Field(default=1.0, description="means given to the secretariat")
    schooling: Share = Field(default=0.0, description="training of cadres by the organisation")
    cult: Share = Field(default=1.0, description="the memory of a leader may be turned into a doctrine")


class Level(Strict):
    """A level of the tree between the cell and the whole, lowest first."""

    name: Key
    title: Name
    title_fr: Name = "—"


class Charter(Strict):
    """The rules."""

    schema_version: Literal[1] = 1
    name: Key
    title: Name
    title_fr: Name = "—"
    source: Source
    levels: tuple[Level, ...] = Field(min_length=3, max_length=8, description="cell first, party last")
    organs: tuple[Organ, ...] = Field(min_length=1, max_length=16)
    admission: Admission = Admission()
    minorities: Minorities = Minorities()
    decisions: Decisions = Decisions()
    officers: Officers = Officers()

    @model_validator(mode="after")
    def _tree(self) -> Charter:
        Misplaced.check((*self._shape(), *self._seats(), *self._possible()))
        return self

    def _shape(self) -> Iterator[tuple[Where, str]]:
        levels = [level.name for level in self.levels]
        for i in repeated(levels):
            yield ("levels", i, "name"), f"level '{levels[i]}' appears more than once"
        if levels[0] != "cell" or levels[-1] != "party" or "place" not in levels:
            yield (
                ("levels",),
                f"given {', '.join(levels)}; allowed: 'cell' first, 'party' last and 'place' between them",
            )

    def _seats(self) -> Iterator[tuple[Where, str]]:
        levels = [level.name for level in self.levels]
        seats = [organ.level for organ in self.organs]
        for i, level in enumerate(seats):
            if level not in levels:
                yield ("organs", i, "level"), unknown(level, levels, "level")
        for i in repeated(seats):
            yield ("organs", i, "level"), f"level '{seats[i]}' already has an organ"
        if "party" not in seats:
            yield ("organs",), "the level 'party' needs an organ: the committee that decides"

    def _possible(self) -> Iterator[tuple[Where, str]]:
        """What no organisation could live by: an organ nobody fills, a motion nobody carries, a door nobody passes."""
        top = self.levels[-1].name
        for i, organ in enumerate(self.organs):
            if organ.filled_by == "elected":
                continue
            if organ.level == top:
                yield (
                    ("organs", i, "filled_by"),
                    f"given {organ.filled_by}; allowed: elected (nobody stands above '{top}': its congress fills it)",
                )
            elif not organ.may_appoint:
                yield (
                    ("organs", i, "may_appoint"),
                    f"nobody fills '{organ.name}': it is {organ.filled_by} and no higher organ may appoint; "
                    'allowed: true, or filled_by = "elected"',
                )
        head = self.organ(top)
        if head is not None and head.seats > 1 and self.decisions.quorum * head.seats < 1:
            yield (
                ("decisions", "quorum"),
                f"given {self.decisions.quorum:g}; allowed: 1/{head.seats} of the {head.seats} seats of "
                f"'{head.name}' or more, for less than one vote carries nothing",
            )
        if self.admission.filter >= 1.0:
            yield ("admission", "filter"), "given 1; allowed: below 1, for at 1 nobody could ever join"

    def organ(self, level: str) -> Organ | None:
        """The organ of a level, if it has one."""
        return next((organ for organ in self.organs if organ.level == level), None)
