"""A file or its small picture, sent to whoever may see it and to nobody's cache but theirs."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from shouwen.files import disk, gates
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort, StoredFile
from shouwen.people.requests import MemberRequest

A_DAY = 24 * 3600
# Whatever a file holds, opened by itself it may run, load and frame nothing.
SHUT = {"default-src": [NONE], "sandbox": [""], "frame-ancestors": [NONE]}


@require_safe
@cache_control(private=True, max_age=A_DAY, immutable=True)
@csp(SHUT)  # type: ignore[arg-type]  # typed for plain requests
def show(request: MemberRequest, key: str) -> FileResponse:
    """Send a file; pictures are shown, everything else is saved."""
    file = gates.file_open_to(request.member, key, timezone.localdate())
    return _sent(file, small=False)


@require_safe
@cache_control(private=True, max_age=A_DAY, immutable=True)
@csp(SHUT)  # type: ignore[arg-type]  # typed for plain requests
def small(request: MemberRequest, key: str) -> FileResponse:
    """Send the small picture of a photograph."""
    file = gates.file_open_to(request.member, key, timezone.localdate())
    if file.sort != Sort.PHOTO:
        raise Http404
    return _sent(file, small=True)


def _sent(file: StoredFile, *, small: bool) -> FileResponse:
    path = disk.place(file.sha256, small=small)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=MEDIA_TYPES[Sort(file.sort)])
    as_attachment = file.sort != Sort.PHOTO
    response["Content-Disposition"] = content_disposition_header(as_attachment, file.name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
