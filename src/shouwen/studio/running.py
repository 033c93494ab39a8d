"""Reading a document in the background: its text, its clauses, its proposals; once only."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django_tasks import task

from shouwen.documents import process as apart
from shouwen.documents.faults import CannotReadError
from shouwen.policy.reading.proposing import propose, uncovered
from shouwen.policy.reading.source import Source
from shouwen.policy.reading.trees import trees_of
from shouwen.studio.choices import State
from shouwen.studio.kept import keep_text
from shouwen.studio.models import Document

# Per cent of the way when the file is read, at the end, and between two notes of it.
_READ, _ALL, _STEP = 60, 100, 5


@task()
def read_document(pk: int) -> None:
    """Read a document that was brought in; asked twice, the second time does nothing."""
    claimed = Document.objects.filter(pk=pk, state__in=(State.WAITING, State.READING))
    if not claimed.update(state=State.READING):
        return
    found = Document.objects.get(pk=pk)
    try:
        source = apart.read_document(bytes(found.original), found.file_name, progress=_teller(pk))
    except CannotReadError as refusal:
        fault = {"code": refusal.code, "details": refusal.details}
        Document.objects.filter(pk=pk).update(state=State.REFUSED, fault=fault)
        return
    keep_source(found, source)


def _teller(pk: int) -> Callable[[int, int], None]:
    """Return what writes down how far it is: reading the file is the first part of the way."""
    told = 0

    def tell(done: int, total: int) -> None:
        nonlocal told
        percent = _READ * done // max(total, 1)
        if percent >= told + _STEP:
            told = percent
            Document.objects.filter(pk=pk).update(progress=percent)

    return tell


@transaction.atomic
def keep_source(found: Document, source: Source) -> None:
    """Find the regulations in a source and write all of it down, or nothing."""
    found.texts.all().delete()
    found.text = source.text
    found.repairs = [
        {"code": one.code, "start": one.span.start, "before": one.before, "after": one.after}
        for one in source.repairs
    ]
    for order, tree in enumerate(trees_of(source)):
        proposals = propose(tree)
        keep_text(found, order, tree, proposals, uncovered(tree, proposals))
    found.state, found.progress = State.READ, _ALL
    found.save(update_fields=["text", "repairs", "state", "progress"])
