"""A small regulation with one form of each sort, adopted before the cast comes to work."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)

TEXT = """---
regulation: store
title: 仓库管理制度
in_force: 2024-01-01
posts: {team_leader: 坐席班长, manager: 客服经理}
facts:
  goods_drawn:
    label: 领用物品
    label_en: Goods drawn
    details:
      goods: {type: text, label: 物品, label_en: Goods}
      drawn: {type: number, label: 领用数量, label_en: Drawn}
      used: {type: number, label: 使用数量, label_en: Used}
      returned: {type: number, label: 交回数量, label_en: Returned}
      price: {type: money, label: 单价, label_en: Price}
      amount: {type: money, label: 金额, label_en: Amount}
      dangerous: {type: yes_no, label: 危险品, label_en: Dangerous}
      licence: {type: text, label: 许可证号, label_en: Licence}
      keeper_signed: {type: yes_no, label: 保管员签字, label_en: Signed by the keeper}
      person: {type: member, label: 领用人, label_en: Drawn by}
      number: {type: text, label: 编号, label_en: Number}
      remark: {type: text, label: 备注, label_en: Remark}
  key_lent:
    label: 借出钥匙
    label_en: Key lent
    details:
      room: {type: text, label: 房间, label_en: Room}
      purpose:
        type:
          one_of: {visit: 看房, repair: 维修, office: 办公}
          one_of_en: {visit: viewing, repair: repair, office: office}
        label: 用途
        label_en: Purpose
  bottle_closed:
    label: 气瓶封存
    label_en: Bottle closed
    details:
      bottle: {type: text, label: 气瓶号, label_en: Bottle}
---

## 1 领用

### 1.1 领用交回须两清

领用数量应当等于使用数量加交回数量，由保管员签字，一式两联，保存三年。

```rule
id: drawing
kind: form
title: 物品领用单
title_en: Goods slip
code: CK-01
when: {fact: goods_drawn}
fields: [goods, drawn, used, returned, {field: licence, only: {dangerous: true}}]
optional: [dangerous]
computed: {amount: {product: [used, price]}}
balances: [{left: [drawn], right: [used, returned]}]
numbering: {prefix: "L{year}-", digits: 3, per: year}
signed: [keeper_signed]
copies:
  - {name: 存根, name_en: Stub}
  - {name: 保管联, name_en: Keeper's copy, to: {post: team_leader}}
retention: 36 months
```

### 1.2 借钥匙由经理签字

```rule
id: keys
kind: form
title: 钥匙借用登记
title_en: Key register
when: {fact: key_lent, purpose: [visit, repair]}
fields: [room, purpose]
signatures: [{post: manager}]
incomplete: refuse
```

### 1.3 封存记录不得更改

```rule
id: bottles
kind: form
title: 气瓶封存记录
title_en: Bottle record
when: {fact: bottle_closed}
fields: [bottle]
locked: true
```
"""
HOME = "/registers/store/"
SLIP = {
    "kind": "goods_drawn",
    "detail-goods": "盐酸",
    "detail-drawn": "5",
    "detail-used": "3",
    "detail-returned": "2",
    "detail-price": "12.50",
    "detail-dangerous": "no",
    "detail-keeper_signed": "yes",
}


@pytest.fixture
def store(cast: Cast) -> Version:
    """Adopt the store's regulation."""
    return adopted(cast)


def adopted(cast: Cast, text: str = TEXT) -> Version:
    """Adopt a text, by 何经理."""
    version = regulations.adopt(text=text, file_name="store.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    return version


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    """Return a client of a member who reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    client.cookies["django_language"] = language
    return client


def filled(token: str = "t1", minutes_ago: int = 0, **changes: str) -> dict[str, str]:
    """Return a filled slip as the browser sends it."""
    moment = timezone.localtime() - timedelta(minutes=minutes_ago)
    named = {f"detail-{name}": value for name, value in changes.items()}
    return {**SLIP, "happened_at": f"{moment:%Y-%m-%dT%H:%M}", "idempotency_key": token, **named}
