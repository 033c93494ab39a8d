"""Deadlines at a fixed point of the clock or the month.

A pause that is over before that point does not move it. If the clock stands still at that point,
it falls due at the same clock time of the first following day at which the clock runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from shouwen.policy.calendar.counting import day_of_month, working_day
from shouwen.policy.calendar.days import DayBook
from shouwen.policy.calendar.deadlines import Due, result
from shouwen.policy.calendar.explain import iso, named_days, pause_step, provisional_steps
from shouwen.policy.calendar.hours import clock_text, time_minutes
from shouwen.policy.calendar.instants import at_minute
from shouwen.policy.calendar.pauses import standing
from shouwen.policy.calendar.working import Pause
from shouwen.policy.steps import Step


def by_clock(
    book: DayBook, start: int, clock: str | time, day: str, pauses: Sequence[Pause]
) -> Due:
    """Return “by 18:00” today, the next day or the next working day."""
    ordinal, minutes = _ordinal(book, start, day), time_minutes(clock)
    values = {"day": date.fromordinal(ordinal).isoformat(), "clock": clock_text(minutes)}
    steps, flags = _on_the_way(book, start, ordinal, day)
    steps.append(Step(f"calendar.by_clock_{day}", values))
    return _at(book, ordinal, minutes, pauses, [*steps, *flags])


def _ordinal(book: DayBook, start: int, day: str) -> int:
    if day == "today":
        return book.local(start)
    if day == "next_day":
        return book.local(start) + 1
    if day == "next_working_day":
        return working_day(book, book.home(start), 1)
    raise ValueError(f"“{day}” is no day; use one of: today, next_day, next_working_day.")


def _on_the_way(book: DayBook, start: int, ordinal: int, day: str) -> tuple[list[Step], list[Step]]:
    """Name the days that moved the next working day."""
    if day != "next_working_day":
        return [], []
    home = book.home(start)
    return named_days(book, home + 1, ordinal), provisional_steps(book, home, ordinal)


def by_month_day(
    book: DayBook,
    start: int,
    day: int | str,
    month: str,
    clock: str | time,
    pauses: Sequence[Pause],
    *,
    inclusive: bool,
) -> Due:
    """Return “before the 6th of next month”, strictly or with that day."""
    begun = date.fromordinal(book.local(start))
    last = day_of_month(begun, day, month, inclusive=inclusive)
    code = "last" if day == "last" else ("until" if inclusive else "before")
    minutes = time_minutes(clock)
    values = {"number": str(day), "month": month, "day": last.isoformat()}
    step = Step(f"calendar.month_{month}_{code}", {**values, "clock": clock_text(minutes)})
    return _at(book, last.toordinal(), minutes, pauses, [step])


def _at(
    book: DayBook, ordinal: int, minutes: int, pauses: Sequence[Pause], steps: Sequence[Step]
) -> Due:
    """Return the moment, moved day by day while the clock stands still at it."""
    flagged = any(step.code == "calendar.provisional" for step in steps)
    instant = at_minute(date.fromordinal(ordinal), minutes, book.zone)
    pause = standing(pauses, instant)
    if pause is None:
        return result(book, instant, steps, flagged=flagged)
    said = pause_step(book, pause)
    if pause[1] is None:
        return result(book, None, [*steps, said], flagged=flagged)
    while instant < pause[1]:
        ordinal += 1
        instant = at_minute(date.fromordinal(ordinal), minutes, book.zone)
    moved = Step("calendar.moved_by_pause", {"at": iso(instant, book.zone)})
    return result(book, instant, [*steps, said, moved], flagged=flagged)
