"""What is typed into a draft is kept as it is typed, and shown again when it was not saved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from shouwen.adoption import gates, typed
from shouwen.adoption.actions import LARGEST
from shouwen.adoption.forms import unified
from shouwen.adoption.models import Draft
from shouwen.people.models import Member
from shouwen.people.requests import MemberRequest

REFUSED = 422


def place_of(draft: Draft) -> str:
    """Return the place under which what is typed into a draft is kept."""
    return f"draft:{draft.pk}"


@require_POST
def keep(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep what is being typed into a draft, or let go of it; answers with the time."""
    found = gates.draft_open_to(request.member, pk, timezone.localdate())
    said = request.POST.get("revision", "")
    return kept_at(
        request, place=place_of(found), content={"text": unified(request.POST.get("text", ""))},
        revision=int(said) if said.isdecimal() and not found.adopted_id else None,
        back=reverse("adoption:draft", args=[pk]),
    )  # fmt: skip


def kept_at(
    request: MemberRequest, *, place: str, content: Mapping[str, str], revision: int | None,
    back: str, largest: int = LARGEST,
) -> HttpResponse:  # fmt: skip
    """Keep what is being typed at a place, or let go of it and go ``back``; answers with the time.

    Without a revision, or with more than ``largest`` characters, it is not kept and says so.
    """
    now = timezone.now()
    if "forget" in request.POST:
        typed.forget(member=request.member, place=place)
        return redirect(back)
    if revision is None or sum(map(len, content.values())) > largest:
        return HttpResponse(_("Not kept; save it yourself."), status=REFUSED)
    typed.keep(place=place, content=content, revision=revision, by=request.member, at=now)
    at = time_format(timezone.localtime(now), "H:i")
    return HttpResponse(_("kept as typed at %(time)s") % {"time": at}, content_type="text/plain")


def typed_into(draft: Draft, member: Member) -> dict[str, Any]:
    """Return what the draft's page shows of what was typed and not saved.

    ``typed`` is the member's own text where it differs from the kept one, ``is_behind`` whether
    somebody saved since it was begun, ``others`` who else types there.
    """
    own = typed.typed_by(member, place_of(draft))
    if own is not None and own.content.get("text") == draft.text:
        own = None
    return {
        "typed": own,
        "is_behind": own is not None and own.revision != draft.revision,
        "others": typed.others_at(member, place_of(draft)),
    }
