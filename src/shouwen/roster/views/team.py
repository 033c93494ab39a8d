"""A team's roster: the calendar, one cell of it, putting, moving and removing a shift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.enforcement.sent import Sent, fresh_key
from shouwen.people.forms import taken
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.roster import changed, days, gates, kinds, queries, verdicts
from shouwen.roster.actions import plans
from shouwen.roster.choices import LIVE, PlanState
from shouwen.roster.days import MONTH, SPANS, WEEK
from shouwen.roster.forms import PlanForm, TemplateForm, first_of_next_month
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.verdicts import Verdict
from shouwen.roster.views.sending import sent

CONFLICT, UNFIT = 409, 422
LINES = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One kind of shift that could be put in a cell, with what the rules say to it."""

    template: Template
    verdict: Verdict
    clash: str = ""


@require_safe
def team(request: MemberRequest, key: str) -> HttpResponse:
    """Show a team's calendar of a week or a month."""
    now, today = timezone.now(), timezone.localdate()
    access = gates.team_open_to(request.member, key, today)
    span = request.GET.get("span", WEEK)
    span = span if span in SPANS else WEEK
    asked = days.read_day(request.GET.get("from", ""), today)
    first, last = days.span_of(asked, span)
    start = request.GET.get("start", "")
    found = queries.calendar_of(
        access.team, first, last, today=today, drafts=access.plans,
        start=int(start) if start.isdecimal() else 0,
        most=None if "all" in request.GET else LINES,
    )  # fmt: skip
    before, after = days.around(first, last, span)
    drafts = [plan for plan in found.plans if plan.state == PlanState.DRAFT and access.plans]
    draft = drafts[0] if drafts else None
    context = {
        "access": access, "calendar": found, "span": span, "first": first, "last": last,
        "before": before, "after": after, "today": today, "now": now, "month": span == MONTH,
        "draft": draft,
        "changed": [p for p in found.plans if access.plans and changed.is_changed(p)],
        "publishing": _publishing(request, draft, now) if draft else None,
        "leaves": dict(kinds.leave_kinds(today)), "key": fresh_key(),
        "cell": reverse("roster:cell", args=[key]) if access.plans and found.plans else "",
    }  # fmt: skip
    # The lines further down come once they are in view.
    page = "roster/_lines.html" if start else "roster/team.html"
    return render(request, page, context)


def _publishing(request: MemberRequest, draft: Plan, now: datetime) -> Verdict | None:
    """Return what the rules say to publishing, where any speaks of it."""
    found = plans.verdict_on_publishing(draft, at=now, actor=request.member.username)
    return found if found.state != verdicts.SILENT else None


@require_safe
def cell(request: MemberRequest, key: str) -> HttpResponse:
    """Show one person's day: what is planned, and what the rules say to each kind of shift."""
    today = timezone.localdate()
    found = gates.team_planned_by(request.member, key, today)
    day = days.read_day(request.GET.get("day", ""), today)
    try:
        member = _member(found, request.GET.get("member", ""), day)
    except RefusedError:
        raise Http404 from None
    return _cell(request, found, day, member)


def _member(team: Team, username: str, day: date) -> Member | None:
    if not username:
        return None
    found = (m for m in queries.members_of(team, day, day) if m.username == username)
    member = next(found, None)
    if member is None:
        raise RefusedError(_("They do not belong to this team on that day."), "member")
    return member


