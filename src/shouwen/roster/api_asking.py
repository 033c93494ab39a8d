"""Addresses of what is asked for: swaps, open shifts, leave, overtime."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.enforcement.filled import sent_of
from shouwen.enforcement.told import Value
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.roster import balances, days, gates, kinds, queries
from shouwen.roster.actions import leaves, overtime, plans, swaps
from shouwen.roster.api_parts import (
    AskedOut,
    Key,
    ShiftOut,
    Text,
    asked_out,
    invalid,
    member_of,
    shift_out,
)
from shouwen.roster.choices import SEEN
from shouwen.roster.models import Shift

router = Router("rosters")


class LeaveBalanceOut(BaseModel):
    """Days of one kind of leave in a period: granted, carried over, taken, waiting, left.

    ``waiting`` is asked for and not signed yet, and still part of ``left``.
    """

    leave_type: str
    label: str
    period: str
    granted: float
    carried: float
    taken: float
    waiting: float
    left: float
    clause: str
    regulation: str


class LeaveBalancesOut(BaseModel):
    """Every kind of leave of which a rule in force sets the days."""

    items: list[LeaveBalanceOut]


class ClauseSaysOut(BaseModel):
    """What one clause says: fine, held, open (something is missing) or refused."""

    state: str
    text: str
    clause: str
    regulation: str


class MayTakeOut(BaseModel):
    """Whether you may, and why not: what clashes, and what each clause says."""

    allowed: bool
    why: str
    said: list[ClauseSaysOut]


class SwapIn(Body):
    """Your shift, with whom, and their shift that you work in return."""

    shift: int
    partner: Key
    payback: int | None = None
    reason: Text = ""


class AnswerIn(Body):
    """Whether you agree."""

    agrees: bool


class LeaveIn(Body):
    """The kind of leave and its time; ``member`` only where you ask for somebody else."""

    leave_type: Annotated[str, Field(max_length=40)]
    begins: AwareDatetime
    ends: AwareDatetime
    member: Key = ""
    reason: Text = ""
    details: dict[str, Value] = Field(default_factory=dict)


class OvertimeIn(Body):
    """From when to when you work beyond your shifts, and why."""

    begins: AwareDatetime
    ends: AwareDatetime
    reason: Annotated[str, Field(min_length=1, max_length=500)]


@router.add("/swaps", AskedOut)
def swap(request: ApiRequest, body: SwapIn) -> AskedOut:
    """Ask a colleague to take your shift over."""
    now = timezone.now()
    shift = gates.own_shift(request.member, body.shift)
    partner = member_of(shift.team, body.partner, shift.day)
    if partner is None:
        raise invalid(_("Choose somebody else as the partner."))
    payback = Shift.objects.select_related("plan", "member").filter(
        pk=body.payback or 0, team=shift.team, state__in=SEEN
    )
    made = swaps.propose(
        person=request.member, partner=partner, shift=shift, payback=payback.first(),
        reason=body.reason, sent=sent_of(request, now),
    )  # fmt: skip
    return asked_out(made)


@router.do("/swaps/{int:pk}/answer", AskedOut)
def answer_swap(request: ApiRequest, pk: int, body: AnswerIn) -> AskedOut:
    """Say yes or no to a swap."""
    found = gates.swap_open_to(request.member, pk)
    swaps.answer(swap=found, agrees=body.agrees, sent=sent_of(request, timezone.now()))
    return asked_out(found)


@router.do("/swaps/{int:pk}/withdraw", AskedOut)
def withdraw_swap(request: ApiRequest, pk: int) -> AskedOut:
    """Take your swap back before it is in effect."""
    found = gates.swap_open_to(request.member, pk)
    swaps.withdraw(swap=found, sent=sent_of(request, timezone.now()))
    return asked_out(found)


@router.read("/shifts/{int:pk}/take", MayTakeOut)
def may_take(request: ApiRequest, pk: int) -> MayTakeOut:
    """Say whether you may pick up an open shift of your team, with the clauses; nothing is kept."""
    now = timezone.now()
    shift = gates.open_shift(request.member, pk, timezone.localdate(now))
    try:
        plans.refuse_clash(shift, request.member)
    except RefusedError as refusal:
        return MayTakeOut(allowed=False, why=str(refusal), said=[])
    verdict = swaps.verdict_on_taking(shift, request.member, at=now)
    said = [
        ClauseSaysOut(state=one.state, text=one.text, clause=one.number, regulation=one.title)
        for one in verdict.said
    ]
    return MayTakeOut(allowed=verdict.allowed, why=verdict.why, said=said)


@router.do("/shifts/{int:pk}/take", ShiftOut)
def take(request: ApiRequest, pk: int) -> ShiftOut:
    """Pick up an open shift of your team."""
    now = timezone.now()
    own = queries.team_ids(request.member, timezone.localdate(now))
    shift = Shift.objects.filter(pk=pk, team__in=own).first()
    if shift is None:
        raise RefusedError(_("Somebody was faster; this shift is taken."))
    return shift_out(swaps.take(shift=shift, sent=sent_of(request, now)))


@router.read("/leave/balances", LeaveBalancesOut)
def leave_balances(
    request: ApiRequest, on: Annotated[date | None, Query()] = None
) -> LeaveBalancesOut:
    """Show your days of leave in the year or month of a day, today's unless given."""
    now = timezone.now()
    found = balances.balances_of(
        request.member, days.midnight(on or timezone.localdate(now)), now=now
    )
    return LeaveBalancesOut(items=[_balance(one) for one in found])


