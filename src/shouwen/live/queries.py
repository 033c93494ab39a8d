"""What was said in streams: by its number in one, and by its place among all."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from shouwen.live.models import News, Stream

PAGE = 500
_COLUMNS = ("pk", "stream", "number", "body", "at")


@dataclass(frozen=True, slots=True)
class Said:
    """One piece of news, written out once for however many hear it."""

    pk: int
    stream: str
    number: int
    text: str


def number_of(stream: str) -> int:
    """Return the number of a stream's latest news, 0 where nothing was said.

    Read it before what the page shows: what is said in between is then told again, never missed.
    """
    return Stream.objects.filter(key=stream).values_list("last", flat=True).first() or 0


def said_after(stream: str, number: int) -> list[Said]:
    """Return what was said in one stream after a number, in order, a page at most."""
    found = News.objects.filter(stream=stream, number__gt=number).order_by("number")
    return [_said(row) for row in found.values_list(*_COLUMNS)[:PAGE]]


def newest() -> int:
    """Return the place of the latest news of all, 0 where there is none."""
    return News.objects.aggregate(pk=Max("pk"))["pk"] or 0


def said_since(place: int, gaps: Collection[int]) -> list[Said]:
    """Return what came after a place, and what has come by now at places that were skipped."""
    late = News.objects.filter(pk__in=gaps) if gaps else News.objects.none()
    found = [*late.values_list(*_COLUMNS)] if gaps else []
    found += News.objects.filter(pk__gt=place).order_by("pk").values_list(*_COLUMNS)[:PAGE]
    return [_said(row) for row in found]


def _said(row: tuple) -> Said:  # type: ignore[type-arg]
    pk, stream, number, body, at = row
    shown = {"stream": stream, "number": number, "at": at.isoformat(), "body": body}
    return Said(pk, stream, number, json.dumps(shown, ensure_ascii=False, separators=(",", ":")))
