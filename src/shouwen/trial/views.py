"""Pages of trying a draft: ask for it, watch it, what came out, one difference after the other."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.adoption import queries as adoption
from shouwen.adoption.gates import ADOPT, draft_open_to
from shouwen.people.forms import say_refusal
from shouwen.people.gates import may, require
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations.gates import regulation_open_to, version_open_to
from shouwen.trial import actions, charts, comparing, gates, queries
from shouwen.trial.choices import RUNNING, Sort, State
from shouwen.trial.forms import PeriodForm
from shouwen.trial.scope import Scope
from shouwen.trial.trying import MOST, try_draft

REFUSED = 422
RENEWED_AFTER = "2"


@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List what was tried, the latest first."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    scope = Scope.read(request.GET)
    context = {
        "trials": queries.trials(now),
        "scope": scope,
        "drafts": adoption.open_drafts() if scope.query else [],
        "now": now,
    }
    return render(request, "trial/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: MemberRequest, pk: int) -> HttpResponse:
    """Choose the period on whose facts a draft is tried."""
    now = timezone.now()
    today = timezone.localdate(now)
    draft = draft_open_to(request.member, pk, today)
    scope = Scope.read(request.GET)
    form = PeriodForm(request.POST or None, today=today, days=scope.days())
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            found = actions.begin(draft=draft, since=chosen["since"], until=chosen["until"],
                                  by=request.member, at=now)  # fmt: skip
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            try_draft.enqueue(found.pk)
            return redirect(reverse("trial:trial", args=[found.pk]) + Scope(of=scope.of).query)
    context = {"draft": draft, "form": form, "trials": queries.trials(now, draft), "now": now}
    return render(request, "trial/begin.html", context, status=REFUSED if form.errors else 200)


@require_safe
def trial(request: MemberRequest, pk: int) -> HttpResponse:
    """Show how far a trial is; once worked out, what came out."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.trial_open_to(request.member, pk, today)
    state = found.stands(now)
    context: dict[str, Any] = {
        "trial": found,
        "state": state,
        "state_name": queries.state_names()[state],
        "now": now,
    }
    if state == State.DONE:
        scope = Scope.read({"of": request.GET.get("of", "")})
        context |= _worked_out(found, people_too=gates.sees_people(request.member, today),
                               among=scope.parties(request.member, today))  # fmt: skip
        context["only"] = scope.name()
    else:
        context["done"], context["of"] = queries.progress_of(found)
    answer = render(request, "trial/trial.html", context)
    if state in RUNNING:
        answer["Refresh"] = RENEWED_AFTER
    return answer


def _worked_out(found: Any, *, people_too: bool, among: frozenset[str] | None) -> dict[str, Any]:
    return {
        "totals": queries.totals(found),
        "clauses": queries.clauses(found),
        "people": queries.people_of(found, among) if people_too else [],
        "people_too": people_too,
        "gains": queries.gains_of(found, among) if people_too else [],
        "chart": charts.missed_by_month(found.result),
        "count": queries.found_of(found),
        "kept": MOST,
    }


@require_safe
def differences(request: MemberRequest, pk: int) -> HttpResponse:
    """List what would have come out otherwise, of one sort, clause or person if that is chosen."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.trial_open_to(request.member, pk, today)
    chosen = {name: request.GET.get(name, "") for name in ("sort", "rule", "party")}
    if chosen["sort"] not in Sort.values:
        chosen["sort"] = ""
    context = {
        "trial": found,
        "found": queries.differences(
            found, sort=chosen["sort"], rule=chosen["rule"], party=chosen["party"],
            after=request.GET.get("after", ""),
            people_too=gates.sees_people(request.member, today),
        ),
        **chosen,
        "sorts": queries.sort_names().items(),
        "now": now,
    }  # fmt: skip
    return render(request, "trial/differences.html", context)


@require_POST
def cancel(request: MemberRequest, pk: int) -> HttpResponse:
    """Stop a trial that waits or runs."""
    now = timezone.now()
    found = gates.trial_open_to(request.member, pk, timezone.localdate(now))
    try:
        actions.cancel(trial=found, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The trial is stopped."))
    return redirect("trial:trial", pk)


@require_POST
def again(request: MemberRequest, pk: int) -> HttpResponse:
    """Let a trial that broke off be worked out anew."""
    now = timezone.now()
    found = gates.trial_open_to(request.member, pk, timezone.localdate(now))
    try:
        actions.try_again(trial=found, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        try_draft.enqueue(pk)
    return redirect("trial:trial", pk)


@require_safe
def effect(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what a draft does, rule by rule, against the version adopted last."""
    now = timezone.now()
    today = timezone.localdate(now)
    draft = gates.draft_to_read(request.member, pk, today)
    found = comparing.of_draft(draft, now=now, language=translation.get_language())
    if found is None:
        return redirect("adoption:draft", pk)
    context = {
        "draft": draft,
        "may_adopt": may(request.member, ADOPT, today),
        "title": found.title,
        "current": found.current,
        "compared": found.compared,
    }
    return render(request, "trial/effect.html", context)


@require_safe
def versions(request: MemberRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """Show what one adopted version does otherwise than another, rule by rule."""
    now = timezone.now()
    regulation_open_to(request.member, slug)
    before, after = (version_open_to(request.member, slug, n) for n in (older, newer))
    context = {
        "older": before,
        "newer": after,
        "title": after.title,
        "compared": comparing.of_versions(
            before, after, now=now, language=translation.get_language()
        ),
    }
    return render(request, "trial/effect.html", context)
