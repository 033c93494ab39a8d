"""Conversations by quarters of an hour, for the report that counts them beside calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Max, Sum
from django.utils import timezone

from shouwen.calls.beside import Contacts
from shouwen.calls.intervals import Quarter
from shouwen.chat.models import Conversation
from shouwen.people import queries as people

_WAIT = ExpressionWrapper(F("answered_at") - F("opened_at"), output_field=DurationField())


def by_quarter(first: datetime, until: datetime, team: str) -> Iterator[tuple[int, Contacts]]:
    """Count the conversations that began in some time and are over, in one query.

    Of a team are those that somebody of it had in hand; whom nobody answered is of no team.
    """
    # What began since then ended since then, and by their end there is an index.
    found = Conversation.objects.filter(
        closed_at__gte=first, opened_at__gte=first, opened_at__lt=until
    )
    if team:
        found = found.filter(handler__in=_members(team, timezone.localdate(until)))
    rows = found.order_by().annotate(quarter=Quarter("opened_at"), wait=_WAIT).values("quarter")
    counted = rows.annotate(
        came=Count("pk"), answered=Count("answered_at"), waited=Sum("wait"), longest=Max("wait")
    )
    for quarter, came, answered, waited, longest in counted.values_list(
        "quarter", "came", "answered", "waited", "longest"
    ):
        yield (
            quarter,
            Contacts(
                came=came,
                answered=answered,
                waited=_seconds(waited),
                longest_wait=_seconds(longest),
            ),
        )


def _members(team: str, day: date) -> list[int]:
    found = ((member.pk, people.team_of(member, day)) for member in people.active_members())
    return [pk for pk, own in found if own is not None and own.key == team]


def _seconds(length: timedelta | None) -> int:
    return round(length.total_seconds()) if length else 0
