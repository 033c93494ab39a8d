"""Periods of the calendar: where one begins, what it is called, and the next one."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def first_day(day: date, per: str) -> date:
    """Return the first day of the day, week, month, quarter, half-year or year around ``day``."""
    if per in ("day", "working_day"):
        return day
    if per == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS[per]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_first_day(begins: date, per: str) -> date:
    """Return the first day of the period after the one that begins on ``begins``."""
    if per in ("day", "working_day"):
        return begins + timedelta(days=1)
    if per == "week":
        return begins + timedelta(days=7)
    months = begins.year * 12 + begins.month - 1 + _MONTHS[per]
    return date(months // 12, months % 12 + 1, 1)


def name_of(begins: date, per: str) -> str:
    """Name a period by its first day: ``2026-11-21``, ``2026-W47``, ``2026-11``, ``2026-Q4``."""
    if per in ("day", "working_day"):
        return begins.isoformat()
    if per == "week":
        year, week, _ = begins.isocalendar()
        return f"{year}-W{week:02d}"
    if per == "month":
        return f"{begins:%Y-%m}"
    part = {"quarter": "-Q", "half_year": "-H"}.get(per)
    if part is None:
        return str(begins.year)
    return f"{begins.year}{part}{(begins.month - 1) // _MONTHS[per] + 1}"


def begin_of(name: str) -> date:
    """Return the first day of a period from its name; raise ValueError for anything else."""
    year, _, rest = name.partition("-")
    if not rest:
        return date(int(year), 1, 1)
    if rest[0] == "W":
        return date.fromisocalendar(int(year), int(rest[1:]), 1)
    if rest[0] in "QH":
        months = 3 if rest[0] == "Q" else 6
        return date(int(year), (int(rest[1:]) - 1) * months + 1, 1)
    return date.fromisoformat(name if "-" in rest else f"{name}-01")


def period_start(at: datetime, per: str, zone: tzinfo) -> datetime:
    """Return the first instant of the period in which ``at`` lies, in ``zone``."""
    return datetime.combine(first_day(at.astimezone(zone).date(), per), time(), zone)
