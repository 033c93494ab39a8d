"""The noun calls; written by tools/generate_client.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NotRequired, TypedDict, Unpack

from shouwen_client.models import Rows
from shouwen_client.transport import Transport, place


class BoardOut(TypedDict):
    """A team's day; shares are of one, null where there is nothing to share."""

    abandoned: int
    answered: int
    backlog: int
    lapses: int
    longest_wait: int
    offered: int
    planned: int
    present: int
    service_level: float | None
    waiting: int
    within: int | None


class CallCommandIn(TypedDict):
    """What the exchange is to do; a transfer says to which member."""

    command: Literal[
        "answer", "hang_up", "hold", "resume", "transfer", "originate", "listen", "whisper", "join"
    ]
    to: NotRequired[str]


class CallCommandOut(TypedDict):
    """A command on its way; what the exchange makes of it is told of the call as ever."""

    call: int
    command: str
    state: str


class CallIntervalOut(TypedDict):
    """Calls that arrived in an interval and are over; seconds are whole, shares are of one."""

    abandoned: int
    answered: int
    begins: str
    ends: str
    held: int
    in_menu: int
    in_time: int | None
    longest_wait: int
    offered: int
    service_level: float | None
    talked: int
    waited: int
    within: int | None


class CallMatterIn(TypedDict):
    """The number of a matter, or the kind and title of a new one."""

    case_type: NotRequired[
        Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"]
    ]
    name: NotRequired[str]
    number: NotRequired[str]
    title: NotRequired[str]


class CallMatterOut(TypedDict):
    """The matter to which a call belongs."""

    number: str


class CallNoteIn(TypedDict):
    """What was said."""

    text: str


class CallOut(TypedDict):
    """One call as you may see it; the caller's number is masked."""

    arrived: str
    caller: str
    ending: str
    id: int
    number: str
    phone: str
    queue: str
    seat: str
    state: str


class CallPlayIn(TypedDict):
    """How many simulated callers come in an hour, and for how many hours."""

    hours: NotRequired[float]
    per_hour: NotRequired[int]


class CallPlayOut(TypedDict):
    """Whether simulated callers ring a team up, until when and how many in an hour."""

    going_on: bool
    per_hour: int | None
    until: str | None


class CallReturnedIn(TypedDict):
    """Whether the caller was reached."""

    result: Literal["reached", "not_reached"]


class CallStepIn(TypedDict):
    """The rule of the situation, and the step that was just said; without one it is over."""

    answered: NotRequired[bool]
    rule: str
    step: NotRequired[int | None]


class CallStepOut(TypedDict):
    """How far a situation has come."""

    ended_at: str | None
    rule: str
    said: int


class CallsOut(TypedDict):
    """Calls in the order of the list they come from."""

    items: list[CallOut]


class FloorOut(TypedDict):
    """The seats of whom you lead, and every call that goes on or waits."""

    calls: list[CallOut]
    longest_wait: int
    seats: list[SeatStateOut]
    waiting: list[CallOut]


class MySeatOut(TypedDict):
    """Your seat, the call that is there, and your latest calls."""

    call: CallOut | None
    lately: list[CallOut]
    seat: SeatStateOut | None


class SeatStateIn(TypedDict):
    """What your seat does from now on; a break says what it is for."""

    break_kind: NotRequired[Literal["", "rest", "meal", "meeting", "other"]]
    state: Literal["ready", "after_call", "on_break", "training", "offline"]


class SeatStateOut(TypedDict):
    """What a seat does since when; empty texts where nobody ever sat there."""

    break_kind: str
    name: str
    on_shift: bool
    since: str | None
    state: str


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
