"""Too few in the next hours: told once to the lead, with who could come and who is next."""

from __future__ import annotations

from datetime import date, timedelta

from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.roster import alarms
from shouwen.roster.actions import plans
from tests.roster.conftest import Floor, adopt, colleague, signed_in

TEXT = """---
regulation: seats
title: 席位制度
in_force: 2024-01-01
---

## 1 八点至二十二点至少两人在岗。

```rule
id: two-seats
kind: roster
title: 至少两人
title_en: At least two
when: [{fact: seats_counted}, {fact: seats_planned}]
seats: {floors: [{between: 08:00-22:00, at_least: 2}]}
```

## 2 认领空班前后至少休息八小时。

```rule
id: rested
kind: roster
title: 休息八小时
title_en: Eight hours of rest
when: {fact: shift_taken}
figures:
  rest:
    label: 休息小时
    label_en: Hours of rest
    hours_between: {since: previous_ends, until: begins}
only_if: {rest: {at_least: 8}}
```
"""
DAY = date(2024, 3, 11)


def test_the_lead_is_told_once_who_could_come(floor: Floor, clock):
    adopt(TEXT, floor.cast)
    sun, ma, du = (
        colleague(floor.cast, key, name)
        for key, name in (("sunhao", "孙浩"), ("malin", "马琳"), ("duyi", "杜一"))
    )
    shift = floor.put(floor.cast.wang, DAY)
    # 孙浩 comes from a night, 马琳 has worked a day more than 杜一, 李班长 is there already.
    floor.put(sun, DAY - timedelta(days=1), floor.night)
    for n in (4, 6):
        floor.put(ma, DAY - timedelta(days=n))
    floor.put(du, DAY - timedelta(days=5))
    both = floor.put(floor.cast.li, DAY)
    floor.publish()
    now = shift.begins - timedelta(hours=6)
    assert [
        gap for gap in alarms.coming_gaps(floor.cast.desk, now) if gap.begins < shift.ends
    ] == []

    plans.remove(shift=both, sent=floor.sent(at=now, token="ill"))
    plans.put(
        plan=floor.plan, template=floor.late, day=DAY, member=floor.cast.li,
        sent=floor.sent(at=now, token="late"),
    )  # fmt: skip

    assert alarms.tell_leads(now=now) > 0
    assert alarms.tell_leads(now=now + timedelta(minutes=1)) == 0
    told = FactRow.objects.filter(kind="coverage_short").order_by("number").first()
    assert told is not None
    assert told.details["seats"] == "1"
    assert told.details["least"] == "2"
    mail = OutboxMessage.objects.filter(recipient="li@example.com").order_by("pk").first()
    assert mail is not None
    assert "杜一、马琳" in mail.body
    assert "孙浩" not in mail.body
    assert not OutboxMessage.objects.filter(recipient="wang@example.com").exists()

    clock(now)
    li = signed_in(floor.cast.li)
    page = li.get(f"/roster/teams/desk/coverage/?day={DAY}").text
    assert "谁能来" in page
    gap = alarms.coming_gaps(floor.cast.desk, now)[0]
    listed = li.get(f"/roster/teams/desk/coverage/?day={DAY}&gap={gap.key}").text
    assert listed.index("杜一") < listed.index("马琳")
