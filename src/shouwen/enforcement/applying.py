"""Rulings become rows: obligations, transfers and open questions, each with its clause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from shouwen.enforcement.book import Bench
from shouwen.enforcement.models import OpenQuestion
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.parties import account_of
from shouwen.journal.actions import FactRow
from shouwen.ledger import actions as ledger
from shouwen.obligations import actions as obligations
from shouwen.obligations.actions import ObligationRow, Opening
from shouwen.policy.kinds import Rule
from shouwen.policy.kinds.clock import Clocked
from shouwen.policy.rulings import Obligation, Transfer, Unknown


def apply_rulings(
    outcome: Outcome, row: FactRow, bench: Bench, running: Callable[[], list[ObligationRow]]
) -> None:
    """Write down what each ruling says about a new fact; ``running`` is owed about its matter."""
    owed = [ruling for ruling in outcome.rulings if isinstance(ruling, Obligation)]
    if owed:
        openings = [_opening(ruling, row, bench) for ruling in owed]
        outcome.opened += obligations.open_together(
            openings=openings,
            fact_row=row,
            # Only what is owed once at a time is held against what is owed already.
            running=running() if any(opening.once_key for opening in openings) else (),
            at=row.recorded_at,
        )
    for ruling in outcome.rulings:
        if isinstance(ruling, Transfer):
            _move(outcome, ruling, row, bench)
        elif isinstance(ruling, Unknown):
            _ask(outcome, ruling, row, bench)


def _opening(ruling: Obligation, row: FactRow, bench: Bench) -> Opening:
    regulation = ruling.cites.regulation
    rule = bench.rule(regulation, ruling.rule)
    return Opening(
        ruling=ruling,
        version_id=bench.version_id(regulation),
        owner=bench.owner(ruling.owed_by, timezone.localdate(row.happened_at)),
        team=bench.team,
        calendar_id=bench.calendar_id,
        once_key=_once_key(ruling, row, rule) if getattr(rule, "once", False) else "",
        duty_en=getattr(rule, "duty_en", ""),
    )


def _once_key(ruling: Obligation, row: FactRow, rule: Rule) -> str:
    key = f"{ruling.cites.regulation}:{ruling.rule}:{row.about}"
    # Where every holder of a post owes it, each owes it once.
    each = isinstance(rule, Clocked) and rule.owed_by.every_holder
    return f"{key}:{ruling.owed_by.key}" if each else key


def _move(outcome: Outcome, ruling: Transfer, row: FactRow, bench: Bench) -> None:
    on = timezone.localdate(row.happened_at)
    moved = ledger.move(
        ruling=ruling,
        fact_row=row,
        version_id=bench.version_id(ruling.cites.regulation),
        payer=account_of(ruling.payer, on),
        payee=account_of(ruling.payee, on),
        at=row.recorded_at,
        period=ruling.period or None,
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
