"""Running numbers: how many a register has given out, and the next one, given as it is recorded.

Whoever records holds the journal's head until the commit, so two writers never see the same count:
no number is given twice, and none is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from shouwen.journal import queries as journal
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Same
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.questions import Occurrences, Question
from shouwen.policy.rulebook import Rulebook


def numbers_given(
    question: Occurrences, *, book: Rulebook, at: datetime, before_number: int | None
) -> int:
    """Count the numbers a register gave out before this fact, in the order of recording."""
    detail, own = question.numbered or ("", "")
    kinds = question.fact_kinds
    if own:
        # Recorded anew in the place of one that was taken back: it counts what that one did.
        place = journal.place_taken(kinds, at, detail, own, before_number=before_number)
        before_number = place or before_number
    since, until = question.since, question.until
    rule = book.rule(question.regulation, question.rule)
    having = _told_by_details(rule)
    if having is not None:
        whose = {} if rule.when else {"regulation": rule.clause.regulation}
        return journal.count_values(
            kinds, detail, since=since, until=until, before_number=before_number,
            having=having, unless_other=whose,
        )  # fmt: skip
    rows = journal.values_recorded(kinds, since=since, until=until, before_number=before_number)
    mine = (row.details.get(detail) for row in rows if rule.applies(journal.fact_of(row)))
    return len({str(number) for number in mine if number is not None})


def _told_by_details(rule: Rule) -> dict[str, tuple[str | bool, ...]] | None:
    """Return the details that make a fact an entry, or None where they alone do not tell."""
    filled = rule.filled() if isinstance(rule, Form) else rule.conditions()
    if rule.for_ or rule.unless or rule.waived_by:
        return None
    tests = [(name, test) for one in filled for name, test in one.tests.items()]
    if not tests:
        return {}
    if len(filled) > 1:
        return None
    same = {name: test.values for name, test in tests if isinstance(test, Same)}
    return same if len(same) == len(tests) else None


def with_numbers(fact: Fact, book: Rulebook, known: Mapping[Question, object]) -> Fact:
    """Return the fact with the next number of every register it is entered in without one."""
    for rule in book.listening_to(fact):
        if isinstance(rule, Form):
            fact = _numbered(fact, rule, Matter(fact=fact, known=known, zone=book.zone))
    return fact


def next_number(fact: Fact, rule: Form, matter: Matter) -> str | None:
    """Return the number this entry gets if it is recorded now, or None where it gets none."""
    numbering, kinds = rule.numbering, facts_of(rule.filled())
    if numbering is None or not numbering.gap_free or fact.kind not in kinds:
        return None
    if not rule.applies(fact, matter.known):
        return None
    return numbering.next_number(matter, rule.key, kinds)


def _numbered(fact: Fact, rule: Form, matter: Matter) -> Fact:
    detail = rule.numbering.number if rule.numbering else ""
    if not detail or fact.detail(detail) is not None:
        return fact
    number = next_number(fact, rule, matter)
    return fact if number is None else replace(fact, details={**fact.details, detail: number})
