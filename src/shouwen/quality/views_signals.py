"""The page of what is behind a signal: the calls or cases of one person that it counts."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.people.requests import MemberRequest
from shouwen.quality import contacts, gates, queries, signals
from shouwen.quality.signals import LOOKED_BACK, QUICK, SHORT
from shouwen.quality.tabs import tabs
from shouwen.quality.views import number


@require_safe
def signal(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """List the calls or cases of somebody who stands out, the newest first."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    person = gates.person_open_to(request.member, key, today)
    asked = {
        "days": min(number(request.GET.get("days", "")) or LOOKED_BACK, 1_000),
        "minutes": min(number(request.GET.get("minutes", "")) or QUICK, 10_000),
        "seconds": min(number(request.GET.get("seconds", "")) or SHORT, 10_000),
    }
    limits = {"minutes": asked["minutes"], "seconds": asked["seconds"]}
    if kind not in signals.KINDS:
        raise Http404
    rows = signals.behind(
        kind, person, contacts.midnight(today - timedelta(days=asked["days"])), now, **limits,
        after=number(request.GET.get("after", "")) or None, limit=queries.PAGE + 1,
    )  # fmt: skip
    context = {
        "tabs": tabs("signals", request.member, today),
        "person": person, "title": signals.title_of(kind, **limits), **asked,
        "rows": rows[: queries.PAGE],
        "next": rows[queries.PAGE - 1].pk if len(rows) > queries.PAGE else "", "now": now,
    }  # fmt: skip
    return render(request, "quality/signal.html", context)
