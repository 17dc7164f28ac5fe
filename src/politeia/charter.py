"""The charter: the rules the organisation chose, one TOML file.

Organs form one tree of levels.  The lowest level is the cell (a workplace branch), one level is that of the
world's places, the highest is the whole organisation; any number of levels may lie between.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from pydantic import Field, model_validator

from politeia.world import Key, Misplaced, Name, Share, Source, Strict, Where, listed, repeated, unknown

Filling = Literal["elected", "appointed", "co-opted", "by lot", "ex officio"]
Method = Literal[
    "standing", "plurality", "two-round", "approval", "stv", "dhondt", "sainte-lague", "largest-remainder"
]  # in the order of the engine's numbers
METHODS: tuple[Method, ...] = get_args(Method)
HALF_A_YEAR = 26  # weeks between elections below the top where the charter says nothing
FILLINGS: tuple[Filling, ...] = get_args(Filling)
#: Half a year of grace: Arizona Revised Statutes 19-202 asks for six months in office, California Elections Code 11007
#: for ninety days, and for six months since a recall that failed; Wisconsin's constitution (XIII, 12) for a year.
RECALL_WEEKS = 26


class Organ(Strict):
    """A committee at one level of the tree. Its first seat is its secretary.

    A seat *by lot* goes to any member of the unit.  A seat *ex officio* goes with another office: below the top with
    that of the secretary of the organ above, at the top with those of the secretaries of the highest level below.
    At the top a *co-opted* seat is filled by those who sit there; elsewhere it is filled from above.
    """

    name: Name
    name_fr: Name = "—"
    level: Key = Field(description="cell, district, place or party; or a level of your own")
    seats: int = Field(ge=1, le=301)
    term: int | None = Field(
        default=None,
        ge=1,
        le=520,
        description="weeks between elections; if left out 26, at the top from one congress to the next",
    )
    filled_by: Filling = "elected"
    filling: dict[str, int] = Field(
        default_factory=dict, description="seats by the way they are filled, the secretary's first; if empty, filled_by"
    )
    elected_by: Literal["members", "delegates"] | None = Field(
        default=None, description="at the top: delegates at a congress (usual), or all members when the term is over"
    )
    method: Method = Field(
        default="standing", description="standing: the nominee who stands best with all, no ballot is counted"
    )
    may_appoint: bool = Field(default=True, description="a higher organ may appoint in place of an election")
    recall: Share = Field(default=0.0, description="share of dissenting members that recalls those who sit; 0 never")
    recall_weeks: int = Field(
        default=RECALL_WEEKS,
        ge=0,
        le=520,
        description="weeks in office before a recall; who is confirmed begins anew",
    )
    terms_max: int = Field(default=0, ge=0, le=40, description="terms in a row; then one must be sat out; 0 no limit")

    @property
    def ways(self) -> tuple[Filling, ...]:
        """How each seat is filled, the secretary's first."""
        given = self.filling or {self.filled_by: self.seats}
        return tuple(way for way in given for _ in range(given[way]))  # type: ignore[misc]


class MemberType(Strict):
    """A type of membership beside the full one, with fewer rights; a person is of one type for good, or for a time."""

    name: Key
    title: Name
    title_fr: Name = "—"
    share: Share = Field(description="of those who join (from the milieu, if one is named), beside the other types")
    milieu: Key | None = Field(default=None, description="only for those who come from there; everybody if left out")
    weeks: int = Field(default=0, ge=0, le=520, description="weeks after which the member is a full one; 0 never")
    vote: bool = Field(default=False, description="has a vote wherever members choose")
    stand: bool = Field(default=False, description="may hold a post or be a delegate")


