"""A member's own page: the next shifts, clocking in, what waits for a word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from shouwen.enforcement.sent import fresh_key, sent_by
from shouwen.people.requests import MemberRequest
from shouwen.roster import days, gates, kinds, queries
from shouwen.roster.actions import plans, punches
from shouwen.roster.days import MONTH, WEEK, Day
from shouwen.roster.models import Plan, Punch, Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnShift:
    """One of my shifts with its punches."""

    shift: Shift
    punches: tuple[Punch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDay:
    """One of my days."""

    day: Day
    shifts: tuple[OwnShift, ...]
    leave: str


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show my shifts of a week or a month, and what I can do about them."""
    now, today = timezone.now(), timezone.localdate()
    span = MONTH if request.GET.get("span") == MONTH else WEEK
    asked = days.read_day(request.GET.get("from", ""), today)
    first, last = days.span_of(asked, span)
    before, after = days.around(first, last, span)
    teams = gates.teams_open_to(request.member, today)
    shift = punches.shift_at(request.member, now)
    punched = queries.punches_of([shift]) if shift is not None else {}
    context = {
        "shift": shift, "punches": punched.get(shift.pk, []) if shift is not None else [],
        "waiting": queries.waiting_for(request.member),
        "days": _days(request, first, last, today), "teams": teams, "span": span, "first": first,
        "last": last, "before": before, "after": after, "today": today, "now": now,
        "month": span == MONTH, "unseen": queries.to_acknowledge(request.member, now),
        "key": fresh_key(),
    }  # fmt: skip
    return render(request, "roster/index.html", context)


def _days(request: MemberRequest, first: date, last: date, today: date) -> list[OwnDay]:
    shifts = queries.own_shifts(request.member, first, last)
    punched = queries.punches_of(shifts)
    away = queries.leave_days([request.member.pk], first, last)
    names = dict(kinds.leave_kinds(today))
    by_day: dict[date, list[OwnShift]] = {}
    for shift in shifts:
        own = OwnShift(shift=shift, punches=tuple(punched.get(shift.pk, ())))
        by_day.setdefault(shift.day, []).append(own)
    return [
        OwnDay(
            day=day,
            shifts=tuple(by_day.get(day.on, ())),
            leave=names.get(away.get((request.member.pk, day.on), ""), ""),
        )
        for day in days.days_of(first, last, today)
    ]


@require_POST
def acknowledge(request: MemberRequest, pk: int) -> HttpResponse:
    """Note that I have read my shifts of a plan."""
    now = timezone.now()
    plan = next((p for p in queries.to_acknowledge(request.member, now) if p.pk == pk), None)
    if plan is None:
        if not Plan.objects.filter(pk=pk).exists():
            raise Http404
        return redirect("roster:index")
    sent = sent_by(request.member, request.POST, now)
    plans.acknowledge(plan=plan, member=request.member, sent=sent)
    messages.success(request, _("Noted: you have read your shifts."))
    return redirect("roster:index")
