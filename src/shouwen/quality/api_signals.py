"""The address of signals: whose share of something is far above that of the others."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.http import Http404
from django.utils import timezone
from ninja import Query
from pydantic import BaseModel

from shouwen.api import paging
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page, Rows
from shouwen.api.routing import Router
from shouwen.policy.quality.fairness import Signal
from shouwen.quality import contacts, gates, queries, signals
from shouwen.quality.api_parts import Cursor

router = Router("quality")


class StandingOutOut(BaseModel):
    """Who stands out: ``having`` of ``of`` contacts; ``share`` and ``others`` are between 0 and 1.

    ``chance`` is how likely so many or more would be if nobody differed so far.
    """

    member: str
    having: int
    of: int
    share: float
    others: float
    chance: float


class SignalOut(BaseModel):
    """One kind of signal: who stands out, of how many people and contacts. It is no verdict."""

    key: str
    title: str
    marked: list[StandingOutOut]
    people: int
    contacts: int


class SignalContactOut(BaseModel):
    """A call by its id or a case by its number; ``seconds`` it lasted, or took to be settled."""

    key: str
    at: datetime
    seconds: int


@router.read("/signals", Rows[SignalOut])
def signals_(
    request: ApiRequest,
    days: Annotated[int, Query(ge=1, le=1_000)] = signals.LOOKED_BACK,
    minutes: Annotated[int, Query(ge=1, le=10_000)] = signals.QUICK,
    seconds: Annotated[int, Query(ge=1, le=10_000)] = signals.SHORT,
) -> Rows[SignalOut]:
    """List whose work stands out so far that somebody should look at it, kind by kind."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    since = contacts.midnight(today - timedelta(days=days))
    found = signals.kinds(since, now, minutes=minutes, seconds=seconds)
    return Rows(items=[_out(kind) for kind in found])


@router.read("/signals/{kind}/{key}", Page[SignalContactOut])
def signal(
    request: ApiRequest,
    kind: str,
    key: str,
    days: Annotated[int, Query(ge=1, le=1_000)] = signals.LOOKED_BACK,
    minutes: Annotated[int, Query(ge=1, le=10_000)] = signals.QUICK,
    seconds: Annotated[int, Query(ge=1, le=10_000)] = signals.SHORT,
    cursor: Cursor = None,
) -> Page[SignalContactOut]:
    """List the calls or cases behind a signal of one person, the newest first."""
    now, today = timezone.now(), timezone.localdate()
    gates.require_manager(request.member, today)
    person = gates.person_open_to(request.member, key, today)
    if kind not in signals.KINDS:
        raise Http404
    rows = signals.behind(
        kind, person, contacts.midnight(today - timedelta(days=days)), now, minutes=minutes,
        seconds=seconds, after=int(paging.after(request, cursor) or 0) or None,
        limit=queries.PAGE + 1,
    )  # fmt: skip
    page = rows[: queries.PAGE]
    more = page[-1].pk if len(rows) > queries.PAGE else None
    items = [SignalContactOut(key=one.key, at=one.at, seconds=one.seconds) for one in page]
    return Page(items=items, next=paging.cursor_for(request, more))


def _out(kind: signals.Kind) -> SignalOut:
    marked = [_marked(key, one) for key, _name, one in kind.marked]
    return SignalOut(
        key=kind.key, title=kind.title, marked=marked, people=kind.people, contacts=kind.contacts
    )


def _marked(key: str, one: Signal) -> StandingOutOut:
    return StandingOutOut(
        member=key, having=one.having, of=one.of, share=float(one.share),
        others=float(one.others), chance=one.chance,
    )  # fmt: skip