class Admission(Strict):
    """Who may join."""

    candidate_weeks: int = Field(default=0, ge=0, le=208, description="weeks as a candidate before a vote")
    filter: Share = Field(default=0.15, description="strictness when the world orders none")
    sacrifice: Share = Field(default=0.10, description="unpaid work and dues asked of every member")
    types: tuple[MemberType, ...] = Field(default=(), max_length=4, description="types of members with fewer rights")


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
    quorum_present: Share = Field(default=0.0, description="share of the seats that must be held for a sitting")
    mandate: Share = Field(default=0.0, description="share of delegates bound to vote as those who sent them")
    veto_by: Key = Field(default="nobody", description="who may veto a motion: nobody, members, a level's secretaries")
    veto_share: Share = Field(default=0.5, description="a veto needs more than this share against")
    veto_weeks: int = Field(default=0, ge=0, le=520, description="a veto puts off, once, for so many weeks; 0 for good")
    referendum_members: Share = Field(
        default=0.0, description="share of dissenting members that puts an open question to all members; 0 never"
    )
    referendum_last: bool = Field(default=False, description="what is undecided at its deadline goes to all members")
    referendum_turnout: Share = Field(default=0.0, description="share of the members that must take part")
    referendum_proxies: int = Field(
        default=0, ge=0, le=10, description="absent members whose vote one who takes part may carry; 0 nobody's"
    )


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
        Misplaced.check((*self._shape(), *self._seats(), *self._filled(), *self._possible(), *self._consent()))
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

    def _filled(self) -> Iterator[tuple[Where, str]]:
        """Seats by the way they are filled: known ways, as many seats as the organ has."""
        for i, organ in enumerate(self.organs):
            for way, seats in organ.filling.items():
                if way not in FILLINGS:
                    yield ("organs", i, "filling", way), unknown(way, FILLINGS, "way to fill a seat")
                elif not 1 <= seats <= organ.seats:
                    yield ("organs", i, "filling", way), f"given {seats}; allowed: 1 to {organ.seats}, its seats"
            if organ.filling and sum(organ.filling.values()) != organ.seats:
                yield (
                    ("organs", i, "filling"),
                    f"{sum(organ.filling.values())} seats are filled and '{organ.name}' has {organ.seats}; "
                    "allowed: as many as seats says",
                )
            elif organ.filling and organ.filled_by not in ("elected", *organ.filling):
                yield (
                    ("organs", i, "filled_by"),
                    f"given {organ.filled_by}, and filling says otherwise; allowed: leave it out, "
                    f"or {listed(organ.filling)}",
                )

    def _possible(self) -> Iterator[tuple[Where, str]]:
        """What no organisation could live by: an organ nobody fills, a motion nobody carries, a door nobody passes."""
        top = self.levels[-1].name
        for i, organ in enumerate(self.organs):
            if organ.term is not None and {*organ.ways} == {"ex officio"}:
                yield (
                    ("organs", i, "term"),
                    f"given {organ.term}; allowed: leave it out, for a seat ex officio goes with another office",
                )
            yield from self._top(i, organ) if organ.level == top else self._below(i, organ)
        head = self.organ(top)
        if head is not None and head.seats > 1 and self.decisions.quorum * head.seats < 1:
            yield (
                ("decisions", "quorum"),
                f"given {self.decisions.quorum:g}; allowed: 1/{head.seats} of the {head.seats} seats of "
                f"'{head.name}' or more, for less than one vote carries nothing",
            )
        if self.admission.filter >= 1.0:
            yield ("admission", "filter"), "given 1; allowed: below 1, for at 1 nobody could ever join"

    def _top(self, i: int, organ: Organ) -> Iterator[tuple[Where, str]]:
        """What the highest organ cannot be: named by somebody above; of offices that do not exist."""
        if "appointed" in organ.ways:
            yield (
                ("organs", i, "filling" if organ.filling else "filled_by"),
                "given appointed; allowed: elected, co-opted, by lot, ex officio "
                f"(nobody stands above '{organ.level}': its congress fills it)",
            )
        if "ex officio" in organ.ways and len(self.organs) == 1:
            yield (
                ("organs", i, "filling" if organ.filling else "filled_by"),
                f"given ex officio; allowed: another way, for no level below '{organ.level}' has an organ "
                "whose secretary could sit there",
            )

    def _below(self, i: int, organ: Organ) -> Iterator[tuple[Where, str]]:
        """What an organ below the top cannot be: filled by nobody, by delegates, or twice by one secretary."""
        named = next((way for way in organ.ways if way in ("appointed", "co-opted")), "")
        if named and not organ.may_appoint:
            yield (
                ("organs", i, "may_appoint"),
                f"nobody fills '{organ.name}': it is {named} and no higher organ may appoint; "
                'allowed: true, or filled_by = "elected"',
            )
        if organ.ways.count("ex officio") > 1:
            yield (
                ("organs", i, "filling" if organ.filling else "seats"),
                f"given {organ.ways.count('ex officio')} seats ex officio; allowed: 1, for one secretary stands above",
            )
        if organ.elected_by == "delegates":
            yield (
                ("organs", i, "elected_by"),
                f"given delegates; allowed: members, for only '{self.levels[-1].name}' has a congress",
            )

    def _consent(self) -> Iterator[tuple[Where, str]]:
        """Who may say no, and types of members that make a difference."""
        may = ("nobody", "members", *(o.level for o in self.organs if o.level != self.levels[-1].name))
        if self.decisions.veto_by not in may:
            yield ("decisions", "veto_by"), unknown(self.decisions.veto_by, may, "body that may veto")
        types = self.admission.types
        for k in repeated([held.name for held in types]):
            yield ("admission", "types", k, "name"), f"type '{types[k].name}' appears more than once"
        for k, held in enumerate(types):
            if held.vote and held.stand:
                yield (
                    ("admission", "types", k, "stand"),
                    f"'{held.name}' may vote and stand, as every full member; allowed: false in vote or in stand",
                )
            together = sum(other.share for other in types if other.milieu in (None, held.milieu))
            if together >= 1.0 and not any(other.weeks for other in types):
                yield (
                    ("admission", "types", k, "share"),
                    f"given {held.share:g}; allowed: types that last make up less than 1 in all ({together:g}), "
                    "for else nobody is a full member",
                )

    @property
    def bodies(self) -> tuple[str, ...]:
        """Who may be given a veto: nobody, the members, the secretaries of a level (lowest first)."""
        return ("nobody", "members", *(level.name for level in self.levels))

    def weeks(self, organ: Organ) -> int:
        """Weeks that a seat of an organ lasts: its term, else half a year, or at the top until a congress is due."""
        top = organ.level == self.levels[-1].name
        return organ.term or (self.decisions.congress_weeks if top else HALF_A_YEAR)

    def binds(self, organ: Organ) -> bool:
        """Does the organ's own term, and not the date of a congress, say when delegates elect it?"""
        elected = organ.elected_by != "members" and "elected" in organ.ways
        return organ.level == self.levels[-1].name and organ.term is not None and elected

    def organ(self, level: str) -> Organ | None:
        """The organ of a level, if it has one."""
        return next((organ for organ in self.organs if organ.level == level), None)
