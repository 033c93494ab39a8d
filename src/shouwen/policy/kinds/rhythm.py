"""Rhythms of a duty: which periods there are, and the day and time on which each is due."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal, NamedTuple, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shouwen.policy.calendar import Calendar, Due
from shouwen.policy.kinds.deadline import DAYS, day_of_month
from shouwen.policy.kinds.figures import Clock, wrong
from shouwen.policy.kinds.periods import begin_of, name_of, next_first_day
from shouwen.policy.steps import Step

Rhythm = Literal["day", "working_day", "week", "month", "quarter", "half_year", "year"]
LONG = ("month", "quarter", "half_year", "year")
DAILY = ("day", "working_day")
# How many of a longer period there are in a year.
_IN_A_YEAR = {"quarter": 4, "half_year": 2, "year": 1}
_PART = re.compile(r"^(?P<name>.+?)(?:T(?P<clock>\d\d\.\d\d)|\.(?P<nth>\d{1,2}))?$")
_LONGEST_CLOSURE = 31
_WORKING = ("first_working_day", "last_working_day")
Day = Literal[
    "last", "first_working_day", "last_working_day", "today", "next_day", "next_working_day"
]


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a duty: ``key`` names it, ``due`` is None while a figure is left blank."""

    key: str
    begins: datetime
    due: datetime | None


class Place(NamedTuple):
    """A period's name taken apart: its first day, and which of several times in it is meant."""

    begins: date
    clock: str = ""
    nth: int = 0


def place_of(key: str) -> Place:
    """Take the name of a period apart; raise ValueError for anything else."""
    found = _PART.match(key)
    if found is None:
        raise ValueError(f"“{key}” names no period.")
    clock = (found["clock"] or "").replace(".", ":")
    return Place(begin_of(found["name"]), clock, int(found["nth"] or 0))


