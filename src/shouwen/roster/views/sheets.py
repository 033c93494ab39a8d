"""A roster on paper and in Excel, coverage against the floors, and what breaks a rule."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from shouwen.people.requests import MemberRequest
from shouwen.roster import alarms, changed, days, gates, kinds, queries, violations
from shouwen.roster import coverage as covered
from shouwen.roster.days import MONTH, SPANS
from shouwen.roster.floors import floors_on
from shouwen.roster.queries import Calendar
from shouwen.roster.sheets import rows_of
from shouwen.ui.tables import sent_book


def _calendar(request: MemberRequest, key: str) -> Calendar:
    today = timezone.localdate()
    access = gates.team_open_to(request.member, key, today)
    span = request.GET.get("span", MONTH)
    asked = days.read_day(request.GET.get("from", ""), today)
    first, last = days.span_of(asked, span if span in SPANS else MONTH)
    return queries.calendar_of(access.team, first, last, today=today, drafts=access.plans)


@require_safe
def sheet(request: MemberRequest, key: str) -> HttpResponse:
    """Show a roster as a sheet of A4 to print."""
    found = _calendar(request, key)
    context = {
        "calendar": found, "first": found.days[0].on, "last": found.days[-1].on,
        "leaves": dict(kinds.leave_kinds(timezone.localdate())), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "roster/sheet.html", context)


@require_safe
def book(request: MemberRequest, key: str) -> HttpResponseBase:
    """Answer with a roster as an XLSX file."""
    found = _calendar(request, key)
    leaves = dict(kinds.leave_kinds(timezone.localdate()))
    name = _("Roster %(team)s %(first)s.xlsx")
    values = {"team": found.team.name, "first": found.days[0].on}
    return sent_book(list(rows_of(found, leaves)), name % values)


@require_safe
def coverage(request: MemberRequest, key: str) -> HttpResponse:
    """Show who is there at each time of a day, and where a rule is broken that week."""
    today = timezone.localdate()
    access = gates.team_open_to(request.member, key, today)
    day = days.read_day(request.GET.get("day", ""), today)
    moments, gaps = covered.moments_of(access.team, day, drafts=access.plans)
    plan = queries.plan_on(access.team, day)
    now = timezone.now()
    chosen = next((gap for gap in gaps if gap.key == request.GET.get("gap")), None)
    asked = chosen is not None and access.plans and chosen.ends > now
    context = {
        "chosen": chosen if asked else None, "now": now,
        "could_come": alarms.who_could_come(access.team, chosen, now) if asked and chosen else [],
        "access": access, "day": day, "before": day - days.ONE, "after": day + days.ONE,
        "drawing": covered.drawing_of(moments, _("%(at)s: %(n)s there")), "gaps": gaps,
        "blank": kinds.blank_floors(day),
        "floors": floors_on(access.team, day), "plan": plan,
        "changed": changed.change_of(plan) if plan and access.plans else None,
        "breaches": violations.of_plan(plan) if plan and access.plans else [],
    }  # fmt: skip
    return render(request, "roster/coverage.html", context)
