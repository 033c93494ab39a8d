"""Reading a document in the background: its text, its clauses, its proposals; once only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import structlog
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskContext, task

from shouwen.documents import process as apart
from shouwen.documents.faults import CannotReadError
from shouwen.leases.holding import Lease, LostError, claim, kept
from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.proposing import propose_by_clause, uncovered
from shouwen.policy.reading.source import Source
from shouwen.policy.reading.trees import trees_of
from shouwen.studio.choices import UNDER_WAY, State
from shouwen.studio.kept import begin_text, keep_proposals, keep_uncovered
from shouwen.studio.models import Document

log = structlog.get_logger(__name__)
# Per cent of the way when the file is read, at the end, and between two notes of it.
_READ, _ALL, _STEP = 60, 100, 5
# Clauses that are written down together, so that somebody who watches sees them come.
_CLAUSES = 20


@task(takes_context=True)
def read_document(context: TaskContext, pk: int) -> None:
    """Read a document that was brought in; asked twice, the second time does nothing."""
    read(pk, by=context.task_result.id)


def read(pk: int, *, by: str) -> None:
    """Read a document for a task; one that its worker left behind is begun anew."""
    mine = Document.objects.filter(pk=pk, state__in=UNDER_WAY)
    now = timezone.now()  # clock: the worker's own
    lease = claim(mine, by, now, state=State.READING)
    if lease is None:
        return
    try:
        with kept(lease):
            _read(lease)
    except CannotReadError as refusal:
        lease.end(state=State.REFUSED, fault={"code": refusal.code, "details": refusal.details})
    except LostError:
        return
    except Exception:
        log.exception("reading_failed", document=pk)
        lease.end(state=State.FAILED)


def _read(lease: Lease) -> None:
    found = lease.rows.get()
    source = apart.read_document(bytes(found.original), found.file_name, progress=_teller(lease))
    keep_source(found, source, note=lease.note)
    lease.end(state=State.READ, progress=_ALL)


def _teller(lease: Lease) -> Callable[[int, int], None]:
    """Return what writes down how far it is: reading the file is the first part of the way."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        percent = _READ * done // max(total, 1)
        if percent >= told + _STEP:
            told = percent
            lease.note(progress=percent)

    return tell


def keep_source(found: Document, source: Source, *, note: Callable[..., None]) -> None:
    """Find the regulations in a source and write them down clause by clause, as they are read.

    What an earlier attempt wrote goes first; ``note`` is told the progress, in per cent.
    """
    with transaction.atomic():
        note(progress=_READ)
        found.texts.all().delete()
        found.text = source.text
        found.repairs = [
            {"code": one.code, "start": one.span.start, "before": one.before, "after": one.after}
            for one in source.repairs
        ]
        found.save(update_fields=["text", "repairs"])
    trees = trees_of(source)
    total, done = sum(len(tree.nodes) for tree in trees), 0
    for order, tree in enumerate(trees):
        for clauses in _keep_tree(found, order, tree):
            percent = _READ + (_ALL - _READ) * (done + clauses) // max(total, 1)
            note(progress=min(percent, _ALL - 1))
        done += len(tree.nodes)


def _keep_tree(found: Document, order: int, tree: Tree) -> Iterator[int]:
    """Write one regulation down, and yield how many of its clauses are written each time."""
    text, told, fresh = begin_text(found, order, tree), list[Proposal](), list[Proposal]()
    for count, (_node, proposals) in enumerate(propose_by_clause(tree), 1):
        fresh += proposals
        if count % _CLAUSES == 0 or count == len(tree.nodes):
            with transaction.atomic():
                keep_proposals(text, fresh, count)
            told, fresh = told + fresh, []
            yield count
    keep_uncovered(text, tree.nodes, uncovered(tree, told))
