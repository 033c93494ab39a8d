"""Pages of calibration: rounds with their agreement, one side by side, and marking."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.forms import taken
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.quality import actions, gates, queries_calibration
from shouwen.quality.beginning import begun
from shouwen.quality.forms import CalibrationForm, marks_from
from shouwen.quality.tabs import tabs
from shouwen.quality.views import DONE, REFUSED, sheet_of


@require_http_methods(["GET", "HEAD", "POST"])
def calibrations(request: MemberRequest) -> HttpResponse:
    """List calibrations with how far the checkers agreed over time, and begin one."""
    today = timezone.localdate()
    gates.require_manager(request.member, today)
    form, status = CalibrationForm(), 200
    if request.method == "POST":
        form, status = CalibrationForm(request.POST), REFUSED
        made = taken(form, lambda: begun(form, by=request.member, at=timezone.now()))
        if made is not None:
            return redirect("quality:calibration", made.pk)
    context = {
        "tabs": tabs("calibrations", request.member, today),
        "rows": queries_calibration.drift_of(queries_calibration.calibrations()),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "quality/calibrations.html", context, status=status)


@require_safe
def calibration(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the checkers' marks side by side, with how far they agree by score and by line."""
    gates.require_manager(request.member, timezone.localdate())
    found = gates.calibration_known(pk)
    context = {
        "calibration": found,
        "found": queries_calibration.compared(found),
        "now": timezone.now(),
    }
    return render(request, "quality/calibration.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a conversation of a calibration beside its card, and keep one's own marks."""
    found = gates.marking_open_to(request.member, pk)
    version, refusal = found.calibration.version, ""
    marks = found.marks if found.marked_at else found.draft
    if request.method == "POST":
        marks = marks_from(request.POST, version)
        try:
            actions.send_marking(marking=found, marks=marks, at=timezone.now())
            return redirect("quality:mine")
        except RefusedError as refused:
            refusal = str(refused)
    context = {
        "item": found,
        "is_open": found.marked_at is None,
        "draft_url": reverse("quality:mark_draft", args=[found.pk]),
        "calibration": found.calibration,
        **sheet_of(request, found, version, marks),
        "refusal": refusal,
        "now": timezone.now(),
    }
    return render(request, "quality/check.html", context, status=REFUSED if refusal else 200)


@require_POST
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what a checker has marked so far."""
    found = gates.marking_open_to(request.member, pk)
    marks = marks_from(request.POST, found.calibration.version)
    actions.keep_draft(item=found, marks=marks)
    return HttpResponse(status=DONE)
