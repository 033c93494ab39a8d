"""Duty (例行职责): what has to be done again and again, or each time something happens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from shouwen.policy.amounts import TimeUnit
from shouwen.policy.calendar import Calendar, Due
from shouwen.policy.kinds.clock import Clocked, Steps
from shouwen.policy.kinds.common import Names, Rule
from shouwen.policy.kinds.conditions import Condition, Conditions
from shouwen.policy.kinds.deadline import DAYS, Before
from shouwen.policy.kinds.figures import Clock, Span, none_if_blank, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.parties import Owers
from shouwen.policy.kinds.periods import first_day, next_first_day
from shouwen.policy.kinds.permitting import moment_of
from shouwen.policy.kinds.places import Stop, faults_of
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rhythm import (
    DAILY,
    Period,
    Place,
    Rhythm,
    Until,
    name_in,
    place_of,
    slots_of,
)
from shouwen.policy.rulings import Ruling
from shouwen.policy.steps import Step
from shouwen.policy.vocabulary import DetailType

DUTY_DONE = "duty_done"
PERIOD_BEGAN = "period_began"
OBLIGATION_MET = "obligation_met"
_OPENERS = ("every", "each", "follows")
_LIMITS = ("by", "within", "before", "after")
_ENDS = frozenset({"every", *_LIMITS})
_PROMPTLY = Step("promptly")


class Review(BaseModel):
    """Who looks at what was done, and until when; it is owed as soon as the duty is done."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    by: Owers
    within: Span = None
    duty: str = ""
    duty_en: str = ""


