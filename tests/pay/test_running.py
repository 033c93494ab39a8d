"""The running month says what it would bring now and what the next point earns."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwen.pay import running
from shouwen.pay.months import Month
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.enforcement.conftest import at

NOW, MARCH = "2024-03-20 10:00", Month(2024, 3)
POINTS = """---
regulation: service-points
title: 服务点数办法
industry: field-service
in_force: 2024-01-01
points:
  service_points: 服务点数
facts:
  trip_done:
    label: 完成上门
    label_en: Trip finished
    details:
      person: {type: member, label: 工程师, label_en: Engineer}
      points: {type: number, label: 点数, label_en: Points}
  month_closed:
    label: 月度结束
    label_en: Month closed
    details:
      person: {type: member, label: 工程师, label_en: Engineer}
      period: {type: text, label: 月份, label_en: Month}
---

## 1 点数

### 1.1 每次上门计点

```rule
id: trip
kind: score
title: 上门计点
title_en: Points for a trip
when: {fact: trip_done}
amount: {from_detail: points, unit: service_points, sign: 1}
```

### 1.2 每月超过十七点的部分,每点二百七十元

```rule
id: monthly
kind: pay
title: 月度绩效
title_en: Monthly pay by points
every: month
figures:
  net: {label: 当月点数, label_en: Points of the month, moved: {unit: service_points}}
amount: {per_unit: {of: net, above: 17, each: 270 yuan}}
```
"""


@pytest.fixture(autouse=True)
def _points(cast):
    adopted = regulations.adopt(
        text=POINTS, file_name="service-points.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]


def _outlook(cast, month=MARCH):
    return [
        (str(one.so_far), str(one.pays), str(one.at), str(one.more), one.clause_number)
        for one in running.outlook_of(cast.zhang, month, at(NOW))
    ]


@pytest.mark.parametrize(
    ("points", "so_far", "pays", "next_at"),
    [("17", "17", "0.00 yuan", "18"), ("12", "12", "0.00 yuan", "18"),
     ("19", "19", "540.00 yuan", "20"), ("17.5", "17.5", "135.00 yuan", "18.5")],
)  # fmt: skip
def test_the_next_point_that_earns_something_is_named(cast, record, points, so_far, pays, next_at):
    record("trip_done", "2024-03-05 10:00", person="zhang", points=points)

    assert _outlook(cast) == [(so_far, pays, next_at, "270.00 yuan", "1.2")]


def test_nothing_is_recorded_and_the_past_is_left_alone(cast, record):
    record("trip_done", "2024-03-05 10:00", person="zhang", points="20")

    assert _outlook(cast, Month(2024, 2)) == []
    assert _outlook(cast) == _outlook(cast)


def test_the_page_says_it_with_the_clause(cast, record, clock, page_of):
    clock(NOW)
    record("trip_done", "2024-03-05 10:00", person="zhang", points="17")

    page = page_of(cast.zhang, "/statement/")

    assert "已有 17 服务点数" in page
    assert "达到 18 时再得 270.00 元" in page
    assert "1.2" in page


def test_it_asks_as_often_for_one_trip_as_for_thirty(cast, record):
    record("trip_done", "2024-03-05 10:00", person="zhang", points="1")
    few = _asked(cast)
    for day in range(1, 16):
        record("trip_done", f"2024-03-{day:02} 11:00", person="zhang", points="1")

    assert _asked(cast) == few


def _asked(cast) -> int:
    with CaptureQueriesContext(connection) as asked:
        _outlook(cast)
    return len(asked)
