"""The stages of a week, as the engine's driver calls them (see the end of :mod:`politeia.engine.fuse`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the week: the engine's calls in their order, the phases they run and the decisions they ask for."""

    title: str
    text: str
    calls: tuple[str, ...]
    phases: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()


STAGES = (
    Stage(
        "The week begins",
        "The world's series, shocks, verifications, congresses due and pressures on places are read. Every kind of "
        "decision gets the random stream of this week.",
        ("begin",),
    ),
    Stage("Environment", "What the week brings to the whole.", ("environment_steps",), ("environment",)),
    Stage("Places", "Every place, one after another.", ("place_steps",), ("place",)),
    Stage(
        "Cells",
        "Every cell takes its steps as the pass over the persons comes to it: its own, then the number of persons "
        "outside for whom one row stands, then those of its persons.",
        (),
        ("cell",),
    ),
    Stage(
        "Persons",
        "The rest of the same pass: all rows of the cell. A person outside may join. A member goes through the "
        "steps below; then one draw decides between death, expulsion, leaving and staying, and another whether the "
        "person is to move. Means over cells and units that are read here are those of the week before; those of "
        "this week are summed in the same pass, so the order of persons does not matter. A dead person's row is "
        "born anew.",
        ("persons_pass",),
        ("outsider", "member"),
        ("birth", "entry"),
    ),
    Stage(
        "Moves and posts",
        "The cells' sums go up the tree of units. Those who were to move arrive, places retaken are sent members, "
        "then every post that is vacant or due is filled, from the highest organ but one down to the cells: by an "
        "election among nominees of the unit or by a choice from above.",
        ("aggregate", "means", "moves", "rebuild", "see_top", "posts", "count_posts", "count_towns"),
        (),
        ("appoint", "nominee", "pick"),
    ),
    Stage(
        "Tendencies",
        "Every living tendency; then a new one may be founded.",
        ("tendency_steps", "found_tendency"),
        ("tendency",),
    ),
    Stage("The whole", "Its states, from the sums of this week.", ("party_steps",), ("party",)),
    Stage(
        "The committee",
        "Each open question may be put to the vote, a lost vote may be taken again, a deadline passes. Where the "
        "charter says so, a sitting needs enough of the seats held, what was carried may be vetoed, and a question "
        "may go to all members; those below may recall the top, and a term that binds calls a congress.",
        ("call_congress", "committee"),
        (),
        ("sitting", "ballot", "revote", "turnout"),
    ),
    Stage(
        "The congress",
        "Only in the week of a congress or a conference: shares of an opposition pass from the cells upward, "
        "delegates are elected and vote. At a congress the committee also votes on the head, and the delegates "
        "renew the committee.",
        ("relay_shares", "delegates", "challenge_head", "congress_steps", "elect_committee"),
        ("congress",),
        ("relay", "loyal", "against"),
    ),
    Stage(
        "Record",
        "Seats at the top that no congress fills are filled where vacant or due. If there is no head, the committee "
        "chooses one; seats that go with another office pass to its holder; then the measures of the week are written.",
        ("top_seats", "choose_head", "sit_ex_officio", "record"),
    ),
)
