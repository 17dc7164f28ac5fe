"""The state of one history: records of persons, cells, places, units, posts, questions, tendencies, party.

Every record type is derived from the declarations of the mechanisms plus the few fields the engine itself needs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from politeia.declare import Field, Mechanism
from politeia.world import SERIES

PERSON = (  # the engine's own fields of a person
    ("weight", np.float32),  # persons this row stands for
    ("post", np.int32),  # territorial post held + 1
    ("joined", np.int16),  # week of joining
    ("origin", np.uint8),  # milieu at joining: social origin
    ("seat", np.uint8),  # seat in the highest committee + 1
    ("tendency", np.uint8),  # tendency held + 1
    ("speaks", np.uint8),  # dissents in public this week
)
SEPARATE = {  # what every row is asked each week: columns of their own, so that a pass over outsiders reads little else
    "pid": np.uint32,  # lasting id: generation x rows + row
    "status": np.uint8,  # 0 outside, 1 member, 2 former member, 3 expelled
    "move": np.uint8,  # where the member goes at the end of this week's pass; 0 nowhere
}
CELL = ("people", "ratio", "rows_in", "sanctions", "target", "extent")
PLACE = (
    "lost",
    "pressure",
    "shock_mood",
    "shock_trust",
    "wanted",
    "members_then",
    "weeks_lost",
    "fell",
    "retaken",
    "offset",
    "exposure",
    "war_industry",
    "front",
    "inhabitants",
    "unit",
    "army_cum",
    "people_cum",
)
PARTY = (
    "n_events dropped heaviest row_weight members joined left died expelled n_delegates "
    "head_pid head_slot head_seat head_since head_course head_regime head_outlook "
    "leader_pid leader_slot leader_lives leader_course leader_regime leader_outlook "
    "committee_size committee_course committee_regime committee_outlook committee_spread committee_for "
    "deciding discussing stake power_open lapsed refused revotes reversals undecided_weeks decided_power decided_peace lapsed_power lapsed_peace lapsed_retreat "
    "decided_retreat congress_due congress_weeks congress_for opposition_delegates delegate_workers "
    "named named_by_centre secretaries_replaced secretaries_moved secretaries_recalled secretaries_new last_congress filled filled_from_above "
    "appointed_cell appointed_district appointed_place appointed_middle appointed_centre secretary_veterans "
    "clients cliques office_people bench_people officer_careerism assigned drained mobilised transferred shed head_falls head_against "
    "heads_fallen tendencies_founded towns_lost towns recalled adjourned vetoes referendums turnout "
    "shock_hope shock_urgency shock_mood shock_trust shock_failure check check_rural "
    "industry"
).split()
ELECTORS = ("electors", "electors_course", "electors_regime", "electors_opposing")  # of a unit, where some have no vote
UNIT_INT = ("parent", "place", "row0", "row1", "post0", "posts", "level", "milieu")
TENDENCY = (
    "alive founded founder platform_course platform_regime platform_outlook following press merged blocked "
    "sum_weight mean_course mean_regime mean_outlook"
).split()
QUESTION_INT = ("opens", "deadline", "state", "votes", "carried", "effect", "vetoed", "asked")
QUESTION = ("motion_course", "motion_regime", "motion_outlook", "bar", "stake", "share", "pressing")
TENDENCIES = 8

EVENTS = np.dtype(
    [
        ("week", np.int32),
        ("kind", np.uint8),
        ("unit", np.int32),
        ("person", np.int64),
        ("by", np.int64),
        ("value", np.float32),
    ]
)
POSTS = np.dtype(
    [
        ("unit", np.int32),
        ("seat", np.int32),
        ("level", np.int32),
        ("term", np.int32),
        ("slot", np.int32),
        ("appointed", np.int32),
        ("since", np.int32),
        ("came", np.int32),
        ("due", np.int32),
        ("pid", np.int64),
        ("patron", np.int64),
        ("way", np.int32),  # how the seat is filled: BY_ELECTION, ...
        ("served", np.int32),  # terms that its holder has begun in a row
        ("left", np.int32),  # where terms are limited: when somebody left the organ,
        ("past_served", np.int32),  # after how many terms,
        ("past", np.int64),  # and who
        ("stirred", np.int32),  # the holder has left or moved since the post was last looked at
    ]
)
LEVELS = np.dtype(
    [
        (n, np.float64)
        for n in "may_appoint recall recall_weeks above held seats terms_max by_members term_binds apart ex_officio method".split()
    ]
)
TYPES = np.dtype(
    [("milieu", np.int64), ("weeks", np.int64), ("share", np.float64), ("vote", np.float64), ("stand", np.float64)]
)
BASICS = np.dtype(
    [
        (n, np.int64)
        for n in "office bench army village school place_level nominees log_level first_week first_cohort cohorts".split()
    ]
    + [(n, np.float64) for n in "quorum delegates party_rows first_weight veteran_weeks".split()]
)
QUESTIONS = np.dtype([(n, np.int32) for n in QUESTION_INT] + [(n, np.float64) for n in QUESTION])


@dataclass(frozen=True)
class Layout:
    """Where everything is kept: record types by entity, and a person's fields with their coding."""

    person: np.dtype
    cell: np.dtype
    place: np.dtype
    unit: np.dtype
    party: np.dtype
    tendency: np.dtype
    rules: np.dtype
    milieu: np.dtype
    fields: dict[str, Field]

    def of(self, entity: str) -> set[str]:
        """Names of one entity's fields."""
        return {name for name, item in self.fields.items() if item.entity == entity}


def person_type(item: Field) -> type:
    """Storage of a person's field."""
    return {8: np.uint8, 16: np.uint16, 32: np.float32}[item.bits]


def layout(
    mechanisms: tuple[Mechanism, ...], rules: tuple[str, ...], means: tuple[str, ...], milieu: tuple[str, ...]
) -> Layout:
    """Derive the record types; two mechanisms may not own one field."""
    fields: dict[str, Field] = {}
    for mechanism in mechanisms:
        for item in mechanism.fields:
            if item.name in fields:
                raise ValueError(f"field '{item.name}' is declared twice, the second time by '{mechanism.name}'")
            fields[item.name] = item
    own = {e: [f for f in fields.values() if f.entity == e] for e in ("person", "cell", "place", "party", "tendency")}
    person = [(n, t) for n, t in PERSON] + [(f.name, person_type(f)) for f in own["person"]]
    person.sort(key=lambda pair: -np.dtype(pair[1]).itemsize)
    series = [n for n in SERIES if n not in PARTY]
    taken = set(dir(np.record))  # plain Python would read numpy's own attribute instead of the field
    for name in [*fields, *rules, *means, *milieu]:
        if name in taken:
            raise ValueError(
                f"'{name}' cannot name a field: numpy's records have an attribute of that name; choose another"
            )
    return Layout(
        person=np.dtype(person),
        cell=floats([*CELL, *(f.name for f in own["cell"])]),
        place=floats([*PLACE, *(f.name for f in own["place"])]),
        unit=np.dtype(
            [(n, np.int32) for n in UNIT_INT]
            + [(n, np.float64) for n in ("members", "relay_sum", "relay_weight", "share", *ELECTORS)]
            + [(f"mean_{n}", np.float64) for n in means]
        ),
        party=floats([*PARTY, *series, *(f.name for f in own["party"])]),
        tendency=floats([*TENDENCY, *(f.name for f in own["tendency"])]),
        rules=floats(list(rules)),
        milieu=floats(list(milieu)),
        fields=fields,
    )


def floats(names: list[str]) -> np.dtype:
    """A record of float64 fields."""
    return np.dtype([(name, np.float64) for name in names])
