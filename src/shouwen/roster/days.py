"""Days, weeks and months of a roster, and the moments of a shift that begins on a day."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from shouwen.enforcement.words import of_language
from shouwen.regulations.holiday_table import holiday_table

WEEK, MONTH = "week", "month"
SPANS = (WEEK, MONTH)
_SATURDAY = 5
_ENGLISH = {
    "元旦": "New Year", "春节": "Spring Festival", "清明节": "Qingming", "劳动节": "Labour Day",
    "端午节": "Dragon Boat", "中秋节": "Mid-Autumn", "国庆节": "National Day",
}  # fmt: skip
_HOUR = Decimal(3600)
ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of a calendar; ``holiday`` is its name where the notices name it a day off."""

    on: date
    off: bool
    holiday: str
    today: bool

    @property
    def key(self) -> str:
        """The day as ``2026-11-22``."""
        return self.on.isoformat()


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins on the house's clock."""
    return timezone.make_aware(datetime.combine(day, time()))


def moments(day: date, begins: time, minutes: int) -> tuple[datetime, datetime]:
    """Return when a shift of a day begins and ends; it may end on the next day."""
    start = timezone.make_aware(datetime.combine(day, begins))
    return start, start + timedelta(minutes=minutes)


def is_public_holiday(day: date) -> bool:
    """Tell whether the holiday notices name the day as one off."""
    found = holiday_table().on(day)
    return found is not None and found.off


def is_off(day: date) -> bool:
    """Tell whether a day is one off: as the notices say, else a weekend."""
    named = holiday_table().on(day)
    return named.off if named else day.weekday() >= _SATURDAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """How much of a time lies on statutory holidays and on other days off.

    ``statutory`` is None where a year's statutory days are not listed.
    """

    statutory: timedelta | None
    other_off: timedelta


def split(begins: datetime, ends: datetime) -> Split:
    """Return what of a time lies on which sort of day; midnight parts them.

    A day worked in exchange for a holiday is an ordinary one.
    """
    statutory, other, known = timedelta(), timedelta(), True
    for day in between(timezone.localdate(begins), timezone.localdate(ends)):
        here = min(ends, midnight(day + ONE)) - max(begins, midnight(day))
        named = holiday_table().is_statutory(day)
        known = known and named is not None
        if named:
            statutory += here
        elif is_off(day):
            other += here
    return Split(statutory=statutory if known else None, other_off=other)


def holidays_between(first: date, last: date) -> frozenset[date]:
    """Return the days off that the notices name, both ends included."""
    return frozenset(day for day in between(first, last) if is_public_holiday(day))


def between(first: date, last: date) -> list[date]:
    """Return every day from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def days_of(first: date, last: date, today: date) -> list[Day]:
    """Return the days of a calendar with what is special about each."""
    return [_day(day, today) for day in between(first, last)]


def _day(day: date, today: date) -> Day:
    named = holiday_table().on(day)
    return Day(
        on=day,
        off=is_off(day),
        holiday=_holiday_name(named.name) if named and named.off else "",
        today=day == today,
    )


def _holiday_name(name: str) -> str:
    """Name a holiday in the language of the page; one of the notices' own words stays theirs."""
    english = _ENGLISH.get(name.split("、", maxsplit=1)[0])
    return of_language((name, english)) if english else name


def span_of(first: date, span: str) -> tuple[date, date]:
    """Return the first and last day of the week or month that a day lies in."""
    if span == MONTH:
        last = calendar.monthrange(first.year, first.month)[1]
        return first.replace(day=1), first.replace(day=last)
    monday = first - timedelta(days=first.weekday())
    return monday, monday + timedelta(days=6)


def around(first: date, last: date, span: str) -> tuple[date, date]:
    """Return the first days of the period before and of the one after."""
    return span_of(first - ONE, span)[0], last + ONE


def read_day(text: str, default: date) -> date:
    """Return a day written as ``2026-11-22``, or the default."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return default


def period_of(moment: datetime) -> str:
    """Return the month a moment counts in, as ``2026-11``."""
    return f"{timezone.localtime(moment):%Y-%m}"


def hours(length: timedelta) -> str:
    """Return a length in hours as facts keep it, to a hundredth."""
    found = (Decimal(int(length.total_seconds())) / _HOUR).quantize(Decimal("0.01"))
    return f"{found.normalize():f}"


def hours_text(spans: Sequence[timedelta]) -> str:
    """Return lengths added up in hours, with one digit where they are not whole."""
    hours = sum(spans, timedelta()).total_seconds() / 3600
    return f"{hours:.1f}".removesuffix(".0")
