"""Questions about calls, answered in rows as their reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwen.calls.choices import UNSPOKEN
from shouwen.calls.models import Call
from shouwen.enforcement.matters import Summary

CALL = "call"
SEATS = ("with_seat", "rings_at", "answered_by")


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise calls for a list, without saying who called."""
    pks = {int(key) for key in keys if key.isdecimal()}
    found = Call.objects.filter(pk__in=pks).only("pk", "queue")
    return {str(call.pk): _summary(call) for call in found}


def _summary(call: Call) -> Summary:
    label, href = link_of(str(call.pk))
    return Summary(label=label, note=call.queue, href=href)


def link_of(key: str) -> tuple[str, str]:
    """Return what a call is called and where it is read."""
    if not key.isdecimal():
        return key, ""
    label = _("Call %(number)s") % {"number": Call(pk=int(key))}
    return label, reverse("calls:call", args=[key])


def to_return(limit: int) -> list[Call]:
    """List the callers nobody has spoken to, who have waited longest for a call back."""
    waiting = Call.objects.filter(ending__in=UNSPOKEN, returned_at__isnull=True)
    return list(waiting.select_related(*SEATS).order_by("ended")[:limit])
