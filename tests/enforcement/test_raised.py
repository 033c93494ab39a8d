"""What follows from a fact can be counted: the third time late in a month, the second fine."""

from __future__ import annotations

import pytest

from shouwen.enforcement.actions import correct_fact, record_fact
from shouwen.enforcement.rebuild import check
from shouwen.ledger.queries import balance
from shouwen.policy.regulation_file import read_regulation
from shouwen.policy.worked_cases import run_cases
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast
from tests.enforcement.conftest import at, fact

TEXT = """---
regulation: attendance
title: 考勤办法
in_force: 2024-01-01
posts: {agent: 客服专员, manager: 客服经理}
---

## 1 认定

```rule
id: late
kind: roster
title: 迟到
title_en: Late
when: {fact: clocked_in}
attendance: {of: late, classes: [{class: late, name: 迟到, name_en: Late, more_than: 0}]}
```

## 2 处理

```rule
id: late-fine
kind: pay
title: 迟到扣款
title_en: Fine for being late
when: {fact: attendance_classed, class: late}
amount: {occurrence: {same: [person], per: month, amounts: [-10 yuan, -20 yuan, -50 yuan]}}
```

```cases
- case: 一个月内第三次
  events:
    - {fact: clocked_in, at: "2024-03-04 08:40",
       given: {person: wang, shift_begins: "2024-03-04T08:30"}}
    - {fact: clocked_in, at: "2024-03-05 08:20",
       given: {person: wang, shift_begins: "2024-03-05T08:30"}}
    - {fact: clocked_in, at: "2024-03-06 08:40",
       given: {person: wang, shift_begins: "2024-03-06T08:30"}}
    - {fact: clocked_in, at: "2024-03-07 08:40",
       given: {person: li, shift_begins: "2024-03-07T08:30"}}
    - {fact: clocked_in, at: "2024-03-08 08:40",
       given: {person: wang, shift_begins: "2024-03-08T08:30"}}
  expect: {totals: {wang: [-80.00 yuan], li: [-10.00 yuan]}}
```

## 3 屡罚

```rule
id: fined-again
kind: score
title: 屡罚扣分
title_en: Points for repeated fines
when: {fact: fine_imposed}
amount: {occurrence: {same: [person], per: month, amounts: [-1 demerits, -2 demerits, -4 demerits]}}
```
""".replace("---\n\n## 1", "points: {demerits: 扣分}\n---\n\n## 1", 1)


@pytest.fixture
def attendance(cast: Cast) -> Version:
    adopted = regulations.adopt(
        text=TEXT, file_name="attendance.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


def come(cast: Cast, day: str, clock: str = "08:40", person: str = "wang"):
    said = fact("clocked_in", f"{day} {clock}", f"member:{person}", person=person,
                shift_begins=f"{day}T08:30")  # fmt: skip
    return record_fact(said, actor=cast.li, recorded_at=said.happened_at)


def lost(person: str = "wang") -> int:
    return -balance("member", person, "yuan").parts


@pytest.mark.usefixtures("attendance")
def test_the_third_time_late_in_a_month_costs_what_the_third_time_costs(cast: Cast) -> None:
    come(cast, "2024-03-04")
    come(cast, "2024-03-05", "08:20")
    come(cast, "2024-03-06")
    come(cast, "2024-03-07", person="zhao")

    come(cast, "2024-03-08")

    assert lost() == (10 + 20 + 50) * 100
    assert lost(person="zhao") == 10 * 100
    assert [str(difference) for difference in check()] == []


@pytest.mark.usefixtures("attendance")
def test_a_new_month_begins_again(cast: Cast) -> None:
    come(cast, "2024-03-04")
    come(cast, "2024-04-01")

    assert lost() == 20 * 100


@pytest.mark.usefixtures("attendance")
def test_what_was_taken_back_was_no_time(cast: Cast) -> None:
    first = come(cast, "2024-03-04").row
    correct_fact(number=first.number, reason="记错了", actor=cast.li, at=at("2024-03-04 12:00"))

    come(cast, "2024-03-06")

    assert lost() == 10 * 100


@pytest.mark.usefixtures("attendance")
def test_fines_that_follow_are_counted_as_well(cast: Cast) -> None:
    for day in ("2024-03-04", "2024-03-06", "2024-03-08"):
        come(cast, day)

    assert str(balance("member", "wang", "demerits")) == "-7 demerits"


def test_worked_events_count_what_follows() -> None:
    reading = read_regulation(TEXT, "attendance.md")
    assert reading.regulation is not None, [str(fault) for fault in reading.faults]

    assert [(r.case, r.difference) for r in run_cases(reading.regulation) if not r.ok] == []