def _cell(
    request: MemberRequest,
    team: Team,
    day: date,
    member: Member | None,
    *,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    plan = queries.plan_on(team, day)
    there = Shift.objects.filter(team=team, day=day, member=member, state__in=LIVE)
    context = {
        "team": team, "day": day, "who": member, "plan": plan, "refusal": refusal,
        "shifts": list(there.order_by("begins")), "key": fresh_key(),
        "choices": _choices(request, plan, day, member) if plan else [],
    }  # fmt: skip
    return render(request, "roster/cell.html", context, status=status)


def _choices(request: MemberRequest, plan: Plan, day: date, member: Member | None) -> list[Choice]:
    plan = Plan.objects.select_related("team").get(pk=plan.pk)
    found = queries.templates_of(plan.team)
    return [_choice(request, plan, template, day, member) for template in found]


def _choice(
    request: MemberRequest, plan: Plan, template: Template, day: date, member: Member | None
) -> Choice:
    shift = plans.built(plan, template, day, member)
    verdict = plans.verdict_on(shift, at=timezone.now(), actor=request.member.username)
    clash = ""
    if member is not None:
        try:
            plans.refuse_clash(shift, member)
        except RefusedError as refusal:
            clash = str(refusal)
    return Choice(template=template, verdict=verdict, clash=clash)


@require_POST
def put(request: MemberRequest, key: str) -> HttpResponse:
    """Put, move, remove or pin a shift; dragging and the form end here."""
    today = timezone.localdate()
    found = gates.team_planned_by(request.member, key, today)
    posted = request.POST
    day = days.read_day(posted.get("day", ""), today)
    member = None
    try:
        member = _member(found, posted.get("member", ""), day)
        concerned, said = _done(request, found, day, member, sent(request))
    except RefusedError as refusal:
        if "drag" in posted:
            return _dragged(request, found, [], str(refusal), status=CONFLICT)
        return _cell(request, found, day, member, refusal=str(refusal), status=CONFLICT)
    if "drag" in posted:
        return _dragged(request, found, concerned, said)
    messages.success(request, said)
    return _back(request, found, day)


def _back(request: MemberRequest, team: Team, day: date) -> HttpResponseRedirect:
    span = request.POST.get("span", WEEK)
    span = span if span in SPANS else WEEK
    return redirect(f"{reverse('roster:team', args=[team.key])}?from={day}&span={span}")


def _done(
    request: MemberRequest, team: Team, day: date, member: Member | None, sent: Sent
) -> tuple[list[int | None], str]:
    """Do what was chosen; return whose lines changed, and a sentence."""
    posted, do = request.POST, request.POST.get("do", "put")
    reason = posted.get("reason", "")[:500]
    if do == "put":
        plan = _plan(team, day)
        template = _template(team, posted.get("template", ""))
        plans.put(plan=plan, template=template, day=day, member=member, sent=sent, reason=reason)
        return [member.pk if member else None], _("The shift is in the plan.")
    shift = _shift(team, posted.get("shift", ""))
    concerned = [shift.member_id, member.pk if member else None]
    if do == "move":
        plans.move(shift=shift, day=day, member=member, sent=sent, reason=reason)
        return concerned, _("The shift is moved.")
    if do == "remove":
        plans.remove(shift=shift, sent=sent, reason=reason)
        return concerned, _("The shift is taken out.")
    plans.pin(shift=shift, pinned=do == "pin")
    return concerned, _("Kept.")


def _plan(team: Team, day: date) -> Plan:
    found = Plan.objects.select_related("team").filter(team=team, first__lte=day, last__gte=day)
    plan = found.first()
    if plan is None:
        raise RefusedError(_("No plan covers that day; begin one first."), "day")
    return plan


def _template(team: Team, pk: str) -> Template:
    found = Template.objects.filter(team=team, pk=int(pk)) if pk.isdecimal() else None
    template = found.first() if found is not None else None
    if template is None:
        raise RefusedError(_("Choose a kind of shift."), "template")
    return template


def _shift(team: Team, pk: str) -> Shift:
    found = Shift.objects.filter(team=team, pk=int(pk)) if pk.isdecimal() else None
    shift = found.select_related("member").first() if found is not None else None
    if shift is None:
        raise RefusedError(_("This shift was taken out meanwhile; reload the page."))
    return shift


def _dragged(
    request: MemberRequest, team: Team, concerned: list[int | None], said: str, *, status: int = 200
) -> HttpResponse:
    """Answer a drag with what the rules said and the lines that changed."""
    today = timezone.localdate()
    span = request.POST.get("span", WEEK)
    asked = days.read_day(request.POST.get("from", ""), today)
    first, last = days.span_of(asked, span if span in SPANS else WEEK)
    who = [pk for pk in concerned if pk is not None]
    found = queries.calendar_of(team, first, last, today=today, drafts=True, only=who or [0])
    context: dict[str, Any] = {
        "calendar": found, "rows": [found.open, *found.people] if concerned else [],
        "said": said, "refused": status != 200, "leaves": dict(kinds.leave_kinds(today)),  # noqa: PLR2004 - HTTP
        "cell": reverse("roster:cell", args=[team.key]), "month": span == MONTH,
    }  # fmt: skip
    return render(request, "roster/_dragged.html", context, status=status)


# ── plans and kinds of shifts ────────────────────────────────────────────────────────────────


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest, key: str) -> HttpResponse:
    """Begin a plan of some days, the next month unless said otherwise."""
    today = timezone.localdate()
    found = gates.team_planned_by(request.member, key, today)
    first = first_of_next_month(today)
    initial = {"first": first, "last": days.span_of(first, MONTH)[1], "by_punches": True}
    form = PlanForm(request.POST or None, initial=initial)
    made = None
    if request.method == "POST":
        made = taken(form, lambda: _begun(request, found, form))
    if made is None:
        status = UNFIT if request.method == "POST" else 200
        context = {"team": found, "form": form, "templates": queries.templates_of(found)}
        return render(request, "roster/begin.html", context, status=status)
    return redirect(f"{reverse('roster:team', args=[key])}?from={made.first}&span={MONTH}")