class After(BaseModel):
    """So long after a moment that a detail of the fact names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    moment: str
    within: Span


class Duty(Clocked):
    """A duty in a rhythm (``every``), after each fact of a kind (``each``), or after another duty.

    ``at`` are several times of each day, ``times`` how often in each period, ``weekdays`` the days
    on which it is done. ``follows`` names the rule whose duty has to be done first. ``review``
    makes a duty of looking at what was done. ``places`` are visited in turn; ``checks`` name the
    conduct rules whose items are looked at.
    """

    kind: Literal["duty"]
    every: Annotated[Rhythm | None, BeforeValidator(none_if_blank)] = None
    each: Conditions = ()
    follows: str = ""
    at: tuple[Clock, ...] = ()
    times: Annotated[int, Field(ge=2, le=50)] | None = None
    weekdays: tuple[Annotated[int, Field(ge=1, le=7)], ...] = ()
    by: Until | None = None
    within: Span = None
    before: Before | None = None
    after: After | None = None
    review: Review | None = None
    places: tuple[Stop, ...] = ()
    checks: Names = ()

    @model_validator(mode="after")
    def _sound(self) -> Self:
        given = self.model_fields_set
        if len(given & set(_OPENERS)) != 1:
            raise wrong(
                "A duty recurs in a rhythm or follows each fact, one of the two.",
                "Write `every: month` (or `every: ____`), or `each: {fact: …}`.",
            )
        if self.when:
            raise wrong("A duty has no `when`.", "Write `each: {fact: …}` with its conditions.")
        if "every" in given and given & {"within", "before", "after"}:
            raise wrong("A rhythm has no `within`.", "Use `by:` to say until when in its period.")
        if len(given & set(_LIMITS)) > 1:
            raise wrong("A duty has one limit.", f"Keep one of: {', '.join(_LIMITS)}.")
        self._by_fits()
        self._slots_fit()
        return self

    def _by_fits(self) -> None:
        if self.by is None:
            return
        if self.every:
            self.by.fits(self.every)
        elif (self.each or self.follows) and (
            self.by.weekday or self.by.months or (self.by.names_a_day and self.by.day not in DAYS)
        ):
            raise wrong(
                "After a fact there is a time of day only.",
                'Write `by: {time: "18:00", day: today | next_day | next_working_day}`.',
            )

    def _slots_fit(self) -> None:
        if self.at and (self.every not in DAILY or self.by or self.times):
            raise wrong(
                "Several times of day need a rhythm of days and nothing besides.",
                'Write `every: day` and `at: ["10:00", "15:00"]`.',
            )
        known = [clock for clock in self.at if clock]
        if known != sorted(set(known)):
            raise wrong("The times of day are not in order.", "Write the earliest first.")
        if self.times and not self.every:
            raise wrong("`times` needs a rhythm.", "Add `every: week`.")
        if self.weekdays and self.every not in DAILY:
            raise wrong("`weekdays` need a rhythm of days.", "Write `every: day`.")

    # ── what it listens to ───────────────────────────────────────────────────────────────────

    def conditions(self) -> tuple[Condition, ...]:
        """A rhythm waits for its period to begin; otherwise each fact, or another duty done."""
        if self.follows:
            own = {"rule": self.follows, "regulation": self.clause.regulation or "?"}
            return (Condition.model_validate({"fact": OBLIGATION_MET, **own}),)
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
        kinds = self.fact_kinds()
        if self.follows:
            yield Reference(("follows",), "rule", self.follows.partition(".")[0])
        if self.review:
            yield from self.review.by.references(("review", "by"), kinds)
        yield from (Reference(("checks",), "rule", name) for name in self.checks)
        for key in ("before", "after"):
            limit: Before | After | None = getattr(self, key)
            if limit:
                moment = (DetailType.MOMENT,)
                yield Reference((key, "moment"), "detail", limit.moment, kinds, moment)

    def parts(self) -> tuple[Rule, ...]:
        """Return the duty, and beside it the review it asks for."""
        return (self, self._reviewing(self.review)) if self.review else (self,)

    def _reviewing(self, review: Review) -> Rule:
        limit = {"within": review.within} if "within" in review.model_fields_set else {}
        found = Duty.model_validate(
            {
                "id": f"{self.id}.review",
                "kind": "duty",
                "catalogue": self.catalogue,
                "title": self.title and f"{self.title}（复核）",
                "title_en": self.title_en and f"{self.title_en} (review)",
                "follows": self.id,
                "owed_by": review.by,
                "duty": review.duty or f"复核：{self.duty}",
                "duty_en": review.duty_en or (self.duty_en and f"Review: {self.duty_en}"),
                "calendar": self.calendar,
                "in_force": self.in_force,
                "ended": self.ended,
                **limit,
            }
        )
        return found.placed(self.clause, self.words)

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a duty that waits for itself."""
        yield from super().faults()
        yield from faults_of(self.places)
        if self.follows and self.follows in (self.id, f"{self.id}.review"):
            yield ("follows",), "The duty follows itself.", "Name the rule whose duty comes first."

    def has_end(self) -> bool:
        """Tell whether the rule sets a limit at all."""
        return not _ENDS.isdisjoint(self.model_fields_set)

    def length_unit(self) -> TimeUnit | None:
        """Return the unit in which the limit is written, if it is a length."""
        return self.within.unit if self.within else None

    # ── rhythm ───────────────────────────────────────────────────────────────────────────────

    def occurrences(self, since: date, until: date, calendar: Calendar) -> Iterator[Period]:
        """Go through the periods that begin from ``since`` to ``until``, both included.

        A duty of each working day skips the days on which the calendar is closed. One that begins
        on a certain day of its period only is listed with its period.
        """
        if self.every is None:
            return
        begins = first_day(since, self.every)
        if begins < since:
            begins = next_first_day(begins, self.every)
        while begins <= until:
            if self._falls_on(begins, calendar):
                yield from self._periods(begins, calendar)
            begins = next_first_day(begins, self.every)

    def _falls_on(self, begins: date, calendar: Calendar) -> bool:
        if self.weekdays and begins.isoweekday() not in self.weekdays:
            return False
        if self.by and self.by.months and self.every == "month":
            return begins.month in self.by.months
        return self.every != "working_day" or calendar.is_working_day(begins)

    def _is_one_of(self, place: Place, calendar: Calendar) -> bool:
        """Tell whether there is such a period: its day, its month, and which time of several."""
        if place.nth > (self.times or 0) or (place.clock and not self.at):
            return False
        return self._falls_on(place.begins, calendar)

    def listed(self) -> Mapping[str, Any]:
        """Return the rhythm, as the file has it."""
        by = self.by or Until()
        found: dict[str, Any] = {
            "every": self.every,
            "at": [clock or "____" for clock in self.at],
            "times": self.times,
            "weekdays": list(self.weekdays),
            "on_the_day": by.on_the_day,
            "follows": self.follows,
            "evidence": list(self.evidence),
            "places": [stop.text for stop in self.places],
            "codes": [stop.place for stop in self.places],
            "checks": list(self.checks),
        }
        return {name: value for name, value in found.items() if value}

    def _periods(self, begins: date, calendar: Calendar) -> Iterator[Period]:
        every, zone = self.every or "day", ZoneInfo(calendar.time_zone)
        if self.at:
            for key, start, clock in slots_of(begins, name_in(begins, every), self.at, zone):
                due = self._due_in(Place(begins, clock or ""), calendar)
                yield Period(key, start, due.at if due else None)
            return
        due = self._due_in(Place(begins), calendar)
        start = datetime.combine(begins, time(), zone)
        if self.by and self.by.on_the_day and due and due.at:
            start = _beginning_of_the_day(due.at, zone)
        for nth in range(1, self.times + 1) if self.times else (0,):
            yield Period(name_in(begins, every, nth), start, due.at if due else None)

    def _due_in(self, place: Place, calendar: Calendar) -> Due | None:
        """Return when the duty of the period is due, or None while the time is left blank."""
        every, by = self.every or "day", self.by or Until()
        if self.at:
            if place.clock == "" or place.clock not in self.at:
                return None
            by = Until.model_validate({"time": place.clock})
        elif by.time is None and "time" in by.model_fields_set:
            return None
        return by.due_in(place.begins, every, calendar)

    # ── judging ──────────────────────────────────────────────────────────────────────────────

    def decide(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        """Work out the time and say who owes the duty."""
        if self.each or self.follows:
            return self._after_each(matter, steps)
        if self.every is None:
            return (self.needs_figure("every", steps),)
        if matter.calendars is None:
            return self.without_calendar(matter, steps)
        try:
            place = place_of(str(matter.fact.detail("period")))
        except ValueError:
            step = self._detail_step("detail_missing", matter.fact, "period")
            return (self.unknown(("period",), (*steps, step)),)
        return self._in_period(place, matter, matter.calendars(self.calendar), steps)

    def _in_period(
        self, place: Place, matter: Matter, calendar: Calendar, steps: Steps
    ) -> tuple[Ruling, ...]:
        if not self._is_one_of(place, calendar):
            return (self.nothing((*steps, Step("not_in_this_period"))),)
        due = self._due_in(place, calendar)
        if due is None:
            return (self._not_due(place, steps),)
        return self.owe(matter, due, due.at, (*steps, *due.steps))

    def _not_due(self, place: Place, steps: Steps) -> Ruling:
        """Say why nothing is due in a period: a blank, or a time or month of another duty."""
        if None in self.at:
            return self.needs_figure(f"at.{self.at.index(None)}", steps)
        if self.by and self.by.time is None and "time" in self.by.model_fields_set:
            return self.needs_figure("by.time", steps)
        if self.at and not place.clock:
            return self.unknown(("period",), (*steps, Step("which_time_of_day")))
        return self.nothing((*steps, Step("not_in_this_period")))

    def _after_each(self, matter: Matter, steps: Steps) -> tuple[Ruling, ...]:
        if not self.has_end():
            return self.owe(matter, None, None, (*steps, _PROMPTLY))
        if matter.calendars is None:
            return self.without_calendar(matter, steps)
        found = self._limit(matter, matter.calendars(self.calendar), tuple(matter.pauses))
        if isinstance(found, str):
            return (self._lacking(found, matter, steps),)
        unpaused = found
        if matter.pauses and self.within is not None:
            plain = self._limit(matter, matter.calendars(self.calendar), ())
            unpaused = plain if isinstance(plain, Due) else found
        return self.owe(matter, found, unpaused.at, (*steps, *found.steps))

    def _limit(self, matter: Matter, calendar: Calendar, pauses: Any) -> Due | str:
        """Return when it is due after the fact, or what is missing to say so."""
        start = matter.fact.happened_at
        if self.within is not None:
            return calendar.due(start, self.within, pauses=pauses)
        if self.before or self.after:
            return self._around(matter, calendar)
        if self.by is None or self.by.time is None:
            return "figure:by.time" if self.by else "figure:within"
        day: Any = self.by.day or "today"
        return calendar.due_by_clock(start, self.by.time, day=day, pauses=pauses)

    def _around(self, matter: Matter, calendar: Calendar) -> Due | str:
        name, length = "", None
        if self.before:
            name, length = self.before.moment, self.before.by
        elif self.after:
            name, length = self.after.moment, self.after.within
        if length is None:
            return "figure:before.by" if self.before else "figure:after.within"
        moment = moment_of(matter, name)
        if moment is None:
            return name
        return calendar.before(moment, length) if self.before else calendar.due(moment, length)

    def _lacking(self, missing: str, matter: Matter, steps: Steps) -> Ruling:
        if missing.startswith("figure:"):
            return self.needs_figure(missing.removeprefix("figure:"), steps)
        asked = self._detail_step("detail_missing", matter.fact, missing)
        return self.unknown((missing,), (*steps, asked))

    def notices(self) -> Iterator[tuple[Loc, str, str]]:
        """A duty can always be reported as done; there is nothing to point at."""
        return iter(())


def _beginning_of_the_day(due: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant of the day that ends with, or holds, the due time."""
    day = (due - timedelta(microseconds=1)).astimezone(zone).date()
    return datetime.combine(day, time(), zone)
