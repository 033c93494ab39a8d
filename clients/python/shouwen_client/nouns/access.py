"""The noun access; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class AskingOut(TypedDict):
    """One asking; ``state`` says whether it is open, waits for a second person."""

    id: int
    record: str
    state: str
    subject: str
    until: str | None
    what: str
    why: str


class LookOut(TypedDict):
    """One look at a confidential record."""

    at: str
    how: str
    member: str
    reason: str
    record: str
    subject: str


class Table(TypedDict):
    """A table as CSV; fields that could be formulas are defused."""

    csv: str
    name: str


class ToTell(TypedDict):
    """The same, and whom one tells."""

    details: NotRequired[dict[str, str]]
    fields: NotRequired[list[str]]
    identity: NotRequired[str | None]
    identity_how: NotRequired[str | None]
    reason: str
    recipient: NotRequired[str]
    second: NotRequired[str | None]


class Wanted(TypedDict):
    """What is asked for, why, and the answers to what the rules ask."""

    details: NotRequired[dict[str, str]]
    fields: NotRequired[list[str]]
    identity: NotRequired[str | None]
    identity_how: NotRequired[str | None]
    reason: str
    second: NotRequired[str | None]


class Why(TypedDict):
    """Why."""

    why: NotRequired[str]


class Access:
    """Operations on access."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def askings(self, *, waiting: bool | None = None) -> Rows[AskingOut]:
        """List what you asked for, or with ``waiting`` what waits for you as the second person."""
        return self._transport.call("GET", "/api/v1/access/askings", query={"waiting": waiting})

    def refuse_second(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Why],
    ) -> AskingOut:
        """Refuse to be the second person."""
        return self._transport.call(
            "POST",
            place("access", "askings", pk, "refuse"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def be_second(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> AskingOut:
        """Agree as the second person."""
        return self._transport.call(
            "POST", place("access", "askings", pk, "second"), key=idempotency_key, if_match=if_match
        )

    def take_back(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> AskingOut:
        """Take your own asking back, or cover again what was revealed."""
        return self._transport.call(
            "POST",
            place("access", "askings", pk, "take-back"),
            key=idempotency_key,
            if_match=if_match,
        )

    def disclose(
        self,
        record: int | str,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[ToTell],
    ) -> AskingOut:
        """Ask to tell somebody what is on record."""
        return self._transport.call(
            "POST", place("access", "disclose", record, key), body=body, key=idempotency_key
        )

    def export_file(self, pk: int | str, /, *, idempotency_key: str | None = None) -> Table:
        """Hand a granted export out, once, to whoever asked for it."""
        return self._transport.call(
            "POST", place("access", "exports", pk, "file"), key=idempotency_key
        )

    def export(
        self, record: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[Wanted]
    ) -> AskingOut:
        """Ask to export every record of a kind, as far as it may be seen."""
        return self._transport.call(
            "POST", place("access", "exports", record), body=body, key=idempotency_key
        )

    def looks(self, *, q: str | None = None) -> Iterator[LookOut]:
        """List who looked at what, the latest first."""
        return self._transport.pages("/api/v1/access/looks", query={"q": q})

    def reveal(
        self,
        record: int | str,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        **body: Unpack[Wanted],
    ) -> AskingOut:
        """Ask to see the covered fields of a record; once it is open, read the record again."""
        return self._transport.call(
            "POST", place("access", "reveal", record, key), body=body, key=idempotency_key
        )
