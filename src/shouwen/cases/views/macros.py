"""Macros: keeping them, and taking one with a case."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.cases import gates, macros, said, steps
from shouwen.cases.models import Macro
from shouwen.cases.phrase_forms import MacroForm
from shouwen.cases.views.pages import case_page
from shouwen.cases.views.shared import REFUSED, keep_said, standing_of
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest


@require_POST
def take(request: MemberRequest, number: str) -> HttpResponse:
    """Take the chosen macro's steps with a case; a refusal says which step, and nothing is done."""
    where, now = standing_of(request), timezone.now()
    case = gates.case_workable_by(where, number)
    form = macros.PickMacroForm(request.POST, where=where)
    if not form.is_valid():
        raise Http404
    chosen = form.cleaned_data
    try:
        done = macros.take(
            macro=chosen["macro"], case=case, where=where, at=now, token=chosen["token"]
        )
    except RefusedError as refusal:
        fresh = gates.case_open_to(where, number)
        return case_page(request, where, fresh, refusal=str(refusal), status=REFUSED)
    keep_said(request, number, said.said_together(done, chosen["macro"].name, now))
    if not gates.is_open_to(where, gates.case_known(number)):
        return redirect("cases:list")
    return redirect("cases:case", number)


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: MemberRequest) -> HttpResponse:
    """Show the macros that are the member's to use; begin a new one."""
    where = standing_of(request)
    gates.require_work(where)
    form = MacroForm(request.POST or None, where=where)
    if form.is_bound and form.is_valid():
        return redirect("cases:macro_kept", macros.keep(by=request.member, **form.wanted()).pk)
    context = {"form": form, "rows": macros.known_to(where)}
    return render(request, "cases/macros.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one's macro with its steps; add one, move one up, take one out, or end the macro."""
    where = standing_of(request)
    gates.require_work(where)
    macro = Macro.objects.select_related("team", "post").filter(pk=pk, ended_at=None).first()
    if macro is None or not macros.may_change(macro, where):
        raise Http404
    if request.POST.get("do") == "end":
        macros.end(macro, timezone.now())
        return redirect("cases:macros")
    if request.POST.get("do") in ("up", "out"):
        macros.change(macro, _moved(macro.steps, request.POST))
        return redirect("cases:macro_kept", pk)
    return _adding(request, macro, macros.row_of(macro, where))


def _adding(request: MemberRequest, macro: Macro, row: macros.MacroRow) -> HttpResponse:
    verb = (request.POST or request.GET).get("verb", "")
    form = macros.step_form(verb, request.POST or None) if verb in macros.VERBS else None
    if form is not None and form.is_bound and form.is_valid():
        try:
            macros.change(macro, [*macro.steps, macros.kept_step(verb, form)])
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("cases:macro_kept", macro.pk)
    context = {
        "row": row, "verb": verb, "form": form,
        "label": steps.KINDS[verb].label if form is not None else "",
        "verbs": [(each, steps.KINDS[each].label) for each in macros.VERBS],
    }  # fmt: skip
    refused = form is not None and bool(form.errors)
    return render(request, "cases/macro.html", context, status=REFUSED if refused else 200)


def _moved(kept: list[dict[str, Any]], given: Any) -> list[dict[str, Any]]:
    at = given.get("at", "")
    if not at.isdecimal() or int(at) >= len(kept):
        return kept
    place, left = int(at), [*kept]
    moved = left.pop(place)
    if given["do"] == "up":
        left.insert(max(place - 1, 0), moved)
    return left
