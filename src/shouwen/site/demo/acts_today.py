"""What is on the desks of the demonstration right now: fresh, nearly due, and late matters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from shouwen.cases import actions as cases
from shouwen.site.demo import content
from shouwen.site.demo.story import Stage


@dataclass(frozen=True, slots=True)
class Scene:
    """A matter that came some hours ago; ``answered`` and ``resolved`` say what was done since."""

    title: str
    owner: str
    hours_ago: float
    answered: bool = True
    resolved: bool = False


SCENES = (
    Scene("电梯困人约十分钟", "chengang", 3, answered=False),
    Scene("机顶盒无信号", "chengang", 22.5),
    Scene("装修噪音影响办公", "chengang", 50),
    Scene("洗手间有异味", "chengang", 160, resolved=True),
    Scene("未提前通知停水", "liuyang", 75),
    Scene("风机盘管滴水", "liuyang", 23.2),
    Scene("希望早餐增加粗粮", "liuyang", 30),
    Scene("报修三天没有人上门", "wuqian", 98),
    Scene("门禁刷卡无反应", "wuqian", 5),
    Scene("会议室空调忽冷忽热", "mali", 46, answered=False),
    Scene("走廊照明灯不亮", "mali", 9),
)
FORWARDED_AFTER = timedelta(minutes=12)
ANSWERED_AFTER = timedelta(minutes=40)
RESOLVED_AFTER = timedelta(hours=20)


def plan_today(stage: Stage) -> None:
    """Let the matters come that are still in hand when the story ends."""
    for number, scene in enumerate(SCENES):
        at = stage.now - timedelta(hours=scene.hours_ago)
        stage.plan(at, partial(_comes, stage, scene, number))


def _comes(stage: Stage, scene: Scene, number: int, at: datetime) -> None:
    matter = next(m for m in content.MATTERS if m.title == scene.title)
    owner = stage.members[scene.owner]
    case = cases.open_case(
        case_type=matter.case_type,
        title=matter.title,
        text=matter.text,
        severity=matter.severity,
        channel="phone",
        category=stage.categories[matter.case_type, matter.category],
        customer=stage.customers[number],
        first_owner=owner,
        at=at,
        recorded_at=at,
        actor=owner,
    ).case
    department = stage.departments[matter.department]
    stage.then(at + FORWARDED_AFTER, cases.forward, case=case, department=department, actor=owner)
    if scene.answered:
        stage.then(
            at + ANSWERED_AFTER, cases.reply, case=case, text=content.REPLIES[0], actor=owner
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
