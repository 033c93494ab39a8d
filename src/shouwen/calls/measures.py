"""What calls come to: how many, how long they waited and lasted, how many were served in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet, Sum

from shouwen.calls import menus
from shouwen.calls.choices import UNSPOKEN, CallEnding
from shouwen.calls.models import Call


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Calls of some time: counts, and seconds in whole numbers so that nothing is rounded twice.

    ``offered`` asked for a person; ``in_menu`` did not and count nowhere else. ``waited`` is of
    all offered calls that are over, ``talked`` of answered ones. ``in_time`` were answered within
    the seconds that were asked about.
    """

    offered: int
    answered: int
    abandoned: int
    in_menu: int
    in_time: int
    waited: int
    longest_wait: int
    talked: int
    held: int

    @property
    def abandonment(self) -> float | None:
        """The share of offered calls that nobody answered; None where none was offered."""
        return self.abandoned / self.offered if self.offered else None

    @property
    def service_level(self) -> float | None:
        """The share of offered calls answered in time; None where none was offered."""
        return self.in_time / self.offered if self.offered else None

    @property
    def mean_handling(self) -> float | None:
        """How many seconds an answered call lasted on average."""
        return self.talked / self.answered if self.answered else None


def measured(
    *, first: datetime, until: datetime, within: int, queue: str = "", exchange: str = ""
) -> Measured:
    """Measure the calls that arrived from ``first`` until before ``until`` and are over."""
    calls = Call.objects.filter(arrived__gte=first, arrived__lt=until, ended__isnull=False)
    if queue:
        calls = calls.filter(queue__in=menus.queues_under(queue))
    if exchange:
        calls = calls.filter(exchange__key=exchange)
    return _of(calls, within)


def by_seat(*, first: datetime, until: datetime, exchange: str = "") -> dict[int, tuple[int, int]]:
    """Return how many calls each member took and how many seconds these lasted."""
    calls = Call.objects.filter(
        arrived__gte=first, arrived__lt=until, ending=CallEnding.ANSWERED,
        answered_by__isnull=False,
    )  # fmt: skip
    if exchange:
        calls = calls.filter(exchange__key=exchange)
    rows = calls.values_list("answered_by").annotate(n=Count("pk"), talked=Sum("talk_seconds"))
    return {member: (count, talked or 0) for member, count, talked in rows.order_by()}


def _of(calls: QuerySet[Call], within: int) -> Measured:
    asked = ~Q(ending=CallEnding.IN_MENU)
    answered, gone = Q(ending=CallEnding.ANSWERED), Q(ending__in=UNSPOKEN)
    found = calls.aggregate(
        offered=Count("pk", filter=asked),
        answered=Count("pk", filter=answered),
        abandoned=Count("pk", filter=gone),
        in_menu=Count("pk", filter=~asked),
        in_time=Count("pk", filter=answered & Q(wait_seconds__lte=within)),
        waited=Sum("wait_seconds", filter=asked),
        longest_wait=Max("wait_seconds", filter=asked),
        talked=Sum("talk_seconds", filter=answered),
        held=Sum("hold_seconds", filter=answered),
    )
    return Measured(**{name: value or 0 for name, value in found.items()})
