"""What sets a day apart: holidays, the days around them, days worked in exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from shouwen.policy.holidays import HolidayTable

HOLIDAY, MAKE_UP, EVE, RETURN = "holiday", "make_up", "eve", "return"
_DAY = timedelta(days=1)
# Monday to Friday are worked as a rule; a make-up day (调休) is worked like one of them.
WORKED = 5


def day_kinds(
    days: Sequence[date], table: HolidayTable, special: Mapping[date, str] | None = None
) -> tuple[str, ...]:
    """Return the kind of each day; ``special`` (a promotion, a bill run) has the last word."""
    return tuple((special or {}).get(day) or _kind(day, table) for day in days)


def _kind(day: date, table: HolidayTable) -> str:
    named = table.on(day)
    if named is not None:
        return HOLIDAY if named.off else MAKE_UP
    if _is_off(day + _DAY, table):
        return EVE
    return RETURN if _is_off(day - _DAY, table) else ""


def _is_off(day: date, table: HolidayTable) -> bool:
    named = table.on(day)
    return named is not None and named.off


def like_weekday(day: date, kind: str) -> int:
    """Return the weekday (0 is Monday) whose course a day follows: a make-up day a Friday's."""
    return WORKED - 1 if kind == MAKE_UP and day.weekday() >= WORKED else day.weekday()
