"""What a period still lacks: which facts say too little, what of, about whom, and who knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shouwen.enforcement import queries as asked
from shouwen.enforcement import words
from shouwen.enforcement.queries import QuestionRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.policy.kinds.periods import begin_of, next_first_day, per_of
from shouwen.policy.vocabulary import Vocabulary
from shouwen.regulations import queries as regulations

SHOWN = 20
FIGURE = "figure:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a clause waits for: of which fact, about which person (or nobody), and whom to ask.

    ``of`` is whoever recorded the fact, on whose desk the question stands; empty where the house
    did, or where a regulation leaves the figure blank.
    """

    fact_number: int
    fact: str
    what: str
    person: str
    of: str
    title: str
    clause_number: str
    asked_at: datetime


def of_period(name: str, now: datetime) -> tuple[Wanted, ...]:
    """List what clauses still wait for in a period, the oldest fact first, in four queries."""
    begins = begin_of(name)
    rows = asked.unanswered_between(begins, next_first_day(begins, per_of(name)), SHOWN)
    if not rows:
        return ()
    known = regulations.words_on(timezone.localdate(now)).vocabulary
    facts = {row.number: row for row in journal.rows_numbered({row.fact_number for row in rows})}
    keys = {str(row.details.get("person", "")) for row in facts.values()}
    names = people.members_by_keys(keys | {row.actor_key for row in facts.values()})
    return tuple(_wanted(row, facts[row.fact_number], names, known) for row in rows)


def _wanted(
    row: QuestionRow, fact: JournalRow, names: Mapping[str, Member], known: Vocabulary
) -> Wanted:
    person, maker = names.get(str(fact.details.get("person", ""))), names.get(fact.actor_key)
    is_blank = any(each.startswith(FIGURE) for each in row.missing)
    return Wanted(
        fact_number=row.fact_number,
        fact=words.kind_label(known, row.fact_kind),
        what=pgettext("between names", ", ").join(_lacking(row, known)),
        person=person.name if person else "",
        of=maker.name if maker and not maker.is_system and not is_blank else "",
        title=row.title,
        clause_number=row.clause_number,
        asked_at=row.asked_at,
    )


def _lacking(row: QuestionRow, known: Vocabulary) -> Iterator[str]:
    for each in row.missing:
        if each.startswith(FIGURE):
            yield _("a figure that the regulation leaves blank")
        else:
            yield words.of_language(known.detail_labels(row.fact_kind, each))
