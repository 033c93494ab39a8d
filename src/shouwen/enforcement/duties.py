"""Recurring duties: each period of each rule in force opens what is owed, once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.book import DEPARTMENT, Bench
from shouwen.journal import queries as journal
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.duty import Duty, Period
from shouwen.regulations import queries as regulations

# A process that was down for a while opens what began meanwhile, but not last year's rounds.
LOOK_BACK = timedelta(days=2)


def open_duties(*, now: datetime, since: datetime | None = None) -> int:
    """Open the duties of every period that began between ``since`` and ``now``.

    ``since`` defaults to two days ago. What was opened before is not opened again. Return how many
    periods were opened.
    """
    begin = timezone.localdate(since or now - LOOK_BACK)
    today = timezone.localdate(now)
    return sum(
        _open_rule(rule, begin, today, now) for rule in _duties_in_force(begin, today, now)
    )


def _duties_in_force(begin: date, today: date, now: datetime) -> list[Duty]:
    days = {begin, today}
    rules = {
        rule.key: rule
        for day in sorted(days)
        for rule in regulations.rulebook_on(day, now).rules
        if isinstance(rule, Duty)
    }
    return list(rules.values())


def _open_rule(rule: Duty, begin: date, today: date, now: datetime) -> int:
    bench = Bench(known_at=now, in_force=regulations.in_force_on(today, now), team_key=None)
    calendar = bench.calendar(getattr(rule, "calendar", "") or DEPARTMENT)
    periods = rule.occurrences(begin, today + timedelta(days=1), calendar)
    return sum(_open_period(rule, period, now) for period in periods if period.begins <= now)


def _open_period(rule: Duty, period: Period, now: datetime) -> bool:
    regulation = rule.clause.regulation
    about = f"duty:{regulation}:{rule.id}:{period.key}"
    if journal.timeline(about, limit=1):
        return False
    fact = Fact(
        kind="period_began",
        about=about,
        happened_at=period.begins,
        details={
            "rule": rule.id,
            "regulation": regulation,
            "period": period.key,
            "due": period.due.isoformat(),
        },
    )
    return not record_fact(fact, actor=None, recorded_at=now, idempotency_key=about).repeated
