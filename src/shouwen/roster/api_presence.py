"""Addresses of attendance: clocking in and out, punches of other clocks, corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils import timezone
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.enforcement.filled import sent_of
from shouwen.roster import gates, queries
from shouwen.roster.actions import punches
from shouwen.roster.api_parts import (
    AskedOut,
    CountOut,
    Key,
    Text,
)

router = Router("rosters")


class PunchOut(BaseModel):
    """One punch, and the shift it belongs to."""

    id: int
    at: datetime
    way: str
    shift: int | None


class PunchIn(Body):
    """Whether you come or go; ``relieved`` where a rule asks for it.

    ``serving`` says of whoever goes late that a customer was still being served.
    """

    way: Annotated[str, Field(pattern="^(in|out)$")]
    relieved: bool | None = None
    serving: bool = False


class PunchRow(Body):
    """One punch of another clock."""

    member: Key
    at: AwareDatetime
    way: Annotated[str, Field(pattern="^(in|out)$")]


class PunchesIn(Body):
    """Punches of another clock, in any order; each is kept once."""

    punches: Annotated[list[PunchRow], Field(max_length=5000)]


class CorrectIn(Body):
    """When you really came or went, and why the punch is missing."""

    shift: int
    way: Annotated[str, Field(pattern="^(in|out)$")]
    at: AwareDatetime
    reason: Text


@router.add("/punches", PunchOut)
def punch(request: ApiRequest, body: PunchIn) -> PunchOut:
    """Clock in or out."""
    sent = sent_of(request, timezone.now())
    made, _outcome = punches.punch(
        way=body.way, sent=sent, relieved=body.relieved, serving=body.serving
    )
    return PunchOut(id=made.pk, at=made.at, way=made.way, shift=made.shift_id)


@router.do("/teams/{slug:key}/punches", CountOut)
def import_punches(request: ApiRequest, key: str, body: PunchesIn) -> CountOut:
    """Bring in punches of another clock; each is kept once."""
    now = timezone.now()
    today = timezone.localdate(now)
    team = gates.team_planned_by(request.member, key, today)
    days = [row.at.date() for row in body.punches] or [today]
    known = {m.username: m for m in queries.members_of(team, min(days), max(days))}
    rows = [(known[r.member], r.at, r.way) for r in body.punches if r.member in known]
    unknown = [r.member for r in body.punches if r.member not in known]
    done, refused = punches.import_punches(rows=rows, sent=sent_of(request, now))
    return CountOut(done=done, refused=[*unknown, *refused])


@router.add("/corrections", AskedOut)
def correct(request: ApiRequest, body: CorrectIn) -> AskedOut:
    """Say when you really came or went where the punch is missing."""
    shift = gates.own_shift(request.member, body.shift)
    sent = sent_of(request, timezone.now())
    made = punches.correct(shift=shift, way=body.way, at=body.at, reason=body.reason, sent=sent)
    return AskedOut(id=made.pk, state=made.state)
