"""Amounts that need no arithmetic: fixed, chosen within a range, or taken from a detail."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Self

from pydantic import Field, model_validator

from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.figures import Amount, wrong
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.shapes.base import Refused, Result, Shape, Sign, Worked, rounded, unit_of
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.steps import Late, Step


class Fixed(Shape):
    """Always the same amount: ``{fixed: -100 yuan}``."""

    fixed: Amount

    def work_out(self, task: Task) -> Result:
        """Return the amount as it is written."""
        if self.fixed is None:
            return figure("amount.fixed")
        fixed = self.fixed
        return Worked(fixed, (Step("fixed_amount", Late(lambda: task.amount(fixed))),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the amount."""
        yield ("fixed",), unit_of(self.fixed)


class RangeOf(Inner):
    """From, to and step of a range; ``of`` is the detail with the chosen amount."""

    from_: Amount = Field(alias="from")
    to: Amount
    step: Amount = None
    of: str = "amount"

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        low, high = self.from_, self.to
        if low is None or high is None:
            return self
        if low.unit != high.unit or (self.step and self.step.unit != low.unit):
            raise wrong("The range mixes units.", "Write all its amounts in one unit.")
        if self.step and self.step.parts <= 0:
            raise wrong("The step of the range is not above zero.", "Write for example `1 yuan`.")
        # A loss may be written from the smaller to the larger: from -10,000 to -100,000.
        if low.parts > high.parts and not (low.parts < 0 and high.parts < 0):
            raise wrong(
                f"The range runs from {low} to {high}, which is backwards.", "Swap the two."
            )
        return self


class Range(Shape):
    """Chosen by whoever decides, between two limits that both count.

    A loss is written ``{from: -10000 yuan, to: -100000 yuan}``; the amount chosen for it may be
    recorded with or without its sign.
    """

    range: RangeOf

    def work_out(self, task: Task) -> Result:
        """Return the chosen amount, or refuse what is outside the range or between its steps."""
        low, high = self.range.from_, self.range.to
        if low is None or high is None:
            return figure("amount.range.from" if low is None else "amount.range.to")
        chosen = task.number(self.range.of)
        if isinstance(chosen, Needs):
            return chosen
        return self._judged(task, chosen, low, high)

    def _judged(self, task: Task, chosen: Fraction, low: Quantity, high: Quantity) -> Result:
        sign = -1 if low.parts < 0 and high.parts < 0 else 1
        if sign < 0:
            chosen = -abs(chosen)
        quantity = rounded(chosen, low.unit)
        values = {
            **task.amount(quantity),
            **both("low", quantity_texts(low, task.words, short=True)),
            **both("high", quantity_texts(high, task.words, short=True)),
        }
        smallest, largest = sorted((low.parts, high.parts))
        if quantity.value != chosen or not smallest <= quantity.parts <= largest:
            return Refused("amount_out_of_range", (Step("amount_out_of_range", values),))
        if self.range.step and (quantity.parts - low.parts) % self.range.step.parts:
            values |= task.amount(self.range.step, "step")
            return Refused("amount_between_steps", (Step("amount_between_steps", values),))
        return Worked(quantity, (Step("amount_chosen", values),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the limits."""
        yield ("range", "from"), unit_of(self.range.from_)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail with the chosen amount."""
        yield ("range", "of"), self.range.of


class FromDetail(Shape):
    """As much as a detail says: ``{from_detail: coefficient, unit: service_points, sign: -1}``."""

    from_detail: str
    unit: str = YUAN
    sign: Sign = 1

    def work_out(self, task: Task) -> Result:
        """Return the recorded number in the given unit."""
        number = task.number(self.from_detail)
        if isinstance(number, Needs):
            return number
        quantity = rounded(number * self.sign, self.unit)
        values = {**task.labels(self.from_detail), **task.amount(quantity)}
        return Worked(quantity, (Step("amount_from_detail", values),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit the number is taken in."""
        yield ("unit",), self.unit

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail."""
        yield ("from_detail",), self.from_detail
