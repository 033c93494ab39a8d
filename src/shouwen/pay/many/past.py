"""What happened before a fact, for those that are settled one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any

import polars as pl

from shouwen.pay.many.settled import Settled, lines
from shouwen.policy.amounts import Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.questions import (
    Booked,
    HoldersOf,
    MembersOf,
    Occurrences,
    PostsOf,
    Question,
    Recorded,
    Restarted,
    Standings,
    SuperiorOf,
)
from shouwen.policy.kinds.sources.recorded import is_one_of
from shouwen.policy.rulebook import Rulebook
from shouwen.policy.rulings import Party, Transfer
from shouwen.policy.working import figures

Holder = tuple[str, str]
Line = tuple[int, datetime, str, str, str, int]
_RESERVED = ("number", "at", "about")


class Past:
    """Facts by kind and person and bookings by holder, in the order of recording."""

    def __init__(
        self,
        book: Rulebook,
        facts: Mapping[str, pl.DataFrame],
        settled: Settled,
        people: Callable[[Any, date], object],
    ) -> None:
        """Take in what was settled at once."""
        self._book, self._people, self._facts = book, people, facts
        self._by_kind: dict[str, list[tuple[int, Fact]]] = {}
        self._by_person: dict[tuple[str, str], list[tuple[int, Fact]]] = {}
        self._booked: dict[Holder, list[Line]] = defaultdict(list)
        for number, at, one, payer, payee in lines(settled):
            self._book_line(number, at, (one.regulation, one.rule, one.unit, one.parts),
                            payer, payee)  # fmt: skip

    def _book_line(
        self, number: int, at: datetime, what: tuple[str, str, str, int], payer: str, payee: str
    ) -> None:
        regulation, rule, unit, parts = what
        for party, sign in ((payer, -1), (payee, 1)):
            kind, _, key = party.partition(":")
            self._booked[kind, key].append((number, at, regulation, rule, unit, sign * parts))

    def book_transfer(self, number: int, at: datetime, moved: Transfer) -> None:
        """Remember what a fact moved."""
        what = (moved.cites.regulation, moved.rule, moved.quantity.unit, moved.quantity.parts)
        self._book_line(number, at, what, str(moved.payer), str(moved.payee))

    def in_order(self, waiting: Mapping[str, pl.DataFrame]) -> Iterator[tuple[int, Fact]]:
        """Yield the facts of some kinds in the order of recording."""
        yield from sorted(
            (one for kind in waiting for one in self._of_kind(kind)), key=lambda one: one[0]
        )

    def _of_kind(self, kind: str) -> list[tuple[int, Fact]]:
        if kind not in self._by_kind:
            frame = self._facts.get(kind)
            rows = frame.sort("number").iter_rows(named=True) if frame is not None else ()
            self._by_kind[kind] = [(row["number"], _fact(kind, row)) for row in rows]
            for number, fact in self._by_kind[kind]:
                for person in _people_of(fact):
                    self._by_person.setdefault((kind, person), []).append((number, fact))
        return self._by_kind[kind]

    def answers_before(self, number: int, fact: Fact) -> Callable[[Question], object]:
        """Return who answers questions about what was before a fact."""
        return lambda question: self._answer(question, number, fact.happened_at)

    def _answer(self, question: Question, number: int, at: datetime) -> object:  # noqa: PLR0911
        match question:
            case PostsOf() | SuperiorOf() | HoldersOf() | MembersOf():
                return self._people(question, at.astimezone(self._book.zone).date())
            case Booked():
                return self._sum(question, number)
            case Recorded():
                return figures.recorded(question, self._concerned(question, number), self._book)
            case Standings():
                return figures.each_of(question, lambda one: self._answer(one, number, at))
            case Restarted():
                return figures.restarted(question, self._concerned(question.as_recorded(), number))
            case Occurrences():
                return self._count(question, number)
        return None

    def _sum(self, question: Booked, number: int) -> Fraction:
        holder = Party(*question.holder)
        parts = sum(
            much
            for earlier, at, regulation, rule, unit, much in self._booked[holder.kind, holder.key]
            if earlier < number and regulation == question.regulation and unit == question.unit
            and (not question.rules or rule in question.rules) and at < question.until
            and (question.since is None or at >= question.since)
        )  # fmt: skip
        return Quantity(question.unit, parts).exact

    def _concerned(self, question: Recorded, number: int) -> list[Fact]:
        return [fact for kind in question.fact_kinds
                for fact in self._earlier(kind, dict(question.keys), number)
                if is_one_of(question, fact)]  # fmt: skip

    def _earlier(self, kind: str, keys: Mapping[str, str], number: int) -> Iterator[Fact]:
        everybody = self._of_kind(kind)
        person = keys.get("person")
        listed = everybody if person is None else self._by_person.get((kind, person), ())
        return (fact for earlier, fact in listed if earlier < number)

    def _count(self, question: Occurrences, number: int) -> int:
        rule = self._book.rule(question.regulation, question.rule)
        count = 0
        for kind in question.fact_kinds:
            for fact in self._earlier(kind, dict(question.keys), number):
                known = Answers(self.answers_before(number, fact))
                count += _is_occurrence(question, fact) and bool(rule.applies(fact, known))
        return count


def _is_occurrence(question: Occurrences, fact: Fact) -> bool:
    at = fact.happened_at
    if at >= question.until or (question.since is not None and at < question.since):
        return False
    if question.about and fact.about != question.about:
        return False
    return all(str(fact.detail(name)) == value for name, value in question.keys)


def _fact(kind: str, row: Mapping[str, Any]) -> Fact:
    details = {k: v for k, v in row.items() if k not in _RESERVED and v is not None}
    return Fact(kind=kind, about=row["about"], happened_at=row["at"], details=details)


def _people_of(fact: Fact) -> set[str]:
    named = {str(fact.detail("person"))} if fact.detail("person") is not None else set()
    about = fact.about.partition(":")
    return named | ({about[2]} if about[0] == "member" else set())
