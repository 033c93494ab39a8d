"""A new follow code for a customer who lost theirs, made by whoever works on the matter."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shouwen.cases import gates as cases
from shouwen.cases.models import Case
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.portal import telling
from shouwen.portal.keeping_forms import NewCodeForm
from shouwen.portal.views.door import REFUSED


@require_http_methods(["GET", "HEAD", "POST"])
def new_code(request: MemberRequest) -> HttpResponse:
    """Make a new follow code for a matter and show it this once; the old one is void."""
    where = cases.standing(request.member, timezone.localdate())
    cases.require_work(where)
    form, status = NewCodeForm(request.POST or None, initial=request.GET.dict()), 200
    if form.is_bound:
        try:
            case = _matter(where, form)
            receipt, sent = telling.renew_code(case=case, by=request.member, at=timezone.now())
        except RefusedError as refusal:
            say_refusal(form, refusal)
            status = REFUSED
        else:
            context = {"receipt": receipt, "sent": sent}
            return render(request, "portal/code_made.html", context)
    return render(request, "portal/code_new.html", {"form": form}, status=status)


def _matter(where: cases.Standing, form: NewCodeForm) -> Case:
    number = form.cleaned_data["number"] if form.is_valid() else ""
    try:
        return cases.case_workable_by(where, number)
    except Http404:
        raise RefusedError(_("You work on no matter with this number."), "number") from None
