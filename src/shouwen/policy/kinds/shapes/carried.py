"""Claims that are collected bit by bit: at most half a month's bonus, the rest in later months."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from pydantic import Field

from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.operands import AnOperand
from shouwen.policy.kinds.periodic import booked, stretch
from shouwen.policy.kinds.questions import Booked
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.shapes.base import Result, Shape, Silent, Worked
from shouwen.policy.kinds.task import Inner, Needs, Task, all_needed
from shouwen.policy.kinds.words import both, quantity_texts
from shouwen.policy.steps import Late, Step, Value


class CarriedOf(Inner):
    """Which rules book the claims, in which kind of points, and how much is collected at most.

    One point of ``unit`` is one yuan: a claim is no money yet. ``at_most`` is a detail, a figure or
    a number.
    """

    rules: Names = Field(min_length=1)
    unit: str
    at_most: AnOperand


class Carried(Shape):
    """``{carried: {rules: [loss-share], unit: claims, at_most: half_bonus}}``.

    What was claimed and not yet collected, up to the limit; the remainder stays for the next time.
    """

    carried: CarriedOf

    def work_out(self, task: Task) -> Result:
        """Return what is collected now, with what is carried on."""
        it = self.carried
        limit = it.at_most.number(task, "amount.carried.at_most")
        period = stretch(task, "ever")
        if isinstance(limit, Needs) or isinstance(period, Needs):
            return all_needed((limit, period)) or Needs((), ())
        # Claims count up to the end of the period that is closed, collections up to now.
        claimed = self._booked(task, "claims", it.rules, it.unit, period.until)
        collected = self._booked(task, "carried", (task.rule[1],), YUAN, task.just_after())
        if isinstance(claimed, Needs) or isinstance(collected, Needs):
            return all_needed((claimed, collected)) or Needs((), ())
        return self._collected(task, limit, claimed, collected)

    def _booked(
        self, task: Task, name: str, rules: tuple[str, ...], unit: str, until: datetime
    ) -> Fraction | Needs:
        holder = ("member", task.person)
        return booked(task, Booked(name, task.rule[0], rules, unit, holder, None, until))

    def _collected(
        self, task: Task, limit: Fraction, claimed: Fraction, collected: Fraction
    ) -> Result:
        owed = claimed - collected
        size = min(abs(owed), max(limit, Fraction()))
        now = Quantity.of(size if owed > 0 else -size, YUAN)
        rest = Quantity.of(owed, YUAN).parts - now.parts

        def values() -> dict[str, Value]:
            said = {"claimed": claimed, "collected": collected, "owed": owed, "limit": limit}
            found: dict[str, Value] = {**task.amount(now)}
            for name, number in said.items():
                found |= both(name, quantity_texts(Quantity.of(abs(number), YUAN), task.words))
            return found | both("rest", quantity_texts(Quantity(YUAN, abs(rest)), task.words))

        steps = [Step("carried_owed", Late(values))]
        if not owed:
            return Silent(tuple(steps))
        last = Step("carried_part", Late(values)) if rest else Step("carried_whole", Late(values))
        steps.append(last)
        return Worked(now, tuple(steps))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """What is collected is money."""
        yield ("carried",), YUAN

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name the limit, the rules and the unit of the claims."""
        yield from super().references(loc, kinds)
        here = (*loc, "carried")
        for position, rule in enumerate(self.carried.rules):
            yield Reference((*here, "rules", position), "rule", rule)
        yield Reference((*here, "unit"), "unit", self.carried.unit)

    def details(self) -> Iterator[tuple[Loc, str]]:
        """Name the detail or figure that limits it."""
        if self.carried.at_most.name:
            yield ("carried", "at_most"), self.carried.at_most.name
