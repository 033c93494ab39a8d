"""Answers to what the judge asks about people and about earlier facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from fractions import Fraction

from django.utils import timezone

from shouwen.enforcement.numbers import numbers_given
from shouwen.enforcement.of_matter import answer_of_matter
from shouwen.enforcement.raised import RAISED, raised_earlier
from shouwen.enforcement.stocks import level_before
from shouwen.journal import queries as journal
from shouwen.ledger import queries as ledger
from shouwen.people import queries as people
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.figuring import Figuring
from shouwen.policy.kinds.questions import (
    Approved,
    Booked,
    Done,
    MembersOf,
    Occurrences,
    OfPeople,
    PostsOf,
    Question,
    Recorded,
    Restarted,
    Standings,
    Stocked,
    SuperiorOf,
)
from shouwen.policy.kinds.sources.recorded import is_one_of, tally
from shouwen.policy.rulebook import Rulebook


def answer_to(  # noqa: PLR0911 - one answer for each question
    question: Question, *, book: Rulebook, at: datetime, before_number: int | None = None
) -> object:
    """Answer a question as of ``at``; ``before_number`` leaves out that fact and later ones."""
    if isinstance(question, Booked):
        return _booked(question, before_number)
    if isinstance(question, Recorded):
        return _recorded(question, book, before_number)
    if isinstance(question, Stocked):
        return level_before(question, book=book, before_number=before_number)
    if isinstance(question, Occurrences):
        if question.numbered:
            return numbers_given(question, book=book, at=at, before_number=before_number)
        return _occurred(question, book, before_number)
    if isinstance(question, Standings):
        return _standings(question, book, before_number)
    if isinstance(question, Restarted):
        return _restarted(question, before_number)
    if isinstance(question, Approved | Done):
        return answer_of_matter(question, book=book, before_number=before_number)
    return _about_people(question, timezone.localdate(at))


def _about_people(question: OfPeople, on: date) -> object:
    if isinstance(question, PostsOf):
        return people.posts_of(question.person, on)
    if isinstance(question, SuperiorOf):
        superior = people.superior_of(question.person, on)
        return superior.username if superior else None
    holders = people.holders_of(question.post, on)
    if isinstance(question, MembersOf):
        return tuple(sorted({member.username for member in holders}))
    return len(holders)


def _occurred(question: Occurrences, book: Rulebook, before_number: int | None) -> int:
    found = sum(1 for _ in _earlier(question, book, before_number))
    if not set(question.fact_kinds) & set(RAISED):
        return found
    return found + raised_earlier(question, book, before_number, answer_to)


def _booked(question: Booked, before_number: int | None) -> Fraction:
    """Return what the ledger holds of these rules' bookings, as it stood before the fact."""
    kind, key = question.holder
    return ledger.booked(
        kind,
        key,
        question.unit,
        regulation=question.regulation,
        rules=question.rules,
        since=question.since,
        until=question.until,
        before_number=before_number,
    ).exact


def _standings(
    question: Standings, book: Rulebook, before_number: int | None
) -> dict[str, Fraction] | None:
    """Return what each member's bookings or facts come to, in one query for all of them."""
    if isinstance(question.of, Booked):
        it = question.of
        sums = ledger.booked_each(
            question.members,
            it.unit,
            regulation=it.regulation,
            rules=it.rules,
            since=it.since,
            until=it.until,
            before_number=before_number,
        )
        return {member: sums[member].exact for member in question.members}
    found = _earlier_facts(question.of, question.by, before_number)
    tallies = {
        member: _tallied(about, found, book)
        for member in question.members
        if isinstance(about := question.about(member), Recorded)
    }
    each = {member: tally for member, tally in tallies.items() if tally is not None}
    return each if len(each) == len(tallies) else None


def _recorded(question: Recorded, book: Rulebook, before_number: int | None) -> Fraction | None:
    """Return what earlier facts come to, or None while one of them lacks a detail."""
    return _tallied(question, _earlier_facts(question, (), before_number), book)


def _restarted(question: Restarted, before_number: int | None) -> datetime | None:
    asked = question.as_recorded()
    found = (f for f in _earlier_facts(asked, (), before_number) if is_one_of(asked, f))
    return max((fact.happened_at for fact in found), default=None)


def _earlier_facts(
    question: Recorded, by: tuple[str, ...], before_number: int | None
) -> list[Fact]:
    """Return the facts a question may be about, whoever the details ``by`` name."""
    rows = journal.facts_with(
        question.fact_kinds,
        {name: value for name, value in question.keys if name not in by},
        since=question.since,
        until=question.until,
        before_number=before_number,
    )
    return [journal.fact_of(row) for row in rows]


def _tallied(question: Recorded, facts: Iterable[Fact], book: Rulebook) -> Fraction | None:
    rule = book.rule(question.regulation, question.rule)
    if not isinstance(rule, Figuring):
        return None
    mine = (fact for fact in facts if is_one_of(question, fact))
    return tally(rule.recorder(question.figure), mine, rule.words)


def _earlier(
    question: Occurrences, book: Rulebook, before_number: int | None
) -> Iterable[journal.JournalRow]:
    """Go through the earlier facts to which the asking rule applied with the same details."""
    rule = book.rule(question.regulation, question.rule)
    for kind in set(question.fact_kinds) - set(RAISED):
        for row in journal.facts_of_kind(
            kind,
            since=question.since,
            until=question.until,
            details=dict(question.keys),
            about=question.about or None,
        ):
            if before_number is not None and row.number >= before_number:
                continue
            if rule.applies(journal.fact_of(row), _answers_then(row, book)):
                yield row


def _answers_then(row: journal.JournalRow, book: Rulebook) -> Answers:
    """Answer what has to be known to tell whether the rule applied to the earlier fact."""
    return Answers(
        lambda question: answer_to(
            question, book=book, at=row.happened_at, before_number=row.number
        )
    )
