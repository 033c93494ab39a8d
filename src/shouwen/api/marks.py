"""The mark of a record's state (ETag), and edits that only go through if it is still the same."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shouwen.api.problems import Problem


def mark_of(*records: Model) -> str:
    """Return the mark of these records as they stand.

    It is made with the house's secret, so that nobody can try out what a covered field holds.
    """
    values = [
        [type(each).__name__, *(str(getattr(each, f.attname)) for f in fields)]
        for each in records
        for fields in [each._meta.concrete_fields]  # noqa: SLF001 Django documents it
    ]
    made = hmac.new(settings.SECRET_KEY.encode(), repr(values).encode(), hashlib.sha256)
    return f'"{made.hexdigest()[:32]}"'


def unless_changed(request: HttpRequest, mark: str) -> None:
    """Let an edit pass if it names the mark that the record bears now, or none at all."""
    wanted = request.headers.get("If-Match", "").strip()
    if not wanted or wanted == "*":
        return
    if mark in [each.strip() for each in wanted.split(",")]:
        return
    raise Problem(
        type="changed-meanwhile",
        detail=_("Read it again, look at what has changed, then send your change anew."),
        headers={"ETag": mark},
    )
