"""Earlier facts that followed from others: they stand in no journal and are worked out again.

A class of attendance follows from coming or going, a fine and moved points from transfers. Each is
found through what raised it: the facts by the rules that class them, the rest in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby

from django.utils import timezone

from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.policy import judge
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.calendar import Calendar
from shouwen.policy.facts import Fact
from shouwen.policy.following import POINTS_MOVED, Booking, points_fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.pay import Pay
from shouwen.policy.kinds.questions import Occurrences, Question
from shouwen.policy.kinds.roster import Roster
from shouwen.policy.rulebook import Rulebook

RAISED = (judge.ATTENDANCE_CLASSED, judge.FINE_IMPOSED, POINTS_MOVED)
Answer = Callable[..., object]


def raised_earlier(
    question: Occurrences, book: Rulebook, before_number: int | None, answer: Answer
) -> int:
    """Count the classes, fines or moved points asked about; ``answer`` answers what rules ask."""
    rule = book.rule(question.regulation, question.rule)
    return sum(
        1
        for number, fact in _raised(question, book, before_number, answer)
        if _is_one(question, fact) and rule.applies(fact, _answers(fact, number, book, answer))
    )


def _raised(
    question: Occurrences, book: Rulebook, before_number: int | None, answer: Answer
) -> Iterator[tuple[int, Fact]]:
    if judge.ATTENDANCE_CLASSED in question.fact_kinds:
        yield from _classes(question, book, before_number, answer)
    if judge.FINE_IMPOSED in question.fact_kinds:
        yield from _fines(question, book, before_number)
    if POINTS_MOVED in question.fact_kinds:
        yield from _points(question, before_number)


def _classes(
    question: Occurrences, book: Rulebook, before_number: int | None, answer: Answer
) -> Iterator[tuple[int, Fact]]:
    classing = _classing(book)
    kinds = sorted({kind for rule in classing.rules for kind in rule.fact_kinds()})
    calendar = Calendar.always(time_zone=timezone.get_default_timezone_name())
    for row in journal.facts_with(
        kinds,
        {name: value for name, value in _person(question).items() if value},
        since=question.since,
        until=question.until,
        before_number=before_number,
    ):
        fact = Fact(
            kind=row.kind,
            about=row.about,
            happened_at=row.happened_at,
            details=row.details,
            actor=row.actor_key,
        )
        known = _answers(fact, row.number, book, answer)
        for found in judge.classes_of(classing, fact, known, lambda _name: calendar):
            yield row.number, found


@lru_cache(maxsize=64)
def _classing(book: Rulebook) -> Rulebook:
    """Return the rules that class attendance, by themselves."""
    rules = (rule for rule in book.rules if isinstance(rule, Roster) and rule.attendance)
    return Rulebook(rules, book.zone)


def _fines(
    question: Occurrences, book: Rulebook, before_number: int | None
) -> Iterator[tuple[int, Fact]]:
    person = _person(question)["person"]
    for moved in ledger.taken_from(
        person, YUAN, since=question.since, until=question.until, before_number=before_number
    ):
        rule = book.find(moved.regulation, moved.rule_id)
        if isinstance(rule, Pay) and rule.counts_as_fine:
            fine = Quantity(YUAN, moved.parts)
            yield moved.fact_id, judge.fine_fact(rule, person, fine, moved.happened_at)


def _points(question: Occurrences, before_number: int | None) -> Iterator[tuple[int, Fact]]:
    person = _person(question)["person"]
    moved = ledger.points_of(
        person, since=question.since, until=question.until, before_number=before_number
    )
    for (number, unit), group in groupby(moved, key=lambda one: (one.fact_id, one.unit)):
        transfers = list(group)
        bookings = [
            Booking(one.regulation, one.rule_id, unit, _gain(one, person) * one.parts)
            for one in transfers
        ]
        yield number, points_fact(person, bookings, transfers[0].happened_at)


def _gain(moved: ledger.Transfer, person: str) -> int:
    return 1 if (moved.payee.kind, moved.payee.key) == ("member", person) else -1


def _person(question: Occurrences) -> dict[str, str]:
    """Return whom the question is about: a detail, or the matter itself."""
    about = question.about.removeprefix("member:") if question.about else ""
    return {"person": dict(question.keys).get("person", about)}


def _is_one(question: Occurrences, fact: Fact) -> bool:
    same = all(str(fact.detail(name)) == value for name, value in question.keys)
    return same and question.about in ("", fact.about)


def _answers(fact: Fact, number: int, book: Rulebook, answer: Answer) -> Answers:
    def one(question: Question) -> object:
        return answer(question, book=book, at=fact.happened_at, before_number=number)

    return Answers(one)
