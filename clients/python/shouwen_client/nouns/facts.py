"""The noun facts; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import EnforcementReason, FactOut, OutcomeOut, Rows
from shouwen_client.transport import Transport, place


class KindOut(TypedDict):
    """A kind of fact that may be recorded by hand, and its details."""

    details: dict[str, str]
    form: NotRequired[str | None]
    kind: str
    label: str


class MissingDetails(TypedDict):
    """What rules still ask for about a fact."""

    details: dict[str, str | int | float | bool | None]


class NewFact(TypedDict):
    """Something that happened; ``about`` is a matter's key such as ``case:T-1``."""

    about: NotRequired[str | None]
    details: NotRequired[dict[str, str | int | float | bool | None]]
    form: NotRequired[str | None]
    happened_at: NotRequired[str | None]
    kind: str


class Facts:
    """Operations on facts."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        about: str | None = None,
        kind: str | None = None,
        sort: Literal["-number", "number"] | None = None,
        limit: int | None = None,
    ) -> Iterator[FactOut]:
        """List recorded facts: of one matter, or what you recorded (all."""
        return self._transport.pages(
            "/api/v1/facts", query={"about": about, "kind": kind, "sort": sort, "limit": limit}
        )

    def record(self, *, idempotency_key: str | None = None, **body: Unpack[NewFact]) -> OutcomeOut:
        """Record one fact of the vocabulary in force; you are told what follows from it."""
        return self._transport.call("POST", "/api/v1/facts", body=body, key=idempotency_key)

    def kinds(self) -> Rows[KindOut]:
        """List what may be recorded by hand under the regulations in force."""
        return self._transport.call("GET", "/api/v1/facts/kinds")

    def show(self, number: int | str, /) -> FactOut:
        """Show one recorded fact."""
        return self._transport.call("GET", place("facts", number))

    def complete(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[MissingDetails],
    ) -> OutcomeOut:
        """Supply what rules still ask about a fact."""
        return self._transport.call(
            "POST",
            place("facts", number, "complete"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def correct(
        self,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Take a fact back with everything that followed from it."""
        return self._transport.call(
            "POST",
            place("facts", number, "correct"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
