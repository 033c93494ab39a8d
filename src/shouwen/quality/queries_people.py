"""Rows of people: their months, and how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from shouwen.people.models import Member
from shouwen.quality import cards
from shouwen.quality.models import Item

TREND_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a person's checks of a month came to."""

    name: str
    checks: int
    mean: str
    zeroed: int


def months_of(person: Member) -> list[Month]:
    """Return a person's last months that had checks, oldest first, in one query."""
    found = Item.objects.filter(person=person, checked_at__isnull=False)
    rows = found.order_by().values(month=TruncMonth("happened_at")).annotate(
        checks=Count("pk"), mean=Avg("points"), zeroed=Count("pk", filter=Q(zeroed=True))
    )  # fmt: skip
    return [_month(row) for row in reversed(rows.order_by("-month")[:TREND_MONTHS])]


def _month(row: Mapping[str, Any]) -> Month:
    mean = None if row["mean"] is None else Decimal(str(row["mean"]))
    return Month(
        name=f"{timezone.localtime(row['month']):%Y-%m}", checks=row["checks"],
        mean=cards.points_text(mean), zeroed=row["zeroed"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a person's checks stand since a day."""

    key: str
    name: str
    checks: int
    mean: str
    zeroed: int


def standings(since: datetime, among: Iterable[int] | None = None) -> list[Standing]:
    """Return everybody's checks since a moment, the lowest mean first; ``among`` limits whom."""
    found = Item.objects.filter(checked_at__gte=since)
    if among is not None:
        found = found.filter(person__in=list(among))
    rows = found.values("person__username", "person__name").annotate(
        checks=Count("pk"), mean=Avg("points"), zeroed=Count("pk", filter=Q(zeroed=True))
    )
    return [
        Standing(
            key=row["person__username"], name=row["person__name"], checks=row["checks"],
            mean=cards.points_text(Decimal(str(row["mean"]))), zeroed=row["zeroed"],
        )
        for row in rows.order_by("mean", "person__username")
    ]  # fmt: skip
