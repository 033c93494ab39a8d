"""Questions about arrivals, answered in rows as their reader may see them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shouwen.access.choices import Level
from shouwen.access.sight import Sight
from shouwen.cases.heads import Seen
from shouwen.enforcement.matters import Summary
from shouwen.reception.choices import HERE, Stands
from shouwen.reception.gates import RELATED
from shouwen.reception.models import Arrival

ARRIVAL = "arrival"
PAGE = 50
# So many numbers fit on a screen that is read across a hall.
ON_SCREEN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalRow:
    """One arrival as its reader may see it."""

    pk: int
    number: str
    name: str
    phone: str
    purpose: str
    state: str
    state_label: str
    counter: str
    received_by: str
    served_by: str
    came_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What everybody in the hall may read: numbers and counters, no names."""

    called: list[tuple[str, str]]
    waiting: list[str]
    more: int


def here(day: date, sight: Sight) -> list[ArrivalRow]:
    """List who waits or is being served on a day, in the order of their numbers."""
    found = Arrival.objects.filter(day=day, state__in=HERE).order_by("number")
    return _rows(found, sight)


def log(sight: Sight, after: int | None = None) -> tuple[list[ArrivalRow], str]:
    """List every arrival, the latest first, and where the list goes on."""
    found = Arrival.objects.order_by("-pk")
    if after is not None:
        found = found.filter(pk__lt=after)
    rows = _rows(found[: PAGE + 1], sight)
    return rows[:PAGE], str(rows[PAGE - 1].pk) if len(rows) > PAGE else ""


def row_of(one: Arrival, sight: Sight) -> ArrivalRow:
    """Return one arrival as its reader may see it."""
    known = one.customer
    seen = Seen(
        sight,
        known.secrecy if known else Level.ORDINARY,
        known.name if known else one.name,
        known.unit if known else "",
        known.phone if known else one.phone,
        known.number if known else "",
        one.name if known else "",
        one.phone if known else "",
        known.email if known else "",
    )
    return ArrivalRow(
        pk=one.pk, number=str(one), name=seen.name, phone=seen.listed_phone,
        purpose=seen.text(one.purpose), state=one.state,
        state_label=str(Stands(one.state).label), counter=one.counter,
        received_by=one.received_by.name, served_by=one.served_by.name if one.served_by else "",
        came_at=one.came_at, called_at=one.called_at, ended_at=one.ended_at,
        case=one.case.number if one.case else "",
    )  # fmt: skip


def _rows(found: QuerySet[Arrival], sight: Sight) -> list[ArrivalRow]:
    return [row_of(one, sight) for one in found.select_related(*RELATED)]


def screen(day: date) -> Screen:
    """Return what hangs in the hall: who is called where, the latest first, and who is next."""
    called = Arrival.objects.filter(day=day, state=Stands.CALLED).order_by("-called_at", "-number")
    waiting = Arrival.objects.filter(day=day, state=Stands.WAITING).order_by("number")
    numbers = [str(one) for one in waiting[: ON_SCREEN + 100]]
    return Screen(
        called=[(str(one), one.counter) for one in called[:ON_SCREEN]],
        waiting=numbers[:ON_SCREEN], more=len(numbers[ON_SCREEN:]),
    )  # fmt: skip


def summaries_of(keys: Collection[str]) -> Mapping[str, Summary]:
    """Summarise arrivals for a list, without saying who came."""
    pks = {int(key) for key in keys if key.isdecimal()}
    found = Arrival.objects.filter(pk__in=pks).only("pk", "day", "number")
    label = _("Visitor %(number)s of %(day)s")
    return {
        str(one.pk): Summary(label=label % {"number": one, "day": one.day.isoformat()})
        for one in found
    }
