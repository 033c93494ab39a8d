"""A department under a small regulation, with one case in 小王's hands."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shouwen.cases import actions
from shouwen.cases.models import Case, Category
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.people import actions as people
from shouwen.people.models import Department
from shouwen.regulations import actions as regulations
from tests.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)  # a Friday

RULES = """---
regulation: complaint-times
title: 投诉时限规定
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 一 时限

### 1 答复

投诉登记后二十四小时内答复客户，由首问责任人负责。

```rule
id: answer
kind: deadline
catalogue: 0.1-01
title: 投诉答复
title_en: Answer a complaint
when: {fact: case_opened, case_type: complaint}
owed_by: {detail: handler}
duty: 答复客户
duty_en: Answer the customer
within: 24 hours
calendar: always
met_by: {fact: case_replied}
pause: true
```

### 2 回访

投诉办结后一周内回访客户。

```rule
id: callback
kind: deadline
catalogue: 0.1-02
title: 投诉回访
title_en: Call back after a complaint
when: {fact: case_resolved, case_type: complaint}
owed_by: {post: agent}
duty: 回访客户
duty_en: Call the customer back
within: 1 week
calendar: always
met_by: {fact: callback_made, result: reached}
```
"""


@pytest.fixture
def rules(cast: Cast) -> None:
    """Put the small regulation in force."""
    version = regulations.adopt(
        text=RULES, file_name="complaint-times.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]


@pytest.fixture
def liu(cast: Cast) -> Customer:
    """Return 刘女士, who lives in A 座."""
    return customers.add_customer(name="刘女士", phone="138 1234 5678", unit="A 座 1203", at=TEN)


@pytest.fixture
def noise(cast: Cast) -> Category:
    """Return a category of complaints."""
    top = Category.objects.create(name="环境", name_en="Surroundings", case_type="complaint")
    return Category.objects.create(name="噪音", name_en="Noise", case_type="complaint", parent=top)


@pytest.fixture
def engineering(cast: Cast) -> Department:
    """Return a department nobody of the cast belongs to."""
    return people.add_department(key="engineering", name="工程部")


@pytest.fixture
def case(cast: Cast, liu: Customer, noise: Category) -> Case:
    """Return a complaint that 小王 recorded."""
    return actions.open_case(
        case_type="complaint",
        title="楼上装修噪音",
        text="周末早上七点就开始电钻。",
        severity="general",
        channel="phone",
        category=noise,
        customer=liu,
        at=TEN,
        recorded_at=TEN,
        actor=cast.wang,
    ).case
