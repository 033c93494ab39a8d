"""Bringing a regulation in: the text with its faults, its rules, its cases, its day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.adoption import actions, adopting, checking, gates, queries
from shouwen.adoption.fault_words import in_words
from shouwen.adoption.forms import (
    AdoptForm,
    BringInForm,
    DraftForm,
    ReadingsForm,
    RetireForm,
    unified,
)
from shouwen.adoption.models import Draft
from shouwen.adoption.typed import forget
from shouwen.adoption.typed_page import place_of, typed_into
from shouwen.enforcement.words import of_language
from shouwen.people.forms import say_refusal
from shouwen.people.gates import require
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.policy.regulation_file import Regulation
from shouwen.regulations.copies import copies_of
from shouwen.regulations.gates import regulation_open_to, version_open_to
from shouwen.regulations.queries import last_version
from shouwen.regulations.readings import readings_of_text

REFUSED = 422
CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show the drafts, and take a file or a pasted text."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    form = BringInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text, name = form.brought
        try:
            draft = actions.start_draft(text=text, file_name=name, by=request.member, at=now)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return redirect("adoption:draft", draft.pk)
    context = {"form": form, "drafts": queries.open_drafts(), "now": now}
    return render(request, "adoption/index.html", context, status=REFUSED if form.errors else 200)


@require_POST
def next_version(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Begin the next version from an adopted one."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    version = version_open_to(request.member, slug, number)
    draft = actions.draft_next_version(version=version, by=request.member, at=now)
    page = "readings" if request.POST.get("then") == "readings" else "draft"
    return redirect(f"adoption:{page}", draft.pk)


@require_POST
def mend(request: MemberRequest, slug: str) -> HttpResponse:
    """Open the draft that follows a regulation at a line of its text, or begin one."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    found = regulation_open_to(request.member, slug)
    version = last_version(found.slug)
    if version is None:
        return redirect("regulations:current", slug)
    version.regulation = found
    draft = actions.draft_to_mend(version=version, by=request.member, at=now)
    line = request.POST.get("line", "")
    place = f"#line-{line}" if line.isdecimal() and line != "0" else ""
    return redirect(reverse("adoption:draft", args=[draft.pk]) + place)


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the text with its faults at their lines; saving checks it again."""
    now = timezone.now()
    found = gates.draft_open_to(request.member, pk, timezone.localdate(now))
    if found.adopted_id:
        return _to_version(found)
    if request.method != "POST":
        return _text_page(request, found)
    form = DraftForm(request.POST)
    if not form.is_valid():
        return _text_page(request, found, form, REFUSED)
    text = unified(form.cleaned_data["text"])
    try:
        actions.save_draft(
            draft=found,
            text=text,
            revision=form.cleaned_data["revision"],
            by=request.member,
            at=now,
        )
    except RefusedError as refusal:
        say_refusal(form, refusal)
        lost = isinstance(refusal, actions.ChangedMeanwhileError)
        return _text_page(request, found, form, CONFLICT if lost else REFUSED)
    forget(member=request.member, place=place_of(found))
    return redirect("adoption:draft", pk)


def _to_version(found: Draft) -> HttpResponse:
    version = found.adopted
    if version is None:
        return redirect("adoption:index")
    return redirect("regulations:version", version.regulation.slug, version.number)


def _frame(found: Draft, checked: checking.Check, tab: str) -> dict[str, Any]:
    """Return what every page of a draft shows: title, numbers, faults, tabs."""
    read, language = checked.regulation, translation.get_language()
    current = last_version(read.slug) if read else None
    pages = [
        (
            "text",
            _("Text and faults"),
            reverse("adoption:draft", args=[found.pk]),
            len(checked.errors) or None,
        ),
    ]
    if read:
        pages += [
            ("rules", _("Rules"), reverse("adoption:rules", args=[found.pk]), None),
            (
                "cases",
                _("Worked cases"),
                reverse("adoption:cases", args=[found.pk]),
                len(read.cases),
            ),
            *_readings_tab(found, read),
            ("effect", _("Effect"), reverse("trial:effect", args=[found.pk]), None),
            ("try", _("Try on past facts"), reverse("trial:begin", args=[found.pk]), None),
            ("adopt", _("Compare and adopt"), reverse("adoption:adopt", args=[found.pk]), None),
        ]
    return {
        "draft": found,
        "checked": checked,
        "read": read,
        "signing": queries.signing_of(found),
        "current": current,
        "summary": checking.summary_of(checked, language),
        "tabs": [
            {"label": label, "url": url, "is_current": key == tab, "count": count}
            for key, label, url, count in pages
        ],
    }


def _readings_tab(found: Draft, read: Regulation) -> list[tuple[str, str, str, int | None]]:
    # A text in which nothing is unclear has nothing to choose.
    if not read.settings:
        return []
    address = reverse("adoption:readings", args=[found.pk])
    return [("readings", _("Readings"), address, len(read.settings))]


def _text_page(
    request: MemberRequest, found: Draft, form: DraftForm | None = None, status: int = 200
) -> HttpResponse:
    # After a refusal the page shows and checks what was typed, not what is kept.
    begun = typed_into(found, request.member)
    lost, own = status == CONFLICT, begun["typed"]
    text = own.content["text"] if own else found.text
    if form:
        text = unified(form.data.get("text", ""))
    if lost:
        # Whoever has both texts before them may save theirs.
        found.refresh_from_db()
        form = None
    language = translation.get_language()
    checked = checking.check(text, found.file_name, language)
    faults = [in_words(fault, language) for fault in (*checked.errors, *checked.notices)]
    context = {
        **_frame(found, checked, "text"),
        "faults": sorted(faults, key=lambda fault: (fault.severity != "error", fault.line)),
        "lines": checking.numbered(text, checked),
        "form": form or DraftForm(initial={"text": text, "revision": found.revision}),
        **begun,
        "lost": lost,
        "forget_url": reverse("adoption:typed", args=[found.pk]),
    }
    return render(request, "adoption/draft.html", context, status=status)


@require_safe
def rules(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the text's clauses with the rules beside them."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    checked = checking.check(found.text, found.file_name, translation.get_language())
    if checked.regulation is None:
        return redirect("adoption:draft", pk)
    context = {
        **_frame(found, checked, "rules"),
        "clauses": checking.document(checked.regulation, translation.get_language()),
    }
    return render(request, "adoption/rules.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: MemberRequest, pk: int) -> HttpResponse:
    """Show the text's worked cases with what came out; let one expect what comes out now."""
    now = timezone.now()
    found = gates.draft_open_to(request.member, pk, timezone.localdate(now))
    if request.method == "POST":
        return _take_over(request, found, now)
    checked = checking.check(found.text, found.file_name, translation.get_language())
    if checked.regulation is None:
        return redirect("adoption:draft", pk)
    taken_at = None if found.adopted_id or found.sent_at else found.revision
    context = {**_frame(found, checked, "cases"), "case_groups": checked.groups,
               "taken_at": taken_at}  # fmt: skip
    return render(request, "adoption/cases.html", context)


