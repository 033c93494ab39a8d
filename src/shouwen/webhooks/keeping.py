"""How long the log is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

from shouwen.webhooks.models import Delivery

CHUNK = 1_000


def forget_old(*, now: datetime, days: int) -> int:
    """Remove deliveries that ended more than ``days`` ago; return how many, a chunk at most."""
    old = Delivery.objects.filter(ended_at__lt=now - timedelta(days=days))
    chunk = list(old.order_by("pk").values_list("pk", flat=True)[:CHUNK])
    Delivery.objects.filter(pk__in=chunk).delete()
    return len(chunk)
