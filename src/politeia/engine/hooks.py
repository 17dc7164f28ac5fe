"""The decisions at which organs call mechanisms.

Each function here stands for code that :mod:`politeia.engine.fuse` writes from the mechanisms' ``hook`` steps;
:mod:`politeia.engine.organs` calls them by these names.  ``s`` is the state of one history, ``i`` a row of
persons, ``u`` a unit of the tree, ``q`` a question.  The value returned is the transient of the same name.
"""

from __future__ import annotations

from typing import Any

#: hook -> (entity in whose name arguments are read, arguments after the state)
HOOKS: dict[str, tuple[str, tuple[str, ...]]] = {
    "birth": ("row", ("i", "week")),
    "entry": ("row", ("i", "week")),
    "appoint": ("unit", ("u", "week")),
    "nominee": ("candidate", ("i", "u", "week")),
    "pick": ("candidate", ("i", "u", "week")),
    "relay": ("unit", ("u", "week")),
    "ballot": ("ballot", ("i", "q", "week")),
    "revote": ("question", ("q", "week")),
    "sitting": ("question", ("q", "week")),
    "loyal": ("row", ("i", "week")),
    "against": ("row", ("i", "week")),
    "turnout": ("row", ("i", "week")),
}


def _written_by_fuse(*_: Any) -> float:
    raise NotImplementedError("this decision exists only inside a fused week")


on_birth = _written_by_fuse  # a person appears in a milieu: lasting dispositions
on_entry = _written_by_fuse  # a person becomes a member: first opinions
on_appoint = _written_by_fuse  # probability that a vacancy is filled from above
on_nominee = _written_by_fuse  # standing of a nominee before the members of the unit
on_pick = _written_by_fuse  # merit of a candidate in the eyes of those who appoint
on_relay = _written_by_fuse  # share of an opposition among a unit's delegates (reads `share`)
on_ballot = _written_by_fuse  # probability that a committee member votes for the motion
on_revote = _written_by_fuse  # probability that a lost vote is taken again
on_sitting = _written_by_fuse  # probability that an open question is put to the vote this week
on_loyal = _written_by_fuse  # probability that a delegate votes with the leadership
on_against = _written_by_fuse  # probability that a committee member votes to remove the head
on_turnout = _written_by_fuse  # probability that a member takes part in a vote of all members
