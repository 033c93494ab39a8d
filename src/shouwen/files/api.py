"""Addresses of evidence files: send one, then name its key where it belongs."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from ninja import File, UploadedFile
from pydantic import BaseModel

from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.files import actions, gates
from shouwen.files.models import StoredFile

router = Router("files")


class FileOut(BaseModel):
    """A kept file; ``key`` names it in facts and attachments, ``page`` hands it out."""

    key: str
    sort: str
    name: str
    size: int
    kept_at: datetime
    page: str


@router.add("", FileOut)
def keep(request: ApiRequest, file: File[UploadedFile]) -> FileOut:
    """Keep a file; one that nothing names is removed after a day."""
    return _out(actions.keep(upload=file, by=request.member, at=timezone.now()))


def _out(found: StoredFile) -> FileOut:
    return FileOut(
        key=found.sha256, sort=found.sort, name=found.name, size=found.size,
        kept_at=found.kept_at, page=f"/files/{found.sha256}/",
    )  # fmt: skip


@router.read("/{key}", FileOut)
def show(request: ApiRequest, key: str) -> FileOut:
    """Say what a file is, to whoever may read a matter that names it."""
    return _out(gates.file_open_to(request.member, key, timezone.localdate()))
