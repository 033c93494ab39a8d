"""What happened before a fact, for those that are settled one by one."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any, Generic, TypeVar

import polars as pl

from shouwen.pay.many.balances import Bookings
from shouwen.pay.many.settled import Around, People
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
from shouwen.policy.working.setting import is_occurrence

Key = tuple[str, str]
Numbered = tuple[int, Fact]
# What every fact has a column of, whatever its details are called.
RESERVED = frozenset({"number", "at", "about"})


class Past:
    """Facts by what they say and bookings by holder, in the order of recording."""

    def __init__(self, book: Rulebook, around: Around, people: People) -> None:
        """Keep what was settled at once; it is looked at when somebody asks."""
        self._book, self._around, self._people = book, around, people
        self._by_kind: dict[str, list[Numbered]] = {}
        self._sorted: dict[tuple[str, tuple[str, ...]], dict[tuple[str, ...], list[Numbered]]] = {}
        self._rows: dict[Bookings, dict[tuple[Any, ...], pl.DataFrame]] = {}
        self._at_once: dict[tuple[Bookings, str], Sums[int]] = {}
        self._carried: dict[Booked, Sums[Fraction]] = {}
        self._alone: dict[str, list[tuple[int, Fact, Transfer]]] = defaultdict(list)
        self._applied: dict[tuple[Key, int], bool] = {}

    def book_transfer(self, number: int, fact: Fact, moved: Transfer) -> None:
        """Remember what a fact moved."""
        for party in {moved.payer, moved.payee}:
            self._alone[str(party)].append((number, fact, moved))

    def in_order(self, waiting: Mapping[str, pl.DataFrame]) -> Iterator[Numbered]:
        """Yield the facts of some kinds in the order of recording."""
        asked = {number for frame in waiting.values() for number in frame["number"]}
        found = (one for kind in waiting for one in self._of_kind(kind) if one[0] in asked)
        yield from sorted(found, key=lambda one: one[0])

    def answers_before(self, number: int, fact: Fact) -> Callable[[Question], object]:
        """Return who answers questions about what was before a fact."""
        return lambda question: self._answer(question, number, fact.happened_at)

    def _answer(self, question: Question, number: int, at: datetime) -> object:  # noqa: PLR0911
        match question:
            case PostsOf() | SuperiorOf() | HoldersOf() | MembersOf():
                return self._people.answer(question, at.astimezone(self._book.zone).date())
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
        """Return what was booked: running sums, which each new booking only carries on."""
        kind, key = question.holder
        ever = replace(question, figure="", since=None, until=_NEVER, back=0)
        if ever not in self._carried:
            self._carried[ever] = Sums(Fraction())
        alone, listed = self._carried[ever], self._alone[str(Party(kind, key))]
        for one in listed[len(alone.numbers) :]:
            alone.add(one[0], one[1].happened_at, figures.booked(ever, [one[1:]]))
        asked = Bookings.of(ever, _NEVER)
        at_once = asked.read(self._sums_of(asked, key).between(question, number))
        return alone.between(question, number) + at_once

    def _sums_of(self, asked: Bookings, key: str) -> Sums[int]:
        """Return what was settled at once for a holder, in order, in whole parts."""
        if asked not in self._rows:
            rows = asked.rows(self._around.done).sort("number")
            self._rows[asked] = rows.partition_by("holder", as_dict=True)
        if (asked, key) not in self._at_once:
            mine = self._rows[asked].get((key,))
            self._at_once[asked, key] = Sums(0) if mine is None else Sums.of(mine)
        return self._at_once[asked, key]

    # ── facts ────────────────────────────────────────────────────────────────────────────────

    def _of_kind(self, kind: str) -> list[Numbered]:
        if kind not in self._by_kind:
            frame = self._around.facts.get(kind)
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
            if is_occurrence(question, fact)
        )

    def _applies(self, rule: Key, number: int, fact: Fact) -> bool:
        if (rule, number) not in self._applied:
            known = Answers(self.answers_before(number, fact))
            self._applied[rule, number] = bool(self._book.rule(*rule).applies(fact, known))
        return self._applied[rule, number]


Much = TypeVar("Much", int, Fraction)


class Sums(Generic[Much]):
    """What a holder got so far, line by line; ``before`` is one longer and begins with nought."""

    __slots__ = ("before", "moments", "numbers")

    def __init__(self, nought: Much) -> None:
        """Begin with nought."""
        self.numbers: list[int] = []
        self.moments: list[datetime] = []
        self.before: list[Much] = [nought]

    @classmethod
    def of(cls, rows: pl.DataFrame) -> Sums[int]:
        """Return the sums of rows in order."""
        found = Sums(0)
        found.numbers, found.moments = rows["number"].to_list(), rows["at"].to_list()
        found.before += rows["parts"].cum_sum().to_list()
        return found

    def add(self, number: int, at: datetime, much: Much) -> None:
        """Add a line that comes after the others."""
        self.numbers.append(number)
        self.moments.append(at)
        self.before.append(self.before[-1] + much)

    def between(self, question: Booked, number: int) -> Much:
        """Return what was booked from a question's beginning to before a fact."""
        last = min(bisect_left(self.numbers, number), bisect_left(self.moments, question.until))
        first = bisect_left(self.moments, question.since) if question.since else 0
        much: Much = self.before[max(last, first)] - self.before[first]
        return much


_NEVER = datetime.max.replace(tzinfo=UTC)


def _said(fact: Fact, name: str) -> str:
    """Return a detail as questions name it; a fact about a member need not repeat the person."""
    value = fact.detail(name)
    if value is None and name == "person" and fact.about.startswith("member:"):
        return fact.about.removeprefix("member:")
    return str(value)


def _fact(kind: str, row: Mapping[str, Any]) -> Fact:
    details = {k: v for k, v in row.items() if k not in RESERVED and v is not None}
    return Fact(kind=kind, about=row["about"], happened_at=row["at"], details=details)
