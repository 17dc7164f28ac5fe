"""Who the members are: occupations, origins, cohorts, candidates, and how many who came have stayed.

This file only counts; it changes nobody.  A candidate is a member who joined less than the candidate stage ago
(the charter's, lengthened by what the world's rules of the day order).

    retention = (members - founders) / everybody who has joined since the start
"""

from politeia.declare import Field, Measure, Mechanism, Step, Tally, kernel


@kernel
def occupations(milieu_office, milieu_armed):
    return milieu_office, milieu_armed


@kernel
def standing_in_the_books(age, joined, candidacy, rule_candidate_weeks):
    """Is the member a candidate, and one who joined since the start?"""
    candidate = 1.0 if age < rule_candidate_weeks + candidacy else 0.0
    newcomer = 1.0 if joined >= 0.0 else 0.0
    return candidate, newcomer


@kernel
def retention(joined_so_far, joined, members, party_newcomer, party_candidate):
    joined_so_far = joined_so_far + joined
    kept = 0.0
    if joined_so_far > 0.0:
        kept = members * party_newcomer / joined_so_far
    return joined_so_far, kept, members * party_candidate, members * (1.0 - party_candidate)


MECHANISM = Mechanism(
    name="membership",
    text=__doc__,
    implements=(),
    steps=(
        Step("member", occupations, ("in_office", "in_army")),
        Step("member", standing_in_the_books, ("candidate", "newcomer")),
        Step("party", retention, ("joined_so_far", "retention", "candidates", "full_members")),
    ),
    fields=(
        Field("joined_so_far", "party", 0, 1e10, "persons", "everybody who has joined since the start"),
        Field("retention", "party", 0, 2, "share", "of whom still members"),
        Field("candidates", "party", 0, 1e10, "persons", "members in the candidate stage"),
        Field("full_members", "party", 0, 1e10, "persons", "members past it"),
    ),
    tallies=(
        Tally("in_office", "in_office", text="members in administration"),
        Tally("in_army", "in_army", text="members in the army"),
        Tally("candidate", "candidate", text="members in the candidate stage"),
        Tally("newcomer", "newcomer", text="members who joined since the start"),
        Tally("milieu", "each:own_milieu", text="members by present milieu"),
        Tally("origin", "each:origin", text="members by social origin"),
        Tally("cohort", "each:cohort_now", text="members by cohort of joining"),
    ),
    measures=(
        Measure("office_share", "in_office", "share", "members in administration"),
        Measure("army_share", "in_army", "share", "members in the army"),
        Measure("candidates", "candidates", "persons", "members in the candidate stage"),
        Measure("full_members", "full_members", "persons", "members past the candidate stage"),
        Measure("retention", "retention", "share", "of those who joined since the start, still members"),
    ),
    sources=("series.csv: party_candidates, retention_1917_20_joiners_to_1922",),
)
