"""What happened before a fact, for those that are settled one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from shouwen.pay.many.asking import Template, moved_for, none_moved
from shouwen.pay.many.settled import Around
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

Key = tuple[str, str]
Numbered = tuple[int, Fact]
_RESERVED = ("number", "at", "about")


class Past:
    """Facts by what they say and bookings by holder, in the order of recording."""

    def __init__(self, book: Rulebook, facts: Mapping[str, pl.DataFrame], around: Around) -> None:
        """Keep what was settled at once; it is looked at when somebody asks."""
        self._book, self._facts, self._around = book, facts, around
        self._by_kind: dict[str, list[Numbered]] = {}
        self._sorted: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Numbered]]] = {}
        self._at_once: dict[Template, dict[str, Sums]] = {}
        self._alone: dict[str, list[tuple[datetime, Transfer]]] = defaultdict(list)
        self._applied: dict[tuple[Key, int], bool] = {}

    def book_transfer(self, at: datetime, moved: Transfer) -> None:
        """Remember what a fact moved."""
        for party in (moved.payer, moved.payee):
            self._alone[str(party)].append((at, moved))

    def in_order(self, waiting: Mapping[str, pl.DataFrame]) -> Iterator[Numbered]:
        """Yield the facts of some kinds in the order of recording."""
        found = (one for kind in waiting for one in self._of_kind(kind))
        yield from sorted(found, key=lambda one: one[0])

    def answers_before(self, number: int, fact: Fact) -> Callable[[Question], object]:
        """Return who answers questions about what was before a fact."""
        return lambda question: self._answer(question, number, fact.happened_at)

    def _answer(self, question: Question, number: int, at: datetime) -> object:  # noqa: PLR0911
        match question:
            case PostsOf() | SuperiorOf() | HoldersOf() | MembersOf():
                return self._around.people(question, at.astimezone(self._book.zone).date())
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

    # ── bookings ─────────────────────────────────────────────────────────────────────────────

    def _sum(self, question: Booked, number: int) -> Fraction:
        holder = Party(*question.holder)
        parts = self._sums_of(question).get(holder.key, _NOTHING).between(question, number)
        for at, one in self._alone[str(holder)]:
            if _counts(question, at, one):
                parts += one.quantity.parts * (1 if one.payee == holder else -1)
        return Quantity(question.unit, parts).exact

    def _sums_of(self, question: Booked) -> dict[str, Sums]:
        """Return what was settled at once of these rules, by holder and in order."""
        more = (question.regulation, question.rules, question.unit, question.holder[0], "", None,
                None)  # fmt: skip
        template = Template("Booked", "", more)
        if template not in self._at_once:
            parts = [moved_for(part, template) for part in self._around.done.parts]
            whole = pl.concat([one for one in parts if one is not None] or [none_moved()])
            by_holder = whole.sort("number").group_by("holder", maintain_order=True)
            self._at_once[template] = {
                str(holder): Sums(
                    rows["number"].to_list(), rows["at"].to_list(),
                    [0, *rows["parts"].cum_sum().to_list()],
                )
                for (holder,), rows in by_holder
            }  # fmt: skip
        return self._at_once[template]

    # ── facts ────────────────────────────────────────────────────────────────────────────────

    def _of_kind(self, kind: str) -> list[Numbered]:
        if kind not in self._by_kind:
            frame = self._facts.get(kind)
            rows = frame.sort("number").iter_rows(named=True) if frame is not None else ()
            self._by_kind[kind] = [(row["number"], _fact(kind, row)) for row in rows]
        return self._by_kind[kind]

    def _earlier(self, kind: str, keys: Mapping[str, str], number: int) -> list[Numbered]:
        """Return the facts of a kind with these details that were recorded before."""
        names = tuple(sorted(keys))
        if (kind, names) not in self._sorted:
            sorted_out: dict[tuple[str, ...], list[Numbered]] = defaultdict(list)
            for one in self._of_kind(kind):
                sorted_out[tuple(_said(one[1], name) for name in names)].append(one)
            self._sorted[kind, names] = sorted_out
        listed = self._sorted[kind, names].get(tuple(keys[name] for name in names), [])
        return listed[: bisect_left(listed, number, key=lambda one: one[0])]

    def _concerned(self, question: Recorded, number: int) -> list[Fact]:
        return [
            fact
            for kind in question.fact_kinds
            for _, fact in self._earlier(kind, dict(question.keys), number)
            if is_one_of(question, fact)
        ]

    def _count(self, question: Occurrences, number: int) -> int:
        keys = dict(question.keys)
        return sum(
            self._applies((question.regulation, question.rule), earlier, fact)
            for kind in question.fact_kinds
            for earlier, fact in self._earlier(kind, keys, number)
            if _is_occurrence(question, fact)
        )

    def _applies(self, rule: Key, number: int, fact: Fact) -> bool:
        if (rule, number) not in self._applied:
            known = Answers(self.answers_before(number, fact))
            self._applied[rule, number] = bool(self._book.rule(*rule).applies(fact, known))
        return self._applied[rule, number]


class Sums(NamedTuple):
    """What a holder got so far, line by line; ``before`` is one longer and begins with nought."""

    numbers: list[int]
    moments: list[datetime]
    before: list[int]

    def between(self, question: Booked, number: int) -> int:
        """Return what was booked from a question's beginning to before a fact."""
        last = min(bisect_left(self.numbers, number), bisect_left(self.moments, question.until))
        first = bisect_left(self.moments, question.since) if question.since else 0
        return self.before[last] - self.before[first] if last > first else 0


_NOTHING = Sums([], [], [0])


def _counts(question: Booked, at: datetime, moved: Transfer) -> bool:
    if at >= question.until or (question.since is not None and at < question.since):
        return False
    named = not question.rules or moved.rule in question.rules
    of_it = moved.cites.regulation == question.regulation
    return named and of_it and moved.quantity.unit == question.unit


def _said(fact: Fact, name: str) -> str:
    """Return a detail as questions name it; a fact about a member need not repeat the person."""
    value = fact.detail(name)
    if value is None and name == "person" and fact.about.startswith("member:"):
        return fact.about.removeprefix("member:")
    return str(value)


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
