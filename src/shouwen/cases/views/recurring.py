"""Recurring cases, for whoever keeps the room's lists."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.cases import gates, recurring
from shouwen.cases.recurring_forms import RecurrenceForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def series(request: MemberRequest) -> HttpResponse:
    """Show the series with their next dates; begin a new one."""
    gates.require_keeper(standing_of(request))
    now = timezone.now()
    form = RecurrenceForm(request.POST or None, initial={"starts_on": timezone.localdate(now)})
    if form.is_bound and form.is_valid():
        try:
            recurring.begin(by=request.member, at=now, **form.wanted())
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("cases:recurring")
    context = {"form": form, "rows": recurring.rows(), "now": now}
    return render(request, "cases/recurring.html", context, status=REFUSED if form.errors else 200)


@require_POST
def change(request: MemberRequest, pk: int, how: str) -> HttpResponse:
    """Pause a series, let it go on, or end it."""
    gates.require_keeper(standing_of(request))
    row, now = gates.recurrence_open(pk), timezone.now()
    if how == "pause":
        recurring.pause(row)
    elif how == "go-on":
        recurring.go_on(row, now)
    elif how == "end":
        recurring.end(row, now)
    else:
        raise Http404
    return redirect("cases:recurring")
