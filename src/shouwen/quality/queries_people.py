"""Rows of people: their months, the lines they miss, their standing, coaching notes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from django.db.models import Avg, Count, Q

from shouwen.enforcement.words import of_language
from shouwen.people.models import Member
from shouwen.quality import cards
from shouwen.quality.models import Item, Note
from shouwen.quality.queries import PAGE

TREND_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """What a person's checks of a month came to; ``failed`` are lines not wholly earned."""

    name: str
    checks: int
    mean: str
    zeroed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A line of a card with how often a person did not earn all of it."""

    name: str
    missed: int
    of: int

    @property
    def percent(self) -> int:
        """The share in whole percent."""
        return round(100 * self.missed / self.of)


def trend_of(person: Member) -> tuple[list[Month], list[Missed]]:
    """Return a person's last months, oldest first, and the lines missed most, in one query."""
    found = Item.objects.filter(person=person, checked_at__isnull=False)
    items = list(found.select_related("sample__version").order_by("-happened_at")[:500])
    months: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        months[f"{item.happened_at:%Y-%m}"].append(item)
    recent = sorted(months)[-TREND_MONTHS:]
    return [_month(name, months[name]) for name in recent], _missed(items)


def _month(name: str, items: Sequence[Item]) -> Month:
    points = [Fraction(one.points) for one in items if one.points is not None]
    mean = sum(points, Fraction()) / len(points) if points else None
    return Month(
        name=name, checks=len(items), mean=cards.points_text(mean),
        zeroed=sum(one.zeroed for one in items),
    )  # fmt: skip


def _missed(items: Iterable[Item]) -> list[Missed]:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    names: dict[str, str] = {}
    for item in items:
        for line in cards.lines_of(item.sample.version):
            names.setdefault(line.key, of_language((line.name, line.name_en or line.name)))
            earned = item.marks.get(line.key, {}).get("earned")
            if earned in {"1", "1/2", "0"}:
                counted[line.key][0] += earned != "1"
                counted[line.key][1] += 1
    found = [Missed(name=names[k], missed=m, of=n) for k, (m, n) in counted.items() if m]
    return sorted(found, key=lambda one: (-one.missed / one.of, one.name))


def notes_about(person: Member) -> list[Note]:
    """List the coaching notes about a person, the newest first."""
    found = Note.objects.filter(person=person).select_related("by")
    return list(found.order_by("-at", "-pk")[:PAGE])


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
