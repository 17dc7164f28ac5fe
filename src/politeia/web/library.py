"""Routes to what the laboratory knows: its state, interventions, mechanisms, claims, and checks of texts."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

import politeia
from politeia import load
from politeia.mistakes import Fault, Mistake
from politeia.web import catalog
from politeia.web.desk import AtDesk, errors
from politeia.web.guard import Json
from politeia.web.shapes import Checked, ClaimShape, FaultShape, InterventionShape, MechanismShape, Status, Toml

router = APIRouter(prefix="/api", tags=["library"], default_response_class=Json)


@router.get("/status", responses=errors())
def status(desk: AtDesk) -> Status:
    """The server: which version, whether its engine is compiled, how many runs are not ended."""
    busy = sum(not job.ended for job in desk.jobs.all())
    return Status(version=politeia.__version__, live=True, ready=desk.ready.is_set(), runs=busy)


@router.get("/interventions", responses=errors())
def interventions() -> list[InterventionShape]:
    """Named changes of charter, world, parameters or switches."""
    return [InterventionShape(**row) for row in catalog.interventions()]


@router.get("/mechanisms", responses=errors())
def mechanisms() -> list[MechanismShape]:
    """The article's mechanisms, with the switch of each."""
    return [MechanismShape(**row) for row in catalog.mechanisms()]


@router.get("/claims", responses=errors())
def claims() -> list[ClaimShape]:
    """The article's claims: what the archive says of each, and how the model is asked."""
    return [ClaimShape(**row) for row in catalog.claims()]


@router.post("/charter/check", responses=errors(403, 413, 415))
def check_charter(text: Toml) -> Checked:
    """Is this text a right charter? If not: line, field, what was given, what is allowed."""
    return checked("charter", text.toml)


@router.post("/world/check", responses=errors(403, 413, 415))
def check_world(text: Toml) -> Checked:
    """Is this text a right world? Tables can be named that the catalog's worlds have; no other file is read."""
    return checked("world", text.toml)


def checked(kind: Literal["charter", "world"], text: str) -> Checked:
    """Every mistake in a text, as data."""
    try:
        load.text(kind, text)
    except Mistake as mistake:
        faults = [_fault(fault) for fault in mistake.faults] or [FaultShape(line=0, field="", message=str(mistake))]
        return Checked(ok=False, errors=faults)
    return Checked(ok=True, errors=[])


def _fault(fault: Fault) -> FaultShape:
    message = fault.sentence.removeprefix(f"{fault.field}: ") if fault.field else fault.sentence
    return FaultShape(line=fault.line, field=fault.field, message=message)
