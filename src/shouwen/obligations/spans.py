"""What many members and posts owe between two moments: for teams and for calendars."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from shouwen.obligations.models import ObligationRow, State
from shouwen.obligations.queries import OwedRow, _owed, _rows, _soonest_first

# A withdrawn obligation never stood.
_STOOD = ~Q(state=State.WITHDRAWN)


def owed_by_many(
    owners: Collection[int], posts: Collection[str], *, cursor: str = "", limit: int = 100
) -> list[OwedRow]:
    """List what these members owe, and what falls to these posts together, soonest first."""
    return _soonest_first(_owed().filter(_of(owners, posts)), cursor or None, limit)


def due_between(
    since: datetime,
    until: datetime,
    owners: Collection[int],
    posts: Collection[str],
    limit: int = 500,
) -> list[OwedRow]:
    """List what fell or falls due from ``since`` to ``until``, whatever became of it, in order."""
    due = ObligationRow.objects.filter(_STOOD, due_at__gt=since, due_at__lte=until)
    return _rows(due.filter(_of(owners, posts)).order_by("due_at", "id"), limit)


def missed_lately(
    since: datetime, owners: Collection[int], posts: Collection[str], limit: int = 50
) -> list[OwedRow]:
    """List what was missed since then, done late or not at all, the latest first."""
    missed = ObligationRow.objects.filter(_STOOD, _of(owners, posts), late=True, due_at__gt=since)
    return _rows(missed.order_by("-due_at", "-id"), limit)


def rows_about(about: str) -> list[ObligationRow]:
    """Return every obligation there ever was about a matter, whatever became of it."""
    return list(ObligationRow.objects.filter(about=about).order_by("id"))


def _of(owners: Collection[int], posts: Collection[str]) -> Q:
    together = Q(owed_by__in=[f"post:{key}" for key in sorted(posts)])
    if not owners:
        # A post by itself: what its only holder was given is shown as well.
        return together
    return Q(owner__in=list(owners)) | (Q(owner__isnull=True) & together)
