"""Days as papers count them: in the house's zone, until midnight."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def begin_of(day: date) -> datetime:
    """Return the midnight with which a day begins."""
    return timezone.make_aware(datetime.combine(day, time()))


def end_of(day: date) -> datetime:
    """Return the midnight with which a day ends."""
    return begin_of(day + timedelta(days=1))
