"""Running numbers: how many a register has given out, and the next one, given as it is recorded.

Whoever records holds the journal's head until the commit, so two writers never see the same count,
and the table of given numbers takes no place twice: no number is given twice, none is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from shouwen.enforcement.models import GivenNumber
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow, add_rows
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.common import Rule
from shouwen.policy.kinds.conditions import Same
from shouwen.policy.kinds.details import facts_of
from shouwen.policy.kinds.form import Form
from shouwen.policy.kinds.matter import Matter
from shouwen.policy.kinds.questions import Occurrences, Question
from shouwen.policy.rulebook import Rulebook


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The numbers one register gives out in one period."""

    regulation: str
    rule_id: str
    period: str

    @classmethod
    def asked_by(cls, question: Occurrences) -> Series:
        """Return the series whose numbers a question counts."""
        days = (question.since, question.until) if question.since else ()
        period = "..".join(f"{timezone.localdate(day)}" for day in days if day)
        return cls(regulation=question.regulation, rule_id=question.rule, period=period)

    def given(self) -> QuerySet[GivenNumber]:
        """Return the numbers given out so far, as far as the table knows them."""
        return GivenNumber.objects.filter(
            regulation=self.regulation, rule_id=self.rule_id, period=self.period
        )

    def place_before(self, number: int | None) -> int | None:
        """Return the last place taken before a fact (None: so far), or None if none is known."""
        before = self.given() if number is None else self.given().filter(fact__lt=number)
        return before.order_by("-fact").values_list("place", flat=True).first()


def numbers_given(
    question: Occurrences, *, book: Rulebook, at: datetime, before_number: int | None
) -> int:
    """Count the numbers a register gave out before this fact, in the order of recording."""
    detail, own = question.numbered or ("", "")
    if own:
        # Recorded anew in the place of one that was taken back: it counts what that one did.
        place = journal.place_taken(
            question.fact_kinds, at, detail, own, before_number=before_number
        )
        before_number = place or before_number
    known = Series.asked_by(question).place_before(before_number)
    return _counted(question, book, before_number) if known is None else known


def _counted(question: Occurrences, book: Rulebook, before_number: int | None) -> int:
    """Count them in the journal: the first of a series, and what the table does not know."""
    kinds, detail = question.fact_kinds, (question.numbered or ("",))[0]
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


def keep(row: FactRow, book: Rulebook, known: Mapping[Question, object]) -> None:
    """Keep in the table the number that a fact bears in each register it is entered in.

    A fact recorded anew in the place of one taken back takes no further place.
    """
    fact = journal.fact_of(row)
    for rule in book.listening_to(fact):
        if isinstance(rule, Form) and rule.numbering:
            number = fact.detail(rule.numbering.number)
            matter = Matter(fact=fact, known=known, zone=book.zone)
            if number is not None and _is_numbered(fact, rule, matter):
                _take(rule, matter, str(number), row, book)


def _take(rule: Form, matter: Matter, number: str, row: FactRow, book: Rulebook) -> None:
    numbering = rule.numbering
    if numbering is None:
        return
    question = numbering.question(matter, rule.key, facts_of(rule.filled()))
    series = Series.asked_by(question)
    if series.given().filter(number=number).exists():
        return
    before = series.place_before(row.number)
    if before is None:
        before = _counted(question, book, row.number)
    given = GivenNumber(
        regulation=series.regulation, rule_id=series.rule_id, period=series.period,
        place=before + 1, number=number, fact=row,
    )  # fmt: skip
    add_rows([given])


def next_number(fact: Fact, rule: Form, matter: Matter) -> str | None:
    """Return the number this entry gets if it is recorded now, or None where it gets none."""
    if rule.numbering is None or not _is_numbered(fact, rule, matter):
        return None
    return rule.numbering.next_number(matter, rule.key, facts_of(rule.filled()))


def _is_numbered(fact: Fact, rule: Form, matter: Matter) -> bool:
    """Tell whether the form gives its entries numbers without a gap, and the fact is one."""
    numbering = rule.numbering
    if numbering is None or not numbering.gap_free or fact.kind not in facts_of(rule.filled()):
        return False
    return bool(rule.applies(fact, matter.known))


def _numbered(fact: Fact, rule: Form, matter: Matter) -> Fact:
    detail = rule.numbering.number if rule.numbering else ""
    if not detail or fact.detail(detail) is not None:
        return fact
    number = next_number(fact, rule, matter)
    return fact if number is None else replace(fact, details={**fact.details, detail: number})
