"""Counting back from a moment: “three working days before”, “one hour before the shift”."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta

from shouwen.policy.amounts import Length, TimeUnit
from shouwen.policy.calendar.counting import months_later, wall_months_later, working_day
from shouwen.policy.calendar.days import DayBook
from shouwen.policy.calendar.deadlines import (
    DAY,
    DAYS,
    EXACT,
    WORKING,
    Counted,
    Due,
    result,
    scaled,
)
from shouwen.policy.calendar.explain import (
    backward_steps,
    iso,
    named_days,
    provisional_steps,
    standard_day_step,
)
from shouwen.policy.calendar.instants import SECOND, at_wall, wall_of
from shouwen.policy.calendar.working import Opening
from shouwen.policy.steps import Step, Value


def due_before(book: DayBook, moment: int, length: Length, counted: Counted) -> Due:
    """Return the last moment still ``length`` before ``moment``, never after ``moment``."""
    unit = length.unit
    if unit in EXACT:
        return _elapsed(book, moment, length, moment - scaled(length.count, EXACT[unit]))
    if unit in WORKING:
        return _working(book, moment, scaled(length.count, WORKING[unit]))
    if counted == "to_the_minute":
        return _to_the_minute(book, moment, length)
    if unit is TimeUnit.WORKING_DAY:
        return _working_days(book, moment, math.ceil(length.count))
    return _days(book, moment, length)


def _elapsed(book: DayBook, moment: int, length: Length, at: int) -> Due:
    values = {"length": str(length), "moment": iso(moment, book.zone), "at": iso(at, book.zone)}
    return result(book, at, [Step("calendar.before", values)], flagged=False)


def _working(book: DayBook, moment: int, length: int, said: Step | None = None) -> Due:
    clock = Opening(book)
    at = clock.back(moment, length)
    intro = said or Step("calendar.working_time", {"seconds": length // SECOND})
    flags = provisional_steps(book, book.local(at), book.local(moment))
    steps = [intro, *backward_steps(book, clock.parts, at), *flags]
    return result(book, at, steps, flagged=bool(flags))


def _to_the_minute(book: DayBook, moment: int, length: Length) -> Due:
    if length.unit is TimeUnit.WORKING_DAY:
        worth = scaled(length.count, book.standard_day())
        said = standard_day_step(book, str(length), worth)
        return _working(book, moment, worth, said)
    wall = _wall_before(wall_of(moment, book.zone), length)
    return _elapsed(book, moment, length, min(at_wall(wall, book.zone), moment))


def _wall_before(wall: datetime, length: Length) -> datetime:
    if length.unit is TimeUnit.MONTH:
        return wall_months_later(wall, -int(length.count))
    return wall - timedelta(microseconds=scaled(length.count, DAYS[length.unit] * DAY))


def _working_days(book: DayBook, moment: int, count: int) -> Due:
    home = book.home(moment)
    day = working_day(book, home, -count) if count else home
    closes = book.on(day).closes if book.on(day).spans else moment
    at = min(closes, moment)
    flags = provisional_steps(book, day, home)
    said: dict[str, Value] = {
        "count": count,
        "moment": iso(moment, book.zone),
        "at": iso(at, book.zone),
    }
    steps = [*named_days(book, day, home - 1), Step("calendar.working_days_before", said)]
    return result(book, at, [*steps, *flags], flagged=bool(flags))


def _days(book: DayBook, moment: int, length: Length) -> Due:
    today = date.fromordinal(book.local(moment))
    if length.unit is TimeUnit.MONTH:
        day = months_later(today, -int(length.count))
    else:
        day = today - timedelta(days=math.ceil(length.count * DAYS[length.unit]))
    return _elapsed(book, moment, length, min(book.midnight_after(day.toordinal()), moment))
