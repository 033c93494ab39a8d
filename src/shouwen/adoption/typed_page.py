"""What is typed into a draft is kept as it is typed, and shown again when it was not saved."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
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
    now = timezone.now()
    found = gates.draft_open_to(request.member, pk, timezone.localdate(now))
    if "forget" in request.POST:
        typed.forget(member=request.member, place=place_of(found))
        return redirect("adoption:draft", pk)
    text, revision = request.POST.get("text", ""), request.POST.get("revision", "")
    if not revision.isdecimal() or len(text) > LARGEST or found.adopted_id:
        return HttpResponse(_("Not kept; save it yourself."), status=REFUSED)
    content = {"text": unified(text)}
    typed.keep(
        place=place_of(found), content=content, revision=int(revision), by=request.member, at=now
    )
    return kept_answer(request)


def kept_answer(request: MemberRequest) -> HttpResponse:  # noqa: ARG001 - every answer has one
    """Say when what was typed was kept."""
    at = time_format(timezone.localtime(timezone.now()), "H:i")
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
