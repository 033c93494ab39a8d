"""Recurring duties: each period of each rule in force opens what is owed, once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.book import calendar_named
from shouwen.journal import queries as journal
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.duty import PERIOD_BEGAN, Duty
from shouwen.policy.kinds.rhythm import Period
from shouwen.regulations import queries as regulations
from shouwen.regulations.queries import Hours, Shelf

# A house that was down for some days opens what began meanwhile, but not last month's rounds.
MISSED = timedelta(days=2)
# Long enough to find the year that is running.
LONGEST_PERIOD = timedelta(days=366)


def open_duties(*, now: datetime, missed: timedelta = MISSED) -> list[str]:
    """Open the duties of every period that is running or began within ``missed`` before ``now``.

    What was opened before is not opened again. Return the matters that were opened.
    """
    shelf, hours = regulations.shelf(), regulations.hours_of(None, now)
    rules = shelf.on(timezone.localdate(now), now).rulebook.rules
    wanted = {
        about_of(rule, period): (rule, period)
        for rule in rules
        if isinstance(rule, Duty)
        for period in _wanted(rule, now, missed, hours)
        if _held_when_it_began(rule, period, shelf, now)
    }
    known = journal.matters_recorded(wanted.keys())
    return [
        about for about, (rule, period) in wanted.items()
        if about not in known and _open(about, rule, period, now)
    ]  # fmt: skip


def about_of(rule: Duty, period: Period) -> str:
    """Return the key of the matter that one period of a duty is."""
    return f"duty:{rule.clause.regulation}:{rule.id}:{period.key}"


def _wanted(rule: Duty, now: datetime, missed: timedelta, hours: Hours) -> Iterable[Period]:
    calendar = calendar_named(rule.calendar, hours)
    until = timezone.localdate(now)
    begin = until - (LONGEST_PERIOD if rule.every not in ("day", "working_day", "week") else
                     timedelta(days=7) + missed)  # fmt: skip
    begun = [p for p in rule.occurrences(begin, until, calendar) if p.begins <= now]
    recent = [p for p in begun if p.begins >= now - missed]
    return recent or [p for p in begun[-1:] if p.due is None or p.due >= now - missed]


def _held_when_it_began(rule: Duty, period: Period, shelf: Shelf, now: datetime) -> bool:
    book = shelf.on(timezone.localdate(period.begins), now).rulebook
    return book.find(*rule.key) is not None


def _open(about: str, rule: Duty, period: Period, now: datetime) -> bool:
    fact = Fact(
        kind=PERIOD_BEGAN,
        about=about,
        happened_at=period.begins,
        details={
            "rule": rule.id,
            "regulation": rule.clause.regulation,
            "period": period.key,
            "due": period.due.isoformat() if period.due else None,
        },
    )
    return not record_fact(fact, actor=None, recorded_at=now, idempotency_key=about).repeated
