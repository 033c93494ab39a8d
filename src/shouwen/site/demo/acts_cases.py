"""What customers bring in the demonstration, and what the department makes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from shouwen.cases import actions as cases
from shouwen.cases.choices import State
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.site.demo.house import Matter
from shouwen.site.demo.story import Stage


def plan_cases(stage: Stage) -> None:
    """Let customers come every day; today's come before the present hour."""
    for day in stage.days():
        for _ in range(stage.house.cases.a_day[day.weekday()]):
            stage.plan(stage.at(day), lambda at: _comes(stage, at))


def _comes(stage: Stage, at: datetime) -> None:
    told = stage.house.cases
    types = stage.chance.choices(list(told.types), weights=list(told.types.values()))[0]
    matter = stage.chance.choice([m for m in told.matters if m.case_type == types])
    owner = stage.members[stage.chance.choice(told.desk)]
    case = cases.open_case(
        case_type=matter.case_type,
        title=matter.title,
        text=matter.text,
        severity=matter.severity,
        channel=stage.chance.choice(told.channels),
        category=stage.categories[matter.case_type, matter.category],
        customer=stage.chance.choice(stage.customers),
        first_owner=owner,
        at=at,
        recorded_at=at,
        actor=owner,
    ).case
    _go_on(stage, case, matter, owner, at)


def _go_on(stage: Stage, case: Case, matter: Matter, owner: Member, at: datetime) -> None:
    if matter.case_type in ("consultation", "praise"):
        _answer_at_once(stage, case, matter, owner, at)
        return
    if matter.department:
        later = at + timedelta(minutes=stage.chance.randrange(3, 40))
        department = stage.departments[matter.department]
        stage.then(later, cases.forward, case=case, department=department, actor=owner)
    if stage.chance.random() < 0.97:
        text = stage.chance.choice(stage.house.cases.replies)
        _plan_step(stage, at, 0.2, 3, cases.reply, case=case, text=text, actor=owner)
    if stage.chance.random() < 0.12:
        _pause(stage, case, owner, at)
    _plan_resolution(stage, case, matter, owner, at)
    if matter.case_type == "repair":
        _plan_callback(stage, case, owner, at, 3, 22 if stage.chance.random() > 0.03 else 30)


def _answer_at_once(stage: Stage, case: Case, matter: Matter, owner: Member, at: datetime) -> None:
    soon = at + timedelta(minutes=stage.chance.randrange(2, 25))
    stage.then(
        soon - timedelta(minutes=1),
        cases.reply,
        case=case,
        text=stage.house.cases.replies[0],
        actor=owner,
    )
    stage.then(soon, cases.resolve, case=case, resolution=matter.resolution, actor=owner)
    stage.then(soon + timedelta(minutes=5), cases.close, case=case, actor=owner)


def _pause(stage: Stage, case: Case, owner: Member, at: datetime) -> None:
    reason = stage.chance.choice(stage.house.cases.pauses)
    stopped = at + timedelta(hours=1 + stage.chance.random())
    stage.then(stopped, cases.pause, case=case, reason=reason, actor=owner)
    resumed = stopped + timedelta(hours=stage.chance.randrange(2, 30))
    stage.then(resumed, cases.resume, case=case, actor=owner)


def _plan_resolution(stage: Stage, case: Case, matter: Matter, owner: Member, at: datetime) -> None:
    # Most are settled in time; one in eight takes longer than the regulation allows.
    usual = {"major": (2, 8), "general": (4, 46), "minor": (2, 40)}[matter.severity]
    hours = stage.chance.uniform(*usual)
    if stage.chance.random() < 0.12:
        hours *= 3.5
    done = _in_the_daytime(at + timedelta(hours=hours))
    stage.plan(done, lambda when: _settle(stage, case, matter, owner, when))
    if matter.case_type in ("complaint", "suggestion", "service"):
        _plan_callback(stage, case, owner, done, 20, 130)


def _settle(stage: Stage, case: Case, matter: Matter, owner: Member, at: datetime) -> None:
    """Resolve the case; one that is paused is looked at again some hours later."""
    case.refresh_from_db()
    if case.state == State.PAUSED:
        stage.plan(at + timedelta(hours=5), lambda when: _settle(stage, case, matter, owner, when))
        return
    stage.take(
        cases.resolve,
        case=case,
        resolution=matter.resolution,
        by_department=stage.departments.get(matter.department),
        actor=owner,
        at=at,
    )


def _plan_callback(
    stage: Stage, case: Case, owner: Member, at: datetime, first: float, last: float
) -> None:
    when = _in_the_daytime(at + timedelta(hours=stage.chance.uniform(first, last)), late=20)
    if stage.chance.random() < 0.15:
        stage.then(
            when - timedelta(minutes=50),
            cases.record_callback,
            case=case,
            result="not_reached",
            remark=stage.house.cases.comments["not_reached"],
            actor=owner,
        )
    satisfied = stage.chance.random() > 0.06
    stage.plan(when, lambda moment: _call_back(stage, case, owner, moment, satisfied=satisfied))


def _call_back(stage: Stage, case: Case, owner: Member, at: datetime, *, satisfied: bool) -> None:
    stage.take(
        cases.record_callback,
        case=case,
        result="reached",
        satisfied=satisfied,
        satisfaction=stage.chance.choice((4, 5, 5)) if satisfied else 2,
        signed=satisfied,
        remark=_remark(stage, satisfied=satisfied),
        then_reopen=not satisfied and case.case_type == "complaint",
        actor=owner,
        at=at,
    )
    if not satisfied:
        _take_up_again(stage, case, owner, at)
    if satisfied:
        closing = at + timedelta(minutes=stage.chance.randrange(10, 90))
        stage.then(closing, cases.close, case=case, actor=owner)


def _take_up_again(stage: Stage, case: Case, owner: Member, at: datetime) -> None:
    """Settle what the customer was not content with, and ask again."""
    matter = next(m for m in stage.house.cases.matters if m.title == case.title)
    done = _in_the_daytime(at + timedelta(hours=stage.chance.uniform(3, 20)))
    stage.plan(done, lambda when: _settle(stage, case, matter, owner, when))
    asked = _in_the_daytime(done + timedelta(hours=stage.chance.uniform(20, 50)))
    stage.plan(asked, lambda when: _call_back(stage, case, owner, when, satisfied=True))


def _remark(stage: Stage, *, satisfied: bool) -> str:
    return stage.house.cases.comments["satisfied" if satisfied else "dissatisfied"]


def _plan_step(
    stage: Stage,
    at: datetime,
    first: float,
    last: float,
    step: Callable[..., object],
    **words: object,
) -> None:
    when = at + timedelta(hours=stage.chance.uniform(first, last))
    stage.then(when, step, **words)


def _in_the_daytime(moment: datetime, *, early: int = 8, late: int = 18) -> datetime:
    """Return the moment, moved to the next morning if it falls into the night."""
    here = timezone.localtime(moment)
    if here.hour >= late:
        here = (here + timedelta(days=1)).replace(hour=early)
    return here.replace(hour=early + 1) if here.hour < early else here
