"""Addresses of the front desk: who came, who is called, who was served by whom."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.access.sight import sight_of
from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.cases.choices import CaseType
from shouwen.reception import actions, gates, queries
from shouwen.reception.models import Arrival

router = Router("visitors")


class VisitorOut(BaseModel):
    """One visitor; name, telephone and purpose are covered as everywhere."""

    id: int
    number: str
    name: str
    phone: str
    purpose: str
    state: str
    state_label: str
    counter: str
    received_by: str
    served_by: str
    came_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    case: str


class VisitorIn(Body):
    """Who came; sent again under its key it is the same visitor."""

    key: str = Field(min_length=8, max_length=64)
    name: str = Field("", max_length=60)
    phone: str = Field("", max_length=30)
    purpose: str = Field("", max_length=200)


class CounterIn(Body):
    """To which counter somebody is called."""

    counter: str = Field("", max_length=20)


class VisitorMatterIn(Body):
    """Of which type the matter is."""

    case_type: Literal[tuple(CaseType.values)] = CaseType.CONSULTATION.value  # type: ignore[valid-type]


class CalledOut(BaseModel):
    """A number that is called to a counter."""

    number: str
    counter: str


class ScreenOut(BaseModel):
    """What everybody in the hall may read; ``more`` is how many wait beyond those named."""

    called: list[CalledOut]
    waiting: list[str]
    more: int


def _out(request: ApiRequest, one: Arrival) -> VisitorOut:
    return _line(queries.row_of(one, sight_of(request.member, timezone.now())))


def _line(row: queries.ArrivalRow) -> VisitorOut:
    names = [name for name in VisitorOut.model_fields if name != "id"]
    return VisitorOut(id=row.pk, **{name: getattr(row, name) for name in names})


def _one(request: ApiRequest, pk: int) -> Arrival:
    return gates.arrival_open_to(request.member, pk, timezone.localdate())


@router.read("", Page[VisitorOut])
def list_(
    request: ApiRequest, cursor: Annotated[str | None, Query(max_length=400)] = None
) -> Page[VisitorOut]:
    """List who came, the latest first."""
    now = timezone.now()
    gates.require_work(request.member, timezone.localdate(now))
    inner = paging.after(request, cursor)
    rows, more = queries.log(
        sight_of(request.member, now), int(inner) if inner.isdecimal() else None
    )  # fmt: skip
    return Page(items=[_line(row) for row in rows], next=paging.cursor_for(request, more))


@router.add("", VisitorOut)
def receive(request: ApiRequest, body: VisitorIn) -> VisitorOut:
    """Write down who came, and give them the day's next number."""
    gates.require_work(request.member, timezone.localdate())
    one = actions.receive(**body.model_dump(), by=request.member, now=timezone.now())
    return _out(request, one)


@router.read("/screen", ScreenOut)
def screen(request: ApiRequest) -> ScreenOut:
    """Show the numbers that hang in the hall."""
    gates.require_work(request.member, timezone.localdate())
    found = queries.screen(timezone.localdate())
    called = [CalledOut(number=number, counter=counter) for number, counter in found.called]
    return ScreenOut(called=called, waiting=found.waiting, more=found.more)


@router.do("/next", VisitorOut)
def call_next(request: ApiRequest, body: CounterIn) -> VisitorOut:
    """Call whoever has waited longest today."""
    gates.require_work(request.member, timezone.localdate())
    one = actions.call_next(counter=body.counter, by=request.member, now=timezone.now())
    return _out(request, one)


@router.read("/{int:pk}", VisitorOut)
def show(request: ApiRequest, pk: int) -> VisitorOut:
    """Show one visitor."""
    return _out(request, _one(request, pk))


@router.do("/{int:pk}/call", VisitorOut)
def call(request: ApiRequest, pk: int, body: CounterIn) -> VisitorOut:
    """Call this visitor to a counter."""
    one, now = _one(request, pk), timezone.now()
    done = actions.call(arrival=one, counter=body.counter, by=request.member, now=now)
    return _out(request, done)


@router.do("/{int:pk}/finish", VisitorOut)
def finish(request: ApiRequest, pk: int) -> VisitorOut:
    """Write down that a visitor was served."""
    one, now = _one(request, pk), timezone.now()
    return _out(request, actions.finish(arrival=one, by=request.member, now=now))


@router.do("/{int:pk}/leave", VisitorOut)
def leave(request: ApiRequest, pk: int) -> VisitorOut:
    """Write down that a visitor went without being served."""
    one, now = _one(request, pk), timezone.now()
    return _out(request, actions.leave(arrival=one, by=request.member, now=now))


@router.do("/{int:pk}/case", VisitorOut)
def case(request: ApiRequest, pk: int, body: VisitorMatterIn) -> VisitorOut:
    """Open a matter of what a visitor came with."""
    one, now = _one(request, pk), timezone.now()
    actions.open_case(arrival=one, case_type=body.case_type, by=request.member, now=now)
    return _out(request, _one(request, pk))
