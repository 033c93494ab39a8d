"""Rating a settled matter with the department's own questions."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.portal import actions, gates, queries, said
from shouwen.portal.forms import RateForm
from shouwen.portal.views.door import REFUSED, Door, at_the_door, fresh_key, show, status_of
from shouwen.portal.views.following import take_deed


@at_the_door
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, door: Door, number: str) -> HttpResponse:
    """Ask the questions about this type of matter once it is settled; once until it is reopened."""
    case = gates.matter_of(door.visit, number)
    if case is None:
        return redirect("portal:follow")
    asked = queries.rating_form(case.case_type)
    if asked is None or not queries.may_be_rated(case) or queries.rating_of(case) is not None:
        return redirect("portal:matter", number=number)
    form = RateForm(request.POST or None, form=asked, initial={"idempotency_key": fresh_key()})
    status = 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                take_deed(door, case)
                key = f"portal:rate:{number}:{form.cleaned_data['idempotency_key']}"
                actions.rate(case=case, form=asked, answers=form.answers(), key=key, at=door.now)
            except RefusedError as refusal:
                say_refusal(form, refusal)
                status = status_of(refusal)
            else:
                return redirect(f"{reverse('portal:matter', args=[number])}?done=rate")
    context = {"form": form, "case": case, "sort": said.sort_of(case)}
    return show(request, door, "portal/rate.html", context, status)
