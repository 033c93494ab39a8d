"""Amounts that grow with repetition: a list by occurrence, or doubling each time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from shouwen.policy.kinds.common import Names
from shouwen.policy.kinds.figures import Amount, Count, wrong
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.parties import Owner
from shouwen.policy.kinds.periods import period_start
from shouwen.policy.kinds.questions import Occurrences
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.shapes.base import (
    Instead,
    Result,
    Shape,
    Silent,
    Worked,
    rounded,
    unit_of,
)
from shouwen.policy.kinds.task import Inner, Needs, Task, figure
from shouwen.policy.kinds.words import both
from shouwen.policy.steps import Step

Per = Literal["ever", "day", "week", "month", "quarter", "half_year", "year"]


class Consequence(Inner):
    """What somebody must do instead of moving an amount: ``{duty: 辞退, owed_by: {post: hr}}``."""

    duty: str
    duty_en: str = ""
    owed_by: Owner


def _no_text(value: object) -> object:
    if isinstance(value, str) and value != "repeat_last":
        raise wrong(f"“{value}” cannot follow.", "Write `repeat_last` or {duty: …, owed_by: …}.")
    return value


Then = Annotated[Consequence | Literal["repeat_last"] | None, BeforeValidator(_no_text)]


class Ladder(Inner):
    """How repetition is counted: the same details, within a period, and what comes at the end."""

    same: Names = ("person",)
    per: Per = "ever"
    then: Then = None

    def nth(self, task: Task) -> int | Needs:
        """Return which time this is: one more than what was counted before."""
        names = {task.person_detail if name == "person" else name for name in self.same}
        about = ""
        if task.person_detail in names and task.fact.detail(task.person_detail) is None:
            # The person is the member whom the fact is about.
            names, about = names - {task.person_detail}, task.fact.about
        missing = tuple(name for name in sorted(names) if task.fact.detail(name) is None)
        if missing:
            steps = tuple(Step("detail_missing", task.labels(name)) for name in missing)
            return Needs(missing, steps)
        keys = tuple((name, str(task.fact.detail(name))) for name in sorted(names))
        question = self._question(task, keys, about)
        earlier = task.matter.ask(question)
        if earlier is UNANSWERED:
            return Needs((str(question),), (Step("occurrences_unknown"),))
        return int(str(earlier)) + 1

    def _question(self, task: Task, keys: tuple[tuple[str, str], ...], about: str) -> Occurrences:
        regulation, rule = task.rule
        at = task.fact.happened_at
        since: datetime | None = None
        if self.per != "ever":
            since = period_start(at, self.per, task.matter.zone)
        # Two facts of the same minute are told apart by the order in which they were recorded.
        until = at + timedelta(microseconds=1)
        return Occurrences(regulation, rule, task.fact_kinds, keys, since, until, about)

    def ended(self, nth: int) -> Result:
        """Say what follows after the last step of the ladder."""
        step = Step("ladder_ended", {"nth": nth})
        if not isinstance(self.then, Consequence):
            return Silent((step,))
        then = self.then
        named = both("duty", (then.duty, then.duty_en or then.duty))
        instead = Step("instead_of_amount", {"nth": nth, **named})
        return Instead(then.duty, then.duty_en, then.owed_by, (instead,))


def _names(loc: Loc, ladder: Ladder, kinds: tuple[str, ...]) -> Iterator[Reference]:
    for position, name in enumerate(ladder.same):
        if name != "person":
            yield Reference((*loc, "same", position), "detail", name, kinds)
    if isinstance(ladder.then, Consequence):
        yield from ladder.then.owed_by.references((*loc, "then", "owed_by"), kinds)


class OccurrenceOf(Ladder):
    """The amounts of the first, second, third time."""

    amounts: tuple[Amount, ...] = Field(min_length=1)


class Occurrence(Shape):
    """First time this, second time that, and after the list whatever ``then`` says."""

    occurrence: OccurrenceOf

    def work_out(self, task: Task) -> Result:
        """Return the amount of this occurrence."""
        it = self.occurrence
        nth = it.nth(task)
        if isinstance(nth, Needs):
            return nth
        if nth > len(it.amounts) and it.then != "repeat_last":
            return it.ended(nth)
        position = min(nth, len(it.amounts)) - 1
        amount = it.amounts[position]
        if amount is None:
            return figure(f"amount.occurrence.amounts.{position}")
        return Worked(amount, (Step("nth_time", {"nth": nth, **task.amount(amount)}),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of each amount."""
        for position, amount in enumerate(self.occurrence.amounts):
            yield ("occurrence", "amounts", position), unit_of(amount)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name what must be the same, and who acts at the end."""
        yield from _names((*loc, "occurrence"), self.occurrence, kinds)


class DoublingOf(Ladder):
    """The first amount and what each repetition multiplies it by; ``most`` is a limit."""

    first: Amount
    times: Count = Fraction(2)
    most: Amount = None
    until: int | None = Field(default=None, ge=1)

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.times is not None and self.times < 1:
            raise wrong("`times` is below 1, so the amount would shrink.", "Write for example 2.")
        if self.first and self.most and abs(self.most) < abs(self.first):
            raise wrong("`most` is less than `first`.", "Write a limit that is not below it.")
        if self.then is not None and self.until is None:
            raise wrong("`then` needs `until`.", "Say after how many times it follows.")
        return self


class Doubling(Shape):
    """Each repetition multiplies: ``{doubling: {first: -100 yuan, times: 2, same: [person]}}``."""

    doubling: DoublingOf

    def work_out(self, task: Task) -> Result:
        """Return the first amount multiplied once for each earlier occurrence."""
        it = self.doubling
        if it.first is None or it.times is None:
            return figure("amount.doubling.first" if it.first is None else "amount.doubling.times")
        nth = it.nth(task)
        if isinstance(nth, Needs):
            return nth
        if it.until is not None and nth > it.until:
            if it.then != "repeat_last":
                return it.ended(nth)
            nth = it.until
        quantity = rounded(Fraction(it.first.value) * it.times ** (nth - 1), it.first.unit)
        if it.most is not None and abs(quantity.parts) > abs(it.most.parts):
            sign = 1 if quantity.parts > 0 else -1
            quantity = rounded(sign * abs(Fraction(it.most.value)), it.first.unit)
        values = {"nth": nth, **task.amount(it.first, "first"), **task.amount(quantity)}
        return Worked(quantity, (Step("doubled", values),))

    def units(self) -> Iterator[tuple[Loc, str]]:
        """Name the unit of the first amount."""
        yield ("doubling", "first"), unit_of(self.doubling.first)
        yield ("doubling", "most"), unit_of(self.doubling.most)

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name what must be the same, and who acts at the end."""
        yield from _names((*loc, "doubling"), self.doubling, kinds)
