"""Engines shared by all tests: one compiled week, built once and kept on disk by content."""

from __future__ import annotations

import pytest

import small
from politeia.charter import Charter
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
def counting() -> Engine:
    """The compiled week of charters that count ballots, some 1,000 rows; it runs any other charter as well."""
    data = small.charter().model_dump()
    for organ in data["organs"]:
        organ["method"] = "stv"
    return prepare(small.model(rules=Charter.model_validate(data)), scale=small.TINY)


@pytest.fixture(scope="session")
def plain() -> Engine:
    """The same as plain Python: the oracle."""
    return prepare(small.model(), scale=small.TINY, compiled=False)
