"""Whether a member may see a file: whoever may read a matter that names it.

Rooms answer for their matters through ``settings.SHOUWEN_FILE_GATE``, since this floor lies below
all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import Http404
from django.utils.module_loading import import_string

from shouwen.files.models import StoredFile
from shouwen.people.models import Member

Gate = Callable[[Member, str, date], bool]
_KEY = re.compile(r"[0-9a-f]{64}")
MOST_USES = 50


def file_open_to(member: Member, sha256: str, on: date) -> StoredFile:
    """Return a file to whoever may read a matter that names it; to others it is not there."""
    found = StoredFile.objects.filter(sha256=sha256).first() if _KEY.fullmatch(sha256) else None
    if found is None:
        raise Http404
    uses = list(found.uses.order_by("-pk").values_list("about", flat=True)[:MOST_USES])
    # What nothing names yet was just sent, and is its sender's.
    if not uses and found.kept_by_id == member.pk:
        return found
    gate: Gate = import_string(settings.SHOUWEN_FILE_GATE)
    if any(gate(member, about, on) for about in uses):
        return found
    raise Http404
