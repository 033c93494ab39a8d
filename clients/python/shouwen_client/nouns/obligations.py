"""The noun obligations; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import DutyOut, EnforcementReason, FactOut, OutcomeOut
from shouwen_client.transport import Transport, place


class Done(TypedDict):
    """That a recurring duty was done; ``counted`` says how many of each proof there are."""

    counted: NotRequired[dict[str, int]]
    done_at: NotRequired[str | None]
    evidence: NotRequired[str | None]


class FullClause(TypedDict):
    """A clause with its words."""

    address: str
    number: str
    page: str
    regulation: str
    text: str
    title: str


class StepOut(TypedDict):
    """One step that led to a result: its code, its values, and the sentence."""

    code: str
    sentence: str
    values: dict[str, Any]


class WhyOut(TypedDict):
    """Why something is so: clause, rule, version, fact."""

    clause: FullClause
    fact: FactOut
    in_force: str
    reading: str
    rule: str
    rule_title: str
    steps: list[StepOut]
    version: int


class Obligations:
    """Operations on obligations."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def mine(
        self,
        *,
        about: str | None = None,
        sort: Literal["due", "-due", "opened", "-opened", "matter", "-matter"] | None = None,
        limit: int | None = None,
    ) -> Iterator[DutyOut]:
        """List what you owe, soonest first."""
        return self._transport.pages(
            "/api/v1/obligations", query={"about": about, "sort": sort, "limit": limit}
        )

    def duty(self, pk: int | str, /) -> DutyOut:
        """Show one duty."""
        return self._transport.call("GET", place("obligations", pk))

    def finish(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Done],
    ) -> OutcomeOut:
        """Record that a recurring duty was done, with what proves it."""
        return self._transport.call(
            "POST",
            place("obligations", pk, "done"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def excuse(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Let somebody off a duty, for a reason."""
        return self._transport.call(
            "POST",
            place("obligations", pk, "excuse"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def why_obligation(self, pk: int | str, /) -> WhyOut:
        """Say why somebody owes something by a time: clause, inputs."""
        return self._transport.call("GET", place("why", "obligations", pk))

    def why_request(self, pk: int | str, /) -> WhyOut:
        """Say why something has to be signed."""
        return self._transport.call("GET", place("why", "requests", pk))

    def why_transfer(self, pk: int | str, /) -> WhyOut:
        """Say why points or money moved."""
        return self._transport.call("GET", place("why", "transfers", pk))
