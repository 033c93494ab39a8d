"""Prizes by place; those who tie each get their place's prize, or share what they take together."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from shouwen.policy.amounts import Quantity
from shouwen.policy.kinds.figures import Amount, wrong
from shouwen.policy.kinds.references import Loc
from shouwen.policy.kinds.shapes.base import Result, Shape, Silent, Worked, unit_of
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.steps import Late, Step, Value

# How a `rank` figure tells how many are tied, and whose turn it is among them.
TIED, TURN = ":tied", ":turn"


class PrizesOf(Inner):
    """The place and the prize of each place, the first one first.

    With ``ties: shared`` those who tie put together the prizes of the places they take and divide
    them equally; fen that cannot be divided go to the first in the order of names.
    """

    by: str
    amounts: tuple[Amount, ...] = Field(min_length=1)
    ties: Literal["each", "shared"] = "each"

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if len({amount.unit for amount in self.amounts if amount}) > 1:
            raise wrong("The prizes are in different units.", "Write all of them in one unit.")
        return self


class Prizes(Shape):
    """``{prizes: {by: place, amounts: [150 yuan, 100 yuan, 50 yuan], ties: shared}}``."""

    prizes: PrizesOf

    def work_out(self, task: Task) -> Result:
        """Return the prize of the place."""
        it = self.prizes
        if None in it.amounts:
            return figure(f"amount.prizes.amounts.{it.amounts.index(None)}")
        place = task.number(it.by)
        if isinstance(place, Needs):
            return place
        if place.denominator != 1 or place < 1:
            values = {**task.labels(it.by), **both("value", (str(place), str(place)))}
            return Needs((it.by,), (Step("not_a_place", values),))
        tied = int(task.matter.numbers.get(f"{it.by}{TIED}", Fraction(1)))
        return self._prize(task, int(place), tied if it.ties == "shared" else 1)

    def _prize(self, task: Task, place: int, tied: int) -> Result:
        it = self.prizes
        taken = [amount for amount in it.amounts[place - 1 : place - 1 + tied] if amount]
        pot = sum(amount.parts for amount in taken)
        turn = int(task.matter.numbers.get(f"{it.by}{TURN}", Fraction(0)))
        whole, rest = divmod(pot, tied)
        unit = next(unit_of(amount) for amount in it.amounts if amount)
        prize = Quantity(unit, whole + (1 if tied > 1 and turn < rest else 0))

        def values() -> dict[str, Value]:
            pot_texts = quantity_texts(Quantity(unit, pot), task.words)
            return {
                **task.labels(it.by),
                "place": place,
                "tied": tied,
                **both("pot", pot_texts),
                **task.amount(prize),
            }

        if not taken:
            return Silent((Step("no_prize", Late(values)),))
        if tied > 1:
            return Worked(prize, (Step("prize_shared", Late(values)),))
        return Worked(prize, (Step("prize_of_place", Late(values)),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of each prize."""
        for position, amount in enumerate(self.prizes.amounts):
            yield ("prizes", "amounts", position), unit_of(amount)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the place."""
        yield ("prizes", "by"), self.prizes.by
