"""Addresses of rosters: read the calendar, plan and publish, let a program plan, repair."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.routing import Router
from shouwen.enforcement.filled import sent_of
from shouwen.people.refusals import RefusedError
from shouwen.roster import changed, gates, queries, repairing, running, violations
from shouwen.roster.actions import plans
from shouwen.roster.api_parts import (
    CountOut,
    Key,
    ShiftOut,
    Text,
    invalid,
    member_of,
    shift_out,
)
from shouwen.roster.models import Plan, Run, Shift, Template

router = Router("rosters")


class ShiftsOut(BaseModel):
    """Shifts in the order in which they begin."""

    items: list[ShiftOut]


class PlanOut(BaseModel):
    """A team's plan of some days."""

    id: int
    team: str
    first: date
    last: date
    state: str


class RunOut(BaseModel):
    """How planning by program stands, and what came of it."""

    id: int
    state: str
    answer: dict[str, Any]


class MissedOut(BaseModel):
    """One place where a plan misses something; without a clause ``source`` says who asked for it.

    ``hard`` is what must be, anything else what should.
    """

    text: str
    member: str
    days: str
    hard: bool
    clause: str
    source: str


class FaultsOut(BaseModel):
    """What a plan misses; and, where rules changed after it was published, what breaks by them."""

    misses: list[MissedOut]
    changed_since: date | None = None
    broken: list[MissedOut] = Field(default_factory=list)


class PlanIn(Body):
    """Which days are planned; whether presence is kept by clocking in."""

    first: date
    last: date
    by_punches: bool = True


class SplitIn(Body):
    """The day on which the second part begins."""

    day: date


class TemplateIn(Body):
    """A kind of shift: what the rules call it, when it begins and how long it lasts."""

    key: Annotated[str, Field(max_length=60, pattern=r"^[-a-zA-Z0-9_]+$")]
    label: Annotated[str, Field(max_length=40)]
    begins: time
    minutes: Annotated[int, Field(gt=0, le=2880)]
    break_minutes: Annotated[int, Field(ge=0, le=600)] = 0
    wanted: Annotated[int, Field(ge=0, le=999)] = 0
    skill: Annotated[str, Field(max_length=60)] = ""


class ShiftIn(Body):
    """Who works which kind of shift on which day; without a member it is open."""

    day: date
    shift: Annotated[str, Field(max_length=60)]
    member: Key = ""
    reason: Text = ""


class ChangeIn(Body):
    """Another day or member for a shift; ``remove`` takes it out."""

    day: date | None = None
    member: Key = ""
    remove: bool = False
    reason: Text = ""


class SolveIn(Body):
    """How many seconds a program may look for the best."""

    seconds: Annotated[int, Field(ge=1, le=600)] = 30


class AwayIn(Body):
    """Who is away, and from when to when."""

    member: Key
    first: date
    last: date


def _plan(found: Plan) -> PlanOut:
    return PlanOut(
        id=found.pk, team=found.team.key, first=found.first, last=found.last, state=found.state
    )


def _missed(one: violations.Missed) -> MissedOut:
    return MissedOut(
        text=one.text, member=one.who, days=one.days, hard=one.hard, clause=one.number,
        source=one.source,
    )  # fmt: skip


def _run(found: Run) -> RunOut:
    return RunOut(id=found.pk, state=found.stands(timezone.now()), answer=found.answer)


@router.read("/mine", ShiftsOut)
def mine(request: ApiRequest, first: date, last: date) -> ShiftsOut:
    """List your own shifts of some days."""
    found = queries.own_shifts(request.member, first, last)
    return ShiftsOut(items=[shift_out(one) for one in found])


@router.read("/teams/{slug:key}", ShiftsOut)
def calendar(
    request: ApiRequest, key: str, first: Annotated[date, Query()], last: Annotated[date, Query()]
) -> ShiftsOut:
    """List a team's shifts of at most a quarter; a draft only for who plans."""
    access = gates.team_open_to(request.member, key, timezone.localdate())
    if (last - first).days > 92:  # noqa: PLR2004 - days of a quarter
        raise invalid(_("Ask for at most a quarter at a time."))
    rows = queries.shifts_between(access.team, first, last, drafts=access.plans)
    found = Shift.objects.select_related("team", "member").in_bulk([row.pk for row in rows])
    return ShiftsOut(items=[shift_out(found[row.pk]) for row in rows])


@router.read("/runs/{int:pk}", RunOut)
def run(request: ApiRequest, pk: int) -> RunOut:
    """Show how planning by program stands."""
    return _run(gates.run_of(request.member, pk, timezone.localdate()))


