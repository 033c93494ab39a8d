"""Leave: asked for in person or by proxy, signed level by level, felt in the calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.approvals import queries as requests
from shouwen.enforcement.actions import withdraw_request
from shouwen.enforcement.outcome import Outcome
from shouwen.enforcement.sent import Sent
from shouwen.enforcement.words import refusal_text
from shouwen.journal.actions import FactRow, take_turn
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Detail
from shouwen.roster import facts, verdicts
from shouwen.roster.choices import ASKED, LIVE, AskState, PlanState, ShiftState
from shouwen.roster.models import Leave, Shift
from shouwen.roster.verdicts import Verdict

ASKED_FOR = "leave_requested"
_DAY_SECONDS = 24 * 3600


def asked(
    *,
    person: Member,
    by: Member,
    leave_type: str,
    begins: datetime,
    ends: datetime,
    reason: str,
    at: datetime,
) -> Leave:
    """Return leave that is not kept yet, with its length in days."""
    return Leave(
        person=person, by=None if by == person else by, leave_type=leave_type, begins=begins,
        ends=ends, days=days_off(person, begins, ends), reason=reason, asked_at=at,
        state=AskState.PROPOSED,
    )  # fmt: skip


def days_off(person: Member, begins: datetime, ends: datetime) -> Decimal:
    """Count the days of leave: the shifts it covers, or the days where none is planned."""
    hit = facts.shifts_in(person.pk, (begins, ends))
    if hit:
        return Decimal(len({shift.day for shift in hit}))
    whole = Decimal((ends - begins).total_seconds()) / _DAY_SECONDS
    return max(whole.quantize(Decimal("0.01")), Decimal("0.01"))


def verdict_on(
    leave: Leave, *, at: datetime, actor: str, more: Mapping[str, Detail] | None = None
) -> Verdict:
    """Return what the rules say to leave before it is asked for."""
    fact = facts.leave(leave, at=at, actor=actor, more=dict(more or {}))
    return verdicts.verdict_on(fact, now=at)


@transaction.atomic
def ask(*, leave: Leave, sent: Sent, more: Mapping[str, Detail] | None = None) -> Leave:
    """Ask for leave; it is in effect at once, or once everybody the rule names has signed.

    Raises RefusedError with its clause where a rule refuses it.
    """
    take_turn()
    before = sent.earlier(ASKED_FOR)
    if before is not None:
        return _of_earlier(before, leave)
    _refuse_double(leave)
    leave.save()
    fact = facts.leave(leave, at=sent.done_at, actor=sent.actor.username, more=dict(more or {}))
    outcome = sent.offer(
        fact.kind, fact.about, {**fact.details, "roster_leave": str(leave.pk)}, ASKED_FOR
    )
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if outcome.held is not None:
        Leave.objects.filter(pk=leave.pk).update(state=AskState.HELD, request=outcome.held.pk)
    leave.refresh_from_db()
    return leave


def _of_earlier(before: Outcome, leave: Leave) -> Leave:
    """Return what the same form led to when it came before."""
    same = Leave.objects.filter(person=leave.person)
    if before.held is not None:
        same = same.filter(request=before.held.pk)
    elif before.fact is not None:
        same = same.filter(fact=before.fact)
    return same.order_by("-pk").first() or leave


def _refuse_double(leave: Leave) -> None:
    other = Leave.objects.filter(
        person=leave.person,
        state__in=(AskState.HELD, AskState.DONE),
        begins__lt=leave.ends,
        ends__gt=leave.begins,
    ).first()
    if other is not None:
        said = _("%(who)s has asked for leave then already; withdraw that first.")
        raise RefusedError(said % {"who": leave.person.name}, "begins")


@transaction.atomic
def withdraw(*, leave: Leave, sent: Sent) -> None:
    """Take leave back; shifts that it cancelled are worked again unless they have begun."""
    take_turn()
    found = Leave.objects.filter(pk=leave.pk, state__in=(*ASKED, AskState.DONE)).first()
    if found is None or found.begins <= sent.done_at:
        raise RefusedError(_("This leave is over or has begun; it cannot be taken back."))
    if found.state == AskState.HELD and found.request:
        request = requests.find(found.request)
        if request is not None:
            withdraw_request(request=request, member=request.proposer, at=sent.received_at)
    if found.state == AskState.DONE:
        details: dict[str, Detail] = {
            "person": leave.person.username,
            "leave_type": found.leave_type,
            "begins": facts.iso(found.begins),
            "days": f"{found.days.normalize():f}",
            **facts.periods_of(found.begins),
        }
        about = f"member:{leave.person.username}"
        sent.record("leave_withdrawn", about, details, f"withdraw:{found.pk}")
    Leave.objects.filter(pk=found.pk).update(state=AskState.WITHDRAWN, ended_at=sent.done_at)
    _work_again(found)


def _work_again(leave: Leave) -> None:
    for shift in Shift.objects.filter(leave=leave, state=ShiftState.CANCELLED):
        if facts.overlapping(leave.person_id, (shift.begins, shift.ends)) is None:
            published = shift.plan.state == PlanState.PUBLISHED
            state = ShiftState.PUBLISHED if published else ShiftState.PLANNED
            Shift.objects.filter(pk=shift.pk).update(state=state, leave=None, seen_at=None)


def follow(row: FactRow, _outcome: Outcome) -> None:
    """Put leave into effect once its fact is recorded, wherever it was asked for."""
    found = _leave_of(row)
    if found is None:
        return
    Leave.objects.filter(pk=found.pk).update(
        state=AskState.DONE, ended_at=row.recorded_at, fact=row
    )
    hit = facts.shifts_in(found.person_id, (found.begins, found.ends))
    pks = [shift.pk for shift in hit]
    Shift.objects.filter(pk__in=pks, state__in=LIVE).update(state=ShiftState.CANCELLED, leave=found)


def _leave_of(row: FactRow) -> Leave | None:
    key = str(row.details.get("roster_leave") or "")
    if key.isdecimal():
        return Leave.objects.filter(pk=int(key)).first()
    return _told_elsewhere(row)


def _told_elsewhere(row: FactRow) -> Leave | None:
    """Return leave for a fact that was recorded on another page, if it says from when to when."""
    person = people.member_by_key(str(row.details.get("person") or ""))
    begins, ends = (_moment(row.details.get(name)) for name in ("begins", "ends"))
    if person is None or begins is None or ends is None or ends <= begins:
        return None
    return Leave.objects.create(
        person=person, leave_type=str(row.details.get("leave_type") or "other"), begins=begins,
        ends=ends, days=days_off(person, begins, ends), asked_at=row.recorded_at,
        reason=str(row.details.get("reason") or "")[:500], state=AskState.HELD,
    )  # fmt: skip


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return found if found.tzinfo else timezone.make_aware(found)


def follow_ended(row: FactRow, _outcome: Outcome) -> None:
    """End what waited for a request that was refused, withdrawn or ran out."""
    held = Leave.objects.filter(pk=facts.asked_in(row, "roster_leave"), state=AskState.HELD)
    held.update(state=facts.ended_as(row), ended_at=row.happened_at)
