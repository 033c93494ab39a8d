"""The desk: what I owe, what waits for me, what was decided about me, and why."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.desk import queries, words
from shouwen.enforcement import gates, why
from shouwen.enforcement import words as fact_words
from shouwen.obligations.lists import SORTING
from shouwen.people.requests import MemberRequest
from shouwen.people.standing import standing_today


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show the member's desk."""
    now = timezone.now()
    desk = queries.desk_of(
        request.member, now, request.GET.get("after", ""), request.GET.get("sort", "")
    )
    calendar = desk.house.calendar(desk.standing.own.team_key)
    context = {
        "desk": desk,
        "sorting": SORTING,
        "greeting": words.greeting(now, request.member.name),
        "today": words.today_words(now, calendar),
        "counts": desk.counts,
        "renew": _renewed_at(str(desk.counts.owed), str(len(desk.waiting))),
        "is_first_page": "after" not in request.GET,
        "may_open": "cases.work" in desk.standing.permissions,
        "now": now,
    }
    return render(request, "desk/home.html", context)


@require_safe
def counts(request: MemberRequest) -> HttpResponse:
    """Answer the figures that change by themselves; say so when the lists are out of date."""
    now = timezone.now()
    found, waiting = queries.changes_since(request.member, now)
    shown = request.GET.get("owed", ""), request.GET.get("waiting", "")
    context = {
        "counts": found,
        "has_changed": shown != (str(found.owed), str(waiting)),
        "renew": _renewed_at(*shown),
        "is_renewed": True,
    }
    return render(request, "desk/_counts.html", context)


def _renewed_at(owed: str, waiting: str) -> str:
    """Return where the figures renew themselves, with what the lists on the page show."""
    return f"{reverse('desk:counts')}?{urlencode({'owed': owed, 'waiting': waiting})}"


@require_safe
def beside(request: MemberRequest) -> HttpResponse:
    """Answer what stands beside the lists: why the next thing is due then, and the team."""
    now = timezone.now()
    today = timezone.localdate(now)
    context: dict[str, object] = {
        "team": queries.team_of(standing_today(request.member, today), now),
        "now": now,
    }
    pk = request.GET.get("obligation", "")
    if pk.isdecimal():
        context.update(_explained(request, int(pk)))
    return render(request, "desk/_beside.html", context)


def _explained(request: MemberRequest, pk: int) -> dict[str, object]:
    now = timezone.now()
    found = gates.obligation_open_to(request.member, pk, timezone.localdate(now))
    explanation = why.explain(found, now=now, reader=request.member)
    duty = fact_words.of_language((found.duty, found.duty_en)) or found.duty
    return {"why": explanation, "obligation": found, "duty": duty}
