"""What the demonstration asks its superiors to sign: some is signed, the latest still waits."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from shouwen.approvals.actions import Request
from shouwen.approvals.queries import may_decide
from shouwen.enforcement.actions import decide_request, record_fact
from shouwen.policy.facts import Detail, Fact
from shouwen.site.demo import content
from shouwen.site.demo.story import Stage

# Who answers for complaints, and what the company decides about them.
SOLUTIONS = (
    "更换门机控制板，三个月内加密巡检一次；向客户书面说明。",
    "调整保洁班次，下午增加一次；一周后复查。",
    "停水通知提前二十四小时送达，并电话确认。",
)
SIGNED_AFTER = timedelta(days=1)
STILL_WAITING = timedelta(days=4)


def plan_approvals(stage: Stage) -> None:
    """Let people apply every few days; what was asked in the last days is not signed yet."""
    for number, day in enumerate(stage.days()):
        if number % 17 == 8 or day >= stage.days()[-3]:
            _plan_saving(stage, day)
        if number % 13 == 5 or day == stage.days()[-2]:
            _plan_solution(stage, day)
        if number % 19 == 6 or day == stage.days()[-3]:
            _plan_consent(stage, day)
        if day == stage.days()[-2]:
            _plan_loss(stage, day)


def _plan_saving(stage: Stage, day: datetime) -> None:
    person = stage.chance.choice(content.ENGINEERS)
    details: dict[str, Detail] = {
        "person": person,
        "project": stage.chance.choice(content.PROJECTS),
        "verified": True,
        "amount": "300",
    }
    about = f"member:{person}"
    stage.plan(
        stage.at(day, 9, 12), partial(_apply, stage, "cost_saving_rewarded", person, about, details)
    )


def _plan_solution(stage: Stage, day: datetime) -> None:
    details: dict[str, Detail] = {
        "proposed_by": "lintao",
        "solution": stage.chance.choice(SOLUTIONS),
    }
    about = f"complaint_solution_fixed:{day:%Y%m%d}"
    stage.plan(
        stage.at(day, 9, 16),
        partial(_apply, stage, "complaint_solution_fixed", "lintao", about, details),
    )


def _plan_consent(stage: Stage, day: datetime) -> None:
    person = stage.chance.choice(content.ENGINEERS[:3])
    details: dict[str, Detail] = {"person": person, "reason": "客户外出，电话确认设备正常"}
    stage.plan(
        stage.at(day, 10, 17),
        partial(_apply, stage, "unsigned_sheet_consent", person, f"member:{person}", details),
    )


def _plan_loss(stage: Stage, day: datetime) -> None:
    details: dict[str, Detail] = {
        "person": "luobin",
        "branch": "operations",
        "liable_unit": "person",
        "smaller_unit_identified": False,
        "loss": "900.00",
        "total_base_points": "6",
        "base_points": "6",
    }
    stage.plan(
        stage.at(day, 14, 17),
        partial(_apply, stage, "loss_shared", "sunli", "member:luobin", details),
    )


def _apply(
    stage: Stage, kind: str, by: str, about: str, details: dict[str, Detail], at: datetime
) -> None:
    fact = Fact(kind=kind, about=about, happened_at=at, details=details, actor=by)
    held = record_fact(fact, actor=stage.members[by], recorded_at=at).held
    if held is not None and stage.now - at > STILL_WAITING:
        stage.plan(at + SIGNED_AFTER, lambda when: _sign(stage, held, when))


def _sign(stage: Stage, held: Request, at: datetime) -> None:
    for member in stage.members.values():
        if member in may_decide(held, member, at.date()):
            decide_request(request=held, member=member, verdict="granted", at=at)
            return
