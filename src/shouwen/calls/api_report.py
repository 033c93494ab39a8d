"""Addresses of calls by interval, and of the calls behind a figure."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import AwareDatetime, BaseModel

from shouwen.access.sight import sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.calls import floor, gates, reports
from shouwen.calls.api import CallOut, call_out
from shouwen.calls.forms import ReportForm
from shouwen.cases import mailed
from shouwen.cases.choices import Mailed
from shouwen.cases.mailed_forms import MailForm
from shouwen.people import queries as people
from shouwen.people.refusals import RefusedError

router = Router("calls")


class CallIntervalOut(BaseModel):
    """Calls that arrived in an interval and are over; seconds are whole, shares are of one.

    ``within`` is the seconds of the rule by which ``in_time`` and the service level count; all
    three are null without such a rule.
    """

    begins: datetime
    ends: datetime
    offered: int
    answered: int
    abandoned: int
    in_menu: int
    within: int | None
    in_time: int | None
    service_level: float | None
    waited: int
    longest_wait: int
    talked: int
    held: int


@router.read("/report", Rows[CallIntervalOut])
def report(
    request: ApiRequest,
    since: Annotated[date | None, Query()] = None,
    until: Annotated[date | None, Query()] = None,
    step: Annotated[Literal["15", "30", "day", "week", "month"], Query()] = "day",
    team: Annotated[str, Query(max_length=60)] = "",
) -> Rows[CallIntervalOut]:
    """Return calls by interval; both days are counted, intervals without a call are left out.

    Without days it is a week with today.
    """
    today = timezone.localdate()
    gates.floor_open_to(request.member, today)
    until = until or today
    said = {"since": since or reports.first_day(until), "until": until, "step": step, "team": team}
    form = ReportForm(said, teams=people.teams())
    if not form.is_valid():
        field, faults = next(iter(form.errors.items()))
        raise RefusedError(str(faults[0]), field)
    found = reports.intervals_of(reports.Wanted(**form.cleaned_data))
    level = found.within is not None
    return Rows(items=[
        CallIntervalOut(
            begins=row.begins, ends=row.ends, offered=row.calls.offered,
            answered=row.calls.answered, abandoned=row.calls.abandoned,
            in_menu=row.calls.in_menu, within=found.within,
            in_time=row.calls.in_time if level else None,
            service_level=row.calls.service_level if level else None,
            waited=row.calls.waited, longest_wait=row.calls.longest_wait,
            talked=row.calls.talked, held=row.calls.held,
        )
        for row in found.rows
    ])  # fmt: skip


class ReportMail(BaseModel):
    """The number by which the mail is stopped, and when it is next."""

    id: int
    next_at: datetime


@router.do("/report/mail", ReportMail)
@bodies.takes(MailForm)
def mail_report(request: ApiRequest, body: Body) -> ReportMail:
    """Have the report of the last whole day, week or month mailed to you, or change when."""
    now = timezone.now()
    gates.floor_open_to(request.member, timezone.localdate(now))
    form = MailForm(bodies.sent(body))
    bodies.given(form)
    house = request.build_absolute_uri("/").rstrip("/")
    row = mailed.ask(
        member=request.member, view=None, kind=Mailed.CALLS, house=house, at=now, **form.wanted()
    )
    return ReportMail(id=row.pk, next_at=row.next_at)


@router.read("/report/calls", Page[CallOut])
def behind(
    request: ApiRequest,
    first: Annotated[AwareDatetime | None, Query()] = None,
    until: Annotated[AwareDatetime | None, Query()] = None,
    queue: Annotated[str, Query(max_length=60)] = "",
    ending: Annotated[Literal["", "answered", "abandoned", "in_menu"], Query()] = "",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[CallOut]:
    """List the calls behind a figure of the report, as far as you may see each of them.

    Without times they are today's until now.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    members = gates.floor_open_to(request.member, today)
    found = reports.calls_behind(
        first=first or reports.midnight(today), until=until or now, queue=queue, ending=ending,
        members=None if people.may(request.member, gates.ALL, today) else members,
        after=int(paging.after(request, cursor) or 0),
    )  # fmt: skip
    rows = floor.rows_of(found.calls, sight=sight_of(request.member, now), now=now)
    return Page(items=[call_out(row) for row in rows], next=paging.cursor_for(request, found.next))
