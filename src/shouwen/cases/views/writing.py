"""Helps while somebody writes: drafts, kept replies, and colleagues to mention."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.access.sight import sight_of
from shouwen.cases import actions, drafts, gates, heads, steps
from shouwen.cases.phrase_forms import PhraseForm
from shouwen.cases.views.shared import REFUSED, standing_of
from shouwen.people.requests import MemberRequest


@require_POST
def draft(request: MemberRequest, number: str) -> HttpResponse:
    """Keep what is being written; an empty text forgets it."""
    case = gates.case_workable_by(standing_of(request), number)
    drafts.keep(
        request.member,
        case,
        mode="note" if request.POST.get("mode") == "note" else "reply",
        text=request.POST.get("text", ""),
        key=steps.key_of("write", request.member, request.POST.get("token", "")),
        at=timezone.now(),
    )
    return HttpResponse(status=204)


@require_safe
def suggest(request: MemberRequest, number: str) -> HttpResponse:
    """Answer with kept replies, or with colleagues to mention, that fit what was typed."""
    where, now = standing_of(request), timezone.now()
    case = gates.case_workable_by(where, number)
    words = request.GET.get("q", "").strip()[:40]
    if request.GET.get("for") == "mention":
        found = drafts.colleagues_who_may_read(case, words, now)
    else:
        sight = sight_of(request.member, now, permissions=where.permissions)
        values = drafts.values_for(case, heads.seen_of(case, sight), request.member, now)
        found = drafts.offered_phrases(where, words, values, now)
    return render(request, "cases/_suggest.html", {"found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: MemberRequest) -> HttpResponse:
    """Show the kept replies that are the member's to use; add one or take one of theirs out."""
    where = standing_of(request)
    gates.require_work(where)
    if request.POST.get("do") == "drop":
        return _dropped(request)
    form = PhraseForm(request.POST or None, where=where)
    if form.is_bound and form.is_valid():
        actions.keep_phrase(by=request.member, **form.wanted())
        return redirect("cases:phrases")
    context = {"form": form, "rows": drafts.phrases_of(request.member, where)}
    return render(request, "cases/phrases.html", context, status=REFUSED if form.errors else 200)


def _dropped(request: MemberRequest) -> HttpResponse:
    pk = request.POST.get("pk", "")
    if not pk.isdecimal() or not actions.drop_phrase(pk=int(pk), by=request.member):
        raise Http404
    return redirect("cases:phrases")
