"""The recordings beside a card: a checker says that they listen, and then hears the sound."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from shouwen.calls import recordings
from shouwen.calls.sounding import sound_for
from shouwen.people.answers import answered, refused_there
from shouwen.people.requests import MemberRequest
from shouwen.quality import beside, gates


@require_POST
def listen(request: MemberRequest, pk: int, call: int) -> HttpResponse:
    """Say that one listens to a call of a check; the page then plays it."""
    now = timezone.now()
    item = gates.item_open_to(request.member, pk, timezone.localdate(now))
    found = beside.call_of(item, call)
    to = reverse("quality:check", args=[pk]) + f"#call-{call}"
    return answered(
        request, lambda: recordings.listen(call=found, member=request.member, now=now), said="",
        to=to, refused=lambda refusal: refused_there(request, refusal, to),
    )  # fmt: skip


@require_safe
@cache_control(private=True, no_store=True)
@csp({"default-src": [NONE], "media-src": ["'self'"], "frame-ancestors": [NONE]})  # type: ignore[arg-type]  # typed for plain requests
def sound(request: MemberRequest, pk: int, call: int) -> HttpResponse | FileResponse:
    """Send the sound of a call of a check, or a part of it, to whoever said that they listen."""
    now = timezone.now()
    item = gates.item_open_to(request.member, pk, timezone.localdate(now))
    found = beside.call_of(item, call)
    return sound_for(found, request.member, now, asked=request.headers.get("Range", ""))
