"""Addresses of appeals: question a line, see how it stands, give it up; judges sign approvals."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.api.routing import Router
from shouwen.appeals import actions, gates, queries
from shouwen.appeals.choices import line_open_to
from shouwen.appeals.models import Appeal
from shouwen.appeals.queries import AppealRow
from shouwen.enforcement.filled import sent_of

router = Router("appeals")


class AppealOut(BaseModel):
    """One appeal; its judges sign the approval ``request``."""

    id: int
    fact: int
    line: str
    label: str
    appellant: str
    reason: str
    answer: str
    level: int
    state: str
    by_rule: bool
    opened_at: datetime
    ended_at: datetime | None
    expires_at: datetime | None
    request: int
    regulation: str
    clause: str


class Question(Body):
    """The line that is questioned, and what is wrong with it."""

    sort: Literal["entry", "duty", "fact"]
    number: Annotated[int, Field(ge=1, le=2**63 - 1)]
    reason: str = Field(min_length=1, max_length=500)


def _out(row: AppealRow) -> AppealOut:
    return AppealOut(
        id=row.pk, fact=row.fact_number, line=row.line, label=row.label,
        appellant=row.appellant_key, reason=row.reason, answer=row.answer, level=row.level,
        state=row.state, by_rule=row.by_rule, opened_at=row.opened_at, ended_at=row.ended_at,
        expires_at=row.expires_at, request=row.request, regulation=row.book,
        clause=row.clause_number,
    )  # fmt: skip


def _one(appeal: Appeal) -> AppealOut:
    (row,) = queries.rows_of([appeal], timezone.now())
    return _out(row)


@router.read("", Page[AppealOut])
def list_(
    request: ApiRequest,
    which: Literal["mine", "waiting", "everybody"] = "mine",
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Page[AppealOut]:
    """List your appeals, those that wait for your judgement, or everybody's."""
    now = timezone.now()
    after = int(paging.after(request, cursor) or 0)
    if which == "waiting":
        page = queries.waiting_for(request.member, now=now, after=after)
    else:
        all_ = which == "everybody"
        if all_ and not gates.sees_all(request.member, timezone.localdate(now)):
            raise Http404
        page = queries.mine(request.member, now=now, after=after or None, everybody=all_)
    return Page(items=[_out(row) for row in page.rows], next=paging.cursor_for(request, page.after))


@router.add("", AppealOut)
def question(request: ApiRequest, body: Question) -> AppealOut:
    """Question an entry, a lapsed duty or a fact; after a dismissal it goes to the next judge."""
    line = line_open_to(request.member, body.sort, body.number)
    made = actions.question(line=line, reason=body.reason, sent=sent_of(request, timezone.now()))
    return _one(gates.appeal_open_to(request.member, made.pk, timezone.localdate()))


@router.read("/{int:pk}", AppealOut)
def show(request: ApiRequest, pk: int) -> AppealOut:
    """Show one appeal and how it stands."""
    return _one(gates.appeal_open_to(request.member, pk, timezone.localdate()))


@router.do("/{int:pk}/withdraw", AppealOut)
def withdraw(request: ApiRequest, pk: int) -> AppealOut:
    """Give your appeal up before it is judged."""
    now = timezone.now()
    found = gates.appeal_open_to(request.member, pk, timezone.localdate(now))
    actions.withdraw(appeal=found, member=request.member, at=now)
    return show(request, pk)
