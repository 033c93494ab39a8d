"""Addresses of settlements: the periods, one of them with its people, and its steps."""

from __future__ import annotations

from base64 import b64encode
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.access.exporting import ask_to_export
from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.approvals.queries import State as Waits
from shouwen.enforcement.filled import sent_of, told
from shouwen.enforcement.told import OutcomeOut, amount_of
from shouwen.ledger.settling import State
from shouwen.pay import actions, as_of, checks, gates, paper, printing, queries, settlements
from shouwen.pay.months import Month, is_settled
from shouwen.pay.settlements import PeriodRow
from shouwen.people.refusals import RefusedError
from shouwen.policy.kinds.periods import per_of
from shouwen.ui.pdf import NoPdfError

router = Router("ledger")


class PeriodOut(BaseModel):
    """A day, week, month, quarter, half-year or year, and how far it is settled."""

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
def list_(
    request: ApiRequest, cursor: Annotated[str | None, Query(max_length=400)] = None
) -> Page[PeriodOut]:
    """List the periods that are settled, the latest first."""
    now = timezone.now()
    gates.require_settlements(request.member, timezone.localdate(now))
    rows, onward = settlements.periods(now, paging.after(request, cursor) or "")
    return Page(items=[_out(row) for row in rows], next=paging.cursor_for(request, onward or None))


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


class StepSignatureOut(BaseModel):
    """A step of a settlement: who took it, or signed for it under ``clause``; else still to do."""

    step: str
    name: str
    at: datetime | None
    clause: str


@router.read("/settlements/{period}/signatures", Rows[StepSignatureOut])
def signatures(request: ApiRequest, period: str) -> Rows[StepSignatureOut]:
    """List who took and signed each step of a settlement, since it was last sent back."""
    gates.settlement_open_to(request.member, period, timezone.localdate())
    return Rows(
        items=[
            StepSignatureOut(
                step=actions.KINDS[each.kind], name=each.name, at=each.at, clause=each.clause
            )
            for each in paper.signatures_of(period)
        ]
    )


class PayrollSheetOut(BaseModel):
    """A sheet to sign as a PDF file; ``pdf`` is base64.

    Empty, with the number of the request it ``waits_for``, while a clause wants the export signed.
    """

    name: str
    pdf: str
    waits_for: int | None


