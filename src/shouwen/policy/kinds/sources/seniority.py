"""How many full years or months lie between a recorded date and the fact: length of service."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import ClassVar

from shouwen.policy.kinds.dates import DATES, day_of
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import Figure, Known, Source, shown
from shouwen.policy.kinds.task import Inner, Needs, Task, all_needed
from shouwen.policy.steps import Late, Step


class Between(Inner):
    """From the date in ``since`` to the date in ``until``, or to the day of the fact."""

    since: str
    until: str = ""


def full_months(since: date, until: date) -> int:
    """Count the full months between two days; none when the second is the earlier.

    A month is full on the same day of the month, or on its last day where it has no such day.
    """
    months = (until.year - since.year) * 12 + until.month - since.month
    last = calendar.monthrange(until.year, until.month)[1]
    if until.day < min(since.day, last):
        months -= 1
    return max(months, 0)


class _Full(Source):
    """Whole periods of so many months each."""

    key: ClassVar[str]
    months: ClassVar[int]

    @property
    def between(self) -> Between:
        """The two dates."""
        found: Between = getattr(self, self.key)
        return found

    def reckon(self, task: Task, name: str) -> Figure:
        """Count the full periods."""
        begins = day_of(task, self.between.since)
        ends = day_of(task, self.between.until)
        lacking = all_needed((begins, ends))
        if lacking is not None or isinstance(begins, Needs) or isinstance(ends, Needs):
            return lacking or Needs((), ())
        number = Fraction(full_months(begins, ends) // self.months)
        days = {"since": begins.isoformat(), "until": ends.isoformat()}
        return Known(
            number, (Step(f"figure_{self.key}", Late(lambda: shown(task, name, number) | days)),)
        )

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the details with the dates."""
        yield from super().references(loc, kinds)
        for key in ("since", "until"):
            name = getattr(self.between, key)
            if name:
                yield Reference((*loc, self.key, key), "detail", name, kinds, DATES)


class FullYears(_Full):
    """Full years of service: ``{full_years: {since: joined_on}}``."""

    key, months = "full_years", 12
    full_years: Between


class FullMonths(_Full):
    """Full months: ``{full_months: {since: powered_up_on}}``."""

    key, months = "full_months", 1
    full_months: Between
