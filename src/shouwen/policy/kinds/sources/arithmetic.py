"""Figures that are reckoned from details and other figures, exactly and without rounding."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from shouwen.policy.kinds.operands import AnOperand, Operand
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.sources.base import Figure, Known, Source, UnitOf, shown
from shouwen.policy.kinds.task import Needs, Task, all_needed
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Late, Step, Value

Several = Annotated[tuple[AnOperand, ...], Field(min_length=2)]
Two = tuple[AnOperand, AnOperand]


class Arithmetic(Source):
    """A figure worked out from others; ``key`` is the field that holds what goes into it."""

    key: ClassVar[str]
    sign: ClassVar[str]
    code: ClassVar[str] = "figure_reckoned"

    @property
    def operands(self) -> tuple[Operand, ...]:
        """What goes into the figure, in order."""
        found: tuple[Operand, ...] = getattr(self, self.key)
        return found

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Return the exact result."""
        raise NotImplementedError

    def reckon(self, task: Task, name: str) -> Figure:
        """Work the figure out from what is recorded."""
        place = f"figures.{name}.{self.key}"
        found = [one.number(task, f"{place}.{n}") for n, one in enumerate(self.operands)]
        lacking = all_needed(found)
        if lacking is not None:
            return lacking
        numbers = [one for one in found if isinstance(one, Fraction)]
        return self.refused(task, numbers) or self._known(task, name, numbers)

    def refused(self, task: Task, numbers: Sequence[Fraction]) -> Needs | None:  # noqa: ARG002
        """Say why it cannot be worked out, if so."""
        return None

    def _known(self, task: Task, name: str, numbers: Sequence[Fraction]) -> Known:
        result = self.worked(numbers)

        def values() -> dict[str, Value]:
            terms = [o.said(task, n) for o, n in zip(self.operands, numbers, strict=True)]
            chinese = f" {self.sign} ".join(zh for zh, _ in terms)
            english = f" {self.sign} ".join(en for _, en in terms)
            return shown(task, name, result) | both("formula", (chinese, english))

        return Known(result, (Step(self.code, Late(values)),))

    def terms(self) -> Iterator[tuple[Loc, str]]:
        """Name the details and figures that go into it."""
        for position, operand in enumerate(self.operands):
            if operand.name:
                yield (self.key, position), operand.name

    def inferred(self, unit_of: UnitOf) -> str:
        """Return the unit of its terms where they have one and the same."""
        units = {unit_of(operand.name) for operand in self.operands if operand.name}
        return units.pop() if len(units) == 1 else ""


class Sum(Arithmetic):
    """All together: ``{sum: [base, meal_allowance]}``."""

    key, sign = "sum", "+"
    sum: Several

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Add up."""
        total = Fraction()
        for number in numbers:
            total += number
        return total


class Difference(Arithmetic):
    """The first less the rest: ``{difference: [sales, commission, product_cost]}``."""

    key, sign = "difference", "\N{MINUS SIGN}"
    difference: Several

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Subtract."""
        rest = numbers[0]
        for number in numbers[1:]:
            rest -= number
        return rest


class Product(Arithmetic):
    """Multiplied: ``{product: [turnover, 8 %]}``."""

    key, sign = "product", "×"
    product: Several

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Multiply."""
        return math.prod(numbers, start=Fraction(1))

    def inferred(self, unit_of: UnitOf) -> str:
        """Return the unit of the one term that has any."""
        units = [u for u in (unit_of(o.name) for o in self.operands if o.name) if u]
        return units[0] if len(units) == 1 else ""


class _Divided(Arithmetic):
    def refused(self, task: Task, numbers: Sequence[Fraction]) -> Needs | None:
        """Say that nothing can be divided by nought."""
        if numbers[1]:
            return None
        name = self.operands[1].name or self.operands[0].name
        return Needs((name,), (Step("divided_by_nothing", task.labels(name)),))


class Quotient(_Divided):
    """The first divided by the second, exactly: ``{quotient: [net, 3]}``."""

    key, sign = "quotient", "÷"
    quotient: Two

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Divide."""
        return numbers[0] / numbers[1]

    def inferred(self, unit_of: UnitOf) -> str:
        """Yuan a head is yuan; yuan divided by yuan is a plain number."""
        over, under = (unit_of(o.name) if o.name else "" for o in self.operands)
        return "" if under else over


class Times(_Divided):
    """How many whole times the second goes into the first: ``{whole_times: [delay, 30]}``."""

    key, sign, code = "whole_times", "÷", "figure_whole_times"
    whole_times: Two

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Divide and drop the remainder."""
        return Fraction(math.floor(numbers[0] / numbers[1]))

    def inferred(self, unit_of: UnitOf) -> str:  # noqa: ARG002 - a count has no unit
        """A count has no unit."""
        return ""


class Greatest(Arithmetic):
    """The larger of several: ``{greatest: [commission, 1800 yuan]}`` is a guarantee."""

    key, sign, code = "greatest", "/", "figure_greatest"
    greatest: Several

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Return the largest."""
        return max(numbers)


class Least(Arithmetic):
    """The smaller of several: ``{least: [owed, most]}`` is a cap."""

    key, sign, code = "least", "/", "figure_least"
    least: Several

    def worked(self, numbers: Sequence[Fraction]) -> Fraction:
        """Return the smallest."""
        return min(numbers)
