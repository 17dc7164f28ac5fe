"""Stands in for :mod:`politeia.engine.organs.elections` where no organ counts ballots: nothing more to compile."""
# mypy: ignore-errors

from __future__ import annotations


def hold_election(s, u, due, by_delegates, week, salt):
    """Never called: no organ lists seats for a count."""
    return
