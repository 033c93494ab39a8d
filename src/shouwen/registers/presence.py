"""Whether the registers stand in a member's navigation: asked on every page, so it is remembered.

Whether there is a form is remembered for a minute, or until a regulation is adopted or retired.
"""

from __future__ import annotations

from datetime import date

from django.core.cache import cache
from django.db import transaction

from shouwen.enforcement.outcome import Outcome
from shouwen.journal.actions import FactRow
from shouwen.people.models import Member
from shouwen.policy.kinds.form import Form
from shouwen.registers import gates
from shouwen.regulations import queries as regulations

_KEY, _SECONDS = "registers.any_form", 60


def shown_to(member: Member, today: date) -> bool:
    """Return whether the member fills in forms and a regulation in force has one."""
    return gates.may_use(member, today) and _any_form(today)


def forget(_fact: FactRow, _outcome: Outcome) -> None:
    """Ask again whether there is a form: a regulation was adopted or retired."""
    transaction.on_commit(lambda: cache.delete(_KEY))


def _any_form(today: date) -> bool:
    known: tuple[date, bool] | None = cache.get(_KEY)
    if known is None or known[0] != today:
        book = regulations.rulebook_on(today)
        known = today, any(isinstance(rule, Form) for rule in book.rules)
        cache.set(_KEY, known, timeout=_SECONDS)
    return known[1]
