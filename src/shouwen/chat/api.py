"""Addresses of chats: who waits, one conversation with its messages, and what is done in it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.access.sight import sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.cases import gates as cases
from shouwen.cases.choices import CaseType
from shouwen.chat import actions, gates, queries, routing, saying
from shouwen.chat.choices import ClosedBy, Side
from shouwen.chat.forms import DoorForm, TopicForm
from shouwen.chat.models import Conversation, Topic
from shouwen.chat.saying import LONGEST, LONGEST_KEY, Words
from shouwen.files import gates as files
from shouwen.people.refusals import RefusedError
from shouwen.portal import gates as portal
from shouwen.seats import actions as seats
from shouwen.seats.choices import SeatState

router = Router("chats")
Key = Annotated[str, Field(min_length=1, max_length=LONGEST_KEY)]


class ChatOut(BaseModel):
    """One conversation; ``waits_since`` is since when its customer has had no answer."""

    id: int
    number: str
    state: str
    customer: str
    topic: str
    handler: str
    opened_at: datetime
    waits_since: datetime | None
    closed_at: datetime | None
    stars: int | None
    case: str


class ChatMessage(BaseModel):
    """One message; ``side`` is customer, operator, note or house, ``file`` the key of a file."""

    number: int
    key: str
    side: str
    author: str
    text: str
    file: str
    at: datetime


class SeatOut(BaseModel):
    """What a seat does now."""

    state: str


class SeatIn(Body):
    """What the seat shall do; a break says what it is for, ``offline`` leaves the seat."""

    state: Literal["ready", "after_call", "on_break", "training", "offline"]
    kind: Literal["", "rest", "meal", "meeting", "other"] = ""


class SayIn(Body):
    """An answer, or a note between colleagues; sent again under its key it counts once."""

    key: Key
    text: str = Field("", max_length=LONGEST)
    note: bool = False
    file: str = Field("", pattern=r"^([0-9a-f]{64})?$")


class HandIn(Body):
    """To whom a conversation goes, and why."""

    to: str = Field(max_length=150)
    reason: str = Field("", max_length=200)


class MatterIn(Body):
    """A new matter of a type, or the number of one there is."""

    case_type: Literal[tuple(CaseType.values)] = CaseType.CONSULTATION.value  # type: ignore[valid-type]
    title: str = Field("", max_length=120)
    number: str = Field("", max_length=40)


class TopicOut(BaseModel):
    """What customers may choose to talk about."""

    id: int
    name: str
    name_en: str
    is_shown: bool


class DoorOut(BaseModel):
    """How customers reach the chat."""

    is_on: bool
    welcome: str
    welcome_en: str
    sites: list[str]


@router.read("", Page[ChatOut])
def list_(
    request: ApiRequest, cursor: Annotated[str | None, Query(max_length=400)] = None
) -> Page[ChatOut]:
    """List the conversations open to you, the latest first."""
    now = timezone.now()
    where = gates.require_work(request.member, timezone.localdate(now))
    inner = paging.after(request, cursor)
    rows, more = queries.past(
        where, sight_of(request.member, now), int(inner) if inner.isdecimal() else None
    )
    return Page(items=[_line(row) for row in rows], next=paging.cursor_for(request, more))


def _line(row: queries.ChatRow) -> ChatOut:
    names = [name for name in ChatOut.model_fields if name not in ("id", "handler")]
    given = {name: getattr(row, name) for name in names}
    return ChatOut(id=row.pk, handler=row.handler_key, **given)


def _one(request: ApiRequest, pk: int) -> Conversation:
    return gates.conversation_open_to(request.member, pk, timezone.localdate())


def _out(request: ApiRequest, pk: int) -> ChatOut:
    sight = sight_of(request.member, timezone.now())
    return _line(queries.row_of(_one(request, pk), sight))


@router.do("/seat", SeatOut)
def seat(request: ApiRequest, body: SeatIn) -> SeatOut:
    """Say what your seat does; customers who wait find whoever is ready."""
    now = timezone.now()
    gates.require_work(request.member, timezone.localdate(now))
    if body.state == SeatState.OFFLINE.value:
        return SeatOut(state=seats.sign_out(member=request.member, now=now).state)
    found = seats.enter(member=request.member, state=body.state, break_kind=body.kind, now=now)
    actions.route(now=now)
    return SeatOut(state=found.state)


@router.read("/door", DoorOut)
def door(request: ApiRequest) -> DoorOut:
    """Show whether customers may write, and on which sites."""
    portal.require_keeper(request.member, timezone.localdate())
    kept = queries.settings_of()
    return DoorOut(
        is_on=kept.is_on, welcome=kept.welcome, welcome_en=kept.welcome_en,
        sites=kept.sites.split(),
    )  # fmt: skip


@router.do("/door", DoorOut, method="PUT")
@bodies.takes(DoorForm)
def set_door(request: ApiRequest, body: Body) -> DoorOut:
    """Open or shut the chat, and say which sites may show it."""
    portal.require_keeper(request.member, timezone.localdate())
    form = DoorForm(bodies.sent(body), instance=queries.settings_of())
    bodies.given(form)
    form.instance.pk = 1
    form.save()
    return door(request)


@router.read("/topics", Rows[TopicOut])
def topics(request: ApiRequest) -> Rows[TopicOut]:
    """List what customers may choose to talk about."""
    portal.require_keeper(request.member, timezone.localdate())
    return Rows(items=[_topic(each) for each in Topic.objects.order_by("pk")])


def _topic(each: Topic) -> TopicOut:
    return TopicOut(id=each.pk, name=each.name, name_en=each.name_en, is_shown=each.is_shown)


@router.add("/topics", TopicOut)
@bodies.takes(TopicForm)
def add_topic(request: ApiRequest, body: Body) -> TopicOut:
    """Add something customers may choose to talk about."""
    portal.require_keeper(request.member, timezone.localdate())
    form = TopicForm(bodies.sent(body))
    bodies.given(form)
    return _topic(form.save())


@router.do("/topics/{int:pk}", TopicOut, method="PUT")
@bodies.takes(TopicForm)
def change_topic(request: ApiRequest, pk: int, body: Body) -> TopicOut:
    """Change what customers may choose."""
    portal.require_keeper(request.member, timezone.localdate())
    kept = Topic.objects.filter(pk=pk).first()
    if kept is None:
        raise Http404
    form = TopicForm(bodies.sent(body), instance=kept)
    bodies.given(form)
    return _topic(form.save())


@router.read("/{int:pk}", ChatOut)
def show(request: ApiRequest, pk: int) -> ChatOut:
    """Show one conversation."""
    return _out(request, pk)


@router.read("/{int:pk}/messages", Rows[ChatMessage])
def messages(
    request: ApiRequest, pk: int, after: Annotated[int, Query(ge=0, le=2**31)] = 0
) -> Rows[ChatMessage]:
    """List messages after a number in their order, at most 200; ask on with the last number."""
    one = _one(request, pk)
    seen = queries.seen_of(one, sight_of(request.member, timezone.now()))
    names = list(ChatMessage.model_fields)
    return Rows(items=[
        ChatMessage(**{name: getattr(row, name) for name in names})
        for row in queries.messages_for_member(one, after, seen)
    ])  # fmt: skip


@router.do("/{int:pk}/messages", ChatOut)
def say(request: ApiRequest, pk: int, body: SayIn) -> ChatOut:
    """Answer the customer, or leave a note for colleagues."""
    one, now = _one(request, pk), timezone.now()
    on = timezone.localdate(now)
    kept = files.file_open_to(request.member, body.file, on) if body.file else None
    words = Words(
        side=Side.NOTE if body.note else Side.OPERATOR, key=body.key, text=body.text,
        author=request.member, file=kept,
    )  # fmt: skip
    saying.attach(conversation=one, words=words, now=now)
    return _out(request, pk)


@router.do("/{int:pk}/seen", ChatOut)
def seen(
    request: ApiRequest, pk: int, number: Annotated[int, Query(ge=0, le=2**31)]
) -> ChatOut:  # fmt: skip
    """Say up to which message you have read; only who has the conversation counts."""
    one = _one(request, pk)
    if one.handler == request.member:
        actions.see(conversation=one, side=Side.OPERATOR, number=number)
    return _out(request, pk)


@router.do("/{int:pk}/take", ChatOut)
def take(request: ApiRequest, pk: int) -> ChatOut:
    """Take a conversation that waits."""
    actions.take(conversation=_one(request, pk), member=request.member, now=timezone.now())
    return _out(request, pk)


@router.do("/{int:pk}/hand-over", ChatOut)
def hand_over(request: ApiRequest, pk: int, body: HandIn) -> ChatOut:
    """Give a conversation to a colleague, with what its giver owes there."""
    one, now = _one(request, pk), timezone.now()
    working = routing.workers(timezone.localdate(now))
    to = working.filter(username=body.to).first()
    if to is None:
        raise RefusedError(_("Choose a colleague."), "to")
    sight = sight_of(request.member, now)
    done = actions.hand_over(
        conversation=one, to=to, reason=body.reason, by=request.member, now=now
    )  # fmt: skip
    # Once given away it may be out of the giver's sight.
    return _line(queries.row_of(done, sight))


@router.do("/{int:pk}/close", ChatOut)
def close(request: ApiRequest, pk: int) -> ChatOut:
    """End a conversation."""
    one = _one(request, pk)
    actions.close(
        conversation=one, closed_by=ClosedBy.OPERATOR, by=request.member, now=timezone.now()
    )
    return _out(request, pk)


@router.do("/{int:pk}/case", ChatOut)
def case(request: ApiRequest, pk: int, body: MatterIn) -> ChatOut:
    """Open a matter from a conversation, or let it belong to one there is."""
    one, now = _one(request, pk), timezone.now()
    if body.number:
        where = gates.require_work(request.member, timezone.localdate(now))
        known = cases.case_open_to(where, body.number.strip().upper())
        actions.attach_case(conversation=one, case=known, now=now)
    else:
        actions.open_case(
            conversation=one, case_type=body.case_type, title=body.title, by=request.member,
            now=now,
        )  # fmt: skip
    return _out(request, pk)
