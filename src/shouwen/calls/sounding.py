"""The sound of a recording as players ask for it: to whoever said that they listen, by parts."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

from django.http import FileResponse, Http404, HttpResponse

from shouwen.calls import recordings
from shouwen.calls.models import Call
from shouwen.files import disk
from shouwen.files.content import MEDIA_TYPES
from shouwen.files.models import Sort
from shouwen.people.models import Member

PARTIAL, NOT_SATISFIABLE = 206, 416
_RANGE = re.compile(r"bytes=(\d{1,12})-(\d{0,12})")


def sound_for(
    call: Call, member: Member, now: datetime, *, asked: str
) -> HttpResponse | FileResponse:
    """Return the sound of a call, or the part asked for; absent to who has not said they listen.

    Whether the member may know of the call at all is for the caller to have asked.
    """
    found = recordings.of(call)
    if found is None or found.file is None or not recordings.listens(found, member, now):
        raise Http404
    place = disk.place(found.file.sha256)
    if not place.exists():
        raise Http404
    return _part(place.read_bytes(), asked)


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
