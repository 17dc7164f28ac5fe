"""What organs do: hold posts, elect, appoint, move members, vote, meet in congress.

These procedures know no cause.  Whenever a choice is made they call a hook (:mod:`politeia.engine.hooks`), and a
mechanism answers.  The text of these files is fused with the mechanisms into one compiled module, so it is
written in the same plain subset of Python and can be read as it runs.
"""

from __future__ import annotations

from politeia.engine import count
from politeia.engine.organs import (
    codes,
    committee,
    congress,
    consent,
    counts,
    elections,
    electors,
    log,
    members,
    moves,
    posts,
    seats,
    tendencies,
    top,
    uncounted,
)

#: The files whose functions are fused, in the order in which a reader meets them; and what counting ballots takes.
FILES = (log, members, electors, seats, moves, posts, top, counts, consent, committee, congress, tendencies)
COUNTING = (count, elections)

__all__ = ["COUNTING", "FILES", "codes", "uncounted"]
