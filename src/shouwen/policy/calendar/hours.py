"""Opening hours as people write them: ``{"mon-fri": ["08:30-12:00", "13:30-18:00"]}``.

An interval is a pair of minutes counted from midnight of the day it begins on. An interval that
ends at or before its own beginning runs past midnight: ``22:00-06:00`` is ``(1320, 1800)`` and
belongs to the day it starts on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import time
from itertools import pairwise

DAY_MINUTES = 24 * 60
_LONG = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Interval = tuple[int, int]
Intervals = tuple[Interval, ...]
Week = tuple[Intervals, Intervals, Intervals, Intervals, Intervals, Intervals, Intervals]

_CLOCK = re.compile(r"^\s*(\d{1,2}):(\d{2})\s*$")
_MINUTES = range(60)
_CLOSED = ("closed", "")


class CalendarError(ValueError):
    """Opening hours, holidays or an override cannot be used; the message says how to mend it."""


def clock_minutes(text: str) -> int:
    """Read ``08:30`` or ``24:00`` as minutes since midnight; raise CalendarError."""
    found = _CLOCK.match(str(text))
    minutes = int(found[1]) * 60 + int(found[2]) if found else DAY_MINUTES + 1
    if not found or minutes > DAY_MINUTES or int(found[2]) not in _MINUTES:
        raise CalendarError(f"“{text}” is not a time of day; write for example `08:30` or `24:00`.")
    return minutes


def clock_text(minutes: int) -> str:
    """Write minutes since midnight as ``08:30``; a time past midnight is that of the next day."""
    if minutes > DAY_MINUTES:
        minutes -= DAY_MINUTES
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def time_minutes(clock: str | time) -> int:
    """Return a time of day, as text or as ``time``, in minutes; raise CalendarError."""
    if isinstance(clock, time):
        return clock.hour * 60 + clock.minute
    return clock_minutes(clock)


def read_interval(text: str) -> Interval:
    """Read ``08:30-12:00`` or, past midnight, ``22:00-06:00``; raise CalendarError."""
    begin, dash, end = str(text).replace("–", "-").partition("-")
    if not dash:
        raise CalendarError(f"“{text}” is not opening hours; write for example `08:30-12:00`.")
    opens, closes = clock_minutes(begin), clock_minutes(end)
    if opens == DAY_MINUTES:
        raise CalendarError(f"“{text}” begins at 24:00; write `00:00-…` on the following day.")
    return (opens, closes if closes > opens else closes + DAY_MINUTES)


def read_intervals(texts: Iterable[str] | str | None) -> Intervals:
    """Read the opening intervals of one day in order; raise CalendarError where two overlap."""
    listed = [texts] if isinstance(texts, str) else list(texts or ())
    found = sorted(read_interval(t) for t in listed if str(t).strip() not in _CLOSED)
    for earlier, later in pairwise(found):
        if later[0] < earlier[1]:
            raise CalendarError(
                f"Opening hours {interval_text(earlier)} and {interval_text(later)} overlap; "
                "write them as one or let the second begin later."
            )
    return _joined(found)


def _joined(intervals: Iterable[Interval]) -> Intervals:
    """Join intervals that touch, so that noon between 08:00-12:00 and 12:00-18:00 is open."""
    out: list[Interval] = []
    for opens, closes in intervals:
        if out and out[-1][1] == opens and closes - out[-1][0] <= DAY_MINUTES:
            out[-1] = (out[-1][0], closes)
        else:
            out.append((opens, closes))
    return tuple(out)


def interval_text(interval: Interval) -> str:
    """Write an interval back the way it is read."""
    return f"{clock_text(interval[0])}-{clock_text(interval[1])}"


def intervals_text(intervals: Intervals) -> list[str]:
    """Write a day's intervals back the way they are read."""
    return [interval_text(i) for i in intervals]


def minutes_open(intervals: Intervals) -> int:
    """Return how many minutes the intervals of one day are open."""
    return sum(closes - opens for opens, closes in intervals)


def read_days(text: str) -> tuple[int, ...]:
    """Read ``mon``, ``mon-fri``, ``sat,sun`` or ``daily`` as weekdays 0-6; raise CalendarError."""
    if str(text).strip().lower() in ("daily", "every day"):
        return tuple(range(7))
    days: list[int] = []
    for part in str(text).lower().split(","):
        begin, dash, end = part.replace("–", "-").partition("-")
        first = _weekday(begin, text)
        span = (_weekday(end, text) - first) % 7 if dash else 0
        days.extend((first + step) % 7 for step in range(span + 1))
    return tuple(days)


def _weekday(text: str, whole: str) -> int:
    name = text.strip()
    name = name[:3] if name in _LONG else name
    if name not in WEEKDAYS:
        raise CalendarError(_not_days(whole))
    return WEEKDAYS.index(name)


def _not_days(text: str) -> str:
    return f"“{text}” names no days of the week; write for example `mon-fri`, `sat` or `daily`."


def read_week(hours: Mapping[str, Iterable[str] | str | None]) -> Week:
    """Read a week's opening hours; days not named are closed; raise CalendarError.

    A day may be named once. A week that is never open is refused: nothing could fall due in it.
    """
    week: list[Intervals | None] = [None] * 7
    for names, texts in hours.items():
        for day in read_days(names):
            if week[day] is not None:
                raise CalendarError(f"{WEEKDAYS[day]} has opening hours twice; name each day once.")
            week[day] = read_intervals(texts)
    full = tuple(day or () for day in week)
    if not any(full):
        raise CalendarError("The week is never open; give at least one day opening hours.")
    _refuse_spill(full)
    return full  # type: ignore[return-value]


def _refuse_spill(week: tuple[Intervals, ...]) -> None:
    """Refuse a night that is still open when the next day opens."""
    for day, intervals in enumerate(week):
        following = week[(day + 1) % 7]
        if intervals and following and intervals[-1][1] - DAY_MINUTES > following[0][0]:
            raise CalendarError(
                f"{WEEKDAYS[day]} {interval_text(intervals[-1])} runs into the opening hours of "
                f"{WEEKDAYS[(day + 1) % 7]}; let the second begin when the first ends."
            )


def week_text(week: Week) -> dict[str, list[str]]:
    """Write a week back, one entry per open day."""
    days = zip(WEEKDAYS, week, strict=True)
    return {name: intervals_text(intervals) for name, intervals in days if intervals}


def first_open_weekday(week: Week) -> int:
    """Return the first weekday, counted from Monday, that has opening hours."""
    return next(day for day, intervals in enumerate(week) if intervals)
