"""Addresses of handovers: begin, prepare, sign on both sides, send back, withdraw."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.enforcement.filled import as_typed, sent_of, told
from shouwen.enforcement.told import OutcomeOut, Value
from shouwen.handover import actions, closing, gates, items, pages, queries
from shouwen.handover.forms import BeginForm, DetailsForm
from shouwen.handover.items import Line
from shouwen.handover.models import Handover, Item, State
from shouwen.people import queries as people
from shouwen.regulations import queries as regulations

router = Router("handovers")
Text = Annotated[str, Field(max_length=500)]


class HandoverLine(BaseModel):
    """One handover in a list."""

    id: int
    outgoing: str
    incoming: str
    kind: str
    state: str
    opened_at: datetime
    given_at: datetime | None
    ended_at: datetime | None


class ItemOut(BaseModel):
    """One thing that goes over, and what the incoming said to it."""

    sort: str
    ref: str
    text: str
    note: str
    due_at: datetime | None
    goes: bool
    important: bool
    counted: Decimal | None
    unit: str
    recounted: Decimal | None
    answer: str
    remark: str


class HandoverOut(BaseModel):
    """One handover; ``digest`` is named when the incoming signs what they saw."""

    id: int
    outgoing: str
    incoming: str
    kind: str
    state: str
    blocked: str
    digest: str
    items: list[ItemOut]


class Begin(Body):
    """To whom one hands over, and under which rules."""

    incoming: str = Field(max_length=150)
    kind: str = Field(max_length=200)


class Note(Body):
    """What the outgoing says about something they hold; ``goes`` false keeps it back."""

    sort: str = Field(max_length=20)
    ref: str = Field(max_length=200)
    note: Text = ""
    goes: bool = True
    important: bool = False


class Counted(Body):
    """Something that is counted over."""

    text: Text
    number: Annotated[Decimal, Field(max_digits=15, decimal_places=4)] | None = None
    unit: str = Field("", max_length=20)
    note: Text = ""


class Said(Body):
    """Something that is said."""

    text: Text
    important: bool = False


class Prepare(Body):
    """What the outgoing writes; ``sign`` signs it as well."""

    notes: list[Note] = Field(default_factory=list, max_length=500)
    counted: list[Counted] = Field(default_factory=list, max_length=100)
    said: list[Said] = Field(default_factory=list, max_length=100)
    details: dict[str, Value] = Field(default_factory=dict)
    sign: bool = False


class Answer(Body):
    """What the incoming says to one item."""

    sort: str = Field(max_length=20)
    ref: str = Field(max_length=200)
    answer: str = Field("", max_length=20)
    remark: Text = ""
    recounted: Annotated[Decimal, Field(max_digits=15, decimal_places=4)] | None = None


class Take(Body):
    """What the incoming says; ``sign`` takes it over, ``object`` sends it back with a reason."""

    digest: str = Field(max_length=200)
    answers: list[Answer] = Field(default_factory=list, max_length=700)
    details: dict[str, Value] = Field(default_factory=dict)
    sign: bool = False
    object: bool = False
    reason: Text = ""


class Reason(Body):
    """Why."""

    reason: Text


@router.read("", Page[HandoverLine])
def list_(
    request: ApiRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    state: Literal["", "taken", "withdrawn"] = "",
    sort: Literal[tuple(queries.SORTING.names)] = queries.SORTING.default,  # type: ignore[valid-type]
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[HandoverLine]:
    """List handovers: first those still open, then those that ended, the latest first."""
    everything = gates.sees_all(request.member, timezone.localdate())
    inner = paging.after(request, cursor)
    page = queries.ended(
        reader=None if everything else request.member, after=inner, text=q, state=state, sort=sort
    )
    first = [] if inner or q or state else queries.open_of(request.member)
    rows = [_line(row) for row in (*first, *page.rows)]
    return Page(items=rows, next=paging.cursor_for(request, page.after))


def _line(row: queries.HandoverRow) -> HandoverLine:
    names = [name for name in HandoverLine.model_fields if name != "id"]
    return HandoverLine(id=row.pk, **{name: getattr(row, name) for name in names})


@router.add("", HandoverOut)
def begin(request: ApiRequest, body: Begin) -> HandoverOut:
    """Begin to hand over; the answer is the list of what you hold."""
    now, today = timezone.now(), timezone.localdate()
    found = closing.closings(regulations.in_force_on(today), today)
    members = [m for m in people.active_members() if m != request.member]
    given = bodies.given(BeginForm(bodies.sent(body), members=members, closings=found))
    incoming = next(m for m in members if m.username == given["incoming"])
    made = actions.begin(outgoing=request.member, incoming=incoming, kind=given["kind"], at=now)
    return _out(request, made)


def _out(request: ApiRequest, found: Handover) -> HandoverOut:
    page = pages.page_of(found, request.member, now=timezone.now())
    names = list(ItemOut.model_fields)
    return HandoverOut(
        id=found.pk, outgoing=found.outgoing.username, incoming=found.incoming.username,
        kind=found.kind, state=found.state, blocked=page.blocked,
        digest=items.digest_of(list(page.lines), found.details),
        items=[ItemOut(**{n: getattr(line, n) for n in names}) for line in page.lines],
    )  # fmt: skip


@router.read("/{int:pk}", HandoverOut)
def show(request: ApiRequest, pk: int) -> HandoverOut:
    """Show one handover."""
    return _out(request, gates.handover_open_to(request.member, pk, timezone.localdate()))


@router.do("/{int:pk}/prepare", HandoverOut)
def prepare(request: ApiRequest, pk: int, body: Prepare) -> HandoverOut:
    """Keep what the outgoing wrote, and sign it if that is asked."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    if request.member.pk != found.outgoing_id:
        raise Http404
    form = DetailsForm(
        as_typed(body.details), terms=actions.closing_of(found, now).asked_of_giver()
    )
    bodies.given(form)
    lines = _lines(body, items.lines_of(found))
    found = actions.prepare(handover=found, lines=lines, details=form.details())
    if body.sign:
        actions.give(handover=found, sent=sent_of(request, now))
    return show(request, pk)


