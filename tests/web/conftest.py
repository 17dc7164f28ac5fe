"""A folder with one small experiment, and clients of servers over it."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from politeia import ensemble
from politeia.web.app import create
from politeia.web.engines import Engines
from politeia.web.runs import plan
from politeia.web.shapes import RunRequest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

#: Half a year of the default organisation in few rows: a history takes milliseconds.
SMALL: dict[str, Any] = {"scale": 0.0003, "histories": 6, "last_day": "1917-06-30", "seed": 5}


@pytest.fixture(scope="session")
def engines() -> Engines:
    """Compiled once for all tests of the page."""
    return Engines()


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory, engines: Engines) -> Path:
    """A folder of results with one experiment; copy it before adding to it."""
    folder = tmp_path_factory.mktemp("results")
    asked = plan(RunRequest.model_validate(SMALL))
    ensemble.run(asked, folder=folder, engine=lambda: engines.get(asked.model, asked.scale))
    return folder


@pytest.fixture(scope="session")
def name(stored: Path) -> str:
    """The name of the stored experiment."""
    return next(stored.iterdir()).name


@pytest.fixture
def folder(stored: Path, tmp_path: Path) -> Path:
    """A copy to write into."""
    return Path(shutil.copytree(stored, tmp_path / "results"))


Client = Callable[..., TestClient]


@pytest.fixture
def client(folder: Path, engines: Engines) -> Iterator[Client]:
    """Make a client of a server of its own; everything ends with the test."""
    opened: list[TestClient] = []

    def make(**options: Any) -> TestClient:
        options = {"engines": engines, "warm": False, "threads": 2} | options
        found = TestClient(create(options.pop("folder", folder), **options), base_url="http://localhost:8917")
        opened.append(found.__enter__())
        return found

    yield make
    for one in opened:
        one.__exit__(None, None, None)


@pytest.fixture
def api(client: Client) -> TestClient:
    """A client of an ordinary server."""
    return client()
