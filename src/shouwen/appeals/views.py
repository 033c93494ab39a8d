"""Pages of appeals: mine, those that wait for me, everybody's, one of them, and questioning."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.appeals import actions, gates, queries
from shouwen.appeals.choices import line_open_to
from shouwen.appeals.forms import QuestionForm
from shouwen.appeals.lines import Line
from shouwen.approvals import queries as requests
from shouwen.enforcement import why
from shouwen.enforcement.lines import consequences_of
from shouwen.enforcement.sent import key_of, sent_by
from shouwen.people.answers import answered, refused_there
from shouwen.people.forms import taken
from shouwen.people.requests import MemberRequest

UNFIT = 422


@require_safe
def mine(request: MemberRequest) -> HttpResponse:
    """List the member's own appeals, the latest first."""
    now = timezone.now()
    return _list(request, "mine", queries.mine(request.member, now=now, after=_after(request)), now)


@require_safe
def waiting(request: MemberRequest) -> HttpResponse:
    """List the appeals that wait for the member's judgement, the longest waiting first."""
    now = timezone.now()
    page = queries.waiting_for(request.member, now=now, after=_after(request) or 0)
    return _list(request, "waiting", page, now)


@require_safe
def everybody(request: MemberRequest) -> HttpResponse:
    """List everybody's appeals, the latest first, to who may read them all."""
    now = timezone.now()
    if not gates.sees_all(request.member, timezone.localdate(now)):
        raise Http404
    page = queries.mine(request.member, now=now, after=_after(request), everybody=True)
    return _list(request, "everybody", page, now)


def _after(request: MemberRequest) -> int | None:
    after = request.GET.get("after", "")
    return int(after) if after.isdecimal() else None


def _list(request: MemberRequest, which: str, page: queries.Page, now: datetime) -> HttpResponse:
    sees_all = gates.sees_all(request.member, timezone.localdate(now))
    context = {"which": which, "page": page, "tabs": _tabs(which, sees_all=sees_all), "now": now}
    return render(request, "appeals/list.html", context)


def _tabs(which: str, *, sees_all: bool) -> list[dict[str, object]]:
    named = {"mine": pgettext("appeals", "Mine"), "waiting": pgettext("appeals", "Waiting for me")}
    if sees_all:
        named["everybody"] = _("Everybody's")
    return [
        {"label": label, "url": reverse(f"appeals:{key}"), "is_current": key == which}
        for key, label in named.items()
    ]


@require_safe
def appeal(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one appeal: what is questioned, why, who judges by when, and how it ended."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.appeal_open_to(request.member, pk, today)
    (row,) = queries.rows_of([found], now)
    context = {
        "row": row,
        "levels": queries.levels_of(found, now),
        "fact": why.fact_line(found.fact, now=now, reader=request.member),
        "consequences": consequences_of(found.fact, request.member, today),
        "why": why.explain(found.request, now=now, reader=request.member),
        "is_mine": found.appellant_id == request.member.pk,
        "may_judge": bool(requests.may_decide(found.request, request.member, today)),
        "further": reverse("appeals:question", args=["fact", found.fact_id]),
        "now": now,
    }
    return render(request, "appeals/appeal.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: MemberRequest, sort: str, number: int) -> HttpResponse:
    """Question an entry, a lapsed duty or a fact; the answer is the appeal's page."""
    line = line_open_to(request.member, sort, number)
    form = QuestionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _ask(request, line, form)
    sent = sent_by(request.member, request.POST, timezone.now(), token=key_of(request.POST))
    made = taken(
        form,
        lambda: actions.question(line=line, reason=form.cleaned_data["reason"], sent=sent),
    )
    return _ask(request, line, form) if made is None else redirect("appeals:appeal", pk=made.pk)


def _ask(request: MemberRequest, line: Line, form: QuestionForm) -> HttpResponse:
    now = timezone.now()
    context = {
        "form": form,
        "line": line,
        "fact": why.fact_line(line.row, now=now, reader=request.member),
        "consequences": consequences_of(line.row, request.member, timezone.localdate(now)),
        "key": key_of(request.POST),
        "now": now,
    }
    status = UNFIT if form.is_bound else 200
    return render(request, "appeals/question.html", context, status=status)


@require_POST
def withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """Give one's own appeal up before it is judged."""
    now = timezone.now()
    found = gates.appeal_open_to(request.member, pk, timezone.localdate(now))
    back = reverse("appeals:appeal", args=[pk])
    return answered(
        request,
        lambda: actions.withdraw(appeal=found, member=request.member, at=now),
        refused=lambda refusal: refused_there(request, refusal, back),
        said=_("The appeal is withdrawn."),
        to=back,
    )
