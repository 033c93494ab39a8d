"""Statements: one's own, a report's, everybody's totals, and the same as a file."""

from __future__ import annotations

from datetime import date, timedelta

import structlog
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.exporting import Listing, kept_in
from shouwen.pay import exporting, gates, months, queries, running
from shouwen.pay.months import Month
from shouwen.people import queries as people
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import Person, standing_today
from shouwen.trial import gates as trying
from shouwen.trial.scope import TEAM, from_statement
from shouwen.ui import tables

log = structlog.get_logger(__name__)


@require_safe
def own(request: MemberRequest) -> HttpResponse:
    """Show the member's own statement."""
    return _page(request, request.member)


@require_safe
def of_member(request: MemberRequest, key: str) -> HttpResponse:
    """Show somebody's statement to whoever leads them or may see everybody's."""
    return _page(request, gates.statement_open_to(request.member, key, timezone.localdate()))


def _page(request: MemberRequest, member: Member) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    month = Month.read(request.GET.get("month", ""), today)
    context = {
        "statement": queries.statement_of(member, month, now),
        "month": month,
        "months": months.offered(month, today),
        "before": month.moved(-1),
        "next": month.moved(1) if month < Month.of(today) else None,
        "person": member,
        "is_own": member.pk == request.member.pk,
        "others": _others(request.member),
        "leads": bool(standing_today(request.member, today).own.reports),
        "outlooks": running.outlook_of(member, month, now),
        "sees_all": gates.sees_all(request.member, today),
        "try_href": _try_href(request.member, month, member.username, today),
        "now": now,
    }
    return render(request, "pay/statement.html", context)


def _try_href(reader: Member, month: Month, of: str, today: date) -> str:
    """Return where the reader tries other figures on a month of somebody; empty if they may not."""
    if not trying.may_try(reader, today):
        return ""
    return from_statement(month.first, month.moved(1).first - timedelta(days=1), of)


def _others(reader: Member) -> list[Person]:
    """List whose statements the reader may choose: everybody's, or those of their reports."""
    today = timezone.localdate()
    if not gates.sees_all(reader, today):
        return list(standing_today(reader, today).own.reports)
    return [Person(pk=m.pk, key=m.username, name=m.name) for m in people.active_members()]


@require_safe
def own_csv(request: MemberRequest) -> StreamingHttpResponse:
    """Hand out the member's own statement as a file."""
    return _file(request, request.member)


@require_safe
def of_member_csv(request: MemberRequest, key: str) -> StreamingHttpResponse:
    """Hand out somebody's statement as a file."""
    return _file(request, gates.statement_open_to(request.member, key, timezone.localdate()))


def _file(request: MemberRequest, member: Member) -> StreamingHttpResponse:
    now = timezone.now()
    month = Month.read(request.GET.get("month", ""), timezone.localdate(now))
    statement = queries.statement_of(member, month, now)
    log.info("statement_exported", by=request.member.username, of=member.username,
             month=month.period, lines=statement.count)  # fmt: skip
    return tables.sent(exporting.statement_rows(statement), f"{member.username}-{month.period}.csv")


@require_safe
def everybody(request: MemberRequest) -> HttpResponse:
    """Show what the month brought everybody."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_all(request.member, today)
    month = Month.read(request.GET.get("month", ""), today)
    rows = queries.everybody(month, now, request.GET.get("after", ""))
    shown = rows[: queries.PAGE]
    context = {
        "rows": shown,
        "next_cursor": shown[-1].after if len(rows) > queries.PAGE else "",
        "month": month,
        "months": months.offered(month, today),
        "try_href": _try_href(request.member, month, "", today),
    }
    return render(request, "pay/everybody.html", context)


@require_safe
def team(request: MemberRequest) -> HttpResponse:
    """Show what the month brought those who answer to the member."""
    now = timezone.now()
    today = timezone.localdate(now)
    reports = gates.reports_of(request.member, today)
    month = Month.read(request.GET.get("month", ""), today)
    among = [person.pk for person in reports]
    rows = queries.everybody(month, now, request.GET.get("after", ""), among=among)
    shown = rows[: queries.PAGE]
    context = {
        "rows": shown,
        "next_cursor": shown[-1].after if len(rows) > queries.PAGE else "",
        "month": month,
        "months": months.offered(month, today),
        "is_team": True,
        "try_href": _try_href(request.member, month, TEAM, today),
    }
    return render(request, "pay/everybody.html", context)


@require_POST
def everybody_csv(request: MemberRequest) -> HttpResponseBase:
    """Hand out everybody's totals of a month as a file, once the rules of access allow it."""
    now = timezone.now()
    today = timezone.localdate(now)
    gates.require_all(request.member, today)
    month = Month.read(request.POST.get("month", ""), today)
    title = _("Statements of everybody, %(month)s") % {"month": month.label}
    listing = Listing(key=f"totals/{month.period}", title=title, sort="pay")
    back = f"{reverse('pay:everybody')}?month={month.period}"
    stays = kept_in(request, listing, back=back, at=now)
    if stays is not None:
        return stays
    log.info("totals_exported", by=request.member.username, month=month.period)
    return tables.sent(
        exporting.totals_rows(queries.all_members(month, now)), f"{month.period}.csv"
    )
