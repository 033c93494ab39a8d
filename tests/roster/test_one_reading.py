"""Verdict and solver read the rules once: refused by hand is broken for the solver, both ways."""

from __future__ import annotations

from datetime import date, time, timedelta
from random import Random

import pytest

from shouwen.enforcement.sent import Sent
from shouwen.people.models import Member
from shouwen.planning.solving import Breach, NotAfter
from shouwen.roster import queries, running
from shouwen.roster.actions import plans
from shouwen.roster.choices import PlanState
from shouwen.roster.models import Plan, Shift, Template
from shouwen.roster.problem import faults_of, problem_of
from tests.cast import Cast
from tests.roster.conftest import NOW, TEXT, adopt, colleague

WEEK = [date(2024, 4, 1) + timedelta(days=n) for n in range(7)]
RULES = """
### 1.7 早班八点到十六点，中班十六点到零点，晚班二十二点到次日六点。

```rule
id: hours
kind: roster
title: 班次时间
title_en: Hours of shifts
when: {fact: shift_planned}
shifts: {hours: {early: ["08:00-16:00"], late: ["16:00-00:00"], night: ["22:00-06:00"]}}
```

### 1.8 中班至少两人。

```rule
id: two-late
kind: roster
title: 中班两人
title_en: Two in the afternoon
when: {fact: shift_planned, shift: late}
only_if: {people: {at_least: 2}}
```

### 1.9 法定节假日不排晚班。

```rule
id: no-holiday-nights
kind: roster
title: 节假日不排晚班
title_en: No nights on holidays
when: {fact: shift_planned, shift: night, public_holiday: true}
only_if: {public_holiday: false}
```
"""
PLANNED = frozenset({"1.5", "1.7", "1.8", "1.9"})


def kept(cast: Cast, key: str, begins: time) -> Template:
    return plans.keep_template(team=cast.desk, key=key, label=key, begins=begins, minutes=480)


@pytest.fixture
def week(cast: Cast) -> Plan:
    """Return a draft of a week with a public holiday, under rules about planned shifts."""
    adopt(TEXT + RULES, cast)
    for key, hour in (("early", 9), ("late", 16), ("night", 22)):
        kept(cast, key, time(hour))
    for n in range(4):
        colleague(cast, f"m{n}", f"员工{n}")
    return plans.begin_plan(team=cast.desk, first=WEEK[0], last=WEEK[-1], by=cast.li, at=NOW)


def at_random(plan: Plan, random: Random) -> None:
    """Put a roster that nobody looked at into a draft."""
    Shift.objects.filter(plan=plan).delete()
    templates = queries.templates_of(plan.team)
    busy = random.random()
    Shift.objects.bulk_create(
        plans.built(plan, random.choice(templates), day, member)
        for member in queries.members_of(plan.team, plan.first, plan.last)
        for day in WEEK
        if random.random() < busy
    )


def refused(plan: Plan) -> set[tuple[str, object]]:
    """What the rules say to each shift as it is put by hand: the clause, and the day or person."""
    shifts = Shift.objects.filter(plan=plan).select_related("plan", "team", "member", "template")
    return {
        (said.number, shift.member if said.number == "1.5" else shift.day)
        for shift in shifts
        for said in plans.verdict_on(shift, at=NOW, actor="").said
        if said.state == "refused"
    }


def broken(plan: Plan) -> set[tuple[str, object]]:
    """What the solver's judge finds of the same clauses, where a shift is worked at all."""
    people = {member.username: member for member in Member.objects.all()}
    worked = set(Shift.objects.filter(plan=plan).values_list("key", "day"))

    def told(one: Breach) -> bool:
        clause = one.source.clause
        if not one.is_hard or clause is None or clause.number not in PLANNED:
            return False
        # Nobody on a shift is no planned shift; its seats are asked for all the same.
        return clause.number != "1.8" or ("late", one.days[0]) in worked

    return {
        (clause.number, people[one.person] if clause.number == "1.5" else one.days[0])
        for one in faults_of(plan)
        if told(one) and (clause := one.source.clause) and one.source.rule != "night-seat"
    }


def test_a_shift_refused_by_hand_is_broken_for_the_solver_and_no_other(week: Plan):
    random = Random(7)
    said: set[str] = set()
    for _ in range(3):
        at_random(week, random)
        assert broken(week) == refused(week)
        said |= {number for number, _ in refused(week)}
    assert said == PLANNED


def test_what_a_program_plans_is_published_without_a_refusal(week: Plan, cast: Cast):
    kept(cast, "early", time(8))
    later = [day + timedelta(days=14) for day in WEEK]
    plan = plans.begin_plan(team=week.team, first=later[0], last=later[-1], by=cast.li, at=NOW)
    run = running.begin(plan=plan, by=cast.li, at=NOW, seconds=3)
    running.work(run.pk, by="a worker")
    run.refresh_from_db()
    assert run.state == "done", run.answer
    assert not [one for one in faults_of(plan) if one.is_hard]
    published = plans.publish(plan=plan, sent=Sent.at_once(cast.li, NOW, token="publish"))
    assert published.state == PlanState.PUBLISHED


@pytest.mark.parametrize("rest", ["rest: 8 hours, ", ""])
def test_rest_after_a_night_is_a_wish_only_where_no_rule_speaks_of_rest(cast: Cast, rest: str):
    adopt(TEXT.replace("rest: 8 hours, ", rest), cast)
    for key, hour in (("early", 8), ("late", 16), ("night", 22)):
        kept(cast, key, time(hour))
    plan = plans.begin_plan(team=cast.desk, first=WEEK[0], last=WEEK[-1], by=cast.li, at=NOW)
    wishes = [one for one in problem_of(plan).constraints if isinstance(one, NotAfter)]
    assert [(one.source.kind, one.then) for one in wishes] == (
        [] if rest else [("wish", frozenset({"early"}))]
    )
    assert all(one.weight for one in wishes)
