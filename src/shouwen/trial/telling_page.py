"""Pages of an announcement: tell those it concerns, read and confirm, see who has not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from shouwen.adoption.gates import ADOPT
from shouwen.people import queries as people
from shouwen.people.forms import say_refusal
from shouwen.people.gates import may, require
from shouwen.people.refusals import RefusedError
from shouwen.people.requests import MemberRequest
from shouwen.regulations.gates import version_open_to
from shouwen.trial import telling, told
from shouwen.trial.forms import AnnounceForm

REFUSED = 422


@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """Show whom a version concerns, and tell them."""
    now = timezone.now()
    today = timezone.localdate(now)
    require(request.member, ADOPT, today)
    version = version_open_to(request.member, slug, number)
    before = told.of_version(version)
    begun = {"note": before.note, "remind_every": before.remind_every} if before else None
    form = AnnounceForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            found = telling.announce(version=version, by=request.member, at=now,
                                     **form.cleaned_data)  # fmt: skip
        except RefusedError as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, _("Announced; it stands on the desk of everybody told."))
            return redirect("trial:told", found.pk)
    concerned = telling.concerned(version, today)
    context = {
        "version": version,
        "before": before,
        "form": form,
        "concerned": concerned,
        "posts": people.posts_named(dict(version.front.get("posts") or {}), today),
    }
    return render(request, "trial/announce.html", context, status=REFUSED if form.errors else 200)


@require_safe
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an announced text: what changes for the reader, word by word, and who has read it."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = told.announcement_open_to(request.member, pk, today)
    may_adopt = may(request.member, ADOPT, today)
    rows = told.readers(found, request.member, today, may_adopt=may_adopt)
    context = {
        "found": found,
        "version": found.version,
        "mine": told.reader_of(found, request.member),
        "for_me": told.for_me(
            found.version, request.member, now=now, on=today,
            language=translation.get_language() or "",
        ),
        "posts": people.posts_named(dict(found.version.front.get("posts") or {}), today),
        "people": found.readers.count(),
        "rows": [row for row in rows if row.key != request.member.username]
        if not may_adopt else rows,
        "may_adopt": may_adopt,
        "now": now,
    }  # fmt: skip
    return render(request, "trial/told.html", context)


@require_POST
def confirm(request: MemberRequest, pk: int) -> HttpResponse:
    """Confirm that the member has read an announced text."""
    now = timezone.now()
    found = told.announcement_open_to(request.member, pk, timezone.localdate(now))
    try:
        telling.confirm(announcement=found, member=request.member, at=now)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Confirmed; thank you for reading it."))
    return redirect("trial:told", pk)


@require_safe
def for_desk(request: MemberRequest) -> HttpResponse:
    """Answer the part for the desk: announced texts that are not confirmed yet."""
    now = timezone.now()
    context = {"rows": told.to_read(request.member, timezone.localdate(now)), "now": now}
    return render(request, "trial/_desk.html", context)
