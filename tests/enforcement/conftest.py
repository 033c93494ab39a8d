"""A small regulation with one rule of each sort, adopted before the cast comes to work."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")

DESK = """---
regulation: desk-rules
title: 服务台制度
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
  team_leader: 坐席班长
  manager: 客服经理
  service_engineer: 服务工程师
facts:
  praised:
    label: 收到表扬
    label_en: Praised
    details:
      person: {type: member, label: 被表扬人, label_en: Person praised}
      amount: {type: money, label: 金额, label_en: Amount}
  rule_broken:
    label: 违反规定
    label_en: Rule broken
    details:
      person: {type: member, label: 当事人, label_en: Person}
      which: {type: text, label: 哪一条, label_en: Which rule}
  service_finished:
    label: 服务完毕
    label_en: Service finished
    details:
      person: {type: member, label: 服务人员, label_en: Person}
      signed: {type: yes_no, label: 客户签字, label_en: Signed}
  saving_rewarded:
    label: 节约奖励
    label_en: Saving rewarded
    details:
      person: {type: member, label: 申请人, label_en: Applicant}
      amount: {type: money, label: 金额, label_en: Amount}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 投诉

### 1.1 重大投诉一个工作日内办结

```rule
id: major-complaint
kind: deadline
title: 重大投诉办结
title_en: Settle a major complaint
when: {fact: case_opened, case_type: complaint, severity: major}
owed_by: {detail: handler}
duty: 办结重大投诉
duty_en: Settle the major complaint
within: 1 working day
met_by: {fact: case_resolved}
warn: "50 %"
escalate: [{at: "100 %", to: {post: manager}}]
pause: true
```

### 1.2 办结后一周内回访,客户签字

```rule
id: visit
kind: deadline
title: 回访
title_en: Visit
when: {fact: case_resolved, case_type: complaint}
owed_by: {detail: handler}
duty: 回访客户
duty_en: Visit the customer
within: 1 week
met_by: {fact: callback_made, signed: true}
```

### 1.3 逾期一次罚 50 元

```rule
id: late-fine
kind: pay
title: 逾期罚款
title_en: Fine for being late
when: {fact: obligation_lapsed}
person: owner
amount: {fixed: -50 yuan}
```

## 2 奖惩

### 2.1 表扬奖 200 至 500 元

```rule
id: praise
kind: pay
title: 表扬奖
title_en: Reward for praise
when: {fact: praised}
amount: {range: {from: 200 yuan, to: 500 yuan, step: 1 yuan, of: amount}}
```

### 2.2 违反规定,首次 100 元,二次加倍

```rule
id: rule-broken
kind: pay
title: 违规罚款
title_en: Fine for a broken rule
when: {fact: rule_broken}
amount:
  occurrence:
    same: [person, which]
    per: ever
    amounts: [-100 yuan, -200 yuan]
    then: repeat_last
```

### 2.3 主管连带加倍

```rule
id: superior-share
kind: pay
title: 主管连带
title_en: The superior's share
when: {fact: fine_imposed, rule: rule-broken}
person: superior_of person
amount: {multiple: {of: amount, factor: -2}}
```

### 2.4 未签字罚 100 元

```rule
id: unsigned
kind: pay
title: 未签字罚款
title_en: Fine for a missing signature
when: {fact: service_finished}
unless: [signed]
amount: {fixed: -100 yuan}
```

### 2.5 节约奖励须班长、经理审批

```rule
id: saving-approval
kind: approval
title: 节约奖励审批
title_en: Approve the reward
before: {fact: saving_rewarded}
tiers: [{post: team_leader}, {post: manager}]
separate: [person]
expires: 30 days
```

```rule
id: saving
kind: pay
title: 节约奖励
title_en: Reward for a saving
when: {fact: saving_rewarded}
amount: {range: {from: 200 yuan, to: 500 yuan, step: 1 yuan, of: amount}}
```

## 3 例行

### 3.1 每月 10 日前报送统计

```rule
id: monthly-report
kind: duty
title: 月度统计
title_en: Monthly statistics
every: month
by: {day: 10, inclusive: true}
owed_by: {post: manager}
duty: 报送上月统计
duty_en: File last month's statistics
```
"""


def at(text: str) -> datetime:
    """Read a moment on the house's clock: ``2024-03-04 10:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def fact(kind: str, when: str, about: str = "case:T-1", **details: Detail) -> Fact:
    """Return a fact of the tests."""
    return Fact(kind=kind, about=about, happened_at=at(when), details=details)


@pytest.fixture
def rules(cast: Cast) -> Version:
    """Adopt the desk's regulation."""
    adopted = regulations.adopt(
        text=DESK, file_name="desk-rules.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted
