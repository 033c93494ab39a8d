"""Answers to what the judge asks about people and about earlier facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from shouwen.journal import queries as journal
from shouwen.people import queries as people
from shouwen.policy.facts import Fact
from shouwen.policy.judge import Answers
from shouwen.policy.kinds.questions import HoldersOf, Occurrences, PostsOf, Question, SuperiorOf
from shouwen.policy.rulebook import Rulebook


def answer_to(
    question: Question, *, book: Rulebook, at: datetime, before_number: int | None = None
) -> object:
    """Answer a question as of ``at``; ``before_number`` leaves out that fact and later ones."""
    on = timezone.localdate(at)
    if isinstance(question, PostsOf):
        return people.posts_of(question.person, on)
    if isinstance(question, SuperiorOf):
        superior = people.superior_of(question.person, on)
        return superior.username if superior else None
    if isinstance(question, HoldersOf):
        return len(people.holders_of(question.post, on))
    return sum(1 for _ in _earlier(question, book, before_number))


def _earlier(
    question: Occurrences, book: Rulebook, before_number: int | None
) -> Iterable[journal.JournalRow]:
    """Go through the earlier facts to which the asking rule applied with the same details."""
    rule = book.rule(question.regulation, question.rule)
    for kind in question.fact_kinds:
        for row in journal.facts_of_kind(
            kind,
            since=question.since,
            until=question.until,
            details=dict(question.keys),
            about=question.about or None,
        ):
            if before_number is not None and row.number >= before_number:
                continue
            if rule.applies(fact_of(row), _answers_then(row, book)):
                yield row


def _answers_then(row: journal.JournalRow, book: Rulebook) -> Answers:
    """Answer what has to be known to tell whether the rule applied to the earlier fact."""
    return Answers(
        lambda question: answer_to(
            question, book=book, at=row.happened_at, before_number=row.number
        )
    )


def fact_of(row: journal.JournalRow) -> Fact:
    """Return a journal row in the words of the policy core."""
    return Fact(
        kind=row.kind,
        about=row.about,
        happened_at=row.happened_at,
        details=row.details,
        actor=row.actor_key,
    )
