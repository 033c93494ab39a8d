"""The noun registers; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import EnforcementReason, OutcomeOut, Rows
from shouwen_client.transport import Transport, place


class EntryLine(TypedDict):
    """One entry in a list."""

    cells: list[list[Any]]
    happened_at: str
    number: int
    printed: str
    who: str


class EntryOut(TypedDict):
    """One entry with its fields, figures and signatures."""

    absent: list[str]
    fields: list[list[Any]]
    figures: list[list[Any]]
    happened_at: str
    number: int
    open: list[str]
    printed: str
    recorded_at: str
    signed: list[SignatureOut]
    struck: bool
    who: str


class FilledForm(TypedDict):
    """A filled form."""

    details: NotRequired[dict[str, str | int | float | bool | None]]
    happened_at: NotRequired[str | None]
    incomplete: NotRequired[bool]
    kind: NotRequired[str | None]


class RegisterOut(TypedDict):
    """A register in force: its name, its clause, and the kinds of facts that fill it in."""

    clause: str
    fields: list[str]
    kinds: list[str]
    regulation: str
    rule: str
    title: str


class SignatureOut(TypedDict):
    """One signature; ``standing`` is valid, void or altered."""

    at: str
    label: str
    signer: str
    slot: str
    standing: str


class Signing(TypedDict):
    """The line that is signed; somebody from outside signs with a name and a drawing."""

    name: NotRequired[str]
    slot: NotRequired[str]
    strokes: NotRequired[str]


class Registers:
    """Operations on registers."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self) -> Rows[RegisterOut]:
        """List the registers in force."""
        return self._transport.call("GET", "/api/v1/registers")

    def entries(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        q: str | None = None,
        person: str | None = None,
        since: str | None = None,
        until: str | None = None,
        sort: Literal["-happened", "happened", "entered", "-entered"] | None = None,
        limit: int | None = None,
    ) -> Iterator[EntryLine]:
        """List a register's entries, newest first; without the right to all, those about you."""
        return self._transport.pages(
            place("registers", slug, rule),
            query={
                "q": q,
                "person": person,
                "since": since,
                "until": until,
                "sort": sort,
                "limit": limit,
            },
        )

    def fill_in(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[FilledForm],
    ) -> OutcomeOut:
        """Fill in a form; its running number is given as it is recorded."""
        return self._transport.call(
            "POST",
            place("registers", slug, rule),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def sign_held(
        self,
        slug: int | str,
        rule: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Signing],
    ) -> OutcomeOut:
        """Sign a form that waits for your tier; with the last signature it is recorded."""
        return self._transport.call(
            "POST",
            place("registers", slug, rule, "held", pk, "sign"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def entry(self, slug: int | str, rule: int | str, number: int | str, /) -> EntryOut:
        """Show one entry."""
        return self._transport.call("GET", place("registers", slug, rule, number))

    def sign(
        self,
        slug: int | str,
        rule: int | str,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Signing],
    ) -> OutcomeOut:
        """Sign an entry on one of its lines."""
        return self._transport.call(
            "POST",
            place("registers", slug, rule, number, "sign"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def strike_out(
        self,
        slug: int | str,
        rule: int | str,
        number: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[EnforcementReason],
    ) -> OutcomeOut:
        """Take an entry back with a reason; it stays, crossed out."""
        return self._transport.call(
            "POST",
            place("registers", slug, rule, number, "strike-out"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
