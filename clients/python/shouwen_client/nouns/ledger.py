"""The noun ledger; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import OutcomeOut, Rows, TransferOut
from shouwen_client.transport import Transport, place


class AsOfLineOut(TypedDict):
    """One line of a month in two views; amounts are signed from the member's side."""

    clause: str
    differs: bool
    fact: int
    happened_at: str
    reasons: list[str]
    regulation: str
    then: str
    today: str
    unit: str
    why: list[str]


class Balance(TypedDict):
    """What somebody received and paid of one unit in a month; amounts are decimal numbers."""

    net: str
    paid: str
    period: str
    received: str
    unit: str


class CheckDifferenceOut(TypedDict):
    """A line of the ledger that is not what the journal says; amounts are decimal numbers."""

    fact: int
    journal: str
    ledger: str
    payee: str
    payer: str
    rule: str
    unit: str


class CheckOut(TypedDict):
    """The last check of a period against the journal."""

    asked_at: str
    differences: list[CheckDifferenceOut]
    done_at: str | None
    found: int
    lines: int
    seal_broken: bool
    stale: bool
    state: str


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


class MemberTotalsOut(TypedDict):
    """One member with what a month brought them."""

    member: str
    name: str
    totals: list[MonthTotalOut]


class MonthTotalOut(TypedDict):
    """What a month brought somebody in one unit; amounts are decimal numbers as text."""

    gained: str
    last: str
    lost: str
    net: str
    unit: str


class NetOut(TypedDict):
    """What a period leaves a member in one unit; ``amount`` is a decimal number as text."""

    amount: str
    unit: str


class PayrollSheetOut(TypedDict):
    """A sheet to sign as a PDF file; ``pdf`` is base64."""

    name: str
    pdf: str
    waits_for: int | None


class PeriodOut(TypedDict):
    """A day, week, month, quarter, half-year or year, and how far it is settled."""

    over: bool
    period: str
    since: str | None
    state: str


class SettledOut(TypedDict):
    """One member's part of a period."""

    member: str
    nets: list[NetOut]


class Step(TypedDict):
    """The step to take; ``open`` sends it back and needs a reason."""

    reason: NotRequired[str]
    to: Literal["open", "calculated", "reviewed", "approved", "locked", "paid"]


class StepSignatureOut(TypedDict):
    """A step of a settlement: who took it, or signed for it under ``clause``."""

    at: str | None
    clause: str
    name: str
    step: str


class Ledger:
    """Operations on ledger."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def balances(self, *, member: str | None = None) -> Rows[Balance]:
        """List what a member (you, if none is named) received and paid, by month and unit."""
        return self._transport.call("GET", "/api/v1/ledger/balances", query={"member": member})

    def list_(self) -> Iterator[PeriodOut]:
        """List the periods that are settled, the latest first."""
        return self._transport.pages("/api/v1/ledger/settlements")

    def show(self, period: int | str, /) -> PeriodOut:
        """Show how far a period is settled."""
        return self._transport.call("GET", place("ledger", "settlements", period))

    def show_check(self, period: int | str, /) -> CheckOut:
        """Show how the last check of a period against the journal went."""
        return self._transport.call("GET", place("ledger", "settlements", period, "check"))

    def check(
        self,
        period: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> CheckOut:
        """Have a period worked out anew from the journal in the background and compared."""
        return self._transport.call(
            "POST",
            place("ledger", "settlements", period, "check"),
            key=idempotency_key,
            if_match=if_match,
        )

    def members(self, period: int | str, /) -> Iterator[SettledOut]:
        """List what a period leaves each member."""
        return self._transport.pages(place("ledger", "settlements", period, "members"))

    def sheet(
        self,
        period: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
    ) -> PayrollSheetOut:
        """Hand out the sheet to sign of a period, once the rules of access allow it."""
        return self._transport.call(
            "POST",
            place("ledger", "settlements", period, "sheet"),
            key=idempotency_key,
            if_match=if_match,
        )

    def signatures(self, period: int | str, /) -> Rows[StepSignatureOut]:
        """List who took and signed each step of a settlement, since it was last sent back."""
        return self._transport.call("GET", place("ledger", "settlements", period, "signatures"))

    def step(
        self,
        period: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Step],
    ) -> OutcomeOut:
        """Take the settlement of a period one step on, or send it back with a reason."""
        return self._transport.call(
            "POST",
            place("ledger", "settlements", period, "steps"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def statement(self, period: int | str, /, *, member: str | None = None) -> Rows[Entry]:
        """List a member's entries of one month in order of time, with the running balance."""
        return self._transport.call(
            "GET", place("ledger", "statements", period), query={"member": member}
        )

    def statement_as_of(
        self,
        period: int | str,
        /,
        *,
        member: str | None = None,
        known: str | None = None,
        rules: str | None = None,
    ) -> Rows[AsOfLineOut]:
        """Work a member's month out as it was known on a day, by the rules of a day."""
        return self._transport.call(
            "GET",
            place("ledger", "statements", period, "as-of"),
            query={"member": member, "known": known, "rules": rules},
        )

    def totals(
        self, period: int | str, /, *, whose: Literal["team", "everybody"] | None = None
    ) -> Iterator[MemberTotalsOut]:
        """List what a month brought everybody, or those who answer to the caller."""
        return self._transport.pages(place("ledger", "totals", period), query={"whose": whose})

    def of_fact(self, *, fact: int) -> Rows[TransferOut]:
        """List what a fact moved, as far as it is any business of yours."""
        return self._transport.call("GET", "/api/v1/ledger/transfers", query={"fact": fact})

    def transfer(self, pk: int | str, /) -> TransferOut:
        """Show one transfer."""
        return self._transport.call("GET", place("ledger", "transfers", pk))