def _balance(one: balances.Balance) -> LeaveBalanceOut:
    return LeaveBalanceOut(
        leave_type=one.leave_type, label=one.label, period=one.period, granted=float(one.granted),
        carried=float(one.carried), taken=float(one.taken), waiting=float(one.waiting),
        left=float(one.left), clause=one.number, regulation=one.title,
    )  # fmt: skip


@router.add("/leave", AskedOut)
def leave(request: ApiRequest, body: LeaveIn) -> AskedOut:
    """Ask for leave, for yourself or for a colleague."""
    now = timezone.now()
    today = timezone.localdate(now)
    if body.leave_type not in dict(kinds.leave_kinds(today)):
        raise invalid(_("Choose one of the kinds of leave in force."))
    if body.ends <= body.begins:
        raise invalid(_("Leave ends after it begins; set a later time."))
    found = leaves.asked(
        person=_colleague(request.member, body.member, today), by=request.member,
        leave_type=body.leave_type, begins=body.begins, ends=body.ends, reason=body.reason, at=now,
    )  # fmt: skip
    more = {name: str(v) if isinstance(v, float) else v for name, v in body.details.items()}
    return asked_out(leaves.ask(leave=found, sent=sent_of(request, now), more=more))


def _colleague(member: Member, key: str, day: date) -> Member:
    if not key or key == member.username:
        return member
    for team in Team.objects.filter(pk__in=queries.team_ids(member, day)):
        for each in queries.members_of(team, day, day):
            if each.username == key:
                return each
    raise invalid(_("They do not belong to this team on that day."))


@router.do("/leave/{int:pk}/withdraw", AskedOut)
def withdraw_leave(request: ApiRequest, pk: int) -> AskedOut:
    """Take leave back before it begins."""
    found = gates.leave_open_to(request.member, pk)
    leaves.withdraw(leave=found, sent=sent_of(request, timezone.now()))
    return asked_out(found)


@router.add("/overtime", AskedOut)
def ask_overtime(request: ApiRequest, body: OvertimeIn) -> AskedOut:
    """Ask to work beyond your shifts."""
    now = timezone.now()
    if body.ends <= body.begins:
        raise invalid(_("Overtime ends after it begins; set a later time."))
    found = overtime.asked(
        person=request.member, begins=body.begins, ends=body.ends, reason=body.reason, at=now
    )
    return asked_out(overtime.ask(found=found, sent=sent_of(request, now)))


@router.do("/overtime/{int:pk}/withdraw", AskedOut)
def withdraw_overtime(request: ApiRequest, pk: int) -> AskedOut:
    """Take overtime back while it waits for a signature."""
    found = gates.overtime_open_to(request.member, pk)
    overtime.withdraw(found=found, sent=sent_of(request, timezone.now()))
    found.refresh_from_db()
    return asked_out(found)
