"""On which days something recurs: every so many days, weeks or months, from a first day on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from shouwen.cases.choices import Every, Shift

_FARTHEST = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Every so many days, weeks or months; ``on_day`` as in the model ``Recurrence``."""

    every: int
    unit: str
    on_day: int | None
    starts_on: date

    def first(self) -> date:
        """Return the first day of the rhythm, the first that is not before its start."""
        if self.unit == Every.DAY:
            return self.starts_on
        if self.unit == Every.WEEK:
            return self.starts_on + timedelta(
                (int(self.on_day or 1) - self.starts_on.isoweekday()) % 7
            )
        here = self._in_month(self.starts_on.year, self.starts_on.month)
        return here if here >= self.starts_on else self._months_after(here, 1)

    def after(self, day: date) -> date:
        """Return the day of the rhythm that comes after one of its days."""
        if self.unit == Every.MONTH:
            return self._months_after(day, self.every)
        return day + timedelta(days=self.every * (7 if self.unit == Every.WEEK else 1))

    def first_after(self, day: date) -> date:
        """Return the first day of the rhythm that comes after any day."""
        found = self.first()
        while found <= day:
            found = self.after(found)
        return found

    def _months_after(self, day: date, months: int) -> date:
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return self._in_month(year, month + 1)

    def _in_month(self, year: int, month: int) -> date:
        return date(year, month, min(int(self.on_day or 1), monthrange(year, month)[1]))


def shifted(day: date, shift: str, works_on: Callable[[date], bool]) -> date:
    """Return the working day a day moves to; where there is none within a year it stays."""
    if shift == Shift.STAYS:
        return day
    step = timedelta(days=1 if shift == Shift.NEXT else -1)
    found = day
    for _ in range(_FARTHEST):
        if works_on(found):
            return found
        found += step
    return day
