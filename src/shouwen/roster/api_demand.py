"""Addresses of demand: what came, what is expected, forecasts, and the people all that needs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.roster import (
    demand,
    demand_actions,
    demand_gates,
    demand_running,
    demand_sources,
    gates,
)
from shouwen.roster.choices import CameFrom, Method
from shouwen.roster.demand_actions import Figures
from shouwen.roster.models import Forecasting, SpecialDay, Stream

router = Router("rosters")
Counts = Annotated[list[Annotated[float, Field(ge=0, le=1e6)]], Field(max_length=96)]
Factor = Annotated[int, Field(ge=0, le=1000)]
QUARTER = 92


class StreamOut(BaseModel):
    """One kind of contact with its figures; seconds and per cent."""

    id: int
    team: str
    name: str
    skill: str
    minutes: int
    handling: int
    patience: int
    at_once: int
    shrinkage: int
    level: int
    within: int
    method: str
    known_from: date | None
    known_until: date | None


class ExpectedOut(BaseModel):
    """A day of one kind of contact: contacts, seats and people of each interval."""

    stream: int
    day: date
    counts: list[float]
    seats: list[int]
    people: list[int]


class SpecialOut(BaseModel):
    """A day that is not like others: per cent of an ordinary one, and why."""

    day: date
    factor: int
    reason: str


class DemandOut(BaseModel):
    """What comes to a team, and what it needs."""

    streams: list[StreamOut]
    days: list[ExpectedOut]
    special: list[SpecialOut]


class ForecastingOut(BaseModel):
    """How a forecast stands; once done with its days and how each method did on past weeks."""

    id: int
    stream: int
    first: date
    last: date
    state: str
    progress: int
    why: str
    answer: dict[str, Any]


class KeptOut(BaseModel):
    """How many were kept."""

    done: int


class StreamIn(Body):
    """A kind of contact; a level and seconds of 0 wait for a target in force."""

    name: Annotated[str, Field(min_length=1, max_length=40)]
    minutes: Annotated[int, Field(ge=15, le=30, multiple_of=15)] = 30
    handling: Annotated[int, Field(ge=1, le=86_400)]
    patience: Annotated[int, Field(ge=0, le=86_400)] = 0
    at_once: Annotated[int, Field(ge=1, le=20)] = 1
    shrinkage: Annotated[int, Field(ge=0, le=90)] = 0
    level: Annotated[int, Field(ge=0, le=99)] = 0
    within: Annotated[int, Field(ge=0, le=86_400)] = 0
    skill: Annotated[str, Field(max_length=60)] = ""
    method: Method | None = None


class DayIn(Body):
    """What is expected of a day, interval by interval; also of the same weekdays ``until``."""

    day: date
    counts: Counts
    until: date | None = None


class CameIn(Body):
    """What came on a day, interval by interval."""

    day: date
    counts: Counts


class PastIn(Body):
    """What came on some days; each is kept once, the last word counts."""

    days: Annotated[list[CameIn], Field(min_length=1, max_length=400)]


class CountIn(Body):
    """Which of the house's own records are counted, and of which days."""

    source: Annotated[str, Field(max_length=40)]
    first: date
    last: date


class ExtraIn(Body):
    """So many contacts more in each interval between two minutes of the day."""

    first: Annotated[int, Field(ge=0, le=1440)] = 0
    last: Annotated[int, Field(ge=0, le=1440)] = 1440
    contacts: Annotated[float, Field(ge=0, le=1e5)]


class ForecastIn(Body):
    """Which days are forecast; without a method by the best on past weeks."""

    first: date
    last: date
    method: Method | None = None
    volume: Annotated[int, Field(ge=1, le=1000)] = 100
    extra: ExtraIn | None = None


class SpecialIn(Body):
    """A day that is not like others."""

    day: date
    factor: Factor
    reason: Annotated[str, Field(min_length=1, max_length=200)]


class DropIn(Body):
    """Which day is like others again."""

    day: date


def _stream(found: Stream) -> StreamOut:
    known = demand.known_of(found)
    names = ("name", *Figures.__slots__)
    return StreamOut(
        id=found.pk, team=found.team.key, known_from=known.first, known_until=known.last,
        **{name: getattr(found, name) for name in names},
    )  # fmt: skip


def _special(row: SpecialDay) -> SpecialOut:
    return SpecialOut(day=row.day, factor=row.factor, reason=row.reason)


def _run(found: Forecasting) -> ForecastingOut:
    return ForecastingOut(
        id=found.pk, stream=found.stream_id, first=found.first, last=found.last,
        state=found.stands(timezone.now()), progress=found.progress, why=found.why,
        answer=found.answer,
    )  # fmt: skip


