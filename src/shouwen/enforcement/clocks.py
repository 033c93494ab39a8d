"""What a fact does to the clocks that already run about its matter: stop, run on, end."""

from __future__ import annotations

from datetime import datetime

from shouwen.enforcement.book import Bench, bench_for
from shouwen.enforcement.outcome import Outcome
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.obligations import actions as obligations
from shouwen.obligations import queries as owed
from shouwen.obligations.actions import NotOpenError, ObligationRow
from shouwen.policy import judge
from shouwen.policy.rulings import Obligation

PAUSED, RESUMED = "case_paused", "case_resumed"
DONE = "duty_done"
Pause = tuple[datetime, datetime]


def move_clocks(outcome: Outcome, row: FactRow) -> None:
    """End what the fact fulfils, and stop or restart the clocks it pauses or resumes."""
    running = owed.open_about(row.about)
    if not running:
        return
    for obligation in running:
        if _is_met(obligation, row):
            outcome.met.append(
                obligations.meet(obligation=obligation, fact_row=row, at=row.happened_at)
            )
    if row.kind == PAUSED:
        _pause(row)
    elif row.kind == RESUMED:
        _resume(row)


def _is_met(obligation: ObligationRow, row: FactRow) -> bool:
    if obligation.fact_id == row.number or row.happened_at < obligation.opened_at:
        return False
    named = row.details.get("obligation")
    if row.kind == DONE and named is not None and str(named) != str(obligation.pk):
        return False
    rule = rule_of(obligation)
    return judge.is_met_by(rule, journal.fact_of(row))


def bench_of(obligation: ObligationRow) -> Bench:
    """Return the rules under which an obligation was opened: those of its fact's day."""
    opened_by = obligation.fact
    return bench_for(journal.fact_of(opened_by), known_at=opened_by.recorded_at)


def rule_of(obligation: ObligationRow) -> judge.Rule:
    """Return the rule that opened an obligation, in the version it was opened under."""
    return bench_of(obligation).rule(obligation.regulation, obligation.rule_id)


def _pause(row: FactRow) -> None:
    for obligation in owed.pausable_about(row.about, row.happened_at):
        obligations.pause(obligation=obligation, fact_row=row, at=row.happened_at)


def _resume(row: FactRow) -> None:
    for obligation in owed.paused_about(row.about):
        ruling = due_again(obligation, until=row.number)
        obligations.resume(
            obligation=obligation,
            fact_row=row,
            at=row.happened_at,
            new_due_at=ruling.due_at,
            new_warn_at=ruling.warn_at,
            new_escalations=ruling.escalations,
            steps=ruling.steps,
        )


def due_again(obligation: ObligationRow, *, until: int | None = None) -> Obligation:
    """Work an obligation's times out again from the journal, with the pauses up to a fact."""
    bench = bench_of(obligation)
    rule = bench.rule(obligation.regulation, obligation.rule_id)
    pauses = pauses_about(obligation.about, since=obligation.opened_at, until=until)
    return judge.due_again(rule, journal.fact_of(obligation.fact), pauses, bench.calendar)


def pauses_about(about: str, *, since: datetime, until: int | None = None) -> tuple[Pause, ...]:
    """Return the pauses of a matter that have ended, from the journal alone, in order."""
    stopped: datetime | None = None
    pauses: list[Pause] = []
    for row in _stops_and_starts(about, until):
        if row.kind == PAUSED and stopped is None:
            stopped = row.happened_at
        elif row.kind == RESUMED and stopped is not None:
            if row.happened_at > since:
                pauses.append((max(stopped, since), row.happened_at))
            stopped = None
    return tuple(pauses)


def _stops_and_starts(about: str, until: int | None) -> list[journal.JournalRow]:
    rows = [
        *journal.facts_of_kind(PAUSED, about=about),
        *journal.facts_of_kind(RESUMED, about=about),
    ]
    return sorted((r for r in rows if until is None or r.number <= until), key=lambda r: r.number)


__all__ = ["NotOpenError", "bench_of", "due_again", "move_clocks", "pauses_about", "rule_of"]
