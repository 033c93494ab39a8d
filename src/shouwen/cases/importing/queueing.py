"""Imports from the browser: the file is kept, tried at once, or imported by the worker."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from shouwen.cases.importing.mapping import CaseMapping, read_mapping
from shouwen.cases.importing.reading import fingerprint, rows
from shouwen.cases.importing.running import Progress, dry_run, import_cases, start
from shouwen.cases.models import ImportRun
from shouwen.people.models import Member

_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a dry run found: the counts, and the first refused rows as (line, reason)."""

    progress: Progress
    faults: tuple[tuple[int, str], ...]


def keep(upload: UploadedFile[Any], folder: Path) -> Path:
    """Write an uploaded file where the worker finds it; its name tells only if it is zipped."""
    folder.mkdir(parents=True, exist_ok=True)
    ending = ".csv.gz" if str(upload.name).endswith(".gz") else ".csv"
    path = folder / f"{uuid.uuid4().hex}{ending}"
    with path.open("wb") as file:
        for part in upload.chunks():
            file.write(part)
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A kept case book and its mapping, with the names they had when they were sent."""

    path: Path
    file_name: str
    mapping_text: str
    mapping_name: str

    def mapping(self) -> CaseMapping:
        """Read the mapping; raise MappingError, which names the file that was sent."""
        return read_mapping(self.mapping_text, self.mapping_name)


def try_out(sent: Uploaded) -> Trial:
    """Read and check every row, write nothing; raise MappingError."""
    faults: list[tuple[int, str]] = []

    def tell(done: Progress) -> None:
        found = [(row.line, reason) for row, reason in done.faults]
        faults.extend(found[: _SHOWN - len(faults)])

    done = dry_run(
        path=sent.path,
        mapping=sent.mapping(),
        clock=timezone.now,
        tell=tell,
        file_name=sent.file_name,
    )
    return Trial(progress=done, faults=tuple(faults))


@transaction.atomic
def begin(*, sent: Uploaded, member: Member, at: datetime) -> ImportRun:
    """Begin an import in the background; raise MappingError when the mapping does not fit."""
    mapping = sent.mapping()
    next(rows(sent.path, mapping, sent.file_name), None)
    run = start(
        mapping,
        file_name=sent.file_name,
        mark=fingerprint(sent.path, sent.mapping_text),
        actor=member,
        at=at,
    )
    run_import.enqueue(run.pk, str(sent.path), sent.mapping_text)
    return run


@task()
def run_import(run_pk: int, path: str, mapping_text: str) -> None:
    """Import a kept file; asked twice, it goes on where it stopped. The file is removed after."""
    run = ImportRun.objects.select_related("started_by").get(pk=run_pk)
    import_cases(
        path=Path(path),
        mapping=read_mapping(mapping_text),
        mapping_text=mapping_text,
        actor=run.started_by,
        clock=timezone.now,
        run=run,
    )
    Path(path).unlink(missing_ok=True)
