"""The door of the API: every request passes it on its way in, every answer on its way out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from shouwen.api import limits, marks, problems, repeats
from shouwen.api.callers import SAFE, caller_of
from shouwen.api.problems import Problem
from shouwen.people.refusals import RefusedError

DEEPEST = 20
_MANY = 100_000
LOG = logging.getLogger("django.request")
View = Callable[..., HttpResponseBase]


def through_the_door(view: View) -> View:
    """Return the view behind the door; it asks who calls by itself, so no sign-in page comes."""

    @wraps(view)
    def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(_language(request)):
            response = _answered(request, partial(view, request, *args, **kwargs))
            response.headers["Content-Language"] = translation.get_language() or ""
        response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers["Vary"] = "Accept-Language, Authorization, Cookie"
        return response

    behind.csrf_exempt = True  # type: ignore[attr-defined] # asked for by the door, for browsers only
    behind.login_required = False  # type: ignore[attr-defined]
    return behind


def _language(request: HttpRequest) -> str:
    if request.headers.get("Accept-Language"):
        return translation.get_language_from_request(request)
    member = getattr(request, "member", None)
    return getattr(member, "language", "") or settings.LANGUAGE_CODE


def _answered(request: HttpRequest, run: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    left = None
    try:
        # Time is read here, where the request begins.
        now = timezone.now()  # clock: a request begins
        _check_size(request)
        caller = caller_of(request, now)
        request.caller, request.member = caller, caller.member  # type: ignore[attr-defined]
        request.user = caller.member
        left = limits.spend(caller, now)
        check_body(request)
        unless_changed = partial(marks.unless_changed, request, _safely(run))
        response = repeats.once(request, caller, unless_changed, now)
    except Problem as problem:
        response = problems.answer(problem)
    if left:
        for name, value in left.headers.items():
            response.headers[name] = value
    return _marked(request, _as_problem(response))


def _safely(run: Callable[[], HttpResponseBase]) -> Callable[[], HttpResponseBase]:
    """Return a way to run that answers every refusal and every fault as a problem."""

    def safely() -> HttpResponseBase:
        try:
            return run()
        except Exception as fault:  # noqa: BLE001 whatever it is, the caller gets an answer
            return problems.answer(problem_of(fault))

    return safely


def problem_of(fault: Exception) -> Problem:
    """Return what is said about something that was raised."""
    if isinstance(fault, Problem):
        return fault
    if isinstance(fault, RefusedError):
        lost = type(fault).__name__ in ("LostRaceError", "AlreadyEndedError")
        return problems.of_refusal(fault, "conflict" if lost else "refused")
    if isinstance(fault, Http404):
        return Problem(type="not-found", detail=_("There is nothing here that you may see."))
    if isinstance(fault, PermissionDenied):
        return Problem(type="not-allowed", detail=str(fault) or _("Your posts do not allow this."))
    LOG.error("A request to the API failed.", exc_info=fault)
    return Problem(type="fault", detail=_("The fault was written down; nothing was changed."))


def _as_problem(response: HttpResponseBase) -> HttpResponseBase:
    """Put an answer of the framework's own, such as a wrong method, into the common form."""
    if response.status_code < 400:  # noqa: PLR2004 what comes below is no problem
        return response
    if response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
        return response
    told = problems.answer(Problem(type=problems.of_status(response.status_code)))
    told.status_code = response.status_code
    if "Allow" in response.headers:
        told.headers["Allow"] = response.headers["Allow"]
    return told


def _check_size(request: HttpRequest) -> None:
    size = request.headers.get("Content-Length") or "0"
    files = request.content_type == "multipart/form-data"
    most = settings.SHOUWEN_UPLOAD_MB * 1_000_000 if files else settings.SHOUWEN_API_BODY_KB * 1000
    if not size.isdecimal() or int(size) > most:
        raise Problem(
            type="too-large",
            detail=_("At most %(size)s bytes may be sent here.") % {"size": most},
        )


def check_body(request: HttpRequest) -> None:
    """Refuse what cannot be read: no JSON, nested too deeply, with characters no text has."""
    for text in (request.path, request.META.get("QUERY_STRING", "")):
        if "\x00" in text or "%00" in text:
            raise Problem(type="bad-request", detail=_("The address holds a character of no text."))
    if request.method in SAFE or request.content_type == "multipart/form-data":
        return
    if not request.body:
        return
    if request.content_type != "application/json":
        raise Problem(type="media-type", detail=_("Send “Content-Type: application/json”."))
    try:
        _check_values(json.loads(request.body, parse_constant=_no_number))
    except (ValueError, RecursionError):
        raise Problem(type="bad-request", detail=_("The body is no readable JSON.")) from None


def _no_number(word: str) -> None:
    raise ValueError(word)


def _check_values(body: object) -> None:
    for value, depth in _values(body):
        if depth > DEEPEST:
            raise Problem(type="bad-request", detail=_("The body is nested too deeply."))
        if isinstance(value, str):
            value.encode()
            if "\x00" in value:
                raise ValueError(value)


def _values(body: object) -> Iterator[tuple[object, int]]:
    waiting: list[tuple[object, int]] = [(body, 0)]
    seen = 0
    while waiting and seen < _MANY:
        value, depth = waiting.pop()
        seen += 1
        yield value, depth
        if isinstance(value, dict):
            waiting.extend((each, depth + 1) for pair in value.items() for each in pair)
        elif isinstance(value, list):
            waiting.extend((each, depth + 1) for each in value)


def _marked(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Mark what was read, so that a caller who has it already need not be sent it again."""
    if request.method not in ("GET", "HEAD") or not isinstance(response, HttpResponse):
        return response
    if response.status_code != 200:  # noqa: PLR2004 other answers are not kept
        return response
    if "ETag" not in response.headers:
        response.headers["ETag"] = marks.mark_of(response)
    if response.headers["ETag"] not in request.headers.get("If-None-Match", ""):
        return response
    same = HttpResponse(status=304)
    same.headers["ETag"] = response.headers["ETag"]
    return same
