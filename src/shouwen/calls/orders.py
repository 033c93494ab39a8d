"""Commands to exchanges: given by whoever may, written down, carried out by the exchange's adapter.

A command is a row. The adapter of its exchange takes it, in whichever process it runs, and writes
what came of it. What the exchange then tells of the call is heard as ever: a command changes no
call by itself.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shouwen.calls.choices import SUPERVISION, UNSPOKEN, CallState, Command, Driver, OrderState
from shouwen.calls.matters import record
from shouwen.calls.models import Call, Exchange, Order
from shouwen.enforcement import actions as enforcement
from shouwen.live import actions as live
from shouwen.people.models import Member
from shouwen.people.refusals import RefusedError
from shouwen.seats.choices import FLOOR

# A telephone that is answered later than this has long been put down again.
GOOD_FOR = timedelta(seconds=10)
LISTENED, COMMANDED = "call_listened", "call_commanded"
_AT_WORK = (CallState.TALKING, CallState.HELD)
_POSSIBLE: dict[str, Collection[str]] = {
    Command.ANSWER: (CallState.RINGING,),
    Command.HANG_UP: _AT_WORK,
    Command.HOLD: (CallState.TALKING,),
    Command.RESUME: (CallState.HELD,),
    Command.TRANSFER: _AT_WORK,
    Command.ORIGINATE: (CallState.ENDED,),
    **dict.fromkeys(SUPERVISION, _AT_WORK),
}


def possible(call: Call, member: Member) -> list[Command]:
    """List what a member can have done with a call now; to supervise is asked for by gates."""
    if call.exchange.driver == Driver.NONE:
        return []
    return [each for each in Command if not _why_not(call, each, member)]


def may_listen(call: Call, member: Member) -> bool:
    """Return whether somebody else's call can be listened to now; gates ask who may."""
    return call.exchange.driver != Driver.NONE and not _why_not(call, Command.LISTEN, member)


def _why_not(call: Call, command: str, member: Member) -> str:
    if call.state not in _POSSIBLE[command]:
        return _("The call does something else by now; reload the page.")
    seat = call.rings_at_id if command == Command.ANSWER else call.with_seat_id
    if command == Command.ORIGINATE:
        return "" if _to_be_returned(call) else _("Nobody waits to be called back for this call.")
    if (command in SUPERVISION) == (seat == member.pk):
        return _("This is done at another seat.")
    return ""


def _to_be_returned(call: Call) -> bool:
    return call.ending in UNSPOKEN and call.returned_at is None and bool(call.number)


def give(
    *, call: Call, command: str, member: Member, now: datetime, to: Member | None = None
) -> Order:
    """Have a call's exchange do something; it is a fact, and listening in is one of its own.

    Whoever calls has looked whether the member may supervise. Raises RefusedError where a rule
    forbids it, and where the exchange takes no commands or the call does something else by now.
    """
    if command not in Command.values or (command == Command.TRANSFER) != (to is not None):
        raise RefusedError(_("Say what is to be done, and to whom a call is transferred."), "to")
    if to is not None and to == member:
        raise RefusedError(_("Choose a colleague."), "to")
    with transaction.atomic():
        enforcement.take_turn(None)
        call = (
            Call.objects.select_for_update(of=("self",)).select_related("exchange").get(pk=call.pk)
        )
        if call.exchange.driver == Driver.NONE:
            raise RefusedError(_("This exchange only tells of calls; use the telephone."))
        if why := _why_not(call, command, member):
            raise RefusedError(why)
        _state(call, command, member, now)
        return Order.objects.create(
            call=call, command=command, seat=member, to=to, at=now, until=now + GOOD_FOR
        )


def _state(call: Call, command: str, member: Member, now: datetime) -> None:
    if command not in SUPERVISION:
        record(call, COMMANDED, member, now, command=str(command))
        return
    spoken = call.with_seat
    record(
        call, LISTENED, member, now, recording=False, way=str(command),
        operator=spoken.username if spoken else "",
    )  # fmt: skip


@transaction.atomic
def take(*, exchange: Exchange, now: datetime) -> list[Order]:
    """Take the commands that wait for an exchange, the oldest first; too late ones are ended."""
    waiting = Order.objects.filter(state=OrderState.WAITING, call__exchange=exchange)
    late = list(waiting.filter(until__lt=now).values_list("pk", flat=True))
    for pk in late:
        finish(pk=pk, state=OrderState.LATE, why="", now=now)
    named = waiting.select_related("call", "seat", "to").order_by("pk")
    return [order for order in named if _claimed(order)]


def _claimed(order: Order) -> bool:
    mine = Order.objects.filter(pk=order.pk, state=OrderState.WAITING)
    return bool(mine.update(state=OrderState.TAKEN))


def carried_out(*, order: Order, why: str, now: datetime) -> None:
    """Write down what an exchange made of a command; ``why`` is what it said against it."""
    state = OrderState.REFUSED if why else OrderState.DONE
    finish(pk=order.pk, state=state, why=why, now=now)


@transaction.atomic
def finish(*, pk: int, state: str, why: str, now: datetime) -> None:
    """End a command, and let the page of whoever gave it know."""
    order = Order.objects.select_related("seat").get(pk=pk)
    order.state, order.why = state, " ".join(why.split())[:300]
    order.save(update_fields=["state", "why"])
    live.say(stream=f"seat:{order.seat.username}", body={"call": order.call_id}, now=now)
    live.say(stream=FLOOR, body={"call": order.call_id}, now=now)


def failed_at(member: Member, *, now: datetime) -> Order | None:
    """Return the member's latest command where it failed within the last minute."""
    latest = Order.objects.filter(seat=member, at__gt=now - timedelta(minutes=1)).order_by("-pk")
    order = latest.first()
    return order if order and order.state in {OrderState.REFUSED, OrderState.LATE} else None
