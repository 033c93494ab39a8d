"""The noun rounds; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NotRequired, TypedDict, Unpack

from shouwen_client.models import Deed, DutyOut, OutcomeOut, Rows
from shouwen_client.transport import Transport, place


class FindingOut(TypedDict):
    """Something that was found and has to be put right."""

    found_at: str
    id: int
    text: str


class Finish(TypedDict):
    """That a round is done, with what proves it."""

    counted: NotRequired[dict[str, int]]
    done_at: NotRequired[str | None]
    evidence: NotRequired[str]


class Found(TypedDict):
    """What was found, as the fact the regulations know it as; ``line`` where on a round."""

    details: NotRequired[dict[str, str | int | float | bool | None]]
    happened_at: NotRequired[str | None]
    kind: str
    line: NotRequired[str]
    round: NotRequired[int | None]


class LineOut(TypedDict):
    """One thing to look at, and how it was found; ``result`` is empty until then."""

    at: str | None
    group: str
    key: str
    note: str
    result: str
    text: str
    who: str


class Look(TypedDict):
    """How one line was found: ok, finding or not_applicable."""

    done_at: NotRequired[str | None]
    line: str
    note: NotRequired[str]
    result: str
    scanned: NotRequired[str]


class RoundOut(TypedDict):
    """One round or task: what is owed, its lines, and the ways to do it."""

    counted: dict[str, int]
    duty: DutyOut
    lines: list[LineOut]
    reviews: list[int]
    wants_photo: bool
    ways: list[str]


class SendBack(TypedDict):
    """Which work is sent back, and what is missing."""

    reason: str
    work: int


class Rounds:
    """Operations on rounds."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self) -> Rows[DutyOut]:
        """List what you owe, soonest first."""
        return self._transport.call("GET", "/api/v1/rounds")

    def begin(
        self,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Set out on a route."""
        return self._transport.call(
            "POST",
            place("rounds", "begin", kind),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def findings(self) -> Iterator[FindingOut]:
        """List findings, the newest first."""
        return self._transport.pages("/api/v1/rounds/findings")

    def found(self, *, idempotency_key: str | None = None, **body: Unpack[Found]) -> OutcomeOut:
        """Record what was found, on a round or off it."""
        return self._transport.call(
            "POST", "/api/v1/rounds/findings", body=body, key=idempotency_key
        )

    def show(self, pk: int | str, /) -> RoundOut:
        """Show one round: its lines, and how each was found."""
        return self._transport.call("GET", place("rounds", pk))

    def send_back(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[SendBack],
    ) -> DutyOut:
        """Send back what was done, with a reason; it is owed again."""
        return self._transport.call(
            "POST", place("rounds", pk, "back"), body=body, key=idempotency_key, if_match=if_match
        )

    def do(
        self,
        pk: int | str,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Record the fact that does what is owed."""
        return self._transport.call(
            "POST",
            place("rounds", pk, "do", kind),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def finish(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Finish],
    ) -> OutcomeOut:
        """Report a round or task, or a review of one, as done."""
        return self._transport.call(
            "POST", place("rounds", pk, "finish"), body=body, key=idempotency_key, if_match=if_match
        )

    def look(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Look],
    ) -> OutcomeOut:
        """Write down how one line was found."""
        return self._transport.call(
            "POST", place("rounds", pk, "look"), body=body, key=idempotency_key, if_match=if_match
        )

    def rest(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Rows[OutcomeOut]:
        """Write down that everything not looked at yet is in order."""
        return self._transport.call(
            "POST", place("rounds", pk, "rest"), key=idempotency_key, if_match=if_match
        )
