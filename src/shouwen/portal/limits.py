"""How often something may be tried: counted in the database, for all processes, by digest.

Nothing depends on whether a number is known: unknown ones are counted the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from shouwen.people.refusals import RefusedError
from shouwen.portal import keys
from shouwen.portal.models import Tally

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
# Forgotten in passing, a few at a time.
_SWEPT_AT_ONCE = 50


class TooOftenError(RefusedError):
    """Too many attempts; it can be tried again after a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """So many attempts of a sort from one place (an address, a number, everywhere) within a span.

    ``setting`` names the setting that holds how many.
    """

    sort: str
    setting: str
    span: timedelta

    @property
    def most(self) -> int:
        """How many attempts are let through."""
        return int(getattr(settings, f"SHOUWEN_PORTAL_{self.setting}"))


CODES_OF_CONTACT = Limit(sort="code:contact", setting="CODES_PER_HOUR", span=HOUR)
CODES_OF_ADDRESS = Limit(sort="code:address", setting="PER_ADDRESS", span=HOUR)
CODES = Limit(sort="code", setting="PER_HOUR", span=HOUR)
LOOKS_OF_NUMBER = Limit(sort="look:number", setting="TRIES_PER_NUMBER", span=QUARTER)
LOOKS_OF_ADDRESS = Limit(sort="look:address", setting="PER_ADDRESS", span=HOUR)
LOOKS = Limit(sort="look", setting="PER_HOUR", span=HOUR)
DEEDS_OF_ADDRESS = Limit(sort="deed:address", setting="PER_ADDRESS", span=HOUR)
DEEDS_OF_CONTACT = Limit(sort="deed:contact", setting="DEEDS_PER_HOUR", span=HOUR)
DEEDS = Limit(sort="deed", setting="PER_HOUR", span=HOUR)

Attempt = tuple[Limit, str]


def take(attempts: Sequence[Attempt], *, at: datetime) -> None:
    """Count one attempt against each limit; raise TooOftenError if any is used up.

    Every limit is counted, whichever is used up first.
    """
    left = [_take(limit, place, at) for limit, place in attempts]
    if not all(left):
        raise TooOftenError(_("That was too often in a short time. Please try again in a while."))


def _take(limit: Limit, place: str, at: datetime) -> bool:
    key = keys.of_place(limit.sort, place)
    running = Tally.objects.filter(key=key, ends_at__gt=at)
    if not running.update(count=F("count") + 1):
        _begin(key, at, limit.span)
    return bool(running.filter(count__lte=limit.most).exists())


def _begin(key: str, at: datetime, span: timedelta) -> None:
    fresh = {"count": 1, "ends_at": at + span}
    if Tally.objects.filter(key=key, ends_at__lte=at).update(**fresh):
        return
    try:
        with transaction.atomic():
            Tally.objects.create(key=key, **fresh)
    except IntegrityError:
        # Somebody else began to count a moment ago.
        Tally.objects.filter(key=key).update(count=F("count") + 1)
    _sweep(at)


def _sweep(at: datetime) -> None:
    old = Tally.objects.filter(ends_at__lte=at).order_by("ends_at")[:_SWEPT_AT_ONCE]
    Tally.objects.filter(pk__in=[each.pk for each in old]).delete()