def _take_over(request: MemberRequest, found: Draft, now: datetime) -> HttpResponse:
    line, revision = (request.POST.get(name, "") for name in ("line", "revision"))
    if not (line.isdecimal() and revision.isdecimal()):
        return redirect("adoption:cases", found.pk)
    try:
        actions.take_over(
            draft=found, line=int(line), revision=int(revision), by=request.member, at=now
        )
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken over; the case stands in the text so."))
    return redirect("adoption:cases", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: MemberRequest, pk: int) -> HttpResponse:
    """Show each unclear place with the ways to read it, and keep how this department reads it."""
    now = timezone.now()
    found = gates.draft_open_to(request.member, pk, timezone.localdate(now))
    if found.adopted_id:
        return _to_version(found)
    language = translation.get_language()
    checked = checking.check(found.text, found.file_name, language)
    if checked.regulation is None or not checked.regulation.settings:
        return redirect("adoption:draft", pk)
    form = ReadingsForm(request.POST or None, settings=checked.regulation.settings)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_readings(
                draft=found,
                chosen=form.chosen,
                revision=form.cleaned_data["revision"],
                by=request.member,
                at=now,
            )
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Kept; the rules are read so once the text is adopted."))
            return redirect("adoption:readings", pk)
    context = {
        **_frame(found, checked, "readings"),
        "form": form,
        "readings": readings_of_text(checked.regulation, language),
    }
    return render(
        request, "adoption/readings.html", context, status=REFUSED if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: MemberRequest, pk: int) -> HttpResponse:
    """Show what adopting would change, and adopt from the chosen day."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = gates.draft_open_to(request.member, pk, today)
    if found.adopted_id:
        return _to_version(found)
    language = translation.get_language()
    checked = checking.check(found.text, found.file_name, language)
    if checked.regulation is None:
        return redirect("adoption:draft", pk)
    frame = _frame(found, checked, "adopt")
    current = frame["current"]
    first = checking.first_day(checked.regulation, current, today)
    form = AdoptForm(request.POST or None, initial={"in_force": first})
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["in_force"]
        try:
            adopted = adopting.adopt_draft(draft=found, in_force=day, by=request.member, at=now)
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            return _after_adopting(request, found, adopted)
    context = {
        **frame,
        "form": form,
        "changes": checking.changes(checked.regulation, current, language) if current else None,
        "posts": checking.posts(checked.regulation, today),
        "copies": [of_language(one.said) for one in copies_of(checked.regulation, today)],
        "readings": readings_of_text(checked.regulation, language),
    }
    return render(request, "adoption/adopt.html", context, status=REFUSED if form.errors else 200)


def _after_adopting(
    request: MemberRequest, found: Draft, adopted: adopting.Adoption
) -> HttpResponse:
    version = adopted.version
    if version is None:
        messages.success(request, _("It waits for signatures; it counts once everybody signed."))
        return redirect("adoption:adopt", found.pk)
    day = date_format(version.in_force)
    messages.success(request, _("Adopted; in force from %(day)s.") % {"day": day})
    return redirect("regulations:version", version.regulation.slug, version.number)


@require_POST
def discard(request: MemberRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    try:
        actions.discard_draft(draft=found)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("adoption:index")


@require_POST
def retire(request: MemberRequest, slug: str) -> HttpResponse:
    """End a regulation without another version in its place."""
    now = timezone.now()
    require(request.member, gates.ADOPT, timezone.localdate(now))
    regulation = regulation_open_to(request.member, slug)
    form = RetireForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the day on which the regulation ends."))
        return redirect("regulations:current", slug)
    day = form.cleaned_data["ended"]
    try:
        ended = adopting.retire(regulation=regulation, ended=day, by=request.member, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        waits = _("It waits for signatures; it ends once everybody signed.")
        said = waits if ended.held else _("Ended on %(day)s.") % {"day": date_format(day)}
        messages.success(request, said)
    return redirect("regulations:current", slug)
