"""A request with an idempotency key happens once; whoever sends it again hears the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from shouwen.api.callers import Caller
from shouwen.api.models import KeptAnswer
from shouwen.api.problems import Problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_LONGEST = 200
_KEPT = ("Content-Type", "ETag", "Location")
_DONE = range(200, 300)
_FAULT = 500


def once(
    request: HttpRequest, caller: Caller, run: Callable[[], HttpResponseBase], now: datetime
) -> HttpResponseBase:
    """Answer a request; with a key it is answered once, in one transaction with the answer kept.

    An answer that refuses is not kept: nothing has happened, so it may be tried again.
    """
    key = request.headers.get(HEADER, "")
    if request.method != "POST" or not key:
        return run()
    if len(key) > _LONGEST or not key.isprintable() or not key.isascii():
        detail = _("The idempotency key is too long or unreadable.")
        raise Problem(type="bad-request", detail=detail)
    asked = _fingerprint(request)
    kept = KeptAnswer.objects.filter(member=caller.member, key=key).first()
    if kept is not None:
        return _again(kept, asked)
    return _first(request, caller, run, key=key, asked=asked, now=now)


def _fingerprint(request: HttpRequest) -> str:
    said = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    # Parts of a form are marked off by a line that is another one each time.
    if request.content_type == "multipart/form-data":
        said.update(repr(sorted(request.POST.lists())).encode())
        for name, sent in sorted(request.FILES.items()):
            said.update(f"{name} {sent.name} {sent.size}".encode())  # type: ignore[union-attr]
        return said.hexdigest()
    said.update(request.body)
    return said.hexdigest()


def _again(kept: KeptAnswer, asked: str) -> HttpResponse:
    if kept.request != asked:
        raise Problem(
            type="key-used",
            detail=_("This key came with another request before; use a new one for each."),
        )
    response = HttpResponse(kept.body, status=kept.status)
    for name, value in kept.headers.items():
        response.headers[name] = value
    response.headers[REPLAYED] = "true"
    return response


@transaction.atomic
def _first(
    request: HttpRequest,
    caller: Caller,
    run: Callable[[], HttpResponseBase],
    *,
    key: str,
    asked: str,
    now: datetime,
) -> HttpResponseBase:
    try:
        with transaction.atomic():
            claim = KeptAnswer.objects.create(
                member=caller.member, key=key, request=asked, made_at=now
            )
    except IntegrityError:
        # The same request came twice at once; the other one is done by now.
        return _again(KeptAnswer.objects.get(member=caller.member, key=key), asked)
    response = run()
    if response.status_code >= _FAULT:
        transaction.set_rollback(True)
    elif response.status_code in _DONE and isinstance(response, HttpResponse):
        _keep(claim, request, response)
    else:
        claim.delete()
    return response


def _keep(claim: KeptAnswer, request: HttpRequest, response: HttpResponse) -> None:
    if not getattr(request, "keep_answer", True):
        claim.delete()
        return
    claim.status, claim.body = response.status_code, response.content.decode()
    claim.headers = {name: response.headers[name] for name in _KEPT if name in response.headers}
    claim.save(update_fields=["status", "body", "headers"])
