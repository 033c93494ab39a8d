"""The house's grading rules, tried on past cases before they are kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.access.sight import sight_of
from shouwen.cases import gates, grading
from shouwen.cases.grading_forms import GradingForm
from shouwen.cases.heads import seen_of
from shouwen.cases.models import GradingRule
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: MemberRequest) -> HttpResponse:
    """Show the rules in their order; try a new one, keep it, move one up, or end one."""
    gates.require_keeper(standing_of(request))
    if request.POST.get("do") in ("up", "end"):
        return _changed(request)
    form = GradingForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        rule = GradingRule(written_by=request.member, **form.cleaned_data)
        if request.POST.get("do") == "keep":
            grading.keep(rule)
            return redirect("cases:grading")
        context["trial"] = _trial(request, rule)
    context["rows"] = [
        (row, grading.conditions(row), grading.results(row)) for row in grading.in_force()
    ]
    return render(request, "cases/grading.html", context, status=REFUSED if form.errors else 200)


def _trial(request: MemberRequest, rule: GradingRule) -> dict[str, Any]:
    found = grading.tried(rule)
    sight = sight_of(request.member, timezone.now())
    rows = [(case.number, seen_of(case, sight).text(case.title)) for case in found.examples]
    return {"found": found, "rows": rows}


def _changed(request: MemberRequest) -> HttpResponse:
    pk = request.POST.get("pk", "")
    rule = GradingRule.objects.filter(pk=int(pk) if pk.isdecimal() else 0, ended_at=None).first()
    if rule is None:
        raise Http404
    if request.POST["do"] == "up":
        grading.move_up(rule)
    else:
        GradingRule.objects.filter(pk=rule.pk).update(ended_at=timezone.now())
    return redirect("cases:grading")
