"""What samples are drawn from: settled cases, recorded calls, and chats that have ended."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet
from django.utils import timezone

from shouwen.calls.choices import CallEnding
from shouwen.calls.models import Call
from shouwen.cases.choices import Channel
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.policy.quality.sampling import Contact
from shouwen.policy.quality.texts import waits
from shouwen.quality import contacts, conversation, telling
from shouwen.quality.contacts import midnight

CASE, CALL, CHAT = SORTS = ("case", "call", "chat")
# A part of a recording no louder than this, of 100, counts as silent: its drawing is a thin line.
QUIET = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One conversation that could be drawn: as the policy core draws it, and what it is."""

    contact: Contact
    person: Member
    case: Case | None = None
    conversation: str = ""
    label: str = ""


def more_than(limit: int, sorts: Collection[str], since: date, until: date) -> bool:
    """Return whether there is more to draw from than ``limit`` of any of these sorts."""
    first, end = midnight(since), midnight(until + timedelta(days=1))
    if CASE in sorts and contacts.more_than(limit, since, until):
        return True
    if CALL in sorts and _recorded(first, end)[: limit + 1].count() > limit:
        return True
    return CHAT in sorts and telling.more_than(CHAT, limit, first, end)


def sources(
    sorts: Collection[str], since: date, until: date, *, newcomer_days: int | None, silence: bool
) -> list[Source]:
    """Return what may be drawn of these sorts and days; ``silence`` costs two queries a chunk."""
    found: list[Source] = []
    if CASE in sorts:
        found += _cases(since, until, newcomer_days, silence=silence)
    first, end = midnight(since), midnight(until + timedelta(days=1))
    if CALL in sorts:
        found += _calls(first, end, newcomer_days)
    if CHAT in sorts:
        found += _chats(first, end, newcomer_days)
    return found


def _cases(
    since: date, until: date, newcomer_days: int | None, *, silence: bool
) -> Iterator[Source]:
    cases = contacts.cases_between(since, until)
    known = contacts.contacts_of(cases, newcomer_days=newcomer_days, silence=silence)
    for case, contact in zip(cases, known, strict=True):
        yield Source(contact=contact, person=contacts.handler_of(case), case=case)


def _recorded(first: datetime, end: datetime) -> QuerySet[Call]:
    return Call.objects.filter(
        arrived__gte=first, arrived__lt=end, ended__isnull=False, ending=CallEnding.ANSWERED,
        with_seat__isnull=False, with_seat__is_system=False, sound__erased_at__isnull=True,
        sound__isnull=False,
    )  # fmt: skip


def _calls(first: datetime, end: datetime, newcomer_days: int | None) -> Iterator[Source]:
    calls = list(_recorded(first, end).select_related("with_seat", "sound").order_by("pk"))
    begun = contacts.begun({call.with_seat_id for call in calls}) if newcomer_days else {}
    for call in calls:
        person = call.with_seat
        if person is not None:
            contact = Contact(
                key=call.about, sort=CALL, person=person.username, channel=Channel.PHONE,
                happened_at=call.ended or call.arrived,
                customer=str(call.customer_id or call.number),
                newcomer=_is_new(person, call.arrived, begun, newcomer_days),
                seconds=call.talk_seconds,
                silence=longest_silence(call.sound.levels, call.sound.seconds),
            )  # fmt: skip
            yield Source(contact=contact, person=person, conversation=call.about, label=str(call))


def longest_silence(levels: Sequence[int], seconds: int) -> int | None:
    """Return for how many whole seconds a recording was silent at a stretch; None without one."""
    if not levels:
        return None
    runs = (len(list(run)) for quiet, run in groupby(levels, lambda one: one <= QUIET) if quiet)
    return max(runs, default=0) * seconds // len(levels)


def _chats(first: datetime, end: datetime, newcomer_days: int | None) -> Iterator[Source]:
    talks = list(telling.talks_between(CHAT, first, end))
    begun = contacts.begun({t.person.pk for t in talks if t.person}) if newcomer_days else {}
    for talk in talks:
        person = talk.person
        if person is not None and not person.is_system:
            over = talk.ended_at or talk.at
            gaps = waits(conversation.turns_of(talk.said))
            contact = Contact(
                key=talk.about, sort=CHAT, person=person.username, channel=talk.channel,
                happened_at=over, customer=talk.customer,
                newcomer=_is_new(person, over, begun, newcomer_days),
                seconds=int((over - talk.at).total_seconds()),
                silence=max((seconds for _place, seconds in gaps), default=None),
                satisfaction=None if talk.satisfied is None else int(talk.satisfied),
            )  # fmt: skip
            yield Source(contact=contact, person=person, conversation=talk.about, label=talk.label)


def _is_new(person: Member, at: datetime, begun: Mapping[int, date], days: int | None) -> bool:
    since = begun.get(person.pk)
    if not days or since is None:
        return False
    return timezone.localdate(at) - since < timedelta(days=days)
