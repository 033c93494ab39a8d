"""Overtime: asking for it with the answer of the rules beside, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.enforcement.sent import fresh_key
from shouwen.people.answers import answered, refused_there
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.roster import gates
from shouwen.roster.actions import overtime
from shouwen.roster.forms import OvertimeForm
from shouwen.roster.models import Overtime
from shouwen.roster.views.sending import say_asked, sent

CONFLICT, UNFIT = 409, 422


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    """Ask for overtime; what the rules say and what was worked so far is shown first."""
    now = timezone.now()
    form = OvertimeForm(request.POST or None)
    found, status, refusal = None, 200, ""
    if request.method == "POST":
        status = UNFIT
        if form.is_valid():
            found, status = _asked(request, form, now), 200
            if request.POST.get("do") != "try":
                try:
                    made = overtime.ask(found=found, sent=sent(request))
                except RefusedError as why:
                    status, refusal, found.pk = CONFLICT, str(why), None
                else:
                    say_asked(request, made.state, _("The overtime is in effect."))
                    return redirect("roster:requests")
    context = {
        "form": form, "refusal": refusal, "key": fresh_key(), "found": found,
        "so_far": overtime.hours_so_far(request.member, found.begins if found else now),
        "verdict": overtime.verdict_on(found, at=now) if found is not None else None,
    }  # fmt: skip
    return render(request, "roster/overtime.html", context, status=status)


def _asked(request: MemberRequest, form: OvertimeForm, now: datetime) -> Overtime:
    said = form.cleaned_data
    return overtime.asked(
        person=request.member, begins=said["begins"], ends=said["ends"], reason=said["reason"],
        at=now,
    )  # fmt: skip


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Take overtime back while it waits."""
    found = gates.overtime_open_to(request.member, pk)
    to = reverse("roster:requests")
    return answered(
        request,
        lambda: overtime.withdraw(found=found, sent=sent(request)),
        refused=lambda refusal: refused_there(request, refusal, to),
        said=_("Withdrawn."),
        to=to,
    )
