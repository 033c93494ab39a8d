"""What stands on the desk of whoever brings regulations in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwen.adoption.models import Draft
from shouwen.regulations.models import CalendarVersion, Version


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRow:
    """One draft on the list."""

    pk: int
    file_name: str
    by: str
    changed_at: datetime


def open_drafts(limit: int = 50) -> list[DraftRow]:
    """List the drafts that were not adopted yet, the latest change first."""
    rows = Draft.objects.filter(adopted__isnull=True).order_by("-changed_at", "-pk")[:limit]
    return [
        DraftRow(pk=pk, file_name=name, by=by, changed_at=at)
        for pk, name, by, at in rows.values_list(
            "pk", "file_name", "changed_by__name", "changed_at"
        )
    ]


def last_numbers() -> dict[str, int]:
    """Return the number of the last version of each regulation that was ever adopted."""
    rows = Version.objects.order_by("number").values_list("regulation__slug", "number")
    return dict(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptingRow:
    """One of several drafts being adopted; ``number`` is the version it became."""

    pk: int
    file_name: str
    text: str
    slug: str
    number: int | None


def drafts_adopting(pks: Sequence[int]) -> list[AdoptingRow]:
    """Return several drafts in the order asked for, with the versions some became; one query."""
    rows = Draft.objects.filter(pk__in=pks).values_list(
        "pk", "file_name", "text", "adopted__regulation__slug", "adopted__number"
    )
    found = {
        pk: AdoptingRow(pk=pk, file_name=name, text=text, slug=slug or "", number=number)
        for pk, name, text, slug, number in rows
    }
    return [found[pk] for pk in pks if pk in found]


def has_hours() -> bool:
    """Tell whether the house has opening hours already."""
    return CalendarVersion.objects.filter(team__isnull=True).exists()
