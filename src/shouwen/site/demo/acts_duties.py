"""The recurring duties of the demonstration: most are done in time, a few late."""

from __future__ import annotations

from datetime import datetime, timedelta

from shouwen.enforcement.actions import record_fact
from shouwen.enforcement.clocks import rule_of
from shouwen.enforcement.duties import open_duties
from shouwen.enforcement.parties import members_of
from shouwen.obligations.queries import ObligationRow, open_about
from shouwen.policy.facts import Fact
from shouwen.policy.kinds.conditions import Condition, Same
from shouwen.policy.kinds.duty import Duty
from shouwen.policy.rulings import Party
from shouwen.site.demo.story import Stage

DONE_IN_TIME = 0.94


def plan_duties(stage: Stage) -> None:
    """Let the duties of each day open just after midnight, and somebody do them."""
    for day in stage.days():
        stage.plan(day + timedelta(minutes=1), lambda at: _open(stage, at))


def _open(stage: Stage, at: datetime) -> None:
    for about in open_duties(now=at):
        for obligation in open_about(about):
            _plan_doing(stage, obligation, at)


def _plan_doing(stage: Stage, obligation: ObligationRow, at: datetime) -> None:
    due = obligation.due_at or at + timedelta(days=1)
    begun = max(at, due - timedelta(days=3))
    when = begun + (due - begun) * stage.chance.uniform(0.4, 0.95)
    if stage.chance.random() > DONE_IN_TIME:
        when = due + timedelta(hours=stage.chance.uniform(2, 30))
    stage.plan(when, lambda moment: _do(stage, obligation, moment))


def _do(stage: Stage, obligation: ObligationRow, at: datetime) -> None:
    rule = rule_of(obligation)
    if not isinstance(rule, Duty):
        return
    kind, _colon, key = obligation.owed_by.partition(":")
    doers = [obligation.owner] if obligation.owner else members_of(Party(kind, key), at.date())
    if not doers:
        return
    doer = stage.chance.choice(doers)
    condition = rule.met_conditions()[0]
    fact = Fact(
        kind=condition.fact,
        about=obligation.about,
        happened_at=at,
        details={"obligation": str(obligation.pk), **_wanted(condition)},
        actor=doer.username,
    )
    record_fact(fact, actor=doer, recorded_at=at)


def _wanted(condition: Condition) -> dict[str, bool]:
    return {
        detail: True
        for detail, test in condition.tests.items()
        if isinstance(test, Same) and test.values == (True,)
    }
