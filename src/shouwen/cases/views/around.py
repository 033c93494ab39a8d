"""What stands around a case: its part of the page, who is looking, following, taking back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.cases import actions, around, gates, macros, news, steps
from shouwen.cases.choices import CaseType
from shouwen.cases.tie_forms import ChecklistForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.journal import queries as journal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_safe
def part(request: MemberRequest, number: str) -> HttpResponse:
    """Answer with what stands around a case: a part of its page, or a page of its own."""
    where, now = standing_of(request), timezone.now()
    case = gates.case_open_to(where, number)
    sight = sight_of(request.member, now, permissions=where.permissions)
    context = {
        "number": number,
        "case": case,
        "around": around.around_of(case, where, sight),
        "ways": steps.around(where, case, {}, token=uuid.uuid4().hex),
        "works": gates.may_work_on(where, case),
        "token": uuid.uuid4().hex,
        "macros": macros.offered_to(where) if where.works else (),
    }
    return render(request, "cases/around.html", context)


@require_safe
def presence(request: MemberRequest, number: str) -> HttpResponse:
    """Renew the lease on the page, and say who else looks and what was answered meanwhile."""
    where, now = standing_of(request), timezone.now()
    case = gates.case_open_to(where, number)
    given = request.GET.get("seen", "")
    news.looked_at(request.member, case)
    context = {
        "number": number,
        "seen": given if given.isdecimal() else "0",
        "others": around.come_in(case, request.member, now),
        "newer": _newer(case.about, given, request.member.username),
        "now": now,
        "every": around.HEARD_EVERY,
    }
    return render(request, "cases/_presence.html", context)


def _newer(about: str, seen: str, me: str) -> list[journal.JournalRow]:
    if not seen.isdecimal() or not int(seen):
        return []
    rows = journal.timeline(about, None, 5, newest_first=True)
    return [row for row in rows if row.number > int(seen) and row.actor_key != me]


@require_safe
def for_desk(request: MemberRequest) -> HttpResponse:
    """Answer with what is new for the member: a part of the desk, or a page of its own."""
    where, now = standing_of(request), timezone.now()
    context = {"rows": news.news_for(where, now), "now": now}
    return render(request, "cases/news.html", context)


@require_POST
def all_seen(request: MemberRequest) -> HttpResponse:
    """Let nothing be new for the member any more."""
    news.all_seen(request.member)
    return redirect("cases:news")


@require_POST
def follow(request: MemberRequest, number: str) -> HttpResponse:
    """Follow a case, or stop following it."""
    case = gates.case_open_to(standing_of(request), number)
    follows = request.POST.get("follows") == "yes"
    around.set_following(case, request.member, timezone.now(), follows=follows)
    return redirect("cases:case", number)


@require_POST
def take_back(request: MemberRequest, number: str, pk: int) -> HttpResponse:
    """Take back a link, a merger, a split, a share, a tick or a snooze by correcting its fact."""
    case = gates.case_workable_by(standing_of(request), number)
    reason = request.POST.get("reason", "").strip() or _("taken back on the matter's page")
    try:
        actions.take_back(
            case=case, number=pk, reason=reason, actor=request.member, at=timezone.now()
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back; both records stay in the history."))
    return redirect("cases:case", number)


@require_http_methods(["GET", "HEAD", "POST"])
def checklists(request: MemberRequest) -> HttpResponse:
    """Show the checklists by type of case; add one or end one."""
    gates.require_keeper(standing_of(request))
    form = ChecklistForm(request.POST if request.POST.get("do") == "add" else None)
    now = timezone.now()
    if request.POST.get("do") == "end" and request.POST.get("pk", "").isdecimal():
        actions.end_checklist(pk=int(request.POST["pk"]), at=now)
        return redirect("cases:checklists")
    if form.is_bound and form.is_valid():
        actions.add_checklist(**form.cleaned_data)
        return redirect("cases:checklists")
    rows = [(CaseType(row.case_type).label, row) for row in around.checklists()]
    context = {"form": form, "rows": rows}
    return render(request, "cases/checklists.html", context, status=REFUSED if form.errors else 200)
