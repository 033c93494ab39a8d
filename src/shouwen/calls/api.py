"""Addresses of calls: one's seat, the call at hand, what becomes of it, and the floor."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.access.sight import sight_of
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.calls import actions, floor, gates, guided, matters, orders, plays, queries
from shouwen.calls.floor import CallRow
from shouwen.calls.models import Call
from shouwen.cases import gates as cases
from shouwen.people import queries as people
from shouwen.regulations import queries as regulations
from shouwen.seats import actions as seats
from shouwen.seats import queries as sitting
from shouwen.seats.queries import SeatRow

router = Router("calls")
BACK = 100


class SeatStateOut(BaseModel):
    """What a seat does since when; empty texts where nobody ever sat there."""

    name: str
    state: str
    break_kind: str
    since: datetime | None
    on_shift: bool


class CallOut(BaseModel):
    """One call as you may see it; the caller's number is masked."""

    id: int
    number: str
    state: str
    ending: str
    caller: str
    phone: str
    seat: str
    queue: str
    arrived: datetime


class CallsOut(BaseModel):
    """Calls in the order of the list they come from."""

    items: list[CallOut]


class MySeatOut(BaseModel):
    """Your seat, the call that is there, and your latest calls."""

    seat: SeatStateOut | None
    call: CallOut | None
    lately: list[CallOut]


class FloorOut(BaseModel):
    """The seats of whom you lead, and every call that goes on or waits."""

    seats: list[SeatStateOut]
    calls: list[CallOut]
    waiting: list[CallOut]
    longest_wait: int


class BoardOut(BaseModel):
    """A team's day; shares are of one, null where there is nothing to share.

    ``within`` is the seconds of the rule by which the service level counts.
    """

    waiting: int
    longest_wait: int
    offered: int
    answered: int
    abandoned: int
    within: int | None
    service_level: float | None
    present: int
    planned: int
    backlog: int
    lapses: int


class CallStepOut(BaseModel):
    """How far a situation has come."""

    rule: str
    said: int
    ended_at: datetime | None


class CallMatterOut(BaseModel):
    """The matter to which a call belongs."""

    number: str


class SeatStateIn(Body):
    """What your seat does from now on; a break says what it is for."""

    state: Literal["ready", "after_call", "on_break", "training", "offline"]
    break_kind: Literal["", "rest", "meal", "meeting", "other"] = ""


class CallNoteIn(Body):
    """What was said."""

    text: Annotated[str, Field(min_length=1, max_length=matters.LONGEST)]


class CallMatterIn(Body):
    """The number of a matter, or the kind and title of a new one; ``name`` of an unknown caller."""

    number: Annotated[str, Field(max_length=40)] = ""
    case_type: Literal["complaint", "repair", "consultation", "suggestion", "praise", "service"] = (
        "service"
    )
    title: Annotated[str, Field(max_length=200)] = ""
    name: Annotated[str, Field(max_length=80)] = ""


class CallReturnedIn(Body):
    """Whether the caller was reached."""

    result: Literal["reached", "not_reached"]


class CallCommandIn(Body):
    """What the exchange is to do; a transfer says to which member."""

    command: Literal[
        "answer", "hang_up", "hold", "resume", "transfer", "originate", "listen", "whisper", "join"
    ]
    to: Annotated[str, Field(max_length=150)] = ""


class CallCommandOut(BaseModel):
    """A command on its way; what the exchange makes of it is told of the call as ever."""

    command: str
    call: int
    state: str


class CallPlayIn(Body):
    """How many simulated callers come in an hour, and for how many hours."""

    per_hour: Annotated[int, Field(ge=1, le=plays.MOST_PER_HOUR)] = 60
    hours: Annotated[float, Field(ge=0.1, le=8)] = 1


class CallPlayOut(BaseModel):
    """Whether simulated callers ring a team up, until when and how many in an hour."""

    going_on: bool
    per_hour: int | None
    until: datetime | None


class CallStepIn(Body):
    """The rule of the situation, and the step that was just said; without one it is over."""

    rule: Annotated[str, Field(max_length=160)]
    step: Annotated[int, Field(ge=1, le=50)] | None = None
    answered: bool = False


