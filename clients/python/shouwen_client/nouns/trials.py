"""The noun trials; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class AnnouncementOut(TypedDict):
    """An announced version; ``readers`` are those whose reading you may see."""

    changes: list[str]
    id: int
    in_force: str
    note: str
    number: int
    people: int
    readers: list[ReaderOut]
    regulation: str
    remind_every: int | None
    sha256: str
    title: str
    told_at: str


class DifferenceOut(TypedDict):
    """One thing that would have come out otherwise; ``fact`` is 0 where a period began."""

    at: str
    clause: str
    drafted: str
    fact: int
    id: int
    matter: str
    now: str
    party: str
    rule: str
    sort: str


class FigureOut(TypedDict):
    """A figure under today's rules and under the draft, as the page writes it."""

    drafted: str
    label: str
    now: str


class HeadingOut(TypedDict):
    """A rule or a person with what came out under it; ``key`` chooses its differences."""

    clause: str
    figures: list[FigureOut]
    key: str
    label: str


class ReaderOut(TypedDict):
    """Somebody who is to read an announced text, and when they confirmed it."""

    due_at: str | None
    member: str
    name: str
    read_at: str | None
    reminded: int
    told_at: str


class ToReadOut(TypedDict):
    """An announced text that you have not confirmed yet."""

    due_at: str | None
    id: int
    in_force: str
    number: int
    people: int
    posts: list[str]
    title: str


class TrialAnnounce(TypedDict):
    """What is said beside the changes, and how often whoever has not read them is reminded."""

    note: NotRequired[str | None]
    number: int
    regulation: str
    remind_every: NotRequired[int | None]


class TrialLine(TypedDict):
    """One trial in a list."""

    asked_at: str
    by: str
    id: int
    since: str
    state: str
    title: str
    until: str


class TrialOut(TypedDict):
    """A trial: how far it is, and once ``state`` is ``done`` what came out."""

    clauses: list[HeadingOut]
    differences: int
    done: int
    draft: int | None
    id: int
    of: int
    people: list[HeadingOut]
    regulation: str
    sha256: str
    since: str
    state: str
    title: str
    totals: list[FigureOut]
    until: str


class TrialPeriod(TypedDict):
    """From which day to which the facts are judged again; both days are included."""

    draft: int
    since: str
    until: str


class Trials:
    """Operations on trials."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def to_read(self) -> Rows[ToReadOut]:
        """List the announced regulations that you are to read and have not confirmed."""
        return self._transport.call("GET", "/api/v1/announcements")

    def announce(
        self, *, idempotency_key: str | None = None, **body: Unpack[TrialAnnounce]
    ) -> AnnouncementOut:
        """Tell everybody an adopted version concerns who was not told yet."""
        return self._transport.call("POST", "/api/v1/announcements", body=body, key=idempotency_key)

    def announcement(self, pk: int | str, /) -> AnnouncementOut:
        """Show an announced version: what changes, in sentences, and who has read it."""
        return self._transport.call("GET", place("announcements", pk))

    def confirm(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> AnnouncementOut:
        """Confirm that you have read an announced version; a second time changes nothing."""
        return self._transport.call(
            "POST", place("announcements", pk, "confirm"), key=idempotency_key, if_match=if_match
        )

    def list_(self) -> Rows[TrialLine]:
        """List what was tried, the latest first."""
        return self._transport.call("GET", "/api/v1/trials")

    def begin(self, *, idempotency_key: str | None = None, **body: Unpack[TrialPeriod]) -> TrialOut:
        """Ask for a draft to be tried on the facts of a period; it runs in the background."""
        return self._transport.call("POST", "/api/v1/trials", body=body, key=idempotency_key)

    def trial(self, pk: int | str, /) -> TrialOut:
        """Show how far a trial is; once worked out, what came out."""
        return self._transport.call("GET", place("trials", pk))

    def again(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> TrialOut:
        """Let a trial that broke off be worked out anew, of the same text and the same days."""
        return self._transport.call(
            "POST", place("trials", pk, "again"), key=idempotency_key, if_match=if_match
        )

    def cancel(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> TrialOut:
        """Stop a trial that waits or runs."""
        return self._transport.call(
            "POST", place("trials", pk, "cancel"), key=idempotency_key, if_match=if_match
        )

    def differences(
        self,
        pk: int | str,
        /,
        *,
        sort: Literal["", "obligation", "transfer", "permission"] | None = None,
        rule: str | None = None,
        party: str | None = None,
    ) -> Iterator[DifferenceOut]:
        """List what would have come out otherwise, of one sort, rule or person if that is named."""
        return self._transport.pages(
            place("trials", pk, "differences"), query={"sort": sort, "rule": rule, "party": party}
        )
