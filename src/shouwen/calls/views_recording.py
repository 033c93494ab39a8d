"""The recording of a call: listened to on record, held back, and its sound for who listens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse, Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shouwen.calls import gates, recordings
from shouwen.calls.models import Call
from shouwen.calls.sounding import sound_for
from shouwen.people.answers import answered, refused_there
from shouwen.people.requests import MemberRequest


@require_POST
def listen(request: MemberRequest, pk: int) -> HttpResponse:
    """Say that one listens; the page then plays the recording."""
    return _done(
        request, pk, "",
        lambda call, now: recordings.listen(call=call, member=request.member, now=now),
    )  # fmt: skip


@require_POST
def hold(request: MemberRequest, pk: int) -> HttpResponse:
    """Hold a recording back from being erased."""
    why = request.POST.get("why", "")
    _require_holder(request)
    return _done(
        request, pk, _("It stays until it is released."),
        lambda call, now: recordings.hold(call=call, why=why, member=request.member, now=now),
    )  # fmt: skip


@require_POST
def release(request: MemberRequest, pk: int) -> HttpResponse:
    """Hold a recording back no longer."""
    _require_holder(request)
    return _done(
        request, pk, _("It is erased as every other recording, when its time is over."),
        lambda call, now: recordings.release(call=call, member=request.member, now=now),
    )  # fmt: skip


def _require_holder(request: MemberRequest) -> None:
    if not gates.may_hold_back(request.member, timezone.localdate()):
        raise Http404


def _done(
    request: MemberRequest, pk: int, said: str, do: Callable[[Call, datetime], object]
) -> HttpResponse:
    now = timezone.now()
    call = gates.call_open_to(request.member, pk, timezone.localdate(now))
    to = reverse("calls:call", args=[pk]) + "#recording"
    return answered(
        request, lambda: do(call, now), said=said, to=to,
        refused=lambda refusal: refused_there(request, refusal, to),
    )  # fmt: skip


@require_safe
@cache_control(private=True, no_store=True)
@csp({"default-src": [NONE], "media-src": ["'self'"], "frame-ancestors": [NONE]})  # type: ignore[arg-type]  # typed for plain requests
def sound(request: MemberRequest, pk: int) -> HttpResponse | FileResponse:
    """Send the sound, or a part of it, to whoever said that they listen and to nobody else."""
    now = timezone.now()
    call = gates.call_open_to(request.member, pk, timezone.localdate(now))
    return sound_for(call, request.member, now, asked=request.headers.get("Range", ""))
