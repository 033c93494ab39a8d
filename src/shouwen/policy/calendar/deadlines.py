"""Deadlines from what a regulation writes: a length, a clock time, a day of the month.

The rules, said once:

* done at or before ``due_at`` is in time;
* the end of a calendar day is 24:00, kept as 00:00 of the day after;
* N working days end at the closing time of the N-th working day after the day of the event, the
  event's own day never counting; N days (weeks, months) end at 24:00 of the last day;
* to the minute, N working days are N times the opening time of one normal working day, and what is
  used up exactly at closing ends at the next opening: the same place N working days later; N days
  (weeks, months) are the same clock time on the last day;
* hours, minutes and seconds are exact; working hours and minutes pass in opening time only;
* part of a working day or day counts as a whole one when counting to the end of a day.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import partial
from typing import Literal

from shouwen.policy.amounts import Length, TimeUnit
from shouwen.policy.calendar.counting import (
    Found,
    months_later,
    nth_closing,
    nth_midnight,
    wall_months_later,
)
from shouwen.policy.calendar.days import DayBook
from shouwen.policy.calendar.explain import (
    iso,
    named_days,
    pause_step,
    provisional_steps,
    standard_day_step,
    working_steps,
)
from shouwen.policy.calendar.instants import MINUTE, SECOND, at_wall, to_moment, wall_of
from shouwen.policy.calendar.working import Opening, Pause, Steady, WorkingDays, running
from shouwen.policy.steps import Late, Step, Value

Counted = Literal["to_day_end", "to_the_minute"]

EXACT = {TimeUnit.SECOND: SECOND, TimeUnit.MINUTE: MINUTE, TimeUnit.HOUR: 60 * MINUTE}
WORKING = {TimeUnit.WORKING_MINUTE: MINUTE, TimeUnit.WORKING_HOUR: 60 * MINUTE}
DAYS = {TimeUnit.DAY: 1, TimeUnit.WEEK: 7}
DAY = 24 * 60 * MINUTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A moment worked out with its steps; ``at`` is None while a pause without end lasts.

    ``provisional`` warns that a holiday notice not yet published may still move it.
    """

    at: datetime | None
    steps: tuple[Step, ...] = ()
    provisional: bool = False


def result(book: DayBook, instant: int | None, steps: Sequence[Step], *, flagged: bool) -> Due:
    """Return a Due at an instant in the calendar's zone."""
    at = None if instant is None else to_moment(instant, book.zone)
    return Due(at=at, steps=tuple(steps), provisional=flagged)


def due_after(
    book: DayBook, start: int, length: Length, counted: Counted, pauses: Sequence[Pause]
) -> Due:
    """Return when ``length`` after ``start`` is over; the module's docstring gives the rules."""
    unit = length.unit
    if unit in EXACT:
        return _exact(book, start, length, start + scaled(length.count, EXACT[unit]), pauses)
    if unit in WORKING:
        return _working(Opening(book), start, scaled(length.count, WORKING[unit]), pauses)
    if counted == "to_the_minute":
        return _to_the_minute(book, start, length, pauses)
    if unit is TimeUnit.WORKING_DAY:
        return _working_days(book, start, math.ceil(length.count), pauses)
    return _calendar_days(book, start, length, pauses)


def scaled(count: Decimal, microseconds: int) -> int:
    """Return ``count`` times a unit of so many microseconds, whole."""
    return int(count * microseconds)


def _exact(book: DayBook, start: int, length: Length, end: int, pauses: Sequence[Pause]) -> Due:
    """Count on the clock that never stops, pauses left out."""
    at = running(Steady(), start, end - start, pauses)
    steps = [pause_step(book, p) for p in pauses if _matters(p, start, at)]
    if at is not None:
        steps.append(
            Step("calendar.elapsed", Late(partial(_elapsed, book.zone, length, start, at)))
        )
    return result(book, at, steps, flagged=False)


