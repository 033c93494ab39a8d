"""What staff of the demonstration do well and badly: praise, fines, points, month ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from shouwen.enforcement.actions import record_fact
from shouwen.policy.facts import Detail, Fact
from shouwen.site.demo import content
from shouwen.site.demo.acts_cases import DESK
from shouwen.site.demo.story import DAYS, Stage

# Who earns service points: engineers and their two leaders.
TEAM = (*content.ENGINEERS, "lintao", "guoqiang")


def say(stage: Stage, kind: str, at: datetime, by: str, person: str, **details: Detail) -> None:
    """Record a fact about a member."""
    fact = Fact(
        kind=kind,
        about=f"member:{person}",
        happened_at=at,
        details={"person": person, **details},
        actor=by,
    )
    record_fact(fact, actor=stage.members[by], recorded_at=at)


def plan_staff(stage: Stage) -> None:
    """Let the weeks bring trips, praise, broken rules and unsigned sheets."""
    for number, day in enumerate(stage.days()):
        if day.weekday() < 5:
            _plan_projects(stage, day)
            _plan_sheets(stage, day)
        if number % 6 == 2:
            _plan_praise(stage, day)
        if number % 9 == 4:
            _plan_broken_rule(stage, day, stage.chance.choice(DESK[:4]))
        if number in (DAYS - 33, DAYS - 6):
            _plan_broken_rule(stage, day, DESK[0])
        if number % 23 == 11:
            _plan_accident(stage, day)
        if day.day == 1:
            stage.plan(day + timedelta(hours=9), lambda at: _close_month(stage, at))


def _plan_projects(stage: Stage, day: datetime) -> None:
    for person in stage.chance.sample(TEAM, 4):
        coefficient = stage.chance.choice(("1", "1.5", "2", "2.5"))
        project = stage.chance.choice(content.PROJECTS)
        stage.plan(
            stage.at(day, 16, 18),
            partial(_trip, stage, person, project, coefficient),
        )


def _trip(stage: Stage, person: str, project: str, coefficient: str, at: datetime) -> None:
    say(
        stage, "trip_project_done", at, "jiangbo", person,
        project=project, business_trip=True, coefficient=coefficient,
    )  # fmt: skip


def _plan_sheets(stage: Stage, day: datetime) -> None:
    person = stage.chance.choice(content.ENGINEERS)
    signed = stage.chance.random() > 0.08
    stage.plan(
        stage.at(day, 10, 17),
        lambda at: say(
            stage, "service_finished", at, "jiangbo", person, signed=signed,
            consented=None if signed else False,
        ),
    )  # fmt: skip


def _plan_praise(stage: Stage, day: datetime) -> None:
    person = stage.chance.choice(content.ENGINEERS)
    amount = stage.chance.choice(("200", "300", "400"))
    stage.plan(
        stage.at(day, 9, 17),
        lambda at: say(
            stage, "praise_letter", at, "jiangbo", person, source="letter", amount=amount
        ),
    )


def _plan_broken_rule(stage: Stage, day: datetime, person: str) -> None:
    broken = stage.chance.choice(content.RULES_BROKEN[:2])
    stage.plan(
        stage.at(day, 17, 19),
        lambda at: say(stage, "work_rule_broken", at, "hejing", person, work_rule=broken),
    )


def _plan_accident(stage: Stage, day: datetime) -> None:
    person = stage.chance.choice(content.ENGINEERS)
    stage.plan(
        stage.at(day, 10, 16),
        lambda at: say(
            stage,
            "safety_accident",
            at,
            "jiangbo",
            person,
            description="登高未系安全带，轻微擦伤。",
        ),
    )


def _close_month(stage: Stage, at: datetime) -> None:
    """Settle last month: the net points are what the ledger says."""
    period = f"{at - timedelta(days=2):%Y-%m}"
    for person in TEAM:
        say(stage, "month_closed", at, "jiangbo", person, period=period)