@router.read("/teams/{slug:key}/demand", DemandOut)
def demand_(
    request: ApiRequest, key: str, first: Annotated[date, Query()], last: Annotated[date, Query()]
) -> DemandOut:
    """Show what is expected of a team on at most a quarter of days, and the people it needs."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    if (last - first).days > QUARTER:
        raise Problem(type="invalid", detail=_("Ask for at most a quarter at a time."))
    streams = demand.streams_of(team)
    rows = [row for one in streams for row in demand.expected_between(one, first, last).values()]
    return DemandOut(
        streams=[_stream(one) for one in streams],
        days=[
            ExpectedOut(
                stream=row.stream_id, day=row.day, counts=row.counts, seats=row.seats,
                people=row.people,
            )
            for row in rows
        ],
        special=[_special(row) for row in demand.special_days(team, first, last)],
    )  # fmt: skip


@router.read("/streams/{int:pk}", StreamOut)
def stream(request: ApiRequest, pk: int) -> StreamOut:
    """Show one kind of contact with its figures."""
    return _stream(demand_gates.stream_of(request.member, pk, timezone.localdate()))


@router.read("/forecasts/{int:pk}", ForecastingOut)
def forecasting(request: ApiRequest, pk: int) -> ForecastingOut:
    """Show how a forecast stands, and what it says."""
    return _run(demand_gates.run_of(request.member, pk, timezone.localdate()))


@router.do("/teams/{slug:key}/demand/streams", StreamOut)
def keep_stream(request: ApiRequest, key: str, body: StreamIn) -> StreamOut:
    """Keep a kind of contact; one of the same name gets these figures."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    given = body.model_dump(exclude={"name"})
    figures = Figures(**{**given, "method": body.method.value if body.method else ""})
    made = demand_actions.keep_stream(
        team=team, name=body.name, figures=figures, by=request.member, at=now
    )
    return _stream(made)


@router.do("/streams/{int:pk}/end", KeptOut)
def end_stream(request: ApiRequest, pk: int) -> KeptOut:
    """Ask for nobody because of a kind of contact any more."""
    found = demand_gates.stream_of(request.member, pk, timezone.localdate())
    demand_actions.end_stream(stream=found)
    return KeptOut(done=1)


@router.do("/streams/{int:pk}/days", KeptOut)
def keep_demand(request: ApiRequest, pk: int, body: DayIn) -> KeptOut:
    """Keep what is expected of a day; the seats and people follow."""
    now = timezone.now()
    found = demand_gates.stream_of(request.member, pk, timezone.localdate(now))
    many = demand_actions.type_day(
        stream=found, day=body.day, counts=body.counts, until=body.until, by=request.member,
        at=now,
    )  # fmt: skip
    return KeptOut(done=many)


@router.do("/streams/{int:pk}/past", KeptOut)
def keep_past(request: ApiRequest, pk: int, body: PastIn) -> KeptOut:
    """Keep what came on some days, as another program counted it."""
    now = timezone.now()
    found = demand_gates.stream_of(request.member, pk, timezone.localdate(now))
    many = demand_actions.keep_came(
        stream=found, rows={row.day: row.counts for row in body.days}, source=CameFrom.IMPORT,
        by=request.member, at=now,
    )  # fmt: skip
    return KeptOut(done=many)


@router.do("/streams/{int:pk}/count", KeptOut)
def count_past(request: ApiRequest, pk: int, body: CountIn) -> KeptOut:
    """Count what the house itself recorded of some days."""
    now = timezone.now()
    found = demand_gates.stream_of(request.member, pk, timezone.localdate(now))
    source = demand_sources.source(body.source)
    if source is None:
        known = ", ".join(one.key for one in demand_sources.sources())
        said = _("Nothing is counted under that name; choose one of: %(names)s.")
        raise Problem(type="invalid", detail=said % {"names": known})
    many = demand_actions.count_here(
        stream=found, source=source, first=body.first, last=body.last, by=request.member, at=now
    )
    return KeptOut(done=many)


@router.add("/streams/{int:pk}/forecasts", ForecastingOut)
def forecast(request: ApiRequest, pk: int, body: ForecastIn) -> ForecastingOut:
    """Let a program forecast some days in the background; nothing changes before it is taken."""
    now = timezone.now()
    found = demand_gates.stream_of(request.member, pk, timezone.localdate(now))
    made = demand_running.begin(
        stream=found, first=body.first, last=body.last, volume=body.volume,
        method=body.method.value if body.method else "",
        extra=body.extra.model_dump() if body.extra else None, by=request.member, at=now,
    )  # fmt: skip
    return _run(made)


@router.do("/forecasts/{int:pk}/again", ForecastingOut)
def forecast_again(request: ApiRequest, pk: int) -> ForecastingOut:
    """Let a forecast that broke off begin anew."""
    now = timezone.now()
    run = demand_gates.run_of(request.member, pk, timezone.localdate(now))
    demand_running.again(run=run, at=now)
    run.refresh_from_db()
    return _run(run)


@router.do("/forecasts/{int:pk}/take", KeptOut)
def take_forecast(request: ApiRequest, pk: int) -> KeptOut:
    """Make a forecast the team's demand of its days."""
    now = timezone.now()
    found = demand_gates.run_of(request.member, pk, timezone.localdate(now))
    return KeptOut(done=demand_actions.take(run=found, by=request.member, at=now))


@router.do("/teams/{slug:key}/demand/special-days", SpecialOut)
def keep_special_day(request: ApiRequest, key: str, body: SpecialIn) -> SpecialOut:
    """Keep that a day is not like others, and why."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    made = demand_actions.keep_special(team=team, by=request.member, at=now, **body.model_dump())
    return _special(made)


@router.do("/teams/{slug:key}/demand/special-days/drop", KeptOut)
def drop_special_day(request: ApiRequest, key: str, body: DropIn) -> KeptOut:
    """Let a day be like others again."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    demand_actions.drop_special(team=team, day=body.day)
    return KeptOut(done=1)
