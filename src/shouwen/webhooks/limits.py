"""What the settings let be called, and the times that the room keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings

from shouwen.webhooks.wire import Limits

# After each failure; together about a day. The last one is followed by giving up.
DELAYS: Final = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 180, 360, 720))
JITTER: Final = 0.2  # of the delay, earlier or later
LONGEST_WISH: Final = timedelta(hours=6)  # what a receiver may ask for by Retry-After

OPENS_AFTER: Final = 5  # failures in a row, of whichever deliveries
FIRST_BREAK: Final = timedelta(minutes=1)
LONGEST_BREAK: Final = timedelta(minutes=30)
STOPS_AFTER: Final = timedelta(days=1)  # of failures only

# A sender that dies leaves what it held to the others after this long.
LEASE: Final = timedelta(minutes=2)
OVERLAP: Final = timedelta(days=1)  # in which the old secret signs, too

AHEAD: Final = 500  # deliveries of one subscription that may wait; the journal keeps the rest
LOOKED_AT: Final = 200  # facts in one step
AT_ONCE: Final = 20  # deliveries of one subscription before others have their turn


def limits() -> Limits:
    """Return what may be called, and for how long, as this house is set up."""
    return Limits(
        ports=frozenset(settings.SHOUWEN_WEBHOOK_PORTS),
        internal=frozenset(host.lower() for host in settings.SHOUWEN_WEBHOOK_INTERNAL_HOSTS),
        http=settings.SHOUWEN_WEBHOOK_HTTP,
        seconds=float(settings.SHOUWEN_WEBHOOK_SECONDS),
    )
