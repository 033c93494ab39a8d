"""Amounts that a count reaches together: three complaints are five points, five are ten."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.figures import Amount, Count, wrong
from shouwen.policy.kinds.periodic import Per, booked, stretch, told
from shouwen.policy.kinds.questions import Booked
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.shapes.base import Result, Shape, Worked, rounded, unit_of
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.steps import Late, Step, Value


class Reached(Inner):
    """From this number on, so much altogether."""

    from_: Count = Field(alias="from")
    amount: Amount


class GradedOf(Inner):
    """Which number is looked at, so much for each, and what certain numbers come to altogether.

    The larger of the two counts. What the rule booked in the period before is taken off, so that
    the period comes to the right total.
    """

    of: str
    each: Amount = None
    reaching: tuple[Reached, ...] = Field(min_length=1)
    per: Per = "month"

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        amounts = [self.each, *(rung.amount for rung in self.reaching)]
        if len({amount.unit for amount in amounts if amount}) > 1:
            raise wrong("The amounts are in different units.", "Write all of them in one unit.")
        return self

    def blank(self) -> str:
        """Return the place of the first figure that was left blank, or an empty string."""
        if "each" in self.model_fields_set and self.each is None:
            return "each"
        for position, rung in enumerate(self.reaching):
            if rung.from_ is None or rung.amount is None:
                return f"reaching.{position}.{'from' if rung.from_ is None else 'amount'}"
        return ""

    @property
    def unit(self) -> str:
        """The unit of the amounts."""
        return next((unit_of(rung.amount) for rung in self.reaching if rung.amount), "")

    def total(self, number: Fraction) -> Quantity:
        """Return what so many come to altogether."""
        found = [Quantity(self.unit, 0)]
        if self.each is not None:
            found.append(self.each.times(number))
        reached = [r for r in self.reaching if r.from_ is not None and r.from_ <= number]
        if reached:
            highest = max(reached, key=lambda rung: rung.from_ or 0).amount
            found += [highest] if highest else []
        return max(found, key=lambda one: abs(one.parts))


class Graded(Shape):
    """``{graded: {of: times, each: -1 points, reaching: [{from: 3, amount: -5 points}]}}``."""

    graded: GradedOf

    def work_out(self, task: Task) -> Result:
        """Return what the number comes to, less what was booked in the period."""
        it = self.graded
        if it.blank():
            return figure(f"amount.graded.{it.blank()}")
        number, period = task.number(it.of), stretch(task, it.per)
        if isinstance(number, Needs):
            return number
        if isinstance(period, Needs):
            return period
        regulation, rule = task.rule
        holder = ("member", task.person)
        before = booked(
            task,
            Booked("graded", regulation, (rule,), it.unit, holder, period.since, period.until),
        )
        if isinstance(before, Needs):
            return before
        return self._less(task, number, rounded(before, it.unit), told(period))

    def _less(
        self, task: Task, number: Fraction, before: Quantity, period: tuple[str, str]
    ) -> Worked:
        total = self.graded.total(number)
        rest = Quantity(total.unit, total.parts - before.parts)

        def values() -> dict[str, Value]:
            of = self.graded.of
            return {
                **task.labels(of),
                **task.counted(of, number, name="number"),
                **both("total", quantity_texts(total, task.words)),
                **both("before", quantity_texts(before, task.words)),
                **both("period", period),
                **task.amount(rest),
            }

        return Worked(rest, (Step("graded", Late(values)),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of each amount."""
        if self.graded.each:
            yield ("graded", "each"), unit_of(self.graded.each)
        for position, rung in enumerate(self.graded.reaching):
            yield ("graded", "reaching", position, "amount"), unit_of(rung.amount)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the number that is looked at."""
        yield ("graded", "of"), self.graded.of
