"""Running an import: batch after batch, each in one transaction together with its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.cases import queries
from shouwen.cases.actions.common import RuledOutError
from shouwen.cases.choices import RunState
from shouwen.cases.importing.batches import Known, open_all
from shouwen.cases.importing.faults import RowFault, fault_of
from shouwen.cases.importing.mapping import CaseMapping
from shouwen.cases.importing.reading import RawRow, fingerprint, rows
from shouwen.cases.importing.rows import PlannedCase, Planner, RowError
from shouwen.cases.models import ImportFault, ImportRun
from shouwen.journal.errors import IdempotencyConflictError, UnfitFactError
from shouwen.people import queries as people
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError

BATCH = 500
# A batch that is tried holds the record as long as one that is imported, so it is a short one.
TRIED_AT_ONCE = 50

# What one row may be refused for; anything else is not the row's fault and stops the import.
ROW_FAULTS = (RowError, RefusedError, RuledOutError, UnfitFactError, IdempotencyConflictError)

Clock = Callable[[], datetime]
Found = Callable[[], Iterator[RawRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is; ``faults`` are the rows of this batch that were refused."""

    read: int
    opened: int
    repeated: int
    faulty: int
    faults: tuple[RowFault, ...] = ()


Tell = Callable[[Progress], None]


def planner_for(mapping: CaseMapping) -> Planner:
    """Return what reads rows by a mapping; members and departments are those of today."""
    return Planner(
        mapping,
        members={m.username: m for m in Member.objects.all()},
        departments={d.key: d for d in Department.objects.all()},
    )


def _batches(found: Iterable[RawRow], size: int) -> Iterator[list[RawRow]]:
    waiting = iter(found)
    while batch := list(islice(waiting, size)):
        yield batch


def _planned(planner: Planner, batch: Sequence[RawRow]) -> tuple[list[PlannedCase], list[RowFault]]:
    planned: dict[str, PlannedCase] = {}
    faults: list[RowFault] = []
    for row in batch:
        try:
            plan = planner.plan(row)
        except RowError as fault:
            faults.append(fault_of(row, fault))
            continue
        if plan.key in planned:
            first = planned[plan.key].row.line
            faults.append(
                RowFault(row, _("Line %(line)s is the same row already.") % {"line": first})
            )
        else:
            planned[plan.key] = plan
    return list(planned.values()), faults


def dry_run(
    *,
    path: Path,
    mapping: CaseMapping,
    clock: Clock,
    actor: Member | None = None,
    tell: Tell | None = None,
    batch: int = TRIED_AT_ONCE,
    file_name: str = "",
    found: Found | None = None,
) -> Progress:
    """Record every row and undo it before anybody sees it; ``opened`` counts what would be opened.

    So a row that the record or a clause would not take now counts as refused. Rows are undone
    batch by batch: what a clause counts over many rows is counted within a batch.
    """
    planner, known = planner_for(mapping), Known(actor=actor, recorded_at=clock())
    done = Progress(read=0, opened=0, repeated=0, faulty=0)
    for raw in _batches(found() if found else rows(path, mapping, file_name), batch):
        known.recorded_at = clock()
        new, there, faults = _new_of(planner, raw)
        refused = _tried(new, known)
        faults += refused
        done = Progress(
            read=raw[-1].place,
            opened=done.opened + len(new) - len(refused),
            repeated=done.repeated + there,
            faulty=done.faulty + len(faults),
            faults=tuple(faults),
        )
        if tell:
            tell(done)
    return done


def _new_of(
    planner: Planner, raw: Sequence[RawRow]
) -> tuple[list[PlannedCase], int, list[RowFault]]:
    """Return the new cases of a batch, how many rows were opened before, and the faulty ones."""
    planned, faults = _planned(planner, raw)
    there = queries.opened_under([p.key for p in planned])
    return [p for p in planned if p.key not in there], len(there), faults


@transaction.atomic
def _tried(planned: Sequence[PlannedCase], known: Known) -> list[RowFault]:
    refused = _open(planned, known)
    # What was made of categories is undone with the cases.
    known.categories.clear()
    transaction.set_rollback(True)
    return refused