@router.do("/teams/{slug:key}/templates", CountOut)
def keep_template(request: ApiRequest, key: str, body: TemplateIn) -> CountOut:
    """Keep a kind of shift of a team."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    plans.keep_template(team=team, **body.model_dump())
    return CountOut(done=1)


@router.add("/teams/{slug:key}/plans", PlanOut)
def begin(request: ApiRequest, key: str, body: PlanIn) -> PlanOut:
    """Begin a draft for some days."""
    team = gates.team_planned_by(request.member, key, timezone.localdate())
    made = plans.begin_plan(
        team=team, first=body.first, last=body.last, by=request.member, at=timezone.now(),
        by_punches=body.by_punches,
    )  # fmt: skip
    return _plan(made)


@router.add("/plans/{int:pk}/split", PlanOut)
def split(request: ApiRequest, pk: int, body: SplitIn) -> PlanOut:
    """End a draft before a day and begin another on it; the answer is the second."""
    plan = gates.plan_of(request.member, pk, timezone.localdate())
    return _plan(plans.split(plan=plan, day=body.day))


@router.read("/plans/{int:pk}/faults", FaultsOut)
def faults(request: ApiRequest, pk: int) -> FaultsOut:
    """List what a plan misses, and what rules that came after its publication break in it."""
    plan = gates.plan_of(request.member, pk, timezone.localdate())
    change = changed.change_of(plan)
    return FaultsOut(
        misses=[_missed(one) for one in violations.of_plan(plan)],
        changed_since=change.since if change else None,
        broken=[_missed(one) for one in change.breaks] if change else [],
    )


@router.do("/plans/{int:pk}/publish", PlanOut)
def publish(request: ApiRequest, pk: int) -> PlanOut:
    """Publish a draft; every shift is judged, all of them count or none."""
    now = timezone.now()
    plan = gates.plan_of(request.member, pk, timezone.localdate(now))
    return _plan(plans.publish(plan=plan, sent=sent_of(request, now)))


@router.do("/plans/{int:pk}/acknowledge", CountOut)
def acknowledge(request: ApiRequest, pk: int) -> CountOut:
    """Note that you have read your shifts of a plan."""
    now = timezone.now()
    plan = next((p for p in queries.to_acknowledge(request.member, now) if p.pk == pk), None)
    if plan is None:
        return CountOut(done=0)
    sent = sent_of(request, now)
    return CountOut(done=plans.acknowledge(plan=plan, member=request.member, sent=sent))


@router.add("/teams/{slug:key}/shifts", ShiftOut)
def put(request: ApiRequest, key: str, body: ShiftIn) -> ShiftOut:
    """Put somebody on a shift; what a rule refuses is a problem with its clause."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    template = Template.objects.filter(team=team, key=body.shift, ended=False).first()
    plan = queries.plan_on(team, body.day)
    if template is None:
        raise invalid(_("Choose a kind of shift."))
    if plan is None:
        raise invalid(_("No plan covers that day; begin one first."))
    made, _verdict = plans.put(
        plan=gates.plan_of(request.member, plan.pk, timezone.localdate(now)), template=template,
        day=body.day, member=member_of(team, body.member, body.day), sent=sent_of(request, now),
        reason=body.reason,
    )  # fmt: skip
    return shift_out(made)


@router.do("/teams/{slug:key}/shifts/{int:pk}", ShiftOut)
def change(request: ApiRequest, key: str, pk: int, body: ChangeIn) -> ShiftOut:
    """Move a shift, give it to somebody else, or take it out."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    shift = Shift.objects.select_related("team", "member").filter(team=team, pk=pk).first()
    if shift is None:
        raise RefusedError(_("This shift was taken out meanwhile; reload the page."))
    sent = sent_of(request, now)
    if body.remove:
        return shift_out(plans.remove(shift=shift, sent=sent, reason=body.reason))
    day = body.day or shift.day
    moved, _verdict = plans.move(
        shift=shift, day=day, member=member_of(team, body.member, day), sent=sent,
        reason=body.reason,
    )  # fmt: skip
    return shift_out(moved)


@router.add("/plans/{int:pk}/solve", RunOut)
def solve(request: ApiRequest, pk: int, body: SolveIn) -> RunOut:
    """Let a program plan a draft in the background."""
    plan = gates.plan_of(request.member, pk, timezone.localdate())
    return _run(
        running.begin(plan=plan, by=request.member, at=timezone.now(), seconds=body.seconds)
    )


@router.do("/runs/{int:pk}/stop", RunOut)
def stop(request: ApiRequest, pk: int) -> RunOut:
    """End planning with the best so far."""
    found = gates.run_of(request.member, pk, timezone.localdate())
    running.stop(run=found)
    found.refresh_from_db()
    return _run(found)


@router.do("/runs/{int:pk}/again", RunOut)
def again(request: ApiRequest, pk: int) -> RunOut:
    """Let planning that broke off begin anew."""
    now = timezone.now()
    found = gates.run_of(request.member, pk, timezone.localdate(now))
    running.again(run=found, at=now)
    found.refresh_from_db()
    return _run(found)


@router.do("/teams/{slug:key}/repair", CountOut)
def repair(request: ApiRequest, key: str, body: AwayIn) -> CountOut:
    """Change a published roster as little as can be because somebody is away."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    member = member_of(team, body.member, body.first)
    if member is None:
        raise invalid(_("They do not belong to this team on that day."))
    found = repairing.proposed(team=team, member=member, first=body.first, last=body.last)
    return CountOut(done=repairing.carry_out(proposal=found, sent=sent_of(request, now)))
