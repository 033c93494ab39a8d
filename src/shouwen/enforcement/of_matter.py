"""Answers to what the judge asks about one matter: what was signed before, which steps are done."""

from __future__ import annotations

from shouwen.approvals import queries as requests
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.policy.kinds.questions import Approved, Done
from shouwen.policy.kinds.workflow import JoinedStep
from shouwen.policy.rulebook import Rulebook


def answer_of_matter(
    question: Approved | Done, *, book: Rulebook, before_number: int | None
) -> bool:
    """Say whether the same was signed before, or whether a step of a workflow is done."""
    if isinstance(question, Approved):
        return _was_approved(question, before_number)
    rule = book.find(question.regulation, question.rule)
    if not isinstance(rule, JoinedStep):
        return False
    rows = _rows(question.fact_kinds, question.about, before_number)
    return rule.was_done(question.step, (journal.fact_of(row) for row in rows))


def _was_approved(question: Approved, before_number: int | None) -> bool:
    passed = requests.passed_before(
        regulation=question.regulation,
        rule_id=question.rule,
        about=question.about,
        details=dict(question.details),
    )
    rows = _rows(question.fact_kinds, question.about, before_number) if passed else []
    recorded = {str(row.details.get("approval")) for row in rows}
    return any(str(pk) in recorded for pk in passed)


def _rows(kinds: tuple[str, ...], about: str, before_number: int | None) -> list[JournalRow]:
    """Return the matter's facts of these kinds that stand, in the order of their recording."""
    rows = [row for kind in kinds for row in journal.facts_of_kind(kind, about=about)]
    earlier = (row for row in rows if before_number is None or row.number < before_number)
    return sorted(earlier, key=lambda row: row.number)
