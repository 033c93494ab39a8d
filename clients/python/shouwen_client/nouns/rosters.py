"""The noun rosters; written by tools/generate_client.py."""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict, Unpack

from shouwen_client.transport import Transport, place


class AnswerIn(TypedDict):
    """Whether you agree."""

    agrees: bool


class AskedOut(TypedDict):
    """How something asked for stands."""

    id: int
    state: str


class AwayIn(TypedDict):
    """Who is away, and from when to when."""

    first: str
    last: str
    member: str


class ChangeIn(TypedDict):
    """Another day or member for a shift; ``remove`` takes it out."""

    day: NotRequired[str | None]
    member: NotRequired[str]
    reason: NotRequired[str]
    remove: NotRequired[bool]


class CorrectIn(TypedDict):
    """When you really came or went, and why the punch is missing."""

    at: str
    reason: str
    shift: int
    way: str


class CountOut(TypedDict):
    """How many were done, and what was refused."""

    done: int
    refused: NotRequired[list[str]]


class LeaveIn(TypedDict):
    """The kind of leave and its time; ``member`` only where you ask for somebody else."""

    begins: str
    details: NotRequired[dict[str, str | int | float | bool | None]]
    ends: str
    leave_type: str
    member: NotRequired[str]
    reason: NotRequired[str]


class PlanIn(TypedDict):
    """Which days are planned; whether presence is kept by clocking in."""

    by_punches: NotRequired[bool]
    first: str
    last: str


class PlanOut(TypedDict):
    """A team's plan of some days."""

    first: str
    id: int
    last: str
    state: str
    team: str


class PunchIn(TypedDict):
    """Whether you come or go; ``relieved`` where a rule asks for it."""

    relieved: NotRequired[bool | None]
    way: str


class PunchOut(TypedDict):
    """One punch, and the shift it belongs to."""

    at: str
    id: int
    shift: int | None
    way: str


class PunchRow(TypedDict):
    """One punch of another clock."""

    at: str
    member: str
    way: str


class PunchesIn(TypedDict):
    """Punches of another clock, in any order; each is kept once."""

    punches: list[PunchRow]


class RunOut(TypedDict):
    """How planning by program stands, and what came of it."""

    answer: dict[str, Any]
    id: int
    state: str


class ShiftIn(TypedDict):
    """Who works which kind of shift on which day; without a member it is open."""

    day: str
    member: NotRequired[str]
    reason: NotRequired[str]
    shift: str


class ShiftOut(TypedDict):
    """One shift; without a member it is open to whoever picks it up."""

    begins: str
    day: str
    ends: str
    id: int
    label: str
    member: str | None
    shift: str
    state: str
    team: str


class ShiftsOut(TypedDict):
    """Shifts in the order in which they begin."""

    items: list[ShiftOut]


class SolveIn(TypedDict):
    """How many seconds a program may look for the best."""

    seconds: NotRequired[int]


class SwapIn(TypedDict):
    """Your shift, with whom, and their shift that you work in return."""

    partner: str
    payback: NotRequired[int | None]
    reason: NotRequired[str]
    shift: int


class TemplateIn(TypedDict):
    """A kind of shift: what the rules call it, when it begins and how long it lasts."""

    begins: str
    break_minutes: NotRequired[int]
    key: str
    label: str
    minutes: int
    skill: NotRequired[str]
    wanted: NotRequired[int]


