"""What the studio's first page lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from shouwen.documents.faults import CannotReadError
from shouwen.studio.choices import State, Verdict
from shouwen.studio.models import Document, FoundText, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document on the list; ``left`` is how many rules and sentences wait for a decision."""

    pk: int
    file_name: str
    by: str
    brought_at: datetime
    state: State
    titles: tuple[str, ...]
    left: int


def documents(now: datetime, limit: int = 50) -> list[DocumentRow]:
    """List the documents brought in, the latest first, in two queries."""
    rows = list(
        Document.objects.select_related("brought_by").defer("original", "text", "repairs")[:limit]
    )
    texts = _texts([row.pk for row in rows])
    return [
        DocumentRow(
            pk=row.pk,
            file_name=row.file_name,
            by=row.brought_by.name,
            brought_at=row.brought_at,
            state=row.stands(now),
            titles=tuple(text.title for text in texts.get(row.pk, ())),
            left=sum(_left(text) for text in texts.get(row.pk, ())),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSoFar:
    """One regulation while it is read: clauses looked through, rules found, the last of them."""

    title: str
    clauses: int
    of: int
    rules: int
    latest: tuple[Suggestion, ...]


def read_so_far(document: Document, shown: int = 6) -> list[ReadSoFar]:
    """Return how far each regulation of a document is, the last rules of the last one beside it."""
    texts = list(document.texts.annotate(found=Count("suggestions")).order_by("order"))
    last = texts[-1:]
    rows = Suggestion.objects.filter(text__in=last).order_by("-pk")[:shown] if last else ()
    latest = tuple(reversed(list(rows)))
    return [
        ReadSoFar(
            title=text.title,
            clauses=text.clauses,
            of=len(text.nodes),
            rules=int(getattr(text, "found", 0)),
            latest=latest if text in last else (),
        )
        for text in texts
    ]


def _texts(pks: list[int]) -> dict[int, list[FoundText]]:
    open_ = Q(suggestions__verdict=Verdict.OPEN, suggestions__replaced_in=None)
    rows = (
        FoundText.objects.filter(document__in=pks)
        .only("pk", "title", "document_id", "order")
        .annotate(left=Count("suggestions", filter=open_))
        .order_by("document_id", "order")
    )
    found: dict[int, list[FoundText]] = {}
    for row in rows:
        found.setdefault(row.document_id, []).append(row)
    return found


def _left(text: FoundText) -> int:
    return int(getattr(text, "left", 0))


def why_refused(document: Document) -> str:
    """Return one sentence on why a document cannot be read, and how to mend it."""
    if not document.fault:
        return _("The document cannot be read; save it anew and retry.")
    return str(CannotReadError(document.fault["code"], **document.fault["details"]))