def _lines(body: Prepare, held: list[Line]) -> list[Line]:
    notes = {(each.sort, each.ref): each for each in body.notes}
    live = [_noted(line, notes.get(line.key)) for line in held if line.sort in items.LIVE]
    counted = [
        Line(
            sort=Item.Sort.COUNTED, ref=str(n), text=each.text, counted=each.number,
            unit=each.unit, note=each.note,
        )
        for n, each in enumerate(body.counted, 1)
    ]  # fmt: skip
    said = [
        Line(sort=Item.Sort.SAID, ref=str(n), text=each.text, important=each.important)
        for n, each in enumerate(body.said, 1)
    ]
    return [*live, *counted, *said]


def _noted(line: Line, note: Note | None) -> Line:
    if note is None:
        return line
    important = line.must or note.important
    return replace(line, note=note.note, goes=note.goes, important=important)


@router.do("/{int:pk}/take", HandoverOut)
def take(request: ApiRequest, pk: int, body: Take) -> HandoverOut:
    """Keep what the incoming says to each item; sign it, or send it back."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    if request.member.pk != found.incoming_id:
        raise Http404
    terms = actions.closing_of(found, now).asked_of_taker(found.details)
    form = DetailsForm(as_typed(body.details), terms=terms)
    bodies.given(form)
    if found.state == State.GIVEN:
        found = actions.answer(
            handover=found, by=request.member, answers=_answers(body, items.lines_of(found)),
            digest=body.digest, details=form.details(),
        )  # fmt: skip
    sent = sent_of(request, now)
    if body.object:
        actions.send_back(handover=found, sent=sent, reason=body.reason, digest=body.digest)
    elif body.sign:
        actions.take(handover=found, sent=sent, digest=body.digest)
    return show(request, pk)


def _answers(body: Take, lines: list[Line]) -> dict[tuple[str, str], Line]:
    said = {(each.sort, each.ref): each for each in body.answers}
    return {line.key: _answered(line, said.get(line.key)) for line in lines}


def _answered(line: Line, said: Answer | None) -> Line:
    if said is None:
        return line
    known = said.answer if said.answer in Item.Answer.values else ""
    return replace(line, answer=known, remark=said.remark, recounted=said.recounted)


@router.do("/{int:pk}/withdraw", HandoverOut)
def withdraw(request: ApiRequest, pk: int, body: Reason) -> HandoverOut:
    """Give up your own handover before the incoming has signed."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    actions.withdraw(handover=found, sent=sent_of(request, now), reason=body.reason)
    return show(request, pk)


@router.do("/{int:pk}/unclear", OutcomeOut)
def unclear(request: ApiRequest, pk: int, body: Reason) -> OutcomeOut:
    """Record that something taken over turned out to be unclear."""
    now = timezone.now()
    found = gates.handover_open_to(request.member, pk, timezone.localdate(now))
    return told(
        actions.report_unclear(handover=found, sent=sent_of(request, now), reason=body.reason)
    )
