"""What is on the desks of the demonstration right now: fresh, nearly due, and late matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from shouwen.cases import actions as cases
from shouwen.site.demo.house import Today
from shouwen.site.demo.story import Stage

FORWARDED_AFTER = timedelta(minutes=12)
ANSWERED_AFTER = timedelta(minutes=40)
RESOLVED_AFTER = timedelta(hours=20)


def plan_today(stage: Stage) -> None:
    """Let the matters come that are still in hand when the story ends."""
    for number, scene in enumerate(stage.house.cases.today):
        at = stage.now - timedelta(hours=scene.hours_ago)
        stage.plan(at, partial(_comes, stage, scene, number))


def _comes(stage: Stage, scene: Today, number: int, at: datetime) -> None:
    matter = next(m for m in stage.house.cases.matters if m.title == scene.title)
    owner = stage.members[scene.owner]
    case = cases.open_case(
        case_type=matter.case_type,
        title=matter.title,
        text=matter.text,
        severity=matter.severity,
        channel="phone",
        category=stage.categories[matter.case_type, matter.category],
        customer=stage.customers[number % len(stage.customers)],
        first_owner=owner,
        at=at,
        recorded_at=at,
        actor=owner,
    ).case
    department = stage.departments.get(matter.department)
    if department is not None:
        sent = at + FORWARDED_AFTER
        stage.then(sent, cases.forward, case=case, department=department, actor=owner)
    if scene.answered:
        stage.then(
            at + ANSWERED_AFTER,
            cases.reply,
            case=case,
            text=stage.house.cases.replies[0],
            actor=owner,
        )
    if scene.resolved:
        stage.then(
            at + RESOLVED_AFTER,
            cases.resolve,
            case=case,
            resolution=matter.resolution,
            by_department=department,
            actor=owner,
        )
