"""Addresses of importing case books: trying one, importing it, and what was refused."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from ninja import File, Query, UploadedFile
from pydantic import BaseModel

from shouwen.api import paging
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.cases import gates
from shouwen.cases.importing import MappingError, queueing
from shouwen.cases.models import ImportRun
from shouwen.ui import sorting
from shouwen.ui.sorting import Stage

router = Router("cases")
Limit = Annotated[int, Query(ge=1, le=paging.MOST)]
Cursor = Annotated[str | None, Query(max_length=400)]


def _standing(request: ApiRequest) -> gates.Standing:
    return gates.standing_now(request.member, timezone.localdate())


class ImportOut(BaseModel):
    """How far an import is; of one that ``is_trial`` nothing was kept."""

    id: int
    source: str
    file_name: str
    state: str
    is_trial: bool
    committed_row: int
    opened: int
    repeated: int
    faulty: int
    started_at: datetime
    why_stopped: str


class RefusedRow(BaseModel):
    """A row that an import refused: its line, the clause if one forbids it, and why."""

    line: int
    clause: str
    reason: str


def _import_out(run: ImportRun) -> ImportOut:
    names = (name for name in ImportOut.model_fields if name != "id")
    return ImportOut(id=run.pk, **{name: getattr(run, name) for name in names})


@router.do("/imports", ImportOut, status=202)
def import_(
    request: ApiRequest, file: File[UploadedFile], mapping: File[UploadedFile]
) -> ImportOut:
    """Begin to import a case book by its mapping; it runs in the background."""
    return _begun(request, file, mapping, is_trial=False)


@router.do("/imports/try", ImportOut, status=202)
def try_import(
    request: ApiRequest, file: File[UploadedFile], mapping: File[UploadedFile]
) -> ImportOut:
    """Try to import a case book: every row is read and judged, and nothing is kept."""
    return _begun(request, file, mapping, is_trial=True)


def _begun(
    request: ApiRequest, file: UploadedFile, mapping: UploadedFile, *, is_trial: bool
) -> ImportOut:
    gates.require_keeper(_standing(request))
    try:
        text = mapping.read().decode("utf-8-sig")
        sent = queueing.Uploaded(
            path=queueing.keep(file, queueing.folder()),
            file_name=str(file.name), mapping_text=text, mapping_name=str(mapping.name),
        )  # fmt: skip
        run = queueing.begin(sent=sent, member=request.member, at=timezone.now(), is_trial=is_trial)
        return _import_out(run)
    except (MappingError, UnicodeDecodeError) as fault:
        raise Problem(type="invalid", fields={"mapping": str(fault).splitlines()}) from None


@router.read("/imports/{int:pk}", ImportOut)
def import_run(request: ApiRequest, pk: int) -> ImportOut:
    """Show how far an import is."""
    return _import_out(gates.import_open_to(_standing(request), pk))


@router.read("/imports/{int:pk}/refused", Page[RefusedRow])
def refused_rows(
    request: ApiRequest, pk: int, cursor: Cursor = None, limit: Limit = 50
) -> Page[RefusedRow]:
    """List the rows that an import refused, or a trial would, in their order."""
    run = gates.import_open_to(_standing(request), pk)
    after = paging.after(request, cursor)
    rows, onward = sorting.rows(run.faults.all(), [Stage(("pk",))], after=after, limit=limit)
    told = [RefusedRow(line=row.line, clause=row.clause, reason=row.reason) for row in rows]
    return Page(items=told, next=paging.cursor_for(request, onward))


@router.do("/imports/{int:pk}/go", ImportOut, status=202)
def import_tried(request: ApiRequest, pk: int) -> ImportOut:
    """Import what was tried, by the same mapping; 409 while it is being read."""
    where = _standing(request)
    gates.require_keeper(where)
    run = gates.import_open_to(where, pk)
    try:
        return _import_out(
            queueing.go(run=run, mapping_text=run.mapping, is_trial=False, at=timezone.now())
        )
    except MappingError as fault:
        raise Problem(type="conflict", detail=str(fault)) from None
