"""The mark of a state (ETag), and edits that only go through if what was read is still the same.

Every GET bears a mark of its answer. An edit that names one with ``If-Match`` is held against the
GET at its own address, or at the nearest address above it that can be read: what is done with
``/cases/T-1/assign`` against ``/cases/T-1``. So nobody overwrites what they have not seen.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Collection

from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext as _

from shouwen.api.problems import Problem
from shouwen.people.models import Member

HEADER = "If-Match"
START = "/api/v1/"
_GOOD, _REFUSED, _NOT_READ = 200, 400, 405
Run = Callable[[], HttpResponseBase]


def mark_of(answer: HttpResponse) -> str:
    """Return the mark of an answer as it is sent, in the language it is sent in."""
    return f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'


def unless_changed(request: HttpRequest, run: Run) -> HttpResponseBase:
    """Run an edit if the state it names is still there; answer with the mark of the new one."""
    wanted = request.headers.get(HEADER, "").strip()
    if not wanted or wanted == "*" or request.method == "GET":
        return run()
    with transaction.atomic():
        _hold(request.path)
        _compare(wanted, _state(request))
        answer = run()
        if answer.status_code >= _REFUSED:
            transaction.set_rollback(True)
        elif new := _state(request):
            answer.headers["ETag"] = new
    return answer


def _hold(path: str) -> None:
    """Let whoever else names a state of the same thing wait until this is done."""
    if connection.vendor != "postgresql":
        return  # SQLite lets one write at a time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_thing(path)])


def _thing(path: str) -> str:
    return "/".join(path.removeprefix(START).split("/")[:2])


def _compare(wanted: str, mark: str) -> None:
    named = [each.strip().removeprefix("W/") for each in wanted.split(",")]
    if mark and mark not in named:
        raise Problem(
            type="changed-meanwhile",
            detail=_("Read it again, look at what has changed, then send your change anew."),
            headers={"ETag": mark},
        )


def _state(request: HttpRequest) -> str:
    """Return the mark of what an edit is held against; empty where nothing can be read."""
    parts = request.path.removeprefix(START).split("/")
    for length in range(len(parts), 0, -1):
        answer = _read(request, START + "/".join(parts[:length]))
        if answer is not None:
            return mark_of(answer) if answer.status_code == _GOOD else ""
    return ""


def _read(request: HttpRequest, address: str) -> HttpResponse | None:
    """Return what a GET of an address answers, or None where there is none.

    Nobody sees the answer, so a look at somebody's particulars is not written down.
    """
    found = resolve(address)
    inner = getattr(found.func, "__wrapped__", None)
    if inner is None:
        return None
    asked = copy.copy(request)
    asked.method, asked.path, asked.GET = "GET", address, QueryDict()
    # The edit may have been about the caller.
    asked.member = Member.objects.get(pk=request.member.pk)  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            answer = inner(asked, **found.kwargs)
            transaction.set_rollback(True)
    except Http404:
        return None
    return answer if answer.status_code != _NOT_READ else None


def readable(path: str, reads: Collection[str]) -> str:
    """Return which of these paths an edit of ``path`` is held against; empty for none."""
    parts = path.split("/")
    for length in range(len(parts), 0, -1):
        above = "/".join(parts[:length])
        if above in reads:
            return above
    return ""
