"""Reading a document in the background: its text, its clauses, its proposals; once only."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction
from django_tasks import task

from shouwen.documents import process as apart
from shouwen.documents.faults import CannotReadError
from shouwen.policy.reading.nodes import Tree
from shouwen.policy.reading.proposals import Proposal
from shouwen.policy.reading.proposing import propose_by_clause, uncovered
from shouwen.policy.reading.source import Source
from shouwen.policy.reading.trees import trees_of
from shouwen.studio.choices import State
from shouwen.studio.kept import begin_text, keep_proposals, keep_uncovered
from shouwen.studio.models import Document

# Per cent of the way when the file is read, at the end, and between two notes of it.
_READ, _ALL, _STEP = 60, 100, 5
# Clauses that are written down together, so that somebody who watches sees them come.
_CLAUSES = 20


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


def keep_source(found: Document, source: Source) -> None:
    """Find the regulations in a source and write them down clause by clause, as they are read.

    What an earlier attempt wrote goes first; the document counts as read when all of it is there.
    """
    with transaction.atomic():
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
            _note(found.pk, done + clauses, total)
        done += len(tree.nodes)
    Document.objects.filter(pk=found.pk).update(state=State.READ, progress=_ALL)


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


def _note(pk: int, done: int, total: int) -> None:
    percent = _READ + (_ALL - _READ) * done // max(total, 1)
    Document.objects.filter(pk=pk).update(progress=min(percent, _ALL - 1))
