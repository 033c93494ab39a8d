"""The noun ledger; written by tools/generate_client.py."""

from __future__ import annotations

from typing import TypedDict

from shouwen_client.models import Rows, TransferOut
from shouwen_client.transport import Transport, place


class Balance(TypedDict):
    """What somebody received and paid of one unit in a month; amounts are decimal numbers."""

    net: str
    paid: str
    period: str
    received: str
    unit: str


class Entry(TypedDict):
    """One line of a statement; ``amount`` is positive for what the member gains."""

    about: str
    amount: str
    balance: str
    clause: str
    countered_by: int | None
    fact: int
    happened_at: str
    id: int
    other: str
    regulation: str
    unit: str
    why: str


class Ledger:
    """Operations on ledger."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def balances(self, *, member: str | None = None) -> Rows[Balance]:
        """List what a member (you, if none is named) received and paid, by month and unit."""
        return self._transport.call("GET", "/api/v1/ledger/balances", query={"member": member})

    def statement(self, period: int | str, /, *, member: str | None = None) -> Rows[Entry]:
        """List a member's entries of one month in order of time, with the running balance."""
        return self._transport.call(
            "GET", place("ledger", "statements", period), query={"member": member}
        )

    def of_fact(self, *, fact: int) -> Rows[TransferOut]:
        """List what a fact moved, as far as it is any business of yours."""
        return self._transport.call("GET", "/api/v1/ledger/transfers", query={"fact": fact})

    def transfer(self, pk: int | str, /) -> TransferOut:
        """Show one transfer."""
        return self._transport.call("GET", place("ledger", "transfers", pk))
