"""Duty (例行职责): what has to be done again and again, or each time something happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shouwen.policy.amounts import TimeUnit
from shouwen.policy.calendar import Calendar, Due
from shouwen.policy.kinds.clock import Clocked, Steps
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.deadline import day_of_month
from shouwen.policy.kinds.figures import Clock, Span, none_if_blank, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.periods import begin_of, first_day, name_of, next_first_day
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step

DUTY_DONE = "duty_done"
PERIOD_BEGAN = "period_began"
Rhythm = Literal["day", "working_day", "week", "month", "quarter", "half_year", "year"]
_LONG = ("month", "quarter", "half_year", "year")


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a duty: ``key`` names it, ``due`` is None while a figure is left blank."""

    key: str
    begins: datetime
    due: datetime | None


class Until(BaseModel):
    """Until when in its period a duty is due: a time, a weekday (1 Monday) or a day of a month.

    ``months`` choose the month within a longer period; without it, it is the last one. The day
    itself counts unless ``inclusive: false``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: Clock = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None
    day: Annotated[int | Literal["last"], BeforeValidator(day_of_month)] | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    inclusive: bool = True


class Duty(Clocked):
    """A duty in a rhythm (``every``) or after each fact of a kind (``each``)."""

    kind: Literal["duty"]
    every: Annotated[Rhythm | None, BeforeValidator(none_if_blank)] = None
    each: Conditions = ()
    by: Until | None = None
    within: Span = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if len(self.model_fields_set & {"every", "each"}) != 1:
            raise wrong(
                "A duty recurs in a rhythm or follows each fact, one of the two.",
                "Write `every: month` (or `every: ____`), or `each: {fact: …}`.",
            )
        if self.when:
            raise wrong("A duty has no `when`.", "Write `each: {fact: …}` with its conditions.")
        if "every" in self.model_fields_set and "within" in self.model_fields_set:
            raise wrong("A rhythm has no `within`.", "Use `by:` to say until when in its period.")
        self._by_fits()
        return self

    def _by_fits(self) -> None:
        by = self.by
        if by is None or (not self.every and not self.each):
            return
        if by.weekday and self.every != "week":
            raise wrong("A weekday needs `every: week`.", "Change the rhythm or the day.")
        if (by.day or by.months) and self.every not in _LONG:
            raise wrong("A day of the month needs a rhythm of months.", "Use `every: month`.")
        months = 12 // {"month": 12, "quarter": 4, "half_year": 2, "year": 1}.get(
            self.every or "", 12
        )
        if by.months and len({(month - 1) // months for month in by.months}) != 12 // months:
            raise wrong(
                f"`months` names not exactly one month of each {self.every}.",
                "For `half_year` write two months, such as [6, 12].",
            )

    def conditions(self) -> tuple[Condition, ...]:
        """A rhythm waits for its period to begin; otherwise the facts of ``each``."""
        return self.each or (Condition(fact=PERIOD_BEGAN),)

    def conditions_key(self) -> str:
        """The key under which the conditions stand."""
        return "each" if self.each else "every"

    def met_conditions(self) -> tuple[Condition, ...]:
        """The facts that fulfil the duty: ``duty_done`` unless the rule names others."""
        return self.met_by or (Condition(fact=DUTY_DONE),)

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        hidden = "every"
        yield from (r for r in super().references() if not r.loc or r.loc[0] != hidden)

    def has_end(self) -> bool:
        """Tell whether the rule sets a limit at all."""
        return bool(self.model_fields_set & {"every", "by", "within"})

    def length_unit(self) -> TimeUnit | None:
        """Return the unit in which the limit is written, if it is a length."""
        return self.within.unit if self.within else None

    def occurrences(self, since: date, until: date, calendar: Calendar) -> Iterator[Period]:
        """Go through the periods that begin from ``since`` to ``until``, both included.

        A duty of each working day skips the days on which the calendar is closed.
        """
        if self.every is None:
            return
        begins = first_day(since, self.every)
        if begins < since:
            begins = next_first_day(begins, self.every)
        while begins <= until:
            if self.every != "working_day" or calendar.is_working_day(begins):
                yield self._period(begins, calendar)
            begins = next_first_day(begins, self.every)

    def _period(self, begins: date, calendar: Calendar) -> Period:
        due = self._due_in(begins, calendar)
        zone = ZoneInfo(calendar.time_zone)
        start = datetime.combine(begins, time(), zone)
        return Period(name_of(begins, self.every or "day"), start, due.at if due else None)

    def _due_in(self, begins: date, calendar: Calendar) -> Due | None:
        """Return when the duty of the period is due, or None while the time is left blank."""
        every, by = self.every or "day", self.by or Until()
        if by.time is None and "time" in by.model_fields_set:
            return None
        clock = by.time or "24:00"
        zone = ZoneInfo(calendar.time_zone)
        last = date.fromordinal(next_first_day(begins, every).toordinal() - 1)
        if every in _LONG:
            month = self._month(begins, last, by, zone)
            return calendar.due_by_month_day(
                month, by.day or "last", "this", inclusive=by.inclusive, clock=clock
            )
        if by.weekday:
            last = date.fromordinal(begins.toordinal() + by.weekday - 1)
        return calendar.due_by_clock(datetime.combine(last, time(), zone), clock, day="today")

    def _month(self, begins: date, last: date, by: Until, zone: tzinfo) -> datetime:
        months = [m for m in by.months if begins.month <= m <= last.month]
        month = months[0] if months else last.month
        return datetime(begins.year, month, 1, tzinfo=zone)

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work out the time and say who owes the duty."""
        if self.each:
            return self._after_each(matter, steps)
        if self.every is None:
            return (self.needs_figure("every", steps),)
        if matter.calendars is None:
            return (self.unknown(("calendar",), steps),)
        try:
            begins = begin_of(str(matter.fact.detail("period")))
        except ValueError:
            step = self._detail_step("detail_missing", matter.fact, "period")
            return (self.unknown(("period",), (*steps, step)),)
        due = self._due_in(begins, matter.calendars(self.calendar))
        if due is None:
            return (self.needs_figure("by.time", steps),)
        return self.owe(matter, due, due.at, (*steps, *due.steps))

    def _after_each(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        if not self.has_end():
            return self.owe(matter, None, None, (*steps, Step("promptly")))
        if matter.calendars is None:
            return (self.unknown(("calendar",), steps),)
        calendar, start = matter.calendars(self.calendar), matter.fact.happened_at
        pauses = tuple(matter.pauses)
        if self.within is not None:
            due = calendar.due(start, self.within, pauses=pauses)
            unpaused = calendar.due(start, self.within) if pauses else due
            return self.owe(matter, due, unpaused.at, (*steps, *due.steps))
        if self.by is None or self.by.time is None:
            return (self.needs_figure("by.time" if self.by else "within", steps),)
        due = calendar.due_by_clock(start, self.by.time, day="today", pauses=pauses)
        return self.owe(matter, due, due.at, (*steps, *due.steps))

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """A duty can always be reported as done; there is nothing to point at."""
        return iter(())
