"""What became of what members owed in a period: for reports that begin with figures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Q

from shouwen.obligations.models import ObligationRow, State
from shouwen.obligations.queries import OwedRow, _rows

SORTS = ("met", "late", "lapsed", "overdue_cases", "to_come")


def _which(sort: str, since: datetime, until: datetime) -> Q:
    ended = Q(ended_at__gte=since, ended_at__lt=until)
    due = Q(due_at__gte=since, due_at__lt=until)
    return {
        "met": ended & Q(state=State.MET, late=False),
        "late": ended & Q(state=State.MET, late=True),
        "lapsed": due & Q(state=State.LAPSED),
        "overdue_cases": due & Q(late=True, about__startswith="case:"),
        "to_come": due & ~Q(state=State.WITHDRAWN),
    }[sort]


def counted(owners: Collection[int], since: datetime, until: datetime) -> dict[str, int]:
    """Count what these members met in time or late, missed, and what was or is due, in one query.

    ``since`` is included and ``until`` is not.
    """
    found = ObligationRow.objects.filter(owner__in=list(owners))
    # Named apart from the columns: an aggregate called like one would stand in its place.
    counts = found.aggregate(
        **{f"all_{sort}": Count("id", filter=_which(sort, since, until)) for sort in SORTS}
    )
    return {sort: counts[f"all_{sort}"] for sort in SORTS}


def rows(
    owners: Collection[int], sort: str, since: datetime, until: datetime, *, limit: int = 200
) -> list[OwedRow]:
    """List what :func:`counted` counts as one of :data:`SORTS`, in the order of its opening."""
    found = ObligationRow.objects.filter(_which(sort, since, until), owner__in=list(owners))
    return _rows(found.order_by("id"), limit)
