"""Addresses of rosters: plan and publish, swap, leave, clock in and out, let a program plan."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.problems import Problem
from shouwen.api.routing import Router
from shouwen.enforcement.filled import sent_of
from shouwen.enforcement.told import Value
from shouwen.people.models import Member, Team
from shouwen.people.refusals import RefusedError
from shouwen.roster import gates, kinds, queries, repairing, running
from shouwen.roster.actions import leaves, overtime, plans, punches, swaps
from shouwen.roster.choices import SEEN
from shouwen.roster.models import Leave, Overtime, Plan, Run, Shift, Swap, Template

router = Router("rosters")
Text = Annotated[str, Field(max_length=500)]
Key = Annotated[str, Field(max_length=150)]


class ShiftOut(BaseModel):
    """One shift; without a member it is open to whoever picks it up."""

    id: int
    team: str
    member: str | None
    day: date
    shift: str
    label: str
    begins: datetime
    ends: datetime
    state: str


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


class AskedOut(BaseModel):
    """How something asked for stands."""

    id: int
    state: str


class PunchOut(BaseModel):
    """One punch, and the shift it belongs to."""

    id: int
    at: datetime
    way: str
    shift: int | None


class RunOut(BaseModel):
    """How planning by program stands, and what came of it."""

    id: int
    state: str
    answer: dict[str, Any]


class CountOut(BaseModel):
    """How many were done, and what was refused."""

    done: int
    refused: list[str] = Field(default_factory=list)


class PlanIn(Body):
    """Which days are planned; whether presence is kept by clocking in."""

    first: date
    last: date
    by_punches: bool = True


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


class SwapIn(Body):
    """Your shift, with whom, and their shift that you work in return."""

    shift: int
    partner: Key
    payback: int | None = None
    reason: Text = ""


class AnswerIn(Body):
    """Whether you agree."""

    agrees: bool


class LeaveIn(Body):
    """The kind of leave and its time; ``member`` only where you ask for somebody else."""

    leave_type: Annotated[str, Field(max_length=40)]
    begins: AwareDatetime
    ends: AwareDatetime
    member: Key = ""
    reason: Text = ""
    details: dict[str, Value] = Field(default_factory=dict)


class OvertimeIn(Body):
    """From when to when you work beyond your shifts, and why."""

    begins: AwareDatetime
    ends: AwareDatetime
    reason: Annotated[str, Field(min_length=1, max_length=500)]


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


def _shift(found: Shift) -> ShiftOut:
    return ShiftOut(
        id=found.pk, team=found.team.key, member=found.member.username if found.member else None,
        day=found.day, shift=found.key, label=found.label, begins=found.begins, ends=found.ends,
        state=found.state,
    )  # fmt: skip


def _plan(found: Plan) -> PlanOut:
    return PlanOut(
        id=found.pk, team=found.team.key, first=found.first, last=found.last, state=found.state
    )


def _asked(found: Swap | Leave | Overtime) -> AskedOut:
    found.refresh_from_db()
    return AskedOut(id=found.pk, state=found.state)


def _run(found: Run) -> RunOut:
    return RunOut(id=found.pk, state=found.state, answer=found.answer)


def _invalid(sentence: str) -> Problem:
    return Problem(type="invalid", detail=sentence)


def _member(team: Team, key: str, day: date) -> Member | None:
    if not key:
        return None
    found = next((m for m in queries.members_of(team, day, day) if m.username == key), None)
    if found is None:
        raise _invalid(_("They do not belong to this team on that day."))
    return found


# ── reading ──────────────────────────────────────────────────────────────────────────────────


@router.read("/mine", ShiftsOut)
def mine(request: ApiRequest, first: date, last: date) -> ShiftsOut:
    """List your own shifts of some days."""
    found = queries.own_shifts(request.member, first, last)
    return ShiftsOut(items=[_shift(one) for one in found])


@router.read("/teams/{slug:key}", ShiftsOut)
def calendar(
    request: ApiRequest, key: str, first: Annotated[date, Query()], last: Annotated[date, Query()]
) -> ShiftsOut:
    """List a team's shifts of at most a quarter; a draft only for who plans."""
    access = gates.team_open_to(request.member, key, timezone.localdate())
    if (last - first).days > 92:  # noqa: PLR2004 - days of a quarter
        raise _invalid(_("Ask for at most a quarter at a time."))
    rows = queries.shifts_between(access.team, first, last, drafts=access.plans)
    found = Shift.objects.select_related("team", "member").in_bulk([row.pk for row in rows])
    return ShiftsOut(items=[_shift(found[row.pk]) for row in rows])


@router.read("/runs/{int:pk}", RunOut)
def run(request: ApiRequest, pk: int) -> RunOut:
    """Show how planning by program stands."""
    return _run(gates.run_of(request.member, pk, timezone.localdate()))


# ── planning ─────────────────────────────────────────────────────────────────────────────────


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
        raise _invalid(_("Choose a kind of shift."))
    if plan is None:
        raise _invalid(_("No plan covers that day; begin one first."))
    made, _verdict = plans.put(
        plan=gates.plan_of(request.member, plan.pk, timezone.localdate(now)), template=template,
        day=body.day, member=_member(team, body.member, body.day), sent=sent_of(request, now),
        reason=body.reason,
    )  # fmt: skip
    return _shift(made)


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
        return _shift(plans.remove(shift=shift, sent=sent, reason=body.reason))
    day = body.day or shift.day
    moved, _verdict = plans.move(
        shift=shift, day=day, member=_member(team, body.member, day), sent=sent,
        reason=body.reason,
    )  # fmt: skip
    return _shift(moved)


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


