"""Reminders of resolutions that no rule follows: one each, on its day, to who carries it out."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from shouwen.enforcement import quiet
from shouwen.journal.outbox import queue_message
from shouwen.office.models import Resolution


def remind(*, now: datetime, limit: int = 50) -> int:
    """Remind of every resolution whose day has come, exactly once; return how many those were.

    Where a rule made an obligation of it, that one is warned of and escalated by its own clock.
    """
    due = Resolution.objects.filter(
        fact__isnull=False, followed=False, done_at=None, reminded_at=None,
        due_on__lte=timezone.localdate(now),
    )  # fmt: skip
    return sum(_remind(one, now) for one in due.select_related("owner").order_by("pk")[:limit])


@transaction.atomic
def _remind(resolution: Resolution, now: datetime) -> int:
    waiting = Resolution.objects.filter(pk=resolution.pk, reminded_at=None, done_at=None)
    if not waiting.update(reminded_at=now):
        return 0
    owner = resolution.owner
    if owner.email:
        with override(owner.language or settings.LANGUAGE_CODE):
            # No word of what was resolved: that stays in the house.
            queue_message(
                channel="mail",
                recipient=owner.email,
                subject=_("A resolution is to be carried out by %(day)s")
                % {"day": resolution.due_on and date_format(resolution.due_on)},
                body=_("Sign in to see it and to report it as carried out."),
                at=now,
                leaves_at=quiet.leaves_at(owner, now),
            )
    return 1
