"""What one request may ask of the machine, and how a refusal is said.

The limits keep one page from filling the memory or the day; whoever needs more runs ``politeia run``, which has none.
"""

from __future__ import annotations

from politeia.ensemble import Plan

HISTORIES = 2_000  #: histories of a run
QUEUE = 8  #: runs that wait
KEPT = 50  #: ended runs that are remembered
ROWS = 1_500_000  #: rows of a history: some hundreds of megabytes a thread
COST = 60_000_000_000  #: rows x weeks x histories of a run: about an hour of two cores
LIFE = 250_000_000  #: rows x weeks of a history that is run again for a life: some seconds
BODY = 512_000  #: bytes of a request
DEPTH = 32  #: lists and tables within each other in a request
STREAMS = 32  #: open event streams
NAME = 200  #: characters of a name
NAMED = r"^[A-Za-z0-9_.-]+$"  #: what names of experiments and measures are made of
SETTINGS = 300  #: settings of a run
SCALE = 0.002  #: rows for each person, if a request names none
LEAST_SCALE = 1e-5


class Refusal(Exception):
    """A request that is not served: an HTTP status and a sentence for the user."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


def check_cost(plan: Plan) -> None:
    """Refuse a run whose rows, or rows x weeks x histories, pass the limits."""
    rows = plan.scale * plan.model.world.persons
    weeks = plan.end_week - plan.first_week
    cost = rows * weeks * len(plan.histories)
    if rows > ROWS:
        raise Refusal(422, f"scale: {rows:,.0f} rows a history; the page allows {ROWS:,}. `politeia run` has no limit")
    if cost > COST:
        most = max(1, int(COST / (rows * weeks)))
        raise Refusal(
            422,
            f"histories: {len(plan.histories):,} histories of {rows:,.0f} rows and {weeks:,} weeks are too much for "
            f"the page; at this scale it runs up to {most:,}. `politeia run` has no limit",
        )


def depth(body: bytes) -> int:
    """How deep lists and tables of a JSON text lie within each other; strings do not count."""
    deepest = now = 0
    inside = escaped = False
    for byte in body:
        if inside:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                inside = False
        elif byte == 0x22:
            inside = True
        elif byte in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif byte in b"]}":
            now -= 1
    return deepest
