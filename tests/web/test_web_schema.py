"""The interface keeps its own word: whatever is sent, the answers are those that OpenAPI declares."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from politeia.web import experiments
from politeia.web.app import create
from politeia.web.engines import Engines

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
#: The same examples every time.
BOUNDED = settings(
    max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def served(folder: Path, engines: Engines | None = None) -> FastAPI:
    """A server whose queue nobody works at: what is asked for waits."""
    app = create(folder, engines=engines, warm=False, hosts=["testserver"])
    app.state.desk.jobs.start = lambda: None
    return app


OPERATIONS = [
    (path, method.upper(), mode)
    for path, held in served(Path("none")).openapi()["paths"].items()
    for method, operation in held.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or {"parameters", "requestBody"} & set(operation)  # else nothing can be wrong
]


@pytest.fixture(scope="module")
def interface(stored: Path, engines: Engines) -> Any:
    """The schema, and the application behind it."""
    return schemathesis.openapi.from_asgi("/api/openapi.json", served(stored, engines))


@pytest.mark.parametrize(("path", "method", "mode"), OPERATIONS)
def test_the_interface_answers_as_it_says(
    interface: Any, path: str, method: str, mode: GenerationMode, name: str
) -> None:
    operation = interface[path][method]

    @BOUNDED
    @given(case=operation.as_strategy(mode))
    def answers(case: Any) -> None:
        parts = case.path_parameters or {}
        if len(parts) > 1 and len(str(parts.get("name"))) % 2:  # nobody guesses a name: every other one exists
            case.path_parameters = parts | {"name": name} | ({"measure": "members"} if "measure" in parts else {})
        case.call_and_validate(checks=CHECKS)

    answers()


def test_an_answer_of_another_shape_would_be_caught(interface: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    case = interface["/api/experiments/{name}/measures/{measure}"]["GET"].Case(
        path_parameters={"name": name, "measure": "members"}
    )
    case.call_and_validate(checks=CHECKS)
    monkeypatch.setattr(experiments, "LEVELS", ("low", "high"))
    with pytest.raises(FailureGroup, match="Response violates schema"):
        case.call_and_validate(checks=CHECKS)
