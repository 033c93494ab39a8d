"""The regulation file beside its rules: seen, changed, its faults at their lines."""

from __future__ import annotations

from collections.abc import Mapping
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
from shouwen.adoption.typed_page import kept_at
from shouwen.people.forms import say_refusal
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.studio import actions, gates, sheet
from shouwen.studio.drafting import file_of
from shouwen.studio.forms import FileForm
from shouwen.studio.merging import merged
from shouwen.studio.models import FoundText

REFUSED, CONFLICT = 422, 409
# What the page of the text hears when the file was saved: its rules may be others now.
FILED = "filed"


def place_of(text: FoundText) -> str:
    """Return the place under which what is typed into a text's file is kept."""
    return f"file:{text.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the regulation file with its faults, and keep it as it was changed.

    Asked by htmx it answers with the pane that stands beside the text; ``look`` saves nothing:
    ``faults`` says what is wrong with what is typed, ``renew`` brings it together with the rules.
    """
    now = timezone.now()
    found = gates.text_open_to(request.member, pk, timezone.localdate(now))
    if request.method != "POST":
        return _shown(request, found)
    form, look = FileForm(request.POST), request.POST.get("look")
    if not form.is_valid():
        return _shown(request, found, form=form, status=REFUSED)
    told = {name: unified(form.cleaned_data[name]) for name in ("text", "opened")}
    if look:
        faults = look == "faults"
        return _faults(request, found, told["text"]) if faults else _shown(request, found, told)
    try:
        actions.save_file(text=found, typed=told["text"], opened=told["opened"], by=request.member,
                          at=now)  # fmt: skip
    except actions.FileChangedError:
        return _shown(request, found, told, status=CONFLICT)
    except RefusedError as refusal:
        say_refusal(form, refusal)
        return _shown(request, found, form=form, status=REFUSED)
    typed.forget(member=request.member, place=place_of(found))
    return _saved(request, found)


def _saved(request: MemberRequest, found: FoundText) -> HttpResponse:
    words = _("Kept; your words stand in the file beside what was confirmed.")
    if request.htmx:  # type: ignore[attr-defined]
        answer = _shown(request, found, said=words)
        answer["HX-Trigger"] = FILED
        return answer
    messages.success(request, words)
    return redirect("studio:file", found.pk)


def _faults(request: MemberRequest, found: FoundText, text: str) -> HttpResponse:
    return render(request, "studio/_file_faults.html", _checked(found, text))


def _checked(found: FoundText, text: str) -> dict[str, Any]:
    language = translation.get_language()
    checked = check(text, actions.file_name_of(found), language)
    return {
        "errors": [in_words(fault, language) for fault in checked.errors],
        "notices": [in_words(fault, language) for fault in checked.notices],
        "lines": numbered(text, checked),
        "rules": sheet.rules_in(checked.regulation, language),
    }


def _shown(
    request: MemberRequest, found: FoundText, told: Mapping[str, str] | None = None, *,
    form: FileForm | None = None, status: int = 200, said: str = "",
) -> HttpResponse:  # fmt: skip
    """Show the file: what ``told`` was typed just now, else earlier, with what was decided since.

    Where both changed the same words the typed ones stand, and the kept file beside them.
    """
    stands, own = file_of(found).text, None
    if told is None and form is None:
        own = typed.typed_by(request.member, place_of(found))
        if own is not None and own.content.get("text") == stands:
            own = None
        told = own.content if own else None
    if form:
        text, lost = unified(form.data.get("text", "")), False
    else:
        text, lost = _together(told, stands)
    context: dict[str, Any] = {
        "text": found,
        # Whoever has both texts before them may save theirs.
        "form": form or FileForm(initial={"text": text, "opened": stands}),
        **_checked(found, text),
        "stands": stands,
        "lost": lost and own is None,
        "typed": own,
        "is_behind": lost and own is not None,
        "others": typed.others_at(request.member, place_of(found)),
        "forget_url": reverse("studio:file_typed", args=[found.pk]),
        "said": said,
    }
    part = request.htmx  # type: ignore[attr-defined]
    return render(
        request, "studio/_file_pane.html" if part else "studio/file.html", context, status=status
    )


def _together(told: Mapping[str, str] | None, stands: str) -> tuple[str, bool]:
    """Return what was typed with what was decided meanwhile, and whether the two clash."""
    if told is None:
        return stands, False
    both = merged(told["opened"], told["text"], stands)
    return (told["text"], True) if both.clashes else (both.text, False)


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what is being typed into the file, or let go of it; answers with the time."""
    found = gates.text_open_to(request.member, pk, timezone.localdate())
    content = {name: unified(request.POST.get(name, "")) for name in ("text", "opened")}
    return kept_at(
        request, place=place_of(found), content=content, revision=found.file_revision,
        back=reverse("studio:file", args=[pk]), largest=2 * LARGEST,
    )  # fmt: skip
