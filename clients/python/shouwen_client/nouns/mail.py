"""The noun mail; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class MailLetterOut(TypedDict):
    """One letter; ``why`` says why it was not taken, ``address`` is covered as everywhere."""

    address: str
    at: str
    became: str
    became_label: str
    case: str
    id: int
    size: int
    subject: str
    way: str
    why: str


class MailMailbox(TypedDict):
    """What becomes of letters."""

    acknowledges: NotRequired[bool]
    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    is_on: NotRequired[bool]
    taker: NotRequired[str | None]


class MailSignature(TypedDict):
    """What stands below whose answers."""

    post: NotRequired[str | None]
    team: NotRequired[str | None]
    text: str


class MailSignatureOut(TypedDict):
    """What stands below answers of a post's or a team's members."""

    id: int
    post: str
    team: str
    text: str


class MailboxOut(TypedDict):
    """What becomes of letters, and how the mailbox answered the last time."""

    acknowledges: bool
    asked_at: str | None
    case_type: str
    fault: str
    heard_at: str | None
    is_on: bool
    taker: str


class SignatureDropped(TypedDict):
    """Whether something was removed."""

    dropped: bool


class Mail:
    """Operations on mail."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def mailbox(self) -> MailboxOut:
        """Show what becomes of letters, and whether the mailbox can be reached."""
        return self._transport.call("GET", "/api/v1/mail")

    def set_mailbox(self, **body: Unpack[MailMailbox]) -> MailboxOut:
        """Say what becomes of letters."""
        return self._transport.call("PUT", "/api/v1/mail", body=body)

    def letters(self, *, not_taken: bool | None = None) -> Iterator[MailLetterOut]:
        """List letters, the latest first; with ``not_taken`` only those that were not."""
        return self._transport.pages("/api/v1/mail/letters", query={"not_taken": not_taken})

    def signatures(self) -> Rows[MailSignatureOut]:
        """List what stands below whose answers."""
        return self._transport.call("GET", "/api/v1/mail/signatures")

    def add_signature(
        self, *, idempotency_key: str | None = None, **body: Unpack[MailSignature]
    ) -> MailSignatureOut:
        """Add what stands below answers of a post's or a team's members."""
        return self._transport.call(
            "POST", "/api/v1/mail/signatures", body=body, key=idempotency_key
        )

    def drop_signature(self, pk: int | str, /, *, if_match: str | None = None) -> SignatureDropped:
        """Remove a signature."""
        return self._transport.call("DELETE", place("mail", "signatures", pk), if_match=if_match)

    def change_signature(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[MailSignature]
    ) -> MailSignatureOut:
        """Change a signature."""
        return self._transport.call(
            "PUT", place("mail", "signatures", pk), body=body, if_match=if_match
        )
