"""The noun regulations; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class Adopted(TypedDict):
    """A version that was adopted or ended; with ``request`` it waits for signatures there."""

    ended: str | None
    in_force: str | None
    number: int | None
    regulation: str
    request: NotRequired[int | None]


class AdoptionAdopt(TypedDict):
    """The day from which the text is in force."""

    in_force: str


class AdoptionDraft(TypedDict):
    """The text being mended, and which save it was opened from."""

    revision: int
    text: NotRequired[str | None]


class AdoptionRetire(TypedDict):
    """The first day on which a regulation is no longer in force."""

    ended: str


class Checked(TypedDict):
    """What a text says and what is wrong with it; ``sound`` means it may be adopted."""

    cases: int
    differing: int
    faults: list[FaultOut]
    regulation: str | None
    rules: int
    sound: bool
    title: str | None


class ClauseOut(TypedDict):
    """One clause in its place."""

    address: str
    depth: int
    heading: str
    line: int
    number: str
    text: str


class Day(TypedDict):
    """A day of the calendar that was set."""

    day: str
    team: str | None


class DraftLine(TypedDict):
    """A draft that was not adopted yet."""

    by: str
    changed_at: str
    file_name: str
    id: int


class DraftOut(TypedDict):
    """A draft with its text; ``revision`` is named when it is saved."""

    checked: Checked
    file_name: str
    id: int
    revision: int
    text: str


class FaultOut(TypedDict):
    """Something wrong with a text: where, what, and how to mend it."""

    line: int
    mend: str
    severity: str
    what: str


class FromLibrary(TypedDict):
    """A regulation of the library by its short name, and its first day."""

    in_force: NotRequired[str | None]
    name: str


class OfVersion(TypedDict):
    """The version a draft begins from; with ``mend`` a draft begun before is gone on with."""

    mend: NotRequired[bool]
    number: NotRequired[int | None]
    regulation: str


class Readings(TypedDict):
    """How each unclear place of a text is read, by its key."""

    chosen: dict[str, str]
    revision: int


class RegulationsExceptionalDay(TypedDict):
    """One day that differs from week and holidays."""

    day: str
    hours: NotRequired[str | None]
    name: str
    opening: Literal["closed", "working day", "hours"]
    team: NotRequired[str | None]


class RuleOut(TypedDict):
    """One rule as data, and the clause it carries out."""

    clause: str
    definition: dict[str, Any]
    kind: str
    rule: str
    title: str


class Source(TypedDict):
    """The file a version was adopted from, unchanged."""

    file_name: str
    sha256: str
    text: str


class Text(TypedDict):
    """The text of a regulation."""

    file_name: NotRequired[str]
    text: str


class VersionOut(TypedDict):
    """One version of a regulation; ``state`` says whether it counts today."""

    adopted_at: str
    adopted_by: str
    ended: str | None
    in_force: str
    number: int
    regulation: str
    sha256: str
    state: str
    title: str


class WeekBody(TypedDict):
    """The weekly opening hours from a day on; a day left out is closed."""

    fri: NotRequired[list[str]]
    in_force: str
    mon: NotRequired[list[str]]
    sat: NotRequired[list[str]]
    sun: NotRequired[list[str]]
    team: NotRequired[str | None]
    thu: NotRequired[list[str]]
    tue: NotRequired[list[str]]
    wed: NotRequired[list[str]]


class Regulations:
    """Operations on regulations."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def set_day(
        self, *, idempotency_key: str | None = None, **body: Unpack[RegulationsExceptionalDay]
    ) -> Day:
        """Set one day that differs from week and holidays."""
        return self._transport.call("POST", "/api/v1/calendar/days", body=body, key=idempotency_key)

    def set_week(self, *, idempotency_key: str | None = None, **body: Unpack[WeekBody]) -> Day:
        """Set the weekly opening hours from a day on, for the house or a team."""
        return self._transport.call("POST", "/api/v1/calendar/week", body=body, key=idempotency_key)

    def list_(self, *, on: str | None = None) -> Rows[VersionOut]:
        """List the version of every regulation that is in force, today or on a day."""
        return self._transport.call("GET", "/api/v1/regulations", query={"on": on})

    def check(self, *, idempotency_key: str | None = None, **body: Unpack[Text]) -> Checked:
        """Check a text: its faults at their lines, its rules, its worked cases. Nothing is kept."""
        return self._transport.call(
            "POST", "/api/v1/regulations/check", body=body, key=idempotency_key
        )

    def drafts(self) -> Rows[DraftLine]:
        """List the drafts that were not adopted yet."""
        return self._transport.call("GET", "/api/v1/regulations/drafts")

    def start_draft(self, *, idempotency_key: str | None = None, **body: Unpack[Text]) -> DraftOut:
        """Begin a draft from a text."""
        return self._transport.call(
            "POST", "/api/v1/regulations/drafts", body=body, key=idempotency_key
        )

    def draft_from_library(
        self, *, idempotency_key: str | None = None, **body: Unpack[FromLibrary]
    ) -> DraftOut:
        """Begin a draft from a regulation of the library."""
        return self._transport.call(
            "POST", "/api/v1/regulations/drafts/from-library", body=body, key=idempotency_key
        )

    def draft_from_version(
        self, *, idempotency_key: str | None = None, **body: Unpack[OfVersion]
    ) -> DraftOut:
        """Begin the next version of a regulation from an adopted one, the last if none is named."""
        return self._transport.call(
            "POST", "/api/v1/regulations/drafts/from-version", body=body, key=idempotency_key
        )

    def discard(self, pk: int | str, /, *, if_match: str | None = None) -> DraftLine:
        """Throw a draft away."""
        return self._transport.call("DELETE", place("regulations", "drafts", pk), if_match=if_match)

    def draft(self, pk: int | str, /) -> DraftOut:
        """Show a draft with its faults."""
        return self._transport.call("GET", place("regulations", "drafts", pk))

    def save_draft(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[AdoptionDraft]
    ) -> DraftOut:
        """Save a draft's text; 409 if somebody saved it since the revision you read."""
        return self._transport.call(
            "PUT", place("regulations", "drafts", pk), body=body, if_match=if_match
        )

    def adopt(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[AdoptionAdopt],
    ) -> Adopted:
        """Adopt a draft from a day on, at once or when everybody has signed whom a rule asks to."""
        return self._transport.call(
            "POST",
            place("regulations", "drafts", pk, "adopt"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def choose_readings(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Readings],
    ) -> DraftOut:
        """Keep how this department reads each unclear place of a draft."""
        return self._transport.call(
            "POST",
            place("regulations", "drafts", pk, "readings"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def retire(
        self,
        slug: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[AdoptionRetire],
    ) -> Adopted:
        """End a regulation without another version in its place."""
        return self._transport.call(
            "POST",
            place("regulations", slug, "retire"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def versions(self, slug: int | str, /) -> Rows[VersionOut]:
        """List every version of a regulation, the first one first."""
        return self._transport.call("GET", place("regulations", slug, "versions"))

    def clauses(self, slug: int | str, number: int | str, /) -> Rows[ClauseOut]:
        """List the clauses of a version in their order."""
        return self._transport.call(
            "GET", place("regulations", slug, "versions", number, "clauses")
        )

    def rules(self, slug: int | str, number: int | str, /) -> Rows[RuleOut]:
        """List the rules of a version as data."""
        return self._transport.call("GET", place("regulations", slug, "versions", number, "rules"))

    def source(self, slug: int | str, number: int | str, /) -> Source:
        """Hand out the file a version was adopted from."""
        return self._transport.call("GET", place("regulations", slug, "versions", number, "source"))
