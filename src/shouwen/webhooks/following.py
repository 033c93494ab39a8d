"""Following the journal: what it says becomes deliveries, each once, whatever dies meanwhile.

The journal is the outbox. Its facts have numbers without gaps and become visible in that order,
so a subscription only keeps the number it has come to. Recording a fact costs nothing more for
being told, nothing between fact and delivery can be lost, and a subscription that was paused goes
on where it stood. A step moves the number and writes the deliveries in one transaction, and only
if nobody else moved it meanwhile.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shouwen.access.sight import see_nothing_revealed
from shouwen.journal import queries as journal
from shouwen.journal.actions import FactRow
from shouwen.ledger import queries as ledger
from shouwen.obligations import queries as obligations
from shouwen.people import queries as people
from shouwen.webhooks import bodies
from shouwen.webhooks.choices import MANAGE, MET, MOVED, OPENED, Did, Stage, State, Why
from shouwen.webhooks.limits import AHEAD, LOOKED_AT
from shouwen.webhooks.models import Change, Delivery, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something a fact brought about: the fact itself (``item`` 0) or a row that followed."""

    kind: str
    fact: int
    item: int = 0


def follow(*, now: datetime, limit: int = LOOKED_AT) -> int:
    """Let each subscription that may be told come further; return how many facts were looked at."""
    open_ones = Subscription.objects.filter(
        Q(blocked_until__isnull=True) | Q(blocked_until__lte=now), state=State.ON
    )
    return sum(_follow_one(each, now, limit) for each in open_ones.select_related("owner"))


def _follow_one(subscription: Subscription, now: datetime, limit: int) -> int:
    rows = journal.facts_after(subscription.followed, limit)
    if not rows or _has_enough(subscription):
        return 0
    if not _owner_may(subscription, now):
        stop(subscription, Why.OWNER, now)
        return 0
    found = _told(subscription, rows, now)
    return len(rows) if _write(subscription, rows[-1].number, found, now) else 0


def _has_enough(subscription: Subscription) -> bool:
    waiting = Delivery.objects.filter(subscription=subscription, next_attempt_at__isnull=False)
    return waiting.count() >= AHEAD


def _owner_may(subscription: Subscription, now: datetime) -> bool:
    return people.may(subscription.owner, MANAGE, timezone.localdate(now))


def stop(subscription: Subscription, why: Why, now: datetime) -> bool:
    """Stop a subscription on the house's own account; return whether it was on until now."""
    running = Subscription.objects.filter(pk=subscription.pk, state=State.ON)
    with transaction.atomic():
        if not running.update(state=State.STOPPED, why=why, blocked_until=None):
            return False
        Change.objects.create(
            subscription=subscription, did=Did.STOPPED, at=now, note=str(why.label)
        )
    return True


# ── what is told ─────────────────────────────────────────────────────────────────────────────


def _told(subscription: Subscription, rows: Sequence[FactRow], now: datetime) -> list[Event]:
    see_nothing_revealed(subscription.owner, now)
    wanted = [row for row in rows if is_wanted(row.about, subscription.matters)]
    return [
        event
        for event in events_of(wanted, subscription.events)
        if bodies.may_see(subscription.owner, event.kind, event.fact, event.item, now)
    ]


def is_wanted(about: str, matters: Sequence[str]) -> bool:
    """Return whether a matter is among those whose keys begin as asked; none asked is all."""
    return not matters or any(about.startswith(beginning) for beginning in matters)


def events_of(rows: Sequence[FactRow], kinds: Sequence[str]) -> Iterator[Event]:
    """Yield what facts brought about, in order: each fact before what follows from it."""
    following = _consequences(rows, kinds)
    for row in rows:
        if not kinds or row.kind in kinds:
            yield Event(kind=row.kind, fact=row.number)
        yield from following.get(row.number, ())


def _consequences(rows: Sequence[FactRow], kinds: Sequence[str]) -> dict[int, list[Event]]:
    numbers = [row.number for row in rows]
    found: dict[int, list[Event]] = {}

    def add(kind: str, fact: int, item: int) -> None:
        found.setdefault(fact, []).append(Event(kind=kind, fact=fact, item=item))

    if OPENED in kinds:
        for opened in obligations.opened_by_any(numbers):
            add(OPENED, opened.fact_id, opened.pk)
    if MET in kinds:
        for met in obligations.met_by_any({row.number: row.about for row in rows}):
            add(MET, met.ended_by_fact_id or 0, met.pk)
    if MOVED in kinds:
        for moved in ledger.moved_by_any(numbers):
            add(MOVED, moved.fact_id, moved.pk)
    return found


# ── written down ─────────────────────────────────────────────────────────────────────────────


def _write(subscription: Subscription, last: int, events: Sequence[Event], now: datetime) -> bool:
    seen = Subscription.objects.filter(
        pk=subscription.pk, state=State.ON,
        followed=subscription.followed, last_sequence=subscription.last_sequence,
    )  # fmt: skip
    reached = subscription.last_sequence + len(events)
    with transaction.atomic():
        # Another follower may have come here meanwhile: then it wrote these deliveries.
        if not seen.update(followed=last, last_sequence=reached):
            return False
        Delivery.objects.bulk_create(
            _delivery(subscription, subscription.last_sequence + place, event, now)
            for place, event in enumerate(events, 1)
        )
    return True


def _delivery(subscription: Subscription, sequence: int, event: Event, now: datetime) -> Delivery:
    return Delivery(
        subscription=subscription, sequence=sequence, uid=uuid.uuid4(), event=event.kind,
        fact_id=event.fact, item=event.item, made_at=now, stage=Stage.WAITING,
        next_attempt_at=now,
    )  # fmt: skip
