"""What each date is: opening hours from the company's word, the notices, or the week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, tzinfo

from shouwen.policy.calendar.hours import (
    DAY_MINUTES,
    CalendarError,
    Intervals,
    Week,
    intervals_text,
    read_intervals,
)
from shouwen.policy.calendar.instants import MINUTE, at_minute, to_moment
from shouwen.policy.holidays import HolidayTable

# A calendar without a single opening for this many days is taken for a mistake.
_PATIENCE_DAYS = 3660

ENDLESS = "forward() and backward() yield or raise"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Override:
    """The company's own word about one date; it wins over the notices and over the week.

    Either ``working_day`` (open as on a normal working day) or ``intervals`` (none: closed).
    """

    name: str = ""
    intervals: Intervals = ()
    working_day: bool = False

    @classmethod
    def closed(cls, name: str = "") -> Override:
        """Return the word that the house is closed that day."""
        return cls(name)

    @classmethod
    def open_as_working_day(cls, name: str = "") -> Override:
        """Return the word that the house opens as on a normal working day."""
        return cls(name, working_day=True)

    @classmethod
    def open_at(cls, hours: Iterable[str] | str, name: str = "") -> Override:
        """Return the word that the house opens at these hours only; raises CalendarError."""
        return cls(name, read_intervals(hours))

    def as_json(self) -> dict[str, object]:
        """Return the override as plain data."""
        named: dict[str, object] = {"name": self.name} if self.name else {}
        if self.working_day:
            return {**named, "open": "working day"}
        return {**named, "open": intervals_text(self.intervals)}

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Override:
        """Read what :meth:`as_json` wrote; ``open: []`` or ``closed`` is closed."""
        name, open_ = str(data.get("name", "")), data.get("open")
        if open_ == "working day":
            return cls.open_as_working_day(name)
        if isinstance(open_, (str, list, tuple)):
            return cls.open_at(open_, name)
        raise CalendarError(
            f"The override “{name}” does not say when the house is open; write `open: working day`,"
            ' `open: closed` or `open: ["08:30-12:00"]`.'
        )


@dataclass(frozen=True, slots=True)
class Day:
    """One date worked out: its opening time as instants, and why it is not an ordinary day.

    ``note`` is empty, ``holiday``, ``make_up``, ``closed``, ``opened`` or ``hours`` (the last
    three by the company's word), ``name`` the occasion. ``usual`` says the week alone would open.
    """

    day: date
    spans: tuple[Span, ...]
    length: int
    note: str = ""
    name: str = ""
    usual: bool = False
    hours: Intervals = ()

    @property
    def closes(self) -> int:
        """The instant the day's last opening interval ends."""
        return self.spans[-1][1]


@dataclass(slots=True)
class DayBook:
    """Works out dates once and remembers them; everything else asks it."""

    week: Week
    zone: tzinfo
    like: int
    holidays: HolidayTable | None
    overrides: Mapping[date, Override]
    _days: dict[int, Day] = field(default_factory=dict)

    def on(self, ordinal: int) -> Day:
        """Return the day with that proleptic ordinal."""
        found = self._days.get(ordinal)
        if found is None:
            found = self._days[ordinal] = self._work_out(date.fromordinal(ordinal))
        return found

    def _work_out(self, day: date) -> Day:
        note, name, hours = self._said(day)
        kept = self._after_the_night_before(day, hours)
        spans = tuple(self._span(day, opens, closes) for opens, closes in kept)
        spans = tuple(span for span in spans if span[1] > span[0])
        length = sum(closes - opens for opens, closes in spans)
        usual = bool(self.week[day.weekday()])
        return Day(day, spans, length, note, name, usual, hours)

    def _span(self, day: date, opens: int, closes: int) -> Span:
        return at_minute(day, opens, self.zone), at_minute(day, closes, self.zone)

    def _said(self, day: date) -> tuple[str, str, Intervals]:
        """Return note, name and hours of a date: override, else notice, else week."""
        override = self.overrides.get(day)
        if override is not None:
            return self._company_said(override)
        holiday = self.holidays.on(day) if self.holidays else None
        if holiday is None:
            return "", "", self.week[day.weekday()]
        if holiday.off:
            return "holiday", holiday.name, ()
        return "make_up", holiday.name, self.week[self.like]

    def _company_said(self, override: Override) -> tuple[str, str, Intervals]:
        if override.working_day:
            return "opened", override.name, self.week[self.like]
        return ("hours" if override.intervals else "closed"), override.name, override.intervals

    def _after_the_night_before(self, day: date, hours: Intervals) -> Intervals:
        """Cut what a night shift of the day before already counts as its own."""
        if not hours or day.toordinal() == 1:
            return hours
        night = self._said(date.fromordinal(day.toordinal() - 1))[2]
        ended = night[-1][1] - DAY_MINUTES if night else 0
        if ended <= hours[0][0]:
            return hours
        return tuple((max(o, ended), c) for o, c in hours if c > ended)

    def local(self, instant: int) -> int:
        """Return the ordinal of the local date of an instant."""
        return to_moment(instant, self.zone).toordinal()

    def home(self, instant: int) -> int:
        """Return the ordinal of the working day an instant belongs to.

        Two in the morning of a night shift belongs to the day the shift began on.
        """
        ordinal = self.local(instant)
        night = self.on(ordinal - 1).spans
        return ordinal - 1 if night and night[-1][1] > instant else ordinal

    def midnight_after(self, ordinal: int) -> int:
        """Return the instant a calendar day ends: 24:00, which is 00:00 of the next day."""
        return at_minute(date.fromordinal(ordinal), DAY_MINUTES, self.zone)

    def forward(self, ordinal: int) -> Iterator[Day]:
        """Yield the open days from ``ordinal`` on; raises CalendarError if none ever comes."""
        closed = 0
        while closed < _PATIENCE_DAYS:
            day = self.on(ordinal)
            if day.spans:
                closed = 0
                yield day
            ordinal, closed = ordinal + 1, closed + 1
        raise CalendarError(_never_open(ordinal, "after"))

    def backward(self, ordinal: int) -> Iterator[Day]:
        """Yield the open days from ``ordinal`` back; raises CalendarError if none ever comes."""
        closed = 0
        while closed < _PATIENCE_DAYS:
            day = self.on(ordinal)
            if day.spans:
                closed = 0
                yield day
            ordinal, closed = ordinal - 1, closed + 1
        raise CalendarError(_never_open(ordinal, "before"))

    def next_open(self, instant: int) -> int:
        """Return ``instant`` itself while the house is open, else the next opening."""
        for day in self.forward(self.local(instant) - 1):
            for opens, closes in day.spans:
                if closes > instant:
                    return max(opens, instant)
        raise AssertionError(ENDLESS)

    def standard_day(self) -> int:
        """Return the opening time of one normal working day in microseconds."""
        return sum(closes - opens for opens, closes in self.week[self.like]) * MINUTE

    def provisional(self, first: int, last: int) -> bool:
        """Return whether any date in between may still be moved by an unpublished notice."""
        if self.holidays is None:
            return False
        days = (date.fromordinal(first), date.fromordinal(last))
        years = range(days[0].year, days[1].year + 1)
        unpublished = any(year not in self.holidays.years for year in years)
        return unpublished or any(self.holidays.provisional(day) for day in days)


def _never_open(ordinal: int, side: str) -> str:
    day = date.fromordinal(ordinal)
    return f"The calendar is never open in the ten years {side} {day}; check its closing dates."
