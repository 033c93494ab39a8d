"""The address of signals: whose share of something is far above that of the others."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel

from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.policy.quality.fairness import Signal
from shouwen.quality import contacts, gates, signals

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
