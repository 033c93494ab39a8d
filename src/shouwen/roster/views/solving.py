"""Letting a program plan: begun, watched, stopped; and somebody ill, repaired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.sent import fresh_key
from shouwen.enforcement.words import of_language
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.roster import days, gates, kinds, queries, repairing, running
from shouwen.roster.actions import plans
from shouwen.roster.choices import BUSY
from shouwen.roster.models import Plan, Run
from shouwen.roster.views.sending import sent
from shouwen.roster.violations import days_text

CONFLICT = 409


@dataclass(frozen=True, slots=True, kw_only=True)
class Demanded:
    """One demand of a clash, as the page shows it."""

    text: str
    quote: str
    who: str
    days: str
    number: str
    title: str
    units: int | None


@require_http_methods(["GET", "HEAD", "POST"])
def solve(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Let a program plan a draft, or look at how the last time went."""
    plan = gates.plan_of(request.member, pk, timezone.localdate())
    if plan.team.key != key:
        raise Http404
    refusal = ""
    if request.method == "POST" and request.POST.get("do") == "part":
        return _parted(request, plan)
    if request.method == "POST":
        text = request.POST.get("seconds", "")
        seconds = int(text) if text.isdecimal() else running.SECONDS
        try:
            run = running.begin(plan=plan, by=request.member, at=timezone.now(), seconds=seconds)
        except RefusedError as why:
            refusal = str(why)
        else:
            return redirect("roster:run", pk=run.pk)
    context = {
        "plan": plan, "team": plan.team, "refusal": refusal, "latest": queries.latest_run(plan),
        "change": kinds.change_within(plan.first, plan.last), "seconds": running.SECONDS,
        "most": running.MOST_SECONDS,
        "templates": queries.templates_of(plan.team),
    }  # fmt: skip
    status = CONFLICT if refusal else 200
    return render(request, "roster/solve.html", context, status=status)


def _parted(request: MemberRequest, plan: Plan) -> HttpResponse:
    """Part a draft on the day on which the rules change."""
    change = kinds.change_within(plan.first, plan.last)
    if change is not None:
        plans.split(plan=plan, day=change)
        messages.success(request, _("The draft is two now; each has one set of rules."))
    return redirect("roster:solve", key=plan.team.key, pk=plan.pk)


@require_safe
def run(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far planning is, or what came of it."""
    found = gates.run_of(request.member, pk, timezone.localdate())
    state = found.stands(timezone.now())
    context = {
        "run": found, "plan": found.plan, "team": found.plan.team, "busy": state in BUSY,
        "state": state,
        "last": found.progress[-1] if found.progress else None,
        "percent": _percent(found), "clash": _clash(found),
    }  # fmt: skip
    return render(request, "roster/run.html", context)


def _percent(found: Run) -> int:
    if not found.progress:
        return 0
    return min(int(found.progress[-1]["seconds"] * 100 / max(found.seconds, 1)), 100)


def _clash(found: Run) -> list[Demanded]:
    rows: list[dict[str, Any]] = found.answer.get("clash") or []
    keys = {row["person"] for row in rows}
    names = dict(Member.objects.filter(username__in=keys).values_list("username", "name"))
    return [
        Demanded(
            text=of_language((row["text"], row["text_en"] or row["text"])),
            quote=row.get("quote", ""),
            who=names.get(row["person"], row["person"]),
            days=days_text([date.fromisoformat(day) for day in row["days"]]),
            number=row["number"],
            title=row["title"],
            units=row["units"],
        )
        for row in rows
    ]


@require_POST
def stop(request: MemberRequest, pk: int) -> HttpResponse:
    """End planning with the best so far."""
    found = gates.run_of(request.member, pk, timezone.localdate())
    running.stop(run=found)
    messages.info(request, _("It stops with the best it has."))
    return redirect("roster:run", pk=pk)


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Let planning that broke off begin anew."""
    now = timezone.now()
    found = gates.run_of(request.member, pk, timezone.localdate(now))
    try:
        running.again(run=found, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("roster:run", pk=pk)


# ── somebody is ill ──────────────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def repair(request: MemberRequest, key: str) -> HttpResponse:
    """Show how a published roster changes least when somebody is away; then do it."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    asked = request.POST if request.method == "POST" else request.GET
    first = days.read_day(asked.get("first", ""), today)
    last = max(days.read_day(asked.get("last", ""), first), first)
    member = _member(team, asked.get("member", ""), first)
    found, refusal = None, ""
    if member is not None:
        try:
            found = repairing.proposed(team=team, member=member, first=first, last=last)
            if request.method == "POST":
                repairing.carry_out(proposal=found, sent=sent(request))
                messages.success(request, _("The roster is repaired; everybody concerned is told."))
                return redirect(f"{reverse('roster:team', args=[key])}?from={first}")
        except RefusedError as why:
            refusal = str(why)
    context = {
        "team": team, "members": queries.members_of(team, first, last), "who": member,
        "first": first, "last": last, "found": found, "refusal": refusal, "key": fresh_key(),
    }  # fmt: skip
    return render(request, "roster/repair.html", context, status=CONFLICT if refusal else 200)


def _member(team: Team, username: str, day: date) -> Member | None:
    return next((m for m in queries.members_of(team, day, day) if m.username == username), None)
