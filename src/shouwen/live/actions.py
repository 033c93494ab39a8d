"""Saying something in a stream, and forgetting what everybody has heard."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from shouwen.live.models import News, Stream
from shouwen.live.waking import wake

LONGEST_BODY = 4000  # bytes of JSON
KEPT = timedelta(days=1)
BATCH = 2000


@transaction.atomic
def say(*, stream: str, body: dict[str, Any], now: datetime) -> int:
    """Say something to whoever hears a stream, once this transaction stands; return its number.

    The stream is held until then, so its numbers have no gaps and follow the order of commits.
    Raises ValueError for a body longer than LONGEST_BODY.
    """
    if len(json.dumps(body)) > LONGEST_BODY:
        raise ValueError("News are small: name the row, and let the page ask for it.")
    number = _next_number(stream)
    News.objects.create(stream=stream, number=number, body=body, at=now)
    transaction.on_commit(wake, robust=True)
    return number


def _next_number(stream: str) -> int:
    counted = Stream.objects.filter(key=stream)
    if not counted.update(last=F("last") + 1):
        Stream.objects.get_or_create(key=stream)
        counted.update(last=F("last") + 1)
    return counted.values_list("last", flat=True).get()


def forget_old(*, now: datetime) -> int:
    """Remove news older than a day, a batch at a time; return how many went."""
    old = News.objects.filter(at__lt=now - KEPT).order_by("at")
    return News.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]