class Until(BaseModel):
    """Until when in its period a duty is due: a time, a weekday (1 Monday) or a day of a month.

    ``months`` choose the month within a longer period; without it, it is the last one. With
    ``week`` the weekday is the first to fourth, or the last, of its month; ``working_day`` counts
    the days on which the house is open. The day itself counts unless ``inclusive: false``;
    ``on_the_day`` lets the duty begin on that day only. ``if_closed`` moves a day on which the
    house is closed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: Clock = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    week: Annotated[int, Field(ge=1, le=4)] | Literal["last"] | None = None
    day: Annotated[int | Day, BeforeValidator(day_of_month)] | None = None
    working_day: Annotated[int, Field(ge=1, le=20)] | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    if_closed: Literal["next_working_day", "previous_working_day"] | None = None
    inclusive: bool = True
    on_the_day: bool = False

    @model_validator(mode="after")
    def _one_day(self) -> Self:
        if len(self.model_fields_set & {"weekday", "day", "working_day"}) > 1:
            raise wrong("The day is named in two ways.", "Keep `weekday`, `day` or `working_day`.")
        if self.week and not self.weekday:
            raise wrong("It is not said which day of the week.", "Add `weekday: 5` for Friday.")
        return self

    @property
    def names_a_day(self) -> bool:
        """Whether it names a day of the month."""
        return bool(self.day or self.working_day or (self.weekday and self.week))

    def fits(self, every: str) -> None:
        """Raise a fault where it cannot be said of this rhythm."""
        if self.day in DAYS:
            raise wrong(f"A rhythm has no `{self.day}`.", "Name a weekday or a day of the month.")
        if self.week and every not in LONG:
            raise wrong("A week of the month needs a rhythm of months.", "Use `every: month`.")
        if self.weekday and not self.week and every != "week":
            raise wrong("A weekday needs `every: week`.", "Change the rhythm or the day.")
        if (self.names_a_day or self.months) and every not in LONG:
            raise wrong("A day of the month needs a rhythm of months.", "Use `every: month`.")
        if self.on_the_day and not (self.names_a_day or self.weekday):
            raise wrong("`on_the_day` needs a day.", "Name it: `{day: 25, on_the_day: true}`.")
        self._months_fit(every)

    def _months_fit(self, every: str) -> None:
        parts = _IN_A_YEAR.get(every)
        if not self.months or parts is None:
            return
        halves = {(month - 1) // (12 // parts) for month in self.months}
        if len(halves) != parts or len(self.months) != parts:
            raise wrong(
                f"`months` names not exactly one month of each {every}.",
                "For `half_year` write two months, such as [6, 12].",
            )

    def month_in(self, begins: date, last: date) -> date | None:
        """Return the first day of the month in which it is due; None if none of its months."""
        months = [month for month in self.months if begins.month <= month <= last.month]
        if self.months and not months:
            return None
        return date(begins.year, months[0] if months else last.month, 1)

    def due_in(self, begins: date, every: str, calendar: Calendar) -> Due | None:
        """Return when it is due in the period that begins then; None where it is not."""
        due = self._plainly(begins, every, calendar)
        if due is None or due.at is None or self.if_closed is None:
            return due
        zone = ZoneInfo(calendar.time_zone)
        day = (due.at - timedelta(microseconds=1)).astimezone(zone).date()
        step = timedelta(days=1 if self.if_closed == "next_working_day" else -1)
        moved = day
        while not calendar.is_working_day(moved) and abs((moved - day).days) < _LONGEST_CLOSURE:
            moved += step
        if moved == day:
            return due
        start = datetime.combine(moved, time(), zone)
        found = calendar.due_by_clock(start, self.time or "24:00", day="today")
        said = {"day": day.isoformat(), "moved": moved.isoformat()}
        return replace(found, steps=(*due.steps, Step("moved_as_closed", said), *found.steps))

    def _plainly(self, begins: date, every: str, calendar: Calendar) -> Due | None:
        last = next_first_day(begins, every) - timedelta(days=1)
        clock, zone = self.time or "24:00", ZoneInfo(calendar.time_zone)
        if every not in LONG:
            day = begins + timedelta(days=self.weekday - 1) if self.weekday else last
            if not self.inclusive:
                day -= timedelta(days=1)
            return calendar.due_by_clock(datetime.combine(day, time(), zone), clock, day="today")
        month = self.month_in(begins, last)
        if month is None:
            return None
        start = datetime.combine(month, time(), zone)
        if isinstance(self.day, int) or self.day == "last" or not self.names_a_day:
            return calendar.due_by_month_day(
                start, self._plain_day(), "this", inclusive=self.inclusive, clock=clock
            )
        day = self._day_in(month, calendar)
        if not self.inclusive:
            day -= timedelta(days=1)
        return calendar.due_by_clock(datetime.combine(day, time(), zone), clock, day="today")

    def _plain_day(self) -> int | Literal["last"]:
        return self.day if isinstance(self.day, int) else "last"

    def _day_in(self, month: date, calendar: Calendar) -> date:
        after = next_first_day(month, "month")
        days = [month + timedelta(days=n) for n in range((after - month).days)]
        if self.weekday:
            same = [day for day in days if day.isoweekday() == self.weekday]
            return same[-1] if self.week == "last" else same[int(self.week or 1) - 1]
        working = [day for day in days if calendar.is_working_day(day)] or days
        if self.day in _WORKING:
            return working[0] if self.day == "first_working_day" else working[-1]
        return working[min(self.working_day or 1, len(working)) - 1]


def slots_of(
    begins: date, name: str, at: tuple[str | None, ...], zone: ZoneInfo
) -> Iterator[tuple[str, datetime, str | None]]:
    """Yield each time of day: the name of its period, when that begins, and until when.

    Each begins when the one before was due.
    """
    start = datetime.combine(begins, time(), zone)
    for clock in at:
        yield f"{name}T{(clock or '24:00').replace(':', '.')}", start, clock
        if clock:
            start = _moment(begins, clock, zone)


def _moment(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time(), zone)
    return datetime.combine(day, time.fromisoformat(clock), zone)


def name_in(begins: date, every: str, nth: int = 0) -> str:
    """Name a period, or the nth of several that are the same but for their number."""
    return name_of(begins, every) + (f".{nth}" if nth else "")
