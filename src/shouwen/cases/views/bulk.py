"""One step for many matters: pick, look at what would become of each, confirm, take back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from shouwen.cases import bulk, queries
from shouwen.cases.models import BulkRun
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_POST
def pick(request: MemberRequest) -> HttpResponse:
    """Ask what the step needs to know, then judge it for each matter that was ticked."""
    verb = request.POST.get("verb", "")
    if verb not in (*bulk.VERBS, bulk.MACRO):
        raise Http404
    where = standing_of(request)
    if not where.works:
        raise PermissionDenied
    cases = bulk.picked(where, request.POST.getlist("pick"))
    asked = "go" in request.POST
    form = bulk.form_for(verb, where, request.POST if asked else None)
    if asked and form.is_valid():
        try:
            data = {name: request.POST.getlist(name) for name in form.fields if name != "token"}
            run = bulk.begin(
                verb=verb, cases=cases, data=data, by=request.member, at=timezone.now()
            )
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("cases:bulk_run", run.pk)
    context: dict[str, Any] = {
        "form": form, "verb": verb, "label": bulk.label_of(verb), "cases": cases,
        "numbers": [case.number for case in cases],
    }  # fmt: skip
    return render(request, "cases/bulk.html", context, status=REFUSED if form.errors else 200)


def _own(request: MemberRequest, pk: int) -> BulkRun:
    found = BulkRun.objects.select_related("by").filter(pk=pk, by=request.member).first()
    if found is None:
        raise Http404
    return found


@require_safe
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what would become of each matter, or what did; the page asks again while it runs."""
    found = _own(request, pk)
    now = timezone.now()
    rows = queries.bulk_rows(found, standing_of(request), now)
    context = {
        "run": found, "rows": rows, "now": now, "label": bulk.label_of(found.verb),
        "possible": sum(row.outcome in ("possible", "signed") for row in rows),
        "refused": sum(row.outcome == "refused" for row in rows),
        "finished": sum(row.outcome != "waiting" for row in rows),
        "done": sum(row.outcome == "done" for row in rows),
        "may_undo": bulk.may_undo(found),
    }  # fmt: skip
    part = request.htmx and request.htmx.target == "run"  # type: ignore[attr-defined]
    return render(request, "cases/_bulk_run.html" if part else "cases/bulk_run.html", context)


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Take the step with every matter for which it is possible."""
    try:
        bulk.confirm(run=_own(request, pk), at=timezone.now())
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
    return redirect("cases:bulk_run", pk)


@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what would become of taking a run back."""
    try:
        back = bulk.undo(run=_own(request, pk), at=timezone.now())
    except RefusedError as refusal:
        messages.warning(request, str(refusal))
        return redirect("cases:bulk_run", pk)
    return redirect("cases:bulk_run", back.pk)
