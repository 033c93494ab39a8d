"""How many requests a caller may send in a minute, counted for all processes together.

A process takes some of the minute's requests at a time from the database, so that most requests
write nothing; all processes together never let pass more than the limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.api.callers import Caller
from shouwen.api.models import KeptAnswer, Spent, Token
from shouwen.api.problems import Problem

_PARTS = 50
# A process that is killed loses what it holds; it is never more than this.
_MOST_HELD = 200
MINUTE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What is left of the minute: requests, and seconds until the next one begins."""

    limit: int
    requests: int
    seconds: int

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell it."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.requests),
            "RateLimit-Reset": str(self.seconds),
        }


def spend(caller: Caller, now: datetime) -> Left:
    """Take one request of this minute; raise a problem when none is left."""
    limit: int = settings.SHOUWEN_API_PER_MINUTE
    minute, second = divmod(now.timestamp(), MINUTE)
    left = _from_pocket(caller.key, int(minute))
    if left is None:
        left = _from_store(caller, int(minute), limit, now)
    found = Left(limit=limit, requests=max(0, left), seconds=max(1, ceil(MINUTE - second)))
    if left < 0:
        raise _too_many(found)
    return found


def _from_pocket(key: str, minute: int) -> int | None:
    """Take one of those this process holds; return how many are left, or None for none held."""
    place = f"api:{key}:{minute}"
    try:
        held = cache.decr(place)
    except ValueError:
        return None
    return held + int(cache.get(f"{place}:beyond", 0)) if held >= 0 else None


def _from_store(caller: Caller, minute: int, limit: int, now: datetime) -> int:
    """Take some more for this process; return how many are left, or -1 when none was."""
    part = max(1, min(limit // _PARTS, _MOST_HELD))
    taken = _take(caller.key, minute, part, limit)
    if taken is None:
        return -1
    _tidy(caller, now)
    place = f"api:{caller.key}:{minute}"
    cache.set(place, part - 1, timeout=2 * MINUTE)
    cache.set(f"{place}:beyond", limit - taken, timeout=2 * MINUTE)
    return part - 1 + limit - taken


@transaction.atomic
def _take(key: str, minute: int, part: int, limit: int) -> int | None:
    """Take ``part`` of a minute's requests; return how many are taken in all, or None.

    The row is held until the end, for many begin a minute at the same moment. Who read the clock
    just before the others spends of the minute that they have begun.
    """
    Spent.objects.get_or_create(caller=key, defaults={"minute": minute, "taken": 0})
    mine = Spent.objects.select_for_update().get(caller=key)
    if mine.minute < minute:
        mine.minute, mine.taken = minute, 0
    if mine.taken + part > limit:
        return None
    mine.taken += part
    mine.save(update_fields=["minute", "taken"])
    return mine.taken


def _tidy(caller: Caller, now: datetime) -> None:
    """Note that a token is in use and drop answers kept long enough, once in a while."""
    if caller.token:
        Token.objects.filter(pk=caller.token.pk).update(last_used_at=now)
    oldest = now - timedelta(hours=settings.SHOUWEN_API_ANSWER_HOURS)
    KeptAnswer.objects.filter(member=caller.member, made_at__lt=oldest).delete()


def _too_many(left: Left) -> Problem:
    return Problem(
        type="too-many-requests",
        detail=_("At most %(limit)s requests a minute; try again in %(seconds)s seconds.")
        % {"limit": left.limit, "seconds": left.seconds},
        headers={**left.headers, "Retry-After": str(left.seconds)},
    )
