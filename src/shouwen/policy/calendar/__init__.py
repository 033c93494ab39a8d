"""The working calendar: opening hours, holidays, and deadlines with the steps that explain them.

A calendar is a value: a time zone, a week of opening hours, the public holidays with their make-up
days, and the company's own word about single dates, which wins over the holidays as these win over
the week. It reads no clock and no disk. The rules of counting stand in
:mod:`shouwen.policy.calendar.deadlines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from shouwen.policy.amounts import Length
from shouwen.policy.calendar import fixed_times, reverse
from shouwen.policy.calendar.counting import working_day
from shouwen.policy.calendar.days import Day, DayBook, Override
from shouwen.policy.calendar.deadlines import Counted, Due, due_after
from shouwen.policy.calendar.hours import (
    WEEKDAYS,
    CalendarError,
    Week,
    first_open_weekday,
    read_week,
    week_text,
)
from shouwen.policy.calendar.instants import MICROSECOND, to_instant, to_moment
from shouwen.policy.calendar.pauses import Pauses, read_pauses
from shouwen.policy.calendar.working import Opening, Steady
from shouwen.policy.holidays import HolidayTable

__all__ = ["Calendar", "CalendarError", "Counted", "Due", "Override", "Pauses"]

DEFAULT_ZONE = "Asia/Shanghai"
ALWAYS = {"daily": ["00:00-24:00"]}


@dataclass(frozen=True)
class Calendar:
    """When one team works. Moments go in aware and come out in ``time_zone``.

    ``make_up_like`` is the weekday (0 Monday) whose hours a make-up day and a normal working day
    have; it defaults to the first weekday with opening hours.
    """

    week: Week
    time_zone: str = DEFAULT_ZONE
    holidays: HolidayTable | None = None
    overrides: Mapping[date, Override] = field(default_factory=dict, hash=False)
    make_up_like: int = -1
    _book: DayBook = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Choose the normal working day and open the day book; raises CalendarError."""
        if self.make_up_like < 0:
            object.__setattr__(self, "make_up_like", first_open_weekday(self.week))
        if not self.week[self.make_up_like]:
            name = WEEKDAYS[self.make_up_like]
            raise CalendarError(f"Make-up days cannot have the hours of {name}: it is closed.")
        book = DayBook(
            self.week, _zone(self.time_zone), self.make_up_like, self.holidays, self.overrides
        )
        object.__setattr__(self, "_book", book)

    @classmethod
    def of(
        cls,
        hours: Mapping[str, Iterable[str] | str | None],
        *,
        time_zone: str = DEFAULT_ZONE,
        holidays: HolidayTable | None = None,
        overrides: Mapping[date, Override] | None = None,
        make_up_like: str | None = None,
    ) -> Calendar:
        """Build a calendar from hours as written in a regulation; raises CalendarError."""
        like = -1 if make_up_like is None else _weekday(make_up_like)
        return cls(read_week(hours), time_zone, holidays, dict(overrides or {}), like)

    @classmethod
    def always(cls, *, time_zone: str = DEFAULT_ZONE) -> Calendar:
        """Return the calendar that never closes: every day is a working day of 24 hours."""
        return cls.of(ALWAYS, time_zone=time_zone)

    def as_json(self) -> dict[str, object]:
        """Return the calendar as plain data; the holiday table is named, not copied."""
        return {
            "time_zone": self.time_zone,
            "week": week_text(self.week),
            "holidays": self.holidays.name if self.holidays else None,
            "make_up_like": WEEKDAYS[self.make_up_like],
            "overrides": {d.isoformat(): o.as_json() for d, o in sorted(self.overrides.items())},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object], tables: Mapping[str, HolidayTable]) -> Calendar:
        """Build a calendar from plain data; ``tables`` are the holiday tables by name.

        Only ``week`` is required. Raises CalendarError where something cannot be used.
        """
        return cls.of(
            _mapping(data.get("week"), "week"),
            time_zone=str(data.get("time_zone") or DEFAULT_ZONE),
            holidays=_table(data.get("holidays"), tables),
            overrides=_overrides(data.get("overrides")),
            make_up_like=str(data["make_up_like"]) if data.get("make_up_like") else None,
        )

    @property
    def zone(self) -> tzinfo:
        """The zone whose clocks the calendar follows."""
        return self._book.zone

    def is_open(self, moment: datetime) -> bool:
        """Return whether the house is open; at the closing instant it no longer is."""
        instant = to_instant(moment)
        day = self._book.on(self._book.home(instant))
        return any(opens <= instant < closes for opens, closes in day.spans)

    def is_working_day(self, day: date) -> bool:
        """Return whether the house opens on that date."""
        return bool(self.day(day).spans)

    def day(self, day: date) -> Day:
        """Return one date worked out: its opening time and why it is not an ordinary day."""
        return self._book.on(day.toordinal())

    def provisional(self, day: date) -> bool:
        """Return whether a holiday notice not yet published may still change that date."""
        return self._book.provisional(day.toordinal(), day.toordinal())

    def add(self, start: datetime, working: timedelta) -> datetime:
        """Return the first moment at which ``working`` opening time has passed since ``start``.

        Time that ends exactly at closing is due at closing. With no time to pass it is ``start``
        while the house is open, else the next opening. Raises ValueError for a negative length.
        """
        length = _microseconds(working)
        return self._moment(Opening(self._book).when(to_instant(start), length))

    def subtract(self, end: datetime, working: timedelta) -> datetime:
        """Return the last moment with ``working`` opening time left until ``end``."""
        length = _microseconds(working)
        return self._moment(Opening(self._book).back(to_instant(end), length))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the opening time from ``start`` to ``end``, negative if ``end`` is earlier."""
        return Opening(self._book).ran(to_instant(start), to_instant(end)) * MICROSECOND

    def nth_working_day(self, start: date, n: int) -> date:
        """Return the ``n``-th working day after ``start``, or before it for a negative ``n``.

        Zero is ``start`` itself, or the next working day if the house is closed on it.
        """
        return date.fromordinal(working_day(self._book, start.toordinal(), n))

    def due(
        self,
        start: datetime,
        length: Length,
        *,
        counted: Counted = "to_day_end",
        pauses: Pauses = (),
    ) -> Due:
        """Return when ``length`` after ``start`` is over, pauses left out.

        ``counted`` matters for days, weeks, months and working days only. A pause is ``(paused,
        resumed)``, ``resumed`` None while it lasts.
        """
        return due_after(self._book, to_instant(start), length, counted, read_pauses(pauses))

    def due_by_clock(
        self,
        start: datetime,
        clock: str | time,
        *,
        day: Literal["today", "next_day", "next_working_day"] = "today",
        pauses: Pauses = (),
    ) -> Due:
        """Return “by 18:00” on the day of ``start``, the day after, or the next working day.

        “By 18:00 today” stays today even when it is later already: the duty is then overdue at
        once, because moving it would invent a day the regulation does not give.
        """
        stops = read_pauses(pauses)
        return fixed_times.by_clock(self._book, to_instant(start), clock, day, stops)

    def due_by_month_day(
        self,
        start: datetime,
        day: int | str,
        month: Literal["this", "next"] = "this",
        *,
        inclusive: bool = False,
        clock: str | time = "24:00",
        pauses: Pauses = (),
    ) -> Due:
        """Return “before the 6th of next month”: the end of the 5th unless ``inclusive``.

        ``day`` is 1-31, clipped to a short month, or ``last``, which always includes that day.
        """
        stops = read_pauses(pauses)
        return fixed_times.by_month_day(
            self._book, to_instant(start), day, month, clock, stops, inclusive=inclusive
        )

    def before(self, moment: datetime, length: Length, *, counted: Counted = "to_day_end") -> Due:
        """Return the last moment that is still ``length`` before ``moment``.

        Three working days before: closing time of the third working day before that day. Three
        days before: 24:00 of that day. Hours are exact; to the minute, days keep the clock time.
        """
        return reverse.due_before(self._book, to_instant(moment), length, counted)

    def point(self, start: datetime, end: datetime, share: Fraction, *, working: bool) -> datetime:
        """Return the moment at which ``share`` of the time from ``start`` to ``end`` has passed.

        ``working`` measures opening time (for warnings at 80 % of a working deadline), falling
        back to elapsed time where none passes in between.
        """
        begins, ends = to_instant(start), to_instant(end)
        clock = Opening(self._book) if working else Steady()
        whole = clock.ran(begins, ends)
        if whole <= 0:
            clock, whole = Steady(), ends - begins
        return self._moment(clock.when(begins, int(whole * share)))

    def _moment(self, instant: int) -> datetime:
        return to_moment(instant, self._book.zone)


def _microseconds(working: timedelta) -> int:
    length = working // MICROSECOND
    if length < 0:
        raise ValueError(f"A working time of {working} is negative; use the opposite operation.")
    return length


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise CalendarError(
            f"“{name}” is not a time zone; write for example `Asia/Shanghai`."
        ) from None


def _weekday(name: str) -> int:
    if name not in WEEKDAYS:
        raise CalendarError(f"“{name}” is not a weekday; use one of: {', '.join(WEEKDAYS)}.")
    return WEEKDAYS.index(name)


def _mapping(found: object, name: str) -> Mapping[str, Iterable[str] | str | None]:
    if not isinstance(found, Mapping):
        raise CalendarError(
            f'The calendar has no `{name}`; write for example {{"mon-fri": ["08:30-18:00"]}}.'
        )
    return found


def _table(name: object, tables: Mapping[str, HolidayTable]) -> HolidayTable | None:
    if not name:
        return None
    if name not in tables:
        known = ", ".join(tables) or "none"
        raise CalendarError(f"No holidays are named “{name}”; known are: {known}.")
    return tables[str(name)]


def _overrides(found: object) -> dict[date, Override]:
    if found is None:
        return {}
    if not isinstance(found, Mapping):
        raise CalendarError("`overrides` must give each date its own entry.")
    return {_date(day): Override.from_json(_mapping(o, str(day))) for day, o in found.items()}


def _date(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise CalendarError(f"“{text}” is not a date; write for example 2026-05-01.") from None