def call_out(row: CallRow) -> CallOut:
    """Return a row as the API tells it."""
    return CallOut(
        id=row.pk, number=row.number, state=row.state, ending=row.ending, caller=row.caller,
        phone=row.phone, seat=row.seat, queue=row.queue, arrived=row.arrived,
    )  # fmt: skip


def _seat(row: SeatRow | None) -> SeatStateOut | None:
    if row is None:
        return None
    return SeatStateOut(
        name=row.name, state=row.state, break_kind=row.break_kind, since=row.since,
        on_shift=row.on_shift,
    )  # fmt: skip


def _worker(request: ApiRequest, now: datetime) -> None:
    gates.require_seat(request.member, timezone.localdate(now))


def _open(request: ApiRequest, pk: int, now: datetime) -> Call:
    return gates.call_open_to(request.member, pk, timezone.localdate(now))


def _rows(request: ApiRequest, found: list[Call], now: datetime) -> list[CallOut]:
    sight = sight_of(request.member, now)
    return [call_out(row) for row in floor.rows_of(found, sight=sight, now=now)]


@router.read("/mine", MySeatOut)
def mine(request: ApiRequest) -> MySeatOut:
    """Return your seat, the call that is there, and your latest calls."""
    now = timezone.now()
    _worker(request, now)
    call = floor.call_at(request.member)
    lately = floor.lately_at(request.member, sight=sight_of(request.member, now), now=now)
    return MySeatOut(
        seat=_seat(sitting.state_of(request.member.pk)),
        call=next(iter(_rows(request, [call] if call else [], now)), None),
        lately=[call_out(row) for row in lately],
    )


@router.do("/seat", MySeatOut)
def seat(request: ApiRequest, body: SeatStateIn) -> MySeatOut:
    """Say what your seat does, or sign out of it."""
    now = timezone.now()
    _worker(request, now)
    if body.state == "offline":
        seats.sign_out(member=request.member, now=now)
    else:
        seats.enter(member=request.member, state=body.state, break_kind=body.break_kind, now=now)
    return mine(request)


@router.do("/heard", MySeatOut)
def heard(request: ApiRequest) -> MySeatOut:
    """Renew the lease of your seat; a lapsed one is back as it was."""
    now = timezone.now()
    _worker(request, now)
    seats.hear(member=request.member, now=now)
    return mine(request)


@router.read("/to-return", CallsOut)
def to_return(request: ApiRequest) -> CallsOut:
    """List the callers nobody has spoken to, who have waited longest for a call back."""
    now = timezone.now()
    _worker(request, now)
    return CallsOut(items=_rows(request, queries.to_return(BACK), now))


@router.read("/floor", FloorOut)
def watch(request: ApiRequest) -> FloorOut:
    """Return the seats of whom you lead, and every call that goes on or waits."""
    now = timezone.now()
    members = gates.floor_open_to(request.member, timezone.localdate(now))
    sight = sight_of(request.member, now)
    found = floor.floor_of(members, watcher=request.member, sight=sight, now=now)
    return FloorOut(
        seats=[seat for row in found.seats if (seat := _seat(row))],
        calls=[call_out(row) for row in found.calls],
        waiting=[call_out(row) for row in found.waiting],
        longest_wait=found.longest_wait,
    )


@router.read("/boards/{slug:key}", BoardOut)
def board(request: ApiRequest, key: str) -> BoardOut:
    """Return a team's day at the telephones."""
    now = timezone.now()
    today = timezone.localdate(now)
    team = gates.board_open_to(request.member, key, today)
    found = floor.board_of(team, regulations.in_force_on(today).rulebook, now=now)
    return BoardOut(
        waiting=found.waiting, longest_wait=found.longest_wait, offered=found.today.offered,
        answered=found.today.answered, abandoned=found.today.abandoned, within=found.within,
        service_level=found.service_level, present=found.present, planned=found.planned,
        backlog=found.backlog, lapses=found.lapses,
    )  # fmt: skip


