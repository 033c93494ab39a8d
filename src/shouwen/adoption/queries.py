"""What stands on the desk of whoever brings regulations in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwen.adoption.models import Draft


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
