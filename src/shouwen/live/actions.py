"""Saying something in a stream, and forgetting what everybody has heard."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from shouwen.live.models import News, Stream
from shouwen.live.waking import wake

LONGEST_BODY = 4000  # bytes of JSON
KEPT = timedelta(days=1)
BATCH = 2000


def say(*, stream: str, body: dict[str, Any], now: datetime) -> int:
    """Say something to whoever hears a stream, once this transaction stands; return its number.

    The stream is held until then, so its numbers have no gaps and follow the order of commits.
    Raises ValueError for a body longer than LONGEST_BODY.
    """
    return say_together(bodies={stream: body}, now=now)[stream]


@transaction.atomic(savepoint=False)
def say_together(*, bodies: Mapping[str, dict[str, Any]], now: datetime) -> dict[str, int]:
    """Say one thing in each of many streams at once; return their numbers."""
    if any(len(json.dumps(body)) > LONGEST_BODY for body in bodies.values()):
        raise ValueError("News are small: name the row, and let the page ask for it.")
    # In one order everywhere, so that two who say much at once wait and do not lock each other out.
    numbers = _next_numbers(sorted(bodies))
    News.objects.bulk_create(
        News(stream=stream, number=number, body=bodies[stream], at=now)
        for stream, number in numbers.items()
    )
    transaction.on_commit(wake, robust=True)
    return numbers


def _next_numbers(streams: list[str]) -> dict[str, int]:
    # Each message of each conversation counts on; what it comes to is told in the same breath.
    table = connection.ops.quote_name(Stream._meta.db_table)  # noqa: SLF001
    rows = ", ".join(["(%s, 1)"] * len(streams))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (key, last) VALUES {rows} "  # noqa: S608 the table's own name
            f"ON CONFLICT (key) DO UPDATE SET last = {table}.last + 1 RETURNING key, last",
            streams,
        )
        return dict(cursor.fetchall())


def forget_old(*, now: datetime) -> int:
    """Remove news older than a day, a batch at a time; return how many went."""
    old = News.objects.filter(at__lt=now - KEPT).order_by("at")
    return News.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:BATCH])).delete()[0]
