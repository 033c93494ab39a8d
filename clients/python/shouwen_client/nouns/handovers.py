"""The noun handovers; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import OutcomeOut
from shouwen_client.transport import Transport, place


class Answer(TypedDict):
    """What the incoming says to one item."""

    answer: NotRequired[str]
    recounted: NotRequired[float | str | None]
    ref: str
    remark: NotRequired[str]
    sort: str


class Begin(TypedDict):
    """To whom one hands over, and under which rules."""

    incoming: str
    kind: str


class Counted(TypedDict):
    """Something that is counted over."""

    note: NotRequired[str]
    number: NotRequired[float | str | None]
    text: str
    unit: NotRequired[str]


class HandoverLine(TypedDict):
    """One handover in a list."""

    ended_at: str | None
    given_at: str | None
    id: int
    incoming: str
    kind: str
    opened_at: str
    outgoing: str
    state: str


class HandoverOut(TypedDict):
    """One handover; ``digest`` is named when the incoming signs what they saw."""

    blocked: str
    digest: str
    id: int
    incoming: str
    items: list[ItemOut]
    kind: str
    outgoing: str
    state: str


class ItemOut(TypedDict):
    """One thing that goes over, and what the incoming said to it."""

    answer: str
    counted: str | None
    due_at: str | None
    goes: bool
    important: bool
    note: str
    recounted: str | None
    ref: str
    remark: str
    sort: str
    text: str
    unit: str


class Note(TypedDict):
    """What the outgoing says about something they hold; ``goes`` false keeps it back."""

    goes: NotRequired[bool]
    important: NotRequired[bool]
    note: NotRequired[str]
    ref: str
    sort: str


class Prepare(TypedDict):
    """What the outgoing writes; ``sign`` signs it as well."""

    counted: NotRequired[list[Counted]]
    details: NotRequired[dict[str, str | int | float | bool | None]]
    notes: NotRequired[list[Note]]
    said: NotRequired[list[Said]]
    sign: NotRequired[bool]


class Reason(TypedDict):
    """Why."""

    reason: str


class Said(TypedDict):
    """Something that is said."""

    important: NotRequired[bool]
    text: str


class Take(TypedDict):
    """What the incoming says; ``sign`` takes it over."""

    answers: NotRequired[list[Answer]]
    details: NotRequired[dict[str, str | int | float | bool | None]]
    digest: str
    object: NotRequired[bool]
    reason: NotRequired[str]
    sign: NotRequired[bool]


class Handovers:
    """Operations on handovers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        q: str | None = None,
        state: Literal["", "taken", "withdrawn"] | None = None,
        sort: Literal[
            "-begun", "begun", "ended", "-ended", "outgoing", "-outgoing", "incoming", "-incoming"
        ]
        | None = None,
    ) -> Iterator[HandoverLine]:
        """List handovers: first those still open, then those that ended, the latest first."""
        return self._transport.pages(
            "/api/v1/handovers", query={"q": q, "state": state, "sort": sort}
        )

    def begin(self, *, idempotency_key: str | None = None, **body: Unpack[Begin]) -> HandoverOut:
        """Begin to hand over; the answer is the list of what you hold."""
        return self._transport.call("POST", "/api/v1/handovers", body=body, key=idempotency_key)

    def show(self, pk: int | str, /) -> HandoverOut:
        """Show one handover."""
        return self._transport.call("GET", place("handovers", pk))

    def prepare(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Prepare],
    ) -> HandoverOut:
        """Keep what the outgoing wrote, and sign it if that is asked."""
        return self._transport.call(
            "POST",
            place("handovers", pk, "prepare"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def take(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Take],
    ) -> HandoverOut:
        """Keep what the incoming says to each item; sign it, or send it back."""
        return self._transport.call(
            "POST",
            place("handovers", pk, "take"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def unclear(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Reason],
    ) -> OutcomeOut:
        """Record that something taken over turned out to be unclear."""
        return self._transport.call(
            "POST",
            place("handovers", pk, "unclear"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def withdraw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Reason],
    ) -> HandoverOut:
        """Give up your own handover before the incoming has signed."""
        return self._transport.call(
            "POST",
            place("handovers", pk, "withdraw"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
