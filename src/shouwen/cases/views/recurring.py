"""Recurring cases, for whoever keeps the room's lists."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.cases import gates, recurring, recurring_history
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


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a series with its next moments and its history; change it from its next case on."""
    gates.require_keeper(standing_of(request))
    row, now = gates.recurrence_open(pk), timezone.now()
    form = RecurrenceForm(request.POST or None, initial=recurring_history.form_values(row))
    if form.is_bound and form.is_valid():
        try:
            recurring.change(row, by=request.member, at=now, **form.wanted())
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Changed; this holds from the next matter on."))
            return redirect("cases:recurring_one", pk)
    context = {
        "form": form, "row": recurring.row_of(row), "next": recurring.next_moments(row),
        "changes": recurring_history.changes_of(row), "now": now, "writer": row.written_by,
    }  # fmt: skip
    status = REFUSED if form.errors else 200
    return render(request, "cases/recurring_one.html", context, status=status)


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
