"""Looking at people's conduct: a line of some checklist, found in order or not."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from shouwen.policy.facts import Detail
from shouwen.policy.kinds.conditions import Same
from shouwen.policy.kinds.conduct import CHECKED, Conduct
from shouwen.regulations import queries as regulations
from shouwen.site.demo.recording import record
from shouwen.site.demo.story import Stage


def plan_checks(stage: Stage) -> None:
    """Let somebody be looked at every so often."""
    checks = stage.house.checks
    if checks is None:
        return
    rules = _checklists(stage.now)
    for back, day in enumerate(reversed(stage.days())):
        times = round(1 / checks.every) if checks.every < 1 else int(back % checks.every == 0)
        for _ in range(times if rules else 0):
            stage.plan(stage.at(day, 9, 18), partial(_check, stage, rules))


def _checklists(now: datetime) -> list[Conduct]:
    rules = regulations.shelf().on(now.date(), now).rulebook.rules
    return [r for r in rules if isinstance(r, Conduct) and r.items and CHECKED in r.fact_kinds()]


def _check(stage: Stage, rules: list[Conduct], at: datetime) -> None:
    checks = stage.house.checks
    rule = stage.chance.choice(rules)
    people = stage.holders("|".join(rule.for_))
    if checks is None or not people:
        return
    person = stage.chance.choice(people)
    details: dict[str, Detail] = {
        "person": person.username,
        "rule": rule.id,
        "item": stage.chance.choice(rule.items).item,
        "passed": stage.chance.random() < checks.passed,
    }
    for condition in rule.conditions():
        for name, test in condition.tests.items():
            if condition.fact == CHECKED and isinstance(test, Same):
                details.setdefault(name, test.values[0])
    by = stage.chance.choice(stage.holders(checks.by))
    record(stage, CHECKED, f"member:{person.username}", details, by, at)
