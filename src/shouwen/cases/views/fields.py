"""The house's own fields, for whoever keeps the categories."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.cases import actions, fields, gates
from shouwen.cases.choices import CaseType
from shouwen.cases.field_forms import DefineForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def own_fields(request: MemberRequest) -> HttpResponse:
    """Show the fields by type of case; define one, its next version, or end one."""
    gates.require_keeper(standing_of(request))
    pk, now = request.POST.get("pk", ""), timezone.now()
    if request.POST.get("do") == "end" and pk.isdecimal():
        actions.end_field(pk=int(pk), at=now)
        return redirect("cases:fields")
    form = DefineForm(request.POST or None)
    if form.is_bound and form.is_valid():
        actions.define_field(at=now, **form.cleaned_data)
        return redirect("cases:fields")
    by_type = [(str(kind.label), fields.in_use(kind)) for kind in CaseType]
    context = {"form": form, "by_type": by_type, "is_empty": not any(rows for _l, rows in by_type)}
    return render(request, "cases/fields.html", context, status=REFUSED if form.errors else 200)
