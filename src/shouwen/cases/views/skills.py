"""Skills: who has which, for those who manage people."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from shouwen.cases import gates, skills
from shouwen.cases.models import MemberSkill, SkillAsked
from shouwen.cases.skill_forms import AskSkillForm, GiveSkillForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest

_ROWS: dict[str, Any] = {"take": MemberSkill, "drop": SkillAsked}


@require_http_methods(["GET", "HEAD", "POST"])
def skilled(request: MemberRequest) -> HttpResponse:
    """Show the skills; give one to a member, let cases ask for one, or take either back."""
    gates.require_manager(standing_of(request))
    do = request.POST.get("do", "")
    if do in _ROWS:
        return _taken(request, do)
    give = GiveSkillForm(request.POST if do == "give" else None, auto_id="give_%s")
    ask = AskSkillForm(request.POST if do == "ask" else None, auto_id="ask_%s")
    if give.is_bound and give.is_valid():
        given = give.cleaned_data
        skills.give(
            member=given["member"], skill=skills.skill_named(given["skill"]),
            level=given["level"], by=request.member, at=timezone.now(),
        )  # fmt: skip
        return redirect("cases:skills")
    if ask.is_bound and ask.is_valid():
        asked = dict(ask.cleaned_data)
        skills.ask_for(skill=skills.skill_named(asked.pop("skill")), **asked)
        return redirect("cases:skills")
    context = {"give": give, "ask": ask, "rows": skills.rows()}
    refused = bool(give.errors or ask.errors)
    return render(request, "cases/skills.html", context, status=REFUSED if refused else 200)


def _taken(request: MemberRequest, do: str) -> HttpResponse:
    pk = request.POST.get("pk", "")
    if not pk.isdecimal() or not _ROWS[do].objects.filter(pk=int(pk)).delete()[0]:
        raise Http404
    return redirect("cases:skills")