def _elapsed(zone: tzinfo, length: Length, start: int, at: int) -> dict[str, Value]:
    return {"length": str(length), "start": iso(start, zone), "at": iso(at, zone)}


def _matters(pause: Pause, start: int, at: int | None) -> bool:
    return (pause[1] is None or pause[1] > start) and (at is None or pause[0] < at)


def _working(
    clock: Opening, start: int, length: int, pauses: Sequence[Pause], said: Step | None = None
) -> Due:
    """Count opening time only, pauses left out."""
    book = clock.book
    at = running(clock, start, length, pauses)
    intro = said or Step("calendar.working_time", {"seconds": length // SECOND})
    flags = provisional_steps(book, book.local(start), book.local(start if at is None else at))
    steps = [intro, *working_steps(book, start, clock.parts, pauses), *_reopened(clock, at)]
    return result(book, at, [*steps, *flags], flagged=bool(flags))


def _reopened(clock: Opening, at: int | None) -> list[Step]:
    """Say that the time was used up exactly at closing and ends at the next opening."""
    if at is None or not clock.parts or at == clock.parts[-1].until:
        return []
    return [Step("calendar.next_opening", {"at": iso(at, clock.book.zone)})]


def _to_the_minute(book: DayBook, start: int, length: Length, pauses: Sequence[Pause]) -> Due:
    if length.unit is TimeUnit.WORKING_DAY:
        worth = scaled(length.count, book.standard_day())
        said = standard_day_step(book, str(length), worth)
        return _working(WorkingDays(book), start, worth, pauses, said)
    end = at_wall(_wall_after(wall_of(start, book.zone), length), book.zone)
    return _exact(book, start, length, max(end, start), pauses)


def _wall_after(wall: datetime, length: Length) -> datetime:
    if length.unit is TimeUnit.MONTH:
        return wall_months_later(wall, int(length.count))
    return wall + timedelta(microseconds=scaled(length.count, DAYS[length.unit] * DAY))


def _working_days(book: DayBook, start: int, count: int, pauses: Sequence[Pause]) -> Due:
    found = nth_closing(book, start, count, pauses)
    first, last = book.home(start), found.day
    flags = provisional_steps(book, first, last)
    steps = [*named_days(book, min(first + 1, last), last), *_lost(book, found)]
    if found.at is not None:
        code = "calendar.nth_working_day" if count else "calendar.this_working_day"
        steps.append(_counted(book, code, found, found.at, count))
    return result(book, found.at, [*steps, *flags], flagged=bool(flags))


def _calendar_days(book: DayBook, start: int, length: Length, pauses: Sequence[Pause]) -> Due:
    count = _whole_days(date.fromordinal(book.local(start)), length)
    found = nth_midnight(book, start, count, pauses)
    steps = _lost(book, found)
    if found.at is not None:
        code = "calendar.nth_day" if count else "calendar.this_day"
        steps.append(_counted(book, code, found, found.at, count, str(length)))
    return result(book, found.at, steps, flagged=False)


def _whole_days(day: date, length: Length) -> int:
    if length.unit is TimeUnit.MONTH:
        return (months_later(day, int(length.count)) - day).days
    return math.ceil(length.count * DAYS[length.unit])


def _lost(book: DayBook, found: Found) -> list[Step]:
    """Say how many day ends each pause cost."""
    steps = []
    for pause in dict.fromkeys(found.lost):
        said = pause_step(book, pause)
        if pause[1] is not None:
            cost = {"days": found.lost.count(pause)}
            said = Step("calendar.pause_days", {**said.values, **cost})
        steps.append(said)
    return steps


def _counted(book: DayBook, code: str, found: Found, at: int, count: int, length: str = "") -> Step:
    days: dict[str, Value] = {"first": _day(found.first), "day": _day(found.day), "count": count}
    said: dict[str, Value] = {"length": length} if length else {}
    return Step(code, {**said, **days, "at": iso(at, book.zone)})


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
