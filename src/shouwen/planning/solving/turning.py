"""Turns week by week as linear rows: one shift a week, and the next in order the week after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, product
from typing import Protocol

from shouwen.planning.solving.problem import Person, Problem, Turns
from shouwen.planning.solving.row import Row, Sum, added, row_of
from shouwen.planning.solving.stretches import weeks


class Translated(Protocol):
    """What is read of the rows of a problem."""

    problem: Problem

    def on(self, person: Person, day: date, shifts: frozenset[str]) -> Sum | None:
        """Return whether somebody works one of these shifts on a day, None where nobody knows."""


def rows_of_turns(rows: Translated, rule: Turns, number: int) -> Iterator[Row]:
    """Yield the rows by which two shifts that do not go together are never both worked."""
    for person in rows.problem.whom(rule):
        works = _Works(rows, person)
        for before, known, inside in weeks(rows.problem):
            yield from works.said(inside, rule.order)
            for last, now in _apart(works, rule, before, known, inside):
                if now.terms and (last.terms or last.known):
                    total = added((last, now))
                    days = tuple(inside)
                    yield row_of(total, rule, number, most=1, person=person.key, days=days)


def _apart(
    works: _Works, rule: Turns, before: list[date], known: list[date], inside: list[date]
) -> Iterator[tuple[Sum, Sum]]:
    for one, other in combinations(rule.order, 2):
        yield works.within(inside, one), works.within(inside, other)
    for one, other in product(rule.order, rule.order):
        now = works.within(inside, other)
        if one != other:
            yield works.within(known, one), now
        if rule.next_of[one] != other:
            yield works.within(before, one), now


class _Works:
    """Whether one person works a shift on one of some days, as an unknown or as what is known."""

    def __init__(self, rows: Translated, person: Person) -> None:
        self.rows, self.person = rows, person

    def within(self, days: Sequence[date], shift: str) -> Sum:
        """Return whether the shift is worked on one of the days."""
        first = self.rows.problem.first
        known = [self.rows.on(self.person, day, frozenset({shift})) for day in days if day < first]
        if any(one is not None and one.known for one in known):
            return Sum({}, 1)
        inside = tuple(day for day in days if day >= first)
        able = any((one := self._on(day, shift)) and one.terms for day in inside)
        return Sum({("t", self.person.key, inside, shift): 1} if able else {})

    def said(self, inside: Sequence[date], order: Sequence[str]) -> Iterator[Row]:
        """Yield what the unknowns of a week mean."""
        for shift, day in product(order, inside):
            one, whole = self._on(day, shift), self.within(inside, shift)
            if one and one.terms:
                terms = {**one.terms, **dict.fromkeys(whole.terms, -1)}
                yield Row(terms=terms, most=0)

    def _on(self, day: date, shift: str) -> Sum | None:
        return self.rows.on(self.person, day, frozenset({shift}))
