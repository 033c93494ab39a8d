"""A month of a calendar as a page shows it: which day is worked, free, made up or exceptional."""

from __future__ import annotations

import calendar as months
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from shouwen.policy.calendar import Calendar
from shouwen.policy.calendar.hours import intervals_text


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCell:
    """One day: ``kind`` is working, closed, holiday, make_up, hours or opened; ``note`` why."""

    day: date
    is_in_month: bool
    is_today: bool
    kind: str
    hours: tuple[str, ...]
    note: str


def month_of(
    calendar_on: Callable[[date], Calendar], month: date, today: date
) -> list[list[DayCell]]:
    """Return the weeks of the month that contains ``month``, Monday first."""
    weeks = months.Calendar(firstweekday=0).monthdatescalendar(month.year, month.month)
    return [[_cell(calendar_on(day), day, month.month, today) for day in week] for week in weeks]


def _cell(calendar: Calendar, day: date, month: int, today: date) -> DayCell:
    worked_out = calendar.day(day)
    kind = worked_out.note or ("working" if worked_out.spans else "closed")
    return DayCell(
        day=day,
        is_in_month=day.month == month,
        is_today=day == today,
        kind=kind,
        hours=tuple(intervals_text(worked_out.hours)),
        note=worked_out.name,
    )


def first_of(text: str, today: date) -> date:
    """Read ``2026-02`` as the first of that month; anything else is the month of ``today``."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return month if MINYEAR < month.year < MAXYEAR else today.replace(day=1)


def before(month: date) -> str:
    """Return the month before, as :func:`first_of` reads it."""
    return f"{(month.replace(day=1) - timedelta(days=1)):%Y-%m}"


def after(month: date) -> str:
    """Return the month after, as :func:`first_of` reads it."""
    return f"{(month.replace(day=28) + timedelta(days=4)):%Y-%m}"
