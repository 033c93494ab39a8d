"""Amounts that are a product of what was recorded: percentage, per unit, multiple, proportion."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.figures import Amount, Count, Rate, number_text, percent_text
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.shapes.base import (
    Result,
    Shape,
    Sign,
    Silent,
    Worked,
    product,
    rounded,
    unit_of,
)
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both, number_texts, quantity_texts
from shouwen.policy.steps import Late, Step, Value

Values = dict[str, Value]


class PercentageOf(Inner):
    """Of which detail, and how many percent; a negative rate is a loss."""

    of: str
    rate: Rate
    unit: str = YUAN


class Percentage(Shape):
    """A share of a recorded amount: ``{percentage: {of: received, rate: 3 %}}``."""

    percentage: PercentageOf

    def work_out(self, task: Task) -> Result:
        """Return the share, rounded once."""
        it = self.percentage
        if it.rate is None:
            return figure("amount.percentage.rate")
        number = task.number(it.of)
        if isinstance(number, Needs):
            return number
        return share_of(task, it.of, number, it.rate, it.unit)

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the result."""
        yield ("percentage", "unit"), self.percentage.unit

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail."""
        yield ("percentage", "of"), self.percentage.of


def share_of(task: Task, of: str, number: Fraction, rate: Fraction, unit: str) -> Worked:
    """Return ``rate`` of a recorded number, with the line that shows it."""
    quantity = product(number, rate, unit)

    def values() -> Values:
        return {
            **task.labels(of),
            **task.counted(of, number, name="number"),
            "rate": percent_text(rate),
            **task.amount(quantity),
        }

    return Worked(quantity, (Step("percentage_of", Late(values)),))


class PerUnitOf(Inner):
    """Each unit of a detail above a base earns (or costs) so much."""

    of: str
    above: Count = Fraction(0)
    each: Amount


class PerUnit(Shape):
    """So much for each unit above a base; at or below the base nothing, never a debt."""

    per_unit: PerUnitOf

    def work_out(self, task: Task) -> Result:
        """Return the excess times the amount for each unit, parts of a unit pro rata."""
        it = self.per_unit
        if it.above is None or it.each is None:
            return figure("amount.per_unit.above" if it.above is None else "amount.per_unit.each")
        number = task.number(it.of)
        if isinstance(number, Needs):
            return number
        if number <= it.above:
            return Silent((Step("not_above_base", Late(lambda: self._counted(task, number))),))
        return self._above(task, number, number - it.above, it.each)

    def _above(self, task: Task, number: Fraction, excess: Fraction, each: Quantity) -> Worked:
        quantity = each.times(excess)

        def values() -> Values:
            return {
                **self._counted(task, number),
                **task.counted(self.per_unit.of, excess, name="excess"),
                **both("each", quantity_texts(each, task.words, short=True)),
                **task.amount(quantity),
            }

        code = "per_unit_above" if self.per_unit.above else "per_unit"
        return Worked(quantity, (Step(code, Late(values)),))

    def _counted(self, task: Task, number: Fraction) -> Values:
        of, above = self.per_unit.of, self.per_unit.above or Fraction(0)
        values = {
            **task.labels(of),
            **task.counted(of, number, name="number"),
            **task.counted(of, above, name="above"),
        }
        if not task.words.counted_as(task.fact.kind, of)[0]:
            values["above_zh"] = f"{values['above_zh']} "  # no unit between number and word
        return values

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the amount for each."""
        yield ("per_unit", "each"), unit_of(self.per_unit.each)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail that is counted."""
        yield ("per_unit", "of"), self.per_unit.of


class MultipleOf(Inner):
    """Which detail, and how many times; a negative factor is a loss."""

    of: str
    factor: Count
    unit: str = YUAN


class Multiple(Shape):
    """So many times a recorded amount: ``{multiple: {of: amount, factor: -2}}``."""

    multiple: MultipleOf

    def work_out(self, task: Task) -> Result:
        """Return the product, rounded once."""
        it = self.multiple
        if it.factor is None:
            return figure("amount.multiple.factor")
        number = task.number(it.of)
        if isinstance(number, Needs):
            return number
        quantity, factor = product(number, it.factor, it.unit), it.factor

        def values() -> Values:
            return {
                **task.labels(it.of),
                **both("number", number_texts(number, task.words.counted_in(it.unit))),
                "factor": number_text(factor),
                **task.amount(quantity),
            }

        return Worked(quantity, (Step("multiple_of", Late(values)),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the result."""
        yield ("multiple", "unit"), self.multiple.unit

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail."""
        yield ("multiple", "of"), self.multiple.of


class ProportionOf(Inner):
    """A whole amount is divided by the points of all and multiplied by one's own."""

    of: str
    part: str
    whole: str
    unit: str = YUAN
    sign: Sign = 1


class Proportion(Shape):
    """One's part of a whole: loss ÷ total base points × own base points."""

    proportion: ProportionOf

    def work_out(self, task: Task) -> Result:
        """Return the part; a whole of nothing cannot be divided and has to be recorded anew."""
        it = self.proportion
        numbers = {name: task.number(name) for name in (it.of, it.part, it.whole)}
        needed = [n for n in numbers.values() if isinstance(n, Needs)]
        if needed:
            return Needs(
                tuple(name for need in needed for name in need.missing),
                tuple(step for need in needed for step in need.steps),
            )
        of, part, whole = (Fraction(n) for n in numbers.values())  # type: ignore[arg-type]
        if not whole:
            return Needs((it.whole,), (Step("divided_by_nothing", task.labels(it.whole)),))
        return self._divided(task, of, part, whole)

    def _divided(self, task: Task, of: Fraction, part: Fraction, whole: Fraction) -> Worked:
        it = self.proportion
        quantity = rounded(of / whole * part * it.sign, it.unit)
        values = {
            **task.labels(it.of),
            **task.labels(it.whole, "whole_name"),
            **task.labels(it.part, "part_name"),
            **both("number", number_texts(of, task.words.counted_in(it.unit))),
            "whole": number_text(whole),
            "part": number_text(part),
            **task.amount(quantity),
        }
        return Worked(quantity, (Step("proportion_of", values),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the result."""
        yield ("proportion", "unit"), self.proportion.unit

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the three details."""
        it = self.proportion
        yield ("proportion", "of"), it.of
        yield ("proportion", "part"), it.part
        yield ("proportion", "whole"), it.whole
