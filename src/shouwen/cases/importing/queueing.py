"""Imports from the browser: the file is kept while its mapping is edited, tried, and imported."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from shouwen.cases.choices import RunState
from shouwen.cases.importing.mapping import CaseMapping, MappingError, read_mapping
from shouwen.cases.importing.reading import fingerprint, rows
from shouwen.cases.importing.running import (
    Progress,
    dry_run,
    import_cases,
    keep_faults,
)
from shouwen.cases.models import ImportFault, ImportRun
from shouwen.people.models import Member

# So many rows are tried while somebody waits; more are left to the worker.
AT_ONCE = 60
_KEPT = timedelta(days=7)


def folder() -> Path:
    """Return where sent files wait to be imported."""
    return Path(settings.MEDIA_ROOT) / "imports"


def keep(upload: UploadedFile[Any], where: Path) -> Path:
    """Write an uploaded file where the worker finds it; its name tells only if it is zipped."""
    where.mkdir(parents=True, exist_ok=True)
    ending = ".csv.gz" if str(upload.name).endswith(".gz") else ".book"
    path = where / f"{uuid.uuid4().hex}{ending}"
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
    mapping_name: str = "mapping"

    def mapping(self) -> CaseMapping:
        """Read the mapping; raise MappingError, which names the file that was sent."""
        return read_mapping(self.mapping_text, self.mapping_name)


def prepare(*, sent: Uploaded, member: Member, at: datetime) -> ImportRun:
    """Keep a file and what is known of its mapping, to be edited; what nobody used is removed."""
    _sweep(at)
    return ImportRun.objects.create(
        state=RunState.PREPARED,
        file_name=sent.file_name[:255],
        stored=sent.path.name,
        mapping=sent.mapping_text,
        started_by=member,
        started_at=at,
        touched_at=at,
    )


def _sweep(at: datetime) -> None:
    idle = ImportRun.objects.exclude(stored="").exclude(state=RunState.RUNNING)
    for run in idle.filter(touched_at__lt=at - _KEPT):
        path_of(run).unlink(missing_ok=True)
        ImportRun.objects.filter(pk=run.pk).update(stored="")


def path_of(run: ImportRun) -> Path:
    """Return where the file of a run is kept."""
    return folder() / run.stored


@transaction.atomic
def go(
    *, run: ImportRun, mapping_text: str, is_trial: bool, at: datetime, name: str = "mapping"
) -> ImportRun:
    """Try or import a kept file; raise MappingError when the mapping does not fit it.

    A trial of a short file is done at once, everything else by the worker.
    """
    mapping = read_mapping(mapping_text, name)
    path = _there(run)
    few = len(list(islice(rows(path, mapping, run.file_name), AT_ONCE + 1))) <= AT_ONCE
    claimed = ImportRun.objects.filter(pk=run.pk).exclude(state=RunState.RUNNING)
    if not claimed.update(
        state=RunState.RUNNING, is_trial=is_trial, source=mapping.source, mapping=mapping_text,
        fingerprint=fingerprint(path, mapping_text), committed_row=0, opened=0, repeated=0,
        faulty=0, why_stopped="", touched_at=at,
    ):  # fmt: skip
        raise MappingError(_("This file is being read already; wait until that is finished."))
    ImportFault.objects.filter(run=run).delete()
    if is_trial and few:
        _try(run.pk)
    else:
        transaction.on_commit(lambda: run_import.enqueue(run.pk))
    run.refresh_from_db()
    return run


def _there(run: ImportRun) -> Path:
    if not run.stored or not path_of(run).exists():
        raise MappingError(_("The file is not kept here any more; send it once more."))
    return path_of(run)


def begin(*, sent: Uploaded, member: Member, at: datetime, is_trial: bool = False) -> ImportRun:
    """Keep a file and go; raise MappingError, and keep nothing, when the mapping does not fit."""
    try:
        with transaction.atomic():
            run = prepare(sent=sent, member=member, at=at)
            return go(
                run=run, mapping_text=sent.mapping_text, is_trial=is_trial, at=at,
                name=sent.mapping_name,
            )  # fmt: skip
    except MappingError:
        sent.path.unlink(missing_ok=True)
        raise


@task()
def run_import(run_pk: int) -> None:
    """Try or import a kept file; asked twice, an import goes on where it stopped.

    The file is removed after it was imported.
    """
    run = ImportRun.objects.select_related("started_by").get(pk=run_pk)
    if not run.rows:
        _count(run)
    if run.is_trial:
        _try(run_pk)
        return
    path = path_of(run)
    import_cases(
        path=path,
        mapping=read_mapping(run.mapping),
        mapping_text=run.mapping,
        actor=run.started_by,
        clock=timezone.now,
        run=run,
        file_name=run.file_name,
    )
    ImportRun.objects.filter(pk=run_pk).update(stored="")
    path.unlink(missing_ok=True)


def _count(run: ImportRun) -> None:
    # Counting is reading without judging: quick beside what follows, and progress can be told.
    found = rows(path_of(run), read_mapping(run.mapping), run.file_name)
    ImportRun.objects.filter(pk=run.pk).update(rows=sum(1 for _row in found))


def _try(run_pk: int) -> None:
    run = ImportRun.objects.select_related("started_by").get(pk=run_pk)
    ImportFault.objects.filter(run=run).delete()

    def tell(done: Progress) -> None:
        keep_faults(run, done.faults)
        ImportRun.objects.filter(pk=run_pk).update(
            committed_row=done.read, opened=done.opened, repeated=done.repeated,
            faulty=done.faulty, touched_at=timezone.now(),  # clock: the worker's own
        )  # fmt: skip

    try:
        done = dry_run(
            path=path_of(run),
            mapping=read_mapping(run.mapping),
            clock=timezone.now,
            actor=run.started_by,
            tell=tell,
            file_name=run.file_name,
        )
    except MappingError as fault:
        ImportRun.objects.filter(pk=run_pk).update(state=RunState.STOPPED, why_stopped=str(fault))
        return
    ImportRun.objects.filter(pk=run_pk).update(state=RunState.DONE, rows=done.read)
