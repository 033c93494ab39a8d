"""The desk's rules, and a regulation that says who judges appeals."""

from __future__ import annotations

import pytest

from shouwen.appeals import actions, lines
from shouwen.enforcement.sent import Sent
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.desk.conftest import clock, page_of, record, rules
from tests.enforcement.conftest import at

__all__ = ["clock", "page_of", "record", "rules"]

APPEALS = """---
regulation: appeals
title: 申诉办法
industry: property-services
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, manager: 客服经理, service_engineer: 服务工程师}
working_hours: {mon-fri: ["08:30-12:00", "13:30-18:00"]}
---

## 1 申诉

### 1.1 七日内提出

```rule
id: in-time
kind: roster
title: 七日内提出
when: {fact: decision_appealed, level: 1}
only_if: {days: {at_most: 7}}
```

### 1.2 班长三日内答复

```rule
id: first
kind: approval
title: 班长裁决
before: {fact: appeal_upheld, level: 1}
tiers: [{post: team_leader}]
expires: 3 days
```

### 1.3 不服的由经理终裁

```rule
id: final
kind: approval
title: 经理终裁
before: {fact: appeal_upheld, level: 2}
tiers: [{post: manager}]
expires: 5 days
```
"""


@pytest.fixture
def appeal_rules(cast, rules):
    """Adopt the regulation that says who judges appeals."""
    adopted = regulations.adopt(
        text=APPEALS, file_name="appeals.md", by=cast.he, at=at("2023-12-20 09:00")
    )
    assert isinstance(adopted, Version), [str(fault) for fault in adopted]
    return adopted


@pytest.fixture
def question():
    """Question a fact as a member."""

    def do(member, number, when, reason="当时我不在岗", **sent):
        line = lines.of_fact(number)
        return actions.question(
            line=line, reason=reason, sent=Sent.at_once(member, at(when), **sent)
        )

    return do
