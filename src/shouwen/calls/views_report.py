"""Calls by interval, as a page and as a table, and the calls behind each figure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from shouwen.access.sight import sight_of
from shouwen.calls import floor, gates, reports
from shouwen.calls.forms import ReportForm
from shouwen.calls.intervals import Interval, together
from shouwen.people import queries as people
from shouwen.people.requests import MemberRequest
from shouwen.ui import tables

SHOWN = 200
LONGEST = 18  # digits of a key
REFUSED = 422


@require_safe
def report(request: MemberRequest) -> HttpResponse:
    """Show calls by interval; each figure leads to the calls it was counted from."""
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
        "step": wanted.step, "total": _total(found.rows),
        "next": after + SHOWN if len(found.rows) > after + SHOWN else "",
        "seats": reports.seats_of(wanted, members), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "calls/report.html", context)


def _form(request: MemberRequest, today: date) -> ReportForm:
    said = request.GET.copy()
    said.setdefault("since", reports.first_day(today).isoformat())
    said.setdefault("until", today.isoformat())
    said.setdefault("step", "day")
    return ReportForm(said, teams=people.teams())


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else 0


def _total(rows: list[Interval]) -> Interval | None:
    if not rows:
        return None
    calls = together([row.calls for row in rows])
    return Interval(begins=rows[0].begins, ends=rows[-1].ends, calls=calls)


@require_safe
def export(request: MemberRequest, form: str) -> HttpResponseBase:
    """Hand the report out as a table; figures only, no caller."""
    today = timezone.localdate()
    gates.floor_open_to(request.member, today)
    asked = _form(request, today)
    if form not in ("csv", "xlsx") or not asked.is_valid():
        raise Http404
    wanted = reports.Wanted(**asked.cleaned_data)
    lines = _lines(reports.intervals_of(wanted))
    name = f"{_('Calls by interval')} {wanted.since}.{form}"
    return tables.sent_book(lines, name) if form == "xlsx" else tables.sent(lines, name)


def _lines(found: reports.Found) -> Iterator[list[tables.Cell]]:
    yield [
        pgettext("calls", "From"), pgettext("calls", "Until"), _("Offered"), _("Answered"),
        _("Abandoned"), _("Ended in the menu"), _("Answered in time"), _("Seconds waited"),
        _("Longest wait in seconds"), _("Seconds spoken"), _("Seconds held"), _("Service level"),
    ]  # fmt: skip
    for row in found.rows:
        calls = row.calls
        level = calls.service_level if found.within is not None else None
        yield [
            f"{row.begins:%Y-%m-%d %H:%M}", f"{row.ends:%Y-%m-%d %H:%M}", calls.offered,
            calls.answered, calls.abandoned, calls.in_menu,
            calls.in_time if found.within is not None else "", calls.waited, calls.longest_wait,
            calls.talked, calls.held, "" if level is None else Decimal(f"{level:.4f}"),
        ]  # fmt: skip


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
