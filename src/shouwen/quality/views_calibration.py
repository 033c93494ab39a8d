"""Pages of calibration: rounds with their agreement, one side by side, and marking."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.people.forms import taken
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.quality import actions, charts, gates, queries_calibration
from shouwen.quality.beginning import begun
from shouwen.quality.charts import Value
from shouwen.quality.forms import CalibrationForm, marks_from
from shouwen.quality.queries_calibration import Drift
from shouwen.quality.tabs import tabs
from shouwen.quality.templatetags.quality import agreed
from shouwen.quality.views import DONE, REFUSED, sheet_of

# The levels of the chart, and from how many rounds on there is something to compare.
STEP, LEAST_ROUNDS = 0.5, 2


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
    rows = queries_calibration.drift_of(queries_calibration.calibrations())
    context = {
        "tabs": tabs("calibrations", request.member, today),
        "rows": rows,
        "chart": _chart(rows),
        "form": form,
        "now": timezone.now(),
    }
    return render(request, "quality/calibrations.html", context, status=status)


def _chart(rows: Sequence[Drift]) -> charts.Chart | None:
    """Return how far checkers agreed from round to round; None where there are not two."""
    told = [row for row in reversed(rows) if row.found.pairs]
    if len(told) < LEAST_ROUNDS:
        return None
    lines = [
        (css, [_value(row, name, getattr(row.found, name)) for row in told])
        for css, name in (("chart-main", "percent"), ("chart-second", "kappa"),
                          ("chart-third", "alpha"))
    ]  # fmt: skip
    words = [f"{timezone.localtime(row.calibration.begun_at):%m-%d}" for row in told]
    return charts.chart_of(lines, words, step=STEP)


def _value(row: Drift, name: str, value: float | None) -> Value:
    labels = {"percent": _("Same score"), "kappa": _("Weighted kappa"), "alpha": _("Alpha")}
    title = f"{row.calibration.title} · {labels[name]} {agreed(value)}"
    return Value(value=value, title=title, href=reverse("quality:calibration",
                                                        args=[row.calibration.pk]))  # fmt: skip


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