@router.read("/{int:pk}", CallOut)
def show(request: ApiRequest, pk: int) -> CallOut:
    """Return one call as you may see it."""
    now = timezone.now()
    return _rows(request, [_open(request, pk, now)], now)[0]


@router.do("/{int:pk}/notes", CallOut)
def note(request: ApiRequest, pk: int, body: CallNoteIn) -> CallOut:
    """Keep a note of a call."""
    now = timezone.now()
    _worker(request, now)
    matters.note(call=_open(request, pk, now), text=body.text, member=request.member, now=now)
    return show(request, pk)


@router.do("/{int:pk}/matter", CallMatterOut)
def tie(request: ApiRequest, pk: int, body: CallMatterIn) -> CallMatterOut:
    """Open a matter out of a call, or say to which one it belongs."""
    now = timezone.now()
    _worker(request, now)
    call, member = _open(request, pk, now), request.member
    if body.number:
        where = cases.standing(member, timezone.localdate(now))
        case = cases.case_open_to(where, body.number)
        matters.tie(call=call, case=case, member=member, now=now)
    else:
        case = matters.open_case(
            call=call, case_type=body.case_type, title=body.title, name=body.name,
            member=member, now=now,
        )  # fmt: skip
    return CallMatterOut(number=case.number)


@router.do("/{int:pk}/returned", CallOut)
def returned(request: ApiRequest, pk: int, body: CallReturnedIn) -> CallOut:
    """Record that a caller was called back, and whether they were reached."""
    now = timezone.now()
    _worker(request, now)
    actions.call_back(
        call=_open(request, pk, now), result=body.result, member=request.member, now=now
    )
    return show(request, pk)


@router.do("/{int:pk}/situation", CallStepOut)
def situation(request: ApiRequest, pk: int, body: CallStepIn) -> CallStepOut:
    """Record that a step of a situation was said, or that the situation is over."""
    now = timezone.now()
    _worker(request, now)
    call, member = _open(request, pk, now), request.member
    if body.step is not None:
        row = guided.say_step(call=call, rule=body.rule, step=body.step, member=member, now=now)
    else:
        row = guided.end(call=call, rule=body.rule, answered=body.answered, member=member, now=now)
    return CallStepOut(rule=row.rule, said=len(row.said), ended_at=row.ended_at)


@router.do("/{int:pk}/command", CallCommandOut)
def command(request: ApiRequest, pk: int, body: CallCommandIn) -> CallCommandOut:
    """Have the exchange do something about a call: at your own seat, or as the lead of another."""
    now = timezone.now()
    call = gates.command_open_to(request.member, pk, body.command, timezone.localdate(now))
    order = orders.give(
        call=call, command=body.command, member=request.member, now=now,
        to=people.member_by_key(body.to) if body.to else None,
    )  # fmt: skip
    return CallCommandOut(command=order.command, call=call.pk, state=order.state)


@router.read("/plays/{slug:key}", CallPlayOut)
def play(request: ApiRequest, key: str) -> CallPlayOut:
    """Return whether simulated callers ring a team up."""
    team = gates.play_open_to(request.member, key, timezone.localdate())
    found = plays.running(team)
    if found is None:
        return CallPlayOut(going_on=False, per_hour=None, until=None)
    return CallPlayOut(going_on=True, per_hour=found.per_hour, until=found.until)


@router.do("/plays/{slug:key}/begin", CallPlayOut)
def begin_play(request: ApiRequest, key: str, body: CallPlayIn) -> CallPlayOut:
    """Let simulated callers ring a team up; what they do is recorded like any call."""
    now = timezone.now()
    team = gates.play_open_to(request.member, key, timezone.localdate(now))
    plays.begin(team=team, per_hour=body.per_hour, hours=body.hours, member=request.member, now=now)
    return play(request, key)


@router.do("/plays/{slug:key}/end", CallPlayOut)
def end_play(request: ApiRequest, key: str) -> CallPlayOut:
    """Let no simulated caller call any more."""
    now = timezone.now()
    team = gates.play_open_to(request.member, key, timezone.localdate(now))
    plays.stop(team=team, now=now)
    return play(request, key)
