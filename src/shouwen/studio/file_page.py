"""The regulation file beside its rules: seen, changed, its faults at their lines."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwen.adoption import typed
from shouwen.adoption.actions import LARGEST
from shouwen.adoption.checking import check, numbered
from shouwen.adoption.fault_words import in_words
from shouwen.adoption.forms import unified
from shouwen.adoption.typed_page import kept_answer
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.studio import actions, gates, sheet
from shouwen.studio.drafting import file_of
from shouwen.studio.forms import FileForm
from shouwen.studio.models import FoundText

REFUSED, CONFLICT = 422, 409


def place_of(text: FoundText) -> str:
    """Return the place under which what is typed into a text's file is kept."""
    return f"file:{text.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the regulation file with its faults, and keep it as it was changed."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    if request.method != "POST":
        return _part(found) if request.htmx else _page(request, found)  # type: ignore[attr-defined]
    form = FileForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, REFUSED)
    told = {name: unified(form.cleaned_data[name]) for name in ("text", "opened")}
    try:
        actions.save_file(
            text=found, typed=told["text"], opened=told["opened"], by=request.member, at=now
        )
    except RefusedError as refusal:
        say_refusal(form, refusal)
        lost = isinstance(refusal, actions.FileChangedError)
        return _page(request, found, form, CONFLICT if lost else REFUSED)
    typed.forget(member=request.member, place=place_of(found))
    messages.success(request, _("Kept; your words stand in the file beside what was confirmed."))
    return redirect("studio:file", pk)


def _part(found: FoundText) -> HttpResponse:
    """Answer with the number of faults, empty where there are none."""
    errors = check(file_of(found).text, actions.file_name_of(found), None).errors
    return HttpResponse(str(len(errors)) if errors else "", content_type="text/html")


def _page(
    request: MemberRequest, found: FoundText, form: FileForm | None = None, status: int = 200
) -> HttpResponse:
    lost, stands = status == CONFLICT, file_of(found).text
    own = typed.typed_by(request.member, place_of(found))
    if own is not None and own.content.get("text") == stands:
        own = None
    shown, opened = stands, stands
    if form:
        shown, opened = (unified(form.data.get(name, "")) for name in ("text", "opened"))
    elif own:
        shown, opened = own.content["text"], own.content["opened"]
    language = translation.get_language()
    checked = check(shown, actions.file_name_of(found), language)
    # Whoever has both texts before them may save theirs.
    begun = {"text": shown, "opened": stands if lost else opened}
    context: dict[str, Any] = {
        "text": found,
        "form": FileForm(initial=begun) if lost or not form else form,
        "errors": [in_words(fault, language) for fault in checked.errors],
        "notices": [in_words(fault, language) for fault in checked.notices],
        "lines": numbered(shown, checked),
        "rules": sheet.rules_in(checked.regulation, language),
        "stands": stands,
        "lost": lost,
        "typed": own if not form else None,
        "is_behind": bool(own and not form and own.content["opened"] != stands),
        "others": typed.others_at(request.member, place_of(found)),
        "forget_url": reverse("studio:file_typed", args=[found.pk]),
    }
    return render(request, "studio/file.html", context, status=status)


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what is being typed into the file, or let go of it; answers with the time."""
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    if "forget" in request.POST:
        typed.forget(member=request.member, place=place_of(found))
        return redirect("studio:file", pk)
    content = {name: unified(request.POST.get(name, "")) for name in ("text", "opened")}
    if any(len(said) > LARGEST for said in content.values()):
        return HttpResponse(_("Not kept; save it yourself."), status=REFUSED)
    typed.keep(
        place=place_of(found), content=content, revision=found.file_revision, by=request.member,
        at=now,
    )  # fmt: skip
    return kept_answer(request)
