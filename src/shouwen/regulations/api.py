"""Addresses of regulations: which there are, their versions, clauses and rules, the calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.people.gates import require
from shouwen.regulations import actions, gates, queries, shelf
from shouwen.regulations.forms import ExceptionalDayForm, WeekForm
from shouwen.regulations.models import Version

router = Router("regulations")
calendar = Router("regulations")
ADOPT = "regulations.adopt"
Hours = Annotated[list[str], Field(max_length=12)]


class VersionOut(BaseModel):
    """One version of a regulation; ``state`` says whether it counts today."""

    regulation: str
    number: int
    title: str
    in_force: date
    ended: date | None
    adopted_at: datetime
    adopted_by: str
    sha256: str
    state: str


class ClauseOut(BaseModel):
    """One clause in its place."""

    address: str
    number: str
    heading: str
    text: str
    depth: int
    line: int


class RuleOut(BaseModel):
    """One rule as data, and the clause it carries out."""

    rule: str
    kind: str
    title: str
    clause: str
    definition: dict[str, Any]


class Day(BaseModel):
    """A day of the calendar that was set."""

    day: date
    team: str | None


@router.read("", Rows[VersionOut])
def list_(request: ApiRequest, on: Annotated[date | None, Query()] = None) -> Rows[VersionOut]:
    """List the version of every regulation that is in force, today or on a day."""
    day = on or timezone.localdate()
    found = shelf.in_force_on(day)
    return Rows(items=[_version(one, day) for one in found])


def _version(one: Version, day: date) -> VersionOut:
    return VersionOut(
        regulation=one.regulation.slug, number=one.number, title=one.title, in_force=one.in_force,
        ended=one.ended, adopted_at=one.adopted_at, adopted_by=one.adopted_by.username,
        sha256=one.sha256, state=shelf.state_of(one, day),
    )  # fmt: skip


@router.read("/{slug}/versions", Rows[VersionOut])
def versions(request: ApiRequest, slug: str) -> Rows[VersionOut]:
    """List every version of a regulation, the first one first."""
    found = gates.regulation_open_to(request.member, slug)
    every = shelf.versions_of(found)
    for one in every:
        one.regulation = found
    return Rows(items=[_version(one, timezone.localdate()) for one in every])


@router.read("/{slug}/versions/{int:number}/clauses", Rows[ClauseOut])
def clauses(request: ApiRequest, slug: str, number: int) -> Rows[ClauseOut]:
    """List the clauses of a version in their order."""
    found = gates.version_open_to(request.member, slug, number)
    names = list(ClauseOut.model_fields)
    rows = found.clauses.order_by("order").values(*names)
    return Rows(items=[ClauseOut(**row) for row in rows])


@router.read("/{slug}/versions/{int:number}/rules", Rows[RuleOut])
def rules(request: ApiRequest, slug: str, number: int) -> Rows[RuleOut]:
    """List the rules of a version as data."""
    found = gates.version_open_to(request.member, slug, number)
    rows = found.rules.order_by("order").values_list(
        "rule_id", "kind", "title", "clause__address", "definition"
    )
    return Rows(
        items=[
            RuleOut(rule=rule, kind=kind, title=title, clause=clause, definition=definition)
            for rule, kind, title, clause, definition in rows
        ]
    )


class Source(BaseModel):
    """The file a version was adopted from, unchanged."""

    file_name: str
    text: str
    sha256: str


@router.read("/{slug}/versions/{int:number}/source", Source)
def source(request: ApiRequest, slug: str, number: int) -> Source:
    """Hand out the file a version was adopted from."""
    found = gates.version_open_to(request.member, slug, number)
    return Source(file_name=found.file_name, text=queries.export(found), sha256=found.sha256)


class WeekBody(Body):
    """The weekly opening hours from a day on; a day left out is closed."""

    in_force: date
    team: str | None = Field(None, max_length=60)
    mon: Hours = Field(default_factory=list)
    tue: Hours = Field(default_factory=list)
    wed: Hours = Field(default_factory=list)
    thu: Hours = Field(default_factory=list)
    fri: Hours = Field(default_factory=list)
    sat: Hours = Field(default_factory=list)
    sun: Hours = Field(default_factory=list)


@calendar.do("/week", Day)
def set_week(request: ApiRequest, body: WeekBody) -> Day:
    """Set the weekly opening hours from a day on, for the house or a team."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    team = gates.team_named(body.team or "")
    week = {name: ", ".join(value) for name, value in body if isinstance(value, list)}
    form = WeekForm({"in_force": body.in_force, **week})
    day = bodies.given(form)["in_force"]
    actions.set_calendar(team=team, in_force=day, hours=form.hours, by=request.member, at=now)
    return Day(day=day, team=team.key if team else None)


@calendar.do("/days", Day)
@bodies.takes(ExceptionalDayForm, team=(Annotated[str | None, Field(max_length=60)], None))
def set_day(request: ApiRequest, body: Body) -> Day:
    """Set one day that differs from week and holidays."""
    now = timezone.now()
    require(request.member, ADOPT, timezone.localdate(now))
    sent = bodies.sent(body)
    team = gates.team_named(str(sent.pop("team", "")))
    form = ExceptionalDayForm(sent)
    given = bodies.given(form)
    actions.set_exceptional_day(
        team=team, day=given["day"], open_at=form.open_at, name=given["name"], by=request.member,
        at=now,
    )  # fmt: skip
    return Day(day=given["day"], team=team.key if team else None)
