"""A small regulation about shifts, a team that works by it, and a published week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.enforcement.sent import Sent
from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from shouwen.roster.actions import plans
from shouwen.roster.models import Plan, Shift, Template
from tests.cast import SINCE, Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)
FIRST, LAST = date(2024, 3, 4), date(2024, 3, 31)
# The Friday before the plan begins.
NOW = datetime(2024, 3, 1, 10, tzinfo=CHINA)

TEXT = """---
regulation: shifts
title: 排班考勤制度
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, manager: 客服经理}
---

## 1 排班考勤

### 1.1 换班每月不超过三次，双方同意，经班长签字。

```rule
id: swap-quota
kind: roster
title: 每月三次
title_en: Swap quota
when: {fact: shift_swap_requested}
signed_by: [{post: team_leader}]
swap: {quota: {at_most: 3}}
```

### 1.2 换班前后至少间隔八小时。

```rule
id: swap-rest
kind: roster
title: 间隔八小时
title_en: Swap rest
when: {fact: shift_swap_requested}
swap: {rest: 8 hours, payback: true}
```

### 1.3 请假一日以内由班长批准，超过一日由班长、经理逐级批准。

```rule
id: leave
kind: roster
title: 请假
title_en: Leave
when: {fact: leave_requested}
leave:
  tiers:
    - {up_to: 1, signed_by: [{post: team_leader}]}
    - {signed_by: [{post: team_leader}, {post: manager}]}
```

### 1.4 迟到计为迟到；未到岗为旷工。

```rule
id: late
kind: roster
title: 迟到
title_en: Late
when: {fact: clocked_in, excused: false}
attendance: {of: late, classes: [{class: late, name: 迟到, name_en: Late, more_than: 0}]}
```

```rule
id: absent
kind: roster
title: 旷工
title_en: Absent
when: {fact: absent, approved: false}
attendance: {of: missed, classes: [{class: absent, name: 旷工, name_en: Absent}]}
```

### 1.5 夜班至少一人；每人每期至少休息两日。

```rule
id: night-seat
kind: roster
title: 夜班一人
title_en: Night seat
when: [{fact: seats_counted}, {fact: seats_planned}]
seats: {floors: [{shift: night, at_least: 1}]}
```

```rule
id: rest-days
kind: roster
title: 休息两日
title_en: Rest days
when: {fact: shift_planned}
only_if: {rest_days: {at_least: 2}}
```

### 1.6 换班班次不得请假。

```rule
id: no-leave-on-swapped
kind: roster
title: 换班班次不得请假
title_en: No leave on swapped
when: {fact: leave_requested}
only_if: {swapped_shift: false}
```
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The desk with its kinds of shifts and a plan of four weeks."""

    cast: Cast
    early: Template
    late: Template
    night: Template
    plan: Plan

    def sent(self, by: Member | None = None, at: datetime = NOW, token: str = "") -> Sent:
        """Return a form sent by somebody, the lead unless said."""
        return Sent.at_once(by or self.cast.li, at, token=token)

    def put(self, member: Member | None, day: date, template: Template | None = None) -> Shift:
        """Plan somebody for a day."""
        shift, _verdict = plans.put(
            plan=self.plan,
            template=template or self.early,
            day=day,
            member=member,
            sent=self.sent(),
        )
        return shift

    def publish(self) -> None:
        """Publish the plan."""
        plans.publish(plan=self.plan, sent=self.sent())


def adopt(text: str, cast: Cast) -> None:
    """Bring a regulation into force."""
    found = regulations.adopt(text=text, file_name="shifts.md", by=cast.he, at=ADOPTED)
    assert isinstance(found, Version), [str(fault) for fault in found]


def signed_in(member: Member) -> Client:
    """Return a browser in which somebody is signed in."""
    client = Client()
    client.force_login(member)
    return client


def colleague(cast: Cast, key: str, name: str) -> Member:
    """Add somebody to the desk, under its lead."""
    made = people.add_member(key=key, name=name)
    people.appoint(member=made, post=cast.posts["agent"], team=cast.desk, since=SINCE)
    people.set_superior(member=made, superior=cast.li, since=SINCE)
    return made


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock that the pages read, before the plan begins."""

    def put(to: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: to)

    put(NOW)
    return put


@pytest.fixture
def floor(cast: Cast) -> Floor:
    """Return the desk under the small regulation, with a draft of four weeks."""
    adopt(TEXT, cast)
    kinds = {
        key: plans.keep_template(
            team=cast.desk, key=key, label=label, begins=begins, minutes=480, wanted=1
        )
        for key, label, begins in (
            ("early", "早班", time(8)),
            ("late", "中班", time(16)),
            ("night", "晚班", time(22)),
        )
    }
    plan = plans.begin_plan(team=cast.desk, first=FIRST, last=LAST, by=cast.li, at=NOW)
    return Floor(cast=cast, plan=plan, **kinds)
