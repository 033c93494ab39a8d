"""Half-open periods of days: from ``since`` up to, but not on, ``until``."""

from __future__ import annotations

from datetime import date

from django.db.models import CheckConstraint, F, Q


def ends_after_it_begins(name: str) -> CheckConstraint:
    """Return the constraint that a period lasts at least one day."""
    return CheckConstraint(name=name, condition=Q(until__isnull=True) | Q(until__gt=F("since")))


def holding_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a period covers ``day``; ``prefix`` leads to the period."""
    begun = Q(**{f"{prefix}since__lte": day})
    return begun & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day}))
