"""Calls by interval, as a page and as a table, and the calls behind each figure."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.calls import floor, gates, reports
from shouwen.calls.beside import beside
from shouwen.calls.forms import ReportForm
from shouwen.calls.report_lines import lines_of, total_of
from shouwen.cases import mailed
from shouwen.cases.choices import Mailed
from shouwen.cases.mailed_forms import MailForm
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.ui import tables

SHOWN = 200
LONGEST = 18  # digits of a key
REFUSED = 422


@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """Show calls by interval; each figure leads to the calls it was counted from."""
    return _page(request, MailForm(auto_id="mail-%s"))


@require_POST
def mail(request: MemberRequest) -> HttpResponse:
    """Have the report mailed to the member at its times, or change when."""
    now = timezone.now()
    gates.floor_open_to(request.member, timezone.localdate(now))
    form = MailForm(request.POST, auto_id="mail-%s")
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    house = request.build_absolute_uri("/").rstrip("/")
    mailed.ask(
        member=request.member, view=None, kind=Mailed.CALLS, house=house, at=now, **form.wanted()
    )
    messages.success(request, _("Saved."))
    return redirect("calls:report")


def _page(request: MemberRequest, mail_form: MailForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    members = gates.floor_open_to(request.member, today)
    form = _form(request, today)
    if not form.is_valid():
        return render(request, "calls/report.html", {"form": form, "now": now}, status=REFUSED)
    wanted = reports.Wanted(**form.cleaned_data)
    found = reports.intervals_of(wanted)
    after = _number(request.GET.get("after", ""))
    shown = found.rows[after : after + SHOWN]
    context = {
        "form": form, "now": now, "within": found.within, "rows": shown, "queue": found.queue,
        "step": wanted.step, "total": total_of(found.rows),
        "next": after + SHOWN if len(found.rows) > after + SHOWN else "",
        "seats": reports.seats_of(wanted, members), "beside": beside(wanted),
        "query": request.GET.urlencode(),
        "mail": mailed.of_kind(request.member, Mailed.CALLS), "mail_form": mail_form,
    }  # fmt: skip
    return render(request, "calls/report.html", context, status=status)


def _form(request: MemberRequest, today: date) -> ReportForm:
    said = request.GET.copy()
    said.setdefault("since", reports.first_day(today).isoformat())
    said.setdefault("until", today.isoformat())
    said.setdefault("step", "day")
    return ReportForm(said, teams=people.teams())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


@require_safe
def export(request: MemberRequest, form: str) -> HttpResponseBase:
    """Hand the report out as a table; figures only, no caller."""
    today = timezone.localdate()
    gates.floor_open_to(request.member, today)
    asked = _form(request, today)
    if form not in ("csv", "xlsx") or not asked.is_valid():
        raise Http404
    wanted = reports.Wanted(**asked.cleaned_data)
    lines = lines_of(reports.intervals_of(wanted))
    name = f"{_('Calls by interval')} {wanted.since}.{form}"
    return tables.sent_book(lines, name) if form == "xlsx" else tables.sent(lines, name)


@require_safe
def behind(request: MemberRequest) -> HttpResponse:
    """List the calls behind a figure, as far as the reader may see each of them."""
    now = timezone.now()
    today = timezone.localdate(now)
    members = gates.floor_open_to(request.member, today)
    first = _moment(request, "first", reports.midnight(today))
    until = _moment(request, "until", now)
    everything = people.may(request.member, gates.ALL, today)
    found = reports.calls_behind(
        first=first, until=until, queue=request.GET.get("queue", ""),
        ending=request.GET.get("ending", ""), members=None if everything else members,
        after=_number(request.GET.get("after", "")),
    )  # fmt: skip
    rows = floor.rows_of(found.calls, sight=sight_of(request.member, now), now=now)
    context = {
        "rows": rows, "next": found.next, "first": first, "until": until, "now": now,
        "partly": not everything,
    }  # fmt: skip
    return render(request, "calls/behind.html", context)


def _moment(request: MemberRequest, name: str, otherwise: datetime) -> datetime:
    if name not in request.GET:
        return otherwise
    try:
        found = parse_datetime(request.GET.get(name, "").replace(" ", "+"))
    except ValueError:
        found = None
    if found is None or timezone.is_naive(found):
        raise Http404
    return found
