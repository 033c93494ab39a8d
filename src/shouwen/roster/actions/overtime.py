"""Overtime: asked for before it is worked, with what the rules say and who signs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.enforcement.actions import withdraw_request
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import FactRow, take_turn
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail, Fact
from shouwen.roster import days, facts, verdicts
from shouwen.roster.choices import AskState
from shouwen.roster.models import Overtime
from shouwen.roster.verdicts import Verdict

ASKED_FOR = "overtime_requested"


def asked(
    *, person: Member, begins: datetime, ends: datetime, reason: str, at: datetime
) -> Overtime:
    """Return overtime that is not kept yet, with its length in hours."""
    return Overtime(
        person=person, begins=begins, ends=ends, hours=Decimal(days.hours(ends - begins)),
        reason=reason, asked_at=at, state=AskState.PROPOSED,
    )  # fmt: skip


def hours_so_far(person: Member, moment: datetime) -> Decimal:
    """Add up the overtime in effect in the month of a moment."""
    first, last = days.span_of(timezone.localdate(moment), days.MONTH)
    found = Overtime.objects.filter(
        person=person, state=AskState.DONE, begins__gte=days.midnight(first),
        begins__lt=days.midnight(last + days.ONE),
    )  # fmt: skip
    return found.aggregate(hours=Sum("hours"))["hours"] or Decimal()


def fact_of(found: Overtime, *, at: datetime, actor: str) -> Fact:
    """Return the fact that overtime is asked for, as the rules ask for it."""
    parts = days.split(found.begins, found.ends)
    details: dict[str, Detail] = {
        "hours": f"{found.hours.normalize():f}",
        "hours_so_far": f"{hours_so_far(found.person, found.begins).normalize():f}",
        "begins": facts.iso(found.begins),
        "ends": facts.iso(found.ends),
        "statutory_hours": None if parts.statutory is None else days.hours(parts.statutory),
        "day_off_hours": days.hours(parts.other_off),
        # Whoever asks agrees; the house asks nobody to work longer without their word.
        "person_agrees": True,
        "period": days.period_of(found.begins),
        "reason": found.reason,
    }
    return verdicts.fact_of(ASKED_FOR, found.person.username, details, at=at, actor=actor)


def verdict_on(found: Overtime, *, at: datetime) -> Verdict:
    """Return what the rules say to overtime before it is asked for."""
    return verdicts.verdict_on(fact_of(found, at=at, actor=found.person.username), now=at)


@transaction.atomic
def ask(*, found: Overtime, sent: Sent) -> Overtime:
    """Ask for overtime; it is in effect at once, or once those whom a rule names have signed.

    Raises RefusedError with its clause where a rule refuses it.
    """
    take_turn()
    if sent.earlier(ASKED_FOR) is not None:
        return Overtime.objects.filter(person=found.person).order_by("-pk").first() or found
    _refuse_double(found)
    found.save()
    fact = fact_of(found, at=sent.done_at, actor=sent.actor.username)
    outcome = sent.offer(
        fact.kind, fact.about, {**fact.details, "roster_overtime": str(found.pk)}, ASKED_FOR
    )
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.held is not None:
        Overtime.objects.filter(pk=found.pk).update(state=AskState.HELD, request=outcome.held.pk)
    found.refresh_from_db()
    return found


def _refuse_double(found: Overtime) -> None:
    span = {"begins__lt": found.ends, "ends__gt": found.begins}
    states = (AskState.HELD, AskState.DONE)
    if Overtime.objects.filter(person=found.person, state__in=states, **span).exists():
        raise RefusedError(_("Overtime was asked for in that time already."), "begins")
    if facts.overlapping(found.person.pk, (found.begins, found.ends)) is not None:
        raise RefusedError(_("That time is part of a shift; overtime lies outside."), "begins")


@transaction.atomic
def withdraw(*, found: Overtime, sent: Sent) -> None:
    """Take back what waits for a signature."""
    take_turn()
    held = Overtime.objects.filter(pk=found.pk, state=AskState.HELD)
    if not held.update(state=AskState.WITHDRAWN, ended_at=sent.done_at):
        raise RefusedError(_("This overtime does not wait any more; reload the page."))
    request = requests.find(found.request) if found.request else None
    if request is not None:
        withdraw_request(request=request, member=sent.actor, at=sent.received_at)


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Put overtime into effect once its fact is recorded."""
    key = str(row.details.get("roster_overtime") or "")
    Overtime.objects.filter(pk=int(key) if key.isdecimal() else 0).update(
        state=AskState.DONE, ended_at=row.recorded_at, fact=row
    )


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """End what waited for a request that was refused, withdrawn or ran out."""
    held = Overtime.objects.filter(pk=facts.asked_in(row, "roster_overtime"), state=AskState.HELD)
    held.update(state=facts.ended_as(row), ended_at=row.happened_at)
