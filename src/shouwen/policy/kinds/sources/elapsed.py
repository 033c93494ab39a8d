"""How long it is from one recorded moment to another, or to the fact itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import ClassVar

from shouwen.policy.kinds.dates import DATES, moment_in
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import Figure, Known, Source, shown
from shouwen.policy.kinds.task import Inner, Needs, Task, all_needed
from shouwen.policy.steps import Late, Step


class Elapsed(Inner):
    """From the moment in ``since`` to the one in ``until``; what is not named is the fact's own."""

    since: str = ""
    until: str = ""


class _Between(Source):
    """A length of time in one unit, exact; it is negative where the second moment comes first."""

    key: ClassVar[str]
    unit_of_time: ClassVar[timedelta]

    @property
    def elapsed(self) -> Elapsed:
        """The two moments."""
        found: Elapsed = getattr(self, self.key)
        return found

    def reckon(self, task: Task, name: str) -> Figure:
        """Count from the first moment to the second."""
        begins, ends = (moment_in(task, one) for one in (self.elapsed.since, self.elapsed.until))
        lacking = all_needed((begins, ends))
        if lacking is not None or isinstance(begins, Needs) or isinstance(ends, Needs):
            return lacking or Needs((), ())
        number = self._length(begins, ends)
        times = {"since": _written(begins), "until": _written(ends)}
        return Known(
            number, (Step(f"figure_{self.key}", Late(lambda: shown(task, name, number) | times)),)
        )

    def _length(self, begins: datetime, ends: datetime) -> Fraction:
        microsecond = timedelta(microseconds=1)
        return Fraction((ends - begins) // microsecond, self.unit_of_time // microsecond)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the details with the moments."""
        yield from super().references(loc, kinds)
        for key in ("since", "until"):
            name = getattr(self.elapsed, key)
            if name:
                yield Reference((*loc, self.key, key), "detail", name, kinds, DATES)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a length that begins and ends at the same moment."""
        if self.elapsed.since == self.elapsed.until:
            mend = "Name the detail it is counted from: `{since: left_at}`."
            yield (self.key,), "It begins and ends at the same moment.", mend


def _written(moment: datetime) -> str:
    exact = "%Y-%m-%d %H:%M:%S" if moment.second else "%Y-%m-%d %H:%M"
    return moment.strftime(exact)


class SecondsBetween(_Between):
    """Seconds: ``{seconds_between: {since: caller_ended_at, until: ended_at}}``."""

    key, unit_of_time = "seconds_between", timedelta(seconds=1)
    seconds_between: Elapsed


class MinutesBetween(_Between):
    """Minutes: ``{minutes_between: {since: left_at, until: relieved_at}}``."""

    key, unit_of_time = "minutes_between", timedelta(minutes=1)
    minutes_between: Elapsed


class HoursBetween(_Between):
    """Hours, with fractions: ``{hours_between: {since: began_at}}``."""

    key, unit_of_time = "hours_between", timedelta(hours=1)
    hours_between: Elapsed


class DaysBetween(_Between):
    """Calendar days: the day after counts one, whatever the time of day."""

    key, unit_of_time = "days_between", timedelta(days=1)
    days_between: Elapsed

    def _length(self, begins: datetime, ends: datetime) -> Fraction:
        return Fraction((ends.date() - begins.date()).days)
