"""The application: routes, guard, errors as sentences, the page's files."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

import politeia
from politeia.mistakes import Mistake
from politeia.web import experiments, library, reference, runs
from politeia.web.desk import Desk
from politeia.web.engines import Engines
from politeia.web.guard import Guard, refused
from politeia.web.limits import Refusal

STATIC = Path(__file__).parent / "static"
UNBUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>politeia</title>
<h1>The page is not built</h1>
<p>Build it with <code>make page</code>, then load this address again. The laboratory itself runs:
its interface is described in <a href="/api/docs">/api/docs</a>.</p></html>
"""
_ABOUT = """What the laboratory's page asks of it, for programs too. Every error is `{"error": sentence}`."""


def create(
    folder: Path,
    *,
    threads: int | None = None,
    hosts: Iterable[str] = (),
    any_address: bool = False,
    token: str | None = None,
    static: Path = STATIC,
    engines: Engines | None = None,
    warm: bool = True,
    opened: str = "",
) -> FastAPI:
    """The application over a folder of results; ``hosts``, ``any_address`` and ``token`` as in :class:`Guard`.

    ``opened``: the experiment that will be asked for first; the newest by default.
    """
    desk = Desk(folder, threads, engines)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        desk.jobs.start()
        if warm:
            threading.Thread(target=_warm, args=(desk, opened), name="warm", daemon=True).start()
        yield
        desk.jobs.close()

    app = FastAPI(
        title="politeia",
        description=_ABOUT,
        version=politeia.__version__,
        lifespan=living,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.state.desk = desk
    for part in (library, experiments, runs, reference):
        app.include_router(part.router)
    _speak(app)
    _page(app, static)
    app.add_middleware(Guard, hosts=hosts, any_address=any_address, token=token)
    return app


def _warm(desk: Desk, opened: str) -> None:
    """Make ready what the first visitor asks for, then what the first run needs."""
    for name in [opened] if opened else desk.shelf.names()[:1]:
        with contextlib.suppress(Refusal):  # whoever asks for it is told
            experiments.document(desk, name, None, 0)
    desk.warm()


def _page(app: FastAPI, static: Path) -> None:
    """The built page at the root, or how to build it. Browsers ask for an icon unasked: none is no error."""
    if not (static / "favicon.ico").is_file():
        app.add_api_route("/favicon.ico", lambda: Response(status_code=204), include_in_schema=False)
    if (static / "index.html").is_file():
        app.mount("/", StaticFiles(directory=static, html=True))
        return

    @app.get("/", include_in_schema=False, response_class=HTMLResponse)
    def unbuilt() -> str:
        return UNBUILT


def _speak(app: FastAPI) -> None:
    """Every error as one sentence."""

    @app.exception_handler(Refusal)
    async def _refusal(_: Request, error: Refusal) -> Response:
        return refused(error.status, str(error))

    @app.exception_handler(Mistake)
    async def _mistake(_: Request, error: Mistake) -> Response:
        return refused(422, str(error))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> Response:
        return refused(422, "; ".join(_sentence(dict(detail)) for detail in error.errors()[:5]))

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> Response:
        said = {
            400: "The request is not valid JSON.",
            404: "There is nothing at this address; /api/docs lists what there is.",
            405: f"{request.method} is not possible here; /api/docs lists what is.",
        }
        answer = refused(
            422 if error.status_code == 400 else error.status_code, said.get(error.status_code, str(error.detail))
        )
        answer.headers.update(error.headers or {})
        return answer


def _sentence(detail: dict[str, object]) -> str:
    """Field, what is allowed, what was given."""
    parts = detail.get("loc")
    places = [str(part) for part in (parts if isinstance(parts, tuple) else ())]
    where = ".".join(places[1:]) or "the request"
    if detail.get("type") == "json_invalid":
        return "The request is not valid JSON."
    given = detail.get("input")
    shown = f"; given {str(given)[:60]!r}" if isinstance(given, (str, int, float)) else ""
    return f"{where[:100]}: {detail.get('msg', 'wrong')}{shown}"
