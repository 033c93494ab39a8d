"""Overtime and corrections: asked for within what the rules allow, and worked for a customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from shouwen.approvals import queries as approvals
from shouwen.enforcement.actions import decide_request
from shouwen.journal.models import FactRow
from shouwen.people.refusals import RefusedError
from shouwen.roster.actions import overtime, punches
from shouwen.roster.choices import Way
from shouwen.roster.models import Correction, Overtime
from tests.roster.conftest import CHINA, NOW, Floor, adopt, signed_in

TEXT = """---
regulation: overtime
title: 加班补签制度
in_force: 2024-01-01
posts: {team_leader: 坐席班长}
---

## 1 加班每次不超过三小时，每月不超过八小时，由班长批准。

```rule
id: overtime
kind: roster
title: 加班
title_en: Overtime
when: {fact: overtime_requested}
only_if: {person_agrees: true}
signed_by: [{post: team_leader}]
overtime: {at_most: 3, together: 8}
```

## 2 每月补签不超过两次。

```rule
id: corrections
kind: roster
title: 补签次数
title_en: Corrections a month
when: {fact: punch_correction_requested}
leave: {tiers: [{}], quota: {at_most: 2}}
```
"""
DAY = date(2024, 3, 11)


@pytest.fixture
def ruled(floor: Floor) -> Floor:
    """Return the desk under a rule for overtime and one for corrections."""
    adopt(TEXT, floor.cast)
    return floor


def asked(floor: Floor, day: int, hours: float) -> Overtime:
    """小王 asks for some hours of an evening."""
    begins = datetime(2024, 3, day, 18, tzinfo=CHINA)
    found = overtime.asked(
        person=floor.cast.wang, begins=begins, ends=begins + timedelta(hours=hours),
        reason="盘点", at=NOW,
    )  # fmt: skip
    return overtime.ask(found=found, sent=floor.sent(floor.cast.wang, token=f"o{day}:{hours}"))


def granted(floor: Floor, found: Overtime) -> None:
    """李班长 signs."""
    request = approvals.find(found.request or 0)
    assert request is not None
    decide_request(request=request, member=floor.cast.li, verdict="granted", comment="", at=NOW)


def test_overtime_is_bounded_at_a_time_and_together_and_signed(ruled: Floor):
    for day in (11, 12):
        found = asked(ruled, day, 3)
        assert found.state == "held"
        granted(ruled, found)
    waiting = asked(ruled, 13, 1)
    overtime.withdraw(found=waiting, sent=ruled.sent(ruled.cast.wang))

    with pytest.raises(RefusedError, match="加班补签制度》1"):
        asked(ruled, 14, 3.5)
    with pytest.raises(RefusedError, match="加班补签制度》1"):
        asked(ruled, 15, 3)
    with pytest.raises(RefusedError, match="已申请"):
        asked(ruled, 12, 1)

    assert overtime.hours_so_far(ruled.cast.wang, NOW) == 6
    states = Overtime.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["done", "done", "withdrawn"]
    page = signed_in(ruled.cast.wang).post(
        "/roster/overtime/",
        {"do": "try", "begins": "2024-03-20T18:00", "ends": "2024-03-20T21:00", "reason": "月结"},
    )  # fmt: skip
    assert page.status_code == 200
    assert "当月已生效加班：6 小时" in page.text
    assert "不允许" in page.text
    listed = signed_in(ruled.cast.wang).get("/roster/requests/").text
    assert listed.count("盘点") == 3


def test_overtime_lies_outside_of_shifts(floor: Floor):
    floor.put(floor.cast.wang, DAY, floor.late)

    with pytest.raises(RefusedError, match="班次"):
        asked(floor, 11, 1)

    assert not Overtime.objects.exists()


def test_the_third_correction_of_a_month_is_refused_with_its_clause(ruled: Floor):
    shifts = [ruled.put(ruled.cast.wang, DAY + timedelta(days=n)) for n in range(3)]
    ruled.publish()
    for place, shift in enumerate(shifts):
        later = ruled.sent(ruled.cast.wang, shift.ends, token=f"c{place}")
        if place < 2:
            punches.correct(
                shift=shift, way=Way.OUT, at=shift.ends, reason="忘了", sent=later
            )  # fmt: skip
            continue
        with pytest.raises(RefusedError, match="加班补签制度》2"):
            punches.correct(shift=shift, way=Way.OUT, at=shift.ends, reason="忘了", sent=later)

    assert Correction.objects.filter(state="done").count() == 2


@pytest.mark.parametrize("serving", [True, False])
def test_whoever_stays_for_a_customer_says_so_and_it_is_counted(
    floor: Floor, clock, *, serving: bool
):
    shift = floor.put(floor.cast.wang, DAY)
    floor.publish()
    punches.punch(way=Way.IN, sent=floor.sent(floor.cast.wang, shift.begins))
    clock(shift.ends + timedelta(minutes=25))
    page = signed_in(floor.cast.wang)
    assert "正在接待客户" in page.get("/roster/").text

    page.post("/roster/punch/", {"do": "out", **({"serving": "yes"} if serving else {})})
    punches.judge_due(now=shift.ends + timedelta(days=2))

    went = FactRow.objects.get(kind="clocked_out")
    assert went.details.get("serving") is (True if serving else None)
    worked = FactRow.objects.get(kind="shift_worked")
    assert worked.details["extra_minutes"] == "25"
    assert worked.details["served_minutes"] == ("25" if serving else "0")
