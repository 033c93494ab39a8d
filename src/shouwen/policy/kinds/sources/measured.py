"""What is measured of a person in a period: bookings, or earlier facts; for places and rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Self

from pydantic import model_validator

from shouwen.policy.kinds.figures import exact, wrong
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.periodic import booked_now, stretch
from shouwen.policy.kinds.periods import Stretch
from shouwen.policy.kinds.questions import Booked, Recorded
from shouwen.policy.kinds.references import Loc, Reference
from shouwen.policy.kinds.sources.base import unanswered
from shouwen.policy.kinds.sources.moved import MovedOf
from shouwen.policy.kinds.sources.recorded import RecordsOf, SumOf, is_one_of
from shouwen.policy.kinds.task import Inner, Needs, Task, figure

_HOW = "Write one of {moved: …}, {counted: …}, {summed: …}."


class Measured(Inner):
    """One of the sources that ask about a period: ``{moved: {unit: service_points}}``."""

    moved: MovedOf | None = None
    counted: RecordsOf | None = None
    summed: SumOf | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len([way for way in (self.moved, self.counted, self.summed) if way]) != 1:
            raise wrong("It is not said what is measured.", _HOW)
        return self

    @property
    def records(self) -> RecordsOf | None:
        """Which facts are counted or added up, if any."""
        return self.counted or self.summed

    @property
    def per(self) -> str:
        """The period over which it is measured."""
        return (self.moved or self.records or MovedOf(unit="")).per

    @property
    def unit(self) -> str:
        """What it is measured in, where that is known."""
        return self.moved.unit if self.moved else ""

    def question(
        self, task: Task, name: str, period: Stretch, person: str, back: int = 0
    ) -> Booked | Recorded | Needs:
        """Return the question what came before the fact; ``person`` may be empty for all."""
        since, until = period.since, period.until
        if self.moved:
            if self.moved.blank():
                return figure(f"figures.{name}.of.moved.{self.moved.blank()}")
            return replace(self.moved.question(task, name, since, until, person), back=back)
        records = self.records
        if records is None:
            raise ValueError("nothing is measured")
        keys = records.keys(task, person)
        if isinstance(keys, Needs):
            return keys
        return replace(records.question(task, name, since, until, keys), back=back)

    @property
    def by(self) -> tuple[str, ...]:
        """The details of the measured facts that name the person."""
        records = self.records
        same = records.same if records else ()
        return tuple(theirs for theirs, ours in same if ours == "person")

    def at(self, task: Task, name: str, back: int) -> tuple[Stretch, Fraction] | Needs:
        """Return what it was so many periods back, the fact itself included."""
        period = stretch(task, self.per, back)
        if isinstance(period, Needs):
            return period
        question = self.question(task, name, period, task.person, back)
        if isinstance(question, Needs):
            return question
        answer = task.matter.ask(question)
        own = self.own(task, question)
        if answer is UNANSWERED or answer is None or own is None:
            return unanswered(task, name, question)
        return period, self.worth(exact(answer) + own)

    def own(self, task: Task, question: Booked | Recorded) -> Fraction | None:
        """Return what the fact itself adds; None while that is unknown."""
        if isinstance(question, Booked):
            return booked_now(task, question)
        records = self.records
        if records is None or not is_one_of(question, task.fact):
            return Fraction()
        return records.worth(task.fact, task.words)

    def worth(self, number: Fraction) -> Fraction:
        """Return the balance a sum of bookings leads to; counts and sums are what they are."""
        return self.moved.balance(number) if self.moved else number

    def references(self, loc: Loc, kinds: tuple[str, ...]) -> Iterator[Reference]:
        """Name what is measured."""
        if self.moved:
            yield from self.moved.references((*loc, "moved"))
        if self.records:
            key = "counted" if self.counted else "summed"
            yield from self.records.references((*loc, key), kinds)

    def faults(self, loc: Loc) -> Iterator[tuple[Loc, str, str]]:
        """List facts that stand in no journal, and a time of one's own."""
        if self.moved and self.moved.restart:
            what = "Everybody is measured over the same period."
            yield (*loc, "moved", "restart"), what, "Leave `restart` out."
        if self.records and self.records.since:
            what = "Everybody is measured over the same period."
            yield (*loc, "counted" if self.counted else "summed", "since"), what, "Use `per:`."
        if self.records:
            yield from self.records.faults((*loc, "counted" if self.counted else "summed"))
