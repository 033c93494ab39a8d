"""Addresses of covered fields: reveal with a reason, tell, be the second person, exports, looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.access import actions, asked, gates, queries
from shouwen.access.asked import Question
from shouwen.access.forms import AskForm, WhyForm
from shouwen.access.models import Asking
from shouwen.access.queries import AskingRow
from shouwen.access.sight import sight_of
from shouwen.api import bodies, paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.regulations import queries as regulations
from shouwen.ui import tables

router = Router("access")
Text = Annotated[str, Field(max_length=300)]


class Wanted(Body):
    """What is asked for, why, and the answers to what the rules ask."""

    fields: list[Annotated[str, Field(max_length=60)]] = Field(default_factory=list)
    reason: Annotated[str, Field(min_length=1, max_length=300)]
    second: str | None = Field(None, max_length=150)
    identity: str | None = Field(None, max_length=10)
    identity_how: str | None = Field(None, max_length=200)
    details: dict[str, str] = Field(default_factory=dict)


class ToTell(Wanted):
    """The same, and whom one tells."""

    recipient: str = Field("customer", max_length=40)


class Why(Body):
    """Why."""

    why: Text = ""


class AskingOut(BaseModel):
    """One asking; ``state`` says whether it is open, waits for a second person, or was refused."""

    id: int
    what: str
    record: str
    subject: str
    state: str
    why: str
    until: datetime | None


class LookOut(BaseModel):
    """One look at a confidential record."""

    member: str
    record: str
    subject: str
    at: datetime
    how: str
    reason: str


def _out(one: Asking) -> AskingOut:
    names = [name for name in AskingOut.model_fields if name != "id"]
    return AskingOut(id=one.pk, **{name: getattr(one, name) for name in names})


@router.do("/reveal/{record}/{key}", AskingOut)
def reveal(request: ApiRequest, record: str, key: str, body: Wanted) -> AskingOut:
    """Ask to see the covered fields of a record; once it is open, read the record again."""
    question = asked.to_see(request.member, record, key, timezone.now())
    return _asked(request, question, body)


@router.do("/disclose/{record}/{key}", AskingOut)
def disclose(request: ApiRequest, record: str, key: str, body: ToTell) -> AskingOut:
    """Ask to tell somebody what is on record."""
    now = timezone.now()
    question = asked.to_tell(request.member, record, key, body.recipient, now)
    return _asked(request, question, body)


def _asked(request: ApiRequest, question: Question, body: Wanted) -> AskingOut:
    now = timezone.now()
    if question.refusal:
        raise Problem(type="ruled-out", detail=question.refusal)
    token = request.headers.get("Idempotency-Key", "")[:40] or f"{now.timestamp():.6f}"
    sent: dict[str, Any] = {
        "fields_wanted": body.fields, "reason": body.reason, "second": body.second or "",
        "identity": body.identity or "", "identity_how": body.identity_how or "", "token": token,
        **{f"detail-{name}": value for name, value in body.details.items()},
    }  # fmt: skip
    form = AskForm(
        sent, choices=question.choices, missing=question.missing,
        vocabulary=regulations.in_force_on(timezone.localdate(now)).vocabulary,
        needs_second=question.needs_second, member=request.member,
    )  # fmt: skip
    bodies.given(form)
    return _out(actions.ask(wish=question.wish(form), member=request.member, at=now))


@router.read("/askings", Rows[AskingOut])
def askings(request: ApiRequest, waiting: bool = False) -> Rows[AskingOut]:
    """List what you asked for, or with ``waiting`` what waits for you as the second person."""
    now = timezone.now()
    find: Callable[..., list[AskingRow]] = queries.askings_of
    if waiting:
        if not gates.may_second(request.member, timezone.localdate(now)):
            raise Http404
        find = queries.waiting_for
    return Rows(items=[_row(row) for row in find(request.member, now)])


def _row(row: AskingRow) -> AskingOut:
    names = [name for name in AskingOut.model_fields if name != "id"]
    return AskingOut(id=row.pk, **{name: getattr(row, name) for name in names})


@router.do("/askings/{int:pk}/second", AskingOut)
def be_second(request: ApiRequest, pk: int) -> AskingOut:
    """Agree as the second person."""
    now = timezone.now()
    waiting = gates.waiting_for_second(request.member, pk, now, timezone.localdate(now))
    return _out(actions.second(asking=waiting, member=request.member, at=now))


@router.do("/askings/{int:pk}/refuse", AskingOut)
def refuse_second(request: ApiRequest, pk: int, body: Why) -> AskingOut:
    """Refuse to be the second person."""
    now = timezone.now()
    waiting = gates.waiting_for_second(request.member, pk, now, timezone.localdate(now))
    why = bodies.given(WhyForm(bodies.sent(body)))["why"]
    actions.refuse_second(asking=waiting, member=request.member, why=why, at=now)
    waiting.refresh_from_db()
    return _out(waiting)


@router.do("/askings/{int:pk}/take-back", AskingOut)
def take_back(request: ApiRequest, pk: int) -> AskingOut:
    """Take your own asking back, or cover again what was revealed."""
    found = gates.own_asking(request.member, pk)
    actions.take_back(asking=found, at=timezone.now())
    found.refresh_from_db()
    return _out(found)


@router.do("/exports/{record}", AskingOut)
def export(request: ApiRequest, record: str, body: Wanted) -> AskingOut:
    """Ask to export every record of a kind, as far as it may be seen."""
    question = asked.to_export(request.member, gates.exportable(record), timezone.now())
    return _asked(request, question, body)


class Table(BaseModel):
    """A table as CSV; fields that could be formulas are defused."""

    name: str
    csv: str


@router.do("/exports/{int:pk}/file", Table)
def export_file(request: ApiRequest, pk: int, response: HttpResponse) -> Table:
    """Hand a granted export out, once, to whoever asked for it."""
    now = timezone.now()
    asking = gates.own_export(request.member, pk)
    record = gates.exportable(asking.record)
    actions.fetch(asking=asking, at=now)
    lines = record.export(sight_of(request.member, now)) if record.export else iter(())
    # What was exported is nobody's to keep for a repeat.
    request.keep_answer = False
    name = f"{asking.record}-{timezone.localdate(now)}.csv"
    return Table(name=name, csv="".join(tables.lines(lines)))


@router.read("/looks", Page[LookOut])
def looks(
    request: ApiRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[LookOut]:
    """List who looked at what, the latest first."""
    gates.require_looks(request.member, timezone.localdate())
    inner = paging.after(request, cursor)
    rows, older = queries.looks_at(text=q, after=int(inner) if inner else None)
    names = list(LookOut.model_fields)
    items = [LookOut(**{name: getattr(row, name) for name in names}) for row in rows]
    return Page(items=items, next=paging.cursor_for(request, older))
