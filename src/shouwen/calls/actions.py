"""What changes a call: what its exchange tells, the house's own presumption, and a call back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shouwen.calls import menus
from shouwen.calls.choices import UNSPOKEN, CallbackResult, Driver
from shouwen.calls.models import Call, Exchange, Heard, Stated
from shouwen.calls.stating import Statement, statements_of
from shouwen.calls.story import Story, story_of
from shouwen.calls.words import CallEvent, Told
from shouwen.customers import queries as customers
from shouwen.customers.phones import normal
from shouwen.enforcement import actions as enforcement
from shouwen.enforcement.words import refusal_text
from shouwen.live import actions as live
from shouwen.people import queries as people
from shouwen.people.actions import ensure_system_member
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.policy.facts import Fact
from shouwen.regulations import queries as regulations
from shouwen.seats import actions as seats
from shouwen.seats.choices import FLOOR
from shouwen.webhooks import signing
from shouwen.webhooks.limits import limits
from shouwen.webhooks.wire import UnfitAddressError, check_address

# As many silent calls are ended in one round of the watcher.
BATCH = 100
_PEOPLE = ("operator", "to_operator")
_OF_A_SEAT = ("call_rang", "call_missed", "call_transferred")
_TOLD_OTHERWISE = "The exchange told otherwise."


def add_exchange(*, key: str, address: str = "") -> str:
    """Let an exchange tell of calls; return its secret, which is shown this once.

    With an address commands are posted to it. Raises RefusedError for a name that is taken, and an
    address that may not be called.
    """
    if Exchange.objects.filter(key=key).exists():
        raise RefusedError(_("There is an exchange of this name already."), "key")
    if address:
        try:
            check_address(address, limits())
        except UnfitAddressError as fault:
            raise RefusedError(str(fault), "address") from None
    made = signing.make()
    Exchange.objects.create(
        key=key, salt=made.salt, fingerprint=made.fingerprint, address=address,
        driver=Driver.POSTED if address else Driver.NONE,
    )  # fmt: skip
    return made.text


def driven_by(driver: Driver, *, key: str) -> Exchange:
    """Return the exchange of this name, known from now on to take commands by this driver."""
    made = signing.make()
    found, _made = Exchange.objects.get_or_create(
        key=key, defaults={"salt": made.salt, "fingerprint": made.fingerprint}
    )
    Exchange.objects.filter(pk=found.pk).update(driver=driver)
    found.refresh_from_db()
    return found


def tell(*, exchange: Exchange, events: Iterable[CallEvent], now: datetime) -> int:
    """Keep what an exchange tells of calls, with all that follows; return how much was new.

    Told again it changes nothing, and each call is a transaction of its own.
    """
    by_call: dict[str, list[CallEvent]] = {}
    for event in events:
        by_call.setdefault(event.call, []).append(event)
    new = sum(_tell_of(exchange, ref, told, now) for ref, told in by_call.items())
    Exchange.objects.filter(pk=exchange.pk).update(heard_at=now)
    return new


def tell_live(*, exchange: Exchange, refs: Collection[str], now: datetime) -> int:
    """End the calls that an exchange does not count among those going on; return how many.

    What was told of after the exchange counted is left alone.
    """
    gone = Call.objects.filter(exchange=exchange, ended__isnull=True, heard_at__lt=now)
    found = gone.exclude(ref__in=refs)
    return sum(_presume(pk, now, but=None) for pk in found.values_list("pk", flat=True))


def end_silent(*, now: datetime) -> int:
    """End the calls of which nothing was told for longer than anybody talks; return how many."""
    since = now - timedelta(minutes=settings.SHOUWEN_CALL_SILENCE_MINUTES)
    silent = Call.objects.filter(ended__isnull=True, heard_at__lt=since).order_by("arrived")
    return sum(_presume(pk, now, but=None) for pk in silent.values_list("pk", flat=True)[:BATCH])


def free_seat(*, member: Member, now: datetime, but: int | None = None) -> int:
    """End what is still open at somebody's seat, who says that nobody is there; return how many."""
    talking = Call.objects.filter(with_seat=member, ended__isnull=True, answered__isnull=False)
    return sum(_presume(pk, now, but=but) for pk in talking.values_list("pk", flat=True))


@transaction.atomic
def call_back(*, call: Call, result: str, member: Member, now: datetime) -> Call:
    """Record that somebody called back; once reached, nothing is owed to the caller any more.

    Raises RefusedError for a call that was spoken to or is going on, and an unknown result.
    """
    if result not in CallbackResult.values:
        raise RefusedError(_("Say whether the caller was reached."), "result")
    enforcement.take_turn(None)
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.ending not in UNSPOKEN:
        raise RefusedError(_("Nobody is waiting to be called back for this call."))
    said = {"operator": member.username, "result": str(result)}
    fact = Fact(
        kind="call_returned", about=call.about, happened_at=now, details=said,
        actor=member.username,
    )  # fmt: skip
    outcome = enforcement.record_fact(fact, actor=member, recorded_at=now)
    if outcome.refused is not None:
        raise RefusedError(refusal_text(outcome.refused))
    if result == CallbackResult.REACHED and call.returned_at is None:
        call.returned_at = now
        call.save(update_fields=["returned_at"])
    return call


# ── one call ─────────────────────────────────────────────────────────────────────────────────


@transaction.atomic
def _tell_of(exchange: Exchange, ref: str, told: list[CallEvent], now: datetime) -> int:
    enforcement.take_turn(None)
    blank = {"state": "waiting", "arrived": told[0].moment, "heard_at": now}
    call, _made = Call.objects.select_for_update().get_or_create(
        exchange=exchange, ref=ref, defaults=blank
    )
    known = set(Heard.objects.filter(call=call).values_list("key", flat=True))
    # Within one message, too, the first of a key counts.
    new = {event.key: event for event in reversed(told) if event.key not in known}
    Heard.objects.bulk_create(_heard(call, event) for event in new.values())
    if new:
        _follow(call, now)
    return len(new)


