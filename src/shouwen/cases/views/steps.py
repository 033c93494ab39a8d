"""Taking a step with a case: one action, and the case's page as it stands afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.cases import drafts, gates, sending, steps
from shouwen.cases.actions import Done, LostRaceError
from shouwen.cases.models import Case
from shouwen.cases.said import said
from shouwen.cases.step_forms import StepForm, WriteForm
from shouwen.cases.views.pages import case_page
from shouwen.cases.views.shared import LOST_RACE, REFUSED, keep_said, standing_of
from shouwen.journal.errors import IdempotencyConflictError
from shouwen.journal.queries import JournalRow
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_POST
def take(request: MemberRequest, number: str, verb: str) -> HttpResponse:
    """Take the step; a refusal comes back beside what was typed, a lost race as a 409."""
    if verb not in steps.KINDS:
        raise Http404
    where = standing_of(request)
    case = gates.case_workable_by(where, number)
    if not steps.may_take(where, case, verb):
        raise PermissionDenied
    form = steps.filled(verb, case, request.POST, request.FILES)
    if not form.is_valid():
        return case_page(request, where, case, bound={verb: form}, status=REFUSED)
    crossed = drafts.crossed_by(case, form, request.member)
    if crossed is not None:
        return _crossed(request, where, case, form, crossed)
    try:
        if _is_held(request, case, form):
            drafts.forget(request.member, case)
            return _answer_page(request, where, case)
        done = steps.take(verb, case, form, actor=request.member, at=timezone.now())
    except (LostRaceError, IdempotencyConflictError) as refusal:
        return _lost(request, where, case, {verb: form}, str(refusal))
    except RefusedError as refusal:
        say_refusal(form, refusal)
        return case_page(request, where, case, bound={verb: form}, status=REFUSED)
    if verb == "write":
        drafts.forget(request.member, case)
    return _answer(request, where, done)


def _is_held(request: MemberRequest, case: Case, form: StepForm) -> bool:
    """Keep an answer to the customer for a moment; a note and what must go at once are not kept."""
    given = form.cleaned_data
    if not isinstance(form, WriteForm) or given["mode"] != "reply" or not given["token"]:
        return False
    now, member = timezone.now(), request.member
    held = sending.hold(
        case=case, text=given["text"], actor=member, at=now, channel=given["channel"],
        situation=given["situation"], files=form.keep(by=member, at=now),
        key=steps.key_of("write", member, given["token"]),
    )  # fmt: skip
    return held is not None


def _answer_page(request: MemberRequest, where: gates.Standing, case: Case) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return case_page(request, where, case)
    return redirect("cases:case", case.number)


def _crossed(
    request: MemberRequest, where: gates.Standing, case: Case, form: StepForm, by: JournalRow
) -> HttpResponse:
    """Show the answer that came first, with the text kept; sent again it is sent."""
    form.data = {**form.data.dict(), "seen": str(by.number)}  # type: ignore[attr-defined]
    sentence = _(
        "%(who)s has answered the customer since you opened this page. Read it below; what you "
        "wrote is kept, and is sent when you send it again."
    )
    refusal = sentence % {"who": by.actor_name}
    bound = {"write": form}
    return case_page(request, where, case, bound=bound, refusal=refusal, status=LOST_RACE)


def _answer(request: MemberRequest, where: gates.Standing, done: Done) -> HttpResponse:
    number, words = done.case.number, said(done, timezone.now())
    htmx = bool(request.htmx)  # type: ignore[attr-defined]
    if where.sees_all and not htmx:
        keep_said(request, number, words)
        return redirect("cases:case", number)
    try:
        case = gates.case_open_to(where, number)
    except Http404:
        # Who hands a case over may not be able to look at it any more; the list says what happened.
        messages.success(request, words["headline"])
        return _away(htmx=htmx)
    if htmx:
        return case_page(request, where, case, words=words)
    keep_said(request, number, words)
    return redirect("cases:case", number)


def _away(*, htmx: bool) -> HttpResponse:
    if not htmx:
        return redirect("cases:list")
    return HttpResponse(status=204, headers={"HX-Redirect": reverse("cases:list")})


def _lost(
    request: MemberRequest,
    where: gates.Standing,
    case: Case,
    bound: dict[str, StepForm],
    refusal: str,
) -> HttpResponse:
    fresh = gates.case_open_to(where, case.number)
    kept = {verb: form for verb, form in bound.items() if verb == "write"}
    return case_page(request, where, fresh, bound=kept, refusal=refusal, status=LOST_RACE)
