"""The recording of a call: listened to on record, held back, and its sound for who listens."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from io import BytesIO

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
from shouwen.files import disk
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort
from shouwen.people.answers import answered, refused_there
from shouwen.people.requests import MemberRequest

PARTIAL, NOT_SATISFIABLE = 206, 416
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


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
    found = recordings.of(call)
    if found is None or found.file is None or not recordings.listens(found, request.member, now):
        raise Http404
    place = disk.place(found.file.sha256)
    if not place.exists():
        raise Http404
    return _part(place.read_bytes(), request.headers.get("Range", ""))


def _part(data: bytes, asked: str) -> HttpResponse | FileResponse:
    """Answer with the bytes asked for: players that jump about ask for parts."""
    wanted = _RANGE.fullmatch(asked)
    first = int(wanted[1]) if wanted else 0
    if first >= len(data):
        refused = HttpResponse(status=NOT_SATISFIABLE)
        refused["Content-Range"] = f"bytes */{len(data)}"
        return refused
    last = min(int(wanted[2]) if wanted and wanted[2] else len(data) - 1, len(data) - 1)
    response = FileResponse(BytesIO(data[first : last + 1]), content_type=MEDIA_TYPES[Sort.SOUND])
    if wanted:
        response.status_code = PARTIAL
        response["Content-Range"] = f"bytes {first}-{last}/{len(data)}"
    response["Accept-Ranges"] = "bytes"
    response["X-Content-Type-Options"] = "nosniff"
    return response
