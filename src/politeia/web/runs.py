"""Routes to runs: ask for one, follow it as it goes, cancel it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from fastapi.responses import StreamingResponse

from politeia import main_job
from politeia.ensemble import Plan
from politeia.mistakes import Mistake
from politeia.web import catalog
from politeia.web.desk import AtDesk, Desk, errors
from politeia.web.guard import Json
from politeia.web.jobs import Job
from politeia.web.limits import STREAMS, Refusal, check_cost
from politeia.web.shapes import Partial, Run, RunRequest

router = APIRouter(prefix="/api/runs", tags=["runs"], default_response_class=Json)

Id = Annotated[str, Path(pattern=r"^[0-9a-f]{1,32}$", description="as the answer to the request gave it")]
_LOOK_S = 0.1  # between two looks at a run
_ALIVE_S = 15.0  # between two signs of life
#: What the command line calls the parts of a request.
_OPTIONS = {"--from": "first_day", "--to": "last_day", "--set ": "settings: "}
_EVENTS = {
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
    "description": "events progress {done, total}, partial {histories, outcomes, fans, ...}, and at the end "
    "done {experiment}, failed {reason} or cancelled {experiment}",
}


@router.post("", status_code=202, responses=errors(403, 413, 415, 429))
def begin(desk: AtDesk, asked: RunRequest, response: Response) -> Run:
    """Queue a run. It goes on whether or not anybody follows it; what is stored already is not run again."""
    job = desk.jobs.submit(plan(asked))
    response.headers["Location"] = f"/api/runs/{job.id}"
    return _run(desk, job)


@router.get("", responses=errors())
def runs(desk: AtDesk) -> list[Run]:
    """The runs of this server, the newest first."""
    return [_run(desk, job) for job in desk.jobs.all()]


@router.get("/{id}", responses=errors(404))
def run(desk: AtDesk, id: Id) -> Run:
    """Where a run stands, with what its histories say so far."""
    job = desk.jobs.get(id)
    shown = _run(desk, job)
    shown.partial = None if job.partial is None else Partial(**job.partial)
    return shown


@router.get("/{id}/events", response_class=StreamingResponse, responses={200: _EVENTS, **errors(404, 503, apart=True)})
async def events(desk: AtDesk, id: Id) -> StreamingResponse:
    """The run as it goes, as server-sent events; who comes back is told how it stands now."""
    job = desk.jobs.get(id)
    if desk.streams >= STREAMS:
        raise Refusal(503, f"{STREAMS} pages follow runs already; close one.")
    return StreamingResponse(_stream(desk, job), media_type="text/event-stream")


@router.delete("/{id}", responses=errors(403, 404))
def cancel(desk: AtDesk, id: Id) -> Run:
    """Stop a run soon; the histories that have ended are kept."""
    job = desk.jobs.get(id)
    desk.jobs.cancel(job)
    return _run(desk, job)


def plan(asked: RunRequest) -> Plan:
    """What a request means, checked as the command line checks it; raises Mistake or Refusal."""
    for kind, names in (("charter", [asked.charter]), ("world", [asked.world]), ("intervention", asked.changed)):
        catalog.known(kind, names)
    begin, end = (None if day is None else day.isoformat() for day in (asked.first_day, asked.last_day))
    try:
        found = main_job.plan(
            histories=asked.histories,
            scale=asked.scale,
            seed=asked.seed,
            begin=begin,
            end=end,
            charter=asked.charter,
            world=asked.world,
            changes=[f"{name}={value!r}" for name, value in asked.settings.items()],
            interventions="+".join(asked.changed),
        )
    except Mistake as mistake:
        raise Refusal(422, _renamed(str(mistake))) from None
    check_cost(found)
    return found


def _renamed(sentence: str) -> str:
    for option, name in _OPTIONS.items():
        sentence = sentence.replace(option, name)
    return sentence


def _run(desk: Desk, job: Job) -> Run:
    return Run(
        id=job.id,
        state=job.state,
        position=desk.jobs.position(job),
        done=job.done,
        total=job.total,
        experiment=job.experiment,
        reason=job.reason,
    )


async def _stream(desk: Desk, job: Job) -> AsyncIterator[str]:
    """Events as the run changes. The run knows nothing of this: whoever leaves ends only the telling."""
    desk.streams += 1
    told: tuple[int, Any] = (-1, None)
    silent = 0.0
    try:
        while True:
            ended, done, partial = job.ended, job.done, job.partial  # the end is looked at first: then all is there
            if done != told[0]:
                yield event("progress", {"done": done, "total": job.total, "state": job.state})
            if partial is not None and partial is not told[1]:
                yield event("partial", partial)
            if ended:
                yield _end(job)
                return
            if desk.jobs.closing:
                return
            silent = silent + _LOOK_S if (done, partial) == told else 0.0
            told = (done, partial)
            if silent >= _ALIVE_S:
                silent = 0.0
                yield ": still here\n\n"
            await asyncio.sleep(_LOOK_S)
    finally:
        desk.streams -= 1


def _end(job: Job) -> str:
    if job.state == "failed":
        return event("failed", {"reason": job.reason})
    return event(job.state, {"experiment": job.experiment})


def event(name: str, data: dict[str, Any]) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n"
