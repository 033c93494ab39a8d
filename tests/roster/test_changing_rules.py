"""Plans over a change of the rules, corrections with their quota, open shifts with a verdict."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from shouwen.people.refusals import RefusedError
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.roster import changed, kinds, running
from shouwen.roster.actions import plans
from shouwen.roster.models import Plan, Run, Shift
from shouwen.roster.problem import faults_of
from tests.roster.conftest import NOW, TEXT, Floor, adopt, floor, signed_in

__all__ = ["floor"]
CHANGE = date(2024, 4, 15)
HEAD = TEXT.partition("### 1.1")[0]
COMING = (
    HEAD.replace("regulation: shifts", "regulation: coming").replace("2024-01-01", "2024-04-15")
    + """### 2.1 自四月十五日起不排晚班。

```rule
id: no-nights
kind: roster
title: 不排晚班
title_en: No nights
when: {fact: shift_planned, shift: night}
only_if: {public_holiday: true}
```
"""
)
NOTICE = (
    HEAD.replace("regulation: shifts", "regulation: notice")
    + """### 2.1 班表至少提前三日公布。

```rule
id: notice
kind: roster
title: 提前公布
title_en: Notice
when: {fact: roster_published}
publishing: {notice: 3 days}
```

### 2.2 补签每月不超过一次。

```rule
id: corrections
kind: roster
title: 补签次数
title_en: Corrections
when: {fact: punch_correction_requested}
leave: {tiers: [{}], quota: {at_most: 1}}
```

### 2.3 白班至少____人。

```rule
id: blank
kind: roster
title: 人数待定
title_en: Number to be set
when: {fact: seats_counted}
seats: {floors: [{between: "08:00-16:00", at_least: ____}]}
```
"""
)


def april(floor: Floor, first: date = date(2024, 4, 1), last: date = date(2024, 4, 30)) -> Plan:
    """Begin a plan of some days of April."""
    return plans.begin_plan(team=floor.cast.desk, first=first, last=last, by=floor.cast.li, at=NOW)


def test_a_plan_ends_where_other_rules_begin(floor: Floor):
    adopt(COMING, floor.cast)
    with pytest.raises(RefusedError, match="2024年4月15日"):
        april(floor)

    assert april(floor, last=CHANGE - timedelta(days=1)).last == date(2024, 4, 14)
    assert april(floor, first=CHANGE).first == CHANGE


def test_a_draft_over_rules_that_came_later_is_parted_before_a_program_plans_it(floor: Floor):
    plan = april(floor)
    night, _ = plans.put(
        plan=plan, template=floor.night, day=CHANGE, member=floor.cast.wang, sent=floor.sent()
    )
    adopt(COMING, floor.cast)
    with pytest.raises(RefusedError, match="2024年4月15日"):
        running.begin(plan=plan, by=floor.cast.li, at=NOW)
    browser, page = signed_in(floor.cast.li), f"/roster/teams/desk/solve/{plan.pk}/"
    assert "自 2024-04-15 起" in browser.get(page).text

    browser.post(page, {"do": "part"})

    plan.refresh_from_db()
    rest = Plan.objects.get(first=CHANGE)
    assert (plan.last, rest.last) == (CHANGE - timedelta(days=1), date(2024, 4, 30))
    assert Shift.objects.get(pk=night.pk).plan == rest
    assert kinds.change_within(rest.first, rest.last) is None
    assert not Run.objects.exists()


def test_a_shift_is_judged_by_the_rules_of_its_own_plan_by_hand_as_by_the_solver(floor: Floor):
    adopt(COMING, floor.cast)
    rest = april(floor, first=CHANGE)
    with pytest.raises(RefusedError, match=r"2\.1"):
        plans.put(
            plan=rest, template=floor.night, day=CHANGE, member=floor.cast.wang, sent=floor.sent()
        )
    # Put before the rules were known, it is found by the solver and refused at publishing.
    Shift.objects.bulk_create([plans.built(rest, floor.night, CHANGE, floor.cast.wang)])

    numbers = {one.source.clause.number for one in faults_of(rest) if one.source.clause}
    assert "2.1" in numbers
    with pytest.raises(RefusedError, match=r"2\.1"):
        plans.publish(plan=rest, sent=floor.sent(token="rest"))


def test_a_plan_is_published_in_time_or_not_at_all(floor: Floor):
    adopt(NOTICE, floor.cast)
    floor.put(floor.cast.wang, date(2024, 3, 11))
    li = signed_in(floor.cast.li)
    page = li.get("/roster/teams/desk/?span=month&from=2024-03-01").text
    assert 'id="publishing"' in page

    # The first of March is a Friday, the plan begins on Monday the fourth.
    floor.publish()
    late = april(floor, first=date(2024, 4, 1), last=date(2024, 4, 7))
    plans.put(
        plan=late, template=floor.early, day=late.first, member=floor.cast.wang, sent=floor.sent()
    )
    with pytest.raises(RefusedError, match=r"2\.1"):
        plans.publish(plan=late, sent=floor.sent(at=NOW + timedelta(days=29), token="late"))


def test_how_many_corrections_are_left_is_shown_before_one_is_asked_for(floor: Floor):
    adopt(NOTICE, floor.cast)
    shift = floor.put(floor.cast.wang, date(2024, 3, 11))
    floor.publish()

    page = signed_in(floor.cast.wang).get(f"/roster/shifts/{shift.pk}/correct/").text

    assert "小王 已有 0 次，限 1 次" in page


def test_an_open_shift_says_what_hinders_and_what_the_rules_say(floor: Floor):
    day = date(2024, 3, 11)
    shift = floor.put(None, day)
    floor.publish()
    wang = signed_in(floor.cast.wang)
    asked = f"/roster/requests/?open={shift.pk}"
    assert "1.5" in wang.get(asked).text
    plans.put(
        plan=floor.plan, template=floor.early, day=day, member=floor.cast.wang, sent=floor.sent()
    )

    assert "小王此时已有班次" in wang.get(asked).text
    assert signed_in(floor.cast.zhang).get(asked).status_code == 404


def test_a_published_plan_says_what_a_later_change_of_the_rules_breaks(floor: Floor):
    kept, broken = date(2024, 3, 14), date(2024, 3, 21)
    for day in (kept, broken):
        floor.put(floor.cast.wang, day, floor.night)
    floor.publish()
    lead, page = signed_in(floor.cast.li), "/roster/teams/desk/?from=2024-03-04&span=month"
    told = "公布之后，排班规则有变"
    assert not changed.is_changed(floor.plan)
    assert told not in lead.get(page).text

    coming = COMING.replace("2024-04-15", "2024-03-18")
    later = NOW + timedelta(days=2)
    found = regulations.adopt(text=coming, file_name="coming.md", by=floor.cast.he, at=later)
    assert isinstance(found, Version)

    change = changed.change_of(floor.plan)
    assert change is not None
    assert change.since == date(2024, 3, 18)
    assert [(one.number, one.days) for one in change.breaks] == [("2.1", "03-21")]
    assert told in lead.get(page).text
    assert 'id="changed"' in lead.get(f"/roster/teams/desk/coverage/?day={kept}").text
    answer = lead.get(f"/api/v1/rosters/plans/{floor.plan.pk}/faults").json()
    assert answer["changed_since"] == "2024-03-18"
    assert [(one["clause"], one["days"]) for one in answer["broken"]] == [("2.1", "03-21")]
    # Who does not plan is not told.
    wang = signed_in(floor.cast.wang)
    assert told not in wang.get(page).text
    assert wang.get(f"/api/v1/rosters/plans/{floor.plan.pk}/faults").status_code in {403, 404}
