"""A small regulation with a patrol: a route, a checklist, a review, a finding that is put right."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import BytesIO
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from shouwen.enforcement.duties import open_duties
from shouwen.obligations import queries as owed
from shouwen.people.models import Member
from shouwen.regulations import actions as regulations
from shouwen.regulations.models import Version
from tests.cast import Cast

CHINA = ZoneInfo("Asia/Shanghai")
ADOPTED = datetime(2023, 12, 20, 9, tzinfo=CHINA)
MORNING = datetime(2024, 3, 5, 9, tzinfo=CHINA)

TEXT = """---
regulation: patrol
title: 巡查制度
in_force: 2024-01-01
posts: {agent: 客服专员, team_leader: 坐席班长, service_engineer: 服务工程师}
facts:
  light_out:
    label: 灯不亮
    label_en: Light out
    details:
      person: {type: member, label: 发现人, label_en: Found by}
      place: {type: text, label: 位置, label_en: Place}
      text: {type: text, label: 情况, label_en: What is wrong}
  light_mended:
    label: 灯已修好
    label_en: Light mended
    details:
      how: {type: text, label: 处理, label_en: How}
  light_rechecked:
    label: 复查灯具
    label_en: Light re-checked
    details:
      lit: {type: yes_no, label: 已亮, label_en: Lit}
---

## 1 巡查

客服专员每天十八点前巡查大堂和停车场，拍照为证，班长四小时内复核；漏巡罚十元。

```rule
id: daily
kind: duty
title: 每日巡查
title_en: Daily patrol
every: day
by: {time: "18:00"}
calendar: always
owed_by: {post: agent}
duty: 巡查大堂和停车场
duty_en: Patrol the lobby and the car park
evidence: [photo, text]
places:
  - {place: lobby, text: 大堂, text_en: Lobby}
  - {place: car_park, text: 停车场, text_en: Car park}
review: {by: {post: team_leader}, within: 4 hours}
```

```rule
id: areas
kind: conduct
title: 查看内容
title_en: What is looked at
items: [{item: floor, text: 地面干净, text_en: Clean floor}]
```

```rule
id: missed
kind: pay
title: 漏巡
title_en: Patrol missed
when: {fact: obligation_lapsed, rule: daily}
person: owner
amount: {fixed: -10 yuan}
```

## 2 整改

灯不亮的，工程师两小时内修好，班长随后复查。

```rule
id: mend
kind: deadline
title: 修灯
title_en: Mend the light
when: {fact: light_out}
within: 2 hours
calendar: always
owed_by: {post: service_engineer}
duty: 修好灯
duty_en: Mend the light
met_by: {fact: light_mended}
```

```rule
id: recheck
kind: duty
title: 复查
title_en: Re-check
each: {fact: light_mended}
owed_by: {post: team_leader}
duty: 复查修好的灯
duty_en: Re-check the light
met_by: {fact: light_rechecked, lit: true}
```

## 3 周报

```rule
id: weekly
kind: duty
title: 周报
title_en: Weekly report
every: week
by: {weekday: 5}
owed_by: {post: agent}
duty: 交周报
duty_en: Hand in the weekly report
```
"""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Stop the clock every page reads on a Tuesday morning."""
    found = SimpleNamespace(now=MORNING)
    monkeypatch.setattr(timezone, "now", lambda: found.now)
    return found


@pytest.fixture
def patrol(cast: Cast, clock: SimpleNamespace) -> Version:
    """Adopt the regulation and open the day's duties."""
    version = regulations.adopt(text=TEXT, file_name="patrol.md", by=cast.he, at=ADOPTED)
    assert isinstance(version, Version), [str(fault) for fault in version]
    open_duties(now=MORNING, missed=timedelta(0))
    return version


def owed_under(rule: str) -> owed.ObligationRow:
    """Return what is owed under a rule of the regulation."""
    (found,) = owed.open_of_rule("patrol", rule)
    return found


def signed_in(member: Member, language: str = "zh-hans") -> Client:
    """Return a client of a member who reads this language."""
    client = Client(headers={"accept-language": language})
    client.force_login(member)
    client.cookies["django_language"] = language
    return client


def photo(shade: int = 120) -> SimpleUploadedFile:
    """Return a photograph as a phone sends it."""
    target = BytesIO()
    Image.new("RGB", (60, 40), (shade, 90, 60)).save(target, "JPEG")
    return SimpleUploadedFile("round.jpg", target.getvalue(), "image/jpeg")