def _heard(call: Call, event: CallEvent) -> Heard:
    return Heard(
        call=call, key=event.key, kind=event.kind, at=event.at, received_at=event.received_at,
        seat=event.seat,
        more=menus.kept(event.more) if event.kind is Told.KEYED else dict(event.more),
    )  # fmt: skip


@transaction.atomic
def _presume(pk: int, now: datetime, *, but: int | None) -> int:
    """Write down that a call must be over; 0 where it is by now, or is the one left out."""
    enforcement.take_turn(None)
    call = Call.objects.select_for_update().get(pk=pk)
    if call.ended is not None or call.pk == but:
        return 0
    key = f"house:{now.isoformat()}"
    Heard.objects.get_or_create(
        call=call, key=key,
        defaults={"kind": Told.PRESUMED_ENDED, "at": now, "received_at": now},
    )  # fmt: skip
    _follow(call, now)
    return 1


def _follow(call: Call, now: datetime) -> None:
    """Bring a call, its facts and its seats up to what has been told of it."""
    before = _seats_of(call)
    found = Heard.objects.filter(call=call)
    story = story_of(_event(call, row) for row in found)
    names = {story.answered_by, story.with_seat, *(r.seat for r in story.rang)}
    members = people.members_by_keys(names - {""})
    _write(call, story, members, now)
    _state(call, story, members, now)
    for member in Member.objects.filter(pk__in=before | _seats_of(call)).order_by("pk"):
        _settle(call, member, now)
        live.say(stream=f"seat:{member.username}", body={"call": call.pk}, now=now)
    live.say(stream=FLOOR, body={"call": call.pk}, now=now)


def _seats_of(call: Call) -> set[int]:
    found = (call.with_seat_id, call.answered_by_id, call.rings_at_id)
    return {pk for pk in found if pk is not None}


def _event(call: Call, row: Heard) -> CallEvent:
    return CallEvent(
        call=call.ref, key=row.key, kind=Told(row.kind), at=row.at, received_at=row.received_at,
        seat=row.seat, more=row.more,
    )  # fmt: skip


def _write(call: Call, story: Story, members: dict[str, Member], now: datetime) -> None:
    call.arrived, call.answered, call.ended = story.arrived, story.answered, story.ended
    call.state, call.ending = story.state, story.ending
    call.queue = menus.queue_name(story.queue)[:60]
    call.wait_seconds, call.talk_seconds = story.wait_seconds, story.talk_seconds
    call.hold_seconds, call.recording = story.hold_seconds, story.recording[:300]
    call.answered_by = members.get(story.answered_by)
    call.with_seat = members.get(story.with_seat)
    call.rings_at = members.get(story.rang[-1].seat) if story.state == "ringing" else None
    call.heard_at = max(call.heard_at, now)
    if normal(story.number)[:20] != call.number:
        call.number = normal(story.number)[:20]
        call.customer = customers.by_phones([call.number]).get(call.number)
    call.save()


def _settle(call: Call, member: Member, now: datetime) -> None:
    """Let a seat follow its calls: whoever takes another call has put the one before down."""
    if call.ended is None and call.answered is not None and call.with_seat_id == member.pk:
        older = Call.objects.filter(with_seat=member, state="talking", answered__lt=call.answered)
        for pk in older.exclude(pk=call.pk).values_list("pk", flat=True):
            _presume(pk, call.answered, but=call.pk)
    talking = Call.objects.filter(with_seat=member, ended__isnull=True, answered__isnull=False)
    seats.settle(member=member, talking=talking.exists(), now=now)


# ── its facts ────────────────────────────────────────────────────────────────────────────────


def _state(call: Call, story: Story, members: dict[str, Member], now: datetime) -> None:
    """Record what is new of a call, and take back what turned out otherwise."""
    stated = {row.name: row for row in Stated.objects.filter(call=call)}
    wanted = {one.name: one for one in _meant(story, members)}
    for name, row in stated.items():
        if name not in wanted or wanted[name].said != row.said:
            _take_back(row, now)
    for name, statement in wanted.items():
        if name not in stated or stated[name].said != statement.said:
            _record(call, statement, now)


def _meant(story: Story, members: dict[str, Member]) -> Iterator[Statement]:
    """Return the facts that rules may know, naming only people we know.

    What happened at a seat of nobody's is left out; a call itself is stated whoever took it.
    """
    vocabulary = regulations.in_force_on(timezone.localdate(story.arrived)).vocabulary
    for one in statements_of(story):
        strange = {name for name in _PEOPLE if str(one.said.get(name, "")) not in {"", *members}}
        if one.kind in vocabulary and not (strange and one.kind in _OF_A_SEAT):
            said = {name: value for name, value in one.said.items() if name not in strange}
            yield replace(one, said=said)


def _take_back(row: Stated, now: datetime) -> None:
    enforcement.correct_fact(
        number=row.fact_id, reason=_TOLD_OTHERWISE, actor=ensure_system_member(), at=now
    )
    row.delete()


def _record(call: Call, statement: Statement, now: datetime) -> None:
    fact = Fact(
        kind=statement.kind, about=call.about, happened_at=statement.at,
        details=statement.said,
    )  # fmt: skip
    outcome = enforcement.record_fact(fact, actor=None, recorded_at=now)
    if outcome.fact is not None:
        Stated.objects.create(
            call=call, name=statement.name, said=statement.said, fact=outcome.fact
        )
