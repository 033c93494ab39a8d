"""Addresses of settlements: the periods, one of them with its people, and its steps."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.enforcement.filled import sent_of, told
from shouwen.enforcement.told import OutcomeOut, amount_of
from shouwen.ledger.settling import State
from shouwen.pay import actions, gates, settlements
from shouwen.pay.settlements import PeriodRow

router = Router("ledger")


class PeriodOut(BaseModel):
    """A month, quarter, half-year or year, and how far it is settled."""

    period: str
    state: str
    since: datetime | None
    over: bool


class NetOut(BaseModel):
    """What a period leaves a member in one unit; ``amount`` is a decimal number as text."""

    unit: str
    amount: str


class SettledOut(BaseModel):
    """One member's part of a period."""

    member: str
    nets: list[NetOut]


class Step(Body):
    """The step to take; ``open`` sends it back and needs a reason."""

    to: Literal["open", "calculated", "reviewed", "approved", "locked", "paid"]
    reason: str = Field("", max_length=500)


@router.read("/settlements", Page[PeriodOut])
def list_(request: ApiRequest) -> Page[PeriodOut]:
    """List the periods that are settled, the latest first."""
    now = timezone.now()
    gates.require_settlements(request.member, timezone.localdate(now))
    return Page(items=[_out(row) for row in settlements.periods(now)], next=None)


def _out(row: PeriodRow) -> PeriodOut:
    return PeriodOut(period=row.name, state=row.state, since=row.since, over=row.is_over)


@router.read("/settlements/{period}", PeriodOut)
def show(request: ApiRequest, period: str) -> PeriodOut:
    """Show how far a period is settled."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    return _out(settlements.period_of(period, now))


@router.read("/settlements/{period}/members", Page[SettledOut])
def members(
    request: ApiRequest,
    period: str,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[SettledOut]:
    """List what a period leaves each member."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    found = settlements.people_of(period, now, paging.after(request, cursor) or "")
    items = [
        SettledOut(
            member=row.key,
            nets=[NetOut(unit=net.unit, amount=amount_of(net)) for _name, net in row.nets],
        )
        for row in found.rows
    ]
    return Page(items=items, next=paging.cursor_for(request, found.next or None))


@router.do("/settlements/{period}/steps", OutcomeOut)
def step(request: ApiRequest, period: str, body: Step) -> OutcomeOut:
    """Take the settlement of a period one step on, or send it back with a reason."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    gates.require_settle(request.member, timezone.localdate(now))
    outcome = actions.settle(
        name=period, to=State(body.to), sent=sent_of(request, now), reason=body.reason.strip()
    )
    return told(outcome)
