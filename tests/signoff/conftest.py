"""A small regulation with approvals of each sort, adopted before the cast comes to work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.approvals.actions import Request
from shouwen.enforcement.actions import record_fact
from shouwen.people.models import Member, Substitution
from shouwen.policy.facts import Detail, Fact
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)
NOW = datetime(2024, 3, 4, 10, tzinfo=CHINA)

TEXT = """---
regulation: spending
title: 费用管理制度
in_force: 2024-01-01
posts:
  agent: 客服专员
  team_leader: 坐席班长
  manager: 客服经理
  service_engineer: 服务工程师
facts:
  saving_rewarded:
    label: 节约奖励
    label_en: Saving rewarded
    details:
      person: {type: member, label: 申请人, label_en: Applicant}
      amount: {type: money, label: 金额, label_en: Amount}
  plan_set:
    label: 报送方案
    label_en: Plan set
    details:
      topic: {type: text, label: 主题, label_en: Topic}
      budget: {type: money, label: 预算, label_en: Budget}
      begins: {type: moment, label: 开始时间, label_en: Begins}
  stall_set_up:
    label: 设摊
    label_en: Stall set up
    details:
      place: {type: text, label: 地点, label_en: Place}
  things_bought:
    label: 购买
    label_en: Things bought
    details:
      person: {type: member, label: 申请人, label_en: Applicant}
      price: {type: money, label: 价格, label_en: Price}
      what: {type: text, label: 物品, label_en: What}
  sign_put_up:
    label: 张贴告示
    label_en: Sign put up
    details:
      wording: {type: text, label: 内容, label_en: Wording}
      large: {type: yes_no, label: 大幅, label_en: Large}
working_hours:
  mon-fri: ["08:30-12:00", "13:30-18:00"]
---

## 1 奖励

### 1.1 节约奖励由班长、经理审批,超过三百元须经理本人

```rule
id: saving
kind: approval
title: 节约奖励审批
title_en: Approve the reward
before: {fact: saving_rewarded}
tiers:
  - {post: team_leader}
  - {post: manager, in_person: true}
separate: [person]
expires: 30 days
```

```rule
id: saving-pay
kind: pay
title: 节约奖励
title_en: Reward for a saving
when: {fact: saving_rewarded}
amount: {range: {from: 200 yuan, to: 500 yuan, step: 1 yuan, of: amount}}
```

## 2 方案

### 2.1 方案由班长和经理会签,预算变更的重新会签

```rule
id: plan
kind: approval
title: 方案会签
title_en: Approve the plan
before: {fact: plan_set}
tiers: [{all_of: [{post: team_leader}, {post: manager}]}]
again_on: [budget]
```

## 3 设摊

### 3.1 班长三日内不答复视为同意

```rule
id: stall
kind: approval
title: 设摊审批
title_en: Approve the stall
before: {fact: stall_set_up}
tiers: [{post: team_leader}]
expires: 3 days
silence: consents
```

### 3.3 购买由班长审批，一千元以上由经理审批

```rule
id: buy-small
kind: approval
title: 购买审批
title_en: Approve the purchase
before: {fact: things_bought, price: {less_than: 1000 yuan}}
tiers: [{post: team_leader}]
```

```rule
id: buy-large
kind: approval
title: 大额购买审批
title_en: Approve the large purchase
before: {fact: things_bought, price: {at_least: 1000 yuan}}
tiers: [{post: manager}]
```

### 3.2 大幅告示由班长审批

```rule
id: sign
kind: approval
title: 告示审批
title_en: Approve the sign
before: {fact: sign_put_up}
tiers: [{post: team_leader, only: {large: true}}]
```
"""

Ask = Callable[..., Request]


@pytest.fixture
def spending(cast: Cast) -> Version:
    """Adopt the regulation, by 何经理."""
    version = regulations.adopt(text=TEXT, file_name="spending.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    return version


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Stop the clock that the pages read, on a Monday morning."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)

    def put(to: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: to)

    return put


@pytest.fixture
def ask(spending: Version, clock: object) -> Ask:
    """Return how somebody proposes a fact that has to be signed."""

    def propose(
        kind: str, about: str, actor: Member, at: datetime = NOW, **details: Detail
    ) -> Request:
        said = Fact(kind=kind, about=about, happened_at=at, details=details, actor=actor.username)
        held = record_fact(said, actor=actor, recorded_at=at).held
        assert held is not None
        return held

    return propose


def reward(ask: Ask, cast: Cast, number: int = 0, amount: str = "300") -> Request:
    """张工 asks for a reward for 小王."""
    return ask(
        "saving_rewarded", f"member:{number or 'wang'}", cast.zhang, person="wang", amount=amount
    )


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    """Return a client of a member who reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies["django_language"] = language
    return client


def stand_in(absent: Member, substitute: Member) -> None:
    """Let somebody stand in for a member who is away in the week of the tests."""
    Substitution.objects.create(
        member=absent, substitute=substitute, since=date(2024, 3, 1), until=date(2024, 3, 31)
    )


def later(days: int) -> datetime:
    """Return the moment so many days after the tests' Monday morning."""
    return NOW + timedelta(days=days)
