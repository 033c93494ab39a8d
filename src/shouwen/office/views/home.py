"""The office's first page, and the part of it that stands on the desk."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.enforcement.sent import fresh_key
from shouwen.office import gates
from shouwen.office.queries import meetings, notices, sheets
from shouwen.people.requests import MemberRequest


@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """Show what waits for the member: notices to read, meetings, resolutions, plans and reports."""
    now = timezone.now()
    today = timezone.localdate(now)
    context = _waiting(request, now)
    context |= {
        "meetings": meetings.meetings(request.member, today, limit=8),
        "due": sheets.owed_by(request.member, today),
        "to_check": sheets.to_check(request.member, today),
        "may_issue": gates.may_issue(request.member, today),
        "place": "home",
    }
    return render(request, "office/home.html", context)


@require_safe
def for_desk(request: MemberRequest) -> HttpResponse:
    """Answer the part for the desk: notices not confirmed yet and resolutions to carry out."""
    context = _waiting(request, timezone.now(), unfollowed=True)
    return render(request, "office/_desk.html", context)


def _waiting(request: MemberRequest, now: datetime, *, unfollowed: bool = False) -> dict[str, Any]:
    today = timezone.localdate(now)
    return {
        "notices": notices.waiting_for(request.member, today),
        "to_do": meetings.to_carry_out([request.member.pk], now, unfollowed=unfollowed),
        "key": fresh_key(),
        "now": now,
    }
