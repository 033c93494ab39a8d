"""Closings reckoned anew: what a period paid follows from facts that were taken back since.

A closing whose rulings are others now is countered and recorded again at its moment. What belongs
to a locked period goes to the next open one, so that only the difference is left there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.book import bench_for
from shouwen.enforcement.parties import account_of
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.ledger import queries as moved
from shouwen.ledger.actions import Transfer as Entry
from shouwen.people.models import Member
from shouwen.policy.kinds.periods import first_day, name_of
from shouwen.policy.rulings import Transfer

LENGTHS = ("day", "week", "month", "quarter", "half_year", "year")
Movement = tuple[str, str, str, str, str, int]


def reckon_anew(
    *, happened_at: datetime, members: Collection[str], reason: str, by: Member, at: datetime
) -> list[int]:
    """Reckon anew what closed a period that a moment lies in; return the numbers of the new facts.

    Closings of these members count, and those of nobody in particular, such as a team's pool. One
    that comes out the same stays as it is.
    """
    done = []
    for row in list(_closings(happened_at, members)):
        if _says_now(row, at) == _stands(row.number):
            continue
        correct_fact(number=row.number, reason=reason, actor=by, at=at)
        fact, key = journal.fact_of(row), f"anew:{row.number}"
        done.append(record_fact(fact, actor=by, recorded_at=at, idempotency_key=key).row.number)
    return done


def _closings(happened_at: datetime, members: Collection[str]) -> Iterator[JournalRow]:
    """Yield the closings that stand, shorter periods first: longer ones may add theirs up."""
    day = timezone.localdate(happened_at)
    for length in LENGTHS:
        period = {"period": name_of(first_day(day, length), length)}
        for row in journal.facts_of_kind(f"{length}_closed", details=period):
            person = row.details.get("person")
            if person is None or person in members:
                yield row


def _says_now(row: JournalRow, at: datetime) -> list[Movement]:
    """Return what the rules of its day would move if the closing were recorded now."""
    fact = journal.fact_of(row)
    day = timezone.localdate(fact.happened_at)
    rulings = bench_for(fact, known_at=at).judge(fact)
    return sorted(
        (
            one.cites.regulation, one.rule, str(account_of(one.payer, day)),
            str(account_of(one.payee, day)), one.quantity.unit, one.quantity.parts,
        )
        for one in rulings
        if isinstance(one, Transfer)
    )  # fmt: skip


def _stands(number: int) -> list[Movement]:
    return sorted(_of_entry(entry) for entry in moved.uncountered_of(number) if not entry.because)


def _of_entry(entry: Entry) -> Movement:
    payer = f"{entry.payer.kind}:{entry.payer.key}"
    payee = f"{entry.payee.kind}:{entry.payee.key}"
    return entry.regulation, entry.rule_id, payer, payee, entry.unit, entry.parts
