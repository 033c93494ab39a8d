"""Where exchanges tell of calls."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shouwen.calls import actions, recordings, signed
from shouwen.calls.models import Call, Exchange
from shouwen.people.refusals import RefusedError

UNSIGNED, NOT_THERE, TOO_LONG, UNREADABLE = 401, 404, 413, 422
NOT_SIGNED = "Sign the message with the exchange's secret, within five minutes."


@csrf_exempt
@login_not_required
@require_POST
def tell(request: HttpRequest, key: str) -> JsonResponse:
    """Hear what an exchange tells; an unknown one and a wrong signature are answered alike."""
    now = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > signed.LONGEST_BODY:
        return _no(TOO_LONG, "Send fewer events at once.")
    try:
        exchange = _signed(request, key, request.body, now)
        events, live = signed.read(request.body, now=now)
    except signed.NotOursError:
        return _no(UNSIGNED, NOT_SIGNED)
    except signed.UnreadableError as fault:
        return _no(UNREADABLE, str(fault))
    new = actions.tell(exchange=exchange, events=events, now=now)
    over = actions.tell_live(exchange=exchange, refs=live, now=now) if live is not None else 0
    return JsonResponse({"new": new, "over": over})


def _signed(request: HttpRequest, key: str, body: bytes, now: datetime) -> Exchange:
    return signed.check(
        Exchange.objects.filter(key=key, ended=False).first(),
        timestamp=request.headers.get(signed.TIMESTAMP, ""),
        signature=request.headers.get(signed.SIGNATURE, ""), body=body, now=now,
    )  # fmt: skip


@csrf_exempt
@login_not_required
@require_POST
def keep_recording(request: HttpRequest, key: str) -> JsonResponse:
    """Keep the recording of the call that the address names, sent as the body and signed as such.

    The signature is over the name of the call, a line feed and the sound.
    """
    now = timezone.now()
    longest = settings.SHOUWEN_UPLOAD_MB * 1_000_000
    if int(request.META.get("CONTENT_LENGTH") or 0) > longest:
        return _no(TOO_LONG, f"A recording has at most {settings.SHOUWEN_UPLOAD_MB} MB.")
    ref, data = request.GET.get("call", ""), request.read(longest)
    try:
        exchange = _signed(request, key, f"{ref}\n".encode() + data, now)
    except signed.NotOursError:
        return _no(UNSIGNED, NOT_SIGNED)
    call = Call.objects.filter(exchange=exchange, ref=ref).first()
    if call is None:
        return _no(NOT_THERE, "Tell of the call before its recording.")
    try:
        recordings.keep(call=call, data=data, now=now)
    except RefusedError as refusal:
        return _no(UNREADABLE, str(refusal))
    return JsonResponse({"kept": ref})


def _no(status: int, why: str) -> JsonResponse:
    return JsonResponse({"detail": why}, status=status)
