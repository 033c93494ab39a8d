"""Calls by interval: quarters and half hours, days, weeks, months, as the house's zone has them.

The database counts by quarters of an hour of world time, once over the rows; every zone there is
lies whole quarters off, so that longer intervals are sums of these and nothing is counted twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, F, Func, Max, Q, QuerySet, Sum
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from shouwen.calls import menus
from shouwen.calls.choices import UNSPOKEN, CallEnding
from shouwen.calls.measures import Measured
from shouwen.calls.models import Call
from shouwen.people.models import Member

QUARTER = timedelta(minutes=15)
# As far back as one report goes, in days, by the length of its intervals.
STEPS = {"15": 31, "30": 31, "day": 366, "week": 1100, "month": 1100}


class Quarter(Func):
    """The number of the quarter of an hour since 1970 in which a moment lies."""

    output_field = BigIntegerField()

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **more: Any) -> Any:
        """Count by SQLite's own clock function."""
        template = "(CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 900)"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **more: Any) -> Any:
        """Count by PostgreSQL's own."""
        template = "(FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 900)::bigint)"
        return self.as_sql(compiler, connection, template=template, **more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The calls that arrived from ``begins`` until before ``ends`` and are over."""

    begins: datetime
    ends: datetime
    calls: Measured

    @property
    def connected(self) -> float | None:
        """The share of offered calls that somebody answered."""
        return self.calls.answered / self.calls.offered if self.calls.offered else None

    @property
    def mean_wait(self) -> float | None:
        """How many seconds an offered call waited on average."""
        return self.calls.waited / self.calls.offered if self.calls.offered else None


def by_interval(
    *, first: datetime, until: datetime, step: str, within: int, queue: str = ""
) -> list[Interval]:
    """Measure calls by interval, in one query; intervals without a call are left out."""
    found: dict[datetime, list[Measured]] = {}
    for number, measured in _quarters(arrived(first=first, until=until, queue=queue), within):
        moment = datetime.fromtimestamp(number * QUARTER.total_seconds(), UTC)
        found.setdefault(begins_of(moment, step), []).append(measured)
    return [
        Interval(begins=begins, ends=ends_of(begins, step), calls=together(parts))
        for begins, parts in sorted(found.items())
    ]


def arrived(*, first: datetime, until: datetime, queue: str = "") -> QuerySet[Call]:
    """Return the calls that arrived in some time and are over, which is what reports count."""
    found = Call.objects.filter(arrived__gte=first, arrived__lt=until, ended__isnull=False)
    return found.filter(queue__in=menus.queues_under(queue)) if queue else found


def together(parts: list[Measured]) -> Measured:
    """Return several measures as one: sums, and the longest of the longest waits."""
    sums = {each.name: sum(getattr(p, each.name) for p in parts) for each in fields(Measured)}
    return Measured(**{**sums, "longest_wait": max((p.longest_wait for p in parts), default=0)})


def _quarters(calls: QuerySet[Call], within: int) -> Iterator[tuple[int, Measured]]:
    asked = ~Q(ending=CallEnding.IN_MENU)
    answered, gone = Q(ending=CallEnding.ANSWERED), Q(ending__in=UNSPOKEN)
    rows = calls.order_by().annotate(quarter=Quarter("arrived")).values("quarter")
    counted = rows.annotate(
        n_offered=Count("pk", filter=asked),
        n_answered=Count("pk", filter=answered),
        n_abandoned=Count("pk", filter=gone),
        n_in_menu=Count("pk", filter=~asked),
        n_in_time=Count("pk", filter=answered & Q(wait_seconds__lte=within)),
        n_waited=Sum("wait_seconds", filter=asked),
        n_longest_wait=Max("wait_seconds", filter=asked),
        n_talked=Sum("talk_seconds", filter=answered),
        n_held=Sum("hold_seconds", filter=answered),
    )
    names = [each.name for each in fields(Measured)]
    for number, *values in counted.values_list("quarter", *(f"n_{name}" for name in names)):
        yield number, Measured(**{n: v or 0 for n, v in zip(names, values, strict=True)})


def begins_of(moment: datetime, step: str) -> datetime:
    """Return when the interval begins in which a moment lies."""
    here = timezone.localtime(moment)
    if step in {"15", "30"}:
        return here.replace(minute=here.minute - here.minute % int(step), second=0)
    day = here.replace(hour=0, minute=0, second=0)
    if step == "week":
        return _day(day - timedelta(days=day.weekday()))
    return _day(day.replace(day=1)) if step == "month" else day


def _day(moment: datetime) -> datetime:
    # Where clocks are put on, midnight of another day may lie at another distance.
    return timezone.make_aware(datetime(moment.year, moment.month, moment.day))  # noqa: DTZ001


def ends_of(begins: datetime, step: str) -> datetime:
    """Return when an interval ends that begins then."""
    if step in {"15", "30"}:
        return begins + timedelta(minutes=int(step))
    days = {"day": 1, "week": 7, "month": 32}[step]
    later = begins + timedelta(days=days)
    return _day(later.replace(day=1) if step == "month" else later)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtSeat:
    """What one member took in some time; seconds are whole."""

    key: str
    name: str
    answered: int
    talked: int
    held: int

    @property
    def mean(self) -> float | None:
        """How many seconds a call lasted on average."""
        return self.talked / self.answered if self.answered else None


def at_seats(
    *, first: datetime, until: datetime, members: list[int], queue: str = ""
) -> list[AtSeat]:
    """Measure the calls by who answered them, of these members, the busiest first."""
    answered = arrived(first=first, until=until, queue=queue).filter(
        ending=CallEnding.ANSWERED, answered_by__in=members
    )
    rows = (
        answered.order_by()
        .values("answered_by")
        .annotate(n=Count("pk"), talked=Sum("talk_seconds"), held=Sum("hold_seconds"))
        .order_by(F("n").desc(), "answered_by")
        .values_list("answered_by", "n", "talked", "held")
    )
    found = list(rows)
    named = Member.objects.in_bulk([pk for pk, *_rest in found])
    return [_at_seat(named[pk], *counted) for pk, *counted in found]


def _at_seat(member: Member, answered: int, talked: int | None, held: int | None) -> AtSeat:
    return AtSeat(
        key=member.username, name=member.name, answered=answered, talked=talked or 0,
        held=held or 0,
    )  # fmt: skip
