"""Commands posted to exchanges that take them at an address, signed as their own messages are."""

from __future__ import annotations

import json
from datetime import datetime

from shouwen.calls import orders
from shouwen.calls.choices import Command, Driver
from shouwen.calls.models import Exchange, Order
from shouwen.calls.signed import SIGNATURE, TIMESTAMP
from shouwen.webhooks import signing, wire
from shouwen.webhooks.limits import limits


def post_due(*, now: datetime) -> int:
    """Post every command that waits, each once; return how many exchanges are served so.

    A command comes too late soon, so that one that did not arrive is told to whoever gave it
    instead of being posted again.
    """
    served = list(Exchange.objects.filter(driver=Driver.POSTED, ended=False))
    for exchange in served:
        for order in orders.take(exchange=exchange, now=now):
            orders.carried_out(order=order, why=_posted(exchange, order, now), now=now)
    return len(served)


def _posted(exchange: Exchange, order: Order, now: datetime) -> str:
    """Post one command; return in a few words why the exchange did not take it."""
    body = json.dumps(said(order), ensure_ascii=False).encode()
    timestamp = str(int(now.timestamp()))
    signed = signing.signature(signing.secret_of(exchange.salt), timestamp, body)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        TIMESTAMP: timestamp,
        SIGNATURE: signed,
    }
    answer = wire.call(exchange.address, body=body, headers=headers, limits=limits())
    return "" if answer.arrived else answer.beginning or answer.fault


def said(order: Order) -> dict[str, str | int]:
    """Return a command as it is posted; only what is to be dialled names a number."""
    found: dict[str, str | int] = {
        "order": order.pk,
        "command": order.command,
        "call": order.call.ref,
        "seat": order.seat.username,
        "until": order.until.isoformat(),
    }
    if order.to is not None:
        found["to"] = order.to.username
    if order.command == Command.ORIGINATE:
        found["number"] = order.call.number
    return found