@router.do("/settlements/{period}/sheet", PayrollSheetOut)
def sheet(request: ApiRequest, period: str) -> PayrollSheetOut:
    """Hand out the sheet to sign of a period, once the rules of access allow it."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    # What was exported is nobody's to keep for a repeat.
    request.keep_answer = False
    asked = ask_to_export(listing=printing.listing_of(period), actor=request.member, at=now)
    name = f"{period}.pdf"
    if asked.held is not None and asked.held.state != Waits.GRANTED:
        return PayrollSheetOut(name=name, pdf="", waits_for=asked.held.pk)
    try:
        made = printing.sheet_of(request, period, now)
    except NoPdfError as missing:
        raise RefusedError(str(missing)) from missing
    return PayrollSheetOut(name=name, pdf=b64encode(made).decode(), waits_for=None)


class MonthTotalOut(BaseModel):
    """What a month brought somebody in one unit; amounts are decimal numbers as text.

    ``lost`` is negative; ``last`` is the net of the month before.
    """

    unit: str
    gained: str
    lost: str
    net: str
    last: str


class MemberTotalsOut(BaseModel):
    """One member with what a month brought them."""

    member: str
    name: str
    totals: list[MonthTotalOut]


@router.read("/totals/{period}", Page[MemberTotalsOut])
def totals(
    request: ApiRequest,
    period: str,
    whose: Literal["team", "everybody"] = "everybody",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[MemberTotalsOut]:
    """List what a month brought everybody, or those who answer to the caller."""
    now = timezone.now()
    today = timezone.localdate(now)
    among = _team(request, today) if whose == "team" else None
    if among is None:
        gates.require_all(request.member, today)
    if not is_settled(period) or per_of(period) != "month":
        raise Http404
    after = paging.after(request, cursor) or ""
    rows = queries.everybody(Month.read(period, today), now, after, among=among)
    more = len(rows) > queries.PAGE
    shown = rows[: queries.PAGE]
    return Page(
        items=[_totals_out(row) for row in shown],
        next=paging.cursor_for(request, str(shown[-1].after) if more else None),
    )


def _team(request: ApiRequest, today: date) -> list[int]:
    return [person.pk for person in gates.reports_of(request.member, today)]


def _totals_out(row: queries.MemberRow) -> MemberTotalsOut:
    return MemberTotalsOut(
        member=row.key,
        name=row.name,
        totals=[
            MonthTotalOut(
                unit=total.net.unit, gained=amount_of(total.gained), lost=amount_of(total.lost),
                net=amount_of(total.net), last=amount_of(total.last),
            )
            for total in row.totals
        ],
    )  # fmt: skip


class AsOfLineOut(BaseModel):
    """One line of a month in two views; amounts are signed from the member's side.

    ``reasons`` say where they differ, ``why`` is the explanation of the one of then.
    """

    fact: int
    happened_at: datetime
    regulation: str
    clause: str
    unit: str
    today: str
    then: str
    differs: bool
    reasons: list[str]
    why: list[str]


@router.read("/statements/{period}/as-of", Rows[AsOfLineOut])
def statement_as_of(
    request: ApiRequest,
    period: str,
    member: Annotated[str | None, Query(max_length=150)] = None,
    known: Annotated[str, Query(max_length=10)] = "",
    rules: Annotated[str, Query(max_length=10)] = "",
) -> Rows[AsOfLineOut]:
    """Work a member's month out as it was known on a day, by the rules of a day, beside today's."""
    now = timezone.now()
    today = timezone.localdate(now)
    whose = gates.statement_open_to(request.member, member or request.member.username, today)
    if not is_settled(period) or per_of(period) != "month":
        raise Http404
    found = as_of.as_of(whose, Month.read(period, today), as_of.view_of(known, rules), now)
    return Rows(items=[_line_out(line) for line in found.lines])


def _line_out(line: as_of.AsOfLine) -> AsOfLineOut:
    return AsOfLineOut(
        fact=line.fact_number, happened_at=line.happened_at, regulation=line.regulation,
        clause=line.clause_number, unit=line.today.unit, today=amount_of(line.today),
        then=amount_of(line.then), differs=line.differs, reasons=list(line.reasons),
        why=[str(each) for each in line.why_then],
    )  # fmt: skip


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


class CheckDifferenceOut(BaseModel):
    """A line of the ledger that is not what the journal says; amounts are decimal numbers."""

    fact: int
    rule: str
    payer: str
    payee: str
    unit: str
    ledger: str
    journal: str


class CheckOut(BaseModel):
    """The last check of a period against the journal; ``differences`` are the first ``found``.

    ``stale`` says that entries came since, ``seal_broken`` that a locked one is not as it was.
    """

    state: str
    asked_at: datetime
    done_at: datetime | None
    lines: int
    found: int
    differences: list[CheckDifferenceOut]
    seal_broken: bool
    stale: bool


@router.read("/settlements/{period}/check", CheckOut)
def show_check(request: ApiRequest, period: str) -> CheckOut:
    """Show how the last check of a period against the journal went."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    return _check_out(period, now)


@router.do("/settlements/{period}/check", CheckOut)
def check(request: ApiRequest, period: str) -> CheckOut:
    """Have a period worked out anew from the journal in the background and compared."""
    now = timezone.now()
    gates.settlement_open_to(request.member, period, timezone.localdate(now))
    checks.ask(name=period, by=request.member, at=now)
    return _check_out(period, now)


def _check_out(period: str, now: datetime) -> CheckOut:
    row = checks.of_period(period, now)
    if row is None:
        raise Http404
    differences = [
        CheckDifferenceOut(
            fact=each.fact, rule=each.rule, payer=each.payer, payee=each.payee,
            unit=each.stored.unit, ledger=amount_of(each.stored),
            journal=amount_of(each.worked_out),
        )
        for each in row.differences
    ]  # fmt: skip
    return CheckOut(
        state=row.state, asked_at=row.asked_at, done_at=row.done_at, lines=row.lines,
        found=row.found, differences=differences, seal_broken=row.is_seal_broken,
        stale=row.is_stale,
    )  # fmt: skip
