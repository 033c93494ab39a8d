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
from shouwen.cases.importing.mapping import CaseMapping
from shouwen.cases.importing.reading import RawRow, fingerprint, rows
from shouwen.cases.importing.rows import PlannedCase, Planner, RowError
from shouwen.cases.models import ImportFault, ImportRun
from shouwen.journal.actions import check_fit
from shouwen.journal.errors import IdempotencyConflictError, UnfitFactError
from shouwen.people import queries as people
from shouwen.people.models import Department, Member
from shouwen.people.refusals import RefusedError

BATCH = 500

# What one row may be refused for; anything else is not the row's fault and stops the import.
ROW_FAULTS = (RowError, RefusedError, RuledOutError, UnfitFactError, IdempotencyConflictError)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an import is; ``faults`` are the rows of this batch that were refused."""

    read: int
    opened: int
    repeated: int
    faulty: int
    faults: tuple[tuple[RawRow, str], ...] = ()


Tell = Callable[[Progress], None]


def _planner(mapping: CaseMapping) -> Planner:
    return Planner(
        mapping,
        members={m.username: m for m in Member.objects.all()},
        departments={d.key: d for d in Department.objects.all()},
    )


def _batches(found: Iterable[RawRow], size: int) -> Iterator[list[RawRow]]:
    waiting = iter(found)
    while batch := list(islice(waiting, size)):
        yield batch


def _planned(
    planner: Planner, batch: Sequence[RawRow]
) -> tuple[list[PlannedCase], list[tuple[RawRow, str]]]:
    planned: dict[str, PlannedCase] = {}
    faults: list[tuple[RawRow, str]] = []
    for row in batch:
        try:
            plan = planner.plan(row)
        except RowError as fault:
            faults.append((row, str(fault)))
            continue
        if plan.key in planned:
            first = planned[plan.key].row.line
            faults.append((row, _("Line %(line)s is the same row already.") % {"line": first}))
        else:
            planned[plan.key] = plan
    return list(planned.values()), faults


def dry_run(
    *,
    path: Path,
    mapping: CaseMapping,
    clock: Clock,
    tell: Tell | None = None,
    batch: int = BATCH,
    file_name: str = "",
) -> Progress:
    """Read and check every row and write nothing; ``opened`` counts the cases it would open.

    A row that the record would not take now, such as one from the future, counts as refused.
    """
    planner, done = _planner(mapping), Progress(read=0, opened=0, repeated=0, faulty=0)
    for raw in _batches(rows(path, mapping, file_name), batch):
        planned, faults = _planned(planner, raw)
        there = queries.opened_under([p.key for p in planned])
        new = [p for p in planned if p.key not in there]
        unfit = _unfit(new, clock())
        faults += unfit
        done = Progress(
            read=raw[-1].place,
            opened=done.opened + len(new) - len(unfit),
            repeated=done.repeated + len(there),
            faulty=done.faulty + len(faults),
            faults=tuple(faults),
        )
        if tell:
            tell(done)
    return done


def _unfit(planned: Sequence[PlannedCase], at: datetime) -> list[tuple[RawRow, str]]:
    """Return the rows with a fact that the record would not take, each with the reason."""
    found = []
    for plan in planned:
        try:
            for fact in plan.recorded():
                check_fit(fact=fact, recorded_at=at)
        except UnfitFactError as fault:
            found.append((plan.row, str(fault)))
    return found


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
) -> ImportRun:
    """Import a case book; each row opens one case, however often it is read.

    With ``resume`` an interrupted import of the same file and mapping goes on after its last
    committed batch. What stops it halfway is raised again after it was written into the run.
    """
    mark = fingerprint(path, mapping_text)
    run = run or _run_for(
        mapping, file_name or path.name, mark, actor=actor, at=clock(), resume=resume
    )
    planner, known = _planner(mapping), Known(actor=actor, recorded_at=clock())
    try:
        for raw in _batches(_beyond(rows(path, mapping), run.committed_row), batch):
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
) -> list[tuple[RawRow, str]]:
    planned, faults = _planned(planner, raw)
    there = queries.opened_under([p.key for p in planned])
    new = [p for p in planned if p.key not in there]
    refused = _open(new, known)
    faults += refused
    ImportFault.objects.bulk_create(
        ImportFault(run=run, line=row.line, reason=reason, values=_writable(row.values))
        for row, reason in faults
    )
    ImportRun.objects.filter(pk=run.pk).update(
        committed_row=raw[-1].place,
        opened=F("opened") + len(new) - len(refused),
        repeated=F("repeated") + len(there),
        faulty=F("faulty") + len(faults),
        touched_at=known.recorded_at,
    )
    return faults


def _open(planned: Sequence[PlannedCase], known: Known) -> list[tuple[RawRow, str]]:
    """Open a batch at once; if a row in it is refused, open the rows one by one."""
    if not planned:
        return []
    try:
        open_all(planned, known)
    except ROW_FAULTS as fault:
        # What the batch made of categories was rolled back with it.
        known.categories.clear()
        if len(planned) == 1:
            return [(planned[0].row, str(fault))]
        return [one for plan in planned for one in _open([plan], known)]
    return []


def _writable(values: dict[str, str]) -> dict[str, str]:
    return {
        name: value.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")
        for name, value in values.items()
    }


def _stop(run: ImportRun, *, why: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.STOPPED, why_stopped=why[:2000])


def progress_of(run: ImportRun, faults: Sequence[tuple[RawRow, str]] = ()) -> Progress:
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