class Rosters:
    """Operations on rosters."""

    def __init__(self, transport: Transport) -> None:
        """Send through this transport."""
        self._transport = transport

    def correct(self, *, idempotency_key: str | None = None, **body: Unpack[CorrectIn]) -> AskedOut:
        """Say when you really came or went where the punch is missing."""
        return self._transport.call(
            "POST", "/api/v1/rosters/corrections", body=body, key=idempotency_key
        )

    def leave(self, *, idempotency_key: str | None = None, **body: Unpack[LeaveIn]) -> AskedOut:
        """Ask for leave, for yourself or for a colleague."""
        return self._transport.call("POST", "/api/v1/rosters/leave", body=body, key=idempotency_key)

    def withdraw_leave(self, pk: int | str, /, *, idempotency_key: str | None = None) -> AskedOut:
        """Take leave back before it begins."""
        return self._transport.call(
            "POST", place("rosters", "leave", pk, "withdraw"), key=idempotency_key
        )

    def mine(self, *, first: str, last: str) -> ShiftsOut:
        """List your own shifts of some days."""
        return self._transport.call(
            "GET", "/api/v1/rosters/mine", query={"first": first, "last": last}
        )

    def acknowledge(self, pk: int | str, /, *, idempotency_key: str | None = None) -> CountOut:
        """Note that you have read your shifts of a plan."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "acknowledge"), key=idempotency_key
        )

    def publish(self, pk: int | str, /, *, idempotency_key: str | None = None) -> PlanOut:
        """Publish a draft; every shift is judged, all of them count or none."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "publish"), key=idempotency_key
        )

    def solve(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[SolveIn]
    ) -> RunOut:
        """Let a program plan a draft in the background."""
        return self._transport.call(
            "POST", place("rosters", "plans", pk, "solve"), body=body, key=idempotency_key
        )

    def punch(self, *, idempotency_key: str | None = None, **body: Unpack[PunchIn]) -> PunchOut:
        """Clock in or out."""
        return self._transport.call(
            "POST", "/api/v1/rosters/punches", body=body, key=idempotency_key
        )

    def run(self, pk: int | str, /) -> RunOut:
        """Show how planning by program stands."""
        return self._transport.call("GET", place("rosters", "runs", pk))

    def stop(
        self, pk: int | str, /, *, idempotency_key: str | None = None, if_match: str | None = None
    ) -> RunOut:
        """End planning with the best so far."""
        return self._transport.call(
            "POST", place("rosters", "runs", pk, "stop"), key=idempotency_key, if_match=if_match
        )

    def take(self, pk: int | str, /, *, idempotency_key: str | None = None) -> ShiftOut:
        """Pick up an open shift of your team."""
        return self._transport.call(
            "POST", place("rosters", "shifts", pk, "take"), key=idempotency_key
        )

    def swap(self, *, idempotency_key: str | None = None, **body: Unpack[SwapIn]) -> AskedOut:
        """Ask a colleague to take your shift over."""
        return self._transport.call("POST", "/api/v1/rosters/swaps", body=body, key=idempotency_key)

    def answer_swap(
        self, pk: int | str, /, *, idempotency_key: str | None = None, **body: Unpack[AnswerIn]
    ) -> AskedOut:
        """Say yes or no to a swap."""
        return self._transport.call(
            "POST", place("rosters", "swaps", pk, "answer"), body=body, key=idempotency_key
        )

    def withdraw_swap(self, pk: int | str, /, *, idempotency_key: str | None = None) -> AskedOut:
        """Take your swap back before it is in effect."""
        return self._transport.call(
            "POST", place("rosters", "swaps", pk, "withdraw"), key=idempotency_key
        )

    def calendar(self, key: int | str, /, *, first: str, last: str) -> ShiftsOut:
        """List a team's shifts of at most a quarter; a draft only for who plans."""
        return self._transport.call(
            "GET", place("rosters", "teams", key), query={"first": first, "last": last}
        )

    def begin(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PlanIn],
    ) -> PlanOut:
        """Begin a draft for some days."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "plans"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def import_punches(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[PunchesIn],
    ) -> CountOut:
        """Bring in punches of another clock; each is kept once."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "punches"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def repair(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[AwayIn],
    ) -> CountOut:
        """Change a published roster as little as can be because somebody is away."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "repair"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def put(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ShiftIn],
    ) -> ShiftOut:
        """Put somebody on a shift; what a rule refuses is a problem with its clause."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "shifts"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def change(
        self,
        key: int | str,
        pk: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[ChangeIn],
    ) -> ShiftOut:
        """Move a shift, give it to somebody else, or take it out."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "shifts", pk),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )

    def keep_template(
        self,
        key: int | str,
        /,
        *,
        idempotency_key: str | None = None,
        if_match: str | None = None,
        **body: Unpack[TemplateIn],
    ) -> CountOut:
        """Keep a kind of shift of a team."""
        return self._transport.call(
            "POST",
            place("rosters", "teams", key, "templates"),
            body=body,
            key=idempotency_key,
            if_match=if_match,
        )
