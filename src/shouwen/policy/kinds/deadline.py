"""Deadline (时限): after a fact somebody must act before the time runs out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from shouwen.policy.amounts import TimeUnit
from shouwen.policy.calendar import Calendar, Due
from shouwen.policy.kinds.clock import Clocked, Steps
from shouwen.policy.kinds.figures import Clock, Span, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step
from shouwen.policy.vocabulary import DetailType

DAYS = ("today", "next_day", "next_working_day")
_HOW_BY = (
    'Write {time: "18:00", day: today | next_day | next_working_day}, or '
    "{day: 10, month: this | next, inclusive: true}."
)


def day_of_month(value: Any) -> Any:
    """Read a day of the month: 1 to 31, or ``last``; leave words for days as they are."""
    if isinstance(value, int) and not isinstance(value, bool) and not 1 <= value <= 31:  # noqa: PLR2004
        raise wrong(f"There is no day {value} in a month.", "Write 1 to 31, or `last`.")
    return value


class By(BaseModel):
    """A fixed point: a time of a day near the fact, or a day of a month.

    ``inclusive`` says whether the day itself still counts: “before the 6th” ends with the 5th.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    time: Clock = None
    day: Annotated[int | Literal["today", "next_day", "next_working_day", "last"],
                   BeforeValidator(day_of_month)] = "today"  # fmt: skip
    month: Literal["this", "next"] = "this"
    inclusive: bool | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        given = self.model_fields_set
        if self.day in DAYS and ("time" not in given or given & {"month", "inclusive"}):
            raise wrong("The point in time is incomplete.", _HOW_BY)
        if isinstance(self.day, int) and self.inclusive is None:
            raise wrong(
                f"It is not said whether day {self.day} itself still counts.",
                "Add `inclusive: true` if it does, `inclusive: false` for “before that day”.",
            )
        return self

    def due(self, calendar: Calendar, start: datetime, pauses: Any) -> Due:
        """Return the point as the calendar works it out."""
        if self.day in DAYS:
            day: Any = self.day
            return calendar.due_by_clock(start, self.time or "24:00", day=day, pauses=pauses)
        return calendar.due_by_month_day(
            start,
            self.day,
            self.month,
            inclusive=bool(self.inclusive),
            clock=self.time or "24:00",
            pauses=pauses,
        )


class Before(BaseModel):
    """So long before a moment that a detail of the fact names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moment: str
    by: Span


_LIMITS = ("within", "by", "before", "promptly")
_PROMPTLY = Step("promptly")


class Deadline(Clocked):
    """One duty with one limit: ``within``, ``by``, ``before`` or ``promptly`` (no limit)."""

    kind: Literal["deadline"]
    within: Span = None
    by: By | None = None
    before: Before | None = None
    promptly: Literal[True] | None = None
    counted: Literal["to_day_end", "to_the_minute"] = "to_day_end"

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        given = [name for name in _LIMITS if name in self.model_fields_set]
        if len(given) != 1:
            found = " and ".join(f"`{name}`" for name in given) or "none"
            raise wrong(
                f"A deadline has one limit; given: {found}.",
                f"Write one of: {', '.join(_LIMITS)}; a figure left blank is `within: ____`.",
            )
        if not self.when:
            raise wrong("The deadline does not say after what.", "Add `when: {fact: …}`.")
        return self

    def has_end(self) -> bool:
        """Tell whether the rule sets a limit at all."""
        return not self.promptly

    def length_unit(self) -> TimeUnit | None:
        """Return the unit in which the limit is written, if it is a length."""
        return self.within.unit if self.within else None

    def question_key(self) -> tuple[str, ...]:
        """Two deadlines of one regulation for the same duty of the same party must agree."""
        if self.settles:
            return super().question_key()
        owner = self.owed_by
        name = owner.post or owner.detail or owner.superior_of or owner.department
        return "deadline", self.clause.regulation, self.duty, name

    def references(self) -> Iterator[Reference]:
        """List every name the rule uses."""
        yield from super().references()
        if self.before:
            moment = (DetailType.MOMENT,)
            here: Loc = ("before", "moment")
            yield Reference(here, "detail", self.before.moment, self.fact_kinds(), moment)

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """Point at a deadline that nothing can meet."""
        if not self.met_by:
            yield (
                (),
                "No fact meets this deadline, so it stays open until somebody closes it by hand.",
                "Add `met_by: {fact: …}`.",
            )

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work out the time and say who owes the duty."""
        if self.promptly:
            return self.owe(matter, None, None, (*steps, _PROMPTLY))
        missing = self._missing(matter)
        if missing:
            figure = missing.startswith("figure:")
            step = (
                Step("needs_figure", {"figure": missing[7:]})
                if figure
                else self._detail_step("detail_missing", matter.fact, missing)
            )
            return (self.unknown((missing,), (*steps, step)),)
        if matter.calendars is None:
            return self.without_calendar(matter, steps)
        due = self._due(matter, matter.calendars(self.calendar), tuple(matter.pauses))
        unpaused = due
        if matter.pauses:
            unpaused = self._due(matter, matter.calendars(self.calendar), ())
        return self.owe(matter, due, unpaused.at, (*steps, *due.steps))

    def _missing(self, matter: Matter) -> str:
        if self.before is not None:
            if self.before.by is None:
                return "figure:before.by"
            return "" if self._moment(matter) else self.before.moment
        if self.by is not None:
            blank = self.by.time is None and "time" in self.by.model_fields_set
            return "figure:by.time" if blank else ""
        return "figure:within" if self.within is None else ""

    def _moment(self, matter: Matter) -> datetime | None:
        """Return the moment the fact names; one without an offset is in the house's zone."""
        try:
            found = datetime.fromisoformat(str(matter.fact.detail(self.before.moment)))  # type: ignore[union-attr]
        except ValueError:
            return None
        return found if found.tzinfo else found.replace(tzinfo=matter.zone)

    def _due(self, matter: Matter, calendar: Calendar, pauses: Any) -> Due:
        start = matter.fact.happened_at
        if self.by is not None:
            return self.by.due(calendar, start, pauses)
        if self.before is not None and self.before.by is not None:
            moment = self._moment(matter)
            return calendar.before(moment or start, self.before.by, counted=self.counted)
        if self.within is None:
            raise ValueError("a deadline without a figure is not worked out")
        return calendar.due(start, self.within, counted=self.counted, pauses=pauses)
