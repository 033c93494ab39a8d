"""The noun office; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Unpack

from shouwen_client.models import Deed, Made, OutcomeOut, Rows
from shouwen_client.nouns.office_models import (
    Attendance,
    Carried,
    Checking,
    HandedIn,
    MeetingLine,
    MeetingOut,
    MinutesBody,
    NewSheet,
    NoticeLine,
    NoticeOut,
    OfficeMeeting,
    OfficeNotice,
    OfficeResolution,
    OwedSheet,
    Sections,
    SheetLine,
    SheetOut,
    WithReason,
)
from shouwen_client.transport import Transport, place


class Office:
    """Operations on office."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def meetings(
        self,
        *,
        q: str | None = None,
        sort: Literal["-begins", "begins", "title", "-title", "chair", "-chair"] | None = None,
    ) -> Iterator[MeetingLine]:
        """List the meetings you may know of."""
        return self._transport.pages("/api/v1/office/meetings", query={"q": q, "sort": sort})

    def call(self, *, idempotency_key: str | None = None, **body: Unpack[OfficeMeeting]) -> Made:
        """Call a meeting; members are named by their keys."""
        return self._transport.call(
            "POST", "/api/v1/office/meetings", body=body, key=idempotency_key
        )

    def meeting(self, pk: int | str, /) -> MeetingOut:
        """Show one meeting."""
        return self._transport.call("GET", place("office", "meetings", pk))

    def change(
        self, pk: int | str, /, *, if_match: str | None = None, **body: Unpack[OfficeMeeting]
    ) -> Made:
        """Change a meeting that was not held yet."""
        return self._transport.call(
            "PUT", place("office", "meetings", pk), body=body, if_match=if_match
        )

    def attendance(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Attendance],
    ) -> Made:
        """Take attendance; the meeting was held then."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "attendance"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def cancel(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Call a meeting off."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "cancel"),
            key=idempotency_key,
            if_match=if_match,
        )

    def file_minutes(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """File the minutes with what the meeting's rule asks for."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "file"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def minutes(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[MinutesBody],
    ) -> Made:
        """Keep the minutes as a new version."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "minutes"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def further(
        self,
        pk: int | str,
        kind: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Deed],
    ) -> OutcomeOut:
        """Record another fact about the meeting for which a rule waits."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "record", kind),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def resolve(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[OfficeResolution],
    ) -> Made:
        """Note a resolution."""
        return self._transport.call(
            "POST",
            place("office", "meetings", pk, "resolutions"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def strike(self, pk: int | str, number: int | str, /, *, if_match: str | None = None) -> Made:
        """Strike a resolution before the minutes are filed."""
        return self._transport.call(
            "DELETE", place("office", "meetings", pk, "resolutions", number), if_match=if_match
        )

    def notices(
        self,
        *,
        q: str | None = None,
        which: Literal["", "valid", "customers"] | None = None,
        sort: Literal[
            "-issued",
            "issued",
            "title",
            "-title",
            "valid-from",
            "-valid-from",
            "confirm-by",
            "-confirm-by",
        ]
        | None = None,
    ) -> Iterator[NoticeLine]:
        """List the notices you may read."""
        return self._transport.pages(
            "/api/v1/office/notices", query={"q": q, "which": which, "sort": sort}
        )

    def issue(self, *, idempotency_key: str | None = None, **body: Unpack[OfficeNotice]) -> Made:
        """Issue a notice."""
        return self._transport.call(
            "POST", "/api/v1/office/notices", body=body, key=idempotency_key
        )

    def notice(self, pk: int | str, /) -> NoticeOut:
        """Show one notice."""
        return self._transport.call("GET", place("office", "notices", pk))

    def confirm(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> Made:
        """Confirm that you have read a notice."""
        return self._transport.call(
            "POST", place("office", "notices", pk, "read"), key=idempotency_key, if_match=if_match
        )

    def withdraw(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[WithReason],
    ) -> Made:
        """Withdraw a notice."""
        return self._transport.call(
            "POST",
            place("office", "notices", pk, "withdraw"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def sheets(
        self,
        *,
        paper: Literal["", "plan", "report"] | None = None,
        team: bool | None = None,
        sort: Literal[
            "-begun", "begun", "period", "-period", "author", "-author", "submitted", "-submitted"
        ]
        | None = None,
    ) -> Iterator[SheetLine]:
        """List your plans and reports; with ``team`` what everybody below you handed in."""
        return self._transport.pages(
            "/api/v1/office/reports", query={"paper": paper, "team": team, "sort": sort}
        )

    def begin_sheet(self, *, idempotency_key: str | None = None, **body: Unpack[NewSheet]) -> Made:
        """Begin a plan or report."""
        return self._transport.call(
            "POST", "/api/v1/office/reports", body=body, key=idempotency_key
        )

    def owed_sheets(self) -> Rows[OwedSheet]:
        """List the plans and reports that you owe, soonest first."""
        return self._transport.call("GET", "/api/v1/office/reports/owed")

    def sheets_to_check(self) -> Rows[SheetLine]:
        """List the plans and reports that wait for your check."""
        return self._transport.call("GET", "/api/v1/office/reports/to-check")

    def sheet(self, pk: int | str, /) -> SheetOut:
        """Show one plan or report."""
        return self._transport.call("GET", place("office", "reports", pk))

    def check_sheet(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Checking],
    ) -> Made:
        """Let a submitted plan or report stand, or send it back."""
        return self._transport.call(
            "POST",
            place("office", "reports", pk, "check"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def submit_sheet(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[HandedIn],
    ) -> OutcomeOut:
        """Hand a plan or report in; the fact that its rule waits for is recorded with it."""
        return self._transport.call(
            "POST",
            place("office", "reports", pk, "submit"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def write_sheet(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[Sections],
    ) -> Made:
        """Keep what was written as a new version."""
        return self._transport.call(
            "POST",
            place("office", "reports", pk, "write"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def carry_out(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[Carried]
    ) -> Made:
        """Report a resolution as carried out."""
        return self._transport.call(
            "POST", place("office", "resolutions", pk, "done"), body=body, key=idempotency_key
        )
