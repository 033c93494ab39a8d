"""Answers to what the judge asks, from what the period has brought so far and from before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from django.utils import timezone

from shouwen.enforcement.questions import answer_to
from shouwen.enforcement.raised import RAISED, raised_earlier
from shouwen.ledger import queries as ledger
from shouwen.policy.amounts import Quantity
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.figuring import Figuring
from shouwen.policy.kinds.questions import (
    Approved,
    Booked,
    Done,
    HoldersOf,
    MembersOf,
    Occurrences,
    PostsOf,
    Question,
    Recorded,
    Restarted,
    Standings,
    Stocked,
    SuperiorOf,
)
from shouwen.policy.kinds.sources.recorded import is_one_of, tally
from shouwen.policy.kinds.workflow import JoinedStep
from shouwen.policy.rulebook import Rulebook
from shouwen.trial.replay.recollection import Recollection
from shouwen.trial.replay.results import Moved
from shouwen.trial.replay.staff import Staff

_PEOPLE = (PostsOf, SuperiorOf, HoldersOf, MembersOf)
# holder as ``kind:key``, unit, regulation, month
_Book = tuple[str, str, str, str]


class Ledger:
    """What was moved so far under one rulebook; what stood before the period is in the house's."""

    def __init__(self, regulation: str, first: int) -> None:
        """Begin with nothing; other regulations' bookings are taken as they are."""
        self._regulation, self._first = regulation, first
        self._moved: dict[_Book, list[tuple[datetime, str, int, int]]] = defaultdict(list)
        self._months_of: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._before: dict[Booked, Fraction] = {}
        self._gone: set[int] = set()

    def note(self, moved: Moved) -> None:
        """Book a transfer on both sides."""
        month = f"{timezone.localtime(moved.happened_at):%Y-%m}"
        for holder, sign in ((moved.payee, 1), (moved.payer, -1)):
            key = (holder, moved.unit, moved.regulation, month)
            # What followed from a lapse stands, whatever becomes of the fact that opened it.
            number = 0 if moved.source.via else moved.source.number
            entry = (moved.happened_at, moved.rule_id, sign * moved.parts, number)
            self._moved[key].append(entry)
            self._months_of[key[:3]].add(month)

    def forget(self, number: int) -> None:
        """Leave out what a fact moved: it was taken back."""
        self._gone.add(number)

    def booked(self, asked: Booked, before: int) -> Fraction:
        """Return what rules of a regulation booked for a holder net, before a fact."""
        if asked.regulation != self._regulation:
            return _in_the_house(asked, before)
        if asked not in self._before:
            self._before[asked] = _in_the_house(asked, self._first)
        parts = sum(each for each in self._parts(asked))
        return self._before[asked] + Quantity(asked.unit, parts).exact

    def _parts(self, asked: Booked) -> Iterator[int]:
        for month in self._months(asked):
            for at, rule_id, parts, number in self._moved[month]:
                in_time = at < asked.until and (asked.since is None or at >= asked.since)
                of_these = not asked.rules or rule_id in asked.rules
                if in_time and of_these and number not in self._gone:
                    yield parts

    def _months(self, asked: Booked) -> list[_Book]:
        holder = f"{asked.holder[0]}:{asked.holder[1]}"
        begin = f"{timezone.localtime(asked.since):%Y-%m}" if asked.since else ""
        end = f"{timezone.localtime(asked.until):%Y-%m}"
        wanted = (holder, asked.unit, asked.regulation)
        months = self._months_of.get(wanted, ())
        return [(*wanted, month) for month in months if begin <= month <= end]


def _in_the_house(asked: Booked, before: int) -> Fraction:
    kind, key = asked.holder
    return ledger.booked(
        kind, key, asked.unit, regulation=asked.regulation, rules=asked.rules,
        since=asked.since, until=asked.until, before_number=before,
    ).exact  # fmt: skip


