"""Shifts that turn week by week: refused by hand with the clause, kept by the program, shown."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwen.people.refusals import RefusedError
from shouwen.roster import running
from shouwen.roster.actions import plans
from shouwen.roster.models import Shift
from shouwen.roster.problem import faults_of
from tests.roster.conftest import NOW, TEXT, Floor, adopt, colleague, signed_in

MONDAY = date(2024, 3, 4)
WEEK = timedelta(days=7)
ROTATION = """
### 1.9 早班、中班、晚班每周轮换。

```rule
id: turns
kind: roster
title: 每周轮换
title_en: Turns week by week
when: {fact: shift_planned}
rotation: {order: [early, late, night]}
```
"""


@pytest.fixture
def turning(floor: Floor) -> Floor:
    """Return the desk under a rule that turns everybody round."""
    adopt(TEXT.replace("in_force: 2024-01-01", "in_force: 2024-01-02") + ROTATION, floor.cast)
    return floor


def test_who_is_out_of_turn_is_refused_with_the_clause(turning: Floor):
    turning.put(turning.cast.wang, MONDAY, turning.early)
    turning.put(turning.cast.wang, MONDAY + WEEK, turning.late)

    with pytest.raises(RefusedError, match=r"1\.9.*本周已排early"):
        turning.put(turning.cast.wang, MONDAY + timedelta(days=2), turning.late)
    with pytest.raises(RefusedError, match=r"1\.9.*上周late，本周应轮night"):
        turning.put(turning.cast.wang, MONDAY + 2 * WEEK, turning.early)

    # What is planned before the week it has to follow is found when the plan is looked at.
    sun = colleague(turning.cast, "sun", "小孙")
    turning.put(sun, MONDAY + WEEK, turning.night)
    turning.put(sun, MONDAY, turning.early)
    found = [fault for fault in faults_of(turning.plan) if fault.code == "out_of_turn"]
    assert [(one.person, one.source.clause and one.source.clause.number) for one in found] == [
        ("sun", "1.9")
    ]
    page = signed_in(turning.cast.li).get(f"/roster/teams/desk/coverage/?day={MONDAY}").text
    assert "上周早班，本周不该轮到晚班" in page


def test_a_program_turns_everybody_week_by_week(turning: Floor):
    for n in range(4):
        colleague(turning.cast, f"m{n}", f"员工{n}")
    plan = turning.plan

    run = running.begin(plan=plan, by=turning.cast.li, at=NOW, seconds=5)
    running.work(run.pk, by="a worker")

    run.refresh_from_db()
    assert run.state == "done", run.answer
    assert [fault for fault in faults_of(plan) if fault.is_hard] == []
    put = Shift.objects.filter(plan=plan).select_related("plan", "team", "member")
    assert {shift.key for shift in put} == {"early", "late", "night"}
    assert all(plans.verdict_on(shift, at=NOW, actor="").allowed for shift in put)
