"""Questions about calls, answered in rows as their reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from shouwen.calls.choices import UNSPOKEN
from shouwen.calls.models import Call
from shouwen.enforcement.matters import Summary

CALL = "call"


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise calls for a list, without saying who called."""
    pks = {int(key) for key in keys if key.isdecimal()}
    found = Call.objects.filter(pk__in=pks).only("pk", "queue")
    return {
        str(call.pk): Summary(label=_("Call %(number)s") % {"number": call}, note=call.queue)
        for call in found
    }


def to_return(limit: int) -> list[Call]:
    """List the callers nobody has spoken to, who have waited longest for a call back."""
    waiting = Call.objects.filter(ending__in=UNSPOKEN, returned_at__isnull=True)
    return list(waiting.select_related("customer").order_by("ended")[:limit])
