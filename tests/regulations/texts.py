"""A small regulation in the versions the tests need."""

from __future__ import annotations

from datetime import date

REPLY = """---
regulation: replies
title: 答复办法
industry: property-services
in_force: {in_force}
posts:
  agent: 客服专员
  team_leader: 坐席班长
  duty_officer: 值班员
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 第一章 总则

凡客户来件,均须答复。

### 1.1 答复时限

收到投诉后 {hours} 小时内答复客户。

```rule
id: reply
kind: deadline
title: 答复时限
title_en: Time to reply
when: {{fact: case_opened, case_type: complaint}}
owed_by: {{detail: handler}}
duty: 答复客户
duty_en: Reply to the customer
within: {hours} hours
met_by: {{fact: case_replied}}
```

```cases
- case: 周一十点的投诉
  at: "2024-03-04 10:00"
  given: {{case_type: complaint, handler: wang}}
  expect: {{due: "{due}"}}
- case: 咨询不限时
  at: "2024-03-04 10:00"
  given: {{case_type: consultation, handler: wang}}
  expect: nothing
```

### 1.2 态度

答复应当耐心。

```rule
id: patience
kind: note
title: 态度
title_en: Attitude
reason: 态度无法由程序判断。
```
"""

DUE = {2: "2024-03-04 12:00", 24: "2024-03-05 10:00", 48: "2024-03-06 10:00"}


def replies(in_force: date = date(2024, 1, 1), hours: int = 24) -> str:
    """Return the text that asks for a reply within so many hours."""
    return REPLY.format(in_force=in_force.isoformat(), hours=hours, due=DUE[hours])


def faulty() -> str:
    """Return a text with two faults: a unit nobody knows, and a kind this release refuses."""
    wrong_unit = replies().replace("within: 24 hours", "within: 24 fortnights")
    return wrong_unit.replace("kind: note", "kind: poem")
