"""Visitors' names, telephones and purposes go when the privacy notice's period is over."""

from __future__ import annotations

from datetime import datetime

from shouwen.portal import queries as portal
from shouwen.portal.forgetting import months_before
from shouwen.reception.models import Arrival


def forget_due(*, now: datetime, limit: int = 100) -> int:
    """Remove what visitors said of themselves, at most of so many; return of how many."""
    notice = portal.notice()
    if notice is None or notice.keep_months is None:
        return 0
    before = months_before(now, notice.keep_months)
    due = Arrival.objects.filter(came_at__lte=before, forgotten_at=None).order_by("pk")
    pks = list(due.values_list("pk", flat=True)[:limit])
    return Arrival.objects.filter(pk__in=pks).update(
        name="", phone="", purpose="", customer=None, forgotten_at=now
    )
