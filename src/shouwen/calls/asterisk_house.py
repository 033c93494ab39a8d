"""The house as the adapter of an exchange needs it, in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from django.db import close_old_connections

from shouwen.calls import actions, menus, orders
from shouwen.calls.asterisk import Wanted
from shouwen.calls.choices import Command
from shouwen.calls.models import Call, Exchange, Order
from shouwen.calls.words import CallEvent
from shouwen.seats import queries as seats


class RealHouse:
    """Keeps what one exchange tells, and hands it the commands that wait for it."""

    def __init__(self, exchange: Exchange, clock: Callable[[], datetime]) -> None:
        """Serve this exchange."""
        self._exchange, self._clock = exchange, clock

    def tell(self, events: Sequence[CallEvent]) -> None:
        """Keep what was told."""
        close_old_connections()
        actions.tell(exchange=self._exchange, events=events, now=self._clock())

    def count(self, refs: Collection[str]) -> None:
        """End the calls that the exchange does not count among those going on."""
        close_old_connections()
        actions.tell_live(exchange=self._exchange, refs=refs, now=self._clock())

    def take(self) -> Sequence[tuple[Order, Wanted]]:
        """Take the commands that wait."""
        close_old_connections()
        taken = orders.take(exchange=self._exchange, now=self._clock())
        return [(order, wanted(order)) for order in taken]

    def carried_out(self, order: object, why: str) -> None:
        """Write down what came of a command."""
        if isinstance(order, Order):
            orders.carried_out(order=order, why=why, now=self._clock())

    def last_agent(self, ref: str) -> str:
        """Return who spoke to the caller of a call last and is ready now; else nothing."""
        close_old_connections()
        call = Call.objects.filter(exchange=self._exchange, ref=ref).first()
        return menus.last_agent(call) if call else ""

    def seats(self) -> Mapping[str, str]:
        """Return what every seat does; whoever is not signed in takes no calls."""
        close_old_connections()
        return seats.states()


def wanted(order: Order) -> Wanted:
    """Return a command as adapters get it; only what is to be dialled names a number."""
    return Wanted(
        command=order.command, call=order.call.ref, seat=order.seat.username,
        to=order.to.username if order.to else "",
        number=order.call.number if order.command == Command.ORIGINATE else "",
    )  # fmt: skip
