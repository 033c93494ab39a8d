"""Roster and access in a regulation's file: its worked cases, and its rules in plain language."""

from __future__ import annotations

import pytest

from shouwen.policy.describe import describe
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.vocabulary import BASE
from shouwen.policy.worked_cases import run_cases
from tests.policy.department import CONTEXT, definition
from tests.policy.test_access import LOG_IN, TOP
from tests.policy.test_allowances import ALLOWED, MONTHLY, PUBLISHING
from tests.policy.test_rosters import HANDOVER, LATE, LEAVE, OVERTIME, SEATS, SHIFTS, SWAP

TEXT = """---
regulation: desk
title: 值班制度
industry: front-desk
in_force: 2024-01-01
posts: {manager: 部门经理, leader: 领班}
---

## 第一条

每人每月换班不得超过三次，不得连班。

```rule
id: swaps
kind: roster
title: 换班
title_en: Swaps
when: {fact: shift_swap_requested}
swap: {rest: 8 hours, quota: {at_most: 3}}
signed_by: [{post: manager}]
separate: partner
```

```cases
- case: 第三次
  given: {person: li, partner: wang, person_agrees: true, partner_agrees: true,
          period: 2024-05, shift_begins: "2024-05-06T00:00", shift_ends: "2024-05-06T08:00",
          partner_previous_ends: "2024-05-05T16:00", partner_next_begins: "2024-05-06T16:00"}
  known: {occurrences: {person li: 1, partner li: 1, person wang: 2}}
  expect: {held: [[manager]], barred: [wang]}
- case: 第四次
  given: {person: li, partner: wang, person_agrees: true, partner_agrees: true,
          period: 2024-05, shift_begins: "2024-05-06T00:00", shift_ends: "2024-05-06T08:00",
          partner_previous_ends: "2024-05-05T16:00", partner_next_begins: "2024-05-06T16:00"}
  known: {occurrences: {person li: 2, partner li: 1}}
  expect: {refused: true}
- case: 连班
  given: {person: li, partner: wang, person_agrees: true, partner_agrees: true,
          period: 2024-05, shift_begins: "2024-05-06T00:00", shift_ends: "2024-05-06T08:00",
          partner_previous_ends: "2024-05-06T00:00", partner_next_begins: "2024-05-06T16:00"}
  known: {occurrences: 0}
  expect: {refused: true}
```

```rule
id: attendance
kind: roster
title: 迟到
title_en: Lateness
when: {fact: clocked_in}
attendance: {of: late, classes: [{class: late, name: 迟到, name_en: Late, more_than: 0}]}
```

```cases
- case: 迟到五分
  at: "2024-05-06 08:35"
  given: {person: li, shift_begins: "2024-05-06T08:30"}
  expect: {classed: late, minutes: 5}
- case: 准时
  at: "2024-05-06 08:30"
  given: {person: li, shift_begins: "2024-05-06T08:30"}
  expect: nothing
```

```rule
id: phones
kind: access
title: 电话
title_en: Telephone numbers
when: {fact: access_requested, subject_class: customer_data}
posts: [leader]
identity: true
masks: {phone: {first: 3, last: 4}}
```

```cases
- case: 核实后
  given: {person: li, subject_class: customer_data, identity_verified: true}
  known: {posts: {li: [leader]}}
  expect: {granted: true, masks: {phone: {first: 3, last: 4}}}
- case: 未核实
  given: {person: li, subject_class: customer_data, identity_verified: false}
  known: {posts: {li: [leader]}}
  expect: {refused: true}
- case: 岗位未知
  given: {person: li, subject_class: customer_data, identity_verified: true}
  expect: {unknown: ["posts:li"]}
```
"""


def differences(text):
    reading = read_regulation(text, "desk.md")
    assert reading.regulation is not None, "\n".join(map(str, reading.faults))
    return [r.difference for r in run_cases(reading.regulation) if not r.ok]


def test_the_cases_of_rosters_and_access_agree():
    assert differences(TEXT) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("classed: late", "classed: early"),
        ("minutes: 5", "minutes: 6"),
        ("{first: 3, last: 4}}}", "{first: 3, last: 3}}}"),
        ("{person li: 2, partner li: 1}", "{person li: 1, partner li: 1}"),
        ("{first: 3, last: 4}}\n```", "{first: 2, last: 4}}\n```"),
        ("rest: 8 hours", "rest: 9 hours"),
        ("more_than: 0", "more_than: 5"),
        ("identity: true\n", ""),
    ],
)
def test_a_case_notices_what_differs(right, wrong):
    assert right in TEXT

    assert differences(TEXT.replace(right, wrong)) != []


def said(text, language="zh"):
    which = 0 if language == "zh" else 1
    described = describe({**definition(text), "title": "某条"}, CONTEXT.words)
    return {line.label[which]: line.text[which] for line in described.lines}


def test_a_swap_reads_as_people_say_it():
    lines = said(SWAP)

    assert lines["同意"] == "双方同意"
    assert lines["提出"] == "提前 1 天"
    assert lines["间隔"] == "所换与所还班次前后至少 8 小时"
    assert lines["次数"] == "每人每期间最多 3 次"
    assert lines["须"] == "相邻班次已换：否，法定节假日：否"
    assert lines["审批"] == "经理"
    assert said(SWAP, "en")["Rest"] == (
        "at least 8 hours before and after the shift taken and the one returned"
    )


def test_leave_reads_tier_by_tier():
    assert said(LEAVE)["3 天以内"] == "提前 2 天，组长 → 经理 审批"
    assert said(LEAVE, "en")["If too late"] == "人力专员"


def test_an_allowance_and_a_notice_read_as_people_say_them():
    assert said(ALLOWED)["结转"] == "上年未休的最多结转 3 天"
    assert said(ALLOWED, "en")["Granted by"].startswith("Leave granted")
    assert said(MONTHLY)["额度"] == "每人每月 2 天"
    assert said(PUBLISHING)["公布"] == "首日前至少 7 天"
    assert said(PUBLISHING, "en")["Published"] == "at least 7 days before the first day"


def test_attendance_seats_shifts_and_overtime_read_row_by_row():
    assert said(LATE)["违纪"] == "20 分钟及以上"
    assert said(LATE, "en")["Late"] == "more than 0 minutes"
    assert said(SEATS)["09:00-20:00"] == "至少 8 席"
    assert said(SHIFTS)["split"] == "08:00-12:00、13:00-17:30"
    assert said(OVERTIME, "en")["Together"] == "at most 36 hours"


def test_access_reads_demand_by_demand():
    assert said(TOP)["遮盖"] == "phone只显示前 3 位、后 4 位；name只显示前 1 位、后 0 位"
    assert said(TOP)["可办理"] == "组长、经理"
    assert said(LOG_IN, "en")["Time"] == "within one's own shift, grace 15 minutes"
    assert describe(definition(TOP), CONTEXT.words).kind_name == ("密级", "access")


@pytest.mark.parametrize(
    "text",
    [SWAP, LEAVE, LATE, SHIFTS, SEATS, OVERTIME, HANDOVER, TOP, ALLOWED, MONTHLY, PUBLISHING],
)
def test_both_languages_say_the_same_number_of_things(text):
    described = describe(definition(text), CONTEXT.words)

    assert described.lines
    for line in described.lines:
        assert all(part.strip() and "{" not in part for part in (*line.label, *line.text))


def test_the_facts_of_rosters_and_access_are_the_products_own():
    for kind in ("shift_swap_requested", "leave_requested", "clocked_in", "access_requested"):
        assert kind in BASE
    assert not BASE.kinds["attendance_classed"].by_hand
