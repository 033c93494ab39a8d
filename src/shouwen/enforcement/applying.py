"""Rulings become rows: obligations, transfers and open questions, each with its clause."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from shouwen.enforcement.book import Bench
from shouwen.enforcement.models import OpenQuestion
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.parties import account_of, owner_of
from shouwen.journal.actions import FactRow
from shouwen.ledger import actions as ledger
from shouwen.obligations import actions as obligations
from shouwen.people import queries as people
from shouwen.policy.rulings import Obligation, Transfer, Unknown
from shouwen.regulations import queries as regulations


def apply_rulings(outcome: Outcome, row: FactRow, bench: Bench) -> None:
    """Write down what each ruling says about a recorded fact."""
    for ruling in outcome.rulings:
        if isinstance(ruling, Obligation):
            _oblige(outcome, ruling, row, bench)
        elif isinstance(ruling, Transfer):
            _move(outcome, ruling, row, bench)
        elif isinstance(ruling, Unknown):
            _ask(outcome, ruling, row, bench)


def _oblige(outcome: Outcome, ruling: Obligation, row: FactRow, bench: Bench) -> None:
    regulation = ruling.cites.regulation
    rule = bench.rule(regulation, ruling.rule)
    owner = owner_of(ruling.owed_by, timezone.localdate(row.happened_at))
    calendar = regulations.calendar_version_for(bench.team_key, bench.known_at)
    opened = obligations.open_from(
        ruling=ruling,
        fact_row=row,
        version_id=bench.version_id(regulation),
        owner=owner,
        team=people.team_by_key(bench.team_key) if bench.team_key else None,
        calendar_id=calendar.pk if calendar else None,
        once_key=_once_key(ruling, row) if getattr(rule, "once", False) else "",
        duty_en=getattr(rule, "duty_en", ""),
        at=row.recorded_at,
    )
    if opened is not None:
        outcome.opened.append(opened)


def _once_key(ruling: Obligation, row: FactRow) -> str:
    return f"{ruling.cites.regulation}:{ruling.rule}:{row.about}"


def _move(outcome: Outcome, ruling: Transfer, row: FactRow, bench: Bench) -> None:
    on = timezone.localdate(row.happened_at)
    moved = ledger.move(
        ruling=ruling,
        fact_row=row,
        version_id=bench.version_id(ruling.cites.regulation),
        payer=account_of(ruling.payer, on),
        payee=account_of(ruling.payee, on),
        at=row.recorded_at,
    )
    outcome.moved.append(moved)


def _ask(outcome: Outcome, ruling: Unknown, row: FactRow, bench: Bench) -> None:
    asked, _made = OpenQuestion.objects.get_or_create(
        fact=row,
        version_id=bench.version_id(ruling.cites.regulation),
        rule_id=ruling.rule,
        defaults={
            "clause_number": ruling.cites.number,
            "about": row.about,
            "missing": list(ruling.missing),
            "steps": [step.as_json() for step in ruling.steps],
            "asked_of": row.actor,
            "asked_at": row.recorded_at,
        },
    )
    outcome.asked.append(asked)


def close_questions(*, fact: FactRow, answered_by: FactRow, at: datetime) -> int:
    """Mark what was asked about a fact as answered; return how many questions that were."""
    waiting = OpenQuestion.objects.filter(fact=fact, answered_by__isnull=True, asked_at__lte=at)
    return waiting.update(answered_by=answered_by)
