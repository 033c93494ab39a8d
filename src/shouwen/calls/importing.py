"""Calls of the past out of another system's book: kept and measured, but judged by nobody.

Rules judge what happens while they are in force and somebody can still act on it. What an exchange
tells late of its own calls is another thing: that goes through :func:`shouwen.calls.actions.tell`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from shouwen.calls.models import Call, Exchange
from shouwen.calls.story import Story, story_of
from shouwen.calls.words import CallEvent
from shouwen.customers import queries as customers
from shouwen.customers.phones import normal
from shouwen.people import queries as people
from shouwen.people.models import Member

BATCH = 1000


def import_calls(*, exchange: Exchange, calls: Iterable[list[CallEvent]]) -> int:
    """Keep past calls, each as its events; return how many were new.

    A call that is kept already stays as it is, so the same book may be read again.
    """
    waiting, new = iter(calls), 0
    while batch := list(islice(waiting, BATCH)):
        new += _import(exchange, batch)
    return new


@transaction.atomic
def _import(exchange: Exchange, batch: list[list[CallEvent]]) -> int:
    refs = {events[0].call: events for events in batch if events}
    kept = Call.objects.filter(exchange=exchange, ref__in=refs)
    for ref in kept.values_list("ref", flat=True):
        del refs[ref]
    stories = {ref: story_of(events) for ref, events in refs.items()}
    Call.objects.bulk_create(_rows(exchange, stories))
    return len(stories)


def _rows(exchange: Exchange, stories: dict[str, Story]) -> Iterator[Call]:
    known = customers.by_phones(story.number for story in stories.values())
    seats = {s.answered_by for s in stories.values()} | {s.with_seat for s in stories.values()}
    members = people.members_by_keys(seats - {""})
    for ref, story in stories.items():
        number = normal(story.number)[:20]
        customer = known.get(number)
        yield _row(exchange, ref, story, members, number, customer.pk if customer else None)


def _row(
    exchange: Exchange, ref: str, story: Story, members: dict[str, Member], number: str,
    customer: int | None,
) -> Call:  # fmt: skip
    return Call(
        exchange=exchange, ref=ref, queue=story.queue[:60], number=number, customer_id=customer,
        state=story.state, ending=story.ending, arrived=story.arrived, answered=story.answered,
        ended=story.ended, wait_seconds=story.wait_seconds, talk_seconds=story.talk_seconds,
        hold_seconds=story.hold_seconds, answered_by=members.get(story.answered_by),
        with_seat=members.get(story.with_seat), recording=story.recording[:300],
        heard_at=story.ended or story.arrived, returned_at=story.ended,
    )  # fmt: skip
