"""The form of one rule: kept as it is typed, explained as it is typed, and saved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.adoption import typed
from shouwen.adoption.typed_page import kept_at
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations.queries import calendar_for
from shouwen.studio import actions, gates, sheet
from shouwen.studio.examples import example_of
from shouwen.studio.forms import KindForm, RuleForm
from shouwen.studio.kinds import ASKED
from shouwen.studio.models import Suggestion

REFUSED, CONFLICT = 422, 409
_NOT_TYPED = {"csrfmiddlewaretoken", "revision", "look"}


def place_of(row: Suggestion) -> str:
    """Return the place under which what is typed into a rule's form is kept."""
    return f"rule:{row.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Change what a proposed rule says; what was entered is explained before it is kept."""
    now = timezone.now()
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate(now))
    own = typed.typed_by(request.member, place_of(row))
    begun = own.content if own and request.method != "POST" else None
    kind = _kind(request, row, begun)
    form = RuleForm(request.POST or None, row=row, kind=kind, typed=begun)
    looks, lost = "look" in request.POST, False
    if request.method == "POST" and form.is_valid() and not looks:
        try:
            actions.change(
                row=row, kind=kind, params=form.params(), actor=form.cleaned_data["actor"],
                revision=form.cleaned_data["revision"], by=request.member, at=now,
            )  # fmt: skip
        except actions.DecidedMeanwhileError:
            lost, row = True, gates.suggestion_open_to(request.member, pk, timezone.localdate(now))
            begun = {name: value for name, value in request.POST.items() if name not in _NOT_TYPED}
            form = RuleForm(row=row, kind=kind, typed=begun)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            typed.forget(member=request.member, place=place_of(row))
            return redirect(f"{reverse('studio:text', args=[row.text_id])}#rule-{pk}")
    context = {
        "form": form,
        "row": row,
        "text": row.text,
        "kind": kind,
        "kind_form": KindForm(initial={"kind": kind}, english=_is_english()),
        **_entered(row, kind, form, begun, now),
        "typed": own if begun and not lost else None,
        "lost": lost,
        "is_behind": bool(begun and own and own.revision != row.revision),
        "others": typed.others_at(request.member, place_of(row)),
        "forget_url": reverse("studio:typed", args=[pk]),
    }
    if lost or context["is_behind"]:
        context["as_kept"] = _shown(row)
    if looks and request.htmx:  # type: ignore[attr-defined]
        return render(request, "studio/_understood.html", context)
    status = CONFLICT if lost else REFUSED if form.errors else 200
    return render(request, "studio/change.html", context, status=status)


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what is being typed into a rule's form, or let go of it; answers with the time."""
    row = gates.suggestion_open_to(request.member, pk, timezone.localdate())
    said = request.POST.get("revision", "")
    content = {name: str(value) for name, value in request.POST.items() if name not in _NOT_TYPED}
    return kept_at(
        request, place=place_of(row), content=content,
        revision=int(said) if said.isdecimal() else None,
        back=reverse("studio:change", args=[pk]), largest=LARGEST,
    )  # fmt: skip


LARGEST = 10_000


def _is_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def _kind(request: MemberRequest, row: Suggestion, begun: Any) -> str:
    typed_kind = (begun or {}).get("kind")
    said = request.POST.get("kind") or request.GET.get("kind") or typed_kind or row.kind
    return said if said in ASKED else row.kind


def _entered(row: Suggestion, kind: str, form: RuleForm, begun: Any, now: datetime) -> Any:
    """Return the rule as it would be if what was entered were kept, with an example of it."""
    shown = Suggestion.everything.select_related("text__document").get(pk=row.pk)
    shown.kind = kind
    if begun:
        form = RuleForm({**begun, "revision": row.revision}, row=row, kind=kind)
    if form.is_bound and form.is_valid():
        shown.params, shown.actor = form.params(), form.cleaned_data["actor"]
    cards = sheet.cards_of(shown.text, [shown])
    calendar = calendar_for(known_at=now)
    return {
        "rule": sheet.shown(shown, cards, translation.get_language()),
        "example": example_of(cards[row.pk], shown.params, now, calendar),
    }


def _shown(row: Suggestion) -> sheet.SuggestedRule:
    return sheet.shown(row, sheet.cards_of(row.text, [row]), translation.get_language())
