"""The noun approvals; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import OutcomeOut, Rows
from shouwen_client.transport import Transport, place


class AskableOut(TypedDict):
    """Something that a rule lets wait for signatures, and who signs."""

    kinds: list[str]
    regulation: str
    rule: str
    tiers: list[str]
    title: str


class Asking(TypedDict):
    """What is asked for; ``like`` is an earlier request that is asked again with changes."""

    details: NotRequired[dict[str, str | int | float | bool | None]]
    happened_at: NotRequired[str | None]
    kind: NotRequired[str | None]
    like: NotRequired[int | None]
    regulation: str
    rule: str


class Chosen(TypedDict):
    """A request and the tier of it that you saw."""

    id: int
    tier: int


class Granted(TypedDict):
    """How many were granted, and why others were not."""

    granted: int
    refused: dict[str, str]


class RequestOut(TypedDict):
    """One request: what is proposed, by whom, and at which tier it stands."""

    acting_for: str
    clause: str
    details: list[list[Any]]
    ended_at: str | None
    expires_at: str | None
    id: int
    in_person: bool
    label: str
    matter: str
    opened_at: str
    proposer: str
    regulation: str
    state: str
    tier: int
    tiers: list[list[str]]
    why: str


class Several(TypedDict):
    """The requests to grant together."""

    requests: list[Chosen]


class SignoffDecision(TypedDict):
    """Asks what a signer says to a request, and which tier of it the page showed."""

    comment: NotRequired[str | None]
    tier: int
    verdict: Literal["granted", "refused"]


class SignoffWithdraw(TypedDict):
    """Asks why a request is taken back."""

    reason: NotRequired[str | None]


class Approvals:
    """Operations on approvals."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(
        self,
        *,
        which: Literal["waiting", "asked", "decided"] | None = None,
        q: str | None = None,
        sort: Literal["", "time", "-time"] | None = None,
    ) -> Iterator[RequestOut]:
        """List what waits for your signature, what you asked for, or what you decided."""
        return self._transport.pages(
            "/api/v1/approvals", query={"which": which, "q": q, "sort": sort}
        )

    def ask(self, *, idempotency_key: str | None = None, **body: Unpack[Asking]) -> OutcomeOut:
        """Propose a fact that a rule lets wait for signatures."""
        return self._transport.call("POST", "/api/v1/approvals", body=body, key=idempotency_key)

    def kinds(self) -> Rows[AskableOut]:
        """List everything the rules in force let wait for signatures."""
        return self._transport.call("GET", "/api/v1/approvals/kinds")

    def together(self, *, idempotency_key: str | None = None, **body: Unpack[Several]) -> Granted:
        """Grant several requests; one that cannot be leaves the others granted."""
        return self._transport.call(
            "POST", "/api/v1/approvals/together", body=body, key=idempotency_key
        )

    def show(self, pk: int | str, /) -> RequestOut:
        """Show one request."""
        return self._transport.call("GET", place("approvals", pk))

    def decide(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[SignoffDecision],
    ) -> OutcomeOut:
        """Sign the tier you saw, or refuse to; 409 if it was decided meanwhile."""
        return self._transport.call(
            "POST",
            place("approvals", pk, "decide"),
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
        **body: Unpack[SignoffWithdraw],
    ) -> OutcomeOut:
        """Take your own request back."""
        return self._transport.call(
            "POST",
            place("approvals", pk, "withdraw"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
