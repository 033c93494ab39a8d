"""What a report of calls by interval says, and the calls behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from shouwen.calls.choices import UNSPOKEN
from shouwen.calls.floor import answered_within
from shouwen.calls.intervals import AtSeat, Interval, arrived, at_seats, by_interval
from shouwen.calls.models import Call
from shouwen.calls.queries import SEATS
from shouwen.people import queries as people
from shouwen.regulations import queries as regulations

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to know: both days are counted, ``team`` is a key or empty."""

    since: date
    until: date
    step: str
    team: str = ""

    @property
    def first(self) -> datetime:
        """The first moment that counts."""
        return midnight(self.since)

    @property
    def end(self) -> datetime:
        """The first moment that counts no more."""
        return midnight(self.until + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A report: ``within`` are the seconds of the rule in force on its last day, or None."""

    rows: list[Interval]
    within: int | None
    queue: str


def first_day(today: date) -> date:
    """Return from which day on a report counts where nobody says so: a week with today."""
    return today - timedelta(days=6)


def midnight(day: date) -> datetime:
    """Return when a day of the house begins."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001


def _queue(team: str) -> str:
    found = people.team_by_key(team) if team else None
    return found.name if found else ""


def intervals_of(wanted: Wanted) -> Found:
    """Return calls by interval, with the service level of the rule in force on the last day."""
    book = regulations.in_force_on(wanted.until).rulebook
    within, queue = answered_within(book, wanted.end - timedelta(seconds=1)), _queue(wanted.team)
    rows = by_interval(
        first=wanted.first, until=wanted.end, step=wanted.step, within=within or 0, queue=queue
    )
    return Found(rows=rows, within=within, queue=queue)


def seats_of(wanted: Wanted, members: list[int]) -> list[AtSeat]:
    """Return what each of these members took in the time of a report."""
    return at_seats(
        first=wanted.first, until=wanted.end, members=members, queue=_queue(wanted.team)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """Some calls, and after which one the next begin; None at the end."""

    calls: list[Call]
    next: int | None


def calls_behind(
    *, first: datetime, until: datetime, queue: str, ending: str, members: list[int] | None,
    after: int,
) -> Behind:  # fmt: skip
    """List the calls behind a figure in the order of their arrival.

    ``after`` is the call that was listed last. ``members`` leaves what these took and what nobody
    did; None leaves every call.
    """
    found = arrived(first=first, until=until, queue=queue)
    if ending == "abandoned":
        found = found.filter(ending__in=UNSPOKEN)
    elif ending:
        found = found.filter(ending=ending)
    if members is not None:
        here = Q(with_seat__in=members) | Q(answered_by__in=members) | Q(ending__in=UNSPOKEN)
        found = found.filter(here)
    last = Call.objects.filter(pk=after).values_list("arrived", flat=True).first()
    if last is not None:
        found = found.filter(Q(arrived__gt=last) | Q(arrived=last, pk__gt=after))
    rows = list(found.select_related(*SEATS).order_by("arrived", "pk")[: PAGE + 1])
    return Behind(calls=rows[:PAGE], next=rows[PAGE - 1].pk if len(rows) > PAGE else None)
