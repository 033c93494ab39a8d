"""The noun targets; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, Unpack

from shouwen_client.models import CasesMail
from shouwen_client.transport import Transport, place


class CountedOut(TypedDict):
    """A row behind a figure; ``met`` is null where something needed was not recorded."""

    about: str
    happened_at: str | None
    met: bool | None
    number: int | None
    value: str


class TargetOut(TypedDict):
    """One target over a period, as the page measures it."""

    clause: str
    met: bool | None
    regulation: str
    rule: str
    since: str
    threshold: str
    title: str
    until: str
    value: str


class TargetsMail(TypedDict):
    """The number by which the mail is stopped, and when it is next."""

    id: int
    next_at: str


class Targets:
    """Operations on targets."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def list_(self, *, month: str | None = None, q: str | None = None) -> Iterator[TargetOut]:
        """List the targets in force, measured over a month or the period it falls in."""
        return self._transport.pages("/api/v1/targets", query={"month": month, "q": q})

    def mail(self, *, idempotency_key: str | None = None, **body: Unpack[CasesMail]) -> TargetsMail:
        """Have the targets mailed to you, or change when: each figure of its last whole period."""
        return self._transport.call("POST", "/api/v1/targets/mail", body=body, key=idempotency_key)

    def rows(
        self,
        slug: int | str,
        rule: int | str,
        /,
        *,
        month: str | None = None,
        met: bool | None = None,
    ) -> Iterator[CountedOut]:
        """List the rows a target was counted from: those that do not comply, or those that do."""
        return self._transport.pages(
            place("targets", slug, rule, "rows"), query={"month": month, "met": met}
        )
