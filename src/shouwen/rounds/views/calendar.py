"""The calendar: what somebody, or a post, owes in a week or a month."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from shouwen.people.requests import MemberRequest
from shouwen.regulations import queries as regulations
from shouwen.rounds import planned, subjects

VIEWS = ("week", "month")


@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the week or month of the member, of somebody below them, or of a post."""
    now = timezone.now()
    today = timezone.localdate(now)
    view = request.GET.get("view", "week")
    day = _day(request.GET.get("day", ""), today)
    known = subjects.subjects_of(request.member, today)
    subject = known.find(request.GET.get("of", ""))
    if subject is None or view not in VIEWS:
        raise Http404
    plan = planned.plan(
        view=view,
        day=day,
        owners=subject.owners,
        posts=subject.posts,
        house=regulations.house_on(today),
        now=now,
    )
    step = timedelta(days=7) if view == "week" else timedelta(days=31)
    context = {
        "plan": plan,
        "view": view,
        "day": day,
        "subject": subject,
        "subjects": known,
        "before": _turned(day, -step, view),
        "after": _turned(day, step, view),
        "today_at": now,
        "now": now,
    }
    return render(request, "rounds/calendar.html", context)


def _day(text: str, today: date) -> date:
    try:
        found = date.fromisoformat(text) if text else today
    except ValueError:
        raise Http404 from None
    # Far from today nothing is known; a rhythm could be spun on for ever.
    if abs((found - today).days) > 2 * 366:
        raise Http404
    return found


def _turned(day: date, step: timedelta, view: str) -> date:
    if view == "week":
        return day + step
    first = day.replace(day=1)
    return (first + step).replace(day=1) if step.days > 0 else first - timedelta(days=1)
