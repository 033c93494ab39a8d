"""Counting whole days: the N-th closing time, the N-th midnight, the day of a month.

A day is counted when its end comes: the closing time of a working day, 24:00 of a calendar day. A
day whose end falls into a pause is not counted. So a pause without length changes nothing, a pause
inside one day's hours costs nothing, and a later resume never brings the deadline forward.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from shouwen.policy.calendar.days import DayBook
from shouwen.policy.calendar.pauses import standing
from shouwen.policy.calendar.working import Pause

_DAY_NUMBERS = range(1, 32)


class Found(NamedTuple):
    """Where counting ended (None: a pause still lasts), where it began, and ends lost to pauses."""

    day: int
    at: int | None
    first: int
    lost: tuple[Pause, ...] = ()


def _count(ends: Iterable[tuple[int, int]], count: int, pauses: Sequence[Pause]) -> Found:
    """Return the ``count``-th of the day ends at which the clock runs."""
    lost: list[Pause] = []
    first = 0
    for ordinal, end in ends:
        first = first or ordinal
        pause = standing(pauses, end) if pauses else None
        if pause is None:
            count -= 1
            if count <= 0:
                return Found(ordinal, end, first, tuple(lost))
        elif pause[1] is None:
            return Found(ordinal, None, first, (*lost, pause))
        else:
            lost.append(pause)
    raise AssertionError("the day ends are endless")


def nth_closing(book: DayBook, start: int, count: int, pauses: Sequence[Pause] = ()) -> Found:
    """Return the closing time of the ``count``-th working day after the day of ``start``.

    Zero is the first working day that has not closed yet, the day of ``start`` included.
    """
    home = book.home(start)
    days = book.forward(home if count == 0 else home + 1)
    ends = ((day.day.toordinal(), day.closes) for day in days if day.closes > start)
    return _count(ends, max(count, 1), pauses)


def nth_midnight(book: DayBook, start: int, count: int, pauses: Sequence[Pause] = ()) -> Found:
    """Return 24:00 of the ``count``-th calendar day after the day of ``start``."""
    today = book.local(start)
    if not pauses:
        day = today + count
        return Found(day, book.midnight_after(day), min(today + 1, day))
    return _count(_midnights(book, today if count == 0 else today + 1), max(count, 1), pauses)


def _midnights(book: DayBook, ordinal: int) -> Iterator[tuple[int, int]]:
    while True:
        yield ordinal, book.midnight_after(ordinal)
        ordinal += 1


def working_day(book: DayBook, ordinal: int, count: int) -> int:
    """Return the ordinal of the ``count``-th working day after (or, negative, before) a date."""
    if count == 0:
        return next(book.forward(ordinal)).day.toordinal()
    days = book.forward(ordinal + 1) if count > 0 else book.backward(ordinal - 1)
    for _ in range(abs(count) - 1):
        next(days)
    return next(days).day.toordinal()


def months_later(day: date, count: int) -> date:
    """Return the same day ``count`` months later, clipped to the end of a shorter month."""
    month = day.year * 12 + day.month - 1 + count
    year, month = divmod(month, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def wall_months_later(wall: datetime, count: int) -> datetime:
    """Return the same wall time ``count`` months later, clipped to a shorter month."""
    return datetime.combine(months_later(wall.date(), count), wall.time())


def day_of_month(start: date, day: int | str, month: str, *, inclusive: bool) -> date:
    """Return the last day on time: the day itself or, unless ``inclusive``, the day before it.

    ``day`` is 1-31 or ``last`` (always inclusive); ``month`` is ``this`` or ``next``. Days past the
    end of a short month mean its last day. “Before the 1st” ends with the month before. Raises
    ValueError for anything else.
    """
    if month not in ("this", "next"):
        raise ValueError(f"“{month}” is no month; write `this` or `next`.")
    first = months_later(start.replace(day=1), 1 if month == "next" else 0)
    length = months.monthrange(first.year, first.month)[1]
    wanted = length if day == "last" else _day_number(day) - (0 if inclusive else 1)
    return date.fromordinal(first.toordinal() + min(wanted, length) - 1)


def _day_number(day: int | str) -> int:
    if not str(day).isdigit() or int(day) not in _DAY_NUMBERS:
        raise ValueError(f"“{day}” is no day of a month; write 1 to 31 or `last`.")
    return int(day)
