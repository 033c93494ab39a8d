"""A quality check as its page shows it: each line's verdict, and what followed from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from shouwen.enforcement import queries as asked
from shouwen.enforcement import words
from shouwen.enforcement.book import always
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.knowledge.reasons import reasons
from shouwen.ledger import queries as moved
from shouwen.ledger.actions import Transfer
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import ObligationRow
from shouwen.policy import judge
from shouwen.policy.amounts import YUAN, Quantity
from shouwen.policy.judge import Answers, ClausesDisagreeError
from shouwen.policy.kinds.conduct import CHECKED, Conduct
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.questions import PostsOf
from shouwen.policy.rulings import Measure
from shouwen.regulations.queries import InForce

# A check has at most so many lines, and what was met on the way stands between them.
LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """Something a rule made of a line, with the page that says why."""

    text: str
    number: str
    title: str
    href: str
    quantity: Quantity | None = None
    unit: str = ""
    due_at: datetime | None = None
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one conduct rule says of a line: ``said`` are its reasons."""

    text: str
    met: bool
    said: tuple[str, ...]
    number: str
    title: str
    slug: str
    rule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the check; ``passed`` is None where no rule could tell."""

    number: int
    label: str
    note: str
    said: str
    passed: bool | None
    found: tuple[Found, ...]
    followed: tuple[Followed, ...]
    waits: bool
    taken_back: bool


def rows_of(first: FactRow) -> list[FactRow]:
    """Return the facts of the check that begins with this one, in order, in one query."""
    stem = (first.idempotency_key or "").rpartition(":")[0] + ":"
    following = journal.facts_after(first.number - 1, LONGEST)
    return [row for row in following if (row.idempotency_key or "").startswith(stem)]


def shown(
    rows: Sequence[FactRow], in_force: InForce, posts: Iterable[str], *, money: bool
) -> list[Row]:
    """Return the lines with what was found and what followed; ``money`` lets it be seen."""
    numbers = [row.number for row in rows]
    follows: dict[int, list[Followed]] = {number: [] for number in numbers}
    for obligation in owed.opened_by_any(numbers):
        follows[obligation.fact_id].append(_of_obligation(obligation))
    for transfer in moved.moved_by_any(numbers) if money else ():
        follows[transfer.fact_id].append(_of_transfer(transfer, in_force))
    waiting = asked.asked_about_any(numbers)
    gone = _taken_back(rows)
    judged = Judged(in_force=in_force, posts=frozenset(posts))
    return [
        Row(
            number=row.number,
            label=_label(row, in_force),
            note=str(row.details.get("note", "")),
            said=str(row.details.get("text", "")),
            passed=judged.passed(row),
            found=judged.findings(row),
            followed=tuple(follows[row.number]),
            waits=row.number in waiting,
            taken_back=row.number in gone,
        )
        for row in rows
    ]


def _taken_back(rows: Sequence[FactRow]) -> set[int]:
    if not rows:
        return set()
    since = journal.timeline(rows[0].about, after=rows[0].number - 1, limit=LONGEST)
    return {row.number for row in since if row.corrected_by}


def _label(row: FactRow, in_force: InForce) -> str:
    if row.kind != CHECKED:
        return words.kind_label(in_force.vocabulary, row.kind)
    wanted = (str(row.details.get("rule")), str(row.details.get("item")))
    for rule in in_force.rulebook.rules:
        if isinstance(rule, Conduct) and rule.id == wanted[0]:
            for item in rule.items:
                if item.item == wanted[1]:
                    return words.of_language(item.names)
    return wanted[1]


def _of_obligation(obligation: ObligationRow) -> Followed:
    return Followed(
        text=words.of_language((obligation.duty, obligation.duty_en or obligation.duty)),
        number=obligation.clause_number,
        title=obligation.title,
        href=reverse("enforcement:why_obligation", args=[obligation.pk]),
        due_at=obligation.due_at,
        stands=obligation.state != owed.State.WITHDRAWN,
    )


def _of_transfer(transfer: Transfer, in_force: InForce) -> Followed:
    rule = in_force.rulebook.find(transfer.regulation, transfer.rule_id)
    names = (rule.title, rule.title_en or rule.title) if rule else (transfer.rule_id,) * 2
    return Followed(
        text=words.of_language(names),
        number=transfer.clause_number,
        title=transfer.title,
        href=reverse("enforcement:why_transfer", args=[transfer.pk]),
        quantity=Quantity(transfer.unit, transfer.parts),
        unit="" if transfer.unit == YUAN else in_force.points.get(transfer.unit, transfer.unit),
        stands=moved.countered_by(transfer) is None and transfer.counters_id is None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the conduct rules in force on the day of a check say, by the judge of the facts."""

    in_force: InForce
    posts: frozenset[str]

    def passed(self, row: FactRow) -> bool | None:
        """Return how a line stands; None where no rule could tell."""
        if row.kind == CHECKED:
            return row.details.get("passed") is True
        verdicts = [one.met for one in self.findings(row)]
        return all(verdicts) if verdicts else None

    def findings(self, row: FactRow) -> tuple[Found, ...]:
        """Return what each rule says of a line."""
        book = self.in_force.rulebook
        known = Answers(lambda q: self.posts if isinstance(q, PostsOf) else UNANSWERED)
        fact = journal.fact_of(row)
        try:
            rulings = judge.judge(book, fact, known, lambda _name: always(), brief=True)
        except ClausesDisagreeError:
            return ()
        measured = [ruling for ruling in rulings if isinstance(ruling, Measure)]
        return tuple(
            _found(ruling, rule)
            for ruling in measured
            if isinstance(rule := book.find(ruling.cites.regulation, ruling.rule), Conduct)
        )


def _found(ruling: Measure, rule: Conduct) -> Found:
    return Found(
        text=words.of_language((rule.title, rule.title_en or rule.title)),
        met=ruling.met is not False,
        said=reasons(ruling),
        number=ruling.cites.number,
        title=ruling.cites.title,
        slug=ruling.cites.regulation,
        rule_id=ruling.rule,
    )
