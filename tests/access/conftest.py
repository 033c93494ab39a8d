"""A confidential customer, a rule that masks and one that asks for more, and who may not see."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwen.access import actions
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from tests.cast import Cast

ZONE = ZoneInfo("Asia/Shanghai")
TEN = datetime(2026, 11, 20, 10, 0, tzinfo=ZONE)  # a Friday

RULES = """---
regulation: secrecy
title: 保密规定
industry: property-services
in_force: 2024-01-01
posts:
  agent: 客服专员
  team_leader: 坐席班长
  manager: 客服经理
---

## 一 密级

### 1 客户资料

客户资料由客服专员查看，电话只显示前三位和后四位。

```rule
id: customers
kind: access
catalogue: 0.1-01
title: 客户资料
when: {fact: access_requested, subject_class: client_file, action: see}
posts: [agent, team_leader, manager]
masks: {phone: {first: 3, last: 4}}
```

### 2 核心客户

核心客户资料须有班长在场才能查看。

```rule
id: core
kind: access
catalogue: 0.1-02
title: 核心客户
when: {fact: access_requested, subject_class: core_file, action: see}
second_person: {posts: [team_leader]}
```

### 3 告知客户

向客户提供资料前须核实身份。

```rule
id: identity
kind: access
catalogue: 0.1-03
title: 核实身份
when: {fact: access_requested, subject_class: client_file, action: disclose, recipient: customer}
identity: true
```

### 4 导出

导出客户资料须经客服经理签批，不得导出核心客户资料。

```rule
id: export
kind: access
catalogue: 0.1-04
title: 导出客户资料
when: {fact: access_requested, subject_class: client_file, action: export}
signed_by: [{post: manager}]
```

```rule
id: no-export
kind: access
catalogue: 0.1-05
title: 不得导出核心客户资料
when: {fact: access_requested, subject_class: core_file, action: export}
forbidden: true
```

### 5 登录

只能在本人当班时登录客服系统。

```rule
id: own-shift
kind: access
catalogue: 0.1-06
title: 当班登录
when: {fact: access_requested, subject_class: cs_system, action: log_in}
own_shift: {grace: 15 minutes}
```

### 7 暂停

事项暂停须经客服经理签批。

```rule
id: pause
kind: access
catalogue: 0.1-08
title: 暂停签批
when: {fact: case_paused}
signed_by: [{post: manager}]
```

### 6 泄密

发现泄密应在一小时内报告。

```rule
id: report
kind: deadline
catalogue: 0.1-07
title: 报告泄密
when: {fact: leak_found}
owed_by: {detail: person}
duty: 报告泄密
duty_en: Report the leak
within: 1 hour
calendar: always
met_by: {fact: leak_reported}
```
"""


@pytest.fixture
def rules(cast: Cast) -> None:
    """Put the small regulation in force."""
    version = regulations.adopt(
        text=RULES, file_name="secrecy.md", by=cast.he, at=TEN.replace(year=2024)
    )
    assert not isinstance(version, tuple), [str(fault) for fault in version]


@pytest.fixture
def tied(rules: None) -> None:
    """Say what the regulation's words mean here."""
    for record, level, word in (
        ("customer", "ordinary", "client_file"),
        ("customer", "top", "core_file"),
        ("sign_in", "", "cs_system"),
    ):
        actions.tie(record=record, level=level, field="", words=[word])


def queries_for(client: Client, member: Member, address: str) -> int:
    """Count the queries a page takes once somebody is signed in."""
    client.force_login(member)
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
