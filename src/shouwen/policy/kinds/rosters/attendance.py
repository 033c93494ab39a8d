"""Attendance (考勤): what coming late, leaving early or being away counts as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from shouwen.policy.kinds.figures import Count, number_text, wrong
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.permitting import Permitting, moment_of
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.rosters.base import Fault, RosterShape, minutes_between, moment_named
from shouwen.policy.rulings import Classed, Ruling
from shouwen.policy.steps import Step

Steps = tuple[Step, ...]
# What is measured: from which moment, and whether towards the fact or from it.
_MOMENTS: Mapping[str, str] = {"late": "shift_begins", "early": "shift_ends", "away": "left_at"}


class Class(BaseModel):
    """One class and the minutes from which on it counts; without them it always does."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    class_: str = Field(alias="class", pattern=r"^[a-z][a-z0-9_]*$")
    name: str
    name_en: str
    at_least: Count = None
    more_than: Count = None

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if {"at_least", "more_than"} <= self.model_fields_set:
            raise wrong("A class has one bound.", "Write `at_least` or `more_than`.")
        return self

    @property
    def bound(self) -> str:
        """Which bound the class has, or an empty string."""
        return next((n for n in ("at_least", "more_than") if n in self.model_fields_set), "")

    @property
    def minutes(self) -> Fraction | None:
        """The minutes of the bound; None where there is none or it was left blank."""
        return self.at_least if self.bound == "at_least" else self.more_than

    def takes(self, minutes: Fraction) -> bool:
        """Tell whether so many minutes reach the class."""
        if self.minutes is None:
            return True
        return minutes >= self.minutes if self.bound == "at_least" else minutes > self.minutes


class Attendance(RosterShape):
    """``of``: minutes ``late``, ``early`` or ``away``; ``missed`` measures nothing.

    The highest class that is reached counts. Nothing reached: the rule says nothing.
    """

    of: Literal["late", "early", "away", "missed"]
    classes: tuple[Class, ...] = Field(min_length=1)

    def names(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """List the moment the minutes are measured from."""
        if self.of in _MOMENTS:
            yield moment_named((*loc, "of"), _MOMENTS[self.of], kinds)

    def wrongs(self, loc: Loc) -> Iterator[Fault]:
        """List classes that could not be told apart."""
        here = (*loc, "classes")
        bounds = [one.minutes for one in self.classes if one.minutes is not None]
        if bounds != sorted(bounds):
            yield here, "The classes are not in order.", "Write the fewest minutes first."
        if len(set(self._marks())) < len(self.classes):
            yield here, "Two classes begin at the same minutes.", "Keep one of them."
        if self.of == "missed" and any(one.bound for one in self.classes):
            yield here, "A missed punch has no minutes.", "Leave the bound out."

    def _marks(self) -> Iterator[tuple[str, Fraction | None, int]]:
        for place, one in enumerate(self.classes):
            blank = one.bound and one.minutes is None
            yield one.bound, one.minutes, place if blank else -1

    def decide(self, rule: Permitting, matter: Matter, steps: Steps) -> Ruling | None:
        """Measure the minutes and name the class."""
        found = rule.find_person(matter)
        if found.verdict.holds is not True:
            return rule.unknown(found.verdict.missing, (*steps, *found.verdict.steps))
        for place, one in enumerate(self.classes):
            if one.bound and one.minutes is None:
                return rule.needs_figure(f"attendance.classes.{place}.{one.bound}", steps)
        if self.of == "missed":
            return _classed(rule, found.key, self.classes[-1], None, steps)
        return self._measured(rule, matter, found.key, steps)

    def _measured(
        self, rule: Permitting, matter: Matter, person: str, steps: Steps
    ) -> Ruling | None:
        detail = _MOMENTS[self.of]
        moment, at = moment_of(matter, detail), matter.fact.happened_at.astimezone(matter.zone)
        if moment is None:
            lacking = rule.missing(matter, detail)
            return rule.unknown(lacking.missing, (*steps, *lacking.steps))
        first, last = (at, moment) if self.of == "early" else (moment, at)
        minutes = minutes_between(first, last)
        values = {"first": first.isoformat(), "last": last.isoformat(),
                  "minutes": number_text(minutes)}  # fmt: skip
        steps = (*steps, Step("minutes_measured", values))
        reached = [one for one in self.classes if one.takes(minutes)]
        if not reached:
            lowest = min(one.minutes for one in self.classes if one.minutes is not None)
            return rule.nothing((*steps, Step("class_none", {"minutes": number_text(lowest)})))
        return _classed(rule, person, reached[-1], minutes, steps)


def _classed(
    rule: Permitting, person: str, one: Class, minutes: Fraction | None, steps: Steps
) -> Ruling:
    named = {"name_zh": one.name, "name_en": one.name_en}
    if one.minutes is None:
        step = Step("class_always", named)
    elif one.bound == "at_least":
        step = Step("class_at_least", {**named, "minutes": number_text(one.minutes)})
    else:
        step = Step("class_more_than", {**named, "minutes": number_text(one.minutes)})
    return Classed(
        rule=rule.id,
        cites=rule.clause,
        steps=(*steps, step),
        person=person,
        name=one.class_,
        label=one.name,
        label_en=one.name_en,
        minutes="" if minutes is None else number_text(minutes),
    )
