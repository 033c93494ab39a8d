"""Periods of the calendar: where one begins, what it is called, and the next one."""

from __future__ import annotations

from dataclasses import dataclass
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


def per_of(name: str) -> str:
    """Tell which length of period a name is of: ``2026-Q1`` is a quarter, ``2026`` a year."""
    _, _, rest = name.partition("-")
    if not rest:
        return "year"
    marked = {"W": "week", "Q": "quarter", "H": "half_year"}.get(rest[0])
    return marked or ("day" if "-" in rest else "month")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time: from ``since`` (None: ever) to before ``until``; ``name`` is ``2026-04``.

    The name is empty where the stretch has no beginning.
    """

    name: str
    since: datetime | None
    until: datetime


def stretch_of(
    at: datetime, per: str, zone: tzinfo, *, named: object = None, back: int = 0
) -> Stretch:
    """Return the period in which a fact stands, as far as it has gone by then.

    It is the period around what the fact's ``period`` detail names, up to the end of what is named;
    without one, the period in which the fact happened. ``back`` goes so many periods back. Raises
    ValueError when ``named`` is no name of a period.
    """
    just_after = at + timedelta(microseconds=1)
    day = at.astimezone(zone).date()
    ends = just_after
    if named is not None:
        after = next_first_day(begin_of(str(named)), per_of(str(named)))
        day = after - timedelta(days=1)
        ends = min(just_after, midnight(after, zone))
    if per == "ever":
        return Stretch("", None, ends)
    begins = first_day(day, per)
    for _ in range(back):
        begins = first_day(begins - timedelta(days=1), per)
    over = midnight(next_first_day(begins, per), zone)
    return Stretch(name_of(begins, per), midnight(begins, zone), min(over, ends))


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the first instant of a day, in ``zone``."""
    return datetime.combine(day, time(), zone)