def _begun(request: MemberRequest, team: Team, form: PlanForm) -> Plan:
    said = form.cleaned_data
    return plans.begin_plan(
        team=team, first=said["first"], last=said["last"], by=request.member,
        at=timezone.now(), by_punches=said["by_punches"],
    )  # fmt: skip


@require_POST
def publish(request: MemberRequest, key: str, pk: int) -> HttpResponse:
    """Publish a plan with everything the rules say, or show what they refuse."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    plan = gates.plan_of(request.member, pk, today)
    if plan.team_id != team.pk:
        raise Http404
    to = f"{reverse('roster:team', args=[key])}?from={plan.first}&span={MONTH}"
    try:
        plans.publish(plan=plan, sent=sent(request))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(to)
    messages.success(request, _("Published. Everybody concerned sees it and can acknowledge it."))
    return redirect(to)


@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: MemberRequest, key: str) -> HttpResponse:
    """Show a team's kinds of shifts, keep one, end one, or take over those the rules name."""
    today = timezone.localdate()
    team = gates.team_planned_by(request.member, key, today)
    do = request.POST.get("do", "keep")
    form = TemplateForm(request.POST if request.method == "POST" and do == "keep" else None)
    if request.method == "POST" and _kept(team, request, form, do, today):
        messages.success(request, _("Kept."))
        return redirect("roster:templates", key=key)
    context = {
        "team": team, "access": gates.Access(team=team, plans=True), "form": form,
        "templates": queries.templates_of(team),
        "named": kinds.named_shifts(today),
    }  # fmt: skip
    status = UNFIT if request.method == "POST" else 200
    return render(request, "roster/templates.html", context, status=status)


def _kept(team: Team, request: MemberRequest, form: TemplateForm, do: str, today: date) -> bool:
    if do == "end":
        plans.end_template(template=_template(team, request.POST.get("template", "")))
        return True
    if do == "take":
        for named in kinds.named_shifts(today):
            plans.keep_template(
                team=team, key=named.key, label=named.label, begins=named.begins,
                minutes=named.minutes, break_minutes=named.break_minutes,
            )  # fmt: skip
        return True
    if not form.is_valid():
        return False
    said = form.cleaned_data
    plans.keep_template(
        team=team, key=said["key"], label=said["label"], begins=said["begins"],
        minutes=form.minutes(), break_minutes=said["break_minutes"], skill=said["skill"],
        wanted=said["wanted"],
    )  # fmt: skip
    return True
