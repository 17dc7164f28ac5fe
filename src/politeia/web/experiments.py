"""Routes to what is stored: experiments, their measures, histories and lives, and the page's document."""

from __future__ import annotations

import contextlib
import importlib
import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from politeia.life import life as told
from politeia.mistakes import Mistake
from politeia.results import LEVELS, History, Results
from politeia.web.desk import AtDesk, errors
from politeia.web.guard import Json
from politeia.web.limits import LIFE, NAME, NAMED, Refusal
from politeia.web.shapes import Document, Experiment, HistoryShape, LifeShape, MeasureFan
from politeia.web.shelf import command
from politeia.web.watch import FANS, plain
from politeia.world import unknown

router = APIRouter(prefix="/api/experiments", tags=["experiments"], default_response_class=Json)

Name = Annotated[str, Path(min_length=1, max_length=NAME, pattern=NAMED, description="as in the list")]
Measure = Annotated[str, Path(min_length=1, max_length=NAME, pattern=NAMED)]
Number = Annotated[int, Path(ge=0, lt=2**31, description="number of a history")]
Twin = Annotated[
    str | None, Query(min_length=1, max_length=NAME, pattern=NAMED, description="an experiment to set beside it")
]
Whole = Annotated[int, Query(ge=0, le=12, description="histories that come with their posts, decisions and lives")]
WHOLE = 5
_CSV = {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "the quantiles"}


@router.get("", responses=errors())
def experiments(desk: AtDesk) -> list[Experiment]:
    """Every experiment with stored histories, the newest first."""
    return [Experiment(**row) for row in desk.shelf.rows()]


@router.get("/{name}/document", response_model=Document, responses=errors(404, 409, 503))
def document(desk: AtDesk, name: Name, twin: Twin = None, whole: Whole = WHOLE) -> Response:
    """All that the page draws of an experiment, beside a twin if one is named; without whole histories it is quick."""
    return Response(_document(desk, name, twin, whole), media_type="application/json")


@router.get(
    "/{name}/export.html",
    response_class=HTMLResponse,
    responses={200: {"content": {"text/html": {"schema": {"type": "string"}}}}, **errors(404, 409, 503, apart=True)},
)
def export(desk: AtDesk, name: Name, twin: Twin = None) -> Response:
    """The page with its data as one file that opens without a network."""
    shown = json.loads(_document(desk, name, twin, WHOLE))
    try:
        text = _part("export").one_file(shown)
    except Mistake as mistake:
        raise Refusal(409, str(mistake)) from None
    headers = {"Content-Disposition": f'attachment; filename="{name}.html"'}
    return HTMLResponse(text, headers=headers)


@router.get("/{name}/measures/{measure}", response_model=MeasureFan, responses={200: _CSV, **errors(404, 409)})
def measure(
    request: Request,
    desk: AtDesk,
    name: Name,
    measure: Measure,
    format: Annotated[Literal["json", "csv"] | None, Query(description="or the header Accept: text/csv")] = None,
) -> Response:
    """Quantiles of a measure over the histories, week by week."""
    results = desk.shelf.results(name)
    about = _measure(results, measure)
    if format == "csv" or (format is None and "text/csv" in request.headers.get("accept", "")):
        headers = {"Content-Disposition": f'attachment; filename="{name}-{measure}.csv"'}
        return PlainTextResponse(results.frame([measure]).write_csv(), media_type="text/csv", headers=headers)
    fan = results.quantiles([measure])[measure]
    return Json(
        {
            "measure": measure,
            "unit": about["unit"],
            "text": about["text"],
            "start": results.start.isoformat(),
            "histories": len(results.histories),
            "levels": list(LEVELS),
            "quantiles": [[plain(value) for value in row] for row in fan.tolist()],
        }
    )


@router.get("/{name}/histories/{history}", responses=errors(404, 409))
def history(
    desk: AtDesk,
    name: Name,
    history: Number,
    measure: Annotated[list[str] | None, Query(max_length=200, description="repeatable; a few by default")] = None,
) -> HistoryShape:
    """One history: how it ended, and its measures week by week."""
    results = desk.shelf.results(name)
    one = _history(results, history)
    names = measure or [name for name in FANS if name in results.measures]
    for given in names:
        _measure(results, given)
    frame = one.frame(list(dict.fromkeys(names)))
    return HistoryShape(
        history=history,
        of=len(results.histories),
        outcome=one.outcome,
        status=one.status,
        reason=one.reason,
        final={key: plain(value) for key, value in one.final.items()},
        start=results.start,
        measures={given: [plain(value) for value in frame[given].to_list()] for given in names},
    )


@router.get("/{name}/histories/{history}/life", responses=errors(404, 409, 503))
def life(
    desk: AtDesk,
    name: Name,
    history: Number,
    person: Annotated[int | None, Query(ge=0, lt=2**53, description="id of a person")] = None,
    office: Annotated[
        str | None, Query(min_length=1, max_length=NAME, description="gensec, leader, a level or an organ")
    ] = None,
    random_delegate: Annotated[bool, Query(description="a delegate of a congress")] = False,
) -> LifeShape:
    """The life of one person: by id, by the office held longest, or a delegate; the history is run again for it."""
    results = desk.shelf.results(name)
    _history(results, history)
    made = desk.shelf.made(results)
    if made.scale * made.model.world.persons * results.weeks > LIFE:
        raise Refusal(409, "These histories are too large to run again for a page; use `politeia life`.")
    with desk.replaying():
        found = told(
            made.model,
            history=history,
            seed=made.seed,
            scale=made.scale,
            person=person,
            office=office,
            random_delegate=random_delegate,
            engine=desk.engines.get(made.model, made.scale),
            first_week=made.first_week,
            last_week=made.last_week,
        )
    return LifeShape(**found.as_dict())


def _document(desk: AtDesk, name: str, twin: str | None, whole: int) -> bytes:
    """The document as JSON, made once for as long as nothing is added to the experiments."""
    results = desk.shelf.results(name)
    other = None if twin is None else desk.shelf.results(twin)
    if max(rows(shown) for shown in (results, other or results)) * results.weeks > LIFE:
        whole = 0

    def made() -> bytes:
        with desk.replaying() if whole else contextlib.nullcontext():
            found = _part("document").document(results, twin=other, whole=whole, told=command(results))
        return bytes(Json(found).body)

    try:
        return desk.documents.get((results, other, whole), made)
    except Mistake as mistake:
        raise Refusal(409, str(mistake)) from None


def rows(results: Results) -> float:
    """Rows of a history: those of the last run, as the store remembers it."""
    return float(next((run["persons"] for run in reversed(results.store.runs())), 0))


def _part(module: str) -> Any:
    """A part of the page that is built on its own."""
    try:
        return importlib.import_module(f"politeia.web.{module}")
    except ModuleNotFoundError:
        raise Refusal(503, f"This installation has no politeia.web.{module}; install politeia whole.") from None


def _measure(results: Results, name: str) -> dict[str, Any]:
    for about in results.about["measures"]:
        if about["name"] == name:
            return dict(about)
    raise Refusal(404, unknown(name, results.measures, "measure"))


def _history(results: Results, number: int) -> History:
    try:
        return results.history(number)
    except Mistake as mistake:
        raise Refusal(404, str(mistake)) from None
