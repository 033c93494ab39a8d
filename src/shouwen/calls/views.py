"""Where exchanges tell of calls."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shouwen.calls import actions, signed
from shouwen.calls.models import Exchange

UNSIGNED, TOO_LONG, UNREADABLE = 401, 413, 422


@csrf_exempt
@login_not_required
@require_POST
def tell(request: HttpRequest, key: str) -> JsonResponse:
    """Hear what an exchange tells; an unknown one and a wrong signature are answered alike."""
    now = timezone.now()
    if int(request.META.get("CONTENT_LENGTH") or 0) > signed.LONGEST_BODY:
        return _no(TOO_LONG, "Send fewer events at once.")
    named = Exchange.objects.filter(key=key, ended=False).first()
    try:
        exchange = signed.check(
            named, timestamp=request.headers.get(signed.TIMESTAMP, ""),
            signature=request.headers.get(signed.SIGNATURE, ""), body=request.body, now=now,
        )  # fmt: skip
        events, live = signed.read(request.body, now=now)
    except signed.NotOursError:
        return _no(UNSIGNED, "Sign the message with the exchange's secret, within five minutes.")
    except signed.UnreadableError as fault:
        return _no(UNREADABLE, str(fault))
    new = actions.tell(exchange=exchange, events=events, now=now)
    over = actions.tell_live(exchange=exchange, refs=live, now=now) if live is not None else 0
    return JsonResponse({"new": new, "over": over})


def _no(status: int, why: str) -> JsonResponse:
    return JsonResponse({"detail": why}, status=status)
