"""The noun calls; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Unpack

from shouwen_client.models import CasesMail, Rows
from shouwen_client.nouns.calls_models import (
    BoardOut,
    CallCommandIn,
    CallCommandOut,
    CallIntervalOut,
    CallMatterIn,
    CallMatterOut,
    CallNoteIn,
    CallOut,
    CallPlayIn,
    CallPlayOut,
    CallReturnedIn,
    CallsOut,
    CallStepIn,
    CallStepOut,
    FloorOut,
    HoldBackIn,
    MySeatOut,
    PhoneMenuFile,
    PhoneMenuIn,
    PhoneMenuOut,
    PhoneMenuRow,
    RecordingOut,
    ReportMail,
    SeatStateIn,
)
from shouwen_client.transport import Transport, place


class Calls:
    """Operations on calls."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def board(self, key: int | str, /) -> BoardOut:
        """Return a team's day at the telephones."""
        return self._transport.call("GET", place("calls", "boards", key))

    def watch(self) -> FloorOut:
        """Return the seats of whom you lead, and every call that goes on or waits."""
        return self._transport.call("GET", "/api/v1/calls/floor")

    def heard(self, *, idempotency_key: str | None = None) -> MySeatOut:
        """Renew the lease of your seat; a lapsed one is back as it was."""
        return self._transport.call("POST", "/api/v1/calls/heard", key=idempotency_key)

    def phone_menus(self) -> Rows[PhoneMenuRow]:
        """List the telephone menus, each with its latest version."""
        return self._transport.call("GET", "/api/v1/calls/menus")

    def phone_menu(self, key: int | str, /, *, version: str | None = None) -> PhoneMenuOut:
        """Return a telephone menu with its queues, in its latest version or the one asked for."""
        return self._transport.call("GET", place("calls", "menus", key), query={"version": version})

    def phone_menu_for_asterisk(
        self, key: int | str, /, *, file: Literal["extensions", "queues"] | None = None
    ) -> PhoneMenuFile:
        """Return the menu in use as a file of Asterisk's."""
        return self._transport.call(
            "GET", place("calls", "menus", key, "asterisk"), query={"file": file}
        )

    def save_phone_menu(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PhoneMenuIn],
    ) -> PhoneMenuOut:
        """Keep a menu as the next version of this key; rules in force may refuse it."""
        return self._transport.call(
            "POST",
            place("calls", "menus", key, "save"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def mine(self) -> MySeatOut:
        """Return your seat, the call that is there, and your latest calls."""
        return self._transport.call("GET", "/api/v1/calls/mine")

    def play(self, key: int | str, /) -> CallPlayOut:
        """Return whether simulated callers ring a team up."""
        return self._transport.call("GET", place("calls", "plays", key))

    def begin_play(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallPlayIn],
    ) -> CallPlayOut:
        """Let simulated callers ring a team up; what they do is recorded like any call."""
        return self._transport.call(
            "POST",
            place("calls", "plays", key, "begin"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def end_play(
        self, key: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> CallPlayOut:
        """Let no simulated caller call any more."""
        return self._transport.call(
            "POST", place("calls", "plays", key, "end"), key=idempotency_key, if_match=if_match
        )

    def report(
        self,
        *,
        since: str | None = None,
        until: str | None = None,
        step: Literal["15", "30", "day", "week", "month"] | None = None,
        team: str | None = None,
    ) -> Rows[CallIntervalOut]:
        """Return calls by interval; both days are counted."""
        return self._transport.call(
            "GET",
            "/api/v1/calls/report",
            query={"since": since, "until": until, "step": step, "team": team},
        )

    def behind(
        self,
        *,
        first: str | None = None,
        until: str | None = None,
        queue: str | None = None,
        ending: Literal["", "answered", "abandoned", "in_menu"] | None = None,
    ) -> Iterator[CallOut]:
        """List the calls behind a figure of the report, as far as you may see each of them."""
        return self._transport.pages(
            "/api/v1/calls/report/calls",
            query={"first": first, "until": until, "queue": queue, "ending": ending},
        )

    def mail_report(
        self, *, idempotency_key: str | None = None, **body: Unpack[CasesMail]
    ) -> ReportMail:
        """Have the report of the last whole day, week or month mailed to you, or change when."""
        return self._transport.call(
            "POST", "/api/v1/calls/report/mail", body=body, key=idempotency_key
        )

    def seat(self, *, idempotency_key: str | None = None, **body: Unpack[SeatStateIn]) -> MySeatOut:
        """Say what your seat does, or sign out of it."""
        return self._transport.call("POST", "/api/v1/calls/seat", body=body, key=idempotency_key)

    def to_return(self) -> CallsOut:
        """List the callers nobody has spoken to, who have waited longest for a call back."""
        return self._transport.call("GET", "/api/v1/calls/to-return")

    def show(self, pk: int | str, /) -> CallOut:
        """Return one call as you may see it."""
        return self._transport.call("GET", place("calls", pk))

    def command(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallCommandIn],
    ) -> CallCommandOut:
        """Have the exchange do something about a call: at your own seat."""
        return self._transport.call(
            "POST", place("calls", pk, "command"), body=body, key=idempotency_key, if_match=if_match
        )

    def tie(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallMatterIn],
    ) -> CallMatterOut:
        """Open a matter out of a call, or say to which one it belongs."""
        return self._transport.call(
            "POST", place("calls", pk, "matter"), body=body, key=idempotency_key, if_match=if_match
        )

    def note(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallNoteIn],
    ) -> CallOut:
        """Keep a note of a call."""
        return self._transport.call(
            "POST", place("calls", pk, "notes"), body=body, key=idempotency_key, if_match=if_match
        )

    def recording(self, pk: int | str, /) -> RecordingOut:
        """Return what is known of the recording of a call."""
        return self._transport.call("GET", place("calls", pk, "recording"))

    def hold_back_recording(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[HoldBackIn],
    ) -> RecordingOut:
        """Hold the recording of a call back from being erased."""
        return self._transport.call(
            "POST",
            place("calls", pk, "recording", "hold_back"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def listen_to_recording(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> RecordingOut:
        """Say that you listen to the recording of a call; each time is a fact."""
        return self._transport.call(
            "POST",
            place("calls", pk, "recording", "listen"),
            key=idempotency_key,
            if_match=if_match,
        )

    def release_recording(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> RecordingOut:
        """Hold the recording of a call back no longer."""
        return self._transport.call(
            "POST",
            place("calls", pk, "recording", "release"),
            key=idempotency_key,
            if_match=if_match,
        )

    def returned(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallReturnedIn],
    ) -> CallOut:
        """Record that a caller was called back, and whether they were reached."""
        return self._transport.call(
            "POST",
            place("calls", pk, "returned"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def situation(
        self,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[CallStepIn],
    ) -> CallStepOut:
        """Record that a step of a situation was said, or that the situation is over."""
        return self._transport.call(
            "POST",
            place("calls", pk, "situation"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
