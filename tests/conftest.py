"""Engines shared by all tests: one compiled week, built once and kept on disk by content."""

from __future__ import annotations

import pytest

import small
from politeia.engine import Engine, prepare


@pytest.fixture(scope="session")
def eventful() -> Engine:
    """The compiled week in the eventful world, some 2,400 rows."""
    return prepare(small.model(), scale=small.SCALE)


@pytest.fixture(scope="session")
def tiny() -> Engine:
    """The compiled week in the eventful world, some 1,000 rows."""
    return prepare(small.model(), scale=small.TINY)


@pytest.fixture(scope="session")
def plain() -> Engine:
    """The same as plain Python: the oracle."""
    return prepare(small.model(), scale=small.TINY, compiled=False)