@router.do("/teams/{slug:key}/repair", CountOut)
def repair(request: ApiRequest, key: str, body: AwayIn) -> CountOut:
    """Change a published roster as little as can be because somebody is away."""
    now = timezone.now()
    team = gates.team_planned_by(request.member, key, timezone.localdate(now))
    member = _member(team, body.member, body.first)
    if member is None:
        raise _invalid(_("They do not belong to this team on that day."))
    found = repairing.proposed(team=team, member=member, first=body.first, last=body.last)
    return CountOut(done=repairing.carry_out(proposal=found, sent=sent_of(request, now)))


# ── swaps, leave, open shifts ────────────────────────────────────────────────────────────────


@router.add("/swaps", AskedOut)
def swap(request: ApiRequest, body: SwapIn) -> AskedOut:
    """Ask a colleague to take your shift over."""
    now = timezone.now()
    shift = gates.own_shift(request.member, body.shift)
    partner = _member(shift.team, body.partner, shift.day)
    if partner is None:
        raise _invalid(_("Choose somebody else as the partner."))
    payback = Shift.objects.select_related("plan", "member").filter(
        pk=body.payback or 0, team=shift.team, state__in=SEEN
    )
    made = swaps.propose(
        person=request.member, partner=partner, shift=shift, payback=payback.first(),
        reason=body.reason, sent=sent_of(request, now),
    )  # fmt: skip
    return _asked(made)


@router.do("/swaps/{int:pk}/answer", AskedOut)
def answer_swap(request: ApiRequest, pk: int, body: AnswerIn) -> AskedOut:
    """Say yes or no to a swap."""
    found = gates.swap_open_to(request.member, pk)
    swaps.answer(swap=found, agrees=body.agrees, sent=sent_of(request, timezone.now()))
    return _asked(found)


@router.do("/swaps/{int:pk}/withdraw", AskedOut)
def withdraw_swap(request: ApiRequest, pk: int) -> AskedOut:
    """Take your swap back before it is in effect."""
    found = gates.swap_open_to(request.member, pk)
    swaps.withdraw(swap=found, sent=sent_of(request, timezone.now()))
    return _asked(found)


@router.do("/shifts/{int:pk}/take", ShiftOut)
def take(request: ApiRequest, pk: int) -> ShiftOut:
    """Pick up an open shift of your team."""
    now = timezone.now()
    own = queries.team_ids(request.member, timezone.localdate(now))
    shift = Shift.objects.filter(pk=pk, team__in=own).first()
    if shift is None:
        raise RefusedError(_("Somebody was faster; this shift is taken."))
    return _shift(swaps.take(shift=shift, sent=sent_of(request, now)))


@router.add("/leave", AskedOut)
def leave(request: ApiRequest, body: LeaveIn) -> AskedOut:
    """Ask for leave, for yourself or for a colleague."""
    now = timezone.now()
    today = timezone.localdate(now)
    if body.leave_type not in dict(kinds.leave_kinds(today)):
        raise _invalid(_("Choose one of the kinds of leave in force."))
    if body.ends <= body.begins:
        raise _invalid(_("Leave ends after it begins; set a later time."))
    found = leaves.asked(
        person=_colleague(request.member, body.member, today), by=request.member,
        leave_type=body.leave_type, begins=body.begins, ends=body.ends, reason=body.reason, at=now,
    )  # fmt: skip
    more = {name: str(v) if isinstance(v, float) else v for name, v in body.details.items()}
    return _asked(leaves.ask(leave=found, sent=sent_of(request, now), more=more))


def _colleague(member: Member, key: str, day: date) -> Member:
    if not key or key == member.username:
        return member
    for team in Team.objects.filter(pk__in=queries.team_ids(member, day)):
        for each in queries.members_of(team, day, day):
            if each.username == key:
                return each
    raise _invalid(_("They do not belong to this team on that day."))


@router.do("/leave/{int:pk}/withdraw", AskedOut)
def withdraw_leave(request: ApiRequest, pk: int) -> AskedOut:
    """Take leave back before it begins."""
    found = gates.leave_open_to(request.member, pk)
    leaves.withdraw(leave=found, sent=sent_of(request, timezone.now()))
    return _asked(found)


# ── attendance ───────────────────────────────────────────────────────────────────────────────


@router.add("/overtime", AskedOut)
def ask_overtime(request: ApiRequest, body: OvertimeIn) -> AskedOut:
    """Ask to work beyond your shifts."""
    now = timezone.now()
    if body.ends <= body.begins:
        raise _invalid(_("Overtime ends after it begins; set a later time."))
    found = overtime.asked(
        person=request.member, begins=body.begins, ends=body.ends, reason=body.reason, at=now
    )
    return _asked(overtime.ask(found=found, sent=sent_of(request, now)))


@router.do("/overtime/{int:pk}/withdraw", AskedOut)
def withdraw_overtime(request: ApiRequest, pk: int) -> AskedOut:
    """Take overtime back while it waits for a signature."""
    found = gates.overtime_open_to(request.member, pk)
    overtime.withdraw(found=found, sent=sent_of(request, timezone.now()))
    found.refresh_from_db()
    return _asked(found)


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
