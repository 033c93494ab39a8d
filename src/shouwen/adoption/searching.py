"""Clauses as they are looked up: those of the versions that nobody has ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwen.enforcement.actions import Outcome
from shouwen.journal.queries import FactRow
from shouwen.people.models import Member
from shouwen.regulations.models import ClauseRow, Version
from shouwen.search import actions as search
from shouwen.search.sources import Hit, Reader, Shown, Source
from shouwen.search.texts import Text

KIND = "clause"


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Write the clauses anew whose regulation was adopted or retired."""
    slug = row.about.removeprefix("regulation:")
    versions = Version.objects.filter(regulation__slug=slug)
    found = ClauseRow.objects.filter(version__in=versions).order_by("pk")
    search.changed(KIND, [str(pk) for pk in found.values_list("pk", flat=True)])


def texts(keys: Collection[str]) -> list[Text]:
    """Return the texts of clauses, in one query."""
    found = ClauseRow.objects.select_related("version__regulation").filter(pk__in=list(keys))
    return [
        Text(
            about=f"clause:{row.pk}",
            kind=KIND,
            head=f"{row.number} {row.heading}",
            body=f"{row.text}\n{row.version.regulation.title}",
            facets={"regulation": row.version.regulation.slug},
            seen_by=["clause:all"],
        )
        for row in found.filter(version__ended__isnull=True).order_by("pk")
        if row.text or row.heading
    ]


def reads(member: Member, at: datetime) -> Reader:
    """Let everybody who works here find what they are judged by."""
    del member, at
    return Reader(keys=frozenset({"clause:all"}))


def shows(hits: Sequence[Hit], member: Member, at: datetime) -> Mapping[str, Shown]:
    """Return clauses that were found, in one query."""
    del member, at
    pks = [int(hit.about.removeprefix("clause:")) for hit in hits]
    found = ClauseRow.objects.select_related("version__regulation").filter(pk__in=pks)
    return {f"clause:{row.pk}": _shown(row) for row in found.order_by()}


def _shown(row: ClauseRow) -> Shown:
    version = row.version
    page = reverse("regulations:version", args=[version.regulation.slug, version.number])
    return Shown(
        title=f"{row.number} {row.heading}".strip(),
        href=f"{page}#{row.address}",
        note=f"《{version.regulation.title}》",
    )


def keys(after: str, limit: int) -> list[str]:
    """Return the next clauses' numbers after one."""
    found = ClauseRow.objects.filter(Q(pk__gt=int(after or 0)), version__ended__isnull=True)
    return [str(pk) for pk in found.order_by("pk").values_list("pk", flat=True)[:limit]]


SOURCE = Source(
    kind=KIND,
    label=_("Clauses"),
    icon="journal-text",
    reads=reads,
    shows=shows,
    keys=keys,
    texts=texts,
    ends=True,
)
