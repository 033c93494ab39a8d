"""A roster beside its problem: who works what on which day, before the period too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from shouwen.planning.solving.problem import Person, Problem, Roster, Shift

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Sheet:
    """A roster beside its problem, with the days before the period filled in."""

    problem: Problem
    roster: Roster

    def at(self, person: Person, day: date) -> Shift | None:
        """Return what somebody works on a day, before the period too; None when off."""
        if day < self.problem.first:
            return self.problem.shift_of.get(person.earlier.get(day, ""))
        return self.problem.shift_of.get(self.roster.get((person.key, day), ""))

    def knows(self, person: Person, day: date) -> bool:
        """Tell whether it is known what somebody does on a day."""
        return self.problem.first <= day <= self.problem.days[-1] or day in person.earlier

    @cached_property
    def seated(self) -> Mapping[date, tuple[tuple[Person, Shift], ...]]:
        """Who works on each day, the day before the period included."""
        days = (self.problem.first - ONE, *self.problem.days)
        return {
            day: tuple((p, s) for p in self.problem.people if (s := self.at(p, day)))
            for day in days
        }