def import_cases(
    *,
    path: Path,
    mapping: CaseMapping,
    mapping_text: str,
    actor: Member | None,
    clock: Clock,
    tell: Tell | None = None,
    resume: bool = False,
    batch: int = BATCH,
    file_name: str = "",
    run: ImportRun | None = None,
    found: Found | None = None,
    mark: str = "",
) -> ImportRun:
    """Import a case book; each row opens one case, however often it is read.

    With ``resume`` an interrupted import of the same file and mapping goes on after its last
    committed batch. What stops it halfway is raised again after it was written into the run.
    ``found`` yields the rows where they stand in something else than a table, and ``mark`` tells
    it apart.
    """
    mark = mark or fingerprint(path, mapping_text)
    run = run or _run_for(
        mapping, file_name or path.name, mark, actor=actor, at=clock(), resume=resume
    )
    planner, known = planner_for(mapping), Known(actor=actor, recorded_at=clock())
    try:
        every = found() if found else rows(path, mapping, file_name)
        for raw in _batches(_beyond(every, run.committed_row), batch):
            known.recorded_at = clock()
            faults = _commit(run, planner, known, raw)
            run.refresh_from_db()
            if tell:
                tell(progress_of(run, faults))
    except BaseException as stop:
        _stop(run, why=str(stop) or type(stop).__name__)
        raise
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.DONE, touched_at=clock())
    run.refresh_from_db()
    return run


def _run_for(
    mapping: CaseMapping,
    file_name: str,
    mark: str,
    *,
    actor: Member | None,
    at: datetime,
    resume: bool,
) -> ImportRun:
    if resume:
        same = ImportRun.objects.filter(source=mapping.source, fingerprint=mark)
        last = same.exclude(state=RunState.DONE).order_by("-started_at", "-pk").first()
        if last is not None:
            ImportRun.objects.filter(pk=last.pk).update(state=RunState.RUNNING, why_stopped="")
            last.refresh_from_db()
            return last
    return start(mapping, file_name=file_name, mark=mark, actor=actor, at=at)


def start(
    mapping: CaseMapping, *, file_name: str, mark: str, actor: Member | None, at: datetime
) -> ImportRun:
    """Begin a run; nothing has been read yet."""
    return ImportRun.objects.create(
        source=mapping.source,
        file_name=file_name[:255],
        fingerprint=mark,
        started_by=actor,
        started_at=at,
        touched_at=at,
    )


def _beyond(found: Iterable[RawRow], place: int) -> Iterator[RawRow]:
    return (row for row in found if row.place > place)


@transaction.atomic
def _commit(
    run: ImportRun, planner: Planner, known: Known, raw: Sequence[RawRow]
) -> list[RowFault]:
    new, there, faults = _new_of(planner, raw)
    refused = _open(new, known)
    faults += refused
    keep_faults(run, faults)
    ImportRun.objects.filter(pk=run.pk).update(
        committed_row=raw[-1].place,
        opened=F("opened") + len(new) - len(refused),
        repeated=F("repeated") + there,
        faulty=F("faulty") + len(faults),
        touched_at=known.recorded_at,
    )
    return faults


def keep_faults(run: ImportRun, faults: Iterable[RowFault]) -> None:
    """Write the refused rows of a batch down, for the file that hands them back."""
    ImportFault.objects.bulk_create(
        ImportFault(
            run=run,
            line=fault.row.line,
            clause=fault.clause,
            reason=fault.reason,
            values=list(_writable(fault.row.values).items()),
        )
        for fault in faults
    )


def _open(planned: Sequence[PlannedCase], known: Known) -> list[RowFault]:
    """Open a batch at once; if a row in it is refused, halve it until that row stands alone."""
    if not planned:
        return []
    try:
        open_all(planned, known)
    except ROW_FAULTS as refusal:
        # What the batch made of categories was rolled back with it.
        known.categories.clear()
        if len(planned) == 1:
            return [fault_of(planned[0].row, refusal)]
        half = len(planned) // 2
        return _open(planned[:half], known) + _open(planned[half:], known)
    return []


def _writable(values: dict[str, str]) -> dict[str, str]:
    return {
        name: value.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
        for name, value in values.items()
    }


def _stop(run: ImportRun, *, why: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.STOPPED, why_stopped=why[:2000])


def progress_of(run: ImportRun, faults: Sequence[RowFault] = ()) -> Progress:
    """Return how far a run is."""
    return Progress(
        read=run.committed_row,
        opened=run.opened,
        repeated=run.repeated,
        faulty=run.faulty,
        faults=tuple(faults),
    )


def house_member() -> Member | None:
    """Return the member in whose name an import without a person runs."""
    return people.system_member()
