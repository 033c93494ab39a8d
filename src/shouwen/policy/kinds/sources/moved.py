"""What rules have booked for the person so far: a balance of points, the pay of a quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import Count, exact, number_text
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.periodic import Per, booked_now, stretch, told
from shouwen.policy.kinds.periods import Stretch
from shouwen.policy.kinds.questions import Booked, Restarted
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import (
    Figure,
    Known,
    Source,
    UnitOf,
    shown,
    unanswered,
)
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Late, Step, Value


class MovedOf(Inner):
    """Which rules' bookings count, in which unit, over which period.

    ``start`` is what the period begins with and ``floor`` what it never falls below. Without
    ``rules`` every rule of the regulation counts that moves this unit. ``account`` names a fund
    in place of the person. ``restart`` is a fact of the person after which counting begins anew.
    """

    unit: str
    rules: Names = ()
    per: Per = "month"
    start: Count = Fraction(0)
    floor: Count = None
    account: str = ""
    restart: str = ""

    def blank(self) -> str:
        """Return the figure that was left blank, or an empty string."""
        if self.start is None:
            return "start"
        return "floor" if "floor" in self.model_fields_set and self.floor is None else ""

    def question(
        self, task: Task, name: str, since: datetime | None, until: datetime, person: str
    ) -> Booked:
        """Return the question what was booked for a member."""
        holder = ("fund", self.account) if self.account else ("member", person)
        return Booked(name, task.rule[0], self.rules, self.unit, holder, since, until)

    def balance(self, booked: Fraction) -> Fraction:
        """Return what stands after the bookings: from the start, and not below the floor."""
        stands = (self.start or Fraction(0)) + booked
        return stands if self.floor is None else max(stands, self.floor)

    def references(self, loc: Loc) -> Iterator[Reference]:
        """Name the unit, the rules and the fund."""
        yield Reference((*loc, "unit"), "unit", self.unit)
        for position, rule in enumerate(self.rules):
            yield Reference((*loc, "rules", position), "rule", rule)
        if self.account:
            yield Reference((*loc, "account"), "fund", self.account)
        if self.restart:
            yield Reference((*loc, "restart"), "fact", self.restart)

    def begun_again(self, task: Task, name: str, period: Stretch) -> Stretch | Needs:
        """Return the stretch of time from the last new beginning in it, if there was one."""
        if not self.restart:
            return period
        question = Restarted(name, self.restart, task.person, period.since, period.until)
        at = task.matter.ask(question)
        if at is UNANSWERED:
            return unanswered(task, name, question)
        if not isinstance(at, datetime):
            return period
        day = at.astimezone(task.matter.zone).date()
        return Stretch(f"{day}–{period.name}", at, period.until)


class Moved(Source):
    """Net of what was booked: ``{moved: {unit: demerits, per: month, start: 10, floor: 0}}``."""

    moved: MovedOf

    def reckon(self, task: Task, name: str) -> Figure:
        """Ask the ledger, and count from the start."""
        it = self.moved
        whole = stretch(task, it.per)
        if it.blank():
            return figure(f"figures.{name}.moved.{it.blank()}")
        period = whole if isinstance(whole, Needs) else it.begun_again(task, name, whole)
        if isinstance(period, Needs):
            return period
        question = it.question(task, name, period.since, period.until, task.person)
        answer = task.matter.ask(question)
        if answer is UNANSWERED or answer is None:
            return unanswered(task, name, question)
        booked = exact(answer) + booked_now(task, question)
        return balance_known(task, name, it, booked, period)

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - the booking says it
        """Return the unit that is booked."""
        return self.moved.unit

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the unit, the rules and the fund."""
        yield from super().references(loc, kinds)
        yield from self.moved.references((*loc, "moved"))

    def asks_for_the_person(self) -> bool:
        """Tell that bookings are the person's, unless they are a fund's."""
        return not self.moved.account

    def faults(self) -> Iterator[tuple[Loc, str, str]]:
        """List a fund that somebody's fact would let begin anew."""
        if self.moved.account and self.moved.restart:
            yield ("moved", "restart"), "A fund does not begin anew.", "Leave `restart` out."


def balance_known(task: Task, name: str, it: MovedOf, booked: Fraction, period: Stretch) -> Known:
    """Return the balance with the line that shows start, bookings and floor."""
    stands = it.balance(booked)

    def values() -> dict[str, Value]:
        return {
            **shown(task, name, stands),
            **both("period", told(period)),
            **task.counted(name, booked, name="booked"),
            "start": number_text(it.start or Fraction(0)),
            "floor": number_text(it.floor or Fraction(0)),
        }

    code = "figure_moved_from" if it.start else "figure_moved"
    if it.floor is not None and (it.start or 0) + booked < it.floor:
        code += "_floor"
    return Known(stands, (Step(code, Late(values)),))