class Witness:
    """Answers the judge under one rulebook."""

    def __init__(
        self, book: Rulebook, staff: Staff, memory: Recollection, books: Ledger, first: int
    ) -> None:
        """Take what is known."""
        self.book, self.staff, self.memory, self.books = book, staff, memory, books
        self._first = first
        self._applied: dict[tuple[object, ...], bool | None] = {}
        self._raised_before: dict[Occurrences, int] = {}

    def answers(self, at: datetime, number: int) -> Answers:
        """Answer as of a moment, before the fact with this number."""
        return Answers(lambda question: self._answer(question, at, number))

    def _answer(self, question: Question, at: datetime, number: int) -> object:  # noqa: PLR0911
        if isinstance(question, _PEOPLE):
            return self.staff.answer(question, at.astimezone(self.book.zone).date())
        if isinstance(question, Booked):
            return self.books.booked(question, number)
        if isinstance(question, Recorded):
            return self._tallied(question, number)
        if isinstance(question, Standings):
            return self._standings(question, number)
        if isinstance(question, Restarted):
            return self._restarted(question, number)
        if isinstance(question, Done):
            return self._was_done(question, number)
        if isinstance(question, Approved | Stocked) or question.numbered:
            return answer_to(question, book=self.book, at=at, before_number=number)
        return self._occurred(question, number)

    def _facts(self, question: Recorded, number: int) -> Iterator[Fact]:
        keys = dict(question.keys)
        for _number, fact in self.memory.find(
            question.fact_kinds, keys, since=question.since, until=question.until, before=number
        ):
            if is_one_of(question, fact):
                yield fact

    def _tallied(self, question: Recorded, number: int) -> Fraction | None:
        rule = self.book.rule(question.regulation, question.rule)
        if not isinstance(rule, Figuring):
            return None
        facts = self._facts(question, number)
        return tally(rule.recorder(question.figure), facts, rule.words)

    def _standings(self, question: Standings, number: int) -> dict[str, Fraction] | None:
        each: dict[str, Fraction] = {}
        for member in question.members:
            about = question.about(member)
            found = (self.books.booked(about, number) if isinstance(about, Booked)
                     else self._tallied(about, number))  # fmt: skip
            if found is None:
                return None
            each[member] = found
        return each

    def _restarted(self, question: Restarted, number: int) -> datetime | None:
        found = self._facts(question.as_recorded(), number)
        return max((fact.happened_at for fact in found), default=None)

    def _was_done(self, question: Done, number: int) -> bool:
        rule = self.book.find(question.regulation, question.rule)
        if not isinstance(rule, JoinedStep):
            return False
        ever = datetime.max.replace(tzinfo=self.book.zone)
        found = self.memory.find(
            question.fact_kinds, {}, about=question.about, since=None, until=ever, before=number
        )
        facts = (fact for _number, fact in sorted(found, key=lambda one: one[0]))
        return rule.was_done(question.step, facts)

    def _occurred(self, question: Occurrences, number: int) -> int:
        found = sum(1 for _ in self._earlier(question, number))
        if not set(question.fact_kinds) & set(RAISED):
            return found
        return found + self._raised_earlier(question)

    def _earlier(self, question: Occurrences, number: int) -> Iterator[Fact]:
        keys = dict(question.keys)
        rule = self.book.rule(question.regulation, question.rule)
        for place, fact in self.memory.find(
            question.fact_kinds, keys, about=question.about,
            since=question.since, until=question.until, before=number,
        ):  # fmt: skip
            if any(str(fact.detail(name)) != value for name, value in question.keys):
                continue
            key = (rule.key, place, fact.kind, fact.about, fact.detail("rule"))
            if key not in self._applied:
                answers = self.answers(fact.happened_at, place)
                self._applied[key] = rule.applies(fact, answers)
            if self._applied[key]:
                yield fact

    def _raised_earlier(self, question: Occurrences) -> int:
        """Count what followed from facts before the period; in it they are remembered."""
        if question not in self._raised_before:
            self._raised_before = {
                question: raised_earlier(question, self.book, self._first, answer_to)
            }
        return self._raised_before[question]
