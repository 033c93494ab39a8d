"""The noun visitors; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.transport import Transport, place


class CalledOut(TypedDict):
    """A number that is called to a counter."""

    counter: str
    number: str


class CounterIn(TypedDict):
    """To which counter somebody is called."""

    counter: NotRequired[str]


class ScreenOut(TypedDict):
    """What everybody in the hall may read; ``more`` is how many wait beyond those named."""

    called: list[CalledOut]
    more: int
    waiting: list[str]


class VisitorIn(TypedDict):
    """Who came; sent again under its key it is the same visitor."""

    key: str
    name: NotRequired[str]
    phone: NotRequired[str]
    purpose: NotRequired[str]


class VisitorMatterIn(TypedDict):
    """Of which type the matter is."""

    case_type: NotRequired[
        Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    ]


class VisitorOut(TypedDict):
    """One visitor; name, telephone and purpose are covered as everywhere."""

    called_at: str | None
    came_at: str
    case: str
    counter: str
    ended_at: str | None
    id: int
    name: str
    number: str
    phone: str
    purpose: str
    received_by: str
    served_by: str
    state: str
    state_label: str


class Visitors:
    """Operations on visitors."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self) -> Iterator[VisitorOut]:
        """List who came, the latest first."""
        return self._transport.pages("/api/v1/visitors")

    def receive(
        self, *, idempotency_key: str | None = None, **body: Unpack[VisitorIn]
    ) -> VisitorOut:
        """Write down who came, and give them the day's next number."""
        return self._transport.call("POST", "/api/v1/visitors", body=body, key=idempotency_key)

    def call_next(
        self, *, idempotency_key: str | None = None, **body: Unpack[CounterIn]
    ) -> VisitorOut:
        """Call whoever has waited longest today."""
        return self._transport.call("POST", "/api/v1/visitors/next", body=body, key=idempotency_key)

    def screen(self) -> ScreenOut:
        """Show the numbers that hang in the hall."""
        return self._transport.call("GET", "/api/v1/visitors/screen")

    def show(self, pk: int | str, /) -> VisitorOut:
        """Show one visitor."""
        return self._transport.call("GET", place("visitors", pk))

    def call(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CounterIn],
    ) -> VisitorOut:
        """Call this visitor to a counter."""
        return self._transport.call(
            "POST", place("visitors", pk, "call"), body=body, key=idempotency_key, if_match=if_match
        )

    def case(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[VisitorMatterIn],
    ) -> VisitorOut:
        """Open a matter of what a visitor came with."""
        return self._transport.call(
            "POST", place("visitors", pk, "case"), body=body, key=idempotency_key, if_match=if_match
        )

    def finish(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> VisitorOut:
        """Write down that a visitor was served."""
        return self._transport.call(
            "POST", place("visitors", pk, "finish"), key=idempotency_key, if_match=if_match
        )

    def leave(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> VisitorOut:
        """Write down that a visitor went without being served."""
        return self._transport.call(
            "POST", place("visitors", pk, "leave"), key=idempotency_key, if_match=if_match
        )
